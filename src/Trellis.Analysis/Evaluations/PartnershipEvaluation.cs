using Trellis.Answers;
using Trellis.Distributions;
using Trellis.Measures;
using Trellis.Neighbours;
using Trellis.Probability;
using Trellis.Schools;
using Trellis.Snapshots;

namespace Trellis.Evaluations;

/// <summary>A member in the answer, in the order of the question.</summary>
/// <param name="School">Its position in <see cref="Snapshot.Schools"/>; −1 where it is none.</param>
/// <param name="Phase">The phase in which it counts; null where it does not.</param>
/// <param name="First">The first school year that counts as treated.</param>
public sealed record MemberStanding(MemberCase Case, int School, PhaseGroup? Phase, Year First);

/// <summary>A school's part in a finding.</summary>
/// <param name="Member">Its place among the members, from 0.</param>
/// <param name="Base">The year from which its change is measured; null where there is none.</param>
/// <param name="After">The treated years in which it has results, oldest first.</param>
/// <param name="Change">The mean of its changes since the base less those of who it is compared with, in standard deviations between schools; NaN where it is not compared.</param>
/// <param name="Comparators">Positions in <see cref="Snapshot.Schools"/>, the nearest first.</param>
public sealed record SchoolFinding(
    int Member,
    ResultsCase Case,
    Year First,
    Year? Base,
    IReadOnlyList<Year> After,
    double Change,
    IReadOnlyList<int> Comparators
);

/// <summary>One school year of the members that are compared and of who they are compared with.</summary>
/// <param name="Schools">How many of the members have results in it.</param>
/// <param name="Treated">For how many of them the year counts as treated.</param>
/// <param name="Bases">Of how many of them it is the base.</param>
/// <param name="Members">The mean of their results, in the unit of the scale.</param>
/// <param name="Comparators">The mean over members of the mean of those they are compared with.</param>
/// <param name="Difference">The mean change since the base less that of comparators, in standard deviations between schools; 0 in a base year.</param>
/// <param name="Low">The lower end of the differences of that year that placebo partnerships do not reject at 5 %; NaN in a base year.</param>
/// <param name="High">The upper end.</param>
public sealed record FindingYear(
    Year Year,
    int Schools,
    int Treated,
    int Bases,
    double Members,
    double Comparators,
    double Difference,
    double Low,
    double High
);

/// <summary>How members changed beside schools like them, and what chance alone does.</summary>
/// <param name="Effect">In standard deviations between schools; above 0 is a higher figure, whether or not higher is better.</param>
/// <param name="Low">The lower end of the differences that placebo partnerships do not reject at 5 %.</param>
/// <param name="High">The upper end.</param>
/// <param name="AsFar">The share of placebo partnerships that changed as much.</param>
/// <param name="SmallestSeen">The least true difference that a comparison of so few schools would find in four of five cases.</param>
/// <param name="Placebos">How many schools the placebo partnerships were drawn from.</param>
public sealed record FewSchoolsEffect(
    double Effect,
    double Low,
    double High,
    double AsFar,
    double SmallestSeen,
    int Placebos
);

/// <summary>Whose course a finding is of.</summary>
public enum FindingOf
{
    /// <summary>The members that count: those that take support, or all where no member is said to.</summary>
    Treated,

    /// <summary>The members that give support and take none: whether helping cost them anything, or did them good.</summary>
    Givers,
}

/// <summary>What is known of one outcome in one phase.</summary>
/// <param name="IsJudged">Whether the partnership is judged by it; else it stands beside. Never of givers.</param>
/// <param name="Schools">The members of the phase that it is of.</param>
/// <param name="Effect">Null where no school can be compared.</param>
/// <param name="ScaleDeviation">One standard deviation between schools in the newest year, in the unit of the scale; NaN where no file has the outcome.</param>
/// <param name="Newest">The newest year with results of anybody; null where no file has the outcome.</param>
public sealed record PartnershipFinding(
    Outcome Outcome,
    PhaseGroup Phase,
    FindingOf Of,
    bool IsJudged,
    IReadOnlyList<SchoolFinding> Schools,
    IReadOnlyList<FindingYear> Years,
    FewSchoolsEffect? Effect,
    double ScaleDeviation,
    Year? Newest,
    IReadOnlyList<Year> Holes,
    IReadOnlyList<string> Sources
)
{
    public int Compared => Schools.Count(s => s.Case == ResultsCase.Compared);

    /// <summary>The first school year whose results can tell anything, or more than is known: the earliest treated one after the newest that is published.</summary>
    public Year? NextTold =>
        Schools.Count == 0
            ? null
            : new Year(
                Math.Max(Schools.Min(s => s.First.Starts), (Newest?.Starts ?? int.MinValue) + 1)
            );
}

/// <summary>What can be said of a partnership from a snapshot.</summary>
/// <param name="Findings">Those of givers last; of either the outcomes by which phases are judged first.</param>
public sealed record PartnershipAnswer(
    IReadOnlyList<MemberStanding> Members,
    IReadOnlyList<PartnershipFinding> Findings
)
{
    /// <summary>The strength of the evidence, 0 to 5. A handful of schools gives 1 at most: their course beside a benchmark.</summary>
    public int Rating => Findings.Any(f => f is { IsJudged: true, Effect: not null }) ? 1 : 0;
}

/// <summary>The course of a partnership's members beside schools like them. Right with one school.</summary>
/// <remarks>
/// <para>
/// Each member is compared with the <see cref="Comparators"/> schools of its phase and region, in no partnership stated here, that
/// are nearest (of the whole country where the region has fewer than <see cref="LeastPool"/>) by the outcome in the base year, its mean over up to three years before, and the share of disadvantaged pupils. Its
/// change since the base less theirs, averaged over treated years and then over members, is the effect.
/// </para>
/// <para>
/// What chance does is learned by putting other schools of the same phase and region in the place of the members, each with its
/// own nearest and over the same years (Conley and Taber, Review of Economics and Statistics 93, 2011). That asks that members
/// and others depart alike, and not that members are many.
/// </para>
/// <para>
/// Members that only give support are set beside schools like them in the same way, apart from those that take it, and nobody is
/// judged by that.
/// </para>
/// </remarks>
public static class PartnershipEvaluation
{
    /// <summary>Changes when a number could, or when there are more of them: the first way had none of givers.</summary>
    public const int Method = 2;

    /// <summary>With how many schools each member is compared.</summary>
    public const int Comparators = 20;

    /// <summary>Of fewer schools to draw placebos from, what chance does is not known.</summary>
    public const int LeastPool = 40;
    private const int MostYearsBack = 4;
    private const int History = 3;
    private const int Placebos = 1999;
    private const long Seed = 2009;

    // The sum of the standard normal quantiles at .975 and .8.
    private const double FourOfFive = StudyRun.Reach + .8416212335729143;

    /// <exception cref="UnusableDataException">A figure of an outcome that is asked for is beyond all reckoning.</exception>
    public static PartnershipAnswer Of(Snapshot snapshot, PartnershipQuestion asked)
    {
        var panel = SchoolYears.In(snapshot);
        var position = Positions(snapshot);
        var takes = asked.TakersAlone && asked.Members.Any(m => m.Takes && m.Confirmed);
        MemberStanding[] members =
        [
            .. asked.Members.Select(m => Standing(snapshot, panel, position, m, asked, takes)),
        ];
        var partnered = asked
            .Partnered.Select(u => snapshot.SchoolOf(u) is { } s ? position[s.Urn] : -1)
            .Concat(members.Select(m => m.School))
            .ToHashSet();
        var findings = new List<PartnershipFinding>();
        foreach (var phase in (PhaseGroup[])[PhaseGroup.Primary, PhaseGroup.Secondary])
        {
            var judged =
                phase == PhaseGroup.Primary ? asked.PrimarySchools : asked.SecondarySchools;
            var treated = Own(members, phase, MemberCase.Counts);
            int[] givers =
            [
                // Who takes under another entry has been treated.
                .. Own(members, phase, MemberCase.GivesOnly)
                    .Where(g => !treated.Any(t => members[t].School == members[g].School)),
            ];
            foreach (var id in asked.Beside.Prepend(judged).Distinct(StringComparer.Ordinal))
            {
                if (Outcomes.Find(id) is not { } outcome || !outcome.Phases.Contains(phase))
                    continue;
                var comparison = new Comparison(snapshot, panel, asked, members, partnered);
                if (treated.Length > 0)
                    findings.Add(
                        comparison.Of(outcome, phase, FindingOf.Treated, id == judged, treated)
                    );
                if (givers.Length > 0)
                    findings.Add(comparison.Of(outcome, phase, FindingOf.Givers, false, givers));
            }
        }
        return new PartnershipAnswer(
            members,
            [
                .. findings
                    .OrderBy(f => f.Of)
                    .ThenBy(f =>
                        f.Outcome.Id
                        != (
                            f.Phase == PhaseGroup.Primary
                                ? asked.PrimarySchools
                                : asked.SecondarySchools
                        )
                    ),
            ]
        );
    }

    /// <summary>The members of a phase that are in a case, by their places among the members.</summary>
    private static int[] Own(MemberStanding[] members, PhaseGroup phase, MemberCase what) =>
        [
            .. Enumerable
                .Range(0, members.Length)
                .Where(m => members[m].Case == what && members[m].Phase == phase)
                // A school that left and came back counts once, from the first day.
                .GroupBy(m => members[m].School)
                .Select(g => g.First()),
        ];

    private static readonly System.Runtime.CompilerServices.ConditionalWeakTable<
        Snapshot,
        Dictionary<Urn, int>
    > known = [];

    private static Dictionary<Urn, int> Positions(Snapshot snapshot) =>
        known.GetValue(
            snapshot,
            static s =>
                s.Schools.Select((school, i) => (school.Urn, i)).ToDictionary(p => p.Urn, p => p.i)
        );

    private static MemberStanding Standing(
        Snapshot snapshot,
        SchoolYears panel,
        Dictionary<Urn, int> position,
        PartnershipMember member,
        PartnershipQuestion asked,
        bool takersAlone
    )
    {
        var first = asked.First ?? Episode.FirstYearOf(member.From);
        if (member.School is not { } urn)
            return new MemberStanding(MemberCase.NotASchool, -1, null, first);
        if (snapshot.SchoolOf(urn) is not { } school)
            return new MemberStanding(MemberCase.NotInTheRegister, -1, null, first);
        var at = position[school.Urn];
        var phase = panel.PhaseOf(at);
        var why =
            !member.Confirmed ? MemberCase.NotConfirmed
            : takersAlone && !member.Takes
                ? member.Gives ? MemberCase.GivesOnly
                    : MemberCase.TakesNone
            : phase is PhaseGroup.Primary or PhaseGroup.Secondary ? MemberCase.Counts
            : phase is PhaseGroup.Special or PhaseGroup.Alternative ? MemberCase.Special
            : MemberCase.OtherPhase;
        return new MemberStanding(why, at, phase, first);
    }

    private sealed class Comparison(
        Snapshot snapshot,
        SchoolYears panel,
        PartnershipQuestion asked,
        MemberStanding[] members,
        HashSet<int> partnered
    )
    {
        private static readonly string[] intake = ["pupils.fsm6"];
        private readonly Dictionary<string, Pool> pools = new(StringComparer.Ordinal);

        public PartnershipFinding Of(
            Outcome outcome,
            PhaseGroup phase,
            FindingOf of,
            bool judged,
            int[] own
        )
        {
            var series = panel.Of(outcome, phase);
            OutcomeYear[] years = [.. series.Years.Where(y => y.Scale == outcome.Scale)];
            if (years.FirstOrDefault(y => !double.IsFinite(y.StandardDeviation)) is { } odd)
                throw new UnusableDataException(
                    $"{outcome.Label}, {odd.Year}: a figure in {string.Join(" or ", odd.Sources)} is too large to be one."
                );
            var parts = own.Select(m => Part(years, m)).ToList();
            var compared = parts.Where(p => p.Pool is not null).ToList();
            return new PartnershipFinding(
                outcome,
                phase,
                of,
                judged,
                [.. parts.Select(p => p.Told)],
                Course(years, compared),
                compared.Count == 0 ? null : Effect(compared),
                years is [.., var last] ? last.StandardDeviation : double.NaN,
                years is [.., var newest] ? newest.Year : null,
                [.. series.Holes],
                [.. years.SelectMany(y => y.Sources).Distinct(StringComparer.Ordinal)]
            );
        }

        private sealed record MemberPart(SchoolFinding Told, int School, Pool? Pool);

        private MemberPart Part(OutcomeYear[] years, int m)
        {
            var (at, first) = (members[m].School, members[m].First);
            var asMember = asked.Members[m];
            var last = asMember.To is { } to ? SchoolYearOf(to.AddDays(-1)) : (Year?)null;
            int[] before =
            [
                .. Enumerable
                    .Range(0, years.Length)
                    .Where(y =>
                        years[y].Year.Starts < first.Starts
                        && years[y].Year.Starts >= first.Starts - MostYearsBack - asked.YearsEarlier
                        && double.IsFinite(years[y].Z[at])
                    ),
            ];
            int[] after =
            [
                .. Enumerable
                    .Range(0, years.Length)
                    .Where(y =>
                        years[y].Year.Starts >= first.Starts
                        && (last is not { } end || years[y].Year.Starts <= end.Starts)
                        && double.IsFinite(years[y].Z[at])
                    ),
            ];
            var basis = before.Length > asked.YearsEarlier ? before[^(1 + asked.YearsEarlier)] : -1;
            var why =
                after.Length > 0
                    ? basis >= 0
                        ? ResultsCase.Compared
                        : ResultsCase.NoneBefore
                    : snapshot.Schools[at].Current.Closed is { } closed
                    && SchoolYearOf(closed).Starts <= first.Starts
                        ? ResultsCase.Closed
                        : years is [.., var newest] && newest.Year.Starts >= first.Starts
                            ? ResultsCase.NoneAfter
                            : ResultsCase.NotYet;
            Pool? pool = null;
            if (why == ResultsCase.Compared)
            {
                pool = PoolOf(years, basis, after, snapshot.Schools[at].Current.Region);
                if (pool.Schools.Length < LeastPool)
                    pool = PoolOf(years, basis, after, null);
                if (pool.Schools.Length < LeastPool)
                    (pool, why) = (null, ResultsCase.NobodyLikeIt);
            }
            var near = pool?.NearestTo(at) ?? [];
            return new MemberPart(
                new SchoolFinding(
                    m,
                    why,
                    first,
                    basis >= 0 ? years[basis].Year : null,
                    [.. after.Select(y => years[y].Year)],
                    pool?.ChangeBeside(at, near) ?? double.NaN,
                    near
                ),
                at,
                pool
            );
        }

        private Pool PoolOf(OutcomeYear[] years, int basis, int[] after, string? region)
        {
            var key = $"{region}|{basis}|{string.Join(',', after)}";
            if (!pools.TryGetValue(key, out var pool))
                pools[key] = pool = new Pool(
                    years,
                    basis,
                    after,
                    panel.Newest(intake, years[basis].Year, 2),
                    [
                        .. Enumerable
                            .Range(0, snapshot.Schools.Count)
                            .Where(s =>
                                (region is null || snapshot.Schools[s].Current.Region == region)
                                && !partnered.Contains(s)
                                && double.IsFinite(years[basis].Z[s])
                                && after.All(y => double.IsFinite(years[y].Z[s]))
                            ),
                    ]
                );
            return pool;
        }

        private static Year SchoolYearOf(DateOnly day) =>
            new(day.Month < 9 ? day.Year - 1 : day.Year);

        private static FewSchoolsEffect Effect(List<MemberPart> compared)
        {
            var effect = compared.Average(p => p.Told.Change);
            var departures = compared.ConvertAll(p => p.Pool!.Departures);
            var drawn = Drawn(departures);
            return new FewSchoolsEffect(
                effect,
                effect - OfType1(drawn, .975),
                effect - OfType1(drawn, .025),
                (1 + drawn.Count(d => Math.Abs(d) >= Math.Abs(effect))) / (drawn.Length + 1.0),
                FourOfFive * Spread.StandardDeviation(drawn),
                departures.Min(d => d.Length)
            );
        }

        /// <summary>What chance does to the mean of as many, ascending: for one school every other in its place, for several draws of them.</summary>
        private static double[] Drawn(List<double[]> departures)
        {
            double[] drawn;
            if (departures.Count == 1)
                drawn = [.. departures[0]];
            else
            {
                var chance = new Draws(Seed, 0);
                drawn = new double[Placebos];
                for (var d = 0; d < drawn.Length; d++)
                {
                    double sum = 0;
                    for (var u = 0; u < departures.Count; u++)
                        sum += departures[u][
                            chance.Below(((long)d * departures.Count) + u, departures[u].Length)
                        ];
                    drawn[d] = sum / departures.Count;
                }
            }
            Array.Sort(drawn);
            return drawn;
        }

        // The least that this share does not pass (Hyndman and Fan 1996, type 1).
        private static double OfType1(double[] sorted, double share) =>
            sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Length) - 1)];

        private static List<FindingYear> Course(OutcomeYear[] years, List<MemberPart> compared)
        {
            var course = new List<FindingYear>();
            foreach (var year in years)
            {
                var seen = compared
                    .Where(p =>
                        double.IsFinite(year.Z[p.School])
                        && p.Told.Comparators.Any(c => double.IsFinite(year.Z[c]))
                    )
                    .ToList();
                if (seen.Count == 0)
                    continue;
                var difference = seen.Average(p =>
                {
                    var from = years.First(y => y.Year == p.Told.Base);
                    return year.Z[p.School]
                        - from.Z[p.School]
                        - Mean(p.Told.Comparators, c => year.Z[c] - from.Z[c]);
                });
                var bases = seen.Count(p => p.Told.Base == year.Year);
                var departures = seen.ConvertAll(p => p.Pool!.DeparturesIn(year));
                var drawn =
                    bases == seen.Count || departures.Exists(d => d.Length < LeastPool)
                        ? null
                        : Drawn(departures);
                course.Add(
                    new FindingYear(
                        year.Year,
                        seen.Count,
                        seen.Count(p => p.Told.After.Contains(year.Year)),
                        bases,
                        seen.Average(p => year.Raw[p.School]),
                        seen.Average(p => Mean(p.Told.Comparators, c => year.Raw[c])),
                        difference,
                        drawn is null ? double.NaN : difference - OfType1(drawn, .975),
                        drawn is null ? double.NaN : difference - OfType1(drawn, .025)
                    )
                );
            }
            return course;
        }

        private static double Mean(IReadOnlyList<int> schools, Func<int, double> of) =>
            schools.Select(of).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average();
    }

    /// <summary>The schools that members of one region with the same years may be compared with.</summary>
    private sealed class Pool
    {
        private readonly OutcomeYear[] years;
        private readonly int basis;
        private readonly int[] after;
        private readonly double[][] traits;
        private readonly double[] coefficients;
        private readonly Lazy<double[]> departures;
        private readonly Lazy<int[][]> nearest;

        public Pool(OutcomeYear[] years, int basis, int[] after, double[] intake, int[] schools)
        {
            (this.years, this.basis, this.after, Schools) = (years, basis, after, schools);
            traits =
            [
                years[basis].Z,
                [.. Enumerable.Range(0, intake.Length).Select(Before)],
                intake,
            ];
            coefficients =
            [
                .. traits.Select(t =>
                    Spread.Coefficient(
                        1,
                        Spread.StandardDeviation(schools.Select(s => t[s]).ToArray())
                    )
                ),
            ];
            departures = new(Depart);
            nearest = new(NearestOfAll);
        }

        public int[] Schools { get; }

        /// <summary>The change of each school beside its own nearest.</summary>
        public double[] Departures => departures.Value;

        /// <summary>The nearest to a school, the nearest first.</summary>
        public int[] NearestTo(int school)
        {
            int[] rows = [school, .. Schools.Where(s => s != school)];
            return [.. Nearest.To(PointsOf(rows), 0, Comparators).Select(n => rows[n.Row])];
        }

        /// <summary>The mean change of a school since the base less that of others.</summary>
        public double ChangeBeside(int school, ReadOnlySpan<int> others)
        {
            double sum = 0;
            foreach (var other in others)
                sum += Change(other);
            return Change(school) - (sum / others.Length);
        }

        private double[] Depart() => [.. Schools.Select((s, i) => ChangeBeside(s, Near(i)))];

        /// <summary>The change of each school beside its own nearest from the base to one year; those without a figure in it are left out.</summary>
        public double[] DeparturesIn(OutcomeYear year)
        {
            var from = years[basis].Z;
            var departures = new List<double>(Schools.Length);
            for (var i = 0; i < Schools.Length; i++)
            {
                double sum = 0;
                var count = 0;
                foreach (var other in Near(i))
                    if (double.IsFinite(year.Z[other]))
                        (sum, count) = (sum + year.Z[other] - from[other], count + 1);
                if (count > 0 && double.IsFinite(year.Z[Schools[i]]))
                    departures.Add(year.Z[Schools[i]] - from[Schools[i]] - (sum / count));
            }
            return [.. departures];
        }

        /// <summary>The nearest to a school of the pool, by its place in it.</summary>
        private int[] Near(int place) => nearest.Value[place];

        private int[][] NearestOfAll()
        {
            var lists = AllNearest.Of(PointsOf(Schools), Comparators, workers: 1);
            var all = new int[Schools.Length][];
            for (var i = 0; i < all.Length; i++)
            {
                var rows = lists.Rows(i);
                all[i] = new int[rows.Length];
                for (var k = 0; k < rows.Length; k++)
                    all[i][k] = Schools[rows[k]];
            }
            return all;
        }

        private double Change(int school)
        {
            double sum = 0;
            foreach (var y in after)
                sum += years[y].Z[school] - years[basis].Z[school];
            return sum / after.Length;
        }

        private double Before(int school)
        {
            double sum = 0;
            var count = 0;
            for (var y = basis - 1; y >= 0 && y >= basis - History; y--)
                if (double.IsFinite(years[y].Z[school]))
                    (sum, count) = (sum + years[y].Z[school], count + 1);
            return count == 0 ? double.NaN : sum / count;
        }

        private Points PointsOf(int[] rows) =>
            new([.. traits.Select(t => rows.Select(s => t[s]).ToArray())], coefficients, [1, 1, 1]);
    }
}
