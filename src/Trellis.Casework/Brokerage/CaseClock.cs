using Trellis.Procedures;

namespace Trellis.Brokerage;

/// <summary>How long a case has gone on: since the order where one was made, else since it began.</summary>
/// <param name="SinceOrder">Whether it counts from an order.</param>
/// <param name="Until">The day on which it came to its end; null while it goes on.</param>
/// <param name="Days">To its end, or to today.</param>
public sealed record CaseClock(DateOnly Since, bool SinceOrder, DateOnly? Until, int Days)
{
    /// <summary>So many cases there have to be before a median says anything.</summary>
    public const int Fewest = 5;

    private static readonly Code OrderOn = Code.Parse("order-on");

    /// <param name="main">The procedure that leads the case.</param>
    public static CaseClock Of(ProcedureCase main, DateOnly today)
    {
        var order = main.AnswerTo(OrderOn)?.Day;
        var since = order ?? main.BegunOn;
        DateOnly? until =
            main.Stopped is { } stopped ? stopped.On
            : main.IsOver ? main.Since
            : null;
        return new CaseClock(
            since,
            order is not null,
            until,
            Math.Max(0, (until ?? today).DayNumber - since.DayNumber)
        );
    }

    /// <summary>The median of days, that of an even number between the middle two; null where there are fewer than <see cref="Fewest"/>.</summary>
    public static double? Median(IEnumerable<int> days)
    {
        var sorted = days.Order().ToList();
        return sorted.Count < Fewest
            ? null
            : (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2.0;
    }
}
