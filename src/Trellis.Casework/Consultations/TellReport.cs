using Trellis.Journal;
using Trellis.Procedures;

namespace Trellis.Consultations;

/// <summary>Writes to those who replied without an account that the report is there; the program does, once.</summary>
public sealed record TellReport(CaseId Id) : Act<Consultation, ReportTold>
{
    public override string Subject => Id.ToString();

    /// <inheritdoc cref="TakeReplies.Terms"/>
    public ConsultationTerms? Terms { get; init; }

    public override Outcome<ReportTold> Apply(Consultation? before, Occasion now) =>
        before is null || Terms is not { } terms ? TakeReplies.NotThere
        : before.ToldOn is not null ? new Outcome<ReportTold>.Unchanged()
        : now.By is not Program
            ? new Refusal(
                "not-by-hand",
                "The program writes these letters once the report is there."
            )
        : terms.At != ConsultationTerms.Reported
            ? new Refusal("no-report", "There is no report yet.")
        : new ReportTold(Id, now.Today);
}

/// <summary>Those who replied were written to about the report.</summary>
public sealed record ReportTold(CaseId Id, DateOnly On) : Event<Consultation>
{
    public override Consultation After(Consultation? before, DateTimeOffset at) =>
        before! with
        {
            ToldOn = On,
        };
}
