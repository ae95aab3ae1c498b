using Trellis.Journal;
using Trellis.Procedures;

namespace Trellis.Consultations;

/// <summary>Takes the reply of somebody without an account, once its address is confirmed; it goes together with <see cref="CountReply"/>.</summary>
public sealed record GiveReply(
    ReplyKey Id,
    CaseId To,
    Replier As,
    ReplyView View,
    FreeText Words,
    FreeText Address
) : Act<PersonReply, ReplyGiven>
{
    public override string Subject => Id.ToString();

    public override Outcome<ReplyGiven> Apply(PersonReply? before, Occasion now) =>
        before is not null
            ? new Refusal(
                "replied-already",
                $"A reply from this address was counted on {Spans.InWords(before.On)}. Each address replies once, and the first reply stays."
            )
        : now.By is not Program ? new Refusal("not-by-hand", "Replies are confirmed by letter.")
        : Words.Misfit("what you think of it", PersonReply.LongestWords, "words") is { } unfit
            ? unfit
        : new ReplyGiven(Id, To, As, View, Words.Kept(), Address, now.Today);
}

/// <summary>Somebody without an account replied.</summary>
public sealed record ReplyGiven(
    ReplyKey Id,
    CaseId To,
    Replier As,
    ReplyView View,
    FreeText Words,
    FreeText Address,
    DateOnly On
) : Event<PersonReply>
{
    public override PersonReply After(PersonReply? before, DateTimeOffset at) =>
        new(Id, To, As, View, Words, Address, On, null);
}
