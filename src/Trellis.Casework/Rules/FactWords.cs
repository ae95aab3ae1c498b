using System.Collections.Frozen;

namespace Trellis.Rules;

/// <summary>What conditions of rules may ask: the facts that are words, and what follows from facts by the law of their own day.</summary>
public static class FactWords
{
    internal const string DutyRule = "aa2010-s4-a1";

    private static readonly string[] YesNo = ["yes", "no"];

    private static readonly FrozenDictionary<
        string,
        (string[] Words, Func<Facts, DateOnly, IEnumerable<string>> Of)
    > Derived = new Dictionary<string, (string[], Func<Facts, DateOnly, IEnumerable<string>>)>
    {
        ["school"] = (
            [.. FactField.Of("school")!.Words.Select(w => w.Id), "academy"],
            (f, _) => KindsOf(f)
        ),
        ["has-foundation"] = (YesNo, (f, _) => [HasFoundation(f) ? "yes" : "no"]),
        ["has-religion"] = (YesNo, (f, _) => [f.Word("religious") ?? "no"]),
        ["eligible"] = (
            ["category", "otherwise", "no"],
            (f, day) =>
                [
                    InCategory(f) ? "category"
                    : f.Word("category") == "warning-notice" || IsCoasting(f, day) ? "otherwise"
                    : "no",
                ]
        ),
        ["order"] = (["none", "live", "converted", "revoked"], (f, day) => [OrderOf(f, day)]),
        ["limb"] = (
            [.. FactField.Of("limb")!.Words.Select(w => w.Id)],
            (f, day) => [LimbOf(f, day)]
        ),
        ["report"] = (
            ["under-the-duty", "later", "not-said"],
            (f, _) =>
                [
                    f.Day("report-on") is not { } report ? "not-said"
                    : LegalRules.Of(DutyRule) is { } duty && duty.HeldOn(report) ? "under-the-duty"
                    : "later",
                ]
        ),
        ["coasting"] = (YesNo, (f, day) => [IsCoasting(f, day) ? "yes" : "no"]),
        ["stuck"] = (YesNo, (f, _) => [IsStuck(f) ? "yes" : "no"]),
        ["inspected"] = (YesNo, (f, _) => [f.InspectedOn is null ? "no" : "yes"]),
        ["performs"] = (
            ["well", "weak", "not-said"],
            (f, _) =>
                [
                    f.Word("performing")
                        ?? (
                            InCategory(f) || f.Grade is { } grade && Grades.IsBelowGood(grade)
                                ? "weak"
                            : f.Grade is not null ? "well"
                            : "not-said"
                        ),
                ]
        ),
        ["group"] = (
            ["three-or-more", "fewer", "not-said"],
            (f, _) =>
                [
                    f.Number("schools") is not { } schools ? "not-said"
                    : schools >= 3 ? "three-or-more"
                    : "fewer",
                ]
        ),
        ["three-full-years"] = (
            ["three-schools", "fewer", "not-said"],
            (f, _) =>
                [
                    f.Numbers("years-in-trust") is not { Count: > 0 } years ? "not-said"
                    : years.Count(y => y >= 3) >= 3 ? "three-schools"
                    : "fewer",
                ]
        ),
        ["fund"] = (
            [.. FactField.Of("fund")!.Words.Select(w => w.Id), "any"],
            (f, _) => [f.Word("fund") ?? "any"]
        ),
    }.ToFrozenDictionary();

    /// <summary>Every fact that a condition may ask, and what it can be.</summary>
    public static readonly FrozenDictionary<string, IReadOnlyList<string>> All = FactField
        .All.Where(f => f.Kind is FactKind.Choice or FactKind.YesNo && !Derived.ContainsKey(f.Name))
        .Select(f =>
            (f.Name, Words: (IReadOnlyList<string>)[.. f.Words.Select(w => w.Id), "not-said"])
        )
        .Concat(Derived.Select(d => (Name: d.Key, Words: (IReadOnlyList<string>)d.Value.Words)))
        .ToFrozenDictionary(f => f.Name, f => f.Words);

    /// <summary>What a fact is for some facts on a day; several words where one is part of another.</summary>
    public static IEnumerable<string> Of(string fact, Facts facts, DateOnly day) =>
        Derived.TryGetValue(fact, out var known)
            ? known.Of(facts, day)
            : [facts.Word(fact) ?? "not-said"];

    /// <summary>The day that a rule follows.</summary>
    public static DateOnly DayOf(Follows follows, Facts facts, DateOnly day) =>
        follows switch
        {
            Follows.Order => facts.Day("order-on"),
            Follows.Inspection => facts.InspectedOn,
            Follows.Application => facts.Day("applied-on"),
            _ => null,
        } ?? day;

    public static bool IsMaintained(Facts facts) => KindsOf(facts).Contains("maintained");

    private static IEnumerable<string> KindsOf(Facts facts) =>
        facts.Word("school") switch
        {
            null or "maintained" => ["maintained"],
            "single-academy" or "academy-in-trust" => [facts.Word("school")!, "academy"],
            var kind => [kind, "maintained"],
        };

    private static bool HasFoundation(Facts facts) =>
        facts.Word("foundation") is { } said
            ? said == "yes"
            : facts.Word("school") is "foundation" or "voluntary-aided" or "voluntary-controlled";

    private static bool InCategory(Facts facts) =>
        facts.Word("category") is "special-measures" or "significant-improvement";

    private static string OrderOf(Facts facts, DateOnly day) =>
        facts.Day("order-on") is not { } made || made > day ? "none"
        : facts.Day("revoked-on") <= day ? "revoked"
        : facts.Day("converted-on") <= day ? "converted"
        : "live";

    /// <summary>On what an order rests, or would rest if it were made on the day asked.</summary>
    private static string LimbOf(Facts facts, DateOnly day)
    {
        if (facts.Word("limb") is { } said)
            return said;
        var made = DayOf(Follows.Order, facts, day);
        return InCategory(facts) && LegalRules.Of(DutyRule) is { } duty && duty.HeldOn(made)
                ? "duty"
            : InCategory(facts)
            || facts.Word("category") == "warning-notice"
            || IsCoasting(facts, day)
                ? "power"
            : "application";
    }

    /// <summary>Coasting by the test of the day of the latest inspection; where that test goes by what is not told here, by what is said.</summary>
    private static bool IsCoasting(Facts facts, DateOnly day) =>
        LegalRules.On("coasting", DayOf(Follows.Inspection, facts, day)) is { } rule
        && rule.Test != InspectionTests.None
        && (
            facts.Word("category") == "coasting"
            || InspectionTests.Fits(rule.Test, facts.Inspections)
        );

    /// <summary>Below good, or below the expected standard, twice in a row.</summary>
    private static bool IsStuck(Facts facts) =>
        facts.Inspections is [.., var before, var last]
        && Grades.IsBelowGood(before.Grade)
        && Grades.IsBelowGood(last.Grade);
}
