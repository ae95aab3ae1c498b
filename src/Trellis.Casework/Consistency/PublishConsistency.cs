using Trellis.Journal;
using Trellis.People;

namespace Trellis.Consistency;

/// <summary>Publishes an edition of a quarter. The program does it by itself: nobody chooses when, or leaves one out.</summary>
/// <param name="Edition">As it was worked out; its number and day are given here.</param>
public sealed record PublishConsistency(Quarter Quarter, ReportEdition Edition)
    : Act<ConsistencyReport, ConsistencyPublished>
{
    /// <summary>So many days after a quarter its first edition is published: decisions are recorded by then.</summary>
    public const int DaysAfter = 14;

    public override string Subject => Quarter.ToString();

    public override Outcome<ConsistencyPublished> Apply(ConsistencyReport? before, Occasion now)
    {
        if (now.By is Holder)
            return new Refusal(
                "not-by-hand",
                "A quarter is published by the program, and by nobody else."
            );
        if (now.Today < FirstDay(Quarter))
            return new Refusal(
                "too-early",
                $"A quarter is published {DaysAfter} days after it has ended."
            );
        if (Edition.Audit.Quarter != Quarter)
            return new Refusal("other-quarter", "This was worked out for another quarter.");
        if (before?.Editions is [.., var last] && last.RestsOnTheSame(Edition))
            return new Outcome<ConsistencyPublished>.Unchanged();
        return new ConsistencyPublished(
            Quarter,
            Edition with
            {
                Number = (before?.Editions.Count ?? 0) + 1,
                On = now.Today,
            }
        );
    }

    /// <summary>The first day on which a quarter can be published.</summary>
    public static DateOnly FirstDay(Quarter quarter) => quarter.Last.AddDays(DaysAfter + 1);
}

/// <summary>An edition of a quarter was published.</summary>
public sealed record ConsistencyPublished(Quarter Quarter, ReportEdition Edition)
    : Event<ConsistencyReport>
{
    public override ConsistencyReport After(ConsistencyReport? before, DateTimeOffset at) =>
        before is null
            ? new ConsistencyReport(Quarter, [Edition], [])
            : before with
            {
                Editions = [.. before.Editions, Edition],
            };
}
