using Trellis.Measures;
using Trellis.SimilarSchools;

namespace Trellis.Partners;

/// <summary>How many pupils are behind a figure.</summary>
internal static class Cohorts
{
    /// <summary>The number of pupils a year, the newest known up to the last of the years; NaN where nothing says it.</summary>
    /// <remarks>
    /// Those entered at the end of a key stage where the file says it; else the roll over the number of year groups. Attendance
    /// is that of all pupils. A file that does not say how many pupils were entered, as that of 2023/24, is read with the
    /// number of the last file that does.
    /// </remarks>
    public static double[] Of(Population population, Reading reading, IReadOnlyList<Year> years)
    {
        var measure = reading.Terms[0].Measure;
        var counted =
            measure.StartsWith("ks2.", StringComparison.Ordinal) ? "ks2.pupils"
            : measure.StartsWith("ks4.", StringComparison.Ordinal) ? "ks4.pupils"
            : measure.StartsWith("ks5.", StringComparison.Ordinal) ? "ks5.students"
            : measure.StartsWith("destinations.", StringComparison.Ordinal) ? "destinations.cohort"
            : "pupils.number";
        var roll = Newest(population, "pupils.number", years);
        if (counted == "pupils.number")
            return roll;
        var pupils = Newest(population, counted, years);
        for (var row = 0; row < pupils.Length; row++)
        {
            if (pupils[row] > 0)
                continue;
            var school = population.Schools[row].Current;
            var groups =
                school is { LowAge: { } low, HighAge: { } high } && high > low ? high - low
                : population.Peers == Peers.Primary ? 7
                : 5;
            pupils[row] = roll[row] > 0 ? roll[row] / groups : double.NaN;
        }
        return pupils;
    }

    private static double[] Newest(Population population, string measure, IReadOnlyList<Year> years)
    {
        var reading = Reading.Of(measure, "pupils");
        var figures = population.Of(reading, years[^1]);
        for (var back = 1; back <= 8; back++)
        {
            var before = population.Of(reading, new Year(years[^1].Starts - back));
            for (var row = 0; row < figures.Length; row++)
                if (!(figures[row] > 0))
                    figures[row] = before[row];
        }
        return figures;
    }
}
