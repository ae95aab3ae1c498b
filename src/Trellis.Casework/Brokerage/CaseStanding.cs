using System.Collections.Frozen;
using System.Globalization;
using Trellis.People;
using Trellis.Procedures;
using Trellis.Rules;

namespace Trellis.Brokerage;

/// <summary>The rules in force for one case: those of the day of its order and its inspections, and not those of today.</summary>
public static class CaseStanding
{
    private static readonly ProcedureId academyOrder = ProcedureId.Parse("academy-order");

    /// <summary>Questions that tell a fact under another name.</summary>
    private static readonly FrozenDictionary<string, string> called = new Dictionary<string, string>
    {
        ["opened-on"] = "converted-on",
        ["concern-on"] = "report-on",
        ["concern-kind"] = "category",
    }.ToFrozenDictionary();

    /// <summary>What a case tells of itself, for the rules.</summary>
    /// <remarks>A question of a step tells a fact where it has the fact's name: "order-on", "limb", "category". The latest answer counts.</remarks>
    /// <param name="register">What the register knows of the school: its kind, its faith, its inspections. The case's own answers go before it.</param>
    public static Facts FactsOf(
        BrokerageCase given,
        IReadOnlyList<ProcedureCase> procedures,
        Facts? register = null
    )
    {
        var told = (register ?? Facts.None).Told.ToDictionary(
            t => t.Field.Name,
            t => t.Text,
            StringComparer.Ordinal
        );
        foreach (
            var answer in procedures
                .SelectMany(p => p.History)
                .OrderBy(t => t.On)
                .SelectMany(t => t.Answers)
        )
            if (
                answer.Ask.ToString() is var ask
                && FactField.Of(called.GetValueOrDefault(ask, ask)) is { } field
                && (called.ContainsKey(ask) || field.Name == ask)
                && TextOf(field, answer) is { } text
            )
                told[field.Name] = text;
        told.TryAdd(
            "school",
            given.Body is { Kind: ScopeKind.Trust } ? "academy-in-trust" : "maintained"
        );
        switch (given.Main.ToString())
        {
            case "trust-closes":
                told["trust-closing"] = "yes";
                break;
            case "request-to-leave":
                told["trust-agrees"] = "no";
                break;
        }
        if (given.Diocese is not null)
            told.TryAdd("religious", "yes");
        var (facts, troubles) = Facts.Read(told);
        // What contradicts itself is left out rather than hiding the law of the rest.
        return troubles.Count == 0
            ? facts
            : Facts.Read(told.Where(t => troubles.All(x => x.Field != t.Key))).Facts;
    }

    /// <summary>Where a case stands on a day, by the rules that its facts call for.</summary>
    public static Standing Of(
        BrokerageCase given,
        IReadOnlyList<ProcedureCase> procedures,
        DateOnly day,
        Facts? register = null
    )
    {
        var facts = FactsOf(given, procedures, register);
        return Standing.Of(facts, day, SubjectsOf(given.Main, facts));
    }

    /// <summary>The questions of law that a kind of case raises.</summary>
    public static IReadOnlyList<Subject> SubjectsOf(ProcedureId main, Facts facts) =>
        main == academyOrder
            ? facts.Word("limb") == "application"
                ? [Subject.Conversion]
                : [Subject.Order]
            : main.ToString() is "request-to-leave" or "transfer-by-consent"
                ? [Subject.Leave]
                : [Subject.Transfer];

    private static string? TextOf(FactField field, Answer answer) =>
        field.Kind switch
        {
            FactKind.Day => answer.Day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            FactKind.Number => answer.Number?.ToString(CultureInfo.InvariantCulture),
            FactKind.Choice or FactKind.YesNo => answer.Chosen is [var one]
            && field.WordFor(one.ToString()) is { } word
                ? word
                : null,
            _ => null,
        };
}
