using System.Runtime.CompilerServices;
using Trellis.Pages.Decisions;
using Trellis.Survival;
using Trellis.Waits;

namespace Trellis.Pages.Waiting;

/// <summary>A stretch of a wait: from which day to which.</summary>
/// <param name="Code">"order-to-match".</param>
public sealed record WaitLeg(
    string Code,
    string Words,
    Func<WaitClock, DateOnly?> From,
    Func<WaitClock, DateOnly?> To
);

/// <summary>How long a stretch took in some cases.</summary>
/// <param name="Cases">How many were in it, also those that still are.</param>
/// <param name="Figures">Null where fewer than five came to its end: one case more or less would change them.</param>
public sealed record LegFigures(WaitLeg Leg, int Cases, KaplanMeier? Figures);

/// <summary>Waits of one region or for one reason that go on.</summary>
/// <param name="Median">Of the days so far.</param>
/// <param name="Merged">Whether it is several, each with fewer than five.</param>
public sealed record WaitCount(string Name, int Number, double Median, int Longest, bool Merged);

/// <summary>How many waited at the end of a quarter, and how long they had.</summary>
/// <param name="Median">Null where fewer than five waited.</param>
public sealed record WaitQuarter(DateOnly On, int Number, double? Median);

/// <summary>Every case in which a school waits, or waited, with its clock: from the public record alone.</summary>
public sealed class WaitBook
{
    /// <summary>Fewer than so many are not told apart from others.</summary>
    public const int Fewest = WaitGroup.Fewest;

    public static readonly IReadOnlyList<WaitLeg> Legs =
    [
        new("order-to-match", "From the order to a trust", c => c.Since, c => c.MatchedOn),
        new(
            "match-to-due-diligence",
            "From a trust to the beginning of the work with it",
            c => c.MatchedOn,
            c => c.DiligenceOn
        ),
        new(
            "due-diligence-to-agreement",
            "From there to the agreement",
            c => c.DiligenceOn,
            c => c.AgreedOn
        ),
        new("agreement-to-open", "From the agreement to the day", c => c.AgreedOn, c => c.OpenOn),
        new("order-to-open", "In all", c => c.Since, c => c.OpenOn),
    ];

    // A book is made anew when anything that it rests on is another; what is worked out of it lives as long.
    private static readonly ConditionalWeakTable<DecisionBook, WaitBook> known = [];

    private WaitBook(DecisionBook book)
    {
        All =
        [
            .. book
                .All.Select(WaitClock.Of)
                .OfType<WaitClock>()
                .OrderByDescending(c => c.Days)
                .ThenBy(c => c.Case.Ref, StringComparer.Ordinal),
        ];
        Waiting = [.. All.Where(c => c.GoesOn)];
    }

    public static WaitBook Of(DecisionBook book) =>
        known.GetValue(book, static b => new WaitBook(b));

    /// <summary>By days, the longest first.</summary>
    public IReadOnlyList<WaitClock> All { get; }

    /// <summary>Those that go on, the longest first.</summary>
    public IReadOnlyList<WaitClock> Waiting { get; }

    /// <summary>How long each stretch took, with those in the middle of it counted as far as they are.</summary>
    public static IReadOnlyList<LegFigures> FiguresOf(IEnumerable<WaitClock> clocks, DateOnly day)
    {
        var all = clocks.ToList();
        return
        [
            .. Legs.Select(leg =>
            {
                var followed = all.Where(c => leg.From(c) is not null)
                    .Select(c =>
                        (
                            Days: (leg.To(c) ?? c.EndedOn ?? day).DayNumber
                                - leg.From(c)!.Value.DayNumber,
                            Ended: leg.To(c) is not null
                        )
                    )
                    .Where(f => f.Days >= 0)
                    .ToList();
                return new LegFigures(
                    leg,
                    followed.Count,
                    followed.Count(f => f.Ended) < Fewest
                        ? null
                        : KaplanMeier.Of(followed.Select(f => new Followed(f.Days, f.Ended)))
                );
            }),
        ];
    }

    /// <summary>Those that go on by a name, the longest median first; names with fewer than five together, and nothing at all where even together they are fewer.</summary>
    public static IReadOnlyList<WaitCount> Counted(
        IEnumerable<WaitClock> clocks,
        Func<WaitClock, string> name
    )
    {
        var groups = clocks.GroupBy(name, StringComparer.Ordinal).ToList();
        var few = groups.Where(g => g.Count() < Fewest).SelectMany(g => g).ToList();
        var rows = groups
            .Where(g => g.Count() >= Fewest)
            .Select(g => Count(g.Key, [.. g], false))
            .OrderByDescending(c => c.Median)
            .ThenBy(c => c.Name, StringComparer.Ordinal)
            .ToList();
        if (few.Count >= Fewest)
            rows.Add(Count(rows.Count == 0 ? "All together" : "All others", few, true));
        return rows;
    }

    /// <summary>The last days of quarters with how many waited then, the earliest first.</summary>
    public IReadOnlyList<WaitQuarter> Quarters(DateOnly day, int many = 8)
    {
        var first = new DateOnly(day.Year, ((day.Month - 1) / 3 * 3) + 1, 1);
        return
        [
            .. Enumerable
                .Range(0, many)
                .Select(i => first.AddMonths(-3 * i).AddDays(-1))
                .Reverse()
                .Select(on =>
                {
                    var days = All.Where(c => c.Since <= on && !(c.EndedOn <= on))
                        .Select(c => on.DayNumber - c.Since.DayNumber)
                        .Order()
                        .ToList();
                    return new WaitQuarter(
                        on,
                        days.Count,
                        days.Count < Fewest ? null : Middle(days)
                    );
                }),
        ];
    }

    /// <summary>The median of sorted days, that of an even number between the middle two; NaN for none.</summary>
    public static double Middle(IReadOnlyList<int> sorted) =>
        sorted.Count == 0
            ? double.NaN
            : (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2.0;

    private static WaitCount Count(string name, IReadOnlyList<WaitClock> clocks, bool merged) =>
        new(
            name,
            clocks.Count,
            Middle([.. clocks.Select(c => c.Days).Order()]),
            clocks.Max(c => c.Days),
            merged
        );
}
