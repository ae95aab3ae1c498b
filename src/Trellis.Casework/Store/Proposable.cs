using System.Text.Json;
using Trellis.Journal;
using Trellis.People;

namespace Trellis.Store;

/// <summary>The acts that two people do; a new one adds its line here.</summary>
internal abstract class Proposable
{
    public static readonly IReadOnlyList<Proposable> All =
    [
        new Proposable<ErasePerson, Person, PersonErased>(),
        new Proposable<EraseText, Wording, TextErased>(),
    ];

    /// <summary>The act of a name; null where no such act is done by two people.</summary>
    public static Proposable? Of(string act) => All.FirstOrDefault(p => p.Name == act);

    public abstract string Name { get; }

    public abstract string Write(object act);

    /// <summary>Why somebody cannot confirm it; null where they can.</summary>
    public abstract Refusal? MayConfirm(string json, Actor second);

    /// <summary>Does it in the transaction that confirms it.</summary>
    /// <returns>Why not, or what of the words erased by it has to be wiped once it is committed.</returns>
    public abstract Task<(Refusal? Why, Casework.Wiped? After)> Carry(
        CaseworkDb db,
        string json,
        Occasion both,
        CancellationToken stop
    );
}

/// <inheritdoc/>
/// <param name="beside">What is written with it; null where nothing is.</param>
internal sealed class Proposable<TAct, TState, TEvent>(
    Func<TEvent, TState, Alongside>? beside = null
) : Proposable
    where TAct : Act<TState, TEvent>, ITwoPeople
    where TState : State
    where TEvent : Event<TState>
{
    public override string Name => Naming.Of(typeof(TAct));

    public override string Write(object act) => ActJson.Write((TAct)act);

    public override Refusal? MayConfirm(string json, Actor second) =>
        Act(json, out var act) is { } why ? why : act!.MayConfirm(second);

    public override async Task<(Refusal? Why, Casework.Wiped? After)> Carry(
        CaseworkDb db,
        string json,
        Occasion both,
        CancellationToken stop
    )
    {
        if (Act(json, out var act) is { } unreadable)
            return (unreadable, null);
        Casework.Wiped? after = null;
        var done = await Casework.DoWithin(
            db,
            act!,
            both,
            Conditions.None,
            (happened, state) =>
            {
                after = Casework.Wiped.By(happened);
                return beside?.Invoke(happened, state) ?? Alongside.Nothing;
            },
            stop
        );
        return done switch
        {
            Done<TState>.Written => (null, after),
            Done<TState>.Refused no => (no.Why, null),
            _ => (Casework.AlreadySo, null),
        };
    }

    private static Refusal? Act(string json, out TAct? act)
    {
        act = null;
        try
        {
            act = ActJson.Read<TAct>(json);
            return null;
        }
        catch (JsonException)
        {
            return new Refusal(
                "proposal-gone",
                "What was proposed cannot be read by this version. Decline it and propose it again."
            );
        }
    }
}
