using System.Collections.Frozen;
using Trellis.Consultations;
using Trellis.Journal;
using Trellis.People;
using Trellis.Rules;
using Trellis.Schools;

namespace Trellis.Procedures;

/// <summary>A rule as a step of a table states it: which guard, and what it is asked about.</summary>
/// <param name="Field">The question it is about.</param>
/// <param name="Than">A question that asked for a day, from which another is counted.</param>
/// <param name="Of">The question for the whole of which <paramref name="Field"/> is a part.</param>
/// <param name="Unless">A text that, once given, lets it pass: a reason for being late.</param>
/// <param name="When">It holds only where a question was answered so.</param>
/// <param name="And">And only where another one was answered so as well.</param>
/// <param name="Procedure">Another procedure of the same case, and <paramref name="At"/> the states in which it has to stand.</param>
/// <param name="IfAny">Whether it passes where the case has no such procedure.</param>
/// <param name="Legal">A rule of law that has to hold.</param>
/// <param name="Fact">Something that has to be known of the case: "adopted".</param>
/// <param name="Step">A step that has to have been taken.</param>
/// <param name="Says">What people are told; empty where the guard says it itself.</param>
public sealed record Rule(
    Guard Guard,
    Code? Field,
    Code? Than,
    int Count,
    Unit Unit,
    Code? Of,
    int Part,
    int Whole,
    Code? Unless,
    When? When,
    When? And,
    string Says,
    ProcedureId? Procedure,
    IReadOnlyList<Code> At,
    bool IfAny,
    LegalRule? Legal,
    Code? Fact,
    Code? Step
);

/// <summary>A kind of rule, in code and pure; the tables name it and give it its numbers.</summary>
/// <param name="Id">"not-before".</param>
/// <param name="Kind">What kind of answer it looks at; null where it looks at none, or at several kinds.</param>
/// <param name="Needs">The fields a table has to give it.</param>
/// <param name="Check">Why a step is refused; null where it is not.</param>
public sealed record Guard(
    string Id,
    AskKind? Kind,
    IReadOnlyList<string> Needs,
    Func<Asked, Refusal?> Check
);

/// <summary>What a guard is asked: a step of a case, with its answers, on a day.</summary>
public sealed record Asked(
    Rule Rule,
    Procedure Table,
    ProcedureCase Case,
    IReadOnlyList<Answer> Answers,
    DateOnly Today,
    CaseFacts Whole
)
{
    /// <summary>Whether a side only writes down what others did, while no region works on the case: then nothing is asked of how the case stands here.</summary>
    public bool Stating { get; init; }

    /// <summary>The answer to a question: of this step, else the latest that was ever given.</summary>
    public Answer? Of(Code ask) => Answers.FirstOrDefault(a => a.Ask == ask) ?? Case.AnswerTo(ask);

    public DateOnly? DayOf(Code? ask) => ask is { } code ? Of(code)?.Day : null;

    public int? NumberOf(Code? ask) => ask is { } code ? Of(code)?.Number : null;

    /// <summary>Whether a question was answered so; true where nothing is asked for.</summary>
    internal bool Is(When? when) =>
        when is null || Of(when.Ask)?.Chosen.Contains(when.Choice) == true;

    /// <summary>What a question asks for, as it begins a sentence.</summary>
    public string NameOf(Code? ask) => ask is { } code ? Table.AskOf(code)?.Name ?? "" : "";

    internal Refusal No(string code, string sentence) =>
        new(code, Rule.Says.Length > 0 ? $"{Rule.Says} {sentence}".Trim() : sentence);
}

/// <summary>Every guard that a table may name.</summary>
public static class Guards
{
    public static readonly FrozenDictionary<string, Guard> All = new Guard[]
    {
        new("not-future", AskKind.Day, ["field"], NotFuture),
        new("not-past", AskKind.Day, ["field"], NotPast),
        new("not-before", AskKind.Day, ["field", "than"], NotBefore),
        new("not-after", AskKind.Day, ["field", "than"], NotAfter),
        new("today-not-before", null, ["than"], TodayNotBefore),
        new("share", AskKind.Number, ["field", "of", "part", "whole"], Share),
        new("at-least", AskKind.Number, ["field", "count"], AtLeast),
        new("all-ticked", AskKind.Ticks, ["field"], AllTicked),
        new("any-ticked", AskKind.Ticks, ["field"], AnyTicked),
        new("stands-already", AskKind.Party, ["field"], StandsAlready),
        new("first-of-month", AskKind.Day, ["field"], FirstOfMonth),
        new("at-state", null, ["at", "says"], AtState),
        new("forbidden", null, ["when", "says"], Forbidden),
        new("given-before", null, ["than", "says"], GivenBefore),
        new("case-stands", null, ["procedure", "at", "says"], CaseStands),
        new("case-has-none", null, ["procedure", "at", "says"], CaseHasNone),
        new("step-taken-by", null, ["than", "count", "step", "says"], StepTakenBy),
        new("case-knows", null, ["fact", "says"], CaseKnows),
        new("law-in-force", null, ["legal"], LawInForce),
        new("consultation-window", AskKind.Day, ["field", "than", "count"], ConsultationOpen),
        new("law-not-in-force", null, ["legal"], LawNotInForce),
        new("at-most", AskKind.Number, ["field", "count", "says"], AtMost),
        new("majority", AskKind.Number, ["field", "of"], Majority),
    }.ToFrozenDictionary(g => g.Id);

    /// <summary>The day has come: what a step records has happened.</summary>
    private static Refusal? NotFuture(Asked a) =>
        a.DayOf(a.Rule.Field) is { } day && day > a.Today
            ? a.No(
                "day-not-come",
                $"{a.NameOf(a.Rule.Field)}: {Spans.InWords(day)} has not come. Today is {Spans.InWords(a.Today)}."
            )
            : null;

    private static Refusal? NotPast(Asked a) =>
        a.DayOf(a.Rule.Field) is { } day && day < a.Today
            ? a.No(
                "day-gone",
                $"{a.NameOf(a.Rule.Field)}: {Spans.InWords(day)} has gone. Today is {Spans.InWords(a.Today)}."
            )
            : null;

    /// <summary>A day lies so long after another, or longer.</summary>
    private static Refusal? NotBefore(Asked a) =>
        a.DayOf(a.Rule.Field) is { } day
        && a.DayOf(a.Rule.Than) is { } other
        && Spans.After(other, a.Rule.Count, a.Rule.Unit) is { } earliest
        && day < earliest
            ? a.No(
                "too-early",
                $"{a.NameOf(a.Rule.Field)}: {Spans.InWords(day)} is too early. The first day it can be is {Spans.InWords(earliest)}{Counted(a, other)}."
            )
            : null;

    /// <summary>A day lies so long after another, or less; a reason lets a late one pass where the table says so.</summary>
    private static Refusal? NotAfter(Asked a)
    {
        if (
            a.DayOf(a.Rule.Field) is not { } day
            || a.DayOf(a.Rule.Than) is not { } other
            || Spans.After(other, a.Rule.Count, a.Rule.Unit) is not { } latest
            || day <= latest
            || a.Rule.Unless is { } reason && a.Of(reason) is { Text.IsThere: true }
        )
            return null;
        var how = a.Rule.Unless is { } ask
            ? $" Answer '{a.NameOf(ask)}' to record it as late."
            : "";
        return a.No(
            "too-late",
            $"{a.NameOf(a.Rule.Field)}: {Spans.InWords(day)} is too late. The last day was {Spans.InWords(latest)}{Counted(a, other)}.{how}"
        );
    }

    /// <summary>So much time has gone since a day.</summary>
    private static Refusal? TodayNotBefore(Asked a) =>
        a.DayOf(a.Rule.Than) is { } other
        && Spans.After(other, a.Rule.Count, a.Rule.Unit) is { } earliest
        && a.Today < earliest
            ? a.No(
                "too-early",
                $"This can be done from {Spans.InWords(earliest)}{Counted(a, other)}. Today is {Spans.InWords(a.Today)}."
            )
            : null;

    /// <summary>A part is at least such a share of its whole, in whole numbers so that nothing is rounded.</summary>
    private static Refusal? Share(Asked a)
    {
        if (a.NumberOf(a.Rule.Field) is not { } part || a.NumberOf(a.Rule.Of) is not { } whole)
            return null;
        if (part > whole)
            return MoreThanAll(a, part, whole);
        if ((long)part * a.Rule.Whole >= (long)whole * a.Rule.Part && whole > 0)
            return null;
        var needed = ((long)whole * a.Rule.Part + a.Rule.Whole - 1) / a.Rule.Whole;
        return a.No(
            "too-few",
            $"{a.NameOf(a.Rule.Field)}: {part:N0} of {whole:N0} are too few. At least {needed:N0} are needed."
        );
    }

    private static Refusal MoreThanAll(Asked a, int part, int whole) =>
        a.No(
            "more-than-all",
            $"{a.NameOf(a.Rule.Field)}: {part:N0} of {whole:N0} is more than all."
        );

    private static Refusal? AtLeast(Asked a) =>
        a.NumberOf(a.Rule.Field) is { } number && number < a.Rule.Count
            ? a.No(
                "too-few",
                $"{a.NameOf(a.Rule.Field)}: {number:N0} is too few. At least {a.Rule.Count:N0} are needed."
            )
            : null;

    private static Refusal? AtMost(Asked a) =>
        a.NumberOf(a.Rule.Field) is { } number && number > a.Rule.Count
            ? a.No(
                "too-many",
                $"{a.NameOf(a.Rule.Field)}: {number:N0} is too many. At most {a.Rule.Count:N0} here."
            )
            : null;

    /// <summary>More than half, in whole numbers.</summary>
    private static Refusal? Majority(Asked a)
    {
        if (a.NumberOf(a.Rule.Field) is not { } part || a.NumberOf(a.Rule.Of) is not { } whole)
            return null;
        if (part > whole)
            return MoreThanAll(a, part, whole);
        return 2L * part > whole
            ? null
            : a.No(
                "too-few",
                $"{a.NameOf(a.Rule.Field)}: {part:N0} of {whole:N0} are too few. At least {whole / 2 + 1:N0} are needed."
            );
    }

    /// <summary>Every option is ticked but those that not every case has.</summary>
    private static Refusal? AllTicked(Asked a)
    {
        var ask = a.Table.AskOf(a.Rule.Field!.Value)!;
        var ticked = a.Of(ask.Id)?.Chosen ?? [];
        var missing = ask.Options.Where(o => !o.IfAny && !ticked.Contains(o.Id)).ToList();
        return missing.Count == 0
            ? null
            : a.No(
                "not-all-there",
                $"{ask.Name}: these are missing: {string.Join("; ", missing.Select(o => o.Words))}."
            );
    }

    /// <summary>At least one option is ticked.</summary>
    private static Refusal? AnyTicked(Asked a) =>
        a.Of(a.Rule.Field!.Value) is { Chosen.Count: > 0 }
            ? null
            : a.No("nothing-ticked", $"{a.NameOf(a.Rule.Field)}: tick at least one.");

    /// <summary>A party that is named has a part in it already, so that nobody names another.</summary>
    private static Refusal? StandsAlready(Asked a)
    {
        var ask = a.Table.AskOf(a.Rule.Field!.Value)!;
        return
            a.Of(ask.Id)?.Party is not { } named
            || a.Case.Parties.Any(p => p.Side == ask.Side && p.Over == named)
            ? null
            : a.No("party-unfit", $"{ask.Name}: name one that takes part already.");
    }

    /// <summary>Once so much time has gone since a day, a step has to have been taken.</summary>
    private static Refusal? StepTakenBy(Asked a) =>
        a.DayOf(a.Rule.Than) is { } other
        && Spans.After(other, a.Rule.Count, a.Rule.Unit) is { } from
        && a.Today >= from
        && !a.Case.History.Any(t => t.Step == a.Rule.Step)
            ? a.No("step-owed", "")
            : null;

    /// <summary>Academies change hands on the first day of a month, by their funding agreements.</summary>
    private static Refusal? FirstOfMonth(Asked a) =>
        a.DayOf(a.Rule.Field) is { Day: not 1 } day
            ? a.No(
                "not-the-first",
                $"{a.NameOf(a.Rule.Field)}: {Spans.InWords(day)} is not the first day of a month."
            )
            : null;

    /// <summary>The procedure itself stands in one of some states, where a step can be taken from more.</summary>
    private static Refusal? AtState(Asked a) =>
        a.Stating || a.Rule.At.Contains(a.Case.At) ? null : a.No("not-from-here", "");

    /// <summary>Refuses whatever the conditions of its rule let through.</summary>
    private static Refusal? Forbidden(Asked a) => a.No("not-open-to-it", "");

    /// <summary>A question was answered in an earlier step.</summary>
    private static Refusal? GivenBefore(Asked a) =>
        !a.Stating && a.Case.AnswerTo(a.Rule.Than!.Value) is null ? a.No("not-yet", "") : null;

    /// <summary>Another procedure of the same case has come so far.</summary>
    private static Refusal? CaseStands(Asked a)
    {
        if (a.Stating)
            return null;
        var others = a.Whole.Siblings.Where(s => s.Procedure == a.Rule.Procedure).ToList();
        return others.Count == 0 && a.Rule.IfAny || others.Exists(s => a.Rule.At.Contains(s.At))
            ? null
            : a.No("case-not-so-far", "");
    }

    /// <summary>No other procedure of the same case stands so.</summary>
    private static Refusal? CaseHasNone(Asked a) =>
        a.Whole.Siblings.Any(s => s.Procedure == a.Rule.Procedure && a.Rule.At.Contains(s.At))
            ? a.No("case-stands-otherwise", "")
            : null;

    private static Refusal? CaseKnows(Asked a) =>
        a.Stating || a.Whole.Known.Contains(a.Rule.Fact!.Value)
            ? null
            : a.No("case-not-so-far", "");

    /// <summary>A rule of law holds on the day given, or today: whoever is refused is told which one, where it stands and when it held.</summary>
    private static Refusal? LawInForce(Asked a)
    {
        var law = a.Rule.Legal!;
        var day = a.Rule.Than is null ? a.Today : a.DayOf(a.Rule.Than);
        return day is not { } asked || law.HeldOn(asked)
            ? null
            : a.No(
                "law-not-in-force",
                $"{law.Says} This rule {law.WhenHeld}, and not on {Spans.InWords(asked)}. Source: {law.Source}."
            );
    }

    /// <summary>A consultation opens on a day that fits, and stays open long enough, by the school days of the authority of the case.</summary>
    private static Refusal? ConsultationOpen(Asked a)
    {
        if (a.DayOf(a.Rule.Field) is not { } closes || a.DayOf(a.Rule.Than) is not { } opens)
            return null;
        LaCode? authority = null;
        foreach (var party in a.Case.Parties)
            if (
                party.Over.Kind == ScopeKind.LocalAuthority
                && LaCode.TryParse(party.Over.Id, null, out var code)
            )
                authority = code;
        return
            ConsultationDays
                .In(authority)
                .WhyNot(new ConsultationWindow(opens, closes), a.Today, a.Rule.Count)
                is { } why
            ? a.No(why.Code, why.Sentence)
            : null;
    }

    /// <summary>The other way round: what a rule of law forbade, or left no choice about, while it held.</summary>
    private static Refusal? LawNotInForce(Asked a)
    {
        var law = a.Rule.Legal!;
        var day = a.Rule.Than is null ? a.Today : a.DayOf(a.Rule.Than);
        return day is not { } asked || !law.HeldOn(asked)
            ? null
            : a.No(
                "law-in-force",
                $"{law.Says} This rule {law.WhenHeld}, and so on {Spans.InWords(asked)}. Source: {law.Source}."
            );
    }

    private static string Counted(Asked a, DateOnly from) =>
        a.Rule.Count == 0
            ? $", the day given for '{a.Table.NameOf(a.Rule.Than!.Value)}'"
            : $": {Spans.InWords(a.Rule.Count, a.Rule.Unit)} after {Spans.InWords(from)}, the day given for '{a.Table.NameOf(a.Rule.Than!.Value)}'";
}
