using Trellis.Groups;
using Trellis.Schools;
using Trellis.Sources;

namespace Trellis.Tests.Groups;

public sealed class HistoriesTests
{
    private static readonly Urn School = new(140001);
    private static readonly Uid Oak = new(2001);
    private static readonly Uid Elm = new(2002);
    private static readonly DateOnly Spring = new(2019, 1, 1);
    private static readonly DateOnly Autumn = new(2019, 9, 1);
    private static readonly DateOnly Later = new(2020, 1, 1);

    private static Sighting Seen(
        DateOnly day,
        Uid uid,
        DateOnly? joined = null,
        bool register = false
    ) => new(day, School, uid, GroupType.MultiAcademyTrust, joined, register);

    private static IReadOnlyList<Membership> Rebuild(
        IEnumerable<Sighting> sightings,
        DateOnly? closed = null,
        DateOnly? oakClosed = null
    ) =>
        Histories.Rebuild(
            sightings,
            ((DateOnly[])[Spring, Autumn, Later]).Select(d => (d, GroupType.MultiAcademyTrust)),
            _ => closed,
            uid => uid == Oak ? oakClosed : null
        );

    [Fact]
    public void A_school_seen_in_one_trust_throughout_has_been_there_since_the_stated_day()
    {
        var stated = new DateOnly(2015, 4, 1);
        var only = Assert.Single(
            Rebuild([
                Seen(Spring, Oak, stated),
                Seen(Autumn, Oak, stated),
                Seen(Later, Oak, stated),
            ])
        );
        Assert.Equal(
            (stated, null, EndEvidence.JoinedDate, EndEvidence.StillThere),
            (only.From, only.To, only.FromEvidence, only.ToEvidence)
        );
    }

    [Fact]
    public void A_move_happens_on_the_stated_day_when_that_lies_between_the_files()
    {
        var moved = new DateOnly(2019, 4, 1);
        var list = Rebuild([Seen(Spring, Oak), Seen(Autumn, Elm, moved), Seen(Later, Elm, moved)]);
        Assert.Equal(2, list.Count);
        Assert.Equal(moved, list[0].To);
        Assert.Equal(moved, list[1].From);
    }

    [Fact]
    public void A_stated_day_before_the_school_was_last_seen_elsewhere_is_the_day_it_became_an_academy()
    {
        // The register shows Oak on 1 January 2019 and gives Elm a joined date of 2012: it cannot have been in Elm before 2 January.
        var list = Rebuild([
            Seen(Spring, Oak, new DateOnly(2012, 9, 1)),
            Seen(Autumn, Elm, new DateOnly(2012, 9, 1)),
        ]);
        Assert.Equal(new DateOnly(2019, 1, 2), list[1].From);
        Assert.Equal(EndEvidence.AfterLastSeenElsewhere, list[1].FromEvidence);
        Assert.Equal(list[1].From, list[0].To);
    }

    [Fact]
    public void A_school_missing_from_the_next_complete_list_has_left_by_then()
    {
        var only = Assert.Single(Rebuild([Seen(Spring, Oak)]));
        Assert.Equal((Autumn, EndEvidence.NoLongerSeen), (only.To, only.ToEvidence));
    }

    [Fact]
    public void A_school_that_closed_left_the_day_it_closed()
    {
        var closed = new DateOnly(2019, 8, 31);
        var only = Assert.Single(Rebuild([Seen(Spring, Oak)], closed: closed));
        Assert.Equal((closed, EndEvidence.EstablishmentClosed), (only.To, only.ToEvidence));
    }

    [Fact]
    public void A_trust_that_closed_after_the_last_list_ends_its_memberships()
    {
        var ended = new DateOnly(2022, 3, 31);
        var only = Assert.Single(Rebuild([Seen(Later, Oak)], oakClosed: ended));
        Assert.Equal((ended, EndEvidence.GroupClosed), (only.To, only.ToEvidence));
    }

    [Fact]
    public void The_registers_own_row_speaks_only_where_no_dated_list_does()
    {
        var list = Rebuild([
            Seen(Spring, Oak),
            Seen(Autumn, Oak),
            Seen(Later, Oak),
            Seen(new DateOnly(2019, 6, 1), Elm, register: true),
        ]);
        Assert.Equal(Oak, Assert.Single(list).Uid);
        Assert.Equal(
            Elm,
            Assert.Single(Rebuild([Seen(new DateOnly(2021, 6, 1), Elm, register: true)])).Uid
        );
    }

    [Fact]
    public void Files_in_any_order_give_the_same_history()
    {
        Sighting[] seen =
        [
            Seen(Spring, Oak),
            Seen(Autumn, Elm, new DateOnly(2019, 4, 1)),
            Seen(Later, Oak, new DateOnly(2019, 12, 1)),
        ];
        Assert.Equal(Rebuild(seen), Rebuild(seen.Reverse()));
    }
}
