namespace Trellis.Journal;

/// <summary>Something a person does, named in the imperative: the rule that says what comes of it is pure.</summary>
/// <typeparam name="TState">What it is done to.</typeparam>
/// <typeparam name="TEvent">What happened, in the past tense.</typeparam>
public abstract record Act<TState, TEvent>
    where TState : State
    where TEvent : Event<TState>
{
    /// <summary>The key of what it is done to; it may not exist yet.</summary>
    public abstract string Subject { get; }

    /// <summary>What comes of it.</summary>
    /// <param name="before">As it stands; null where it does not exist yet.</param>
    public abstract Outcome<TEvent> Apply(TState? before, Occasion now);
}

/// <summary>What acts are done to: a person, a statement, a case. Immutable; an event makes the next one.</summary>
public abstract record State
{
    /// <summary>Which one it is, among those of its kind; never a name or anything else that may have to be erased.</summary>
    public abstract string Key { get; }
}

/// <summary>What happened. Its properties are ids, codes, dates and numbers, which the journal's chain holds for ever, or <see cref="FreeText"/>, of which the chain holds a salted digest.</summary>
public abstract record Event<TState>
    where TState : State
{
    /// <summary>What it was done to, after it.</summary>
    /// <param name="at">The instant from which it is known.</param>
    public abstract TState After(TState? before, DateTimeOffset at);
}

/// <summary>Who does something, in which role, when and why.</summary>
/// <param name="By">Who.</param>
/// <param name="At">The instant, in UTC.</param>
/// <param name="Today">The legal day: the date in London at that instant.</param>
/// <param name="Why">The reason given; empty where the act needs none.</param>
public sealed record Occasion(Actor By, DateTimeOffset At, DateOnly Today, FreeText Why = default);

/// <summary>Who acts: a person in a role, the program itself, or whoever holds its terminal.</summary>
/// <remarks>All of it follows from the kind of actor, so that one changed by <c>with</c> is never half another.</remarks>
public abstract record Actor
{
    /// <summary>Of a person, opaque; "program" and "terminal" for the other two.</summary>
    public abstract string Id { get; }

    /// <summary>As the journal keeps it: "head".</summary>
    public abstract string Role { get; }

    /// <summary>Over what: "school:100000".</summary>
    public abstract string Scope { get; }

    /// <summary>The person who confirmed it where two are needed, else null.</summary>
    public virtual string? Second => null;
}

/// <summary>The program itself, carrying out a job.</summary>
/// <param name="Job">Which: "publish-head".</param>
public sealed record Program(string Job) : Actor
{
    public override string Id => "program";
    public override string Role => Job;
    public override string Scope => "everywhere";
}

/// <summary>Whoever may run the program on the machine that holds the store; needed once, to make the first administrator.</summary>
public sealed record Terminal : Actor
{
    public override string Id => "terminal";
    public override string Role => "operator";
    public override string Scope => "everywhere";
}
