namespace Trellis.Journal;

/// <summary>Something that held over a stretch of days, as it was known over a stretch of time.</summary>
/// <param name="From">The first day on which it held.</param>
/// <param name="To">The first day on which it held no longer; null where no end is known.</param>
/// <param name="KnownFrom">Since when this was known.</param>
/// <param name="KnownTo">When it was superseded; null where it is what is known today.</param>
public sealed record Held<T>(
    T Value,
    DateOnly From,
    DateOnly? To,
    DateTimeOffset KnownFrom,
    DateTimeOffset? KnownTo = null
)
{
    public bool HeldOn(DateOnly day) => From <= day && (To is not { } to || day < to);

    /// <summary>Whether, as it is known today, it holds on a day or after it.</summary>
    public bool HoldsAfter(DateOnly day) => KnownTo is null && (To is not { } to || day < to);

    public bool WasKnownAt(DateTimeOffset instant) =>
        KnownFrom <= instant && (KnownTo is not { } to || instant < to);
}

/// <summary>What held when, as known when. Nothing that was known is ever lost: correcting the past adds to the list.</summary>
/// <remarks>Two axes, after R. T. Snodgrass, Developing Time-Oriented Database Applications in SQL (2000): days on which a thing holds, instants from which it is known. All stretches are [from, to).</remarks>
public static class Timeline
{
    /// <summary>From now on it is known that a value held over a stretch; what was known of equal values there is superseded.</summary>
    /// <param name="same">Whether two values are the same fact, of which only one may hold on a day.</param>
    /// <exception cref="ArgumentException">The stretch is empty.</exception>
    public static IReadOnlyList<Held<T>> Say<T>(
        this IReadOnlyList<Held<T>> held,
        T value,
        DateOnly from,
        DateOnly? to,
        DateTimeOffset at,
        Func<T, T, bool>? same = null
    ) => [.. held.Unsay(value, from, to, at, same), new Held<T>(value, from, to, at)];

    /// <summary>From now on it is known that a value did not hold over a stretch; before and after it, it holds as it did.</summary>
    /// <exception cref="ArgumentException">The stretch is empty.</exception>
    public static IReadOnlyList<Held<T>> Unsay<T>(
        this IReadOnlyList<Held<T>> held,
        T value,
        DateOnly from,
        DateOnly? to,
        DateTimeOffset at,
        Func<T, T, bool>? same = null
    )
    {
        if (to <= from)
            throw new ArgumentException($"The stretch from {from:O} to {to:O} is empty.");
        same ??= EqualityComparer<T>.Default.Equals;
        var after = new List<Held<T>>(held.Count + 2);
        foreach (var one in held)
        {
            var apart =
                one.KnownTo is not null
                || !same(one.Value, value)
                || (to is { } end && end <= one.From)
                || (one.To is { } its && its <= from);
            if (apart)
            {
                after.Add(one);
                continue;
            }
            // What was said and superseded in the same instant was never known to anybody.
            if (one.KnownFrom < at)
                after.Add(one with { KnownTo = at });
            if (one.From < from)
                after.Add(one with { To = from, KnownFrom = at });
            if (to is { } cut && (one.To is not { } last || cut < last))
                after.Add(one with { From = cut, KnownFrom = at });
        }
        return after;
    }

    /// <summary>What held on a day, as it was known at an instant.</summary>
    public static IEnumerable<T> On<T>(
        this IEnumerable<Held<T>> held,
        DateOnly day,
        DateTimeOffset knownAt
    ) => held.Where(h => h.HeldOn(day) && h.WasKnownAt(knownAt)).Select(h => h.Value);
}
