using Trellis.Journal;

namespace Trellis.Retention;

/// <summary>How many things a rule took away.</summary>
public sealed record RetentionCount(RuleId Rule, int Number);

/// <summary>What the rules of keeping took away on a day.</summary>
public sealed record RetentionDone(DateOnly Day, IReadOnlyList<RetentionCount> Counts) : State
{
    public override string Key => Day.ToString("yyyy-MM-dd");
}

/// <summary>Writes down what the daily job took away; a day on which nothing was due has no entry.</summary>
public sealed record CarryOutRetention(DateOnly Day, IReadOnlyList<RetentionCount> Counts)
    : Act<RetentionDone, RetentionCarriedOut>
{
    public override string Subject => Day.ToString("yyyy-MM-dd");

    public override Outcome<RetentionCarriedOut> Apply(RetentionDone? before, Occasion now) =>
        now.By is not Journal.Program
            ? new Refusal(
                "not-yours-to-carry-out",
                "The program carries out the rules of keeping each day; nobody does it by hand."
            )
        : Counts.Any(c => c.Number > 0)
            ? new RetentionCarriedOut(Day, [.. Counts.Where(c => c.Number > 0)])
        : before is null ? new Refusal("nothing-due", "Nothing is due today.")
        : new Outcome<RetentionCarriedOut>.Unchanged();
}

/// <summary>The rules of keeping were carried out, and took something away.</summary>
public sealed record RetentionCarriedOut(DateOnly Day, IReadOnlyList<RetentionCount> Counts)
    : Event<RetentionDone>
{
    public override RetentionDone After(RetentionDone? before, DateTimeOffset at) =>
        new(
            Day,
            [
                .. (before?.Counts ?? [])
                    .Concat(Counts)
                    .GroupBy(c => c.Rule)
                    .Select(g => new RetentionCount(g.Key, g.Sum(c => c.Number))),
            ]
        );
}
