using Trellis.Journal;
using Trellis.Mail;
using Trellis.PublicRecord;

namespace Trellis.Store;

/// <summary>A state as it is kept.</summary>
/// <param name="Version">Its edition, from 1: a form carries it, and who saves an older one is told.</param>
/// <param name="Entry">The journal's entry that made it so.</param>
public sealed record Kept<TState>(TState State, int Version, long Entry)
    where TState : State;

/// <summary>What became of an act.</summary>
public abstract record Done<TState>
    where TState : State
{
    private Done() { }

    /// <summary>It is written: state, journal and letters, or none of them.</summary>
    public sealed record Written(Kept<TState> After) : Done<TState>;

    /// <summary>It would have changed nothing, so nothing is written.</summary>
    public sealed record Unchanged(Kept<TState> Still) : Done<TState>;

    /// <summary>The rules say no.</summary>
    public sealed record Refused(Refusal Why) : Done<TState>;

    /// <summary>Somebody else saved first: what they did, and how it stands now.</summary>
    public sealed record Overtaken(Kept<TState> Now, Entry Theirs) : Done<TState>;

    /// <summary>This form was sent before; its first answer holds.</summary>
    /// <param name="Subject">The key of what it was done to.</param>
    public sealed record Again(string Subject, long Entry) : Done<TState>;
}

/// <summary>On what an act is conditional.</summary>
/// <param name="Version">The edition the person saw; 0 for what should not be there yet, null where it does not matter.</param>
/// <param name="Once">The key of the form, drawn when it was shown; a second post with it writes nothing. Null where doing it twice is the person's wish.</param>
public sealed record Conditions(int? Version = null, string? Once = null)
{
    public static readonly Conditions None = new();
}

/// <summary>What is written in the same transaction beside the state and the journal.</summary>
/// <param name="Letters">To send.</param>
/// <param name="Changes">To the public record.</param>
/// <param name="NotBefore">When the letters may leave; null for at once.</param>
public sealed record Alongside(
    IReadOnlyList<Letter> Letters,
    IReadOnlyList<PublicChange> Changes,
    DateTimeOffset? NotBefore = null
)
{
    public static readonly Alongside Nothing = new([], []);
}
