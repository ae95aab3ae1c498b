using Trellis.Evaluations;
using Trellis.Measures;

namespace Trellis.Tests.Evaluations;

/// <summary>Who is compared with whom, on fictional countries.</summary>
public sealed class StudySampleTests
{
    [Theory]
    [InlineData("2018-01-01", 2017)]
    [InlineData("2018-01-02", 2018)]
    [InlineData("2018-08-31", 2018)]
    [InlineData("2018-09-01", 2018)]
    [InlineData("2018-12-31", 2018)]
    public void The_first_year_after_is_that_of_the_day_where_it_came_by_New_Year(
        string day,
        int first
    ) => Assert.Equal(new Year(first), Episode.FirstYearOf(DateOnly.Parse(day, null)));

    [Fact]
    public void A_school_that_was_an_academy_before_it_joined_is_no_converter()
    {
        var plain = Of(new PlantedCountry());
        var sample = Of(
            new PlantedCountry
            {
                AcademyAlone = new Dictionary<int, DateOnly> { [0] = new(2014, 9, 1) },
            }
        );

        Assert.Equal(40, plain.Treated);
        Assert.Equal(39, sample.Treated);
        Assert.Equal(1, sample.Flow.Single(f => f.Code == "other-path").Treated);
    }

    [Fact]
    public void A_control_that_became_an_academy_is_left_out_and_counted()
    {
        var plain = Of(new PlantedCountry());
        var sample = Of(
            new PlantedCountry
            {
                AcademyAlone = new Dictionary<int, DateOnly> { [100] = new(2018, 9, 1) },
            }
        );

        Assert.Equal(plain.Controls - 1, sample.Controls);
        Assert.Equal(1, sample.Flow.Single(f => f.Code == "other-path").Others);
    }

    [Fact]
    public void The_flow_adds_up_on_both_sides()
    {
        var sample = Of(
            new PlantedCountry
            {
                AcademyAlone = new Dictionary<int, DateOnly> { [100] = new(2018, 9, 1) },
                Missing = new HashSet<(int, int)> { (1, 2016), (101, 2018), (102, 2022) },
            }
        );
        var steps = sample.Flow.Skip(1).ToList();

        Assert.Equal(sample.Flow[0].Treated, steps.Sum(s => s.Treated));
        Assert.Equal(sample.Flow[0].Others, steps.Sum(s => s.Others));
        Assert.Equal((39, 117), (sample.Treated, sample.Controls));
    }

    [Fact]
    public void A_mark_that_hardly_any_control_bears_is_not_compared_by()
    {
        // Nobody has been inspected, so all are marked as not judged, which tells nobody from anybody.
        var rows = Of(new PlantedCountry()).Rows;

        Assert.All(
            rows.Covariates.Where(c => c.Name == "not judged"),
            c => Assert.All(c.Values, x => Assert.Equal(0, x))
        );
    }

    private static StudySample Of(PlantedCountry drawn) =>
        StudySample.Of(drawn.Snapshot(), PlantedCountry.Key());
}
