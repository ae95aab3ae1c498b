using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;
using Trellis.Groups;
using Trellis.Listings;
using Trellis.Pages.Partnerships;
using Trellis.Pages.Schools;
using Trellis.Partnerships;
using Trellis.Places;
using Trellis.Schools;
using Trellis.Serving;
using Trellis.Store;

namespace Trellis.Pages.Expertise;

/// <summary>An entry as a list shows it: whose, and how far away.</summary>
/// <param name="Name">Of the party, with its page.</param>
/// <param name="Schools">The school; the open schools of a trust; none of an authority.</param>
/// <param name="Minutes">By car from where was asked; null where nothing was asked or there is no journey.</param>
public sealed record FoundEntry(
    DirectoryEntry Entry,
    PageLink Name,
    IReadOnlyList<School> Schools,
    double? Minutes
)
{
    /// <summary>The number of the authority it lies in; empty where several or none.</summary>
    public string La =>
        Entry.By.Kind == PartyKind.LocalAuthority
            ? Entry.By.Scope!.Value.Id
            : One(Schools.Select(s => s.Current.La?.ToString() ?? ""));

    public string Region => One(Schools.Select(s => s.Current.Region));

    private static string One(IEnumerable<string> all) =>
        all.Distinct(StringComparer.Ordinal).Take(2).ToList() is [var only] ? only : "";
}

/// <summary>Who can help with what, who looks for help, and posts to share: what schools, trusts and authorities say themselves.</summary>
[Access(Who.Everybody)]
public sealed class Entries(PublicRecordFile record) : SitePage
{
    private const int APage = 50;

    internal static readonly IReadOnlyList<SheetColumn> Columns =
    [
        new("id", "Entry"),
        new("kind", "Kind", What: "need, offer, post-wanted or post-offered."),
        new("party", "Whose", What: "school:, trust: or local-authority: with its number."),
        new("name", "Name"),
        new("topic", "Topic"),
        new("role", "Post"),
        new("days_a_week", "Days a week of a post", "number", "days"),
        new("days_a_term", "Days a term", "integer", "days"),
        new("taken", "Taken", "integer", "per cent", "Of the days a term, to the next ten."),
        new("from", "From", "date"),
        new("until", "Last day", "date"),
        new("travel_minutes", "How far people can travel", "integer", "minutes"),
        new("minutes", "Minutes by car", "number", "minutes", "From where was asked; estimated."),
        new("la", "Local authority", What: "By number; empty where there are several."),
        new("region", "Region"),
        new("renewed_on", "Last renewed", "date"),
        new("words", "In its own words"),
    ];

    private readonly List<string> notices = [];

    public string Words => Asked("q");

    public string Kind => Asked("kind");

    public string Topic => Asked("topic");

    public string Region => Asked("region");

    public string La => Asked("la");

    public string Phase => Asked("phase");

    public string Close => Asked("near");

    public string Within => Asked("minutes");

    public string Days => Asked("days");

    public string By => Asked("by");

    /// <summary>What of the question could not be understood.</summary>
    public IReadOnlyList<string> Notices => notices;

    public IReadOnlyList<FoundEntry> Found { get; private set; } = [];

    /// <summary>Those of <see cref="Found"/> on this page.</summary>
    public IReadOnlyList<FoundEntry> Shown { get; private set; } = [];

    /// <summary>How many entries the directory has, whatever was asked.</summary>
    public int All { get; private set; }

    public Near? From { get; private set; }

    /// <summary>How many entries there are of each topic, all else as asked.</summary>
    public IReadOnlyDictionary<TopicId, int> ByTopic { get; private set; } =
        new Dictionary<TopicId, int>();

    public int Number { get; private set; } = 1;

    public int Pages => Math.Max(1, (Found.Count + APage - 1) / APage);

    public IReadOnlyList<SelectItem?> KindItems =>
        [
            new SelectItem { Value = "", Text = "All" },
            new SelectItem { Value = "offer", Text = "Offers of help" },
            new SelectItem { Value = "need", Text = "Needs" },
            new SelectItem { Value = "post", Text = "Posts, offered or wanted" },
            new SelectItem { Value = "post-offered", Text = "Posts offered" },
            new SelectItem { Value = "post-wanted", Text = "Posts wanted" },
        ];

    public IReadOnlyList<SelectItem?> TopicItems =>
        [
            new SelectItem { Value = "", Text = "All" },
            .. Topics
                .All.Where(t => ByTopic.ContainsKey(t.Id) || Topic == t.Id.ToString())
                .Select(t => new SelectItem
                {
                    Value = t.Id.ToString(),
                    Text = $"{t.Label} ({ByTopic.GetValueOrDefault(t.Id)})",
                }),
        ];

    public static IReadOnlyList<SelectItem?> RegionItems =>
        [
            new SelectItem { Value = "", Text = "All" },
            .. Regions.Names.Select(r => new SelectItem { Value = Regions.Slug(r), Text = r }),
        ];

    public IReadOnlyList<SelectItem?> PhaseItems =>
        [
            new SelectItem { Value = "", Text = "All" },
            .. Enum.GetValues<Phase>()
                .Where(p => p != Trellis.Schools.Phase.NotApplicable)
                .Select(p => new SelectItem
                {
                    Value = Journal.Naming.Of($"{p}"),
                    Text = OneSchool.PhaseWords(p),
                }),
        ];

    public IActionResult OnGet()
    {
        if (Kind.Length > 0 && Kind != "post" && !ListingKinds.TryParse(Kind, out _))
            return BadQuestion(
                "kind-unfit",
                "'kind' is need, offer, post, post-wanted or post-offered."
            );
        TopicId topic = default;
        if (
            Topic.Length > 0
            && (!TopicId.TryParse(Topic, null, out topic) || Topics.Of(topic) is null)
        )
            return BadQuestion(
                "topic-unfit",
                $"There is no topic '{Topic}'. There are: {string.Join(", ", Topics.All.Select(t => t.Id))}."
            );
        if (Region.Length > 0 && Regions.FromSlug(Region) is null)
            return BadQuestion("region-unfit", "'region' is the slug of a region, as north-east.");
        From = Near.Read(Country, Close, out var refusal);
        if (refusal.Length > 0)
            notices.Add(refusal);
        var minutes = Positive("minutes", Within, 180);
        var days = Positive("days", Days, 5);
        if (minutes is not null && From is null && Close.Length == 0)
            notices.Add("Enter from where, so that minutes can be worked out.");
        var all = OnView();
        All = all.Count;
        var found = all.Where(f => Fits(f.Entry, days) && IsThere(f))
            .Select(Journeyed)
            .Where(f => From is null || minutes is null || f.Minutes <= minutes)
            .ToList();
        ByTopic = found.GroupBy(f => f.Entry.Topic).ToDictionary(g => g.Key, g => g.Count());
        Found =
        [
            .. found
                .Where(f => Topic.Length == 0 || f.Entry.Topic == topic)
                .OrderBy(f => From is null ? 0 : f.Minutes ?? double.PositiveInfinity),
        ];
        Number = int.TryParse(Asked("page"), CultureInfo.InvariantCulture, out var page)
            ? Math.Clamp(page, 1, Pages)
            : 1;
        Shown = [.. Found.Skip((Number - 1) * APage).Take(APage)];
        return Answer(
            new PageFrame
            {
                Title = "Who can help with what",
                Description =
                    "What schools, trusts and authorities offer and need, and posts they would share, by topic and travel time.",
                Section = "find",
                Crumbs = [new("Home", "/"), new("Who can help with what")],
                Listed = Request.Query.Count == 0,
            },
            Sheet(),
            new Dictionary<string, object?>
            {
                ["entries"] = Found.Count,
                ["all"] = All,
                ["from"] = From?.Words,
                ["notices"] = notices,
            },
            new Feed(
                "Who can help with what",
                Begun,
                [
                    .. (Form.Ending == ".atom" ? Found : [])
                        .OrderByDescending(f => f.Entry.Published.Entry)
                        .Take(APage)
                        .Select(f => new FeedEntry(
                            $"/directory/{f.Entry.Said.Id}?entry={f.Entry.Published.Entry}",
                            $"{f.Name.Text} {f.Entry.Kind.Verb()} {f.Entry.About}",
                            f.Entry.Published.At,
                            f.Entry.Said.Words
                        )),
                ]
            )
        );
    }

    /// <summary>Those that can be asked today; those that have lapsed too, where they are asked for.</summary>
    private List<FoundEntry> OnView() =>
        [
            .. InPlace(DirectoryEntry.All(record), Snapshot)
                .Where(f =>
                    f.Entry.StandingOn(Today) == ListingStanding.Open
                    || (
                        Asked("lapsed").Length > 0
                        && f.Entry.StandingOn(Today) == ListingStanding.Lapsed
                    )
                ),
        ];

    /// <summary>Every entry with the name and the schools of who says it, looked up once for a snapshot and a state of the directory.</summary>
    private static IReadOnlyList<FoundEntry> InPlace(
        IReadOnlyList<DirectoryEntry> all,
        Snapshots.Snapshot snapshot
    )
    {
        if (placed.TryGetValue(all, out var kept) && kept.Snapshot == snapshot)
            return kept.All;
        FoundEntry[] found =
        [
            .. all.Where(e => IsThereStill(snapshot, e.By))
                .Select(e => new FoundEntry(
                    e,
                    PartyNames.Of(snapshot, e.By),
                    SchoolsOf(snapshot, e.By),
                    null
                )),
        ];
        placed.AddOrUpdate(all, new Placed(snapshot, found));
        return found;
    }

    /// <summary>Whether a party is open as the register has it: who has closed can neither help nor take its word back.</summary>
    internal static bool IsThereStill(Snapshots.Snapshot snapshot, Party party) =>
        party.Scope?.Id is { } id
        && party.Kind switch
        {
            PartyKind.School => Urn.TryParse(id, null, out var urn)
                && snapshot.SchoolOf(urn) is { IsOpen: true },
            PartyKind.Trust => Uid.TryParse(id, null, out var uid)
                && snapshot.Find(uid) is { IsOpen: true },
            _ => true,
        };

    private sealed record Placed(Snapshots.Snapshot Snapshot, IReadOnlyList<FoundEntry> All);

    private static readonly ConditionalWeakTable<IReadOnlyList<DirectoryEntry>, Placed> placed = [];

    private bool Fits(DirectoryEntry entry, double? days) =>
        (Kind.Length == 0 || (Kind == "post" ? entry.Kind.IsPost() : entry.Kind.Code() == Kind))
        && (By.Length == 0 || entry.Said.By == By)
        && (days is null || entry.Said.TenthsOfDaysAWeek >= days * 10)
        && (
            Words.Length == 0
            || Words
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .All(word =>
                    entry.About.Contains(word, StringComparison.OrdinalIgnoreCase)
                    || entry.Said.Words.Contains(word, StringComparison.OrdinalIgnoreCase)
                    || (Topics.Of(entry.Topic)?.Label ?? "").Contains(
                        word,
                        StringComparison.OrdinalIgnoreCase
                    )
                    || PartyNames
                        .Of(Snapshot, entry.By)
                        .Text.Contains(word, StringComparison.OrdinalIgnoreCase)
                )
        );

    private FoundEntry Journeyed(FoundEntry found) =>
        From is null
            ? found
            : found with
            {
                Minutes = From.MinutesTo(Country.Journeys, found.Schools),
            };

    /// <summary>The school that a party is, or the open schools of a trust; none of an authority.</summary>
    internal static IReadOnlyList<School> SchoolsOf(Snapshots.Snapshot snapshot, Party party) =>
        party.Scope?.Id is not { } id ? []
        : party.Kind == PartyKind.School
            ? Urn.TryParse(id, null, out var urn) && snapshot.SchoolOf(urn) is { } school ? [school]
                : []
        : party.Kind == PartyKind.Trust && Uid.TryParse(id, null, out var uid)
            ?
            [
                .. snapshot
                    .MembershipsIn(uid)
                    .Where(m => m.To is null)
                    .Select(m => snapshot.SchoolOf(m.Urn))
                    .OfType<School>()
                    .Where(s => s.IsOpen)
                    .Distinct(),
            ]
        : [];

    private bool IsThere(FoundEntry found) =>
        (
            Region.Length == 0
            || found.Schools.Any(s => Regions.Slug(s.Current.Region) == Region)
            || (
                found.Schools.Count == 0
                && LaCode.TryParse(found.La, null, out var la)
                && Snapshot.Find(la) is { } area
                && Regions.Slug(area.Region) == Region
            )
        )
        && (
            La.Length == 0
            || found.La == La
            || found.Schools.Any(s => s.Current.La?.ToString() == La)
        )
        && (
            Phase.Length == 0
            || found.Schools.Any(s => Journal.Naming.Of($"{s.Current.Phase}") == Phase)
        );

    /// <summary>Where an entry is in the list of another page.</summary>
    public string PageAddress(int page) =>
        "/directory"
        + QueryString.Create(
            Request
                .Query.Where(q => q.Key != "page")
                .SelectMany(q => q.Value.Select(v => KeyValuePair.Create(q.Key, v)))
                .Append(
                    KeyValuePair.Create<string, string?>(
                        "page",
                        page.ToString(CultureInfo.InvariantCulture)
                    )
                )
        );

    private double? Positive(string name, string typed, double most)
    {
        if (typed.Length == 0)
            return null;
        if (
            double.TryParse(typed, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && number > 0
            && number <= most
        )
            return number;
        notices.Add(
            $"'{name}' was passed over: it is a number above 0 and at most {most.ToString(CultureInfo.InvariantCulture)}."
        );
        return null;
    }

    private string Asked(string name)
    {
        var typed = Request.Query[name].ToString().Trim();
        return typed.Length > 200 ? typed[..200] : typed;
    }

    private Sheet Sheet() =>
        new(
            "directory",
            "Who can help with what",
            Columns,
            [
                // The page shows its own part; only who takes it away has all of them.
                .. (Form == AnswerForm.Page ? [] : Found).Select(f =>
                    (IReadOnlyList<object?>)
                        [
                            f.Entry.Said.Id,
                            f.Entry.Said.Kind,
                            f.Entry.Said.By,
                            f.Name.Text,
                            f.Entry.Said.Topic,
                            f.Entry.Said.Role,
                            f.Entry.Said.TenthsOfDaysAWeek / 10.0,
                            f.Entry.Said.DaysATerm,
                            f.Entry.Said.DaysATerm is null ? null : f.Entry.Load?.On(Today) ?? 0,
                            f.Entry.Said.From,
                            f.Entry.Said.Until,
                            f.Entry.Said.TravelMinutes,
                            f.Minutes,
                            f.La,
                            f.Region,
                            f.Entry.Said.RenewedOn,
                            f.Entry.Said.Words,
                        ]
                ),
            ]
        );

    private static readonly DateTimeOffset Begun = new(2026, 11, 22, 0, 0, 0, TimeSpan.Zero);
}
