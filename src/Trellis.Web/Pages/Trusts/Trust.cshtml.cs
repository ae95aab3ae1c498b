using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Areas;
using Trellis.Charts;
using Trellis.Components;
using Trellis.Groups;
using Trellis.Inspections;
using Trellis.Measures;
using Trellis.Pages.Decisions;
using Trellis.Pages.Matching;
using Trellis.Search;
using Trellis.Serving;
using Trellis.Snapshots;
using Trellis.Store;

namespace Trellis.Pages;

/// <summary>How many of a group's schools lie in an authority.</summary>
public sealed record SpreadRow(string Authority, string? Address, string Region, int Schools);

/// <summary>A group of the register: a trust, a federation, a sponsor; its schools now, those that left, how it grew.</summary>
[Access(Who.Everybody)]
public class TrustView(PublicRecordFile record) : SitePage
{
    public Group Group { get; private set; } = null!;

    public GroupStory Story { get; private set; } = null!;

    public IReadOnlyList<Group> OtherForms { get; private set; } = [];

    public IReadOnlyList<SpreadRow> Spread { get; private set; } = [];

    /// <summary>"academies" for a trust, "schools" for any other group.</summary>
    public string Noun => Group.IsAcademyTrust ? "academies" : "schools";

    public bool HasPlaces => Story.Now.Any(m => m.School.Current.Place is not null);

    public string KindWords => SearchView.TypeWords(Group);

    /// <summary>The day up to which the files show who was in the group.</summary>
    public DateOnly? SeenUntil { get; private set; }

    /// <summary>The first day a file shows who was in it: who left before is not known.</summary>
    public DateOnly? SeenFrom { get; private set; }

    /// <summary>Cases in which it gives up a school, takes one or may.</summary>
    public CasesHere Cases => CasesHere.Of(this, record, $"trust:{Group.Uid}");

    /// <summary>How many schools it says it could take; null where it says nothing.</summary>
    public StatedPlaces? Stated => StatedPlaces.Of(this, record, Group.Uid);

    public virtual IActionResult OnGet(string uid)
    {
        if (Read(uid) is { } other)
            return other;
        var sheet = SchoolsSheet();
        return Answer(
            new PageFrame
            {
                Title = Group.Name,
                Description =
                    $"{Group.Name}, {KindWords.ToLowerInvariant()}: its schools now, since when, those that left, and how it grew.",
                Section = "find",
                Crumbs = Crumbs(),
                Canonical = $"/trust/{Group.Uid}",
            },
            sheet,
            new Dictionary<string, object?>
            {
                ["uid"] = Group.Uid.ToString(),
                ["name"] = Group.Name,
                ["type"] = Group.Type.Words(),
                ["types"] = Group.Types.Select(t => new
                {
                    from = Day(t.From),
                    type = t.Type.Words(),
                }),
                ["groupId"] = Group.GroupId,
                ["companyNumber"] = Group.CompanyNumber,
                ["ukprn"] = Group.Ukprn?.ToString(),
                ["opened"] = Group.Opened,
                ["closed"] = Group.Closed,
                ["open"] = Group.IsOpen,
                ["otherForms"] = OtherForms.Select(g => new
                {
                    uid = g.Uid.ToString(),
                    type = g.Type.Words(),
                    open = g.IsOpen,
                }),
                ["sizes"] = Story.Sizes.Select(s => new { on = s.On, schools = s.Schools }),
                ["left"] = Story.Left.Select(d => new
                {
                    urn = d.School.Urn.ToString(),
                    name = d.School.Name,
                    from = d.Membership.From,
                    to = d.Membership.To,
                    went = Went(d),
                }),
                ["cases"] = Cases.Told,
                ["stated"] = Stated?.Told,
                ["points"] = PlacePoints.Of(Story.Now.Select(m => m.School)),
            }
        );
    }

    /// <summary>Whether what the register says of it is older than a page may pass over in silence.</summary>
    public bool IsLongUnseen => Today.DayNumber - Group.AsOf.DayNumber > Edition.DaysUntilOld;

    /// <summary>The growth in a sentence, of a group too steady to draw.</summary>
    public string SteadyWords
    {
        get
        {
            var (least, most) = (Story.Sizes.Min(s => s.Schools), Story.Sizes.Max(s => s.Schools));
            var years = $"from {Story.Sizes[0].On.Year} to {Story.Sizes[^1].On.Year}";
            return least == most
                ? $"It had {Count(most)} each year {years}."
                : $"It had {least} or {most} {Noun} each year {years}.";
        }
    }

    /// <summary>The growth as a drawing; null for a group that hardly changed its size.</summary>
    public Chart? Growth
    {
        get
        {
            if (
                Story.Sizes.Count < 2
                || Story.Sizes.Max(s => s.Schools) - Story.Sizes.Min(s => s.Schools) < 2
            )
                return null;
            var (first, last) = (Story.Sizes[0], Story.Sizes[^1]);
            var most = Story.Sizes.MaxBy(s => s.Schools);
            return new YearsInDeciles
            {
                Key = "growth",
                Name = Group.Name,
                Headline =
                    last.Schools >= most.Schools
                        ? $"It has {Count(last.Schools)}, its most so far"
                        : $"It has {Count(last.Schools)}; its most was {most.Schools} in {most.On.Year}",
                Subtitle =
                    $"Schools in it on 1 September of each year, {first.On.Year} to {last.On.Year}; the last on {last.On.InWords()}",
                Mine =
                [
                    .. Story
                        .Sizes.GroupBy(s => s.On.Year)
                        .Select(g => g.Last())
                        .Select(s => new Charts.YearFigure(s.On.Year, $"{s.On.Year}", s.Schools)),
                ],
                Unit = new Charts.Unit(0),
                Csv = $"/trust/{Group.Uid}/growth.csv",
            };
        }
    }

    /// <summary>Reads the group; an answer where the page is elsewhere or there is none.</summary>
    protected IActionResult? Read(string uid)
    {
        if (!Uid.TryParse(uid, null, out var number) || Snapshot.Find(number) is not { } group)
            return
                Resolver.Resolve(Snapshot, uid) is { } address
                && address.StartsWith("/trust/", StringComparison.Ordinal)
                ? new Elsewhere(address + Form.Ending)
                : NotHere(
                    "No trust, federation or other group in the register has this number. Search by its name or company number."
                );
        Group = group;
        Story = GroupStory.Of(Snapshot, group);
        var book = AreaBook.Of(Snapshot);
        OtherForms = book.OtherFormsOf(group).ToArray();
        Spread = Story
            .Now.GroupBy(m => m.School.Current.La)
            .Select(g =>
                g.Key is { } code && Snapshot.Find(code) is { } authority
                    ? new SpreadRow(
                        authority.Name,
                        $"/local-authority/{code}",
                        authority.Region,
                        g.Count()
                    )
                    : new SpreadRow(
                        g.First().School.Current.LaName is { Length: > 0 } name
                            ? name
                            : "Local authority not stated",
                        null,
                        g.First().School.Current.Region,
                        g.Count()
                    )
            )
            .OrderByDescending(r => r.Schools)
            .ThenBy(r => r.Authority, StringComparer.Ordinal)
            .ToArray();
        foreach (var membership in Snapshot.MembershipsIn(group.Uid))
        {
            if (SeenUntil is not { } until || membership.LastSeen > until)
                SeenUntil = membership.LastSeen;
            if (SeenFrom is not { } from || membership.FirstSeen < from)
                SeenFrom = membership.FirstSeen;
        }
        return null;
    }

    protected IReadOnlyList<PageLink> Crumbs(string? part = null) =>
        part is null
            ?
            [
                new PageLink("Home", "/"),
                new PageLink("Find", "/search?kind=trust"),
                new PageLink(Group.Name),
            ]
            :
            [
                new PageLink("Home", "/"),
                new PageLink(Group.Name, $"/trust/{Group.Uid}"),
                new PageLink(part),
            ];

    public string Count(int schools) =>
        schools == 1 ? (Group.IsAcademyTrust ? "1 academy" : "1 school") : $"{schools} {Noun}";

    /// <summary>The newest inspection in a few words.</summary>
    public static string InspectionWords(Inspection? inspection) =>
        inspection switch
        {
            null => "None in the files",
            { Areas.Count: > 0 } => $"Report card, {inspection.Date.InShort()}",
            { Grade: null } => $"Inspected {inspection.Date.InShort()}, no headline grade",
            _ => $"{inspection.GradeWords}, {inspection.Date.InShort()}",
        };

    /// <summary>Where a school went when it left, as the files tell.</summary>
    public string Went(Departure departure)
    {
        if (departure is { Next: { } next, IsSameTrust: true })
            return $"the same trust in its new form, {next.Type.Words().ToLowerInvariant()}";
        if (departure.Next is { } group)
            return group.Name;
        if (departure.Successors.Count > 0)
            return $"closed; succeeded by {string.Join(" and ", departure.Successors.Select(s => s.Name))}";
        if (!departure.School.IsOpen)
            return departure.School.Current.Closed is { } day
                ? $"closed {day.InWords()}"
                : "closed";
        return $"open; the files show it in no other {(Group.IsAcademyTrust ? "trust" : "group")} after";
    }

    protected Sheet LeftSheet() =>
        new(
            $"trust-{Group.Uid}-left",
            $"Schools that were in {Group.Name} and left",
            [
                new("urn", "URN"),
                new("name", "School"),
                new("from", "From", "date"),
                new("from_evidence", "How that is known"),
                new("to", "First day no longer in it", "date"),
                new("to_evidence", "How that is known"),
                new("went_to_uid", "UID of the group it went to"),
                new("went_to", "Where it went"),
            ],
            [
                .. Story.Left.Select(
                    IReadOnlyList<object?> (d) =>
                        [
                            d.School.Urn.ToString(),
                            d.School.Name,
                            d.Membership.From,
                            Evidence.Words(d.Membership.FromEvidence),
                            d.Membership.To,
                            Evidence.Words(d.Membership.ToEvidence),
                            d.Next?.Uid.ToString(),
                            Went(d),
                        ]
                ),
            ]
        );

    protected Sheet GrowthSheet() =>
        new(
            $"trust-{Group.Uid}-growth",
            $"Schools in {Group.Name} by year",
            [new("on", "Day", "date"), new("schools", "Schools in it", "integer")],
            [.. Story.Sizes.Select(IReadOnlyList<object?> (s) => [s.On, s.Schools])]
        );

    private Sheet SchoolsSheet() =>
        new(
            $"trust-{Group.Uid}-schools",
            $"Schools in {Group.Name} now",
            [
                new("urn", "URN"),
                new("name", "School"),
                new("phase", "Phase"),
                new("type", "Type"),
                new("local_authority_code", "Local authority number"),
                new("local_authority", "Local authority"),
                new("pupils", "Pupils", "number", "pupils"),
                new("pupils_year", "School year of the census"),
                new("from", "In it since", "date"),
                new("evidence", "How that is known"),
                new("last_seen", "Last shown by a file on", "date"),
                new("inspected", "Latest inspection", "date"),
                new("grade", "Headline grade", What: "Given until August 2024."),
            ],
            [
                .. Story.Now.Select(
                    IReadOnlyList<object?> (m) =>
                        [
                            m.School.Urn.ToString(),
                            m.School.Name,
                            PhaseRows.Words(m.School.Current.Phase),
                            m.School.Current.Type,
                            m.School.Current.La?.ToString(),
                            m.School.Current.LaName,
                            m.Pupils?.Value ?? Published.NotCollected.It,
                            m.Pupils?.Year.ToString(),
                            m.Membership.From,
                            Evidence.Words(m.Membership.FromEvidence),
                            m.Membership.LastSeen,
                            m.Latest?.Date,
                            m.Latest?.GradeWords,
                        ]
                ),
            ]
        );

    /// <summary>The register gives the first form no date of its own: then none is said.</summary>
    private static DateOnly? Day(DateOnly day) => day.Year < 1900 ? null : day;
}
