namespace Trellis.Calendar;

/// <summary>Days of one kind, working days or school days, and how they are counted over the years in which they are known.</summary>
/// <remarks>Every question is answered from one running count, so that adding and counting can never disagree.</remarks>
public sealed class CountedDays
{
    // How many such days there are before each day, the first of the years and the one after the last included.
    private readonly int[] before;
    private readonly DateOnly[] days;

    /// <param name="first">The first day of which it is known whether it counts.</param>
    /// <param name="last">The last of them.</param>
    public CountedDays(DateOnly first, DateOnly last, Func<DateOnly, bool> counts)
    {
        (First, Last) = (first, last);
        before = new int[last.DayNumber - first.DayNumber + 2];
        var found = new List<DateOnly>();
        for (var day = first; day <= last; day = day.AddDays(1))
        {
            before[day.DayNumber - first.DayNumber] = found.Count;
            if (counts(day))
                found.Add(day);
        }
        before[^1] = found.Count;
        days = [.. found];
    }

    public DateOnly First { get; }

    public DateOnly Last { get; }

    /// <summary>Whether it is known of a day if it counts.</summary>
    public bool Knows(DateOnly day) => First <= day && day <= Last;

    /// <summary>Whether a day counts.</summary>
    /// <exception cref="ArgumentOutOfRangeException">That is not known of the day.</exception>
    public bool Is(DateOnly day) => Before(day.AddDays(1), day) > Before(day, day);

    /// <summary>The day itself where it counts, else the first one after it that does.</summary>
    /// <inheritdoc cref="Is"/>
    public DateOnly Next(DateOnly day) => At(Before(day, day), day);

    /// <summary>The day that is so many counted days after a day. The day itself is not counted: one working day after a Friday is Monday.</summary>
    /// <param name="number">0 gives <see cref="Next"/>; never less.</param>
    /// <inheritdoc cref="Is"/>
    public DateOnly Add(DateOnly day, int number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        return number == 0 ? Next(day) : At(Before(day.AddDays(1), day) + number - 1, day);
    }

    /// <summary>As <see cref="Add"/>; null where the years that are known do not reach so far.</summary>
    public DateOnly? TryAdd(DateOnly day, int number)
    {
        if (!Knows(day))
            return null;
        var index = number == 0 ? Before(day, day) : Before(day.AddDays(1), day) + number - 1;
        return index < days.Length ? days[index] : null;
    }

    /// <summary>How many counted days there are after one day, up to another and with it; less than 0 where the other is earlier.</summary>
    /// <inheritdoc cref="Is"/>
    public int Count(DateOnly after, DateOnly upTo) =>
        Before(upTo.AddDays(1), upTo) - Before(after.AddDays(1), after);

    private int Before(DateOnly day, DateOnly asked) =>
        Knows(asked) ? before[day.DayNumber - First.DayNumber] : throw Unknown(asked);

    private DateOnly At(int index, DateOnly asked) =>
        index < days.Length ? days[index] : throw Unknown(asked);

    private ArgumentOutOfRangeException Unknown(DateOnly day) =>
        new(
            nameof(day),
            $"The calendar is known from {First:yyyy-MM-dd} to {Last:yyyy-MM-dd}; {day:yyyy-MM-dd} asks for a day outside it."
        );
}
