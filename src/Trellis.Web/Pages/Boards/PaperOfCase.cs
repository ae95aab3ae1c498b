using Trellis.Brokerage;
using Trellis.Charts;
using Trellis.Components;
using Trellis.Pages.Joining;
using Trellis.Pages.Procedures;
using Trellis.Pages.Schools;
using Trellis.People;
using Trellis.Procedures;
using Trellis.Schools;
using Trellis.Snapshots;
using Trellis.Store;

namespace Trellis.Pages.Boards;

/// <summary>One side of A4 for the board about one case, built from the case and from open data: nobody writes it, so nobody can leave something out.</summary>
/// <param name="Facts">About each school, from the register.</param>
/// <param name="Said">What is recorded in the case that a board needs, by heading; each with its day.</param>
public sealed record PaperOfCase(
    DeskItem Item,
    string Kind,
    string State,
    int Days,
    IReadOnlyList<(PageLink School, IReadOnlyList<SummaryRow?> Rows)> Facts,
    IReadOnlyList<(string Heading, IReadOnlyList<SummaryRow?> Rows)> Said
)
{
    private const int LongestWords = 320;

    private static readonly string[] proposed =
    [
        "proposed",
        "transfer-type",
        "transfer-reason",
        "benefits",
        "wanted-trust",
        "wanted-because",
        "preferred",
        "joins",
        "formed",
        "matched-trust",
        "trust",
        "application-because",
    ];

    private static readonly string[] consulted = ["said", "did", "did-not", "not-because"];

    /// <summary>Builds it from all procedures of the case.</summary>
    public static async Task<PaperOfCase> Of(
        DeskItem item,
        Casework casework,
        Snapshot snapshot,
        DateOnly today,
        CancellationToken stop
    )
    {
        var parts = (await casework.Documents<ProcedureCase>(item.Case.Ref.Party, stop: stop))
            .Select(p => p.State)
            .OrderBy(p => p.Id != item.Procedure.Id)
            .ThenBy(p => p.BegunOn)
            .ToList();
        return new PaperOfCase(
            item,
            item.Procedure.Table.Name,
            item.Procedure.Table.StateOf(item.Procedure.At)!.Words,
            CaseClock.Of(item.Procedure, today).Days,
            [.. item.Case.Schools.Take(4).Select(s => Register(snapshot, s))],
            [
                .. new[]
                {
                    ("What is proposed", Answers(parts, snapshot, a => proposed.Contains(a))),
                    (
                        "What else was weighed",
                        Answers(
                            parts,
                            snapshot,
                            a =>
                                a is "other-ways"
                                || a.StartsWith("option-", StringComparison.Ordinal)
                        )
                    ),
                    ("What people said", Answers(parts, snapshot, a => consulted.Contains(a))),
                    (
                        "What the board should know",
                        Answers(
                            parts,
                            snapshot,
                            a =>
                                a
                                    is "category"
                                        or "equality"
                                        or "equality-because"
                                        or "support-because"
                                || a.StartsWith("la-", StringComparison.Ordinal)
                        )
                    ),
                }.Where(s => s.Item2.Count > 0),
            ]
        );
    }

    /// <summary>The latest answer to each question of some kind.</summary>
    private static IReadOnlyList<SummaryRow?> Answers(
        IReadOnlyList<ProcedureCase> parts,
        Snapshot snapshot,
        Func<string, bool> wanted
    ) =>
        [
            .. from part in parts
            from step in part.Table.Steps
            from ask in step.Asks
            where wanted(ask.Id.ToString())
            let answer = part.AnswerTo(ask.Id)
            where answer is not null
            group (ask, answer) by ask.Id into one
            let words = CaseWords.Of(one.First().ask, one.First().answer, snapshot)
            where words.Length > 0
            select SummaryRow.Of(one.First().ask.Name, Short(words)),
        ];

    /// <summary>A long answer would push the next case off its page: what follows is in the case.</summary>
    private static string Short(string words) =>
        words.Length <= LongestWords
            ? words
            : $"{words[..words.LastIndexOf(' ', LongestWords)]} ... (more in the case)";

    private static (PageLink, IReadOnlyList<SummaryRow?>) Register(Snapshot snapshot, Scope school)
    {
        var name = RolePlaces.Words(snapshot, school);
        if (!Urn.TryParse(school.Id, null, out var urn) || snapshot.Find(urn) is not { } known)
            return (name, []);
        var trust = snapshot.TrustOf(urn);
        return (
            name,
            [
                SummaryRow.Of(
                    "School",
                    $"{known.Type}{(known is { LowAge: { } low, HighAge: { } high } ? $", ages {low} to {high}" : "")}{(known.Pupils is { } pupils ? $", {pupils:N0} pupils" : "")}{(known.Capacity is { } places ? $" in {places:N0} places" : "")}, {known.LaName}"
                ),
                SummaryRow.Of(
                    "Responsible now",
                    trust is not null ? trust.Name
                        : RolePlaces.BodyOf(snapshot, school) is { } body
                            ? RolePlaces.Words(snapshot, body).Text
                        : "not known"
                ),
            ]
        );
    }

    /// <summary>"Pupils 360 (2023/24); ...", each with its year.</summary>
    private static string Figures(Snapshot snapshot, School school) =>
        string.Join(
            "; ",
            KeyFacts
                .Foremost(KeyFacts.Of(snapshot, school), snapshot, school)
                .Select(f =>
                    $"{f.Measure.Label} {MeasureUnit.Words(f.Measure, f.Value)} ({f.Measure.YearLabel(f.Latest!.Year)})"
                )
        );
}
