using Trellis.People;
using Trellis.Placements;
using Trellis.Procedures;
using Trellis.TrustPlaces;

namespace Trellis.Consistency;

/// <summary>Decided cases about fictional schools.</summary>
internal static class Decided
{
    public static readonly Quarter Third = Quarter.Parse("2026Q3");
    public static readonly Scope South = Scope.Parse("region:fictional-south");
    public static readonly DateOnly July = new(2026, 7, 14);
    public static readonly ProcedureId Joins = ProcedureId.Parse("transfer-single-joins");

    public static readonly SchoolThen Usual = new(Provision.Primary, 200, 20, 3, -4, 10, 8);

    public static Code Code(string text) => Procedures.Code.Parse(text);

    public static DecidedCase Case(
        int number,
        DateOnly? on = null,
        bool yes = true,
        Scope? region = null,
        SchoolThen? then = null,
        params IReadOnlyList<(string Criterion, Judgement Found)> judged
    ) =>
        new(
            Asking.Case(number),
            Joins,
            1,
            Asking.School(number),
            region ?? Asking.Region,
            on ?? July,
            Code(yes ? "approved" : "refused"),
            yes,
            [.. judged.Select(j => new Judged(Code(j.Criterion), j.Found))],
            then ?? Usual
        );

    public static ReportEdition Edition(params IReadOnlyList<DecidedCase> cases) =>
        ReportEdition.Of(Third, Matching.SnapshotMark.Parse("abc123"), 41, cases);

    /// <summary>A yes in May and a no in July about two schools that are alike to the last pupil; the second in another region.</summary>
    public static IReadOnlyList<DecidedCase> YesThenNo =>
        [
            Case(
                1,
                new(2026, 5, 5),
                judged: [("education", Judgement.Met), ("finance", Judgement.Met)]
            ),
            Case(
                2,
                yes: false,
                region: South,
                judged: [("education", Judgement.Met), ("finance", Judgement.NotMet)]
            ),
        ];
}
