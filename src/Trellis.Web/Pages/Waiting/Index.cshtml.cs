using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Charts;
using Trellis.Components;
using Trellis.Pages.Decisions;
using Trellis.Serving;
using Trellis.Store;

namespace Trellis.Pages.Waiting;

/// <summary>Schools that wait for a trust: how long, how far they are, what the system owes each next and by when, and who helps meanwhile.</summary>
[Access(Who.Everybody)]
public sealed class WaitingPage(PublicRecordFile record) : SitePage
{
    private const int APage = 50;
    private const int MostEvents = 100;

    private IReadOnlyList<WaitClock> fittingAll = [];

    public WaitBook Book { get; private set; } = null!;

    public string Region { get; private set; } = "";

    public string Reason { get; private set; } = "";

    public string Stage { get; private set; } = "";

    /// <summary>Those that wait now and fit what was asked, the longest first.</summary>
    public IReadOnlyList<WaitClock> Fitting { get; private set; } = [];

    public IReadOnlyList<WaitClock> Shown { get; private set; } = [];

    public int Number { get; private set; } = 1;

    public int Pages { get; private set; } = 1;

    /// <summary>Parts of the question that could not be understood, in sentences.</summary>
    public List<string> Notices { get; } = [];

    public IReadOnlyList<WaitCount> ByRegion => WaitBook.Counted(Fitting, c => c.Case.Region.Text);

    public IReadOnlyList<WaitCount> ByReason => WaitBook.Counted(Fitting, c => c.Reason);

    /// <summary>How long each stretch took, among those that fit, ended ones too.</summary>
    public IReadOnlyList<LegFigures> Legs => WaitBook.FiguresOf(fittingAll, Today);

    public IReadOnlyList<WaitQuarter> Quarters => Book.Quarters(Today);

    /// <summary>The median of the days so far; null where fewer than five wait.</summary>
    public double? Median =>
        Fitting.Count < WaitBook.Fewest
            ? null
            : WaitBook.Middle([.. Fitting.Select(c => c.Days).Order()]);

    /// <summary>How many of those without a trust have passed each of the months at which somebody higher up is told, and for how many that is recorded.</summary>
    public IReadOnlyList<(int Months, string Who, int Passed, int Told)> Escalated =>
        [
            .. WaitClock.Steps.Select(s =>
            {
                var passed = Fitting.Where(c => c.Level >= s.Months).ToList();
                return (
                    s.Months,
                    s.Who,
                    passed.Count,
                    passed.Count(c =>
                        c.Duties.Any(d => d.Months == s.Months && d.DoneOn is not null)
                    )
                );
            }),
        ];

    /// <summary>The share still waiting by months since the order; null where fewer than five have joined.</summary>
    public WaitCurve? Curve =>
        Legs[^1].Figures is { } figures
            ? new WaitCurve
            {
                Key = "still-waiting",
                Headline = figures.Percentile(.5).Length is { } half
                    ? $"Half were in their trust {WaitWords.Days((int)half)} after the order"
                    : "Fewer than half are in their trust so far",
                Subtitle =
                    "Share of cases whose school was not in its trust yet, by months since the order",
                Months = 36,
                Lines = [new WaitLine("all cases chosen", figures)],
            }
            : null;

    public RankedBars? Bars =>
        ByRegion.Count > 1
            ? new RankedBars
            {
                Key = "by-region",
                Headline = "How long schools have waited so far, by region",
                Subtitle = "Median of the days since the order, of schools that wait now",
                Measure = "Median days so far",
                Unit = new Unit(0, " days"),
                Bars = [.. ByRegion.Select(r => new RankedBar(r.Name, r.Median))],
            }
            : null;

    public IReadOnlyList<SelectItem> RegionItems =>
        Items("All regions", Book.Waiting.Select(c => (Slug(c), c.Case.Region.Text)));

    public IReadOnlyList<SelectItem> ReasonItems =>
        Items("All reasons", Book.Waiting.Select(c => (c.Reason, c.Reason)));

    public IReadOnlyList<SelectItem> StageItems =>
        [
            new() { Value = "", Text = "All" },
            .. Book
                .Waiting.Select(c => c.Stage)
                .Distinct()
                .Order()
                .Select(s => new SelectItem
                {
                    Value = WaitClock.CodeOf(s),
                    Text = WaitClock.WordsOf(s),
                }),
        ];

    public string PageAddress(int page) =>
        $"/waiting?region={Region}&reason={Uri.EscapeDataString(Reason)}&stage={Stage}&page={page}";

    public IActionResult OnGet(
        string? region = null,
        string? reason = null,
        string? stage = null,
        string? page = null
    )
    {
        Book = WaitBook.Of(DecisionBook.Of(record, Snapshot, Today));
        (Region, Reason, Stage) = (
            Known(RegionItems, region, "region"),
            Known(ReasonItems, reason, "reason"),
            Known(StageItems, stage, "stage")
        );
        fittingAll =
        [
            .. Book.All.Where(c =>
                (Region.Length == 0 || Slug(c) == Region)
                && (Reason.Length == 0 || c.Reason == Reason)
            ),
        ];
        Fitting =
        [
            .. fittingAll.Where(c =>
                c.GoesOn && (Stage.Length == 0 || WaitClock.CodeOf(c.Stage) == Stage)
            ),
        ];
        Pages = Math.Max(1, (Fitting.Count + APage - 1) / APage);
        Number = int.TryParse(page, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? Math.Clamp(number, 1, Pages)
            : 1;
        Shown = [.. Fitting.Skip((Number - 1) * APage).Take(APage)];
        return Answer(
            new PageFrame
            {
                Title = "Waiting for a trust",
                Description =
                    "Schools that wait for a trust: how many days, how far each is, what the system owes it next and by when, and who helps meanwhile.",
                Section = "decisions",
                Crumbs =
                [
                    new("Home", "/"),
                    new("Decisions", "/decisions"),
                    new("Waiting for a trust"),
                ],
                Listed = Region.Length + Reason.Length + Stage.Length == 0 && Number == 1,
            },
            new Sheet(
                "waiting",
                "Schools that wait for a trust",
                WaitingSheet.Columns,
                [.. Fitting.Select(WaitingSheet.Row)]
            ),
            new Dictionary<string, object?>
            {
                ["waiting"] = Fitting.Count,
                ["median"] = Median,
                ["longest"] = Fitting.Count > 0 ? Fitting[0].Days : null,
                ["byRegion"] = ByRegion,
                ["byReason"] = ByReason,
                ["escalated"] = Escalated.Select(e => new
                {
                    months = e.Months,
                    told = e.Told,
                    passed = e.Passed,
                }),
                ["stretches"] = Legs.Select(l => new
                {
                    stretch = l.Leg.Code,
                    cases = l.Cases,
                    quarter = l.Figures?.Percentile(.25),
                    half = l.Figures?.Percentile(.5),
                    threeQuarters = l.Figures?.Percentile(.75),
                }),
                ["quarters"] = Quarters,
            },
            new Feed(
                "Waiting for a trust: what happened",
                DecisionFeeds.Begun,
                Form.Ending == ".atom"
                    ? DecisionFeeds.Newest([.. Fitting.Select(c => c.Case)], MostEvents)
                    : []
            )
        );
    }

    private static string Slug(WaitClock one) => one.Case.Whole.Region.Split(':')[^1];

    private string Known(IReadOnlyList<SelectItem> items, string? typed, string what)
    {
        if (string.IsNullOrEmpty(typed))
            return "";
        if (items.Any(i => i.Value == typed))
            return typed;
        Notices.Add(
            $"No school waits under the {what} “{(typed.Length > 40 ? typed[..40] : typed)}”, so it was left out."
        );
        return "";
    }

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
