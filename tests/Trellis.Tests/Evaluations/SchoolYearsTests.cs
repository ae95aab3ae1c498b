using Trellis.Distributions;
using Trellis.Evaluations;
using Trellis.Measures;

namespace Trellis.Tests.Evaluations;

/// <summary>The panel of schools and years, on a fictional country.</summary>
public sealed class SchoolYearsTests
{
    [Fact]
    public void A_result_is_a_distance_from_the_mean_of_its_year_in_standard_deviations_between_schools()
    {
        var drawn = new PlantedCountry { Schools = 12, Joined = [] }.Snapshot();
        var year = SchoolYears
            .In(drawn)
            .Of(Outcomes.Find("ks2")!, PhaseGroup.Primary)
            .In(new Year(2016))!;

        // By hand: n − 1 below the sum of squares, each school once.
        var mean = year.Raw.Sum() / 12;
        var squares = 0.0;
        foreach (var raw in year.Raw)
            squares += (raw - mean) * (raw - mean);
        Assert.Equal(12, year.Schools);
        Assert.Equal(Math.Sqrt(squares / 11), year.StandardDeviation, 10);
        Assert.Equal((year.Raw[3] - mean) / Math.Sqrt(squares / 11), year.Z[3], 10);
        Assert.Equal(0, year.Z.Sum(), 9);
    }

    [Fact]
    public void Years_without_tests_are_holes_and_no_zeros()
    {
        var series = SchoolYears
            .In(new PlantedCountry().Snapshot())
            .Of(Outcomes.Find("ks2")!, PhaseGroup.Primary);

        Assert.Equal(PlantedCountry.Tested, series.Years.Select(y => y.Year.Starts));
        Assert.Equal([new Year(2019), new Year(2020)], series.Holes);
    }

    [Fact]
    public void A_school_keeps_its_place_through_the_change_of_its_number()
    {
        var drawn = new PlantedCountry().Snapshot();
        var school = Array.FindIndex(
            [.. drawn.Schools],
            s => s.Urns.Any(u => u.Value == PlantedCountry.Old)
        );
        var series = SchoolYears.In(drawn).Of(Outcomes.Find("ks2")!, PhaseGroup.Primary);

        Assert.Equal(2, drawn.Schools[school].Urns.Count);
        Assert.All(series.Years, y => Assert.True(double.IsFinite(y.Z[school])));
    }
}
