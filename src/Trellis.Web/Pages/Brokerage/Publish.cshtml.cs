using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;
using Trellis.Pages.Joining;
using Trellis.Pages.Procedures;
using Trellis.People;
using Trellis.Procedures;
using Trellis.Serving;

namespace Trellis.Pages.Brokerage;

/// <summary>An answer as it is recorded, beside what everybody reads of it.</summary>
/// <param name="Public">Empty where nobody else reads it.</param>
/// <param name="Why">Why nobody else does; empty where everybody may.</param>
public sealed record BesidePublic(
    DateOnly On,
    string Step,
    string Question,
    string Recorded,
    string Public,
    string Why
);

/// <summary>What of a case everybody reads, beside what is recorded, word for word; and what the steps that come next would make public.</summary>
[Access(Who.SignedIn)]
public sealed class CasePublication : CaseDeskPage
{
    internal static readonly IReadOnlyList<SheetColumn> Columns =
    [
        new("part", "Part of the case"),
        new("on", "Recorded on", "date"),
        new("step", "Step"),
        new("question", "Question"),
        new("recorded", "As it is recorded"),
        new("public", "As everybody reads it", What: "Empty where nobody else reads it."),
        new("why", "Why nobody else reads it"),
    ];

    public override string Tab => "publish";

    public IReadOnlyList<(DeskProcedure In, IReadOnlyList<BesidePublic> Rows)> Parts
    {
        get;
        private set;
    } = [];

    public int WordsIn { get; private set; }

    public int WordsOut { get; private set; }

    public async Task<IActionResult> OnGetAsync(string reference)
    {
        if (await Find(reference) is { } other)
            return other;
        Parts =
        [
            .. Procedures
                .Select(p => (p, (IReadOnlyList<BesidePublic>)[.. RowsOf(p)]))
                .Where(p => p.Item2.Count > 0),
        ];
        var rows = Parts.SelectMany(p => p.Rows).ToList();
        WordsIn = rows.Sum(r => Words(r.Recorded));
        WordsOut = rows.Sum(r => Words(r.Public));
        return AnswerPrivately(
            Frame("What is public"),
            new Sheet(
                $"public-{Case.Ref}",
                $"What is public: {SchoolNames}",
                Columns,
                [
                    .. Parts.SelectMany(p =>
                        p.Rows.Select(r =>
                            (IReadOnlyList<object?>)
                                [
                                    p.In.Table.Name,
                                    r.On,
                                    r.Step,
                                    r.Question,
                                    r.Recorded,
                                    r.Public,
                                    r.Why,
                                ]
                        )
                    ),
                ]
            ),
            new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["words"] = WordsIn,
                ["wordsPublic"] = WordsOut,
            }
        );
    }

    /// <summary>The rows of a procedure. The public side is read from what the public record is given, and from nothing else.</summary>
    private IEnumerable<BesidePublic> RowsOf(DeskProcedure procedure)
    {
        var open = PublicCase.Of(procedure.Case).Json is { } json
            ? JsonSerializer.Deserialize<PublicCase>(json)!.OfOneSchool()
            : null;
        var told = new Queue<PublicStep>(open?.Steps ?? []);
        foreach (var taken in procedure.Case.History)
        {
            var step = procedure.Table.StepOf(taken.Step)!;
            var shown = step.IsPublic && told.TryDequeue(out var next) ? next : null;
            var asked = step.Asks.Where(a => taken.Answers.Any(g => g.Ask == a.Id)).ToList();
            if (asked.Count == 0)
                yield return new BesidePublic(
                    taken.On,
                    step.Name,
                    "",
                    "That it was done",
                    shown is null ? "" : "That it was done",
                    shown is null ? step.Private : ""
                );
            foreach (var ask in asked)
            {
                var recorded = CaseWords.Of(
                    ask,
                    taken.Answers.First(a => a.Ask == ask.Id),
                    Snapshot
                );
                var answer = shown?.Answers.FirstOrDefault(a => a.Ask == ask.Id.ToString());
                yield return new BesidePublic(
                    taken.On,
                    step.Name,
                    ask.Name,
                    recorded,
                    answer is null ? "" : Said(answer),
                    answer is not null ? ""
                        : shown is null ? step.Private
                        : "This answer is kept for those who take part."
                );
            }
        }
    }

    private string Said(PublicAnswer answer) =>
        answer switch
        {
            { Day: { } day } => day.InWords(),
            { Number: { } number } => $"{number:N0}",
            { Party: { } party } => Scope.TryParse(party, null, out var over)
                ? RolePlaces.Words(Snapshot, over).Text
                : "",
            { Chosen: [_, ..] chosen } => string.Join("; ", chosen),
            _ => answer.Text ?? "",
        };

    private static int Words(string text) =>
        text.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries).Length;

    /// <summary>The share of words that nobody else reads, in per cent, rounded up.</summary>
    public int WithheldPercent =>
        WordsIn == 0 ? 0 : (int)Math.Ceiling(100.0 * (WordsIn - WordsOut) / WordsIn);
}
