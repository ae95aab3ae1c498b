using System.Globalization;
using Trellis.Procedures;

namespace Trellis.Rules;

/// <summary>What the tables of federation ask, told as rules: the shares that may ask to leave, the weeks of notice, the six weeks of proposals. The numbers stand in the tables alone.</summary>
internal static class FederationRules
{
    private static readonly ProcedureId leaving = ProcedureId.Parse("federation-leaving");
    private static readonly ProcedureId forming = ProcedureId.Parse("federation-formation");

    /// <summary>All that speak to some facts on a day.</summary>
    /// <param name="asked">Whether federations were asked about; else leaving one is told only to a school that is in one.</param>
    public static IEnumerable<LegalRule> For(Facts facts, DateOnly day, bool asked)
    {
        // Whoever tells of a request asks about leaving, and whoever tells of proposals about forming; else both.
        var leaves = IsAskedBy(facts);
        var forms = Forming.Any(facts.Has);
        if (
            (forms || !leaves || !asked)
            && KnownProcedures.On(forming, facts.Day("published-on") ?? day) is { } form
        )
            foreach (var rule in Proposals(form, facts))
                yield return rule;
        if (
            (leaves || asked && !forms)
            && KnownProcedures.On(leaving, facts.Day("received-on") ?? day) is { } leave
        )
        {
            yield return Request(leave, facts);
            yield return Notices(leave, facts);
            yield return Meeting(leave, facts);
        }
    }

    /// <summary>Whether some facts tell of a federation that a school may leave.</summary>
    public static bool IsAskedBy(Facts facts) =>
        Leaving.Any(facts.Has) || facts.Word("in-federation") == "yes";

    private static readonly string[] Forming = ["published-on", "closing-on"];

    private static readonly string[] Leaving =
    [
        "asked-by",
        "notified-on",
        "federation-schools",
        "pupils-signed",
        "staff-signed",
        "governors-signed",
        "signed-percent",
    ];

    /// <summary>Proposals are open for so many days.</summary>
    private static IEnumerable<LegalRule> Proposals(Procedure table, Facts facts)
    {
        if (Find(table, "not-before", "closing-on") is not var (step, rule))
            yield break;
        var gives = new List<Effect>
        {
            Gave(
                Gives.Duty,
                "open-six-weeks",
                "The governing bodies",
                $"Keep the proposals open for at least {Spans.InWords(rule.Count, rule.Unit)} after they publish them."
            ),
            Gave(
                Gives.Consult,
                "federation-proposals",
                "The governing bodies",
                "Send the proposals to all whom the rules name, and read what they answer together."
            ),
            Gave(
                Gives.Own,
                "federate",
                "",
                "Whether to form or join a federation. Each governing body decides for its school."
            ),
        };
        if (
            facts.Day("published-on") is { } from
            && Spans.After(from, rule.Count, rule.Unit) is { } least
        )
            gives.Add(
                facts.Day("closing-on") is not { } closing
                    ? Gave(
                        Gives.Finding,
                        "closing-date-least",
                        "",
                        $"The first closing date that counts is {Spans.InWords(least)}."
                    )
                : closing < least
                    ? Gave(
                        Gives.Finding,
                        "proposals-invalid",
                        "",
                        $"The proposals are invalid. {Spans.InWords(closing)} is {closing.DayNumber - from.DayNumber} days after {Spans.InWords(from)}. The first closing date that counts is {Spans.InWords(least)}."
                    )
                : Gave(
                    Gives.Finding,
                    "proposals-valid",
                    "",
                    $"The closing date is valid. {Spans.InWords(closing)} is {closing.DayNumber - from.DayNumber} days after {Spans.InWords(from)}; {Spans.InWords(rule.Count, rule.Unit)} are needed."
                )
            );
        yield return Told(table, step, rule, gives);
    }

    /// <summary>Who may ask that a school leaves, and whether those who signed are enough.</summary>
    private static LegalRule Request(Procedure table, Facts facts)
    {
        var (step, parents) = Find(table, "share", "pupils-signed")!.Value;
        var staff = Find(table, "share", "staff-signed")!.Value.Rule;
        var governors = Find(table, "at-least", "governors-signed")!.Value.Rule;
        var gives = new List<Effect>
        {
            Gave(
                Gives.May,
                "ask-to-leave",
                $"{governors.Count} governors, parents of {Share(parents)} of the pupils, {Share(staff)} of the paid staff, the council, the trustees, or a body that appoints foundation governors",
                "Ask in writing that the school leaves its federation."
            ),
        };
        var (enough, told) = facts.Word("asked-by") switch
        {
            "parents" => Signed(facts, "pupils", parents, "pupils"),
            "staff" => Signed(facts, "staff", staff, "paid staff"),
            "governors" when facts.Number("governors-signed") is { } some => (
                (bool?)(some >= governors.Count),
                $"{Plain(some)} governors signed; {governors.Count} are needed."
            ),
            "authority" or "trustees" or "foundation" => (true, "They may ask by themselves."),
            _ => (null, ""),
        };
        if (enough is { } counts)
            gives.Add(
                counts
                    ? Gave(
                        Gives.Finding,
                        "request-accepted",
                        "",
                        $"The request is accepted and must be considered. {told}"
                    )
                    : Gave(
                        Gives.Finding,
                        "request-refused",
                        "",
                        $"The request is refused: too few signed. {told}"
                    )
            );
        if (facts.Number("federation-schools") is 2)
            gives.Add(
                Gave(
                    Gives.Finding,
                    "federation-would-end",
                    "",
                    "There are two schools. If one leaves, the federation ends."
                )
            );
        return Told(table, step, parents, gives);
    }

    /// <summary>Notice is given within a week.</summary>
    private static LegalRule Notices(Procedure table, Facts facts)
    {
        var (step, rule) = Find(table, "not-after", "notified-on")!.Value;
        var last = facts.Day("received-on") is { } received
            ? Spans.After(received, rule.Count, rule.Unit)
            : null;
        return Told(
            table,
            step,
            rule,
            [
                Gave(
                    Gives.Duty,
                    "notices-within-a-week",
                    "The governing body",
                    $"Give notice of the request within {Spans.InWords(rule.Count, rule.Unit)}{(last is { } day ? $": by {Spans.InWords(day)}" : "")}."
                ),
            ]
        );
    }

    /// <summary>The request is considered two weeks after the notices, or later.</summary>
    private static LegalRule Meeting(Procedure table, Facts facts)
    {
        var (step, rule) = Find(table, "not-before", "considered-on")!.Value;
        var first = facts.Day("notified-on") is { } notified
            ? Spans.After(notified, rule.Count, rule.Unit)
            : null;
        return Told(
            table,
            step,
            rule,
            [
                Gave(
                    Gives.Duty,
                    "meeting-not-before",
                    "The governing body",
                    $"Consider the request at a meeting {Spans.InWords(rule.Count, rule.Unit)} after the notices or later{(first is { } day ? $": not before {Spans.InWords(day)}" : "")}."
                ),
                Gave(Gives.Decider, "governing-body", "", "The governing body of the federation"),
            ]
        );
    }

    private static (bool? Enough, string Told) Signed(
        Facts facts,
        string of,
        Rule rule,
        string whom
    ) =>
        (
            facts.Number($"{of}-signed"),
            facts.Number($"{of}-all"),
            facts.Number("signed-percent")
        ) switch
        {
            ({ } some, { } all, _) when all > 0 => (
                some * rule.Whole >= all * rule.Part,
                $"{Plain(some)} of {Plain(all)} {whom} are {Plain(some * 100 / all)} %; {Plain(100m * rule.Part / rule.Whole)} % are needed."
            ),
            (_, _, { } percent) => (
                percent * rule.Whole >= 100 * rule.Part,
                $"{Plain(percent)} % of {whom}; {Plain(100m * rule.Part / rule.Whole)} % are needed."
            ),
            _ => (null, ""),
        };

    private static string Share(Rule rule) =>
        (rule.Part, rule.Whole) switch
        {
            (1, 5) => "a fifth",
            (2, 5) => "two fifths",
            var (part, whole) => $"{part} in {whole}",
        };

    private static string Plain(decimal number) =>
        number.ToString("0.##", CultureInfo.InvariantCulture);

    private static (Step Step, Rule Rule)? Find(Procedure table, string guard, string field) =>
        table
            .Steps.SelectMany(s => s.Rules.Select(r => (Step: s, Rule: r)))
            .Where(p =>
                p.Rule.Guard.Id == guard
                && p.Rule.Field?.ToString() == field
                && (p.Rule.Count > 0 || p.Rule.Part > 0)
            )
            .Select(p => ((Step, Rule)?)p)
            .FirstOrDefault();

    private static Effect Gave(Gives to, string id, string who, string says) =>
        new(to, Code.Parse(id), who, says, Standard.May, [], null, Unit.Days, "");

    private static LegalRule Told(
        Procedure table,
        Step step,
        Rule rule,
        IReadOnlyList<Effect> gives
    )
    {
        var law = table.LawOf(step);
        return new LegalRule(
            Code.Parse($"{(table.Id == leaving ? "fed-leaving" : "fed-forming")}-{step.Id}"),
            rule.Says.Length > 0 ? rule.Says : $"{step.Name}.",
            step.Where.Length > 0
                ? $"School Governance (Federations) (England) Regulations 2012, {step.Where}"
                : law.Says,
            law.Address,
            table.From,
            table.Until
        )
        {
            Kind = RuleKind.Law,
            Subjects = [Subject.Federation],
            Procedures = [table.Id],
            Gives = gives,
            Doubt = step.Note,
        };
    }
}
