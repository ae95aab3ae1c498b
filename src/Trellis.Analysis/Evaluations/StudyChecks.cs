using System.Globalization;
using Trellis.Answers;
using Trellis.Effects;
using Trellis.Regression;
using Trellis.Sensitivity;
using Trellis.Snapshots;

namespace Trellis.Evaluations;

/// <summary>What is looked at beside the estimate of a study: whether it can be believed.</summary>
/// <param name="effects">Measured from one base each (universal), with one variable of clusters.</param>
internal sealed class StudyChecks(
    Snapshot snapshot,
    StudySample sample,
    GroupTimeEffects effects,
    StudyWindow window
)
{
    // Where trends may differ so much more than before and the finding still stands, it is said to stand whatever they do.
    private const double MostBound = 16;
    private readonly PanelRows rows = sample.Rows;
    private readonly int years = sample.Years.Count;
    private readonly AverageEffect overall = window.Average(effects);

    public double PValue =>
        FewTreatedClusters.PValue(
            overall.Effect,
            overall.StandardError,
            FewTreatedClusters.Number(effects, overall.Groups)
        );

    public double Detectable => DetectableEffect.Minimum(overall.StandardError);

    /// <summary>The love table: at each cohort's base, with the weights of its comparison, cohorts by their number of schools.</summary>
    public (IReadOnlyList<BalanceLine> Lines, OverlapLook Overlap) Balance()
    {
        var k = rows.Covariates.Count;
        var schools = sample.Schools.Count;
        var columns = rows.Covariates.Select(c => c.Values).Append(rows.Outcome).ToArray();
        double[] before = new double[k + 1],
            after = new double[k + 1],
            sums = new double[k + 1],
            squares = new double[k + 1];
        var weightOf = new double[schools];
        int treated = 0,
            trimmed = 0,
            compared = 0;
        foreach (var cohort in effects.Cells.Where(window.Holds).GroupBy(c => c.Group))
        {
            var base0 = sample.IndexOf(cohort.First().From!.Value);
            var end = cohort.Min(c => c.Time) + effects.Anticipation;
            int[] own = [.. Units(f => f == cohort.Key)];
            int[] others = [.. Units(f => f > end && f != cohort.Key)];
            if (own.Length == 0 || others.Length == 0)
                continue;
            double At(int column, int school) => columns[column][(school * years) + base0];
            var chances = Chances(own, others, At, k);
            treated += own.Length;
            compared += others.Length;
            var weights = new double[others.Length];
            for (var i = 0; i < weights.Length; i++)
            {
                var chance = chances[own.Length + i];
                // As the comparison itself does: Sant'Anna and Zhao trim there.
                if (chance >= .995)
                    trimmed++;
                else
                    weights[i] = chance / (1 - chance);
            }
            var total = weights.Sum();
            for (var i = 0; i < weights.Length && total > 0; i++)
                weightOf[others[i]] += own.Length * weights[i] / total;
            for (var c = 0; c <= k; c++)
            {
                double mean = 0,
                    plain = 0,
                    weighted = 0;
                foreach (var school in own)
                {
                    var x = At(c, school);
                    mean += x / own.Length;
                    sums[c] += x;
                    squares[c] += x * x;
                }
                for (var i = 0; i < others.Length; i++)
                {
                    var x = At(c, others[i]);
                    plain += x / others.Length;
                    weighted += total > 0 ? x * weights[i] / total : double.NaN;
                }
                before[c] += own.Length * (mean - plain);
                after[c] += own.Length * (mean - weighted);
            }
        }
        var lines = new List<BalanceLine>();
        for (var c = 0; c <= k && treated > 1; c++)
        {
            var variance = (squares[c] - (sums[c] * sums[c] / treated)) / (treated - 1);
            // What all treated share cannot be told in their standard deviations.
            if (!(variance > 1e-9))
                continue;
            var spread = treated * Math.Sqrt(variance);
            lines.Add(
                new BalanceLine(
                    c < k ? rows.Covariates[c].Name : "the outcome itself, in the base year",
                    before[c] / spread,
                    after[c] / spread,
                    c < k
                )
            );
        }
        var largest = treated == 0 ? double.NaN : weightOf.Max() / treated;
        return (
            lines,
            new OverlapLook(
                trimmed,
                largest,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{(trimmed == 0 ? "None" : $"{trimmed:N0}")} of {compared:N0} comparison schools, counted cohort by cohort, had a chance of treatment of .995 or more. Such schools are left out. The one that counts most stands for {largest:0.0%} of the treated."
                )
            )
        );
    }

    private double[] Chances(int[] own, int[] others, Func<int, int, double> at, int covariates)
    {
        int[] all = [.. own, .. others];
        var one = new double[all.Length];
        Array.Fill(one, 1.0);
        var yes = new double[all.Length];
        Array.Fill(yes, 1.0, 0, own.Length);
        return BinaryRegression
            .Fit(
                [
                    one,
                    .. Enumerable
                        .Range(0, covariates)
                        .Select(c => (double[])[.. all.Select(s => at(c, s))]),
                ],
                yes
            )
            .Chances;
    }

    private IEnumerable<int> Units(Func<double, bool> kept) =>
        Enumerable.Range(0, sample.Schools.Count).Where(s => kept(rows.FirstTreated[s * years]));

    /// <summary>Whether trends were alike before, and how different they would have to be afterwards to overturn the finding.</summary>
    public (PretrendLook Pretrend, TrendBound Bound) Trends()
    {
        EventStudyEstimates study;
        double[] weights;
        try
        {
            (study, weights) = FromBase();
            var (_, probability) = PretrendTest.Wald(study);
            var back = -study.Times[0];
            var power = PretrendTest
                .Power(study, PretrendTest.Straight(study, StudyPlan.Matters / back))
                .Joint;
            var pretrend = new PretrendLook(
                probability,
                power,
                PretrendTest.SlopeDetected(study, kind: PretrendTestKind.Joint),
                null,
                (int)back
            );
            return (pretrend, Bound(study, weights));
        }
        catch (UnusableDataException none)
        {
            return (
                new PretrendLook(double.NaN, double.NaN, double.NaN, none.Message),
                new TrendBound(double.NaN, double.NaN, double.NaN, none.Message)
            );
        }
    }

    // Effects by years since each group's own base, so that holes in the years give all groups one reference; the years after
    // are those of the answer, weighed as in it.
    private (EventStudyEstimates Study, double[] Weights) FromBase()
    {
        var kept = effects
            .Cells.Where(c =>
                !c.Reference
                && double.IsFinite(c.Effect)
                && (window.Holds(c) || (c.Time < c.From && c.Time - c.From >= -StudyPlan.YearsBack))
            )
            .GroupBy(c => c.Time - c.From!.Value)
            .OrderBy(g => g.Key)
            .ToArray();
        var parts = kept.Select(g => StudyWindow.Average(effects, g.Contains)).ToArray();
        var shares = kept.Select(g =>
                g.Key < 0 ? 0.0 : g.Sum(c => effects.FirstTreated.Count(f => f == c.Group))
            )
            .ToArray();
        var before = kept.Count(g => g.Key < 0);
        if (before == 0)
            throw new UnusableDataException(
                "No school is seen twice before it began, so nothing is known of trends before."
            );
        return (
            new EventStudyEstimates(
                [.. parts.Select(p => p.Effect)],
                InfluenceFunctions.Covariance(
                    [.. parts.Select(p => p.Influence)],
                    effects.Clusters
                ),
                before,
                [.. kept.Select(g => (double)g.Key)]
            ),
            [.. shares.Skip(before).Select(s => s / shares.Sum())]
        );
    }

    private static TrendBound Bound(EventStudyEstimates study, double[] weights)
    {
        HonestInterval At(double bound) =>
            HonestIntervals.RelativeMagnitudes(study, weights, bound);
        double To(double effect) => HonestIntervals.Breakdown(At, effect, MostBound, .01);
        try
        {
            var isNull = HonestIntervals.Original(study, weights).Holds(0);
            var breakdown = isNull
                ? Math.Min(To(StudyPlan.Matters), To(-StudyPlan.Matters))
                : To(0);
            var one = At(1);
            return new TrendBound(
                breakdown,
                one.Lower,
                one.Upper,
                one.IsEmpty
                    ? "Results before moved in a way that no bound of this kind allows."
                    : null,
                isNull ? StudyPlan.Matters : 0
            );
        }
        catch (UnusableDataException none)
        {
            return new TrendBound(double.NaN, double.NaN, double.NaN, none.Message);
        }
    }

    /// <summary>Whether results left their course in the year before the base would have been, and what an earlier base says.</summary>
    public DipLook Dip()
    {
        try
        {
            var rebased = CallawaySantAnna.Estimate(
                OneCluster(rows),
                StudyRun.DesignOf(sample.Key) with
                {
                    Anticipation = effects.Anticipation + 1,
                }
            );
            var look = DipBeforeTreatment.Look(effects, rebased);
            var earlier = rebased
                .Cells.Where(StudyWindow.AllAfter.Holds)
                .ToDictionary(c => (c.Group, c.Time), c => c.From);
            HashSet<(int, int)> Within(StudyWindow years) =>
                [
                    .. effects
                        .Cells.Where(years.Holds)
                        .Where(c =>
                            earlier.TryGetValue((c.Group, c.Time), out var from) && from != c.From
                        )
                        .Select(c => (c.Group, c.Time)),
                ];
            var moved = Within(window);
            if (moved.Count == 0)
                moved = Within(StudyWindow.AllAfter);
            if (moved.Count == 0)
                throw new UnusableDataException(
                    "No school can be measured from a year earlier, so a dip cannot be looked for."
                );
            bool Moved(GroupTimeEffect c) => moved.Contains((c.Group, c.Time));
            var same = StudyRun.Interval(StudyWindow.Average(effects, Moved), effects);
            var other = StudyRun.Interval(StudyWindow.Average(rebased, Moved), rebased);
            return new DipLook(
                look.Size,
                look.StandardError,
                look.PValue,
                look.Detected,
                other,
                null,
                same,
                look.Detected && RatingRule.SayOtherwise(same, other)
            );
        }
        catch (UnusableDataException none)
        {
            return new DipLook(double.NaN, double.NaN, double.NaN, false, null, none.Message);
        }
    }

    /// <summary>What the programme cannot have changed: the years before it, and the share of girls.</summary>
    public IReadOnlyList<PlaceboLook> Placebos() =>
        [
            Placebo(
                "began two observed years earlier",
                () =>
                {
                    var two = StudyWindow.Average(
                        effects,
                        c =>
                            c.Time < c.From
                            && sample.IndexOf(c.From!.Value) - sample.IndexOf(c.Time) == 2
                    );
                    // From the base back is what it is from there to the base, turned round.
                    return StudyRun.Interval(two with { Effect = -two.Effect }, effects);
                }
            ),
            Placebo(
                "share of girls",
                () =>
                {
                    var girls = Estimate(OneCluster(Girls()));
                    return StudyRun.Interval(window.Average(girls), girls);
                }
            ),
        ];

    private static PlaceboLook Placebo(string name, Func<StudyEstimate95> estimate)
    {
        try
        {
            var found = estimate();
            return new PlaceboLook(name, found, found.HoldsZero, null);
        }
        catch (UnusableDataException none)
        {
            return new PlaceboLook(name, null, false, none.Message);
        }
    }

    // The panel with another outcome: nobody comes or goes by the choice of a trust in a way that should change it.
    private PanelRows Girls()
    {
        var panel = SchoolYears.In(snapshot);
        var girls = sample.Years.Select(y => panel.Newest(["pupils.girls"], y.Year, 0)).ToArray();
        int[] seen =
        [
            .. Enumerable
                .Range(0, years)
                .Where(y =>
                    sample.Schools.Count(s => double.IsFinite(girls[y][s])) * 2
                    > sample.Schools.Count
                ),
        ];
        int[] complete =
        [
            .. Enumerable
                .Range(0, sample.Schools.Count)
                .Where(c =>
                    Array.TrueForAll(seen, y => double.IsFinite(girls[y][sample.Schools[c]]))
                ),
        ];
        if (seen.Length < 3 || complete.Length < 2 * StudySample.Fewest)
            throw new UnusableDataException("The files have too few years of the share of girls.");
        var outcome = new double[rows.Time.Length];
        Array.Fill(outcome, double.NaN);
        foreach (var y in seen)
        {
            double[] own = [.. complete.Select(c => girls[y][sample.Schools[c]])];
            var mean = own.Average();
            var spread = Math.Sqrt(own.Sum(x => (x - mean) * (x - mean)) / (own.Length - 1));
            if (!(spread > 0))
                throw new UnusableDataException("All schools have the same share of girls.");
            for (var i = 0; i < own.Length; i++)
                outcome[(complete[i] * years) + y] = (own[i] - mean) / spread;
        }
        return (rows with { Outcome = outcome }).Where(r => double.IsFinite(outcome[r]));
    }

    /// <summary>The estimate without one partnership, and without one authority, at a time.</summary>
    public IReadOnlyList<LeaveOut> LeftOut() =>
        [
            .. (
                (LeaveOut?[])
                    [
                        Without(
                            "partnership",
                            rows.Clusters[0],
                            l => l.StartsWith("group ", StringComparison.Ordinal)
                        ),
                        Without("local authority", rows.Clusters[1], _ => true),
                    ]
            ).OfType<LeaveOut>(),
        ];

    private LeaveOut? Without(string what, NamedLabels labels, Func<string, bool> counts)
    {
        var labelOf = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var s = 0; s < sample.Schools.Count; s++)
            labelOf[rows.Unit[s * years]] = labels.Values[s * years];
        var n = effects.Number;
        var moves = new SortedDictionary<string, (double Sum, int Count)>(StringComparer.Ordinal);
        for (var i = 0; i < n; i++)
        {
            var label = labelOf[effects.Units[i]];
            var (sum, count) = moves.GetValueOrDefault(label);
            moves[label] = (sum + overall.Influence[i], count + 1);
        }
        var without = moves
            .Where(m => counts(m.Key) && m.Value.Count < n)
            .Select(m =>
                (Label: m.Key, Effect: overall.Effect - (m.Value.Sum / (n - m.Value.Count)))
            )
            .OrderByDescending(m => Math.Abs(m.Effect - overall.Effect))
            .ThenBy(m => m.Label, StringComparer.Ordinal)
            .ToArray();
        if (without.Length < 2)
            return null;
        var exact = 0;
        for (var i = 0; i < Math.Min(StudyPlan.LeftOutAnew, without.Length); i++)
            try
            {
                var label = without[i].Label;
                var rest = OneCluster(rows.Where(r => labels.Values[r] != label));
                without[i] = (label, window.Average(Estimate(rest)).Effect);
                exact++;
            }
            catch (UnusableDataException)
            {
                // Without it there is nothing to estimate from: what it moves is told by its influence.
                continue;
            }
        var least = without.MinBy(w => w.Effect);
        var most = without.MaxBy(w => w.Effect);
        return new LeaveOut(
            what,
            without.Length,
            least.Effect,
            NameOf(least.Label),
            most.Effect,
            NameOf(most.Label),
            exact
        );
    }

    private string NameOf(string label)
    {
        if (
            label.StartsWith("group ", StringComparison.Ordinal)
            && Groups.Uid.TryParse(label[6..], CultureInfo.InvariantCulture, out var uid)
        )
            return snapshot.Find(uid)?.Name ?? label;
        foreach (var s in sample.Schools)
        {
            var school = snapshot.Schools[s].Current;
            if (school.La is { } la && la.ToString() == label && school.LaName.Length > 0)
                return school.LaName;
        }
        return label;
    }

    /// <summary>Where fewer partnerships are treated than errors can be trusted for: how often dates dealt anew give an effect as far from 0.</summary>
    public double? Dealt()
    {
        if (sample.Groups >= FewClusters)
            return null;
        var own = OneCluster(rows);
        var last = own.Time.Max();
        double[] dates = [.. own.FirstTreated.Select(f => f > last ? double.PositiveInfinity : f)];
        var cluster = FixedEffect.Of(StudySample.Partnership, own.Clusters[0].Values).Level;
        try
        {
            return RandomisationInference
                .Test(
                    dates,
                    cluster,
                    null,
                    (assigned, _) =>
                    {
                        try
                        {
                            return window
                                .Average(Estimate(own with { FirstTreated = assigned }))
                                .Effect;
                        }
                        catch (UnusableDataException) when (!ReferenceEquals(assigned, dates))
                        {
                            // Counted on the safe side.
                            return double.NaN;
                        }
                    },
                    Deals,
                    StudyRun.SeedOf(sample.Key),
                    withInterval: false
                )
                .PValue;
        }
        catch (UnusableDataException)
        {
            // Members of one federation joined in different years, so that their dates cannot be exchanged.
            return null;
        }
    }

    /// <summary>Below this number of treated partnerships standard errors are likely too small.</summary>
    public const int FewClusters = 15;

    private const int Deals = 199;

    private GroupTimeEffects Estimate(PanelRows panel) =>
        CallawaySantAnna.Estimate(panel, StudyRun.DesignOf(sample.Key));

    public static PanelRows OneCluster(PanelRows panel) =>
        panel with
        {
            Clusters = [panel.Clusters[0]],
        };
}
