using Trellis.Components;

namespace Trellis.Pages.Decisions;

/// <summary>What is said of a case in a sentence, the same wherever it is said.</summary>
public static class CaseSentences
{
    /// <summary>Whose word it is: "Stated by Ashford Vale School on 2 October 2026; adopted by the region on 9 October 2026."</summary>
    public static string WhoseWord(CaseOnRecord one) =>
        !one.IsStated
            ? $"Opened by the region, {one.Region.Text}, on {one.Whole.OpenedOn.InWords()}."
        : one.Whole.AdoptedOn is { } adopted
            ? $"Stated by {one.OpenedBy.Text} on {one.Whole.OpenedOn.InWords()}; adopted by the region on {adopted.InWords()}."
        : $"Stated by {one.OpenedBy.Text} on {one.Whole.OpenedOn.InWords()}; the region has not taken it on yet.";

    /// <summary>The latest decision and what comes next.</summary>
    public static string InShort(CaseOnRecord one)
    {
        var decided =
            one.LastDecision is { } last ? $"{last.Words}, {last.On.InWords()}."
            : one.IsOver ? "Over without a published decision."
            : "Nothing is decided yet.";
        return one.IsOver ? decided : $"{decided} {Next(one)}".TrimEnd();
    }

    /// <summary>What comes next and by when; empty where nothing is published that says so.</summary>
    public static string Next(CaseOnRecord one) =>
        one.Next is not { } next ? ""
        : next.Due is not { } due ? $"May come next: {Lower(next.Step.Name)}."
        : next.IsLate(one.Day) ? $"Next: {Lower(next.Step.Name)}. It was due by {due.InWords()}."
        : $"Next: {Lower(next.Step.Name)}, by {due.InWords()}.";

    /// <summary>Who was asked, or why nobody was; empty where nothing of a consultation is published.</summary>
    public static string Consultation(CaseOnRecord one) =>
        one.Consultation is not { } asked ? ""
        : asked.State == "bypassed"
            ? one.NotConsultedBecause.Count > 0
                    ? $"Not consulted because: {string.Join("; ", one.NotConsultedBecause.Select(Lower))}."
                : "Nobody was consulted, and no reason is published."
        : asked.State == "open"
            ? Closes(asked) is { } day ? $"A consultation is open until {day.InWords()}."
                : "A consultation is open."
        : $"Consultation: {Lower(asked.Words)}, {asked.Since.InWords()}.";

    /// <summary>The first day on which replies are taken; null where it is not published.</summary>
    public static DateOnly? Opens(ProcedureOnRecord consultation) =>
        consultation.AnswerTo("opens-on")?.Day;

    /// <summary>The last day of an open consultation; null where it is not published.</summary>
    public static DateOnly? Closes(ProcedureOnRecord consultation) =>
        consultation.AnswerTo("closes-on")?.Day;

    private const int LongestProposal = 300;

    /// <summary>What is proposed, in the words of whoever consults on it, cut where they are long; the kind of case where nobody does yet.</summary>
    public static string Proposed(CaseOnRecord one) =>
        one.Consultation?.AnswerTo("proposed")?.Text is { Length: > 0 } words
            ? words.Length > LongestProposal
                ? $"{words[..words.LastIndexOf(' ', LongestProposal)]} ..."
                : words
            : $"{one.KindWords}.";

    /// <summary>Who decides, and by when where a day is set.</summary>
    public static string WhoDecides(CaseOnRecord one) =>
        one.DecisionBy is not { } by ? $"Who decides: {Lower(one.Decider)}."
        : by >= one.Day ? $"Who decides: {Lower(one.Decider)}, by {by.InWords()}."
        : $"Who decides: {Lower(one.Decider)}. It was to be decided by {by.InWords()}.";

    /// <summary>How a case ended.</summary>
    public static string Ended(CaseOnRecord one) =>
        one.LastDecision is { } last
            ? $"{one.KindWords}: {Lower(last.Words)}, {last.On.InWords()}. It is over."
            : $"{one.KindWords}: {Lower(one.StateWords)}, {one.Since.InWords()}. It is over.";

    internal static string Lower(string words) =>
        words.Length > 1 && char.IsLower(words[1]) || words is [_, ' ', ..]
            ? char.ToLowerInvariant(words[0]) + words[1..]
            : words;
}
