namespace Trellis.Journal;

/// <summary>What held on a day as known at an instant, against an oracle that keeps every day at every instant.</summary>
public sealed class TimelineTests
{
    private const int Days = 24;
    private const int Values = 3;
    private static readonly DateOnly first = new(2026, 9, 1);
    private static readonly DateTimeOffset begin = new(2026, 9, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>A picture of what is known at an instant: for each day and value, whether it holds. No stretches, no ends.</summary>
    private sealed record Picture(DateTimeOffset At, bool[,] Holds, bool[] ForEver);

    private static Picture Draw(Picture before, Step step)
    {
        var holds = (bool[,])before.Holds.Clone();
        var forEver = (bool[])before.ForEver.Clone();
        for (var day = step.From; day < (step.To ?? Days); day++)
            holds[day, step.Value] = step.Say;
        // The day after the last stands for all that follow.
        if (step.To is null)
            forEver[step.Value] = step.Say;
        return new Picture(step.At, holds, forEver);
    }

    private sealed record Step(bool Say, int Value, int From, int? To, DateTimeOffset At)
    {
        public IReadOnlyList<Held<int>> Do(IReadOnlyList<Held<int>> held)
        {
            var (from, to) = (
                first.AddDays(From),
                To is { } day ? first.AddDays(day) : (DateOnly?)null
            );
            return Say ? held.Say(Value, from, to, At) : held.Unsay(Value, from, to, At);
        }
    }

    private static Step Next(Random chance, DateTimeOffset at)
    {
        var from = chance.Next(Days);
        return new Step(
            chance.Next(3) > 0,
            chance.Next(Values),
            from,
            chance.Next(4) == 0 ? null : chance.Next(from + 1, Days + 1),
            at
        );
    }

    [Fact]
    public void Any_history_answers_as_the_oracle_that_keeps_every_day_at_every_instant()
    {
        var histories = Rounds.Of(300, times: 10);
        var chance = new Random(2000);
        var (questions, differences) = (0L, 0);
        for (var history = 0; history < histories; history++)
        {
            IReadOnlyList<Held<int>> held = [];
            var at = begin;
            var pictures = new List<Picture>
            {
                new(DateTimeOffset.MinValue, new bool[Days, Values], new bool[Values]),
            };
            var steps = chance.Next(1, 13);
            for (var i = 0; i < steps; i++)
            {
                // Now and then two things are said in the same instant; the second is what was known.
                if (chance.Next(5) > 0)
                    at = at.AddHours(chance.Next(1, 100));
                var step = Next(chance, at);
                held = step.Do(held);
                pictures.Add(Draw(pictures[^1], step));
            }
            foreach (var asked in pictures.Skip(1).Select(p => p.At).Prepend(begin.AddDays(-1)))
            foreach (var instant in new[] { asked.AddTicks(-1), asked, asked.AddMinutes(30) })
            {
                var known = pictures.Last(p => p.At <= instant);
                for (var day = 0; day <= Days; day++)
                {
                    questions++;
                    var expected = Enumerable
                        .Range(0, Values)
                        .Where(v => day == Days ? known.ForEver[v] : known.Holds[day, v]);
                    if (!held.On(first.AddDays(day), instant).Order().SequenceEqual(expected))
                        differences++;
                }
            }
        }
        Assert.Equal(0, differences);
        Rounds.Tell(
            $"{histories:N0} random histories, {questions:N0} questions of a day as known at an instant: {differences} differences from the oracle."
        );
    }

    [Fact]
    public void Correcting_the_past_never_changes_what_was_known_before()
    {
        var chance = new Random(1999);
        for (var history = 0; history < 200; history++)
        {
            IReadOnlyList<Held<int>> held = [];
            var at = begin;
            for (var i = 0; i < 10; i++)
            {
                at = at.AddHours(1);
                var before = held;
                held = Next(chance, at).Do(held);
                for (var hours = -1; hours < i; hours++)
                for (var day = 0; day <= Days; day++)
                    Assert.Equal(
                        before.On(first.AddDays(day), begin.AddHours(hours + 1)).Order(),
                        held.On(first.AddDays(day), begin.AddHours(hours + 1)).Order()
                    );
            }
        }
    }

    [Fact]
    public void A_head_who_left_in_July_and_is_told_of_in_September_was_head_in_August_as_known_in_August()
    {
        var held = Array
            .Empty<Held<string>>()
            .Say("head", new(2025, 9, 1), null, new(2025, 9, 1, 8, 0, 0, TimeSpan.Zero))
            .Unsay("head", new(2026, 7, 20), null, new(2026, 9, 3, 8, 0, 0, TimeSpan.Zero));

        Assert.Equal(["head"], held.On(new(2026, 8, 10), new(2026, 8, 10, 0, 0, 0, TimeSpan.Zero)));
        Assert.Empty(held.On(new(2026, 8, 10), new(2026, 9, 4, 0, 0, 0, TimeSpan.Zero)));
        Assert.Equal(["head"], held.On(new(2026, 7, 19), new(2026, 9, 4, 0, 0, 0, TimeSpan.Zero)));
    }

    [Fact]
    public void An_empty_stretch_is_refused() =>
        Assert.Throws<ArgumentException>(() =>
            Array.Empty<Held<string>>().Say("head", first, first, begin)
        );
}
