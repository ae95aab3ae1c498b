using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;
using Trellis.Placements;
using Trellis.Serving;

namespace Trellis.Pages.Placements;

/// <summary>How trusts are ranked for one school, how many schools are placed at once, and a past closure worked through in public.</summary>
[Access(Who.Everybody)]
public sealed class MethodView(TimeProvider time) : SitePage
{
    public Criteria Criteria { get; } = Criteria.Current;

    /// <summary>What decides before any value is worked out, a sentence each.</summary>
    public static IReadOnlyList<string> Filters { get; } =
    [
        "It runs the school already.",
        "It is a single-academy trust: its articles are for one school.",
        "The school has a religious character and none of the trust's schools has the same. No open file lists articles, so this is an estimate from the schools a trust has.",
        "All its schools are Roman Catholic and the school is not.",
        "It says that it has no places, or fewer challenge points left than the school counts.",
        "It grows faster than was asked for; where nobody asks, fast growth takes off the value and leaves nobody out.",
        "Its nearest school is farther by car than was asked for, or no road leads there.",
    ];

    /// <summary>The rules of a plan for many schools, in words and as a formula.</summary>
    public static IReadOnlyList<(string Words, string Formula)> Rules { get; } =
    [
        (
            "Every school goes to one trust, or to none where nothing else can be.",
            "Σⱼ x(i,j) + u(i) = 1"
        ),
        ("A trust takes no more schools than it has places for.", "Σᵢ x(i,j) ≤ K(j)"),
        ("And no more challenge points altogether than it has left.", "Σᵢ c(i) x(i,j) ≤ C(j)"),
        (
            "Nobody takes only the easy ones: a trust that takes two or more takes on average at least ρ of the mean challenge of all.",
            "Σᵢ c(i) x(i,j) ≥ ρ · mean(c) · Σᵢ x(i,j)"
        ),
        (
            "A performing school that gave a list goes only to a trust on it.",
            "x(i,j) = 0 off its list"
        ),
        (
            "As few as possible are left over; then nobody gets a trust lower on its list than must be; then the values together are the most, less κ for each further trust that the schools of one place are spread over.",
            "max Σ V(i,j) x(i,j) − P Σ u(i) − κ Σ (trusts used by a place − 1)"
        ),
    ];

    public static IReadOnlyList<SheetColumn> Columns => OneCriteria.Columns;

    /// <summary>The past closure; null where the snapshot does not hold it.</summary>
    public PastClosure? Past { get; private set; }

    public static string KindWords(string kind) =>
        kind switch
        {
            "all" => "All",
            "conversions" => "Maintained schools that became academies",
            "transfers" => "Academies that moved between trusts",
            "catholic" => "Roman Catholic schools",
            "churchOfEngland" => "Church of England schools",
            "noChurch" => "Schools of no church",
            "primary" => "Primary schools",
            "secondary" => "Secondary schools",
            "special" => "Special schools and alternative provision",
            _ => kind,
        };

    /// <summary>"62 %"; "none" of nothing.</summary>
    public static string Share(double share) =>
        double.IsFinite(share)
            ? string.Create(CultureInfo.InvariantCulture, $"{100 * share:0} %")
            : "none";

    public async Task<IActionResult> OnGetAsync()
    {
        Past = await PastClosure.Of(Country, time);
        return Answer(
            new PageFrame
            {
                Title = "How schools are placed with trusts",
                Description =
                    "How trusts are ranked for a school by published criteria, how many schools are placed at once, and a past closure worked through.",
                Section = "methods",
                Crumbs =
                [
                    new PageLink("Home", "/"),
                    new PageLink("Methods", "/method"),
                    new PageLink("Placing schools with trusts"),
                ],
                Canonical = "/method/placements",
            },
            OneCriteria.SheetOf(Criteria)
        );
    }
}

/// <summary>The past closure alone, for its table.</summary>
[Access(Who.Everybody)]
public sealed class ClosureView(TimeProvider time) : SitePage
{
    public PastClosure? Past { get; private set; }

    public static IReadOnlyList<SheetColumn> Columns { get; } =
    [
        new("urn", "URN", "integer"),
        new("school", "School"),
        new("went_to_uid", "UID of the trust it really joined", "integer"),
        new("went_to", "Trust it really joined"),
        new("left", "First day elsewhere", "date"),
        new("plan_uid", "UID of the trust in the plan", "integer"),
        new("plan", "Trust in the plan", What: "Empty where it is left without one."),
        new("value", "Value of the match", "number", What: "0 to 1."),
        new("minutes", "Minutes by car", "number", "minutes"),
        new("same", "The plan names the trust it really joined", "boolean"),
        new("why", "Why in the plan"),
        new("why_not", "Why not where it really went"),
    ];

    public async Task<IActionResult> OnGetAsync()
    {
        Past = await PastClosure.Of(Country, time);
        var past = Past;
        return Answer(
            new PageFrame
            {
                Title = "A past closure worked through: Wakefield City Academies Trust",
                Description =
                    "Which trusts could have taken the schools of Wakefield City Academies Trust in October 2017, all at once, and where they really went.",
                Section = "methods",
                Crumbs =
                [
                    new PageLink("Home", "/"),
                    new PageLink("Methods", "/method"),
                    new PageLink("Placing schools with trusts", "/method/placements"),
                    new PageLink("A past closure"),
                ],
                Canonical = "/method/placements/closure",
            },
            new Sheet(
                "past-closure",
                "Where each school really went, and where the plan would send it",
                Columns,
                [
                    .. (past?.Schools ?? []).Select(
                        IReadOnlyList<object?> (s) =>
                            [
                                s.School.Urn.Value,
                                s.Placement.School.Name,
                                s.Went?.Uid.Value,
                                s.Went?.Name,
                                s.Left,
                                s.Placement.Trust is { } trust
                                    ? int.Parse(trust.Id, CultureInfo.InvariantCulture)
                                    : null,
                                s.Placement.Trust?.Name,
                                s.Placement.Trust is null ? null : s.Placement.Value,
                                s.Placement.Minutes,
                                s.Agrees,
                                s.Reasons.Words,
                                s.Agrees || s.Chose is null ? "" : past!.View.WhyNot(s.Chose),
                            ]
                    ),
                ]
            ),
            new Dictionary<string, object?>
            {
                ["held"] = past is not null,
                ["uid"] = past?.Group.Uid.Value,
                ["trust"] = past?.Group.Name,
                ["day"] = past is null ? null : PastClosure.Day,
                ["answer"] = past?.View.FirstLine,
                ["proof"] = past?.View.Proof,
                ["proven"] = past?.Report.Plan.Proven,
                ["gap"] = past?.Report.Plan.Gap,
                ["value"] = past?.Report.Plan.Value,
                ["bound"] = past?.Report.Plan.Bound,
                ["unplaced"] = past?.Report.Plan.Unplaced.Count,
                ["agreeing"] = past?.Agreeing,
                ["prices"] = past?.View.Prices.Select(p => p.Words),
                ["notes"] = past?.Closing.Notes,
            }
        );
    }
}
