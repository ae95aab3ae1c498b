using Trellis.Measures;
using Trellis.Metrics;
using Trellis.Places;
using Trellis.Schools;
using Trellis.Travel;

namespace Trellis.SimilarSchools;

/// <summary>What the metric "trellis" looks at: the face variables of each kind of school, the further inputs of its axes, and the outcomes that teach them.</summary>
/// <remarks>
/// Inputs are who the pupils are and what the school is; never a result of any year, and never an inspection. The start that
/// published progress implies is known before the results it is taken from: it is what pupils with the same earlier
/// results got elsewhere. The ethnic mix of a school is in no open file, so the switch for it changes nothing here; on a table
/// that has it, it is the group <see cref="Ethnic"/>.
/// </remarks>
public static class TrellisTable
{
    /// <summary>The group of features that tell the ethnic mix.</summary>
    public const string Ethnic = "ethnic";

    /// <summary>What a place counts for against a face variable: enough to find near schools among equals, too little to outweigh any difference.</summary>
    private const double PlaceWeight = .025;

    private const int Years = 3;

    /// <summary>The peers' variables that a column stands for, so that they are tried with all the table has.</summary>
    private static readonly Dictionary<string, string[]> StandsFor = new(StringComparer.Ordinal)
    {
        ["prior-attainment"] = ["ks2-reading", "ks2-maths"],
        ["fsm6"] = ["pupil-premium"],
        ["size"] = ["pupils", "cohort"],
    };

    private static readonly Smoothing OfPercentages = new(Years, "pupils.number");

    private static readonly Variable Prior = new(
        "prior-attainment",
        "prior attainment",
        1,
        new Scale.PulledIn(TrellisRecipe.Learning.Tail),
        [
            new(Start.OfSecondary, Start.OfSecondaryWords)
            {
                Composed = true,
                For = [Peers.Secondary],
                // Between the pupils of one school, points of Attainment 8 expected from key stage 2 vary by about 13.
                Smoothed = new(Years, "ks4.pupils", 13),
            },
            new(Start.OfPrimary, Start.OfPrimaryWords)
            {
                Composed = true,
                For = [Peers.Primary],
                // Between the pupils of one school, expected scaled scores vary by about 6.
                Smoothed = new(Years, "ks2.pupils", 6),
            },
        ]
    )
    {
        Decimals = 1,
    };

    private static readonly Variable Disadvantage = Percentage(
        "fsm6",
        "disadvantage",
        "pupils.fsm6",
        "pupils eligible for free school meals at any time in six years"
    );

    private static readonly Variable Language = Percentage(
        "eal",
        "English as an additional language",
        "pupils.eal",
        "from the school census"
    );

    private static readonly Variable Support = Percentage(
        "sen-support",
        "SEN support",
        "pupils.sen-support",
        "from the school census"
    );

    private static readonly Variable Size = new(
        "size",
        "size",
        1,
        new Scale.PulledIn(TrellisRecipe.Learning.Tail),
        [
            Reading.Of("pupils.number", "pupils on roll, from the school census") with
            {
                Smoothed = new(Years, ""),
            },
        ]
    )
    {
        Unit = Unit.Count,
        Logarithm = true,
    };

    private static readonly Variable Plans = Percentage(
        "ehc",
        "education, health and care plans",
        "pupils.ehc",
        "from the school census"
    );

    private static readonly Variable Girls = Percentage(
        "girls",
        "share of girls",
        "pupils.girls",
        "from the school census"
    );

    private static readonly Variable MealsNow = Percentage(
        "fsm",
        "free school meals now",
        "pupils.fsm",
        "from the school census"
    );

    private static readonly Variable Stability = Area(
        "stability",
        "pupils who stay",
        "similar.stability"
    );

    private static readonly Variable Income = Area(
        "idaci",
        "children in low-income homes near the school",
        "area.idaci-decile"
    );

    private static readonly Variable Deprivation = Area(
        "imd",
        "deprivation near the school",
        "area.imd-decile"
    );

    private static readonly Variable East = Place("east", "how far east", e => e.Easting);

    private static readonly Variable North = Place("north", "how far north", e => e.Northing);

    private static readonly Variable FirstAge = Trait(
        "first-age",
        "age of the youngest pupils",
        1,
        e => e.LowAge
    );

    private static readonly Variable LastAge = Trait(
        "last-age",
        "age of the oldest pupils",
        1,
        e => e.HighAge
    );

    /// <summary>What heads look at, for a kind of schools.</summary>
    public static IReadOnlyList<Variable> Face(Peers peers) =>
        peers switch
        {
            Peers.Primary =>
            [
                Prior,
                Disadvantage,
                Language,
                Size,
                Support,
                FirstAge,
                LastAge,
                East,
                North,
            ],
            Peers.Secondary => [Prior, Disadvantage, Language, Size, Support, East, North],
            _ => [Disadvantage, Language, Size, Girls, FirstAge, LastAge, East, North],
        };

    /// <summary>An input in plain words, as within a sentence.</summary>
    /// <param name="id">The name of its column.</param>
    public static string LabelOf(string id) =>
        Enum.GetValues<Peers>()
            .SelectMany(peers => Face(peers).Concat(Further(peers)))
            .FirstOrDefault(v => v.Id == id)
            ?.Label
        ?? id;

    /// <summary>The further inputs of the axes that are read from measures.</summary>
    private static IReadOnlyList<Variable> Further(Peers peers) =>
        peers == Peers.Special
            ? [Support, Plans, MealsNow, Income, Deprivation]
            : [Plans, Girls, MealsNow, Income, Deprivation, Stability];

    /// <summary>The outcomes that teach each axis, in the order of the axes.</summary>
    public static IReadOnlyList<(string Axis, string Measure)> Lessons(Peers peers) =>
        peers switch
        {
            Peers.Primary =>
            [
                ("attainment", "ks2.rwm-expected"),
                ("attainment", "ks2.reading-average"),
                ("attainment", "ks2.maths-average"),
                ("progress", "ks2.reading-progress"),
                ("progress", "ks2.writing-progress"),
                ("progress", "ks2.maths-progress"),
                ("attendance", "absence.overall"),
            ],
            Peers.Secondary =>
            [
                ("attainment", "ks4.attainment8"),
                ("attainment", "ks4.english-maths-5"),
                ("progress", "ks4.progress8"),
                ("attendance", "absence.overall"),
            ],
            _ => [("attendance", "absence.overall")],
        };

    /// <summary>The axes for a kind of schools, in order.</summary>
    public static IReadOnlyList<string> Axes(Peers peers) =>
        Lessons(peers).Select(l => l.Axis).Distinct().ToArray();

    /// <summary>The table on which the axes are learned, and on which the protocol can be run.</summary>
    /// <param name="singleYear">
    /// Whether outcomes are those of the last year alone, as published: for the protocol. Otherwise the mean over up to three years of
    /// the standard figures of each year: for learning.
    /// </param>
    public static ComparisonTable Of(Population population, bool singleYear = false)
    {
        var face = Face(population.Peers);
        var columns = new List<TableColumn>();
        foreach (var variable in face)
            columns.Add(
                Column(population, variable) with
                {
                    IsFace = true,
                    FaceWeight = variable.Weight,
                    IsFeature = variable.Id is not ("east" or "north"),
                    IsBalanced =
                        variable.Id
                            is "prior-attainment"
                                or "fsm6"
                                or "eal"
                                or "size"
                                or "sen-support",
                }
            );
        foreach (var variable in Further(population.Peers))
            columns.Add(Column(population, variable) with { IsFeature = true });
        columns.AddRange(Traits(population));
        columns.RemoveAll(c => c.IsFeature && !c.IsFace && c.Figures.All(double.IsNaN));
        foreach (var (axis, measure) in Lessons(population.Peers))
        {
            var reading = Reading.Of(measure, measure);
            var years = population.YearsOf(reading);
            if (years.Count == 0)
                continue;
            columns.Add(
                new TableColumn(
                    measure,
                    singleYear
                        ? population.Of(reading, years[0])
                        : Together(
                            years.Take(Years).Select(y => population.Of(reading, y)).ToArray()
                        )
                )
                {
                    Axis = axis,
                    Outcome = axis == "attendance" ? OutcomeKind.NeverTaught : OutcomeKind.Taught,
                }
            );
        }
        return new ComparisonTable(
            population.Schools.Select(s => s.Urn.Value).ToArray(),
            population
                .Schools.Select(s =>
                    s.Current.Place is { } place
                        ? ((double)place.Easting, (double)place.Northing)
                        : (double.NaN, double.NaN)
                )
                .ToArray(),
            columns
        );
    }

    private static TableColumn Column(Population population, Variable variable) =>
        new(variable.Id, population.Read(variable).Compared)
        {
            Chance = population.Read(variable).Chance,
            Variables = [variable.Id, .. StandsFor.GetValueOrDefault(variable.Id, [])],
        };

    /// <summary>The mean of the years' standard figures; NaN where a school has none.</summary>
    private static double[] Together(double[][] years)
    {
        var sums = new double[years[0].Length];
        var counts = new int[sums.Length];
        foreach (var figures in years)
        {
            var standard = Standard.Over(figures, TrellisRecipe.Learning.Tail);
            for (var row = 0; row < sums.Length; row++)
                if (!double.IsNaN(figures[row]))
                {
                    sums[row] += standard.Of(figures[row]);
                    counts[row]++;
                }
        }
        return sums.Select((sum, row) => counts[row] == 0 ? double.NaN : sum / counts[row])
            .ToArray();
    }

    /// <summary>What a school is, as columns of 0 and 1: what the register says of it today.</summary>
    private static IEnumerable<TableColumn> Traits(Population population)
    {
        var coast = Coast.In(population.Snapshot);
        yield return Is("selective", e => Says(e.Admissions, e.Admissions == "Selective"));
        yield return Is("girls' school", e => Says(e.Gender, e.Gender == "Girls"));
        yield return Is("boys' school", e => Says(e.Gender, e.Gender == "Boys"));
        yield return Is("Catholic", e => Says(e.Religion, Named(e.Religion, "Catholic")));
        yield return Is(
            "Church of England",
            e => Says(e.Religion, Named(e.Religion, "Church of England"))
        );
        yield return Is(
            "another faith",
            e =>
                Says(
                    e.Religion,
                    !Named(e.Religion, "Catholic")
                        && !Named(e.Religion, "Church of England")
                        && !Named(e.Religion, "None")
                        && !Named(e.Religion, "not apply")
                )
        );
        yield return Is("sixth form", e => e.HighAge is { } age ? (age >= 18 ? 1 : 0) : null);
        yield return Is(
            "places filled",
            e => e is { Capacity: > 0, Pupils: > 0 } ? (double)e.Pupils / e.Capacity : null
        );
        yield return Is(
            "coastal",
            e => coast.IsCoastal(e) is { } coastal ? (coastal ? 1 : 0) : null
        );
        foreach (
            var setting in new[]
            {
                "Urban major conurbation",
                "Urban minor conurbation",
                "Rural town and fringe",
                "Rural village",
                "Rural hamlet",
            }
        )
            yield return Is(setting, e => Says(e.UrbanRural, Named(e.UrbanRural, setting)));
        foreach (var region in Regions.Names)
            yield return Is(region, e => Says(e.Region, Named(e.Region, region)));

        TableColumn Is(string name, Func<Establishment, double?> says) =>
            new(name, population.Schools.Select(s => population.Says(s, says)).ToArray())
            {
                IsFeature = true,
            };

        static double? Says(string word, bool holds) =>
            word.Length == 0 ? null
            : holds ? 1
            : 0;

        static bool Named(string words, string word) =>
            words.Contains(word, StringComparison.OrdinalIgnoreCase);
    }

    private static Variable Percentage(string id, string label, string measure, string words) =>
        new(
            id,
            label,
            1,
            new Scale.PulledIn(TrellisRecipe.Learning.Tail),
            [Reading.Of(measure, words) with { Smoothed = OfPercentages }]
        )
        {
            Unit = Unit.Percent,
        };

    private static Variable Area(string id, string label, string measure) =>
        new(
            id,
            label,
            1,
            new Scale.PulledIn(TrellisRecipe.Learning.Tail),
            [Reading.Of(measure, label)]
        );

    private static Variable Place(string id, string label, Func<GridPoint, double> metres) =>
        Trait(id, label, PlaceWeight, e => e.Place is { } place ? metres(place) / 1000 : null);

    private static Variable Trait(
        string id,
        string label,
        double weight,
        Func<Establishment, double?> says
    ) =>
        new(id, label, weight, new Scale.PulledIn(TrellisRecipe.Learning.Tail), [])
        {
            Trait = says,
        };
}
