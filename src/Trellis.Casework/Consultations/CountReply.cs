using Trellis.Journal;
using Trellis.Procedures;

namespace Trellis.Consultations;

/// <summary>Counts the reply of somebody without an account.</summary>
public sealed record CountReply(CaseId Id, Replier As, ReplyView View)
    : Act<Consultation, ReplyCounted>
{
    public override string Subject => Id.ToString();

    /// <inheritdoc cref="TakeReplies.Terms"/>
    public ConsultationTerms? Terms { get; init; }

    public override Outcome<ReplyCounted> Apply(Consultation? before, Occasion now) =>
        Terms is not { } terms || before is null ? TakeReplies.NotThere
        : now.By is not Program ? new Refusal("not-by-hand", "Replies are confirmed by letter.")
        : terms.WhyClosed(now.Today) is { } closed ? closed
        : new ReplyCounted(Id, As, View);
}

/// <summary>A reply was counted.</summary>
public sealed record ReplyCounted(CaseId Id, Replier As, ReplyView View) : Event<Consultation>
{
    public override Consultation After(Consultation? before, DateTimeOffset at) =>
        before! with
        {
            People =
            [
                .. before.People.Where(c => c.As < As),
                (before.People.FirstOrDefault(c => c.As == As) ?? new ReplyCount(As, 0, 0, 0)).Plus(
                    View
                ),
                .. before.People.Where(c => c.As > As),
            ],
        };
}
