using Trellis.Answers;
using Trellis.Effects;
using Trellis.MatchedSamples;
using Trellis.Regression;
using Trellis.Snapshots;

namespace Trellis.Evaluations;

/// <summary>The question of a study asked by other methods, and of parts of its schools.</summary>
internal sealed class StudyCompanions(Snapshot snapshot, StudySample sample, StudyWindow window)
{
    private readonly PanelRows rows = StudyChecks.OneCluster(sample.Rows);
    private readonly int years = sample.Years.Count;
    private readonly StaggeredDesign design = StudyRun.DesignOf(sample.Key);

    public IReadOnlyList<Companion> All() =>
        [
            Of(
                "never treated",
                "Beside those alone who never joined in these years.",
                () => Registered(rows, design with { Controls = ControlGroup.NeverTreated })
            ),
            Of(
                "without results before",
                "Without results before among what is allowed for.",
                () =>
                    Registered(
                        rows.Without(StudySample.ResultsBefore, StudySample.NoResultsBefore),
                        design
                    )
            ),
            Of(
                "matched pairs",
                "Each school beside one of its region with a like chance of joining and like results before.",
                Matched
            ),
            Of(
                "imputation",
                "What would have been is told from all years before (Borusyak, Jaravel and Spiess).",
                Imputed
            ),
            Of(
                "sun-abraham",
                "Effects of each year's joiners from one regression (Sun and Abraham).",
                SunAndAbraham
            ),
            Of(
                "unbalanced panel",
                "With schools that lack a result in some years; figures of the first year are allowed for, marks are not.",
                () =>
                    Registered(
                        AsInTheFirstYear(
                            StudyChecks.OneCluster(StudySample.Wide(snapshot, sample.Key))
                        ),
                        design with
                        {
                            Sampling = Sampling.UnbalancedPanel,
                        }
                    )
            ),
            Of(
                "twfe",
                "One regression with an effect for each school and year. It counts schools that joined earlier as if they had not, and can mislead.",
                TwoWay,
                isComparatorOnly: true
            ),
        ];

    /// <summary>The effect on each third of the schools by disadvantage in the first year, beside others of that third.</summary>
    public IReadOnlyList<StudyModerator> Moderators()
    {
        // Thirds by the outcome itself would come back to the middle by themselves.
        if (
            sample.Key.Outcome.Family == OutcomeFamily.Intake
            || rows.Covariates.FirstOrDefault(c => c.Name == StudySample.Disadvantage)
                is not { } disadvantage
        )
            return [];
        double[] own = [.. Enumerable.Range(0, sample.Schools.Count).Select(At)];
        double[] sorted = [.. own.Order()];
        var (low, high) = (sorted[sorted.Length / 3], sorted[2 * sorted.Length / 3]);
        if (!(low < high))
            return [];
        var found = new List<StudyModerator>();
        string[] levels =
        [
            "the least disadvantaged third",
            "the middle third",
            "the most disadvantaged third",
        ];
        for (var third = 0; third < levels.Length; third++)
        {
            bool In(int school) => Third(own[school]) == third;
            var treated = Enumerable
                .Range(0, own.Length)
                .Count(s => In(s) && double.IsFinite(rows.FirstTreated[s * years]));
            if (treated < StudySample.Fewest)
                continue;
            try
            {
                found.Add(
                    new StudyModerator(
                        "disadvantage",
                        levels[third],
                        treated,
                        Registered(StudySample.Plain(rows.Where(r => In(r / years))), design)
                    )
                );
            }
            catch (UnusableDataException)
            {
                // Too few of a kind: the list says for whom there is an answer.
                continue;
            }
        }
        return found;

        double At(int school) => disadvantage.Values[school * years];
        int Third(double x) =>
            x < low ? 0
            : x < high ? 1
            : 2;
    }

    private static Companion Of(
        string name,
        string words,
        Func<StudyEstimate95> estimate,
        bool isComparatorOnly = false
    )
    {
        try
        {
            return new Companion(name, words, estimate(), isComparatorOnly, null);
        }
        catch (UnusableDataException none)
        {
            return new Companion(name, words, null, isComparatorOnly, none.Message);
        }
    }

    private StudyEstimate95 Registered(PanelRows panel, StaggeredDesign with)
    {
        var effects = CallawaySantAnna.Estimate(panel, with);
        return StudyRun.Interval(window.Average(effects), effects);
    }

    // What moves within a school may have been moved by the programme, so what is allowed for is as it was in the first year,
    // with a slope of its own in each year.
    private static PanelRows AsInTheFirstYear(PanelRows panel)
    {
        var firstRow = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var r = 0; r < panel.Time.Length; r++)
            if (
                !firstRow.TryGetValue(panel.Unit[r], out var known)
                || panel.Time[r] < panel.Time[known]
            )
                firstRow[panel.Unit[r]] = r;
        return panel with
        {
            Covariates =
            [
                .. panel
                    .Covariates.Where(c => StudySample.Figures.Contains(c.Name))
                    .Select(c => new NamedColumn(
                        c.Name,
                        [.. panel.Unit.Select(u => c.Values[firstRow[u]])]
                    )),
            ],
        };
    }

    private StudyEstimate95 Imputed()
    {
        var answer = Imputation.Estimate(
            AsInTheFirstYear(rows),
            new ImputationOptions(design.Anticipation, 0, CovariateSlopes.ByTime)
        );
        return Weighed(
            answer.EventStudy,
            answer.EventStudyCovariance,
            answer
                .Cells.GroupBy(c => c.Time - c.Group)
                .ToDictionary(g => g.Key, g => (double)g.Sum(c => c.Rows))
        );
    }

    private StudyEstimate95 SunAndAbraham()
    {
        var answer = SunAbraham.Estimate(
            AsInTheFirstYear(rows),
            new SunAbrahamOptions([-1 - design.Anticipation], CovariateSlopes.ByTime)
        );
        return Weighed(
            answer.EventStudy,
            answer.EventStudyCovariance,
            answer
                .Cells.GroupBy(c => c.EventTime)
                .ToDictionary(g => g.Key, g => g.Sum(c => c.Weight))
        );
    }

    // The event study over the window, each year by how many schools are seen in it.
    private StudyEstimate95 Weighed(
        IReadOnlyList<EffectAt> study,
        double[] covariance,
        Dictionary<int, double> schools
    )
    {
        int[] own =
        [
            .. Enumerable
                .Range(0, study.Count)
                .Where(i =>
                    study[i].At >= 0 && (window.Most is null || study[i].At <= window.Most)
                ),
        ];
        var total = own.Sum(i => schools[study[i].At]);
        if (!(total > 0))
            throw new UnusableDataException("No school is seen in the years after.");
        double effect = 0,
            variance = 0;
        foreach (var i in own)
        {
            effect += schools[study[i].At] / total * study[i].Effect.Estimate;
            foreach (var j in own)
                variance +=
                    schools[study[i].At]
                    / total
                    * schools[study[j].At]
                    / total
                    * covariance[(i * study.Count) + j];
        }
        return StudyRun.Interval(effect, Math.Sqrt(variance), sample.Groups);
    }

    private StudyEstimate95 TwoWay()
    {
        var answer = new FixedEffectsRows
        {
            Outcome = rows.Outcome,
            Effects = [FixedEffect.Of("school", rows.Unit), FixedEffect.Of("year", rows.Time)],
            Columns =
            [
                ("treated", [.. rows.Time.Select((t, r) => t >= rows.FirstTreated[r] ? 1.0 : 0.0)]),
            ],
            Clusters = [FixedEffect.Of(rows.Clusters[0].Name, rows.Clusters[0].Values)],
        }.Fit(Uncertainty.Clustered);
        var own =
            answer.Table.Coefficients.FirstOrDefault()
            ?? throw new UnusableDataException("Nobody's treatment changes in these years.");
        return StudyRun.Interval(own.Estimate, own.StandardError, sample.Groups);
    }

    /// <summary>Each treated school's change over the window less that of its match, cohort by cohort; errors clustered on the partnership and on the match, who may serve several cohorts.</summary>
    private StudyEstimate95 Matched()
    {
        var gaps = new List<double>();
        var partnership = new List<string>();
        var match = new List<string>();
        var units = Enumerable.Range(0, sample.Schools.Count).ToArray();
        double First(int school) => rows.FirstTreated[school * years];
        foreach (var cohort in units.Select(First).Where(double.IsFinite).Distinct().Order())
        {
            var last = sample.IndexBefore((int)cohort - design.Anticipation);
            int[] after =
            [
                .. Enumerable
                    .Range(0, years)
                    .Where(y =>
                        sample.Years[y].Year.Starts is var t
                        && t >= cohort
                        && (window.Most is null || t <= cohort + window.Most)
                    ),
            ];
            if (last < 0 || after.Length == 0)
                continue;
            var end = sample.Years[after[^1]].Year.Starts + design.Anticipation;
            int[] own = [.. units.Where(s => First(s) == cohort || First(s) > end)];
            if (own.All(s => First(s) == cohort) || own.All(s => First(s) != cohort))
                continue;
            double At(double[] column, int school, int year) => column[(school * years) + year];
            MatchedSample found;
            try
            {
                found = MatchedSample.Find(
                    new MatchingUnits(
                        [.. own.Select(s => First(s) == cohort)],
                        [
                            .. rows.Covariates.Select(c =>
                                Covariate.Of(c.Name, [.. own.Select(s => At(c.Values, s, last))])
                            ),
                        ],
                        [
                            Covariate.OfKinds(
                                "region",
                                [.. own.Select(s => sample.RegionOf(snapshot, s))]
                            ),
                        ],
                        [
                            .. Enumerable
                                .Range(0, last + 1)
                                .Select(y =>
                                    Covariate.Of(
                                        $"results of {sample.Years[y].Year}",
                                        [.. own.Select(s => At(rows.Outcome, s, y))]
                                    )
                                ),
                        ]
                    ),
                    new MatchingChoice(MatchingMethod.Nearest) { Caliper = .2 }
                );
            }
            catch (UnusableDataException)
            {
                // Nobody of this year's joiners has a match: the others speak.
                continue;
            }
            double Change(int school) =>
                after.Average(y => At(rows.Outcome, school, y)) - At(rows.Outcome, school, last);
            foreach (var (treated, control) in found.Pairs)
            {
                var (one, other) = (own[found.Rows[treated]], own[found.Rows[control]]);
                gaps.Add(Change(one) - Change(other));
                partnership.Add(rows.Clusters[0].Values[one * years]);
                match.Add(rows.Unit[other * years]);
            }
        }
        if (gaps.Count < StudySample.Fewest)
            throw new UnusableDataException("Too few schools have a match.");
        var mean = gaps.Average();
        return StudyRun.Interval(
            mean,
            InfluenceFunctions.StandardError(
                [.. gaps.Select(g => g - mean)],
                [
                    FixedEffect.Of("partnership", partnership).Level,
                    FixedEffect.Of("match", match).Level,
                ]
            ),
            partnership.Distinct(StringComparer.Ordinal).Count()
        );
    }
}
