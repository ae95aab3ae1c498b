using Trellis.Reference;

namespace Trellis.Effects;

/// <summary>Callaway and Sant'Anna's counties and minimum wages, as did ships them.</summary>
internal sealed record Mpdta(double[][] Outcome, int[] Times, double[] First)
{
    public static Mpdta? Read(string @unchecked)
    {
        if (ReferenceTable.Read("mpdta.csv", @unchecked) is not { } table)
            return null;
        var (year, outcome) = (table.WholeNumbers("year"), table.Figures("lemp"));
        var (county, first) = (table.Labels("countyreal"), table.Figures("first.treat"));
        int[] times = [.. year.Distinct().Order()];
        var units = Enumerable.Range(0, table.Count).GroupBy(row => county[row]).ToArray();
        return new Mpdta(
            [.. units.Select(u => u.OrderBy(r => year[r]).Select(r => outcome[r]).ToArray())],
            times,
            [
                .. units
                    .Select(u => first[u.First()])
                    .Select(g => g == 0 ? double.PositiveInfinity : g),
            ]
        );
    }
}
