using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;
using Trellis.Metrics;
using Trellis.Schools;
using Trellis.Serving;
using Trellis.SimilarSchools;

namespace Trellis.Pages.Method;

/// <summary>A term of a school's place on an axis.</summary>
/// <param name="Label">The input, or the two whose product it is.</param>
/// <param name="Figure">The input as compared; null where it is not known or the term is a product.</param>
/// <param name="Standard">As it is multiplied; 0 where an input is not known.</param>
/// <param name="Known">Whether its inputs are known.</param>
public sealed record AxisStep(
    string Label,
    double? Figure,
    double Standard,
    double Coefficient,
    bool Known
)
{
    public double Part => Standard * Coefficient;
}

/// <summary>One learned axis: its formula as published with the snapshot, and a school's place worked through.</summary>
[Access(Who.Everybody)]
public sealed class AxesView : SitePage
{
    public Peers Peers { get; private set; }

    public string Axis { get; private set; } = "";

    public IReadOnlyList<string> Axes { get; private set; } = [];

    public MetricConstants? Constants { get; private set; }

    public School? School { get; private set; }

    public int Fold { get; private set; }

    /// <summary>The school's inputs as compared, by their ids; null where not known.</summary>
    public IReadOnlyDictionary<string, double?> Inputs { get; private set; } =
        new Dictionary<string, double?>();

    public double Intercept { get; private set; }

    public double Place { get; private set; }

    /// <summary>The parts of the school's place, the largest first.</summary>
    public IReadOnlyList<AxisStep> Steps { get; private set; } = [];

    public int Schools { get; private set; }

    public IActionResult OnGet(string? peers, string? axis, string? school)
    {
        if (peers is { Length: > 0 } && PeersOf.Named(peers) is null)
            return BadQuestion("unknown-peers", "Peers are primary, secondary or special.");
        Peers = PeersOf.Named(peers ?? "") ?? Peers.Primary;
        var population = Country.Likeness.Population(Peers);
        Schools = population.Schools.Count;
        Constants = population.Axes.Constants;
        Axes = Constants?.Axes ?? [];
        if (Axes.Count > 0)
        {
            Axis = Axes.FirstOrDefault(a => a == axis) ?? Axes[0];
            if (!string.IsNullOrWhiteSpace(school))
            {
                if (
                    !Urn.TryParse(school, null, out var urn)
                    || Snapshot.SchoolOf(urn) is not { } asked
                    || population.PositionOf(asked) < 0
                )
                    return BadQuestion(
                        "not-compared",
                        $"'{school}' is not the URN of one of the {Peers.Words()} that are compared."
                    );
                School = asked;
            }
            School ??= population.Schools[0];
            Work(population);
        }
        return Answer(
            new PageFrame
            {
                Title = "What can be expected of a school",
                Description =
                    "How the axes of the metric trellis are worked out, and a school's place.",
                Section = "methods",
                Crumbs =
                [
                    new PageLink("Home", "/"),
                    new PageLink("Methods", "/method"),
                    new PageLink("Trellis", "/method/trellis"),
                    new PageLink("What can be expected"),
                ],
                Canonical = "/method/trellis/axes",
            },
            Sheet(),
            Form.Ending == ".json" && Constants is not null
                ? new Dictionary<string, object?>
                {
                    ["peers"] = Peers.Key(),
                    ["axesShare"] = TrellisRecipe.AxesShare,
                    ["inputs"] = Constants.Inputs.Zip(
                        Constants.Standards,
                        (id, s) =>
                            new
                            {
                                Id = id,
                                s.Low,
                                s.High,
                                s.Mean,
                                s.Deviation,
                            }
                    ),
                    ["leastKnown"] = Constants.LeastKnown,
                    ["explained"] = Constants.Explained,
                    ["folds"] = TrellisRecipe.Learning.Folds,
                    ["foldOf"] = Folds.Recipe,
                    ["school"] = School?.Urn.Value,
                    ["fold"] = Fold,
                    ["axis"] = Axis,
                    ["figures"] = Inputs,
                    ["place"] = double.IsNaN(Place) ? null : (double?)Place,
                }
                : null
        );
    }

    private void Work(Population population)
    {
        var row = population.PositionOf(School!);
        Fold = population.Axes.Folds[row];
        var figures = population.Axes.InputsOf(row);
        Inputs = Constants!
            .Inputs.Zip(figures)
            .ToDictionary(
                input => input.First,
                input => double.IsNaN(input.Second) ? null : (double?)input.Second
            );
        var at = Axes.ToList().IndexOf(Axis);
        var formula = Constants!.Formulas[Fold][at];
        Place = Constants.Place(figures, at, Fold);
        Intercept = formula.Intercept;
        var standard = figures.Select((f, k) => Constants.Standards[k].Of(f)).ToArray();
        Steps =
        [
            .. Constants
                .Terms.Select(
                    (term, t) =>
                        new AxisStep(
                            LabelOf(term),
                            term.Second < 0 && !double.IsNaN(figures[term.First])
                                ? figures[term.First]
                                : null,
                            term.Of(standard),
                            formula.Coefficients[t],
                            term.IsKnown(standard)
                        )
                )
                .OrderByDescending(s => Math.Abs(s.Part))
                .ThenBy(s => s.Label, StringComparer.Ordinal),
        ];
    }

    /// <summary>"disadvantage", or "disadvantage × size" for a product, "disadvantage, squared" for a square.</summary>
    private string LabelOf(MetricTerm term)
    {
        var first = TrellisTable.LabelOf(Constants!.Inputs[term.First]);
        return term.Second < 0 ? first
            : term.Second == term.First ? $"{first}, squared"
            : $"{first} × {TrellisTable.LabelOf(Constants.Inputs[term.Second])}";
    }

    private Sheet Sheet() =>
        new(
            $"trellis-axes-{Peers.Key()}",
            $"The formulas of the axes among {Peers.Words()}, by fold",
            [
                new("axis", "Axis"),
                new("fold", "Fold whose schools were left out", "integer"),
                new("first", "Input"),
                new("second", "Second input of a product"),
                new("mean", "Subtracted from the product", "number"),
                new("deviation", "Divides what is left", "number"),
                new("coefficient", "Coefficient", "number"),
            ],
            Constants is null
                ? []
                :
                [
                    .. from axis in Enumerable.Range(0, Axes.Count)
                    from fold in Enumerable.Range(0, Constants.Formulas.Count)
                    from t in Enumerable.Range(-1, Constants.Terms.Count + 1)
                    let formula = Constants.Formulas[fold][axis]
                    select (IReadOnlyList<object?>)(
                        t < 0
                            ? [Axes[axis], fold, "intercept", "", 0d, 1d, formula.Intercept]
                            :
                            [
                                Axes[axis],
                                fold,
                                Constants.Inputs[Constants.Terms[t].First],
                                Constants.Terms[t].Second < 0
                                    ? ""
                                    : Constants.Inputs[Constants.Terms[t].Second],
                                Constants.Terms[t].Mean,
                                Constants.Terms[t].Deviation,
                                formula.Coefficients[t],
                            ]
                    ),
                ]
        );
}
