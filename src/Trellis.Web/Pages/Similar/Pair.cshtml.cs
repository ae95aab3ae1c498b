using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Charts;
using Trellis.Components;
using Trellis.Measures;
using Trellis.Partners;
using Trellis.Schools;
using Trellis.Serving;
using Trellis.SimilarSchools;
using Trellis.Travel;
using Part = Trellis.SimilarSchools.Contribution;
using YearFigure = Trellis.Snapshots.YearFigure;

namespace Trellis.Pages.Similar;

/// <summary>A characteristic of a pair: both figures with where they are from, and what it adds to the squared distance.</summary>
/// <param name="OwnFrom">The reading, year and source of the own figure; empty where there is none.</param>
public sealed record PairFigure(
    Part Part,
    Reading? Own,
    Reading? Other,
    string OwnFrom,
    string OtherFrom
);

/// <summary>A published figure of both schools in one year, or each school's newest where no year has both.</summary>
public sealed record SideBySide(
    Measure Measure,
    YearFigure? Own,
    YearFigure? Other,
    string OwnSource,
    string OtherSource
);

/// <summary>Two schools of one kind: how far apart they are, in what, and their figures beside each other. Facts, no judgement.</summary>
[Access(Who.Everybody)]
public sealed class PairView : SimilarPage
{
    private const int ListsOf = 50;

    public School Other { get; private set; } = null!;

    public SimilarSchool? Pair { get; private set; }

    /// <summary>How long it takes from the one to the other.</summary>
    public Journey Journey { get; private set; } = null!;

    /// <summary>In what the other is really better, and in what the school itself is; most sure first.</summary>
    public IReadOnlyList<Better> Get { get; private set; } = [];

    public IReadOnlyList<Better> Give { get; private set; } = [];

    /// <summary>Why the two cannot be compared; empty where they can.</summary>
    public string Refusal { get; private set; } = "";

    public IReadOnlyList<PairFigure> Figures { get; private set; } = [];

    public IReadOnlyList<IGrouping<string, SideBySide>> Sides { get; private set; } = [];

    public Contributions? Chart { get; private set; }

    /// <summary>The other school's place in the own list; null where it is not in it.</summary>
    public int? Rank { get; private set; }

    /// <summary>The own school's place in the other's list; null where it is not in it.</summary>
    public int? RankBack { get; private set; }

    /// <summary>In what the two are alike and differ, as a sentence about the other.</summary>
    public string InWords =>
        Pair is { Words.Length: > 0 } pair
            ? pair.Words.StartsWith("like you in", StringComparison.Ordinal)
                ? $"{Other.Name} is like {Asked.Name}{pair.Words["like you".Length..]}."
                : $"{Other.Name} {pair.Words}."
            : "";

    public override string? Caption => $"What it and {Other.Name} could give each other";

    /// <summary>", in Camden"; empty where no authority is known.</summary>
    public string OtherPlace =>
        Other.Current.LaName is { Length: > 0 } place ? $", in {place}" : "";

    public string Trust(School school) =>
        Snapshot.TrustOf(school.Urn) is { } trust ? trust.Name : "in no academy trust";

    /// <summary>The method for the other school's pages: a shortlist is that of one school.</summary>
    public string MethodOnly =>
        Question.Pairs.FirstOrDefault(p => p.Key is "method" or "weights") is { Key: { } key } how
            ? $"?{key}={Uri.EscapeDataString(how.Value)}"
            : "";

    /// <summary>What the squared sum was multiplied by for figures that are not known; 1 where all are.</summary>
    public double Rescaling { get; private set; } = 1;

    public IActionResult OnGet(string urn, string other)
    {
        if (Begin(urn, $"/similar/{Uri.EscapeDataString(other)}") is { } refused)
            return refused;
        if (!Urn.TryParse(other, null, out var there) || Snapshot.SchoolOf(there) is not { } school)
            return NotHere($"No school with the URN {Short(other)} is in the published files.");
        if (school.Urn != there)
            return Redirect(
                $"/school/{Asked.Urn}/similar/{school.Urn}{Form.Ending}{Request.QueryString.ToUriComponent()}"
            );
        if (school == Asked)
            return Redirect($"/school/{Asked.Urn}/similar");
        Other = school;
        Journey = Country.Journeys.Between(Asked.Current, Other.Current);
        Compare();
        Sides =
        [
            .. Beside()
                .GroupBy(s => s.Measure.Subject)
                .OrderBy(g => Array.IndexOf(Order, g.Key) is >= 0 and var at ? at : 99),
        ];
        var frame = new PageFrame
        {
            Title = $"{Asked.Name} and {Other.Name}",
            Description =
                $"How alike {Asked.Name} and {Other.Name} are, in what, and their published figures side by side.",
            Section = "find",
            Crumbs = Crumbs(
                new PageLink(
                    "Similar schools",
                    $"/school/{Asked.Urn}/similar{Question.MethodAlone}"
                ),
                new PageLink(Other.Name)
            ),
            Listed = false,
            Canonical = $"/school/{Asked.Urn}/similar/{Other.Urn}{Question.MethodAlone}",
            Csv = Ending(".csv"),
        };
        return Form.Ending.Length == 0
            ? Answer(frame)
            : Answer(frame, Sheet(), Form.Ending == ".json" ? Facts() : null);
    }

    private static readonly string[] Order =
    [
        "Results",
        "Attendance",
        "Pupils",
        "Workforce",
        "Places",
        "Money",
        "Area",
    ];

    private void Compare()
    {
        var likeness = Country.Likeness;
        Pair = likeness.Pair(Asked.Urn, Other.Urn, Question.Method);
        if (Pair is null)
        {
            Refusal =
                Peers is { } ours && PeersOf.School(Other, Snapshot) is { } kind && kind != ours
                    ? $"{Asked.Name} is compared with {ours.Words()}, and {Other.Name} with {kind.Words()}."
                : likeness.Ask(Asked.Urn, Question.Method, take: 1) is NoSimilarAnswer own
                    ? own.Sentence
                : likeness.Ask(Other.Urn, Question.Method, take: 1) is NoSimilarAnswer back
                    ? back.Sentence
                : "The two have no figure in common by which they could be compared.";
            return;
        }
        var population = likeness.Population(Peers!.Value, Question.Method);
        int here = population.Population.PositionOf(Asked),
            there = population.Population.PositionOf(Other);
        Rescaling = population.Points.Rescaling(
            population.Points.WeightOf(
                population.Points.Known(here) & population.Points.Known(there)
            )
        );
        Figures =
        [
            .. Pair.Contributions.Select(
                (part, k) =>
                    new PairFigure(
                        part,
                        population.ReadingOf(k, here),
                        population.ReadingOf(k, there),
                        From(population, k, here),
                        From(population, k, there)
                    )
            ),
        ];
        (Get, Give) = PartnerSearch.Between(likeness, Asked.Urn, Other.Urn);
        Rank = RankIn(likeness, Asked, Other);
        RankBack = RankIn(likeness, Other, Asked);
        Chart = new Contributions
        {
            Key = "parts",
            Headline = $"What makes {Asked.Name} and {Other.Name} differ",
            Subtitle =
                $"Each characteristic's part of the squared distance, by {Question.Method.Label}",
            MyName = Asked.Name,
            TheirName = Other.Name,
            Csv = Ending(".csv"),
            Parts =
            [
                .. Pair.Contributions.Select(c => new Charts.Contribution(
                    Sentence(c.Variable.Label).TrimEnd('.'),
                    c.Own is { } mine ? c.Variable.Show(mine) : "not known",
                    c.Other is { } theirs ? c.Variable.Show(theirs) : "not known",
                    c.Squared,
                    Missing(c)
                )),
            ],
        };
    }

    private int? RankIn(Likeness likeness, School whose, School whom) =>
        likeness.Ask(whose.Urn, Question.Method) is SimilarAnswer answer
            ? answer.Neighbours.FirstOrDefault(n => n.School == whom)?.Rank
            : null;

    /// <summary>How many schools a list of the method names.</summary>
    public int ListLength => Question.Method.Named ? Question.Method.Take : ListsOf;

    private string? Missing(Part part) =>
        part.Variable is { Readings.Count: 0, Trait: null, Axis: "" } ? "no open file has it"
        : part is { Own: null, Other: null } ? "no figure for either"
        : part.Own is null ? $"no figure for {Asked.Name}"
        : part.Other is null ? $"no figure for {Other.Name}"
        : null;

    private string From(MethodPopulation population, int variable, int row) =>
        population.ReadingOf(variable, row) is { } reading
            ? $"{YearOf(reading, population.Figures[variable].Years[row])}. {SourceOf(reading, population.Figures[variable].Years[row])}"
            : "";

    private IEnumerable<SideBySide> Beside()
    {
        foreach (var measure in Snapshot.Measures.All)
        {
            if (measure.Subject == "Likeness")
                continue;
            var own = Snapshot.Series(Asked, measure.Id);
            var other = Snapshot.Series(Other, measure.Id);
            YearFigure? mine = null,
                theirs = null;
            for (var at = own.Count - 1; at >= 0 && mine is null; at--)
                if (
                    own[at].Value is Published.Figure
                    && other.FirstOrDefault(f => f.Year == own[at].Year)
                        is { Value: Published.Figure } same
                )
                    (mine, theirs) = (own[at], same);
            mine ??= own.LastOrDefault(f => f.Value is Published.Figure) ?? own.LastOrDefault();
            theirs ??=
                other.LastOrDefault(f => f.Value is Published.Figure) ?? other.LastOrDefault();
            // A measure that says nothing of either school is not shown: a primary's A levels.
            if (mine?.Value is Published.Figure || theirs?.Value is Published.Figure)
                yield return new SideBySide(
                    measure,
                    mine,
                    theirs,
                    mine is null ? "" : SourceOf(mine.Source),
                    theirs is null ? "" : SourceOf(theirs.Source)
                );
        }
    }

    /// <summary>A figure in words, or why there is none.</summary>
    public static string Show(Measure measure, YearFigure? figure) =>
        figure is null ? "no published file has this school"
        : figure.Value is Published.Figure there ? IndexView.UnitOf(measure).Words(there.Value)
        : Marks.Why(figure.Value);

    private Sheet Sheet() =>
        new(
            $"pair-{Asked.Urn}-{Other.Urn}",
            $"{Asked.Name} and {Other.Name}",
            [
                new(
                    "kind",
                    "Kind",
                    What: "part: adds to the squared distance; figure: a published figure."
                ),
                new("id", "Id"),
                new("label", "In words"),
                new("own", Asked.Name, "number"),
                new("own_from", "Year and source"),
                new("other", Other.Name, "number"),
                new("other_from", "Year and source"),
                new("coefficient", "Coefficient of the squared difference", "number"),
                new("part", "Part of the squared distance", "number"),
            ],
            [
                .. Figures.Select(
                    IReadOnlyList<object?> (f) =>
                        [
                            "part",
                            f.Part.Variable.Id,
                            f.Part.Variable.Label,
                            f.Part.Own,
                            Named(f.Own, f.OwnFrom),
                            f.Part.Other,
                            Named(f.Other, f.OtherFrom),
                            Coefficient(f.Part),
                            f.Part.Squared,
                        ]
                ),
                .. Sides.SelectMany(g =>
                    g.Select(
                        IReadOnlyList<object?> (s) =>
                            [
                                "figure",
                                s.Measure.Id,
                                s.Measure.Label,
                                s.Own?.Value ?? Published.NotCollected.It,
                                s.Own is { } mine
                                    ? $"{s.Measure.YearLabel(mine.Year)}. {s.OwnSource}"
                                    : "",
                                s.Other?.Value ?? Published.NotCollected.It,
                                s.Other is { } theirs
                                    ? $"{s.Measure.YearLabel(theirs.Year)}. {s.OtherSource}"
                                    : "",
                                null,
                                null,
                            ]
                    )
                ),
            ]
        );

    /// <summary>c of a characteristic, before it is rescaled for what is not known.</summary>
    public double? Coefficient(Part part)
    {
        if (Peers is not { } peers)
            return null;
        var population = Country.Likeness.Population(peers, Question.Method);
        for (var k = 0; k < Question.Method.Variables.Count; k++)
            if (Question.Method.Variables[k] == part.Variable)
                return population.Coefficients[k];
        return null;
    }

    private static string Named(Reading? reading, string from) =>
        reading is null ? ""
        : reading.Composed ? $"Composed: {reading.Words}, {from}"
        : $"{reading.Words}, {from}";

    private Dictionary<string, object?> Facts() =>
        new()
        {
            ["urn"] = Asked.Urn.Value,
            ["other"] = Other.Urn.Value,
            ["method"] = Question.Method.Id,
            ["why"] = Refusal.Length > 0 ? Refusal : null,
            ["distance"] = Pair?.Distance,
            ["closeness"] = Pair is null ? null : Word(Pair.Closeness),
            ["kilometres"] = Pair?.Kilometres,
            ["minutes"] = Journey.Minutes,
            ["minutesFrom"] = FromWhere(Journey),
            ["rank"] = Rank,
            ["rankBack"] = RankBack,
            ["known"] = Pair?.Known,
            ["of"] = Pair?.Of,
            ["rescaling"] = Rescaling,
            ["theyAreBetterAt"] = Get.ToDictionary(b => b.Need.Id, b => b.Probability),
            ["youAreBetterAt"] = Give.ToDictionary(b => b.Need.Id, b => b.Probability),
            ["contributions"] = Pair
                ?.Contributions.Where(c => c.Squared is not null)
                .ToDictionary(c => c.Variable.Id, c => c.Squared!.Value),
        };
}
