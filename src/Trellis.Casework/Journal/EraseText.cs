namespace Trellis.Journal;

/// <summary>Words of the journal at one place, to be erased or erased.</summary>
public sealed record Wording(TextPlace Place) : State
{
    public override string Key => Place.ToString();
}

/// <summary>Erases words of one entry that should not have been written, or may be kept no longer; the chain stays valid.</summary>
/// <remarks>Only the journal's copy: what shows the words elsewhere is changed by an act of its own.</remarks>
public sealed record EraseText(TextPlace Place) : Act<Wording, TextErased>, ITwoPeople
{
    /// <summary>Whether there are words at the place; the store sees to it in the same transaction.</summary>
    public bool IsThere { get; init; }

    public override string Subject => Place.ToString();

    public override Outcome<TextErased> Apply(Wording? before, Occasion now) =>
        MayErase(now.By) is { } why ? why
        : IsThere ? new TextErased([Place])
        : new Refusal(
            "words-not-there",
            "There are no words at this place, or they have been erased already."
        );

    public Refusal? MayConfirm(Actor second) => MayErase(second);

    private static Refusal? MayErase(Actor by) =>
        by is Program or { Role: "administrator" }
            ? null
            : new Refusal("not-yours-to-erase", "Ask an administrator to erase this.");
}

/// <summary>Words of the journal were erased.</summary>
public sealed record TextErased(IReadOnlyList<TextPlace> Erased) : Event<Wording>, IErases
{
    public override Wording After(Wording? before, DateTimeOffset at) => new(Erased[0]);
}
