using System.Collections.Frozen;
using System.Text.Json;
using Trellis.PublicRecord;
using Trellis.Redactions;

namespace Trellis.Procedures;

/// <summary>A case as the public record has it: the steps that are published, and of their answers those that are public.</summary>
/// <param name="Parties">Who takes part, as scopes are written; none of a side that is never named.</param>
/// <param name="State">Where the last published step led; what came after it is not told.</param>
/// <param name="Case">The case of brokerage it is a part of; null for a procedure that stands by itself.</param>
/// <param name="StoppedOn">The day on which it was given up; null where it was not.</param>
/// <param name="Withheld">What is said of words that are not shown; null where none ever were hidden.</param>
public sealed record PublicCase(
    string Id,
    string Procedure,
    int Version,
    string Name,
    IReadOnlyList<PublicParty> Parties,
    string State,
    string Words,
    bool Final,
    DateOnly? StoppedOn,
    IReadOnlyList<PublicStep> Steps,
    string? Case = null,
    PublicWithheld? Withheld = null
)
{
    public const string Kind = "procedure";

    /// <summary>
    /// Questions whose answers are counted over many schools and told of none: what stood in the way, and how sure anybody is of
    /// the support. A school that waits would carry them as a name.
    /// </summary>
    public static readonly FrozenSet<string> OnlyCounted = new[]
    {
        "barriers",
        "withdrawn-barriers",
        "gave-up-because",
        "confidence",
        "confidence-now",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The same as it may be told beside the name of a school.</summary>
    public PublicCase OfOneSchool() =>
        Case is null || !Steps.Any(s => s.Answers.Any(a => OnlyCounted.Contains(a.Ask)))
            ? this
            : this with
            {
                Steps =
                [
                    .. Steps.Select(s =>
                        s with
                        {
                            Answers = [.. s.Answers.Where(a => !OnlyCounted.Contains(a.Ask))],
                        }
                    ),
                ],
            };

    /// <summary>What anybody may read of a case from now on; nothing before its first published step.</summary>
    public static PublicChange Of(ProcedureCase given)
    {
        var table = given.Table;
        var unnamed = table.Sides.Where(s => s.Unnamed).Select(s => s.Id).ToHashSet();
        var told = given.History.Index().Where(t => table.StepOf(t.Item.Step)!.IsPublic).ToList();
        if (told is not [.., (_, var last)])
            return new PublicChange(Kind, given.Key, null);
        var state = table.StateOf(last.To)!;
        return new PublicChange(
            Kind,
            given.Key,
            JsonSerializer.Serialize(
                new PublicCase(
                    given.Key,
                    given.Procedure.ToString(),
                    given.Version,
                    table.Name,
                    [
                        .. given
                            .Parties.Where(p => !unnamed.Contains(p.Side))
                            .Select(p => new PublicParty(
                                p.Side.ToString(),
                                table.SideOf(p.Side)!.Name,
                                p.Over.ToString(),
                                given.History.Any(t => t.By == p.Doer)
                            )),
                    ],
                    last.To.ToString(),
                    state.Words,
                    state.Final,
                    given.Stopped?.On,
                    [.. told.Select(t => Step(table, t.Item, t.Index, unnamed, given.Redactions))],
                    given.Of?.ToString(),
                    PublicWithheld.Of(given.Redactions, given.PublicTexts)
                )
            )
        );
    }

    private static PublicStep Step(
        Procedure table,
        Taken taken,
        int place,
        HashSet<Code> unnamed,
        RedactionBook redactions
    )
    {
        var step = table.StepOf(taken.Step)!;
        return new PublicStep(
            step.Id.ToString(),
            step.Name,
            taken.On,
            unnamed.Contains(taken.Side) ? null : taken.By.Over.ToString(),
            taken.Late,
            [
                .. from ask in step.Asks
                where ask.Public
                from answer in taken.Answers
                where answer.Ask == ask.Id
                select new PublicAnswer(
                    ask.Id.ToString(),
                    ask.Name,
                    answer.Day,
                    answer.Number,
                    [
                        .. answer.Chosen.Select(c =>
                            ask.Options.FirstOrDefault(o => o.Id == c)?.Words ?? c.ToString()
                        ),
                    ],
                    answer.Text.Text is { } text
                        ? redactions.Open(ProcedureCase.TextOf(place, ask.Id), text).Text
                        : null,
                    answer.Party?.ToString()
                ),
            ]
        );
    }
}

/// <summary>Who takes part in a published case.</summary>
/// <param name="Side">The code of the side.</param>
/// <param name="As">The side in words.</param>
/// <param name="Over">"school:100000".</param>
/// <param name="Spoke">Whether it has recorded a step itself; else it is only named by the others, and that it takes part is their word.</param>
public sealed record PublicParty(string Side, string As, string Over, bool Spoke);

/// <summary>A published step.</summary>
/// <param name="By">Who took it; null where its side is never named.</param>
public sealed record PublicStep(
    string Step,
    string Name,
    DateOnly On,
    string? By,
    bool Late,
    IReadOnlyList<PublicAnswer> Answers
);

/// <summary>A public answer; only the part of its kind is there.</summary>
public sealed record PublicAnswer(
    string Ask,
    string Name,
    DateOnly? Day,
    int? Number,
    IReadOnlyList<string> Chosen,
    string? Text,
    string? Party
);
