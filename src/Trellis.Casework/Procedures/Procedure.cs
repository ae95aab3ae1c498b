using System.Reflection;
using Trellis.Models;
using Trellis.People;
using Trellis.Sources;

namespace Trellis.Procedures;

/// <summary>How something is done that has steps, deadlines and people who must agree: a reviewed table under definitions/procedures.</summary>
/// <param name="Version">From 1. A case keeps the version that was in force on the day it began.</param>
/// <param name="Models">The ways of working together it is about.</param>
/// <param name="For">What it is for, in a sentence or two.</param>
/// <param name="From">The first day on which a case of this version may begin.</param>
/// <param name="Until">The last one; null where it is still in force.</param>
/// <param name="ByRegister">Whether the acts of the register of partnerships are its steps, so that no case of it is ever begun.</param>
/// <param name="OfCase">Whether it is only ever gone through as part of a case of brokerage, and never begun by itself.</param>
/// <param name="Uncertain">What could not be found out, so that nobody relies on it unseen.</param>
/// <param name="States">The first one is where it begins.</param>
public sealed record Procedure(
    ProcedureId Id,
    int Version,
    string Name,
    IReadOnlyList<ModelId> Models,
    string For,
    DateOnly From,
    DateOnly? Until,
    bool ByRegister,
    bool OfCase,
    IReadOnlyList<Law> Law,
    IReadOnlyList<string> Uncertain,
    IReadOnlyList<Side> Sides,
    IReadOnlyList<Stage> States,
    IReadOnlyList<Step> Steps,
    DateOnly Reviewed,
    DateOnly ReviewBy
)
{
    public bool InForceOn(DateOnly day) => From <= day && (Until is not { } last || day <= last);

    public Stage? StateOf(Code id) => States.FirstOrDefault(s => s.Id == id);

    public Step? StepOf(Code id) => Steps.FirstOrDefault(s => s.Id == id);

    public Side? SideOf(Code id) => Sides.FirstOrDefault(s => s.Id == id);

    public Law LawOf(Step step) => Law.First(l => l.Key == step.Source);

    /// <summary>The question of an id, in whichever step it is asked.</summary>
    public Ask? AskOf(Code id) => Steps.SelectMany(s => s.Asks).FirstOrDefault(a => a.Id == id);

    /// <summary>What a question asks for; with its step where questions of several steps are called the same.</summary>
    public string NameOf(Code ask)
    {
        if (Steps.FirstOrDefault(s => s.Asks.Any(a => a.Id == ask)) is not { } step)
            return "";
        var name = step.Asks.First(a => a.Id == ask).Name;
        return Steps.Any(s => s != step && s.Asks.Any(a => a.Name == name))
            ? $"{name}: {step.Name}"
            : name;
    }

    /// <summary>What may be done from a state in a case that began on a day.</summary>
    public IEnumerable<Step> StepsFrom(Code state, DateOnly begunOn) =>
        Steps.Where(s => s.From.Contains(state) && s.HeldOn(begunOn));
}

/// <summary>Where a rule can be read.</summary>
/// <param name="Key">As the steps name it.</param>
/// <param name="From">The first day on which it held.</param>
/// <param name="Until">The last one; null where it still holds.</param>
public sealed record Law(string Key, string Says, string Address, DateOnly From, DateOnly? Until);

/// <summary>A side in a procedure: those of one kind who take the same part in it.</summary>
/// <param name="Kinds">What may stand on it.</param>
/// <param name="Least">How many there have to be when a case begins.</param>
/// <param name="Acts">Whether its steps bind it, so that only those who may act for it take them: for a school in a trust, the trust.</param>
/// <param name="Maintained">Whether its schools have to be schools of a local authority.</param>
/// <param name="Begins">Whether it may begin a case, and stop one.</param>
/// <param name="Unnamed">Whether the public record never names it.</param>
/// <param name="Roles">The roles in which its steps are taken: a decision-maker decides, an officer prepares; empty where whoever speaks for it may.</param>
public sealed record Side(
    Code Id,
    string Name,
    IReadOnlyList<ScopeKind> Kinds,
    int Least,
    int Most,
    bool Acts,
    bool Maintained,
    bool Begins,
    bool Unnamed,
    IReadOnlyList<Role> Roles
);

/// <summary>A state of a procedure.</summary>
/// <param name="Words">"Open for responses".</param>
/// <param name="Now">What happens now, for those in it.</param>
/// <param name="Final">Whether nothing follows.</param>
public sealed record Stage(Code Id, string Words, string Now, bool Final);

/// <summary>A step: from some states to another.</summary>
/// <param name="Name">What is done: "Consider the responses".</param>
/// <param name="To">Where it leads; null where the state stays as it was, whichever it was.</param>
/// <param name="Else">Where it leads instead when an answer of any side is so; the first that fits.</param>
/// <param name="Who">The sides that may take it.</param>
/// <param name="Stated">The sides that may state it instead, while no region works on the case: a school that was sent an order writes down that it was.</param>
/// <param name="Each">Whether each of them takes it once, and only the last one leads on.</param>
/// <param name="Once">Whether it is taken at most once in a case.</param>
/// <param name="NoRule">Why it has no rule; empty where it has.</param>
/// <param name="Due">Until when; null where no rule says.</param>
/// <param name="Publishes">What of it anybody may read; empty where nothing.</param>
/// <param name="Private">Why nothing of it is published; empty where something is.</param>
/// <param name="Source">The key of the law it follows.</param>
/// <param name="Where">The place in it; empty for the whole.</param>
/// <param name="Note">What is not sure about it; empty where nothing is.</param>
/// <param name="Act">The act of the register it is, as the journal has it; empty for a step of its own.</param>
public sealed record Step(
    Code Id,
    string Name,
    IReadOnlyList<Code> From,
    Code? To,
    IReadOnlyList<Otherwise> Else,
    IReadOnlyList<Code> Who,
    IReadOnlyList<Code> Stated,
    bool Each,
    bool Once,
    IReadOnlyList<Ask> Asks,
    IReadOnlyList<Rule> Rules,
    string NoRule,
    Due? Due,
    string Publishes,
    string Private,
    string Source,
    string Where,
    string Note,
    string Act,
    DateOnly? HeldFrom,
    DateOnly? HeldUntil
)
{
    /// <summary>Whether it is part of a case that began on a day.</summary>
    public bool HeldOn(DateOnly begunOn) =>
        (HeldFrom is not { } first || first <= begunOn)
        && (HeldUntil is not { } last || begunOn <= last);

    public bool IsPublic => Publishes.Length > 0;

    /// <summary>Where it may lead from a state.</summary>
    public IEnumerable<Code> LeadsFrom(Code state) => Else.Select(e => e.To).Append(To ?? state);
}

/// <summary>Where a step leads when an answer is so.</summary>
public sealed record Otherwise(When When, Code To);

/// <summary>That a question was answered with a choice.</summary>
public sealed record When(Code Ask, Code Choice);

/// <summary>Until when a step has to be taken.</summary>
/// <param name="After">Questions that asked for a day, of which the latest counts; empty for the day on which the state was reached. One of the step itself means the day on which it was taken last, or of its last round where each takes it.</param>
/// <param name="By">The question whose day has to keep to it; null where it is the day on which the step is recorded.</param>
public sealed record Due(int Count, Unit Unit, IReadOnlyList<Code> After, Code? By);

/// <summary>What kind of answer a question wants.</summary>
public enum AskKind
{
    Day,

    /// <summary>A whole number, 0 or more.</summary>
    Number,
    Text,

    /// <summary>One of several.</summary>
    Choice,

    /// <summary>Any of several.</summary>
    Ticks,

    /// <summary>A box that has to be ticked.</summary>
    Yes,

    /// <summary>A school, a trust or an officer who then stands on a side of the case.</summary>
    Party,
}

/// <summary>A question of a step.</summary>
/// <param name="Side">The side on which an answer that is a party then stands.</param>
/// <param name="When">Asked only when another of the same step was answered so; null for always.</param>
/// <param name="Group">The heading under which it stands with those after it, where a step asks much; empty for none.</param>
public sealed record Ask(
    Code Id,
    string Name,
    AskKind Kind,
    string Group,
    string Hint,
    bool Optional,
    bool Public,
    Code? Side,
    When? When,
    IReadOnlyList<Option> Options
);

/// <summary>An answer to choose.</summary>
/// <param name="IfAny">Whether it may be left out of ticks that otherwise have to be complete, because not every case has one.</param>
public sealed record Option(Code Id, string Words, bool IfAny);

/// <summary>The procedures, as they were built in.</summary>
public static class KnownProcedures
{
    private static readonly Lazy<IReadOnlyList<Procedure>> Read = new(() =>
        Together(
            ReviewedFile.BuiltIn(
                Assembly.GetExecutingAssembly(),
                "procedures/",
                ProcedureTable.Parse
            )
        )
    );

    /// <summary>Every version of every procedure.</summary>
    public static IReadOnlyList<Procedure> All => Read.Value;

    /// <summary>The version in force on a day; the newest one where none is. Null where there is no such procedure.</summary>
    public static Procedure? On(ProcedureId id, DateOnly day) =>
        All.LastOrDefault(p => p.Id == id && p.InForceOn(day))
        ?? All.LastOrDefault(p => p.Id == id);

    /// <summary>The version that a case follows.</summary>
    public static Procedure? Of(ProcedureId id, int version) =>
        All.FirstOrDefault(p => p.Id == id && p.Version == version);

    /// <exception cref="UnreadableSourceException">Two are the same version, or two are in force on one day.</exception>
    private static IReadOnlyList<Procedure> Together(IReadOnlyList<Procedure> read)
    {
        var sorted = read.OrderBy(p => p.Id.ToString(), StringComparer.Ordinal)
            .ThenBy(p => p.Version)
            .ToList();
        foreach (var (one, next) in sorted.Zip(sorted.Skip(1)))
            if (
                one.Id == next.Id
                && (one.Version == next.Version || one.Until is not { } last || last >= next.From)
            )
                throw new UnreadableSourceException(
                    $"procedures of '{one.Id}'",
                    $"versions {one.Version} and {next.Version} are both in force on {next.From:yyyy-MM-dd}."
                );
        return sorted;
    }
}
