using System.Globalization;
using Trellis.Measures;

namespace Trellis.SimilarSchools;

/// <summary>The named methods, and "your weights".</summary>
/// <remarks>
/// Coefficients and standard deviations are the publishers' own where they are known; they are printed on the method's
/// page so that anybody can work out any distance by hand. A variable that no open file gives is left without a reading
/// and counts as unknown; a stand-in is marked as composed.
/// </remarks>
public static class SimilarMethods
{
    private const string AsPublished = "as DfE published it for its 2026 groups";
    private const string Dfe2026 =
        "Department for Education and Ofsted, similar schools model for attainment (2026)";

    private static readonly Reading[] Disadvantage =
    [
        Reading.Of("similar.pupil-premium", AsPublished),
        Reading.InPlaceOf(
            "pupils.fsm6",
            "pupils eligible for free school meals at any time in six years, for pupil premium"
        ),
    ];

    private static readonly Reading[] Language =
    [
        Reading.Of("similar.eal", AsPublished),
        Reading.InPlaceOf("pupils.eal", "from the school census"),
    ];

    private static readonly Reading[] Support =
    [
        Reading.Of("similar.sen-support", AsPublished),
        Reading.InPlaceOf("pupils.sen-support", "from the school census"),
    ];

    private static readonly Reading[] Plans =
    [
        Reading.Of("similar.ehc", AsPublished),
        Reading.InPlaceOf("pupils.ehc", "from the school census"),
    ];

    private static readonly Reading[] Size =
    [
        Reading.Of("similar.pupils", AsPublished),
        Reading.InPlaceOf("pupils.number", "from the school census"),
    ];

    private static readonly Reading[] Idaci =
    [
        Reading.Of("similar.idaci", AsPublished),
        Reading.InPlaceOf(
            "area.idaci-score",
            "IDACI of the school's own neighbourhood, for that of its pupils' homes"
        ),
        // Decile 1 is the most deprived, hence the sign. The scale is that of the 2,271 values DfE published.
        new(
            [new("area.idaci-decile", -1)],
            "IDACI decile of the school's own neighbourhood, put on the scale of its pupils' IDACI"
        )
        {
            Composed = true,
            Onto = (.20, .08),
        },
    ];

    private static readonly Reading[] Polar = [Reading.Of("similar.polar4", AsPublished)];

    private static readonly Reading[] Stability = [Reading.Of("similar.stability", AsPublished)];

    public static readonly SimilarMethod Dfe2026Primary = new(
        "dfe-2026-primary",
        "DfE and Ofsted 2026, primary",
        [Peers.Primary],
        [
            Published("prior-attainment", "prior attainment", .40, 7.648636603663171) with
            {
                Decimals = 2,
                Headings = ["Ks1PriorRwmAverage"],
                // The scale of the values DfE published: mean 2.78, and the deviation that weight .40 and the coefficient imply.
                Readings =
                [
                    Reading.Of("similar.ks1-prior", AsPublished),
                    new(Start.OfPrimary, Start.OfPrimaryWords)
                    {
                        Composed = true,
                        Onto = (2.78, .2287),
                    },
                ],
            },
            Published("polar4", "young people going to university", .145, 0.12976347996356707) with
            {
                Decimals = 1,
                Headings = ["Polar4QuintilePupils"],
                Readings = Polar,
            },
            Published("pupil-premium", "disadvantage", .125, 0.0005267600832628219) with
            {
                Unit = Unit.Percent,
                Headings = ["PPPerc"],
                Readings = Disadvantage,
            },
            Published("sen-support", "SEN support", .09, 0.0021860762254610785) with
            {
                Unit = Unit.Percent,
                Headings = ["PercentSchSupport"],
                Readings = Support,
            },
            Published("stability", "pupil stability", .06, 0.0008391022845373871) with
            {
                Unit = Unit.Percent,
                Headings = ["PStability"],
                Readings = Stability,
            },
            Published("idaci", "income deprivation", .06, 7.867508786317453) with
            {
                Unit = Unit.Share,
                Decimals = 2,
                Headings = ["IdaciPupils"],
                Readings = Idaci,
            },
            Published("eal", "English as an additional language", .05, 9.947700293180033e-05) with
            {
                Unit = Unit.Percent,
                Headings = ["PercentEAL"],
                Readings = Language,
            },
            Published("pupils", "size", .02, 6.030989221600724e-07) with
            {
                Unit = Unit.Count,
                Headings = ["NumberOfPupils"],
                Readings = Size,
            },
            Published("ehc", "education, health and care plans", .015, 0.004637265928799204) with
            {
                Unit = Unit.Percent,
                Decimals = 1,
                Headings = ["PercentageStatementOrEhp"],
                Readings = Plans,
            },
        ],
        50,
        Dfe2026 + ", primary, July 2026 release; coefficients of the squared differences"
    );

    public static readonly SimilarMethod Dfe2026Secondary02 = new(
        "dfe-2026-secondary-02",
        "DfE and Ofsted February 2026, secondary",
        [Peers.Secondary],
        [
            // Mean and deviation of the 1,609 values DfE published; its own deviation, which scales the distance, is wider.
            Deviating("ks2-reading", "prior attainment in reading", .36, 2.48615) with
            {
                Decimals = 1,
                Headings = ["KS2RP"],
                Readings = Prior("similar.ks2-reading", (104.47, 1.89)),
            },
            Deviating("ks2-maths", "prior attainment in maths", .24, 2.56851) with
            {
                Decimals = 1,
                Headings = ["KS2MP"],
                Readings = Prior("similar.ks2-maths", (104.30, 1.69)),
            },
            Deviating("pupil-premium", "disadvantage", .10, 13.98359) with
            {
                Unit = Unit.Percent,
                Headings = ["PPPerc"],
                Readings = Disadvantage,
            },
            Deviating("eal", "English as an additional language", .08, 18.75518) with
            {
                Unit = Unit.Percent,
                Headings = ["PercentEAL"],
                Readings = Language,
            },
            Deviating("polar4", "young people going to university", .05, 1.02226) with
            {
                Decimals = 1,
                Headings = ["Polar4QuintilePupils"],
                Readings = Polar,
            },
            Deviating("stability", "pupil stability", .05, 6.44281) with
            {
                Unit = Unit.Percent,
                Headings = ["PStability"],
                Readings = Stability,
            },
            Deviating("idaci", "income deprivation", .04, 0.07807) with
            {
                Unit = Unit.Share,
                Decimals = 2,
                Headings = ["IdaciPupils"],
                Readings = Idaci,
            },
            Deviating("sen-support", "SEN support", .04, 5.53094) with
            {
                Unit = Unit.Percent,
                Headings = ["PercentSchSupport"],
                Readings = Support,
            },
            Deviating("pupils", "size", .02, 388.66481) with
            {
                Unit = Unit.Count,
                Headings = ["NumberOfPupils"],
                Readings = Size,
            },
            Deviating("ehc", "education, health and care plans", .02, 1.67882) with
            {
                Unit = Unit.Percent,
                Decimals = 1,
                Headings = ["PercentageStatementOrEHP"],
                Readings = Plans,
            },
        ],
        50,
        Dfe2026 + ", secondary, February 2026; weights on z-scores of 2,973 schools"
    );

    public static readonly SimilarMethod Dfe2012 = new(
        "dfe-2012",
        "DfE 2012 to 2019",
        [Peers.Primary, Peers.Secondary],
        [
            Deviation("prior-attainment", "expected attainment", 1) with
            {
                Decimals = 1,
                Headings = ["expected", "KS2MRP", "Ks1PriorRwmAverage"],
                Readings =
                [
                    new(Start.OfSecondary, Start.OfSecondaryWords)
                    {
                        Composed = true,
                        For = [Peers.Secondary, Peers.Special],
                    },
                    new(Start.OfPrimary, Start.OfPrimaryWords)
                    {
                        Composed = true,
                        For = [Peers.Primary],
                    },
                ],
            },
        ],
        54,
        "Department for Education, school performance tables 2012 to 2019: the 54 schools nearest in attainment expected from prior attainment"
    );

    public static readonly SimilarMethod FftDefault = new(
        "fft-default",
        "FFT Schools Like Yours, default",
        [Peers.Primary, Peers.Secondary, Peers.Special],
        [
            Deviation("prior-attainment", "prior attainment", 1) with
            {
                Decimals = 1,
                Headings = ["KS2MRP", "Ks1PriorRwmAverage"],
                Readings =
                [
                    new(Start.OfSecondary, Start.OfSecondaryWords)
                    {
                        Composed = true,
                        For = [Peers.Secondary, Peers.Special],
                    },
                    new(Start.OfPrimary, Start.OfPrimaryWords)
                    {
                        Composed = true,
                        For = [Peers.Primary],
                    },
                ],
            },
            Deviation("fsm6", "disadvantage", 1) with
            {
                Unit = Unit.Percent,
                Headings = ["PPPerc"],
                Readings =
                [
                    Reading.Of(
                        "pupils.fsm6",
                        "pupils eligible for free school meals at any time in six years"
                    ),
                ],
            },
            Deviation("eal", "English as an additional language", 1) with
            {
                Unit = Unit.Percent,
                Headings = ["PercentEAL"],
                Readings = [Reading.Of("pupils.eal", "from the school census")],
            },
            Deviation("cohort", "size", 1) with
            {
                Unit = Unit.Count,
                Headings = ["NumberOfPupils"],
                Readings =
                [
                    Reading.InPlaceOf(
                        "pupils.number",
                        "all pupils, for those of the year of results"
                    ),
                ],
            },
            Deviation("income", "income a pupil", 1) with
            {
                Unit = Unit.Pounds,
                Readings =
                [
                    new(
                        [new("money.income")],
                        "income of maintained schools over pupils in the census"
                    )
                    {
                        Per = "pupils.number",
                        Composed = true,
                    },
                ],
            },
        ],
        50,
        "FFT Education Datalab, Schools Like Yours: its default contributors, equal weights on z-scores"
    );

    public static readonly SimilarMethod Finance2024 = new(
        "finance-2024",
        "DfE financial benchmarking 2024",
        [Peers.Primary, Peers.Secondary, Peers.Special],
        [
            Ranging("pupils", "size", .5) with
            {
                Unit = Unit.Count,
                Headings = ["NumberOfPupils"],
                Readings = [Reading.Of("pupils.number", "from the school census")],
            },
            Ranging("fsm", "free school meals", .4) with
            {
                Unit = Unit.Percent,
                Headings = ["PercentFSM"],
                Readings =
                [
                    Reading.Of("pupils.fsm", "from the school census"),
                    Reading.InPlaceOf(
                        "pupils.fsm6",
                        "pupils eligible at any time in six years, for those eligible now"
                    ),
                ],
            },
            Ranging("sen", "special educational needs", .1) with
            {
                Unit = Unit.Percent,
                Headings = ["PercentSEN"],
                Readings =
                [
                    new(
                        [new("pupils.sen-support"), new("pupils.ehc")],
                        "SEN support and education, health and care plans together"
                    ),
                ],
            },
        ],
        30,
        "Department for Education, financial benchmarking and insights tool: the 60 nearest, those of the same region first, 30 kept"
    )
    {
        ShortlistForRegion = 60,
    };

    /// <summary>The product's own metric: learned axes of what can be expected, and the face variables that heads look at.</summary>
    public static readonly SimilarMethod Trellis = new(
        "trellis",
        "Trellis",
        [Peers.Primary, Peers.Secondary, Peers.Special],
        TrellisVariables(Peers.Secondary),
        50,
        "Trellis: what can be expected of a school's results and attendance, learned from all schools, with what heads look at"
    )
    {
        Missing = TrellisRecipe.Missing,
        VariablesFor = new Dictionary<Peers, IReadOnlyList<Variable>>
        {
            [Peers.Primary] = TrellisVariables(Peers.Primary),
            [Peers.Secondary] = TrellisVariables(Peers.Secondary),
            [Peers.Special] = TrellisVariables(Peers.Special),
        },
    };

    /// <summary>The named methods, in the order pages list them.</summary>
    public static readonly IReadOnlyList<SimilarMethod> All =
    [
        Trellis,
        Dfe2026Primary,
        Dfe2026Secondary02,
        Dfe2012,
        FftDefault,
        Finance2024,
    ];

    /// <summary>The method of a name, or null.</summary>
    public static SimilarMethod? Find(string id) =>
        All.FirstOrDefault(m => string.Equals(m.Id, id, StringComparison.OrdinalIgnoreCase));

    /// <summary>The method a page opens with.</summary>
    public static SimilarMethod DefaultFor(Peers peers) => Trellis.For(peers);

    // The weights are the parts of d²: together 1.
    private static Variable[] TrellisVariables(Peers peers)
    {
        var face = TrellisTable.Face(peers);
        var axes = TrellisTable.Axes(peers);
        var shares = TrellisRecipe.FaceShares(face.Select(v => v.Weight).ToArray(), axes.Count);
        return
        [
            .. face.Select((v, k) => v with { Weight = shares[k] }),
            .. axes.Zip(
                TrellisRecipe.AxisShares(axes.Count),
                (axis, weight) =>
                    new Variable(
                        "expected-" + axis,
                        axis switch
                        {
                            "attainment" => "the results to expect",
                            "progress" => "the progress to expect beyond that",
                            _ => axes.Count == 1
                                ? "the attendance to expect"
                                : "the attendance to expect beyond that",
                        },
                        weight,
                        Scale.One.ForStandardFigures,
                        []
                    )
                    {
                        Axis = axis,
                    }
            ),
        ];
    }

    /// <summary>"Your weights": any measures of the snapshot, each weighted on its z-score among the school's peers.</summary>
    /// <param name="measures">The snapshot's measures, for labels and units.</param>
    /// <param name="weights">A weight a measure's id; weights of zero leave the measure out.</param>
    /// <returns>The method, or null with a sentence for the person who asked.</returns>
    public static SimilarMethod? YourWeights(
        MeasureBook measures,
        IEnumerable<KeyValuePair<string, double>> weights,
        out string refusal
    )
    {
        refusal = "";
        var variables = new List<Variable>();
        // One order for one choice, however it was written, so that it has one address and one answer.
        foreach (var (id, weight) in weights.OrderBy(w => w.Key, StringComparer.Ordinal))
        {
            if (measures.Find(id) is not { } measure)
            {
                refusal = $"There is no measure '{id}' in this snapshot.";
                return null;
            }
            if (!double.IsFinite(weight) || weight is < 0 or > 1000)
            {
                refusal = $"The weight of '{id}' is between 0 and 1,000.";
                return null;
            }
            if (variables.Any(v => v.Id == id))
            {
                refusal = $"'{id}' is given twice.";
                return null;
            }
            if (weight > 0)
                variables.Add(
                    Deviation(id, InSentence(measure.Label), weight) with
                    {
                        Unit = measure.Unit,
                        Decimals = measure.Decimals,
                        Readings = [Reading.Of(id, measure.Label)],
                    }
                );
        }
        if (variables.Count is 0 or > 30)
        {
            refusal = "Give between 1 and 30 measures a weight above 0.";
            return null;
        }
        var id0 = string.Join(
            ',',
            variables.Select(v =>
                string.Create(CultureInfo.InvariantCulture, $"{v.Id}:{v.Weight:R}")
            )
        );
        return new SimilarMethod(
            id0,
            "your weights",
            [Peers.Primary, Peers.Secondary, Peers.Special],
            variables,
            50,
            "Your own weights on z-scores of the school's peers"
        )
        {
            Named = false,
        };
    }

    /// <summary>Reads "pupils.fsm6:2,pupils.eal:1"; a measure without a number weighs 1.</summary>
    public static SimilarMethod? YourWeights(MeasureBook measures, string text, out string refusal)
    {
        var weights = new List<KeyValuePair<string, double>>();
        foreach (
            var part in text.Split(
                ',',
                StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
            )
        )
        {
            var colon = part.IndexOf(':', StringComparison.Ordinal);
            double weight = 1;
            if (
                colon >= 0
                && !double.TryParse(
                    part.AsSpan(colon + 1),
                    NumberStyles.Float,
                    CultureInfo.InvariantCulture,
                    out weight
                )
            )
            {
                refusal = $"'{part}' is not a measure and its weight, as pupils.fsm6:2.";
                return null;
            }
            weights.Add(new(colon < 0 ? part : part[..colon].Trim(), weight));
        }
        return YourWeights(measures, weights, out refusal);
    }

    // "Eligible for free school meals" becomes "eligible ..." within a sentence; "EBacc", "SEN support" stay.
    private static string InSentence(string label) =>
        label.Length > 1
        && char.IsUpper(label[0])
        && char.IsLower(label[1])
        && !label[1..].Any(char.IsUpper)
            ? char.ToLowerInvariant(label[0]) + label[1..]
            : label;

    private static Reading[] Prior(string published, (double, double) onto) =>
        [
            Reading.Of(published, AsPublished),
            Reading.InPlaceOf(
                "similar.ks2-prior",
                "the average of reading and maths that DfE published later, for each of the two"
            ),
            new(Start.OfSecondary, Start.OfSecondaryWords) { Composed = true, Onto = onto },
        ];

    private static Variable Published(string id, string label, double weight, double c) =>
        new(id, label, weight, new Scale.Coefficient(c), []);

    private static Variable Deviating(string id, string label, double weight, double sd) =>
        new(id, label, weight, new Scale.PublishedDeviation(sd), []);

    private static Variable Deviation(string id, string label, double weight) =>
        new(id, label, weight, Scale.Deviation.OfPopulation, []);

    private static Variable Ranging(string id, string label, double weight) =>
        new(id, label, weight, Scale.Range.OfPopulation, []);
}
