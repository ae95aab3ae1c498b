using System.Globalization;
using Trellis.Answers;
using Trellis.Distributions;
using Trellis.Effects;
using Trellis.Measures;
using Trellis.Probability;
using Trellis.Snapshots;

namespace Trellis.Evaluations;

/// <summary>How a treatment that never was is dealt.</summary>
public enum AuditCase
{
    /// <summary>To schools by chance, each for itself.</summary>
    ByChance,

    /// <summary>To whole made-up trusts of neighbours; errors clustered on them, as registered.</summary>
    Trusts,

    /// <summary>To whole local authorities; errors clustered on them.</summary>
    Authorities,

    /// <summary>To schools as likely as one like them really was.</summary>
    LikeTheReal,

    /// <summary>By chance, results taken down in the year before; the registered estimate. Shown and not asked to be right.</summary>
    DipRegistered,

    /// <summary>The same; the estimate measured from a year earlier.</summary>
    DipRebased,

    /// <summary>By chance without a dip; the estimate measured from a year earlier.</summary>
    NoDipRebased,
}

/// <summary>What the registered method makes of a treatment that never was, over many draws.</summary>
/// <param name="IsJudged">Whether it must reach the figures.</param>
/// <param name="Planted">The effect that was put there, in standard deviations between schools.</param>
/// <param name="Dip">What was taken from results in the year before.</param>
/// <param name="Answered">Draws with an answer; shares are of these.</param>
/// <param name="Treated">How many schools were treated, on average.</param>
/// <param name="Bias">The mean estimate less what was planted.</param>
/// <param name="Spread">The standard deviation of the estimates.</param>
/// <param name="MeanStandardError">The half of an interval in normal deviations, beside the spread: whether errors tell what chance does.</param>
/// <param name="Coverage">The share of 95 % intervals that hold the truth.</param>
/// <param name="BandCoverage">The share of bands that hold the truth of every year; NaN where none was made.</param>
/// <param name="Size">The share that leaves out 0 where there is no effect.</param>
/// <param name="PowerSmall">The share that leaves out 0 where the effect is .05.</param>
/// <param name="Power">The share that leaves out 0 where the effect is .15.</param>
/// <param name="Detectable">The effect of which the share is .8.</param>
/// <param name="Detected">In how many draws a dip was detected; shares given it are of these.</param>
/// <param name="DetectedCoverage">NaN where none was detected.</param>
/// <param name="DetectedBias">NaN where none was detected.</param>
public sealed record AuditLine(
    AuditCase Case,
    bool IsJudged,
    double Planted,
    double Dip,
    int Draws,
    int Answered,
    double Treated,
    double Bias,
    double Spread,
    double MeanStandardError,
    double Coverage,
    double BandCoverage,
    double Size,
    double PowerSmall,
    double Power,
    double Detectable,
    int Detected,
    double DetectedCoverage,
    double DetectedBias
);

/// <summary>The audit of one outcome in one phase.</summary>
/// <param name="NoAnswer">Why there is none; null where there is one.</param>
/// <param name="Schools">How many were never treated.</param>
/// <param name="Drawn">How many of them each draw takes.</param>
public sealed record OutcomeAudit(
    string Outcome,
    string Phase,
    string? NoAnswer,
    IReadOnlyList<Year> Years,
    int Schools,
    int Drawn,
    IReadOnlyList<AuditLine> Lines
);

/// <summary>What the audit says of a study.</summary>
/// <param name="Fails">Whether the study is marked.</param>
/// <param name="Sentences">Why, or what was shown; one sentence each.</param>
public sealed record AuditMark(bool Fails, IReadOnlyList<string> Sentences);

/// <summary>The method audited on the real panel: treatments that never were, and what it makes of them.</summary>
/// <remarks>
/// <para>
/// Schools that never joined a trust keep their real results, years, holes, covariates and local authorities. Treatments are dealt
/// on them as often and in the years in which they really came, and estimated as the studies of joining a trust are.
/// </para>
/// <para>
/// One standard deviation is of schools. What .05 of a pupil's is in it is not known, for no file publishes pupils' spread by
/// school; .15 between schools stands for it, as in the rating.
/// </para>
/// <para>
/// An effect that is the same for all moves every estimate by itself and no error, so power at other effects than the planted
/// one is counted on the same draws.
/// </para>
/// </remarks>
/// <param name="Snapshot">The id of the snapshot it was run on.</param>
/// <param name="Method">The version of the method.</param>
/// <param name="Draws">How many treatments were dealt in each case.</param>
public sealed record StudyAudit(
    string Snapshot,
    DateOnly? RegisterDate,
    string Method,
    int Draws,
    IReadOnlyList<OutcomeAudit> Outcomes
)
{
    /// <summary>The effects whose power is asked for, in standard deviations between schools.</summary>
    public const double SmallEffect = .05;

    public const double Effect = .15;

    /// <summary>What is taken from results in the year before, where a dip is dealt.</summary>
    public const double DipSize = .15;

    /// <summary>How far from the planted effect the estimates may lie on average.</summary>
    public const double MostBias = .01;

    /// <summary>How many schools a draw takes at most, unless said: a draw of all schools of a large phase takes seconds.</summary>
    public const int MostSchools = 1_500;

    /// <summary>How its file begins.</summary>
    public const string Kind = "audit";

    private const int BandDraws = 1_000;
    private const int Many = 1_000;
    private const int Few = 100;

    /// <summary>The share of intervals that must hold the truth, by how many draws it is a share of; any where they are too few to say.</summary>
    public static (double Least, double Most) LimitsOf(int draws) =>
        draws >= Many ? (.93, .97)
        : draws >= Few ? (.90, .99)
        : (0, 1);

    /// <summary>Audits every outcome of joining a trust on a snapshot, or one of them: the same answer on any number of cores.</summary>
    /// <param name="outcome">The id of one outcome; null for all.</param>
    /// <param name="most">How many schools a draw takes at most.</param>
    /// <param name="cores">At most; −1 for all.</param>
    /// <param name="done">Told after each outcome and phase.</param>
    public static StudyAudit Run(
        Snapshot snapshot,
        int draws,
        string? outcome = null,
        int most = MostSchools,
        int cores = -1,
        Action<OutcomeAudit>? done = null
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(draws, 1);
        var programme = Programmes.Find("joining-a-trust")!;
        var audits = new List<OutcomeAudit>();
        foreach (
            var key in programme.Studies.Where(k =>
                k.Arm == programme.Arms[0] && (outcome is null || k.Outcome.Id == outcome)
            )
        )
        {
            audits.Add(Of(StudySample.Of(snapshot, key), draws, most, cores));
            done?.Invoke(audits[^1]);
        }
        return new StudyAudit(snapshot.Id, snapshot.RegisterDate, StudyPlan.Method, draws, audits);
    }

    /// <summary>This audit, and of an older one the outcomes that this has not, where both are of one snapshot, method and number of draws.</summary>
    public StudyAudit Beside(StudyAudit? older) =>
        older is not null
        && (older.Snapshot, older.Method, older.Draws) == (Snapshot, Method, Draws)
            ? this with
            {
                Outcomes =
                [
                    .. older
                        .Outcomes.Where(o =>
                            !Outcomes.Any(own => (own.Outcome, own.Phase) == (o.Outcome, o.Phase))
                        )
                        .Concat(Outcomes)
                        .OrderBy(o => o.Outcome, StringComparer.Ordinal)
                        .ThenBy(o => o.Phase, StringComparer.Ordinal),
                ],
            }
            : this;

    /// <summary>Audits the method on the never treated schools of one sample.</summary>
    /// <param name="most">How many schools a draw takes at most.</param>
    /// <param name="cores">At most; −1 for all.</param>
    public static OutcomeAudit Of(StudySample sample, int draws, int most, int cores = -1)
    {
        var audit = new OutcomeAudit(
            sample.Key.Outcome.Id,
            sample.Key.Phase == PhaseGroup.Primary ? "primary" : "secondary",
            sample.NoAnswer,
            [.. sample.Years.Select(y => y.Year)],
            sample.Controls,
            Math.Min(most, sample.Controls),
            []
        );
        if (audit.NoAnswer is not null)
            return audit;
        var panel = new AuditPanel(sample);
        var design = StudyRun.DesignOf(sample.Key);
        var seed = StudyRun.SeedOf(sample.Key);
        var cases = Enum.GetValues<AuditCase>();
        var made = new Made[draws][];
        Parallel.For(
            0,
            draws,
            new ParallelOptions
            {
                MaxDegreeOfParallelism = cores < 0 ? Environment.ProcessorCount : cores,
            },
            i => made[i] = new AuditDealer(panel, design, seed, most, i).All()
        );
        return audit with
        {
            Lines = [.. cases.Select(c => Line(c, [.. made.Select(m => m[(int)c])]))],
        };
    }

    /// <summary>What the audit says of a study: those of its outcome and phase, whatever the programme.</summary>
    public AuditMark MarkOf(Study study)
    {
        if (
            Outcomes.FirstOrDefault(o => o.Outcome == study.Outcome && o.Phase == study.Phase)
            is not { } own
        )
            return new AuditMark(false, ["The method has not been audited on these results yet."]);
        if (own.NoAnswer is { } why)
            return new AuditMark(
                false,
                [$"The method could not be audited on these results. {why}"]
            );
        string[] wrong = [.. own.Lines.Where(l => l.IsJudged).SelectMany(Wrong)];
        return wrong.Length > 0
            ? new AuditMark(true, wrong)
            : new AuditMark(
                false,
                [
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"We tried the method on {Draws:N0} treatments that never were, dealt on real schools."
                    ),
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"Its 95 % intervals held the truth in {own.Lines.Where(l => l.IsJudged).Min(l => l.Coverage):0.0 %} or more of them."
                    ),
                ]
            );
    }

    private static IEnumerable<string> Wrong(AuditLine line)
    {
        var (least, most) = LimitsOf(line.Answered);
        if (line.Coverage < least || line.Coverage > most)
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"Where {WordsOf(line.Case)}, 95 % intervals held the truth in {line.Coverage:0.0# %} of {line.Answered:N0} draws."
            );
        if (line.BandCoverage < least || line.BandCoverage > most)
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"Where {WordsOf(line.Case)}, bands held the truth of all years in {line.BandCoverage:0.0# %} of {line.Answered:N0} draws."
            );
        (least, most) = LimitsOf(line.Detected);
        if (
            line.Case is AuditCase.DipRebased
            && (line.DetectedCoverage < least || line.DetectedCoverage > most)
        )
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"Where {WordsOf(line.Case)} and the dip was detected, they held it in {line.DetectedCoverage:0.0# %} of {line.Detected:N0} draws."
            );
        // Of fewer draws the mean itself is not known within the figure.
        if (line.Answered >= Many && Math.Abs(line.Bias) > MostBias)
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"Where {WordsOf(line.Case)}, estimates lay {line.Bias:+0.000;-0.000;0.000} from the truth on average."
            );
        if (line.Answered < .95 * line.Draws)
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"Where {WordsOf(line.Case)}, {line.Draws - line.Answered:N0} of {line.Draws:N0} draws had no answer."
            );
    }

    /// <summary>Within a sentence after "where": "whole made-up trusts joined".</summary>
    public static string WordsOf(AuditCase one) =>
        one switch
        {
            AuditCase.ByChance => "schools were picked by chance",
            AuditCase.Trusts => "whole made-up trusts were picked",
            AuditCase.Authorities => "whole local authorities were picked",
            AuditCase.LikeTheReal => "schools like the real ones were picked more often",
            AuditCase.DipRegistered => "results dipped just before",
            AuditCase.DipRebased => "results dipped just before and the base was a year earlier",
            AuditCase.NoDipRebased => "the base was a year earlier",
            _ => throw new InvalidOperationException($"{one} is no case."),
        };

    private static AuditLine Line(AuditCase one, IReadOnlyList<Made> made)
    {
        var draws = made.Select(m => m.Draw).ToArray();
        var answer = KnownTruthAudit.Of(draws);
        var known = draws
            .Where(d => double.IsFinite(d.Estimates[0]) && double.IsFinite(d.StandardErrors[0]))
            .Select(d => (Off: d.Estimates[0] - d.Truth[0], Error: d.StandardErrors[0]))
            .ToArray();
        double Found(double effect) =>
            (double)known.Count(k => Math.Abs(k.Off + effect) > StudyRun.Reach * k.Error)
            / known.Length;
        // What an effect must be for eight in ten intervals to lie above 0.
        var needed = known.Select(k => (StudyRun.Reach * k.Error) - k.Off).Order().ToArray();
        return new AuditLine(
            one,
            one != AuditCase.DipRegistered,
            draws[0].Truth[0],
            one is AuditCase.DipRegistered or AuditCase.DipRebased ? DipSize : 0,
            answer.Draws,
            answer.Answered,
            made.Average(m => m.Treated),
            answer.Bias,
            answer.Spread,
            answer.MeanStandardError,
            answer.Coverage,
            draws.Any(d => double.IsFinite(d.CriticalValue)) ? answer.BandCoverage : double.NaN,
            Found(0),
            Found(SmallEffect),
            Found(Effect),
            needed.Length == 0 ? double.NaN : BootstrapDraws.Quantile(needed, .8),
            answer.Marked,
            (double)answer.MarkedCovered / answer.Marked,
            answer.MarkedBias
        );
    }

    private sealed record Made(AuditDraw Draw, double Treated);

    /// <summary>One draw of every case.</summary>
    private sealed class AuditDealer(
        AuditPanel panel,
        StaggeredDesign design,
        long seed,
        int most,
        int draw
    )
    {
        // Answers are averages over the registered window, so that only the one with a band asks for what comes later.
        private readonly StaggeredDesign after = design with
        {
            Least = 0,
            Most = StudyWindow.FirstThree.Most,
        };
        private readonly StaggeredDesign earlier = design with
        {
            Anticipation = design.Anticipation + 1,
            Least = -design.Anticipation - 1,
            Most = StudyWindow.FirstThree.Most,
        };

        public Made[] All()
        {
            var units = panel.Some(new Draws(seed, draw), most);
            var rows = panel.Of(units);
            var areas = panel.Areas(units);
            var chance = Chance(1);
            var adoption = new PlaceboAdoption
            {
                Groups = panel.FirstYears,
                TreatedShare = panel.Share,
            };
            var (plain, noDip) = Both(
                adoption with
                {
                    Effect = Effect,
                },
                rows,
                chance,
                banded: true
            );
            var (dip, rebased) = Both(adoption with { Dip = DipSize }, rows, chance, banded: false);
            var trusts = panel.Trusts(units, Chance(2));
            var small = adoption with { Effect = SmallEffect };
            var together = small.Deal(rows, Chance(3), trusts);
            together = together with { Clusters = [AuditPanel.Registered(together, trusts)] };
            var whole = small.Deal(rows, Chance(4), areas) with { Clusters = [areas] };
            var like = small with { Chances = panel.Chances };
            var alike = like.Deal(rows, Chance(5));
            return
            [
                plain,
                Estimated(small, together),
                Estimated(small, whole),
                Estimated(like, alike),
                dip,
                rebased,
                noDip,
            ];
        }

        private Draws Chance(int stream) => new(seed + stream, draw);

        private (Made Registered, Made Rebased) Both(
            PlaceboAdoption adoption,
            PanelRows rows,
            Draws chance,
            bool banded
        )
        {
            var dealt = adoption.Deal(rows, chance);
            try
            {
                var effects = CallawaySantAnna.Estimate(dealt, banded ? design : after, cores: 1);
                var rebased = CallawaySantAnna.Estimate(dealt, earlier, cores: 1);
                var found = DipBeforeTreatment.Look(effects, rebased).Detected;
                var registered = banded ? Banded(adoption, effects) : Plain(adoption, effects);
                return (
                    new Made(registered with { Marked = found }, TreatedOf(dealt)),
                    new Made(Plain(adoption, rebased) with { Marked = found }, TreatedOf(dealt))
                );
            }
            catch (UnusableDataException)
            {
                return (Nothing(adoption, dealt), Nothing(adoption, dealt));
            }
        }

        private Made Estimated(PlaceboAdoption adoption, PanelRows dealt)
        {
            try
            {
                var effects = CallawaySantAnna.Estimate(dealt, after, cores: 1);
                return new Made(Plain(adoption, effects), TreatedOf(dealt));
            }
            catch (UnusableDataException)
            {
                return Nothing(adoption, dealt);
            }
        }

        private AuditDraw Banded(PlaceboAdoption adoption, GroupTimeEffects effects)
        {
            AverageEffect[] parts =
            [
                Registered(effects),
                .. StudyWindow.Shown(effects).Where(p => !p.Reference),
            ];
            var drawn = MultiplierBootstrap.Run(
                [.. parts.Skip(1).Select(p => p.Influence)],
                effects.Clusters,
                BandDraws,
                seed + draw
            );
            var critical = drawn.CriticalValue();
            var one = Plain(adoption, effects);
            return new AuditDraw(
                [adoption.Effect, .. parts.Skip(1).Select(p => adoption.Truth(p.At!.Value))],
                [.. parts.Select(p => p.Effect)],
                // The band as it is printed, by the bootstrap's errors; the first interval by the influence function's.
                [
                    one.StandardErrors[0],
                    .. drawn.StandardErrors.Zip(
                        parts.Skip(1),
                        (error, p) => Reaching(error, critical, effects, p)
                    ),
                ],
                critical
            );
        }

        // The answer that studies give: the average over the registered window.
        private static AverageEffect Registered(GroupTimeEffects effects) =>
            StudyWindow.Of(effects).Average(effects);

        private static AuditDraw Plain(PlaceboAdoption adoption, GroupTimeEffects effects)
        {
            var average = Registered(effects);
            return new(
                [adoption.Effect],
                [average.Effect],
                [Reaching(average.StandardError, StudyRun.Reach, effects, average)]
            );
        }

        // The error with which so many normal deviations reach as far as the interval of few partnerships does.
        private static double Reaching(
            double error,
            double deviations,
            GroupTimeEffects effects,
            AverageEffect average
        ) =>
            error
            * FewTreatedClusters.Reach(
                deviations,
                FewTreatedClusters.Number(effects, average.Groups)
            )
            / deviations;

        private static Made Nothing(PlaceboAdoption adoption, PanelRows dealt) =>
            new(new AuditDraw([adoption.Effect], [double.NaN], [double.NaN]), TreatedOf(dealt));

        private static double TreatedOf(PanelRows dealt) =>
            (double)dealt.FirstTreated.Count(double.IsFinite) / dealt.Time.Distinct().Count();
    }
}
