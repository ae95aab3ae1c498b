using Trellis.Brokerage;
using Trellis.People;
using Trellis.Procedures;
using Trellis.Store;

namespace Trellis.Pages.Matching;

/// <summary>One trust that is asked, read from its procedure.</summary>
/// <param name="Trust">Who is asked.</param>
public sealed record Invitation(ProcedureCase Case, Scope Trust, WhereWeAre Where)
{
    private static readonly Code answerBy = Code.Parse("answer-by");
    private static readonly Code words = Code.Parse("invitation-words");
    private static readonly Code questions = Code.Parse("school-questions");
    private static readonly Code answers = Code.Parse("answers-to-school");
    private static readonly Code needs = Code.Parse("needs");
    private static readonly Code conditions = Code.Parse("conditions");
    private static readonly Code helpOwed = Code.Parse("help-owed");

    /// <summary>The trust that an invitation asks; null where a procedure is none.</summary>
    public static Scope? TrustOf(ProcedureCase given) =>
        given.Procedure == CaseKind.TrustInvitation
            ? given
                .Parties.Where(p => p.Over.Kind == ScopeKind.Trust)
                .Select(p => (Scope?)p.Over)
                .FirstOrDefault()
            : null;

    /// <summary>Reads a procedure; null where it is no invitation.</summary>
    public static Invitation? Of(ProcedureCase given, DateOnly today) =>
        TrustOf(given) is { } trust
            ? new Invitation(given, trust, WhereWeAre.Of(given, today))
            : null;

    /// <summary>How much help the school of a case is owed, as the officer recorded it with the need; 0 where nobody has.</summary>
    public static async Task<int> HelpOwed(
        Casework casework,
        CaseRef whole,
        CancellationToken stop
    ) =>
        (await casework.Documents<ProcedureCase>(whole.Party, stop: stop))
            .Where(p => p.State.Procedure == CaseKind.TrustMatch)
            .Select(p => Math.Min(5, p.State.AnswerTo(helpOwed)?.Number ?? 0))
            .FirstOrDefault();

    public string State => Case.At.ToString();

    /// <summary>Until when it is asked to answer; null where no day was set.</summary>
    public DateOnly? AnswerBy => Case.AnswerTo(answerBy)?.Day;

    /// <summary>Whether it still has to answer and the day has gone.</summary>
    public bool IsLate(DateOnly today) => State is "invited" or "due-diligence" && AnswerBy < today;

    /// <summary>What the region wrote; empty where nothing.</summary>
    public string Words => Case.AnswerTo(words)?.Text.ToString() ?? "";

    /// <summary>What the school asks, as the region passed it on; empty where nothing.</summary>
    public string Questions => Case.AnswerTo(questions)?.Text.ToString() ?? "";

    public string Answers => Case.AnswerTo(answers)?.Text.ToString() ?? "";

    /// <summary>Whether it said no, or no any more.</summary>
    public bool HasRefused => State is "declined" or "withdrawn";

    /// <summary>What it would need, by the latest time it said so; empty where it asked for nothing.</summary>
    public IReadOnlyList<AskedNeed> Needs
    {
        get
        {
            var asked = (Case.AnswerTo(conditions) ?? Case.AnswerTo(needs))?.Chosen ?? [];
            return
            [
                .. asked.Select(need => new AskedNeed(
                    WordsOf(need),
                    Case.AnswerTo(Code.Parse($"answer-{need}")) is { Chosen: [var answer, ..] }
                        ? Case
                            .Table.AskOf(Code.Parse($"answer-{need}"))!
                            .Options.First(o => o.Id == answer)
                            .Words
                        : ""
                )),
            ];
        }
    }

    private string WordsOf(Code need) =>
        Case.Table.AskOf(needs)?.Options.FirstOrDefault(o => o.Id == need)?.Words
        ?? need.ToString();
}

/// <summary>Something a trust would need, and what the region answered.</summary>
/// <param name="Need">"a grant".</param>
/// <param name="Answer">"yes", "in part", "no"; empty while it is not answered.</param>
public sealed record AskedNeed(string Need, string Answer);
