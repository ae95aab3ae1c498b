using Trellis.Procedures;

namespace Trellis.Brokerage;

/// <summary>What a case may be about: the procedure that leads it, and those that go beside it from its first day.</summary>
/// <param name="Main">The table that leads it; its name is the name of the kind.</param>
/// <param name="Beside">Those that every case of the kind has; what only some have, such as the consent of a diocese, comes with the school.</param>
public sealed record CaseKind(ProcedureId Main, IReadOnlyList<ProcedureId> Beside)
{
    public static readonly ProcedureId Consultation = ProcedureId.Parse("consultation");
    public static readonly ProcedureId ChurchConsent = ProcedureId.Parse("church-consent");
    public static readonly ProcedureId InterimSupport = ProcedureId.Parse("interim-support");
    public static readonly ProcedureId TrustMatch = ProcedureId.Parse("trust-match");
    public static readonly ProcedureId TrustInvitation = ProcedureId.Parse("trust-invitation");

    /// <summary>All kinds, as forms offer them.</summary>
    public static readonly IReadOnlyList<CaseKind> All = [Kind("academy-order")];

    /// <summary>The kind that a procedure leads; null where it leads none.</summary>
    public static CaseKind? Of(ProcedureId main) => All.FirstOrDefault(k => k.Main == main);

    private static CaseKind Kind(string main, params IReadOnlyList<ProcedureId> beside) =>
        new(ProcedureId.Parse(main), beside);
}
