using Trellis.Brokerage;
using Trellis.Journal;
using Trellis.Procedures;

namespace Trellis.Consultations;

/// <summary>Ends the taking of replies, so that their counts by view become public; the program does, once the consultation is no longer open.</summary>
public sealed record CloseReplies(CaseId Id) : Act<Consultation, RepliesClosed>
{
    public override string Subject => Id.ToString();

    /// <inheritdoc cref="TakeReplies.Terms"/>
    public ConsultationTerms? Terms { get; init; }

    public override Outcome<RepliesClosed> Apply(Consultation? before, Occasion now) =>
        before is null || Terms is not { } terms ? TakeReplies.NotThere
        : before.CountedOn is not null ? new Outcome<RepliesClosed>.Unchanged()
        : now.By is not Program
            ? new Refusal("not-by-hand", "The program counts replies once the last day is over.")
        : terms.At == ConsultationTerms.Open && !terms.IsStopped && now.Today <= terms.Closes
            ? new Refusal("still-open", "Replies count up to the end of the closing day.")
        : new RepliesClosed(Id, now.Today);
}

/// <summary>No reply is taken any more.</summary>
public sealed record RepliesClosed(CaseId Id, DateOnly On) : Event<Consultation>
{
    public override Consultation After(Consultation? before, DateTimeOffset at) =>
        before! with
        {
            CountedOn = On,
        };
}

/// <summary>Closes a consultation on the morning after its last day; the program does, as whoever opened it set the day.</summary>
public sealed record CloseConsultation(CaseId Id) : Act<ProcedureCase, ConsultationClosed>
{
    private static readonly Code close = Code.Parse("close");

    public override string Subject => Id.ToString();

    public override Outcome<ConsultationClosed> Apply(ProcedureCase? before, Occasion now) =>
        ConsultationTerms.Of(before) is not { Closes: { } last } terms
        || before!.Procedure != CaseKind.Consultation
            ? TakeReplies.NotThere
        : terms.At != ConsultationTerms.Open || terms.IsStopped
            ? new Outcome<ConsultationClosed>.Unchanged()
        : now.By is not Program
            ? new Refusal("not-by-hand", "Take the step that closes the consultation.")
        : now.Today <= last
            ? new Refusal("still-open", "Replies count up to the end of the closing day.")
        : new ConsultationClosed(Id, close, ConsultationTerms.Closed, now.Today);
}

/// <summary>A consultation closed because its last day was over.</summary>
public sealed record ConsultationClosed(CaseId Id, Code Step, Code To, DateOnly On)
    : Event<ProcedureCase>
{
    public override ProcedureCase After(ProcedureCase? before, DateTimeOffset at)
    {
        // It stands in the name of whoever set the day; the journal says that the program did it.
        var opened = before!.History.Last(t => t.Step == ConsultationTerms.Open);
        return before with
        {
            History =
            [
                .. before.History,
                new Taken(
                    Step,
                    opened.Side,
                    opened.By,
                    opened.Person,
                    opened.As,
                    On,
                    [],
                    null,
                    false,
                    To
                ),
            ],
            At = To,
            Since = On,
            Entered = before.History.Count + 1,
            // What nobody recorded nobody corrects.
            Before = null,
        };
    }
}
