using Trellis.Brokerage;
using Trellis.Components;
using Trellis.Pages.Decisions;
using Trellis.Procedures;

namespace Trellis.Pages.Waiting;

/// <summary>How far a school is that has to join a trust.</summary>
public enum WaitStage
{
    /// <summary>No trust is found, or the one that was found has given up.</summary>
    ForTrust,

    /// <summary>A trust is named; the work with it has not begun.</summary>
    Matched,

    /// <summary>The trust and the school look into everything and prepare.</summary>
    DueDiligence,

    /// <summary>The agreement is signed, or all is ready; the day itself is awaited.</summary>
    Agreed,

    /// <summary>It is in its trust.</summary>
    Open,

    /// <summary>It came to another end.</summary>
    Ended,
}

/// <summary>Something that the system owes a school that waits.</summary>
/// <param name="Words">What: "Arrange support while it waits".</param>
/// <param name="By">Until when.</param>
/// <param name="DoneOn">The day on which it was done; null while it is owed.</param>
/// <param name="Said">What was done, in the published words; empty where nothing is published.</param>
/// <param name="Months">After how many months without a trust somebody higher up is told; 0 for what is no such step.</param>
public sealed record Owed(string Words, DateOnly? By, DateOnly? DoneOn, string Said, int Months)
{
    /// <summary>Whether its day has gone without its having been done.</summary>
    public bool IsLate(DateOnly day) => DoneOn is null && By is { } by && day > by;
}

/// <summary>The support that a school has while it waits, as published.</summary>
/// <param name="By">Who gives it, in words.</param>
/// <param name="Until">Until when, in words.</param>
public sealed record WaitSupport(
    string By,
    string ArrangedBy,
    DateOnly From,
    string Until,
    string What
);

/// <summary>The clock of one case in which a school waits, worked out from what is published of it alone.</summary>
/// <remarks>How sure anybody is of the support, and why trusts declined, are never told of one school.</remarks>
public sealed class WaitClock
{
    /// <summary>Support has to be arranged within so many working days: a rule of this system, as the table of that support says.</summary>
    public const int SupportWithin = 20;

    /// <summary>After so many months without a trust, who is told.</summary>
    public static readonly IReadOnlyList<(int Months, string Who)> Steps =
    [
        (6, "the regional director"),
        (9, "the director general"),
        (12, "the minister"),
        (24, "the minister again"),
    ];

    private WaitClock(CaseOnRecord one, DateOnly since)
    {
        (Case, Since) = (one, since);
        var match = Part(one, CaseKind.TrustMatch);
        var given = Last(one, "gave-up-on", "withdrew-on");
        MatchedOn =
            Last(one, "matched-on", "willing-on") is { } on && !(given >= on)
                ? on
                : (DateOnly?)null;
        DiligenceOn = MatchedOn is null ? null : Last(one, "kick-off-on");
        AgreedOn = DiligenceOn is null ? null : Last(one, "signed-on", "ready-on");
        OpenOn = Last(one, "opened-on", "transferred-on", "joined-on");
        var over = one.IsOver || match is { State: "not-matched" };
        EndedOn =
            OpenOn
            ?? (one.IsOver ? one.Since : (DateOnly?)null)
            ?? (match is { State: "not-matched" } ? match.Since : (DateOnly?)null);
        Stage =
            OpenOn is not null ? WaitStage.Open
            : over ? WaitStage.Ended
            : MatchedOn is null ? WaitStage.ForTrust
            : AgreedOn is not null ? WaitStage.Agreed
            : DiligenceOn is not null ? WaitStage.DueDiligence
            : WaitStage.Matched;
        Days = Math.Max(0, (EndedOn ?? one.Day).DayNumber - since.DayNumber);
        SoughtSince = match?.AnswerTo("needed-on")?.Day ?? Last(one, "search-on") ?? since;
        Support = SupportOf(one);
        Duties = [.. DutiesOf(one, match)];
        Reason = one.Main?.AnswerTo("category")?.Chosen is [var why, ..] ? why : one.KindWords;
    }

    public CaseOnRecord Case { get; }

    /// <summary>The day of the order; for a transfer, the day on which it was first proposed, or from which a trust is sought.</summary>
    public DateOnly Since { get; }

    /// <summary>The day from which a trust is sought: escalation counts from it.</summary>
    public DateOnly SoughtSince { get; }

    /// <summary>The day on which a trust was named that has not given up since.</summary>
    public DateOnly? MatchedOn { get; }

    public DateOnly? DiligenceOn { get; }

    public DateOnly? AgreedOn { get; }

    public DateOnly? OpenOn { get; }

    /// <summary>The day on which the wait ended in whatever way; null while it goes on.</summary>
    public DateOnly? EndedOn { get; }

    public WaitStage Stage { get; }

    public bool GoesOn => EndedOn is null;

    /// <summary>From the beginning to the end, or to today.</summary>
    public int Days { get; }

    /// <summary>Why there is a case, in the words of the list of codes; where it gives none, the kind of case.</summary>
    public string Reason { get; }

    /// <summary>The support that runs; null where none does, or none is published.</summary>
    public WaitSupport? Support { get; }

    /// <summary>What is and was owed while it waits, by the day.</summary>
    public IReadOnlyList<Owed> Duties { get; }

    /// <summary>What is owed next: what is late or due first; null where nothing has a day.</summary>
    public Owed? Next => GoesOn ? Duties.FirstOrDefault(d => d.DoneOn is null) : null;

    /// <summary>What is owed and late, the longest first; of the times at which somebody higher up is told only the last.</summary>
    public IReadOnlyList<Owed> Overdue
    {
        get
        {
            var late = GoesOn ? Duties.Where(d => d.IsLate(Case.Day)).ToList() : [];
            var highest = late.Select(d => d.Months).DefaultIfEmpty().Max();
            return [.. late.Where(d => d.Months == 0 || d.Months == highest)];
        }
    }

    /// <summary>What is owed from today on, the first of it; null where nothing has a day.</summary>
    public Owed? Coming =>
        GoesOn
            ? Duties.FirstOrDefault(d => d.DoneOn is null && d.By is { } by && by >= Case.Day)
            : null;

    /// <summary>The other ways to help that were offered when somebody higher up was told, the latest first.</summary>
    public IEnumerable<Owed> Offered =>
        Duties.Where(d => d.Months > 0 && d.DoneOn is not null && d.Said.Length > 0).Reverse();

    /// <summary>The months without a trust that have gone by, of those at which somebody higher up is told; 0 before the first.</summary>
    public int Level =>
        Stage == WaitStage.ForTrust
            ? Steps.LastOrDefault(s => SoughtSince.AddMonths(s.Months) <= Case.Day).Months
            : 0;

    /// <summary>"Waiting for a trust, 214 days".</summary>
    public string Words => $"{WordsOf(Stage)}, {WaitWords.Days(Days)}";

    /// <summary>The stage in words.</summary>
    public static string WordsOf(WaitStage stage) =>
        stage switch
        {
            WaitStage.ForTrust => "Waiting for a trust",
            WaitStage.Matched => "Waiting to begin with its trust",
            WaitStage.DueDiligence => "Waiting while agreements are made",
            WaitStage.Agreed => "Waiting for the day it joins",
            WaitStage.Open => "In its trust",
            _ => "Ended otherwise",
        };

    /// <summary>The stage as addresses and files have it.</summary>
    public static string CodeOf(WaitStage stage) =>
        stage switch
        {
            WaitStage.ForTrust => "for-trust",
            WaitStage.Matched => "matched",
            WaitStage.DueDiligence => "due-diligence",
            WaitStage.Agreed => "agreed",
            WaitStage.Open => "open",
            _ => "ended",
        };

    /// <summary>The clock of a case; null where its school does not wait: nothing was ordered yet, and no trust is sought.</summary>
    public static WaitClock? Of(CaseOnRecord one) =>
        (
            one.Main?.AnswerTo("order-on")?.Day
            ?? one.Main?.AnswerTo("minded-on")?.Day
            ?? one.Main?.AnswerTo("programme-on")?.Day
            ?? Part(one, CaseKind.TrustMatch)?.AnswerTo("needed-on")?.Day
        )
            is { } since
            ? new WaitClock(one, since)
            : null;

    private static ProcedureOnRecord? Part(CaseOnRecord one, ProcedureId id) =>
        one.Parts.LastOrDefault(p => p.Open.Procedure == id.ToString());

    private static DateOnly? Last(CaseOnRecord one, params IReadOnlyList<string> asks) =>
        one
            .Parts.Where(p => !CaseOnRecord.IsAsking(p))
            .SelectMany(p => asks.Select(a => p.AnswerTo(a)?.Day))
            .Max();

    private IEnumerable<Owed> DutiesOf(CaseOnRecord one, ProcedureOnRecord? match)
    {
        var support = Part(one, CaseKind.InterimSupport);
        var arranged = support?.AnswerTo("support-from")?.Day;
        var duties = new List<Owed>
        {
            new(
                "Arrange support while it waits",
                Spans.After(Since, SupportWithin, Unit.WorkingDays),
                support is { State: "needed" } && arranged is not null ? null : arranged,
                Support is { } runs ? $"{runs.By}, {runs.Until}" : "",
                0
            ),
        };
        if (support is { State: "running" })
        {
            var seen = support.AnswerTo("support-reviewed-on")?.Day ?? arranged;
            duties.Add(new Owed("Look at the support again", seen?.AddMonths(3), null, "", 0));
        }
        foreach (var (months, who) in Steps)
        {
            var told = match?.AnswerTo($"told-{months}-on")?.Day;
            // Once a trust is named nobody is told any more; what was told stays.
            if (told is null && Stage != WaitStage.ForTrust)
                continue;
            var option = match?.AnswerTo($"option-{months}")?.Chosen is [var chosen, ..]
                ? chosen
                : "";
            duties.Add(
                new Owed(
                    $"Tell {who} that no trust was found in {months} months, and offer another way to help",
                    SoughtSince.AddMonths(months),
                    told,
                    option,
                    months
                )
            );
        }
        if (
            Stage is WaitStage.Matched or WaitStage.DueDiligence or WaitStage.Agreed
            && one.Main?.AnswerTo("new-target-on")?.Day is var moved
            && (moved ?? one.Main?.AnswerTo("target-on")?.Day) is { } target
        )
            duties.Add(new Owed("Bring it into its trust", target, null, "", 0));
        return duties.OrderBy(d => d.By ?? DateOnly.MaxValue).ThenBy(d => d.Months);
    }

    private static WaitSupport? SupportOf(CaseOnRecord one)
    {
        if (
            Part(one, CaseKind.InterimSupport) is not { State: "running" } part
            || part.AnswerTo("support-from")?.Day is not { } from
        )
            return null;
        var until = part.AnswerTo("support-until")?.Chosen is [var words, ..]
            ? words
            : "no end is named";
        return new WaitSupport(
            part.AnswerTo("supporter")?.Party is { } party ? one.NameOf(party) : "not named",
            part.AnswerTo("arranged-by")?.Chosen is [var arranged, ..] ? arranged : "not said",
            from,
            part.AnswerTo("support-until-on")?.Day is { } day ? $"until {day.InWords()}"
                : until == "not known" ? "until when is not known"
                : until,
            part.AnswerTo("support-words")?.Text ?? ""
        );
    }
}
