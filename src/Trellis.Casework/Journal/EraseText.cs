namespace Trellis.Journal;

/// <summary>Words of the journal at one place, to be erased or erased.</summary>
public sealed record Wording(TextPlace Place) : State
{
    public override string Key => Place.ToString();
}

/// <summary>Erases words that should not have been written, or may be kept no longer; the chain stays valid.</summary>
/// <remarks>
/// The same words go wherever they stand in what the entry was done to: in its other entries, in the document itself,
/// in the public record and in its letters. What others wrote elsewhere stays, however alike. What a person is called is
/// erased with the person.
/// </remarks>
public sealed record EraseText(TextPlace Place) : Act<Wording, TextErased>, ITwoPeople
{
    /// <summary>Whether there are words at the place; the store sees to it in the same transaction.</summary>
    public bool IsThere { get; init; }

    /// <summary>Whether all that was ever typed into the same document goes with it, as a rule of keeping asks.</summary>
    public bool Whole { get; init; }

    /// <summary>The other places that it takes; the store finds them in the same transaction.</summary>
    public IReadOnlyList<TextPlace> Also { get; init; } = [];

    public override string Subject => Place.ToString();

    public override Outcome<TextErased> Apply(Wording? before, Occasion now) =>
        MayErase(now.By) is { } why ? why
        : Whole && now.By is not Program
            ? new Refusal(
                "not-yours-to-erase",
                "Only a rule of keeping erases all words of a document."
            )
        : IsThere ? new TextErased([Place, .. Also])
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
