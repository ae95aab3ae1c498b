using Trellis.Procedures;

namespace Trellis.Pages.Procedures;

/// <summary>The rules of a step as sentences.</summary>
public static class StepWords
{
    /// <summary>"Within 7 days after 'Day on which the chair or clerk received it'."; empty where no rule says.</summary>
    public static string Due(Procedure table, Step step) =>
        step.Due is not { } due ? ""
        : due.After is [] ? $"Within {Spans.InWords(due.Count, due.Unit)} of the step before."
        : $"Within {Spans.InWords(due.Count, due.Unit)} after {string.Join(" or ", due.After.Select(a => Quoted(table, a)))}.";

    public static IReadOnlyList<string> Rules(Procedure table, Step step) =>
        step.Rules.Count == 0 ? [step.NoRule] : [.. step.Rules.Select(r => Of(table, r))];

    private static string Of(Procedure table, Rule rule)
    {
        var field = rule.Field is { } asked ? Quoted(table, asked) : "";
        var than = rule.Than is { } other ? Quoted(table, other) : "";
        var span = Spans.InWords(rule.Count, rule.Unit);
        var words = rule.Guard.Id switch
        {
            "not-future" => $"{field} has come.",
            "not-past" => $"{field} has not gone.",
            "not-before" when rule.Count == 0 => $"{field} is not before {than}.",
            "not-before" => $"{field} is at least {span} after {than}.",
            "not-after" when rule.Count == 0 => $"{field} is not after {than}.",
            "not-after" => $"{field} is at most {span} after {than}."
                + (
                    rule.Unless is null ? "" : " A later day needs a reason, and is marked as late."
                ),
            "today-not-before" when rule.Count == 0 => $"It is done on {than} or later.",
            "today-not-before" => $"It is done at least {span} after {than}.",
            "share" =>
                $"{field} is at least {rule.Part} of {rule.Whole} parts of {Quoted(table, rule.Of!.Value)}.",
            "at-least" => $"{field} is at least {rule.Count:N0}.",
            "at-most" => $"{field} is at most {rule.Count:N0}. {rule.Says}",
            "majority" => $"{field} is more than half of {Quoted(table, rule.Of!.Value)}.",
            "all-ticked" => $"{field}: all are there, but for those that not every case has.",
            "any-ticked" => $"{field}: there is at least one.",
            "first-of-month" => $"{field} is the first day of a month.",
            "forbidden" => $"This is refused. {rule.Says}",
            "law-in-force" =>
                $"A rule of law has to hold {On(than)}: '{rule.Legal!.Says}' It {rule.Legal.WhenHeld}. {rule.Legal.Source}.",
            "law-not-in-force" =>
                $"A rule of law must not hold {On(than)}: '{rule.Legal!.Says}' It {rule.Legal.WhenHeld}. {rule.Legal.Source}.",
            _ => rule.Says,
        };
        return $"{words.Trim()}{Where(table, "This holds where", rule.When)}{Where(table, "And where", rule.And)}";
    }

    private static string On(string than) => than.Length > 0 ? $"on {than}" : "today";

    private static string Where(Procedure table, string how, When? when) =>
        when is null
            ? ""
            : $" {how} {Quoted(table, when.Ask)} is '{table.AskOf(when.Ask)!.Options.First(o => o.Id == when.Choice).Words}'.";

    private static string Quoted(Procedure table, Code ask) => $"'{table.NameOf(ask)}'";
}
