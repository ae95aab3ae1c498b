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
        new("on", "Day", "date", What: "When the trust declined or withdrew."),
        new("region", "Region"),
        new("phase", "Phase", What: "What the school teaches, as the register says."),
        new("school_year", "School year"),
        new("how", "How", What: "declined, or withdrew after it had looked into it or offered."),
        new("reasons", "Kinds of reason", What: "Codes, separated by blanks."),
        new("case", "Case", What: "The reference of the case, which names the school."),
        new("trust", "UID of the trust", What: "Empty where it did not agree to be named."),
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
        [
            .. FailedMatches.Barriers.Select(b => new FailedCount(
                b.Id.ToString(),
                b.Words,
                Rows.Count(r => r.Barriers.Contains(b.Id.ToString()))
            )),
        ];

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
                    .. Rows.Select(r =>
                        (IReadOnlyList<object?>)
                            [
                                r.On,
                                FailedMatches.RegionWords(r.Region),
                                r.Phase,
                                FailedMatches.YearOf(r.On),
                                r.Withdrew ? "withdrew" : "declined",
                                string.Join(' ', r.Barriers),
                                r.Case,
                                r.Trust.Split(':')[^1],
                            ]
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
        [
            .. Rows.GroupBy(key, StringComparer.Ordinal)
                .Select(g => new FailedCount(g.Key, words(g.First()), g.Count()))
                .OrderByDescending(c => c.Times)
                .ThenBy(c => c.Words, StringComparer.Ordinal),
        ];

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
