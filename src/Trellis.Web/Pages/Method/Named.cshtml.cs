using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;
using Trellis.Measures;
using Trellis.Schools;
using Trellis.Serving;
using Trellis.SimilarSchools;

namespace Trellis.Pages.Method;

/// <summary>A step of the worked example: what one variable adds to the squared distance of a real pair.</summary>
/// <param name="Own">As compared; null where not known.</param>
/// <param name="Squared">After rescaling for what is not known; null where either is not known.</param>
public sealed record Step(
    Variable Variable,
    double Coefficient,
    double? Own,
    double? Other,
    double? Squared
);

/// <summary>One method: what it is, its weights and sources on this snapshot, its weaknesses, and a pair worked through.</summary>
[Access(Who.Everybody)]
public sealed class NamedView : SitePage
{
    public SimilarMethod Method { get; private set; } = null!;

    public Peers Peers { get; private set; }

    public MethodToday InUse { get; private set; } = null!;

    public MethodGuide Guide => MethodGuide.For(Method);

    public int Schools => InUse.Population.Population.Schools.Count;

    public ClosenessLimits Limits => InUse.Population.Limits;

    public bool HasLimits => double.IsFinite(Limits.Close);

    public School? Own { get; private set; }

    public School? Other { get; private set; }

    public double Distance { get; private set; }

    /// <summary>What the sum is multiplied by for what is not known; 1 where nothing is missing.</summary>
    public double Rescaling { get; private set; } = 1;

    public IReadOnlyList<Step> Steps { get; private set; } = [];

    public IActionResult OnGet(string name, string? peers)
    {
        if (SimilarMethods.Find(name) is not { } method)
            return NotHere(
                $"There is no method of that name. There are {string.Join(", ", SimilarMethods.All.Select(m => m.Id))}."
            );
        if (method.Id != name)
            return Redirect($"/method/{method.Id}{Form.Ending}{Request.QueryString}");
        Peers = method.Peers[0];
        if (peers is { Length: > 0 })
        {
            if (PeersOf.Named(peers) is not { } asked || !method.Peers.Contains(asked))
                return BadQuestion(
                    "unknown-peers",
                    $"{method.Label} compares {string.Join(", ", method.Peers.Select(p => p.Words()))}: peers is {string.Join(" or ", method.Peers.Select(p => p.Key()))}."
                );
            Peers = asked;
        }
        // What counts may differ from one kind of school to another.
        Method = method.For(Peers);
        InUse = MethodToday.Of(Country.Likeness.Population(Peers, method), Snapshot);
        Work();
        return Answer(
            new PageFrame
            {
                Title = method.Label,
                Description = Guide.InShort,
                Section = "methods",
                Crumbs =
                [
                    new PageLink("Home", "/"),
                    new PageLink("Methods", "/method"),
                    new PageLink(method.Label),
                ],
                Canonical = Peers == method.Peers[0] ? $"/method/{method.Id}" : Here,
            },
            Sheet(),
            Form.Ending == ".json" ? Facts() : null
        );
    }

    private void Work()
    {
        if (InUse.Example is not var (own, other))
            return;
        var population = InUse.Population;
        (Own, Other) = (population.Population.Schools[own], population.Population.Schools[other]);
        var squared = new double[Method.Variables.Count];
        population.Points.Contributions(own, other, squared);
        Distance = population.Points.Distance(own, other);
        Rescaling = population.Points.Rescaling(
            population.Points.WeightOf(
                population.Points.Known(own) & population.Points.Known(other)
            )
        );
        Steps =
        [
            .. Method.Variables.Select(
                (v, k) =>
                    new Step(
                        v,
                        population.Coefficients[k],
                        OrNull(population.Figures[k].Compared[own]),
                        OrNull(population.Figures[k].Compared[other]),
                        OrNull(squared[k])
                    )
            ),
        ];
    }

    private static double? OrNull(double figure) => double.IsFinite(figure) ? figure : null;

    /// <summary>How a difference is scaled, in words.</summary>
    public static string ScaleWords(Variable variable) =>
        variable.Scale switch
        {
            Scale.Coefficient => "the publisher's own coefficient",
            Scale.PublishedDeviation published =>
                $"the publisher's standard deviation, {published.Value.ToString("R", CultureInfo.InvariantCulture)}",
            Scale.Range => "lowest to highest of these schools",
            Scale.One => "nothing: it is a standard figure already",
            Scale.PulledIn pulled =>
                $"standard deviation of these schools, the farthest {100 * pulled.Tail:0.#} % at each end pulled in",
            _ => "standard deviation of these schools",
        };

    /// <summary>A number with as many digits as anybody needs to work it out again, never as a power of ten: seven that count, however small it is.</summary>
    public static string Digits(double number)
    {
        if (Math.Abs(number) >= 1 || number == 0)
            return number.ToString("#,0.########", CultureInfo.InvariantCulture);
        var decimals = Math.Clamp(6 - (int)Math.Floor(Math.Log10(Math.Abs(number))), 12, 30);
        return number.ToString($"0.{new string('#', decimals)}", CultureInfo.InvariantCulture);
    }

    /// <summary>The readings of a variable, the years of each together: "2017/18, and 253 schools in other years".</summary>
    public IEnumerable<(Reading Reading, int Schools, string Years)> Together(
        VariableInUse variable
    ) =>
        variable
            .Readings.GroupBy(r => r.Reading)
            .Select(g =>
            {
                var main = g.First();
                var others = g.Skip(1).Sum(r => r.Schools);
                return (
                    g.Key,
                    g.Sum(r => r.Schools),
                    YearOf(g.Key, main.Year)
                        + (others > 0 ? $"; {others:N0} of them from other years" : "")
                );
            });

    private Sheet Sheet() =>
        new(
            $"method-{Method.Id}-{Peers.Key()}",
            $"{Method.Label}: weights and coefficients among {Peers.Words()}",
            [
                new("variable", "Variable"),
                new("label", "In words"),
                new("weight", "Weight", "number"),
                new("share", "Share of the weight", "number"),
                new("coefficient", "Coefficient of the squared difference", "number"),
                new("scale", "Scale"),
                new("standard_deviation", "Standard deviation among these schools", "number"),
                new("logarithm", "Whether the logarithm is compared"),
                new("low", "Compared figures below count as this", "number"),
                new("high", "Compared figures above count as this", "number"),
                new("known", "Schools with a figure", "integer"),
                new("of", "Schools", "integer"),
                new("readings", "Where the figures are from"),
            ],
            [
                .. InUse.Variables.Select(
                    IReadOnlyList<object?> (v) =>
                        [
                            v.Variable.Id,
                            v.Variable.Label,
                            v.Variable.Weight,
                            v.Variable.Weight / Method.Variables.Sum(o => o.Weight),
                            v.Coefficient,
                            ScaleWords(v.Variable),
                            v.Deviation,
                            v.Variable.Logarithm ? "yes" : "no",
                            v.PulledIn?.Low,
                            v.PulledIn?.High,
                            v.Known,
                            Schools,
                            v.Variable.Axis.Length > 0 ? "learned from all schools"
                            : v.Variable.Trait is not null ? "the register, as it stands"
                            : string.Join(
                                "; ",
                                v.Readings.Select(r =>
                                    $"{r.Schools} schools: {(r.Reading.Composed ? "composed: " : "")}{r.Reading.Words}, {YearOf(r.Reading, r.Year)}, {r.Source}"
                                )
                            ),
                        ]
                ),
            ]
        );

    public string YearOf(Reading reading, Year year) =>
        Snapshot.Measures.Find(reading.Terms[0].Measure)?.YearLabel(year) ?? $"{year}";

    private Dictionary<string, object?> Facts() =>
        new()
        {
            ["method"] = Method.Id,
            ["label"] = Method.Label,
            ["peers"] = Peers.Key(),
            ["schools"] = Schools,
            ["take"] = Method.Take,
            ["missingPower"] = Method.Missing,
            ["shortlistForRegion"] = Method.ShortlistForRegion,
            ["closeUpTo"] = HasLimits ? Limits.Close : null,
            ["fairUpTo"] = HasLimits ? Limits.Fair : null,
            ["smoothing"] = Method
                .Variables.SelectMany(v => v.Readings.Select(r => (Variable: v, Reading: r)))
                .Where(p =>
                    p.Reading.Smoothed is not null
                    && (p.Reading.For.Count == 0 || p.Reading.For.Contains(Peers))
                )
                .Select(p => new
                {
                    p.Variable.Id,
                    p.Reading.Smoothed!.Years,
                    p.Reading.Smoothed.Pupils,
                    p.Reading.Smoothed.BetweenPupils,
                    DrawnTo = InUse
                        .Population.Population.Read(p.Reading)
                        .Drawn.Select(d => new
                        {
                            Year = d.Year.ToString(),
                            d.Mean,
                            Between = double.IsFinite(d.Between) ? d.Between : (double?)null,
                        }),
                }),
            ["citation"] = Method.Citation,
            ["weaknesses"] = Guide.Weaknesses,
            ["example"] = Own is null
                ? null
                : new
                {
                    Urn = Own.Urn.Value,
                    Other = Other!.Urn.Value,
                    Distance,
                    Rescaling,
                    Contributions = Steps
                        .Where(s => s.Squared is not null)
                        .ToDictionary(s => s.Variable.Id, s => s.Squared!.Value),
                },
        };
}
