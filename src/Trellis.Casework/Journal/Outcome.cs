namespace Trellis.Journal;

/// <summary>Why an act is not done: not an error, but what the rules say today.</summary>
/// <param name="Code">For programs; it never changes once published: "not-invited".</param>
/// <param name="Sentence">For people: what to do, in one plain sentence.</param>
public sealed record Refusal(string Code, string Sentence);

/// <summary>What a rule says of an act: what happened, why not, or that it would change nothing.</summary>
public abstract record Outcome<TEvent>
{
    private Outcome() { }

    public sealed record Happened(TEvent Event) : Outcome<TEvent>;

    public sealed record Refused(Refusal Why) : Outcome<TEvent>;

    /// <summary>Nothing changed, so nothing is written.</summary>
    public sealed record Unchanged : Outcome<TEvent>;

    public static implicit operator Outcome<TEvent>(TEvent happened) => new Happened(happened);

    public static implicit operator Outcome<TEvent>(Refusal why) => new Refused(why);
}
