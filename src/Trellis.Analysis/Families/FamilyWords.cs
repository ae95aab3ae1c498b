using System.Globalization;
using Trellis.Neighbours;
using Trellis.Schools;
using Trellis.SimilarSchools;

namespace Trellis.Families;

/// <summary>Says in one plain sentence what the schools of a family have in common, from published figures and the register.</summary>
internal sealed class FamilyWords
{
    /// <summary>A family's mean is worth a word when it is so many standard deviations of the phase from the phase's.</summary>
    private const double Apart = .6;

    /// <summary>The register's words count when so large a share of the family has them.</summary>
    private const double MostOf = 2 / 3.0;

    private const int MostWords = 3;

    private static readonly (string Measure, string Many, string Few)[] Traits =
    [
        ("pupils.fsm6", "many disadvantaged pupils", "few disadvantaged pupils"),
        (
            "pupils.eal",
            "many pupils learning English as an additional language",
            "few pupils learning English as an additional language"
        ),
        ("pupils.ehc", "many pupils with an EHC plan", "few pupils with an EHC plan"),
        ("pupils.sen-support", "many pupils on SEN support", "few pupils on SEN support"),
        ("pupils.number", "many pupils on roll", "few pupils on roll"),
    ];

    private readonly Population population;
    private readonly (double[] Figures, double Mean, double Deviation)[] read;

    public FamilyWords(Population population)
    {
        this.population = population;
        read =
        [
            .. Traits.Select(t =>
            {
                var figures = population.Read(Reading.Of(t.Measure, "")).Figures;
                return (figures, Spread.Mean(figures), Spread.StandardDeviation(figures));
            }),
        ];
    }

    /// <summary>"Primary schools in towns and cities, with many disadvantaged pupils (41 %; all primary schools 23 %)."</summary>
    public string Of(IReadOnlyList<int> rows)
    {
        var words = new List<(double Far, string Words)>();
        for (var t = 0; t < Traits.Length; t++)
        {
            var (figures, mean, deviation) = read[t];
            var own = Spread.Mean(rows.Select(row => figures[row]).ToArray());
            var far = (own - mean) / deviation;
            if (double.IsFinite(far) && Math.Abs(far) >= Apart)
                words.Add(
                    (
                        Math.Abs(far),
                        $"{(far > 0 ? Traits[t].Many : Traits[t].Few)} ({Show(t, own)}; all {population.Peers.Words()} {Show(t, mean)})"
                    )
                );
        }
        var chosen = words
            .OrderByDescending(w => w.Far)
            .Take(MostWords)
            .Select(w => w.Words)
            .ToArray();
        return $"{Kind(rows)}{Setting(rows)}{(chosen.Length == 0 ? ", with about as many disadvantaged pupils, languages and needs as most" : ", with " + And(chosen))}.";
    }

    private static string Show(int trait, double figure) =>
        Traits[trait].Measure == "pupils.number"
            ? Math.Round(figure).ToString("N0", CultureInfo.InvariantCulture)
            : Math.Round(figure).ToString("N0", CultureInfo.InvariantCulture) + " %";

    private string Kind(IReadOnlyList<int> rows)
    {
        var words = population.Peers.Words();
        if (Share(rows, s => s.Gender == "Girls") >= MostOf)
            words += " for girls";
        else if (Share(rows, s => s.Gender == "Boys") >= MostOf)
            words += " for boys";
        if (Share(rows, s => s.Admissions == "Selective") >= MostOf)
            words += " that select by ability";
        foreach (var faith in (string[])["Church of England", "Roman Catholic"])
            if (
                Share(rows, s => s.Religion.StartsWith(faith, StringComparison.OrdinalIgnoreCase))
                >= MostOf
            )
                words += $", most of them {faith}";
        return char.ToUpperInvariant(words[0]) + words[1..];
    }

    private string Setting(IReadOnlyList<int> rows) =>
        Share(rows, s => s.UrbanRural.Contains("rural", StringComparison.OrdinalIgnoreCase))
        >= MostOf
            ? " in the country"
        : Share(rows, s => s.UrbanRural.Contains("conurbation", StringComparison.OrdinalIgnoreCase))
        >= MostOf
            ? " in large cities"
        : Share(rows, s => s.UrbanRural.Contains("urban", StringComparison.OrdinalIgnoreCase))
        >= MostOf
            ? " in towns and cities"
        : "";

    private double Share(IReadOnlyList<int> rows, Func<Establishment, bool> holds) =>
        (double)rows.Count(row => holds(population.Schools[row].Current)) / rows.Count;

    private static string And(string[] parts) =>
        parts.Length == 1 ? parts[0] : string.Join(", ", parts[..^1]) + " and " + parts[^1];
}
