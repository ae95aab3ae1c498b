using System.Globalization;
using System.IO.Compression;
using Trellis.Effects;

namespace Trellis.Bench;

/// <summary>The simulated panel of 20,000 schools in 12 years that did and fixest were timed on.</summary>
/// <param name="Rows">All schools, ten covariates.</param>
/// <param name="District">Of each row, 150 or so.</param>
internal sealed record NumericsPanel(PanelRows Rows, NamedLabels District)
{
    private const string Name = "simpanel_20000x12.csv.gz";
    private const int Covariates = 10;

    /// <summary>Reads it from the folder of inputs.</summary>
    public static NumericsPanel Read(NumericsBench bench)
    {
        List<string> unit = [],
            district = [];
        List<int> time = [];
        List<double> first = [],
            outcome = [];
        var columns = Enumerable.Range(0, Covariates).Select(_ => new List<double>()).ToArray();
        using var reader = new StreamReader(
            new GZipStream(bench.Input(Name).OpenRead(), CompressionMode.Decompress)
        );
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
        {
            var cells = line.Split(',');
            double Figure(int at) => double.Parse(cells[at], CultureInfo.InvariantCulture);
            unit.Add(cells[0]);
            time.Add(int.Parse(cells[1], CultureInfo.InvariantCulture));
            first.Add(cells[2] == "0" ? double.PositiveInfinity : Figure(2));
            district.Add(cells[3]);
            outcome.Add(Figure(5));
            for (var k = 0; k < Covariates; k++)
                columns[k].Add(Figure(6 + k));
        }
        return new NumericsPanel(
            new PanelRows
            {
                Unit = unit,
                Time = [.. time],
                FirstTreated = [.. first],
                Outcome = [.. outcome],
                Covariates =
                [
                    .. columns.Select(
                        (c, k) =>
                            new NamedColumn(
                                string.Create(CultureInfo.InvariantCulture, $"x{k + 1}"),
                                [.. c]
                            )
                    ),
                ],
            },
            new NamedLabels("district", district)
        );
    }

    /// <summary>Some of its units, given by the number of their first row, without covariates.</summary>
    public PanelRows Of(IReadOnlyList<int> firstRows, bool clustered)
    {
        var years = Years;
        int[] kept = [.. firstRows.SelectMany(f => Enumerable.Range(f, years))];
        T[] Kept<T>(IReadOnlyList<T> all) => Array.ConvertAll(kept, r => all[r]);
        return new PanelRows
        {
            Unit = Kept(Rows.Unit),
            Time = Kept(Rows.Time),
            FirstTreated = Kept(Rows.FirstTreated),
            Outcome = Kept(Rows.Outcome),
            Clusters = clustered ? [new NamedLabels(District.Name, Kept(District.Values))] : [],
        };
    }

    /// <summary>How many years each unit is seen; its rows follow one another.</summary>
    public int Years => Rows.Time.Distinct().Count();

    /// <summary>The first row of each unit that is never treated.</summary>
    public int[] NeverTreated()
    {
        var years = Years;
        return
        [
            .. Enumerable
                .Range(0, Rows.Time.Length / years)
                .Select(u => u * years)
                .Where(r => double.IsInfinity(Rows.FirstTreated[r])),
        ];
    }
}
