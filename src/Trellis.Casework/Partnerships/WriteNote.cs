using Trellis.Journal;

namespace Trellis.Partnerships;

/// <summary>Writes what the members keep for each other; never public. All of it is given anew, so give <c>Conditions.Version</c> with it.</summary>
public sealed record WriteNote(PartnershipId Id, Voice By, FreeText Notes)
    : Act<Partnership, NoteWritten>
{
    public override string Subject => Id.ToString();

    public override Outcome<NoteWritten> Apply(Partnership? before, Occasion now)
    {
        if (before.MayNotChange(By, now) is { } why)
            return why;
        if (Rights.Unfit(Notes, "the note", Rights.LongestNote) is { } unfit)
            return unfit;
        return before!.Notes == Notes || !before.Notes.IsThere && !Notes.IsThere
            ? new Outcome<NoteWritten>.Unchanged()
            : new NoteWritten(Id, By.As, Notes, now.Today);
    }
}

/// <summary>What the members keep for each other was written.</summary>
public sealed record NoteWritten(PartnershipId Id, Party By, FreeText Notes, DateOnly On)
    : Event<Partnership>
{
    public override Partnership After(Partnership? before, DateTimeOffset at) =>
        before! with
        {
            Notes = Notes,
        };
}
