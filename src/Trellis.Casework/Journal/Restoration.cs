namespace Trellis.Journal;

/// <summary>A store that was put back from a backup, and what had to be taken out of it again.</summary>
/// <param name="Of">The hash at which the backup ended.</param>
public sealed record Restoration(EntryHash Of) : State
{
    public override string Key => Of.ToString();
}

/// <summary>Words that were erased after a backup was taken came back with it, and were taken out again before anybody could read them.</summary>
/// <remarks>The entry that first erased them came after the backup and is not in it: this one answers for the gap in its place.</remarks>
/// <param name="Erased">Where they stood.</param>
public sealed record WordsForgottenAgain(EntryHash Of, IReadOnlyList<TextPlace> Erased)
    : Event<Restoration>,
        IErases
{
    public override Restoration After(Restoration? before, DateTimeOffset at) => new(Of);
}
