using Trellis.Journal;
using Trellis.Procedures;

namespace Trellis.Consultations;

/// <summary>Makes the place for the replies to a consultation that was opened; the program does.</summary>
/// <param name="Secret">Nobody can guess it.</param>
public sealed record TakeReplies(CaseId Id, FreeText Secret) : Act<Consultation, RepliesTaken>
{
    public override string Subject => Id.ToString();

    /// <summary>The consultation as its procedure has it; the store fills it in within the transaction.</summary>
    public ConsultationTerms? Terms { get; init; }

    public override Outcome<RepliesTaken> Apply(Consultation? before, Occasion now) =>
        Terms is not { Opens: not null } terms ? NotThere
        : before is null ? new RepliesTaken(Id, terms.Case, Secret)
        : new Outcome<RepliesTaken>.Unchanged();

    internal static readonly Refusal NotThere = new(
        "no-consultation",
        "There is no consultation here that takes replies."
    );
}

/// <summary>Replies to a consultation are taken.</summary>
public sealed record RepliesTaken(CaseId Id, CaseRef Of, FreeText Secret) : Event<Consultation>
{
    public override Consultation After(Consultation? before, DateTimeOffset at) =>
        new(Id, Of, Secret, [], [], [], null, null);
}
