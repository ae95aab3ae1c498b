using Trellis.Journal;
using Trellis.People;
using Trellis.Procedures;

namespace Trellis.Brokerage;

/// <summary>What a case aims at.</summary>
public enum TargetKind
{
    /// <summary>The day on which it is to be decided.</summary>
    Decision,

    /// <summary>The day on which the school is to open in its trust, or to move.</summary>
    Opening,
}

/// <summary>Says on which day something is to happen in a case, and, where it is another day than before, why.</summary>
/// <param name="Why">Null for the first day of its kind.</param>
/// <param name="Words">More about the reason; may be empty, and is never public.</param>
public sealed record SetTargetDay(
    CaseRef Ref,
    TargetKind Kind,
    DateOnly Day,
    DelayReason? Why,
    FreeText Words
) : Act<BrokerageCase, TargetDaySet>
{
    public const int Longest = 1000;

    public override string Subject => Ref.ToString();

    public override Outcome<TargetDaySet> Apply(BrokerageCase? before, Occasion now)
    {
        if (AtTheDesk.WhyNot(before, now.By) is { } no)
            return no;
        if (Day < before!.OpenedOn)
            return new Refusal(
                "too-early",
                $"The case was opened on {Spans.InWords(before.OpenedOn)}. Choose a later day."
            );
        if (Words.Misfit("more about it", Longest, "words") is { } unfit)
            return unfit;
        if (before.TargetOf(Kind) is not { } known)
            return new TargetDaySet(
                Ref,
                Kind,
                Day,
                now.Today,
                ((Holder)now.By).Person,
                null,
                Words.Kept()
            );
        if (known.Day == Day)
            return new Outcome<TargetDaySet>.Unchanged();
        return Why is null
            ? new Refusal(
                "reason-missing",
                $"The day was {Spans.InWords(known.Day)}. Say why it changes."
            )
            : new TargetDaySet(
                Ref,
                Kind,
                Day,
                now.Today,
                ((Holder)now.By).Person,
                Why,
                Words.Kept()
            );
    }
}

/// <summary>A day is aimed at.</summary>
public sealed record TargetDaySet(
    CaseRef Ref,
    TargetKind Kind,
    DateOnly Day,
    DateOnly On,
    PersonId By,
    DelayReason? Why,
    FreeText Words
) : Event<BrokerageCase>
{
    public override BrokerageCase After(BrokerageCase? before, DateTimeOffset at) =>
        before! with
        {
            Targets = [.. before.Targets, new TargetDay(Kind, Day, On, By, Why, Words)],
        };
}
