using Trellis.Procedures;

namespace Trellis.Brokerage;

/// <summary>What a case may be about: the procedure that leads it, and those that go beside it from its first day.</summary>
/// <param name="Main">The table that leads it; its name is the name of the kind.</param>
/// <param name="Beside">Those that every case of the kind has; what only some have, such as the consent of a diocese, comes with the school.</param>
/// <param name="Later">Those that begin once the leading one has come so far: support as soon as a school waits for a trust.</param>
public sealed record CaseKind(
    ProcedureId Main,
    IReadOnlyList<ProcedureId> Beside,
    IReadOnlyList<LaterBeside> Later
)
{
    public static readonly ProcedureId Consultation = ProcedureId.Parse("consultation");
    public static readonly ProcedureId ChurchConsent = ProcedureId.Parse("church-consent");
    public static readonly ProcedureId InterimSupport = ProcedureId.Parse("interim-support");
    public static readonly ProcedureId TrustMatch = ProcedureId.Parse("trust-match");
    public static readonly ProcedureId TrustInvitation = ProcedureId.Parse("trust-invitation");

    /// <summary>All kinds, as forms offer them.</summary>
    public static readonly IReadOnlyList<CaseKind> All =
    [
        Kind(
            "academy-order",
            [Consultation],
            ("order-made", InterimSupport),
            ("unmatched", TrustMatch)
        ),
        Kind("transfer-single-joins", [Consultation]),
        Kind("transfer-single-forms", [Consultation]),
        Kind(
            "transfer-underperforming",
            [Consultation],
            ("minded", InterimSupport),
            ("minded", TrustMatch)
        ),
        Kind("trust-closes", [Consultation], ("programme", InterimSupport)),
        Kind("transfer-by-consent", [Consultation]),
        Kind("request-to-leave", []),
    ];

    /// <summary>The kind that a procedure leads; null where it leads none.</summary>
    public static CaseKind? Of(ProcedureId main) => All.FirstOrDefault(k => k.Main == main);

    private static CaseKind Kind(
        string main,
        IReadOnlyList<ProcedureId> beside,
        params IReadOnlyList<(string At, ProcedureId Procedure)> later
    ) =>
        new(
            ProcedureId.Parse(main),
            beside,
            [.. later.Select(l => new LaterBeside(Code.Parse(l.At), l.Procedure))]
        );
}

/// <summary>A procedure that begins once the one that leads the case has come so far.</summary>
/// <param name="At">The state of the leading one.</param>
public sealed record LaterBeside(Code At, ProcedureId Procedure);
