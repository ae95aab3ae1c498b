using Trellis.Journal;
using Trellis.People;
using Trellis.Procedures;

namespace Trellis.Brokerage;

/// <summary>Notes something in a case for those who work on it; it is never public.</summary>
public sealed record WriteNote(CaseRef Ref, FreeText Words) : Act<BrokerageCase, NoteWritten>
{
    public const int Longest = 2000;

    public override string Subject => Ref.ToString();

    public override Outcome<NoteWritten> Apply(BrokerageCase? before, Occasion now) =>
        AtTheDesk.WhyNot(before, now.By) is { } no ? no
        : Words.Misfit("the note", Longest, "note", needed: true) is { } unfit ? unfit
        : new NoteWritten(Ref, ((Holder)now.By).Person, now.Today, Words.Kept());
}

/// <summary>Something was noted.</summary>
public sealed record NoteWritten(CaseRef Ref, PersonId By, DateOnly On, FreeText Words)
    : Event<BrokerageCase>
{
    public override BrokerageCase After(BrokerageCase? before, DateTimeOffset at) =>
        before! with
        {
            Notes = [.. before.Notes, new CaseNote(By, On, Words)],
        };
}
