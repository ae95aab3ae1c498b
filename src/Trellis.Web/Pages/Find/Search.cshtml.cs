using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Areas;
using Trellis.Components;
using Trellis.Groups;
using Trellis.Schools;
using Trellis.Search;
using Trellis.Serving;

namespace Trellis.Pages;

/// <summary>A filter as it stands in the address, with its values and their counts.</summary>
public sealed record SearchFilter(string Key, FacetCounts Counts)
{
    /// <summary>Beyond this many values a filter is a list to choose from, not boxes to tick.</summary>
    public const int MostBoxes = 9;

    public IEnumerable<FacetCount> Chosen => Counts.Values.Where(v => v.Chosen);

    public bool IsLong => Counts.Values.Count > MostBoxes;
}

/// <summary>Something chosen that a link takes away again.</summary>
public sealed record ChosenFilter(string Words, string Without);

/// <summary>What is found for a name, place, postcode or number, with filters; the list comes first.</summary>
[Access(Who.Everybody)]
public sealed class SearchView : SitePage
{
    private const int MostPageSize = 1000;

    private static readonly (string Key, Facet Facet)[] facets =
    [
        ("kind", Facet.Kind),
        ("status", Facet.Status),
        ("phase", Facet.Phase),
        ("type", Facet.TypeGroup),
        ("trust", Facet.Trust),
        ("region", Facet.Region),
        ("la", Facet.LocalAuthority),
        ("setting", Facet.Setting),
        ("religion", Facet.ReligiousCharacter),
    ];

    // The list of everything is what most begin with, and the dearest to make.
    private static readonly ConditionalWeakTable<SearchIndex, SearchAnswer> everything = [];

    private readonly List<(string Key, string Value)> question = [];

    public string Text { get; private set; } = "";

    public string Near { get; private set; } = "";

    public string Sort { get; private set; } = "";

    public SearchAnswer Found { get; private set; } = null!;

    public IReadOnlyList<SearchFilter> Filters { get; private set; } = [];

    public IReadOnlyList<ChosenFilter> Chosen { get; private set; } = [];

    /// <summary>What of the question could not be understood, in sentences; the rest was answered.</summary>
    public List<string> Notices { get; } = [];

    public IActionResult OnGet()
    {
        Text = Asked("q");
        if (Request.Query.ContainsKey("suggest"))
            return Answer(
                new PageFrame { Title = "Suggestions", Listed = false },
                facts: new Dictionary<string, object?> { ["suggestions"] = Suggestions() }
            );
        if (AddressOfNumber() is { } address)
            return new Elsewhere(address);

        ReadQuestion();
        var query = Question();
        Found =
            question.Count == 0 && query is { Page: 1, PageSize: SearchQuery.UsualPageSize }
                ? everything.GetValue(Country.Search, search => search.Find(query))
                : Country.Search.Find(query);
        if (DropUnknown())
            Found = Country.Search.Find(query = Question());
        if (query.Order == SearchOrder.Distance && Found.Origin is null)
            Notices.Add(
                "We do not know the postcode that distances should be measured from, so the best match comes first."
            );
        if (Found.Hits.Count == 0 && Found.Total > 0)
        {
            Notices.Add(
                $"The list has {Found.Pages} {(Found.Pages == 1 ? "page" : "pages")}; this is the last."
            );
            Found = Country.Search.Find(query with { Page = Found.Pages });
        }
        if (Request.Query.ContainsKey("map"))
            return Answer(
                new PageFrame { Title = "Places of the schools found", Listed = false },
                facts: new Dictionary<string, object?>
                {
                    ["points"] = PlacePoints.Of(
                        Found.Hits.OfType<SchoolHit>().Select(h => h.School)
                    ),
                }
            );

        Filters =
        [
            .. facets.Select(f => new SearchFilter(
                f.Key,
                Found.Facets.First(c => c.Facet == f.Facet)
            )),
        ];
        Chosen =
        [
            .. Filters.SelectMany(f =>
                f.Chosen.Select(v => new ChosenFilter(
                    $"{f.Counts.Name}: {v.Label}",
                    Address(question.Where(q => q != (f.Key, v.Key)))
                ))
            ),
        ];
        var title = Text.Length > 0 ? $"“{Text}”" : "Schools, trusts and areas";
        return Answer(
            new PageFrame
            {
                Title = Found.Page > 1 ? $"{title}, page {Found.Page} of {Found.Pages}" : title,
                Description =
                    "Search every school, trust and local authority in England by name, place, postcode or number.",
                Section = "find",
                Query = Text,
                HeaderSearch = false,
                Listed = false,
            },
            Sheet(),
            Facts()
        );
    }

    /// <summary>The address of another page of the same list.</summary>
    public string PageAddress(int page) =>
        Address(page == 1 ? question : question.Append(("page", $"{page}")));

    /// <summary>The address of the places of this list, for its map.</summary>
    public string PointsAddress => Address(question.Append(("map", "1")), "/search.json");

    /// <summary>The address of the same text without any filter.</summary>
    public string Unfiltered => Address(question.Where(q => q.Key is "q" or "near" or "sort"));

    public bool IsPostcode => Postcode.TryParse(Text, out _);

    /// <summary>Short true things about what was found, for the line under its name.</summary>
    public IReadOnlyList<string> Marks(SearchHit hit) =>
        hit switch
        {
            SchoolHit { School.Current: var now } =>
            [
                .. new[]
                {
                    now.Phase is Phase.NotKnown or Phase.NotApplicable
                        ? ""
                        : PhaseRows.Words(now.Phase),
                    now.Type,
                    Place(now),
                    Distance(hit),
                }.Where(w => w.Length > 0),
            ],
            GroupHit { Group: var group } =>
            [
                TypeWords(group),
                .. group.Closed is { } closed
                    ? [$"closed {closed.InWords()}"]
                    : Array.Empty<string>(),
            ],
            AuthorityHit { Authority: var authority } =>
            [
                "Local authority",
                .. authority.Region.Length > 0 ? [authority.Region] : Array.Empty<string>(),
            ],
            _ => ["Region"],
        };

    /// <summary>What a group is, in words that do not take a foundation trust for an academy trust.</summary>
    internal static string TypeWords(Group group) =>
        group.Type == GroupType.FoundationTrust
            ? "Foundation trust (supports maintained schools)"
            : group.Type.Words();

    /// <summary>Said only of what is not simply open.</summary>
    internal static string? StatusWords(Establishment now) =>
        now.Status switch
        {
            Status.Closed => now.Closed is { } day
                ? $"Closed {day.InWords()}"
                : "Closed, the day is not in the files",
            Status.ProposedToClose => "Open, proposed to close",
            Status.ProposedToOpen => "Proposed to open",
            Status.NotKnown => "The files do not say whether it is open",
            _ => null,
        };

    private static string Place(Establishment now) =>
        string.Join(
            ", ",
            new[] { now.Town, now.LaName == now.Town ? "" : now.LaName, now.Postcode }.Where(w =>
                w.Length > 0
            )
        );

    private static string Distance(SearchHit hit) =>
        hit.Kilometres is { } kilometres ? $"{kilometres:0.0} km away" : "";

    private string Asked(string key)
    {
        var text = Request.Query[key].ToString().Trim();
        return text.Length > NameWords.LongestText ? text[..NameWords.LongestText] : text;
    }

    /// <summary>Where a number was typed and nothing else was asked, the page of what bears it.</summary>
    private string? AddressOfNumber() =>
        Form == AnswerForm.Page
        && Request.Query.Count == 1
        && Text.Any(char.IsAsciiDigit)
        && !IsPostcode
            ? Country.Search.Resolve(Text)
            : null;

    private void ReadQuestion()
    {
        if (Text.Length > 0)
            question.Add(("q", Text));
        foreach (var (key, _) in facets)
        foreach (var value in Request.Query[key].OfType<string>().Distinct())
            if (value.Length > 0)
                question.Add((key, value));
        Near = Asked("near");
        if (Near.Length > 0)
            question.Add(("near", Near));
        Sort = Asked("sort");
        if (Sort is not ("" or "name" or "distance" or "best"))
        {
            Notices.Add("We do not know that order, so the best match comes first.");
            Sort = "";
        }
        // Who gives a postcode to measure from wants the nearest first.
        if (Sort.Length == 0 && Near.Length > 0)
            Sort = "distance";
        if (Sort.Length > 0)
            question.Add(("sort", Sort));
    }

    private SearchQuery Question() =>
        new()
        {
            Text = Text,
            Near = Near,
            Order = Sort switch
            {
                "name" => SearchOrder.Name,
                "distance" => SearchOrder.Distance,
                _ => SearchOrder.Relevance,
            },
            Filters = facets
                .Select(f =>
                    (
                        f.Facet,
                        Keys: (IReadOnlyCollection<string>)
                            [.. question.Where(q => q.Key == f.Key).Select(q => q.Value)]
                    )
                )
                .Where(f => f.Keys.Count > 0)
                .ToDictionary(f => f.Facet, f => f.Keys),
            Page = Form.Ending == ".csv" ? 1 : Math.Max(1, Whole("page", 1)),
            // A download is the whole list; the map draws the first of it.
            PageSize =
                Form.Ending == ".csv" ? int.MaxValue
                : Request.Query.ContainsKey("map") ? PlacePoints.Most
                : Form.Ending == ".json"
                    ? Math.Clamp(Whole("pageSize", SearchQuery.UsualPageSize), 1, MostPageSize)
                : SearchQuery.UsualPageSize,
        };

    private int Whole(string key, int usual) =>
        int.TryParse(Request.Query[key], out var value) ? value : usual;

    /// <summary>A value that no entry bears is said and left out, not taken for "nothing found".</summary>
    private bool DropUnknown()
    {
        var dropped = false;
        foreach (var (key, facet) in facets)
        {
            var known = Found.Facets.First(f => f.Facet == facet);
            foreach (var (_, value) in question.Where(q => q.Key == key).ToArray())
            {
                if (known.Values.Any(v => v.Key == value))
                    continue;
                question.Remove((key, value));
                Notices.Add(
                    $"There is no “{(value.Length > 40 ? value[..40] : value)}” under “{known.Name}”, so it was left out."
                );
                dropped = true;
            }
        }
        return dropped;
    }

    private static string Address(
        IEnumerable<(string Key, string Value)> question,
        string path = "/search"
    )
    {
        var query = string.Join(
            '&',
            question.Select(q => $"{q.Key}={Uri.EscapeDataString(q.Value)}")
        );
        return query.Length > 0 ? $"{path}?{query}" : path;
    }

    private object[] Suggestions() =>
        [
            .. Country
                .Search.Suggest(Text, 8)
                .Select(hit =>
                    (object)
                        new
                        {
                            name = hit.Name,
                            detail = hit switch
                            {
                                SchoolHit { School.Current: var now } => string.Join(
                                    ", ",
                                    new[]
                                    {
                                        now.Phase is Phase.NotKnown or Phase.NotApplicable
                                            ? ""
                                            : PhaseRows.Words(now.Phase).ToLowerInvariant(),
                                        now.Town.Length > 0 ? now.Town : now.LaName,
                                        now.Status == Status.Closed ? "closed" : "",
                                    }.Where(w => w.Length > 0)
                                ),
                                GroupHit { Group: var group } => TypeWords(group)
                                    .ToLowerInvariant(),
                                AuthorityHit => "local authority",
                                _ => "region",
                            },
                            href = hit.Address,
                        }
                ),
        ];

    private Sheet Sheet() =>
        new(
            "search",
            Text.Length > 0 ? $"Found for {Text}" : "Schools, trusts and areas",
            [
                new("kind", "Kind"),
                new(
                    "number",
                    "Number",
                    What: "URN of a school, UID of a group, number of an authority."
                ),
                new("name", "Name"),
                new("address", "Page"),
                new("status", "Status"),
                new("phase", "Phase"),
                new("type", "Type"),
                new("local_authority_code", "Local authority number"),
                new("local_authority", "Local authority"),
                new("town", "Town"),
                new("postcode", "Postcode"),
                new("trust_uid", "UID of its trust"),
                new("trust", "Its trust"),
                new("kilometres", "Distance", "number", "kilometres"),
                new("note", "Why it was found"),
            ],
            [.. Found.Hits.Select(Row)]
        );

    private static IReadOnlyList<object?> Row(SearchHit hit) =>
        hit switch
        {
            SchoolHit { School: var school } found =>
            [
                "school",
                school.Urn.ToString(),
                hit.Name,
                hit.Address,
                StatusWords(school.Current) ?? "Open",
                PhaseRows.Words(school.Current.Phase),
                school.Current.Type,
                school.Current.La?.ToString(),
                school.Current.LaName,
                school.Current.Town,
                school.Current.Postcode,
                found.Trust?.Uid.ToString(),
                found.Trust?.Name,
                hit.Kilometres is { } away ? Math.Round(away, 3) : null,
                hit.Note,
            ],
            GroupHit { Group: var group } => Bare(
                "group",
                group.Uid.ToString(),
                hit,
                group.IsOpen ? "Open" : "Closed",
                TypeWords(group)
            ),
            AuthorityHit { Authority: var authority } => Bare(
                "local authority",
                authority.Code.ToString(),
                hit,
                "",
                ""
            ),
            _ => Bare("region", "", hit, "", ""),
        };

    private static IReadOnlyList<object?> Bare(
        string kind,
        string number,
        SearchHit hit,
        string status,
        string type
    ) =>
        [
            kind,
            number,
            hit.Name,
            hit.Address,
            status,
            null,
            type,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            hit.Note,
        ];

    private Dictionary<string, object?> Facts() =>
        new()
        {
            ["query"] = Text,
            ["total"] = Found.Total,
            ["page"] = Found.Page,
            ["pages"] = Found.Pages,
            ["pageSize"] = Found.Query.PageSize,
            ["notices"] = Notices,
            ["filters"] = Filters.Select(f => new
            {
                key = f.Key,
                name = f.Counts.Name,
                values = f.Counts.Values.Select(v => new
                {
                    key = v.Key,
                    label = v.Label,
                    count = v.Count,
                    chosen = v.Chosen,
                }),
            }),
        };
}
