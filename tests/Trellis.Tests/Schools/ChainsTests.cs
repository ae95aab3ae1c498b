using Trellis.Schools;

namespace Trellis.Tests.Schools;

public sealed class ChainsTests
{
    private static IReadOnlyList<School> Join(int[] urns, params Link[] links) =>
        Chains.Join(
            [.. urns.Select(u => new Establishment { Urn = new Urn(u), Name = $"School {u}" })],
            links
        );

    private static Link Of(int from, int to, LinkKind kind) =>
        new(new Urn(from), new Urn(to), kind, null, kind.ToString());

    private static string Drawn(IReadOnlyList<School> schools) =>
        string.Join("; ", schools.Select(s => string.Join('>', s.Urns)));

    [Fact]
    public void A_school_that_became_an_academy_is_one_school_with_two_urns() =>
        Assert.Equal(
            "100001>140001",
            Drawn(Join([100001, 140001], Of(100001, 140001, LinkKind.Successor)))
        );

    [Fact]
    public void A_link_stated_from_the_other_side_chains_too() =>
        Assert.Equal(
            "100001>140001",
            Drawn(Join([100001, 140001], Of(140001, 100001, LinkKind.Predecessor)))
        );

    [Fact]
    public void Two_schools_that_merged_end_and_a_new_one_begins() =>
        Assert.Equal(
            "100001; 100002; 140001",
            Drawn(
                Join(
                    [100001, 100002, 140001],
                    Of(140001, 100001, LinkKind.PredecessorMerged),
                    Of(140001, 100002, LinkKind.PredecessorMerged)
                )
            )
        );

    [Fact]
    public void Two_plain_predecessors_are_a_merger_whatever_they_are_called() =>
        Assert.Equal(
            "100001; 100002; 140001",
            Drawn(
                Join(
                    [100001, 100002, 140001],
                    Of(100001, 140001, LinkKind.Successor),
                    Of(100002, 140001, LinkKind.Successor)
                )
            )
        );

    [Fact]
    public void A_link_that_one_side_calls_merged_chains_nothing() =>
        Assert.Equal(
            "100001; 140001",
            Drawn(
                Join(
                    [100001, 140001],
                    Of(100001, 140001, LinkKind.Successor),
                    Of(140001, 100001, LinkKind.PredecessorMerged)
                )
            )
        );

    [Theory]
    [InlineData(LinkKind.Other)]
    [InlineData(LinkKind.SixthForm)]
    [InlineData(LinkKind.SuccessorSplit)]
    public void Other_sixth_form_and_split_links_never_chain(LinkKind kind) =>
        Assert.Equal("100001; 140001", Drawn(Join([100001, 140001], Of(100001, 140001, kind))));

    [Fact]
    public void Links_in_a_circle_leave_each_alone_and_lose_nobody() =>
        Assert.Equal(
            "100001; 100002",
            Drawn(
                Join(
                    [100001, 100002],
                    Of(100001, 100002, LinkKind.Successor),
                    Of(100002, 100001, LinkKind.Successor)
                )
            )
        );

    [Fact]
    public void A_link_to_a_urn_that_nobody_knows_chains_nothing() =>
        Assert.Equal("100001", Drawn(Join([100001], Of(100001, 149999, LinkKind.Successor))));

    [Fact]
    public void A_new_entry_that_is_only_a_number_keeps_the_name_and_place_of_the_entry_before()
    {
        var before = new Establishment
        {
            Urn = new Urn(100001),
            Name = "Hill School",
            La = new LaCode(201),
            Phase = Phase.Primary,
            Type = "Community school",
            Place = new GridPoint(530_000, 180_000),
            Town = "London",
        };
        var after = new Establishment { Urn = new Urn(140001), Type = "Academy converter" };
        var school = Assert.Single(
            Chains.Join([before, after], [Of(100001, 140001, LinkKind.Successor)])
        );
        Assert.Equal(
            ("Hill School", "London", before.Place),
            (school.Name, school.Current.Town, school.Current.Place)
        );
        Assert.Equal(
            (new Urn(140001), "Academy converter", true),
            (school.Urn, school.Current.Type, school.IsCarried)
        );
    }

    [Fact]
    public void An_entry_that_speaks_for_itself_takes_nothing_from_the_entry_before()
    {
        var before = new Establishment
        {
            Urn = new Urn(100001),
            Name = "Hill School",
            Town = "London",
            Postcode = "EC3A 5DE",
        };
        var after = new Establishment
        {
            Urn = new Urn(140001),
            Name = "Hill Academy",
            Postcode = "EC3A 5DX",
            Phase = Phase.Primary,
        };
        var school = Assert.Single(
            Chains.Join([before, after], [Of(100001, 140001, LinkKind.Successor)])
        );
        Assert.Equal(
            ("Hill Academy", "", "EC3A 5DX", false),
            (school.Name, school.Current.Town, school.Current.Postcode, school.IsCarried)
        );
    }
}
