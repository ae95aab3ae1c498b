using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;
using Trellis.Pages.Joining;
using Trellis.People;
using Trellis.Serving;
using Trellis.Store;

namespace Trellis.Pages.Matching;

/// <summary>The register of failed matches: how often trusts said no to schools that wait, for which kinds of reason, where and when. Trusts are named only where they agree.</summary>
[Access(Who.Everybody)]
public sealed class FailedMatchRegister(PublicRecordFile record) : SitePage
{
    internal static readonly IReadOnlyList<SheetColumn> Columns =
    [
        new("by", "By", What: "reason, region, phase or school-year."),
        new("key", "Code", What: "others for all that are fewer than five each."),
        new("words", "In words"),
        new(
            "times",
            "Times",
            "integer",
            "times",
            "A trust may give several reasons. Empty where it is fewer than five."
        ),
    ];

    public FailedMatches Book { get; private set; } = null!;

    /// <summary>Those that fit the address.</summary>
    public IReadOnlyList<FailedMatch> Rows { get; private set; } = [];

    public string Region { get; private set; } = "";

    public string Phase { get; private set; } = "";

    public string Year { get; private set; } = "";

    public IReadOnlyList<SelectItem> RegionItems =>
        Items("All regions", Book.All.Select(f => (f.Region, FailedMatches.RegionWords(f.Region))));

    public IReadOnlyList<SelectItem> PhaseItems =>
        Items("All phases", Book.All.Select(f => (f.Phase, f.Phase)));

    public IReadOnlyList<SelectItem> YearItems =>
        Items(
            "All years",
            Book.All.Select(f => (FailedMatches.YearOf(f.On), FailedMatches.YearOf(f.On)))
        );

    public IReadOnlyList<FailedCount> ByBarrier =>
        FailedCount.Merged(
            FailedMatches.Barriers.Select(b => new FailedCount(
                b.Id.ToString(),
                b.Words,
                Rows.Count(r => r.Barriers.Contains(b.Id.ToString()))
            ))
        );

    public IReadOnlyList<FailedCount> ByRegion =>
        Counted(f => f.Region, f => FailedMatches.RegionWords(f.Region));

    public IReadOnlyList<FailedCount> ByPhase => Counted(f => f.Phase, f => f.Phase);

    public IReadOnlyList<FailedCount> ByYear =>
        Counted(f => FailedMatches.YearOf(f.On), f => FailedMatches.YearOf(f.On));

    /// <summary>Schools that were turned down more than once, the most often first.</summary>
    public IReadOnlyList<(string Case, int Times)> ByCase =>
        [
            .. Rows.GroupBy(r => r.Case, StringComparer.Ordinal)
                .Select(g => (g.Key, g.Count()))
                .OrderByDescending(g => g.Item2)
                .ThenBy(g => g.Key, StringComparer.Ordinal),
        ];

    /// <summary>Trusts that agreed to be named, with how often they said no.</summary>
    public IReadOnlyList<(PageLink Trust, int Times)> Named =>
        [
            .. Rows.Where(r => r.Trust.Length > 0)
                .GroupBy(r => r.Trust, StringComparer.Ordinal)
                .Select(g => (RolePlaces.Words(Snapshot, Scope.Parse(g.Key)), g.Count()))
                .OrderBy(g => g.Item1.Text, StringComparer.Ordinal),
        ];

    public IActionResult OnGet(string? region = null, string? phase = null, string? year = null)
    {
        Book = FailedMatches.In(record, Snapshot);
        (Region, Phase, Year) = (region ?? "", phase ?? "", year ?? "");
        Rows =
        [
            .. Book.All.Where(f =>
                (Region.Length == 0 || f.Region == Region)
                && (Phase.Length == 0 || f.Phase == Phase)
                && (Year.Length == 0 || FailedMatches.YearOf(f.On) == Year)
            ),
        ];
        return Answer(
            new PageFrame
            {
                Title = "Register of failed matches",
                Description =
                    "How often trusts said no to schools that wait for one, for which kinds of reason, in which region, phase and year.",
                Section = "decisions",
                Crumbs =
                [
                    new("Home", "/"),
                    new("Cases and decisions", "/decisions"),
                    new("Failed matches"),
                ],
            },
            new Sheet(
                "failed-matches",
                "Times that a trust said no to a school that waits for one",
                Columns,
                [
                    .. new[]
                    {
                        ("reason", ByBarrier),
                        ("region", ByRegion),
                        ("phase", ByPhase),
                        ("school-year", ByYear),
                    }.SelectMany(by =>
                        by.Item2.Select(c =>
                            (IReadOnlyList<object?>)[by.Item1, c.Key, c.Words, c.Times]
                        )
                    ),
                ]
            ),
            new Dictionary<string, object?>
            {
                ["times"] = Rows.Count,
                ["byReason"] = ByBarrier,
                ["byRegion"] = ByRegion,
                ["byPhase"] = ByPhase,
                ["byYear"] = ByYear,
                ["byCase"] = ByCase.Select(c => new { c.Case, c.Times }),
            }
        );
    }

    private IReadOnlyList<FailedCount> Counted(
        Func<FailedMatch, string> key,
        Func<FailedMatch, string> words
    ) =>
        FailedCount.Merged(
            Rows.GroupBy(key, StringComparer.Ordinal)
                .Select(g => new FailedCount(g.Key, words(g.First()), g.Count()))
        );

    private static IReadOnlyList<SelectItem> Items(
        string all,
        IEnumerable<(string Value, string Text)> values
    ) =>
        [
            new SelectItem { Value = "", Text = all },
            .. values
                .Distinct()
                .OrderBy(v => v.Text, StringComparer.Ordinal)
                .Select(v => new SelectItem { Value = v.Value, Text = v.Text }),
        ];
}
