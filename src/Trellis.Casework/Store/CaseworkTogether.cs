using Trellis.Journal;

namespace Trellis.Store;

/// <summary>An act among several that are done together.</summary>
public abstract class Doing
{
    internal abstract (string Kind, string Key) Subject { get; }

    internal abstract Task<Refusal?> Do(CaseworkDb db, Occasion now, CancellationToken stop);

    /// <param name="conditions">As for an act by itself; the form's key belongs to the first.</param>
    /// <param name="beside">What to write with it, of what came of it.</param>
    public static Doing Of<TState, TEvent>(
        Act<TState, TEvent> act,
        Conditions? conditions = null,
        Func<TEvent, TState, Alongside>? beside = null
    )
        where TState : State
        where TEvent : Event<TState> => new One<TState, TEvent>(act, conditions, beside);

    private sealed class One<TState, TEvent>(
        Act<TState, TEvent> act,
        Conditions? conditions,
        Func<TEvent, TState, Alongside>? beside
    ) : Doing
        where TState : State
        where TEvent : Event<TState>
    {
        internal override (string Kind, string Key) Subject =>
            (Naming.Of(typeof(TState)), act.Subject);

        internal override async Task<Refusal?> Do(
            CaseworkDb db,
            Occasion now,
            CancellationToken stop
        ) =>
            await Casework.DoWithin(
                db,
                act,
                now,
                conditions ?? Conditions.None,
                beside,
                stop
            ) switch
            {
                Done<TState>.Refused no => no.Why,
                Done<TState>.Overtaken => new Refusal(
                    "overtaken",
                    "Somebody recorded something first. Look at it, and send yours again."
                ),
                Done<TState>.Again => new Refusal("sent-already", "This was sent already."),
                _ => null,
            };
    }
}

public sealed partial class Casework
{
    /// <summary>Does several acts in one transaction, in their order: each has its entry in the journal, and all are written or none.</summary>
    /// <remarks>Whatever they are done to is locked first and in one order, so that two that meet wait for each other and never for ever.</remarks>
    /// <returns>Why not, of the first that is refused; null where all are written.</returns>
    /// <exception cref="StoreUnavailableException">Nothing was written, or the answer was lost on the way.</exception>
    public Task<Refusal?> DoTogether(
        IReadOnlyList<Doing> acts,
        Occasion now,
        CancellationToken stop = default
    ) =>
        InLine(
            async db =>
            {
                await using var whole = await db.Database.BeginTransactionAsync(stop);
                foreach (
                    var (kind, key) in acts.Select(a => a.Subject)
                        .Distinct()
                        .OrderBy(s => s.Kind, StringComparer.Ordinal)
                        .ThenBy(s => s.Key, StringComparer.Ordinal)
                )
                    await Lock(db, kind, key, stop);
                foreach (var act in acts)
                    if (await act.Do(db, now, stop) is { } why)
                        return why;
                await whole.CommitAsync(CancellationToken.None);
                return (Refusal?)null;
            },
            stop
        );
}
