using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;
using Trellis.Measures;
using Trellis.Serving;
using Trellis.SimilarSchools;

namespace Trellis.Pages.Similar;

/// <summary>A figure that may count, for the form of weights.</summary>
/// <param name="Figure">The school's newest, in words; why there is none where there is none.</param>
/// <param name="Weight">What it counts for now, as typed; empty for nothing.</param>
public sealed record WeighedMeasure(Measure Measure, string Figure, bool Known, string Weight);

/// <summary>The form of "your weights": each measure the school has, with a box for what it counts. Sending it leads to the list.</summary>
[Access(Who.Everybody)]
public sealed class WeightsView : SimilarPage
{
    public IReadOnlyList<IGrouping<string, WeighedMeasure>> Subjects { get; private set; } = [];

    /// <summary>What is wrong with what was sent, with the box it is in; empty for nothing.</summary>
    public IReadOnlyList<PageLink> Wrong { get; private set; } = [];

    public override string? Caption => "What makes a school similar?";

    public IActionResult OnGet(string urn)
    {
        if (Begin(urn, "/similar/weights") is { } refused)
            return refused;
        if (Peers is not { } peers)
            return Redirect($"/school/{Asked.Urn}/similar");
        var sent = Request
            .Query.Where(q => q.Key.StartsWith("w.", StringComparison.Ordinal))
            .Select(q => (Id: q.Key[2..], Text: $"{q.Value[^1]}".Trim()))
            .Where(q => q.Text.Length > 0)
            .ToArray();
        if (Read(sent) is { } query)
            return Redirect($"/school/{Asked.Urn}/similar{query}");
        var now = Question.Method.Named
            ? sent.ToDictionary(s => s.Id, s => s.Text)
            : Question.Method.Variables.ToDictionary(
                v => v.Id,
                v => v.Weight.ToString("R", CultureInfo.InvariantCulture)
            );
        Subjects =
        [
            .. Snapshot
                .Measures.All.Where(m => IndexView.SuitsPhase(m, peers))
                .Select(m => Weighed(m, now.GetValueOrDefault(m.Id, "")))
                .OrderBy(w => w.Measure.Label, StringComparer.Ordinal)
                .GroupBy(w => w.Measure.Subject)
                .OrderBy(g => g.Key, StringComparer.Ordinal),
        ];
        return Answer(
            new PageFrame
            {
                Title = $"Choose what makes a school like {Asked.Name}",
                Section = "find",
                Crumbs = Crumbs(
                    new PageLink("Similar schools", $"/school/{Asked.Urn}/similar"),
                    new PageLink("What counts")
                ),
                HasErrors = Wrong.Count > 0,
                Listed = false,
                Csv = Ending(".csv"),
            },
            Form.Ending.Length == 0 ? null : Sheet()
        );
    }

    /// <summary>What was sent, as the query of the list; null where nothing was, or where some of it is wrong.</summary>
    private string? Read((string Id, string Text)[] sent)
    {
        if (sent.Length == 0)
            return null;
        var wrong = new List<PageLink>();
        var weights = new List<KeyValuePair<string, double>>();
        foreach (var (id, text) in sent)
            if (Snapshot.Measures.Find(id) is not { } measure)
                wrong.Add(new($"There is no measure '{Short(id)}'.", "#weights"));
            else if (
                double.TryParse(
                    text,
                    NumberStyles.AllowDecimalPoint,
                    CultureInfo.InvariantCulture,
                    out var weight
                )
                && weight <= 1000
            )
                weights.Add(new(id, weight));
            else
                wrong.Add(
                    new(
                        $"{measure.Label}: enter a number from 0 to 1,000, such as 2. It was '{Short(text)}'.",
                        "#" + BoxOf(measure)
                    )
                );
        Wrong = wrong;
        if (wrong.Count > 0)
            return null;
        if (
            SimilarMethods.YourWeights(Snapshot.Measures, weights, out var refusal)
            is not { } method
        )
        {
            Wrong = [new(refusal, "#weights")];
            return null;
        }
        return $"?weights={method.Id}";
    }

    private WeighedMeasure Weighed(Measure measure, string weight) =>
        Snapshot.Latest(Asked, measure.Id) is { } latest
            ? latest.Value is Published.Figure figure
                ? new(
                    measure,
                    $"{IndexView.UnitOf(measure).Words(figure.Value)}, {measure.YearLabel(latest.Year)}",
                    true,
                    weight
                )
                : new(measure, Marks.Why(latest.Value), false, weight)
            : new(measure, "no published file has this school", false, weight);

    /// <summary>The id of a measure's box.</summary>
    public static string BoxOf(Measure measure) => "w-" + measure.Id.Replace('.', '-');

    private Sheet Sheet() =>
        new(
            $"what-may-count-{Asked.Urn}",
            $"What may count for schools like {Asked.Name}",
            [
                new("measure", "Measure"),
                new("label", "In words"),
                new("subject", "Subject"),
                new("figure", $"{Asked.Name}, newest"),
                new("weight", "Weight"),
            ],
            [
                .. Subjects.SelectMany(s =>
                    s.Select(
                        IReadOnlyList<object?> (w) =>
                            [w.Measure.Id, w.Measure.Label, w.Measure.Subject, w.Figure, w.Weight]
                    )
                ),
            ]
        );
}
