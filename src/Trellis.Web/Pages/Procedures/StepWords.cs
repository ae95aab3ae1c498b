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
            "all-ticked" => $"{field}: all are there, but for those that not every case has.",
            _ => rule.Says,
        };
        return rule.When is { } when
            ? $"{words} This holds where {Quoted(table, when.Ask)} is '{table.AskOf(when.Ask)!.Options.First(o => o.Id == when.Choice).Words}'."
            : words;
    }

    private static string Quoted(Procedure table, Code ask) => $"'{table.AskOf(ask)!.Name}'";
}
