namespace Trellis.Assignment;

public sealed class HospitalResidentsTests
{
    // Residents A S D J L, hospitals M C G, two places each: an example in print; its answer is M: L, S; C: D, A; G: J.
    private static readonly HospitalResidents Example = new(
        [
            [1],
            [1, 0],
            [1, 0, 2],
            [1, 2, 0],
            [0, 1, 2],
        ],
        [
            [2, 4, 1, 3],
            [2, 0, 1, 4, 3],
            [2, 3, 4],
        ],
        [2, 2, 2]
    );

    [Fact]
    public void The_published_example_comes_out_as_it_is_printed()
    {
        var matching = Example.ResidentsPropose();
        Assert.Equal(
            [
                [4, 1],
                [2, 0],
                [3],
            ],
            matching.ResidentsOf
        );
        Assert.Equal([1, 0, 1, 2, 0], matching.HospitalOf);
        Assert.Empty(Example.BlockingPairs(matching.HospitalOf));
    }

    [Fact]
    public void A_pair_that_would_both_rather_have_each_other_blocks()
    {
        // C has S and L and would send L away for A, who has none, or for D, who is at M; M has a place free that L wants more than C.
        Assert.Equal([(0, 1), (2, 1), (4, 0)], Example.BlockingPairs([-1, 1, 0, 2, 1]));
    }

    [Fact]
    public void To_be_where_one_is_not_listed_is_worse_than_any_place_that_is_listed()
    {
        var market = new HospitalResidents(
            [
                [0],
                [0, 1],
            ],
            [
                [1, 0],
                [1],
            ],
            [1, 1]
        );
        // Resident 0 sits at hospital 1, which does not list it, and hospital 0 has nobody.
        Assert.Equal([(0, 0), (1, 0), (1, 1)], market.BlockingPairs([1, -1]));
    }

    [Fact]
    public void Nobody_goes_to_a_hospital_without_places_and_nobody_blocks_with_it()
    {
        var market = new HospitalResidents(
            [
                [0, 1],
                [0],
            ],
            [
                [0, 1],
                [0],
            ],
            [0, 1]
        );
        var matching = market.ResidentsPropose();
        Assert.Equal([1, -1], matching.HospitalOf);
        Assert.Empty(market.BlockingPairs(matching.HospitalOf));
        Assert.Equal([1, -1], market.HospitalsPropose().HospitalOf);
    }

    [Fact]
    public void A_pair_of_which_one_does_not_list_the_other_is_no_pair()
    {
        var market = new HospitalResidents(
            [
                [0],
                [0],
            ],
            [
                [1],
            ],
            [2]
        );
        Assert.Equal(1, market.OneSided);
        Assert.Equal([-1, 0], market.ResidentsPropose().HospitalOf);
    }

    [Fact]
    public void An_empty_market_matches_nobody()
    {
        var none = new HospitalResidents([], [], []);
        Assert.Empty(none.ResidentsPropose().HospitalOf);
        Assert.Empty(none.HospitalsPropose().ResidentsOf);
        Assert.Empty(none.BlockingPairs([]));
    }

    [Theory]
    [InlineData(2, 0, 1, "List 0 names 2, which is none of 2.")]
    [InlineData(-1, 0, 1, "List 0 names -1, which is none of 2.")]
    [InlineData(0, 0, 1, "List 0 names 0 twice.")]
    [InlineData(1, 0, -3, "Hospital 1 has -3 places; the least is 0.")]
    public void Numbers_of_nobody_doubles_and_places_below_zero_are_refused(
        int first,
        int second,
        int places,
        string said
    ) =>
        Assert.StartsWith(
            said,
            Assert
                .Throws<ArgumentException>(() =>
                    new HospitalResidents(
                        [
                            [first, second],
                        ],
                        [
                            [0],
                            [0],
                        ],
                        [1, places]
                    )
                )
                .Message,
            StringComparison.Ordinal
        );
}
