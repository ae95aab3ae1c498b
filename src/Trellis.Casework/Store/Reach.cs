using Trellis.Journal;
using Trellis.Procedures;

namespace Trellis.Store;

/// <summary>Acts that reach beyond the state they are done to: what they need from other tables before, and what they do to them after.</summary>
internal static class Reaches
{
    private static readonly IReadOnlyList<Reach> all =
    [
        new PersonErasure(),
        new TextErasure(),
        new StepInCase(),
        new CorrectionInCase(),
        new AnswerBesideCases(),
        new RedactionReach<RedactAnswer, AnswerRedacted>(),
        new RedactionReach<AgreeToRedaction, RedactionAgreed>(),
        new RedactionReach<LiftRedaction, RedactionEnded>(),
        new RedactionReach<ReleaseRedaction, RedactionEnded>(),
        new RedactionReach<AskForReview, ReviewAsked>(),
        new RedactionReach<AnswerReview, ReviewAnswered>(),
        .. ConsultationReaches.All,
        new AgendaFromCases(),
        new InterestsOfCases(),
        new NoteOfCase(),
        .. ClosureReaches.All,
    ];

    /// <summary>How far an act reaches; null where it changes only its own state, as almost all do.</summary>
    public static Reach<TState, TEvent>? Of<TState, TEvent>(Act<TState, TEvent> act)
        where TState : State
        where TEvent : Event<TState>
    {
        foreach (var one in all)
            if (one is Reach<TState, TEvent> reach && reach.Act == act.GetType())
                return reach;
        return null;
    }
}

/// <summary>How an act reaches beyond its state.</summary>
internal abstract class Reach
{
    public abstract Type Act { get; }
}

/// <inheritdoc/>
internal abstract class Reach<TState, TEvent> : Reach
    where TState : State
    where TEvent : Event<TState>
{
    /// <summary>The act with what its rule has to know of other tables; in the transaction, with its subject already locked.</summary>
    public abstract Task<Act<TState, TEvent>> Complete(
        CaseworkDb db,
        Act<TState, TEvent> act,
        CancellationToken stop
    );

    /// <summary>What it does to other tables, once its entry has a number; in the same transaction. Most only have something to know, and do nothing.</summary>
    public virtual Task Then(
        CaseworkDb db,
        TState? before,
        TEvent happened,
        long entry,
        CancellationToken stop
    ) => Task.CompletedTask;
}
