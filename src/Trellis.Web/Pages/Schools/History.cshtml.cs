using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Charts;
using Trellis.Components;
using Trellis.Pages.Partnerships;
using Trellis.Partnerships;
using Trellis.Schools;
using Trellis.Serving;
using Trellis.Store;
using Trellis.Timelines;

namespace Trellis.Pages.Schools;

/// <summary>What happened to a school, through all its URNs.</summary>
[Access(Who.Everybody)]
public sealed class History(PublicRecordFile record) : OneSchool
{
    public override string View => "history";

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<SchoolEvent> Events { get; private set; } = [];

    /// <summary>What members of partnerships state of it, oldest first; nothing in a view that is kept for good.</summary>
    public IReadOnlyList<(DateOnly On, PublicPartnership Partnership, string Words)> Stated
    {
        get;
        private set;
    } = [];

    public Timeline Drawing { get; private set; } = null!;

    public IActionResult OnGet(string urn)
    {
        if (Find(urn) is { } instead)
            return instead;
        Events = SchoolTimeline.Of(Snapshot, School);
        if (HttpContext.Features.Get<ForGood>() is null)
            Stated = PartnershipBook.Of(record, Snapshot, Today).StoryOf(School.Urns);
        Drawing = Draw();
        var sheet = new Sheet(
            $"history-{School.Urn}",
            $"History of {School.Name}",
            [
                new("date", "Date", "date", What: "Empty where the files give none."),
                new("kind", "Kind"),
                new("what", "What happened"),
                new(
                    "urn",
                    "URN",
                    "integer",
                    What: "The entry of the register it is recorded under."
                ),
                new("other_urns", "Other schools", What: "URNs, separated by blanks."),
                new("groups", "Trusts and federations", What: "UIDs, separated by blanks."),
                new("evidence", "How this is known"),
                new("source", "Source"),
            ],
            [
                .. Events.Select(e =>
                    (IReadOnlyList<object?>)
                        [
                            e.On,
                            e.KindWords,
                            e.What,
                            e.Urn.Value,
                            string.Join(' ', e.Schools),
                            string.Join(' ', e.Groups),
                            e.Evidence,
                            Snapshot.SourceOf(e.Source).Words,
                        ]
                ),
            ]
        );
        return Answer(
            new PageFrame
            {
                Title = $"{School.Name}: history",
                Description =
                    $"What happened to {School.Name}: opened, converted, joined, left, merged, inspected, with the evidence for each.",
                Section = "find",
                Crumbs = Crumbs("History"),
            },
            sheet,
            new Dictionary<string, object?>
            {
                ["urn"] = School.Urn.Value,
                ["name"] = School.Name,
                ["partnerships"] = Stated.Select(s => new
                {
                    on = s.On,
                    id = $"{s.Partnership.Id}",
                    what = s.Words,
                }),
                ["urns"] = School.Urns.Select(u => u.Value).ToArray(),
            }
        );
    }

    /// <summary>The names in an event that have a page: other schools and academy trusts.</summary>
    public IEnumerable<(string Name, string Href)> NamesIn(SchoolEvent told) =>
        told
            .Schools.Select(u => (Snapshot.Find(u)!.DisplayName, $"/school/{u}"))
            .Concat(
                told.Groups.Select(uid => Snapshot.Find(uid))
                    .Where(g => g is { IsAcademyTrust: true })
                    .Select(g => (g!.Name, $"/trust/{g.Uid}"))
            );

    private Timeline Draw()
    {
        var until =
            Entry.Status == Status.Closed && Entry.Closed is { } closed
                ? closed
                : StatusDate ?? Entry.AsOf;
        foreach (var told in Events)
            if (told.On > until)
                until = told.On.Value;
        var lanes = new List<TimelineLane>
        {
            new(
                "The school",
                [
                    .. School.Urns.Select(
                        (u, i) =>
                            new TimelineSpan(
                                Start(i),
                                i + 1 < School.Urns.Count ? Start(i + 1)
                                    : Entry.Status == Status.Closed ? Entry.Closed
                                    : null,
                                $"URN {u}"
                            )
                    ),
                ],
                Of(
                    EventKind.Opened,
                    EventKind.Converted,
                    EventKind.NewUrn,
                    EventKind.Renamed,
                    EventKind.Merged,
                    EventKind.Split,
                    EventKind.Closed
                )
            ),
        };
        var groups = Snapshot
            .MembershipsOf(School)
            .Select(m => (Membership: m, Group: Snapshot.Find(m.Uid)))
            .Where(p => p.Group is not null)
            .ToList();
        if (groups.Count > 0)
            lanes.Add(
                new(
                    "Trusts and federations",
                    [
                        .. groups.Select(p => new TimelineSpan(
                            p.Membership.From,
                            p.Membership.To,
                            p.Group!.Name
                        )),
                    ],
                    Of(
                        EventKind.Joined,
                        EventKind.MovedTrust,
                        EventKind.TrustChangedForm,
                        EventKind.Left
                    )
                )
            );
        if (Events.Any(e => e.Kind == EventKind.Inspected))
            lanes.Add(new("Inspections", [], Of(EventKind.Inspected)));
        return new Timeline
        {
            Key = "timeline",
            Headline = $"{School.Name} through the years",
            Subtitle =
                $"Each mark is one line of the list. The record reaches to {until.InWords()}.",
            Csv = Ending(".csv"),
            Lanes = lanes,
            Until = until,
        };
    }

    private DateOnly? Start(int nth) =>
        Snapshot.Find(School.Urns[nth])!.Opened
        ?? (nth > 0 ? Snapshot.Find(School.Urns[nth - 1])!.Closed : null);

    private TimelineEvent[] Of(params EventKind[] kinds) =>
        [
            .. Events
                .Where(e => kinds.Contains(e.Kind))
                .Select(e => new TimelineEvent(e.On, Mark(e.Kind), e.What)),
        ];

    private static Happening Mark(EventKind kind) =>
        kind switch
        {
            EventKind.Opened or EventKind.Inspected => Happening.Opened,
            EventKind.Closed => Happening.Closed,
            EventKind.Converted or EventKind.NewUrn or EventKind.Merged or EventKind.Split =>
                Happening.Converted,
            EventKind.Joined or EventKind.MovedTrust => Happening.Joined,
            EventKind.Left => Happening.Left,
            EventKind.Renamed => Happening.Renamed,
            _ => Happening.Other,
        };
}
