using Trellis.Inspections;
using Trellis.Schools;
using Trellis.Snapshots;
using Trellis.Waits;

namespace Trellis.Tests.Waits;

public sealed class PastWaitsTests
{
    private const int Judged = 100001;
    private const int Academy = 140001;

    [Fact]
    public void A_wait_runs_from_the_judgement_to_the_opening_with_a_sponsor()
    {
        var spell = Of(
            [School(Judged, closed: "2018-08-31"), Sponsored(Academy, "2018-09-01")],
            [Link(Judged, Academy)],
            (Judged, "2017-03-01", 4)
        );
        Assert.Equal(
            (WaitOutcome.Sponsored, 549, Academy, Academy),
            (spell.Outcome, spell.Days, spell.Successor!.Value.Value, spell.School.Urn.Value)
        );
        Assert.Equal(Judged, spell.Urn.Value);
        Assert.Contains("Ofsted judged 100001 inadequate on 1 March 2017.", spell.Evidence);
    }

    [Fact]
    public void It_begins_with_the_first_of_the_last_unbroken_run()
    {
        var spell = Of(
            [School(Judged), Sponsored(Academy, "2018-09-01")],
            [Link(Judged, Academy)],
            (Judged, "2006-03-01", 4),
            (Judged, "2008-03-01", 2),
            (Judged, "2015-03-01", 4),
            (Judged, "2016-11-01", 4)
        );
        Assert.Equal(new DateOnly(2015, 3, 1), spell.JudgedOn);
        Assert.Equal(WaitOutcome.Sponsored, spell.Outcome);
    }

    [Fact]
    public void A_school_that_was_judged_better_is_followed_for_a_year_more()
    {
        Establishment[] both = [School(Judged), Sponsored(Academy, "2018-09-01")];
        Link[] link = [Link(Judged, Academy)];
        var within = Of(both, link, (Judged, "2016-03-01", 4), (Judged, "2018-01-10", 3));
        Assert.Equal(
            (WaitOutcome.Sponsored, "2018-09-01"),
            (within.Outcome, $"{within.On:yyyy-MM-dd}")
        );
        var after = Of(both, link, (Judged, "2016-03-01", 4), (Judged, "2017-08-31", 3));
        Assert.Equal(
            (WaitOutcome.JudgedBetter, "2018-08-31", "2018-09-01"),
            (after.Outcome, $"{after.On:yyyy-MM-dd}", $"{after.LaterSponsoredOn:yyyy-MM-dd}")
        );
        Assert.False(after.IsOver);
    }

    [Fact]
    public void Who_opened_otherwise_merged_or_closed_leaves_the_count_on_that_day()
    {
        var converter = Of(
            [School(Judged), Entry(Academy, "Academy converter", "2019-01-01")],
            [Link(Judged, Academy)],
            (Judged, "2018-03-01", 4)
        );
        Assert.Equal(WaitOutcome.AcademyOtherwise, converter.Outcome);
        var merged = Of(
            [School(Judged, closed: "2019-08-31"), School(100002)],
            [Link(Judged, 100002, LinkKind.SuccessorMerged, "2019-09-01")],
            (Judged, "2018-03-01", 4)
        );
        Assert.Equal(
            (WaitOutcome.JoinedAnother, "2019-09-01"),
            (merged.Outcome, $"{merged.On:yyyy-MM-dd}")
        );
        var closed = Of([School(Judged, closed: "2019-08-31")], [], (Judged, "2018-03-01", 4));
        Assert.Equal(
            (WaitOutcome.Closed, "2019-08-31"),
            (closed.Outcome, $"{closed.On:yyyy-MM-dd}")
        );
        Assert.All(new[] { converter, merged, closed }, s => Assert.False(s.IsOver));
    }

    [Fact]
    public void A_school_that_went_into_a_sponsored_academy_that_was_there_waited_until_the_link()
    {
        var spell = Of(
            [School(Judged, closed: "2019-08-31"), Sponsored(Academy, "2012-09-01")],
            [Link(Judged, Academy, LinkKind.SuccessorMerged, "2019-09-01")],
            (Judged, "2018-03-01", 4)
        );
        Assert.Equal(
            (WaitOutcome.Sponsored, "2019-09-01"),
            (spell.Outcome, $"{spell.On:yyyy-MM-dd}")
        );
    }

    [Fact]
    public void One_of_which_nothing_more_is_known_is_followed_to_the_newest_list_of_links()
    {
        var spell = Of([School(Judged)], [], (Judged, "2018-03-01", 4));
        Assert.Equal(
            (WaitOutcome.NoLongerFollowed, "2026-08-21"),
            (spell.Outcome, $"{spell.On:yyyy-MM-dd}")
        );
    }

    [Fact]
    public void An_end_before_the_judgement_or_without_a_day_is_in_no_figure()
    {
        var spell = Of(
            [School(Judged), Sponsored(Academy, "2012-09-01")],
            [Link(Judged, Academy)],
            (Judged, "2018-03-01", 4)
        );
        Assert.Equal((WaitOutcome.DayNotKnown, null), (spell.Outcome, spell.Days));
        Assert.False(spell.Counts);
        Assert.Equal(0, PastWaits.Figures([spell]).Number);
    }

    [Fact]
    public void Academies_and_schools_that_were_never_judged_inadequate_have_no_wait()
    {
        var waits = In(
            [Sponsored(Academy, "2012-09-01"), School(Judged)],
            [],
            [],
            (Academy, "2018-03-01", 4),
            (Judged, "2018-03-01", 3)
        );
        Assert.Empty(waits.Spells);
    }

    [Fact]
    public void A_school_counts_from_the_list_that_could_show_it()
    {
        var waits = In(
            [
                School(Judged),
                School(100002, closed: "2017-10-01"),
                School(100003),
                Sponsored(Academy, "2018-01-01"),
            ],
            [Link(Judged, Academy)],
            ["2015-05-31"],
            (Judged, "2015-01-31", 4),
            (100002, "2016-02-01", 4),
            (100003, "2016-05-01", 4)
        );
        Assert.Equal(new DateOnly(2017, 10, 1), waits.HistoryFrom);
        Assert.Equal(
            ["2015-05-31", "2017-10-01", "2017-10-01"],
            waits.Spells.Select(s => $"{s.ListedOn:yyyy-MM-dd}")
        );
        // It closed on the very day from which such schools can be seen, so it was over before it could count.
        Assert.Equal([true, false, true], waits.Spells.Select(s => s.Counts));
    }

    [Fact]
    public void The_country_of_no_links_has_no_waits() =>
        Assert.Empty(
            PastWaits
                .In(
                    new Snapshot(
                        "none",
                        new SnapshotContent { Establishments = [School(Judged)] },
                        Manifest.Empty
                    )
                )
                .Spells
        );

    private static WaitSpell Of(
        Establishment[] entries,
        Link[] links,
        params (int Urn, string On, int Grade)[] judged
    ) => Assert.Single(In(entries, links, [], judged).Spells);

    private static PastWaits In(
        Establishment[] entries,
        Link[] links,
        string[] lists,
        params (int Urn, string On, int Grade)[] judged
    ) =>
        PastWaits.In(
            new Snapshot(
                "drawn",
                new SnapshotContent
                {
                    Establishments = entries,
                    Links = links,
                    Inspections =
                    [
                        .. judged.Select(j => new Inspection(
                            new Urn(j.Urn),
                            DateOnly.Parse(j.On),
                            j.Grade,
                            "",
                            null,
                            []
                        )),
                    ],
                    Sources =
                    [
                        Source("gias-links/2026-08-21", "2026-08-21"),
                        .. lists.Select(l => Source($"ofsted-mi/{l}", l)),
                    ],
                },
                Manifest.Empty
            )
        );

    private static SourceNote Source(string key, string on) =>
        new(key, "A list", "Somebody", on, DateOnly.Parse(on), "");

    private static Establishment School(int urn, string closed = "") =>
        Entry(urn, "Community school", "", closed);

    private static Establishment Sponsored(int urn, string opened) =>
        Entry(urn, "Academy sponsor led", opened);

    private static Establishment Entry(int urn, string type, string opened, string closed = "") =>
        new()
        {
            Urn = new Urn(urn),
            Name = $"Fictional School {urn}",
            Type = type,
            Opened = opened.Length > 0 ? DateOnly.Parse(opened) : null,
            Closed = closed.Length > 0 ? DateOnly.Parse(closed) : null,
            Status = closed.Length > 0 ? Status.Closed : Status.Open,
            Phase = Phase.Primary,
        };

    private static Link Link(
        int from,
        int to,
        LinkKind kind = LinkKind.Successor,
        string on = ""
    ) =>
        new(new Urn(from), new Urn(to), kind, on.Length > 0 ? DateOnly.Parse(on) : null, $"{kind}");
}
