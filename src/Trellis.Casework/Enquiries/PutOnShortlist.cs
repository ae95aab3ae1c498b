using Trellis.Journal;
using Trellis.Partnerships;

namespace Trellis.Enquiries;

/// <summary>Puts somebody on one's shortlist, or changes the note beside them.</summary>
public sealed record PutOnShortlist(Voice By, Party Who, FreeText Note)
    : Act<Shortlist, PartyShortlisted>
{
    public override string Subject => By.As.ToString();

    public override Outcome<PartyShortlisted> Apply(Shortlist? before, Occasion now)
    {
        if (!By.MaySpeak(now.By))
            return new Refusal("not-your-party", "Keep a shortlist of your own school.");
        if (Who == By.As)
            return new Refusal("lists-itself", "Choose another school.");
        if (Note.Misfit("a note", Shortlist.LongestNote, "note") is { } unfit)
            return unfit;
        var note = Note.Kept();
        var was = before?.Listed.FirstOrDefault(l => l.Who == Who);
        if (was is not null && was.Note == note)
            return new Outcome<PartyShortlisted>.Unchanged();
        return was is null && before?.Listed.Count >= Shortlist.Most
            ? new Refusal(
                "full",
                $"A shortlist holds {Shortlist.Most} schools. Take one away first."
            )
            : new PartyShortlisted(By.As, Who, note, now.Today);
    }
}

/// <summary>Somebody is on a shortlist.</summary>
public sealed record PartyShortlisted(Party Of, Party Who, FreeText Note, DateOnly On)
    : Event<Shortlist>
{
    public override Shortlist After(Shortlist? before, DateTimeOffset at) =>
        new(
            Of,
            [.. (before?.Listed ?? []).Where(l => l.Who != Who), new Shortlisted(Who, Note, On)]
        );
}
