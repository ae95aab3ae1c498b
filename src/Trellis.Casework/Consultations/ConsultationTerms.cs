using Trellis.Brokerage;
using Trellis.Closures;
using Trellis.Journal;
using Trellis.Partnerships;
using Trellis.People;
using Trellis.Procedures;

namespace Trellis.Consultations;

/// <summary>What a reply has to know of the consultation it is to.</summary>
/// <param name="At">The state in which its procedure is: planned, open, closed, reported, bypassed.</param>
/// <param name="Opens">Null before it was opened.</param>
/// <param name="Closes">The last day on which replies count.</param>
/// <param name="Ranks">Whether the schools are asked to put trusts in order.</param>
/// <param name="Schools">Whom the case is about.</param>
/// <param name="Region">Whose officers read every reply.</param>
/// <param name="RunBy">Who opened it, and so reads every reply too; null before.</param>
public sealed record ConsultationTerms(
    CaseId Id,
    CaseRef Case,
    Code At,
    DateOnly? Opens,
    DateOnly? Closes,
    bool IsStopped,
    bool Ranks,
    IReadOnlyList<Scope> Schools,
    Scope? Region,
    Scope? RunBy
)
{
    public static readonly Code Planned = Code.Parse("planned");
    public static readonly Code Open = Code.Parse("open");
    public static readonly Code Closed = Code.Parse("closed");
    public static readonly Code Reported = Code.Parse("reported");
    public static readonly Code Bypassed = Code.Parse("bypassed");

    private static readonly Code opensOn = Code.Parse("opens-on");
    private static readonly Code closesOn = Code.Parse("closes-on");
    private static readonly Code ranking = Code.Parse("ranking");
    private static readonly Code yes = Code.Parse("yes");

    /// <summary>Those of a procedure; null where it is no consultation of a case, and no closing trust whose plan is published for views.</summary>
    public static ConsultationTerms? Of(ProcedureCase? given) =>
        given is { Of: { } whole } && given.Procedure == CaseKind.Consultation
            ? new(
                given.Id,
                whole,
                given.At,
                given.AnswerTo(opensOn)?.Day,
                given.AnswerTo(closesOn)?.Day,
                given.Stopped is not null,
                given.AnswerTo(ranking)?.Chosen.Contains(yes) == true,
                Over(given, ScopeKind.School),
                Over(given, ScopeKind.Region) is [var region, ..] ? region : null,
                given.History.LastOrDefault(t => t.Step == Open)?.By.Over
            )
        : given is { Of: { } closing } && given.Procedure == ClosureTerms.Table
            ? OfPlan(given, closing)
        : null;

    private static readonly Code viewsFrom = Code.Parse("views-from");
    private static readonly Code viewsUntil = Code.Parse("views-until");

    /// <summary>Views on the plan of a closing trust are given, counted and read as replies are; they come besides each school's own consultation.</summary>
    private static ConsultationTerms OfPlan(ProcedureCase given, CaseRef whole) =>
        new(
            given.Id,
            whole,
            given.At == ClosureTerms.PublicViews ? Open
                : given.AnswerTo(viewsUntil) is null ? Planned
                : Reported,
            given.AnswerTo(viewsFrom)?.Day,
            given.AnswerTo(viewsUntil)?.Day,
            given.Stopped is not null,
            false,
            Over(given, ScopeKind.School),
            Over(given, ScopeKind.Region) is [var region, ..] ? region : null,
            null
        );

    /// <summary>Whether replies count on a day.</summary>
    public bool TakesRepliesOn(DateOnly day) =>
        At == Open && !IsStopped && Opens <= day && day <= Closes;

    /// <summary>Why no reply counts on a day; null where one does.</summary>
    public Refusal? WhyClosed(DateOnly day) =>
        TakesRepliesOn(day) ? null
        : IsStopped ? new Refusal("consultation-stopped", "This consultation was given up.")
        : Opens is not { } first ? new Refusal("not-open-yet", "This consultation is not open yet.")
        : day < first
            ? new Refusal(
                "not-open-yet",
                $"This consultation opens on {Spans.InWords(first)}. Reply from that day on."
            )
        : new Refusal(
            "consultation-closed",
            $"This consultation closed on {Spans.InWords(Closes!.Value)}. Replies that come later do not count."
        );

    /// <summary>Whether somebody reads every reply, also those of people without an account.</summary>
    public bool MayRead(Actor by) =>
        by is Holder { As: { } held }
        && (
            (held.Role is Role.RegionOfficer or Role.DecisionMaker && held.Over == Region)
            || (held.Role is Role.Head or Role.TrustOfficer && held.Over == RunBy)
        );

    /// <summary>Whether somebody may reply in an organisation's name.</summary>
    /// <param name="body">Of a school: its trust or local authority, as the register of schools names it.</param>
    public static bool MaySpeak(Actor by, Scope organisation, Scope? body) =>
        Party.Of(organisation) is { } party
            ? new Voice(party, body).MaySpeak(by)
            : by is Holder { As: { Role: Role.DiocesanOfficer, Over: var own } }
                && own == organisation;

    private static IReadOnlyList<Scope> Over(ProcedureCase given, ScopeKind kind) =>
        [.. given.Parties.Select(p => p.Over).Where(o => o.Kind == kind).Distinct()];
}
