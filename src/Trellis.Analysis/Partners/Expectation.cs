using Trellis.Measures;
using Trellis.Neighbours;
using Trellis.Regression;
using Trellis.Schools;
using Trellis.SimilarSchools;

namespace Trellis.Partners;

/// <summary>What schools with the same pupils, size, kind and place get: a ridge regression over the schools of a kind, no school used for its own.</summary>
/// <remarks>
/// Inputs are who the pupils are and what the school is, of the year or the last year before it that has them; never a
/// result, except the start that published progress implies, and never an inspection. A missing input counts as the
/// average, with a column that says it was missing.
/// </remarks>
internal static class Expectation
{
    /// <summary>Schools are dealt into so many hands by a hash of the URN; a school's expectation is fitted on the other hands.</summary>
    private const int Hands = 5;

    /// <summary>What keeps columns that say nearly the same from cancelling each other; small against thousands of schools.</summary>
    private const double Penalty = 10;

    /// <summary>Farther than this from the mean, in standard deviations, an input counts as this far.</summary>
    private const double Farthest = 4;

    private static readonly Reading[] Inputs =
    [
        Reading.Of("pupils.fsm6", "disadvantage"),
        Reading.Of("pupils.eal", "English as an additional language"),
        Reading.Of("pupils.sen-support", "SEN support"),
        Reading.Of("pupils.ehc", "education, health and care plans"),
        Reading.Of("pupils.girls", "girls"),
        Reading.Of("area.imd-decile", "deprivation around the school"),
    ];

    private static readonly Reading Roll = Reading.Of("pupils.number", "pupils");

    private static readonly Reading StartOfPrimary = new(Start.OfPrimary, Start.OfPrimaryWords);

    private static readonly Reading StartOfSecondary = new(
        Start.OfSecondary,
        Start.OfSecondaryWords
    );

    /// <summary>The inputs of a year as columns.</summary>
    public static IReadOnlyList<double[]> Columns(Population population, Year year)
    {
        var schools = population.Schools;
        var columns = new List<double[]>();
        foreach (var input in Inputs)
            Numeric(Newest(population, input, year));
        Numeric(
            Array.ConvertAll(Newest(population, Roll, year), n => n > 0 ? Math.Log(n) : double.NaN)
        );
        if (population.Peers == Peers.Primary)
            Numeric(Newest(population, StartOfPrimary, year));
        if (population.Peers == Peers.Secondary)
            Numeric(Newest(population, StartOfSecondary, year));
        Numeric([.. schools.Select(s => s.Current.LowAge ?? double.NaN)]);
        Numeric([.. schools.Select(s => s.Current.HighAge ?? double.NaN)]);
        foreach (
            var region in schools
                .Select(s => s.Current.Region)
                .Where(r => r.Length > 0)
                .Distinct()
                .Order(StringComparer.Ordinal)
                .Skip(1)
        )
            Is(s => s.Region == region);
        Is(s => s.Religion.Contains("Catholic", StringComparison.OrdinalIgnoreCase));
        Is(s => s.Religion.Contains("Church of England", StringComparison.OrdinalIgnoreCase));
        Is(s => s.Admissions == "Selective");
        Is(s => s.Gender == "Girls");
        Is(s => s.Gender == "Boys");
        Is(s => s.UrbanRural.StartsWith("Rural", StringComparison.OrdinalIgnoreCase));
        return columns;

        // The figure, its square (a curve), and whether it was missing.
        void Numeric(double[] figures)
        {
            double mean = Spread.Mean(figures),
                deviation = Spread.StandardDeviation(figures);
            if (!(deviation > 0))
                return;
            var line = Array.ConvertAll(
                figures,
                f => double.IsNaN(f) ? 0 : Math.Clamp((f - mean) / deviation, -Farthest, Farthest)
            );
            columns.Add(line);
            columns.Add(Array.ConvertAll(line, z => z * z));
            columns.Add(Array.ConvertAll(figures, f => double.IsNaN(f) ? 1d : 0));
        }

        void Is(Func<Establishment, bool> so) =>
            columns.Add([.. schools.Select(s => so(s.Current) ? 1d : 0)]);
    }

    /// <summary>Each school's figure less its expectation; NaN where it has no figure.</summary>
    public static double[] Residuals(
        IReadOnlyList<School> schools,
        IReadOnlyList<double[]> columns,
        double[] outcome
    )
    {
        var hands = schools.Select(s => Hand(s.Urn)).ToArray();
        var residuals = new double[outcome.Length];
        // With all figures in one hand nothing is left to expect from; the mean alone is then expected.
        if (hands.Where((_, row) => !double.IsNaN(outcome[row])).Distinct().Count() < 2)
        {
            var mean = Spread.Mean(outcome);
            return Array.ConvertAll(outcome, f => f - mean);
        }
        var (without, _) = Ridge.WithoutEachFold(columns, outcome, Penalty, hands, Hands);
        for (var row = 0; row < outcome.Length; row++)
            residuals[row] = outcome[row] - without[hands[row]].Predict(columns, row);
        return residuals;
    }

    private static int Hand(Urn urn) => (int)((uint)urn.Value * 2654435761u >> 16) % Hands;

    private static double[] Newest(Population population, Reading reading, Year year)
    {
        var figures = population.Of(reading, year);
        // A year or two back speaks for today's pupils; six years covers the years without results.
        for (var back = 1; back <= 6; back++)
        {
            if (!figures.Any(double.IsNaN))
                break;
            var before = population.Of(reading, new Year(year.Starts - back));
            for (var row = 0; row < figures.Length; row++)
                if (double.IsNaN(figures[row]))
                    figures[row] = before[row];
        }
        return figures;
    }
}
