using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Charts;
using Trellis.Components;
using Trellis.Places;
using Trellis.Serving;
using Trellis.Snapshots;
using Trellis.Waits;

namespace Trellis.Pages.Waiting;

/// <summary>How long schools that were judged inadequate waited until they opened with a sponsor, from open files: figures, and each school's with the evidence.</summary>
[Access(Who.Everybody)]
public sealed class HistoryPage : SitePage
{
    private const int APage = 50;

    internal static readonly IReadOnlyList<SheetColumn> Columns =
    [
        new("school", "School", What: "The URN of the school today."),
        new("name", "Name"),
        new("region", "Region", What: "Empty where the files do not say."),
        new("urn", "URN that was judged"),
        new("judged_on", "Judged inadequate on", "date"),
        new("outcome", "How it ended", What: "A code; /waiting/history says what each means."),
        new("on", "Ended, or left the count, on", "date"),
        new("days", "Days", "integer", "days", "Empty where a day is not known."),
        new("successor", "What it became", What: "A URN; empty where nothing followed."),
        new("better_on", "Judged better on", "date"),
        new("later_sponsored_on", "Opened with a sponsor after it had left the count", "date"),
        new(
            "listed_on",
            "In a list from",
            "date",
            What: "A school whose wait ended before could not be seen, so it counts from then on."
        ),
        new("counts", "In the figures", "boolean"),
        new("evidence", "Evidence", What: "What the files say, a sentence each."),
    ];

    public PastWaits Waits { get; private set; } = null!;

    public IReadOnlyList<WaitGroup> Groups { get; private set; } = [];

    public string Region { get; private set; } = "";

    public string Outcome { get; private set; } = "";

    public string Year { get; private set; } = "";

    /// <summary>The waits that fit what was asked, by the day of the judgement, the newest first.</summary>
    public IReadOnlyList<WaitSpell> Fitting { get; private set; } = [];

    /// <summary>Those of this page of the list.</summary>
    public IReadOnlyList<WaitSpell> Shown { get; private set; } = [];

    public int Number { get; private set; } = 1;

    public int Pages { get; private set; } = 1;

    /// <summary>The wait of the school that was looked for; null where none was, or it had none.</summary>
    public WaitSpell? Asked { get; private set; }

    /// <summary>A school that was looked for by its number and has no wait here; null where none was.</summary>
    public string? WhyNone { get; private set; }

    /// <summary>The waits under the duty of 2016 and those before it, where there are any.</summary>
    public WaitCurve? Curve =>
        Groups.Where(g => g.Kind == "law" && !g.IsTooSmall).Reverse().ToList() is { Count: > 0 } law
            ? new WaitCurve
            {
                Key = "still-waiting",
                Headline = Headline,
                Subtitle =
                    "Share of maintained schools judged inadequate that had not opened with a sponsor, by months since the inspection",
                Months = 60,
                Lines = [.. law.Select(g => new WaitLine(g.Name, g.Figures))],
                Csv = "/waiting/history/figures.csv",
            }
            : null;

    private string Headline =>
        Groups.LastOrDefault(g => g.Kind == "law" && !g.IsTooSmall) is { } last
        && last.Percentile(.5) is { Length: { } days }
            ? $"Half of the schools waited more than {WaitWords.Days((int)days)} for a sponsor"
            : "How many schools still waited for a sponsor";

    public WaitGroup All => Groups[0];

    public IReadOnlyList<SelectItem> RegionItems =>
        Items(
            "All regions",
            Waits
                .Spells.Select(s => s.Region)
                .Where(r => r.Length > 0)
                .Select(r => (Regions.Slug(r), r))
        );

    public IReadOnlyList<SelectItem> OutcomeItems =>
        [
            new() { Value = "", Text = "All" },
            .. Enum.GetValues<WaitOutcome>()
                .Select(o => new SelectItem
                {
                    Value = WaitSpell.CodeOf(o),
                    Text =
                        $"{WaitSpell.WordsOf(o)} ({Waits.Spells.Count(s => s.Outcome == o).ToString("N0", CultureInfo.InvariantCulture)})",
                }),
        ];

    public IReadOnlyList<SelectItem> YearItems =>
        Items("All years", Waits.Spells.Select(s => $"{s.JudgedOn.Year}").Select(y => (y, y)));

    public string PageAddress(int page) =>
        $"/waiting/history?region={Region}&outcome={Outcome}&year={Year}&page={page}#schools";

    public IActionResult OnGet(
        string? region = null,
        string? outcome = null,
        string? year = null,
        string? school = null,
        string? page = null
    )
    {
        Waits = PastWaits.In(Snapshot);
        Groups = Waits.Groups;
        var typed = school?.Trim() ?? "";
        if (typed.Length > 0)
        {
            if (
                Trellis.Schools.Urn.TryParse(typed, null, out var urn)
                && Snapshot.SchoolOf(urn) is { } asked
            )
            {
                Asked = Waits.Of(asked);
                if (Asked is null)
                    WhyNone = $"{asked.Name} has no wait that these files tell of.";
            }
            else
                WhyNone = "No school here has this number. A URN has six digits.";
        }
        (Region, Outcome, Year) = (
            Known(RegionItems, region),
            Known(OutcomeItems, outcome),
            Known(YearItems, year)
        );
        Fitting =
        [
            .. Waits
                .Spells.Where(s =>
                    (
                        Region.Length == 0
                        || (s.Region.Length > 0 && Regions.Slug(s.Region) == Region)
                    )
                    && (Outcome.Length == 0 || s.Code == Outcome)
                    && (
                        Year.Length == 0
                        || s.JudgedOn.Year.ToString(CultureInfo.InvariantCulture) == Year
                    )
                )
                .Where(s => Asked is null || s == Asked || Form == AnswerForm.Page)
                .Reverse(),
        ];
        Pages = Math.Max(1, (Fitting.Count + APage - 1) / APage);
        Number = int.TryParse(page, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? Math.Clamp(number, 1, Pages)
            : 1;
        Shown = [.. Fitting.Skip((Number - 1) * APage).Take(APage)];
        return Answer(
            new PageFrame
            {
                Title = "Past waits for a sponsor",
                Description =
                    "How long maintained schools that Ofsted judged inadequate waited until they opened with a sponsor, from published files, school by school.",
                Section = "decisions",
                Crumbs =
                [
                    new("Home", "/"),
                    new("Waiting for a trust", "/waiting"),
                    new("Past waits"),
                ],
                Listed = Region.Length + Outcome.Length + Year.Length == 0 && Number == 1,
            },
            new Sheet(
                "waiting-history",
                "Past waits for a sponsor",
                Columns,
                [.. Fitting.Select(Row)]
            ),
            new Dictionary<string, object?>
            {
                ["followedUntil"] = Waits.FollowedUntil,
                ["judgedUntil"] = Waits.JudgedUntil,
                ["historyFrom"] = Waits.HistoryFrom,
                ["lists"] = Waits.Lists,
                ["figures"] = Groups.Select(FiguresPage.Told),
            }
        );
    }

    private static IReadOnlyList<object?> Row(WaitSpell s) =>
        [
            s.School.Urn.ToString(),
            s.School.Name,
            s.Region,
            s.Urn.ToString(),
            s.JudgedOn,
            s.Code,
            s.On,
            s.Days,
            s.Successor?.ToString(),
            s.BetterOn,
            s.LaterSponsoredOn,
            s.ListedOn,
            s.Counts,
            string.Join(' ', s.Evidence),
        ];

    private static string Known(IReadOnlyList<SelectItem> items, string? typed) =>
        items.Any(i => i.Value == typed) ? typed! : "";

    private static IReadOnlyList<SelectItem> Items(
        string all,
        IEnumerable<(string Value, string Text)> values
    ) =>
        [
            new() { Value = "", Text = all },
            .. values
                .Distinct()
                .OrderBy(v => v.Text, StringComparer.Ordinal)
                .Select(v => new SelectItem { Value = v.Value, Text = v.Text }),
        ];
}
