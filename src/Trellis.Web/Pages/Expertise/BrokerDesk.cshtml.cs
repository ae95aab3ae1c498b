using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;
using Trellis.Enquiries;
using Trellis.Listings;
using Trellis.Pages.Partnerships;
using Trellis.Partnerships;
using Trellis.People;
using Trellis.Places;
using Trellis.Schools;
using Trellis.Serving;
using Trellis.Store;

namespace Trellis.Pages.Expertise;

/// <summary>What an authority's officer sees of one area: what schools need, who near could help, and what came of introductions.</summary>
/// <param name="Needs">Open needs of the area's schools, with the nearest offer; null where none is within an hour.</param>
public sealed record AreaDesk(
    LocalAuthority Area,
    IReadOnlyList<(FoundEntry Need, FoundEntry? Offer)> Needs,
    IReadOnlyList<Introduction> Introductions
)
{
    public int Count(InvitedStatus status) =>
        Introductions.SelectMany(i => i.Schools).Count(s => s.Status == status);

    public IReadOnlyList<(Reluctance Reason, int Count)> Reasons =>
        [
            .. Introductions
                .SelectMany(i => i.Schools)
                .Where(s => s.Reason is not null)
                .GroupBy(s => s.Reason!.Value)
                .Select(g => (g.Key, g.Count()))
                .OrderByDescending(g => g.Item2)
                .ThenBy(g => g.Key),
        ];
}

/// <summary>Where an authority brings schools together: propose, introduce, log, and count who is reluctant and why.</summary>
[Access(Who.Holders, Role.LocalAuthorityOfficer)]
public sealed class BrokerDesk(PublicRecordFile record) : ActingPage
{
    public static readonly IReadOnlyList<SheetColumn> Columns =
    [
        new("id", "Introduction"),
        new("area", "Area"),
        new("topic", "Topic"),
        new("proposed_on", "Proposed on", "date"),
        new("school", "School"),
        new("answer", "Answer"),
        new("reason", "Why it declined"),
        new("recorded", "Recorded by the authority", "boolean"),
        new("closed_on", "Closed on", "date"),
        new("led_to", "Led to the partnership"),
    ];

    public IReadOnlyList<AreaDesk> Areas { get; private set; } = [];

    public string NameOf(Party party) => PartyNames.Of(Snapshot, party).Text;

    public async Task<IActionResult> OnGetAsync()
    {
        var desks = new List<AreaDesk>();
        foreach (
            var area in Visitor
                .Roles.Where(r => r.Role == Role.LocalAuthorityOfficer)
                .Select(r =>
                    LaCode.TryParse(r.Over.Id, null, out var code) ? Snapshot.Find(code) : null
                )
                .OfType<LocalAuthority>()
                .Distinct()
        )
            desks.Add(
                new AreaDesk(
                    area,
                    [.. NeedsOf(area)],
                    await Broker.Of(Casework, Party.LocalAuthority(area.Code).ToString(), Stop)
                )
            );
        Areas = desks;
        return AnswerPrivately(
            new PageFrame
            {
                Title = "Bring schools together",
                Section = "mine",
                Crumbs =
                [
                    new("Home", "/"),
                    new("Your area", "/my-area"),
                    new("Bring schools together"),
                ],
            },
            new Sheet(
                "introductions-of-my-area",
                "Introductions and what the schools said",
                Columns,
                [
                    .. Areas.SelectMany(a =>
                        a.Introductions.SelectMany(i =>
                            i.Schools.Select(s =>
                                (IReadOnlyList<object?>)
                                    [
                                        i.Key,
                                        a.Area.Name,
                                        i.Topic.ToString(),
                                        i.ProposedOn,
                                        NameOf(s.School),
                                        Journal.Naming.Of(s.Status.ToString()),
                                        s.Reason is { } reason ? reason.InWords() : "",
                                        s.RecordedByAuthority,
                                        i.Ended?.On,
                                        i.Ended?.LedTo?.ToString(),
                                    ]
                            )
                        )
                    ),
                ]
            )
        );
    }

    private IEnumerable<(FoundEntry, FoundEntry?)> NeedsOf(LocalAuthority area)
    {
        foreach (var entry in DirectoryEntry.All(record))
        {
            if (
                entry.Kind != ListingKind.Need
                || entry.StandingOn(Today) != ListingStanding.Open
                || Entries.SchoolsOf(Snapshot, entry.By) is not [var school]
                || school.Current.La != area.Code
            )
                continue;
            yield return (
                new FoundEntry(entry, PartyNames.Of(Snapshot, entry.By), [school], null),
                Suggestions
                    .For(Country, record, Today, entry.Topic, [entry.By])
                    .Select(s => s.Entry)
                    .FirstOrDefault()
            );
        }
    }
}
