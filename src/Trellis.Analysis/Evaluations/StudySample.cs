using System.Globalization;
using Trellis.Effects;
using Trellis.Groups;
using Trellis.Measures;
using Trellis.Snapshots;

namespace Trellis.Evaluations;

/// <summary>Schools that leave a study at a step, and why.</summary>
/// <param name="Code">Short and stable: "no-result-every-year".</param>
/// <param name="Words">A sentence without its number: "had no result in one of the years".</param>
public sealed record FlowStep(string Code, string Words, int Treated, int Others);

/// <summary>Who a study compares: a balanced panel of schools with what is known of each before.</summary>
/// <param name="Series">All years of the outcome, those on other scales too.</param>
/// <param name="Years">Those of the estimate: on the scale in use.</param>
/// <param name="Rows">A row a school and year; the outcome in standard deviations between schools.</param>
/// <param name="Schools">For each unit of the rows, in their order, its position in <see cref="Snapshot.Schools"/>.</param>
/// <param name="Treated">How many schools are treated within the years.</param>
/// <param name="Controls">How many are not.</param>
/// <param name="Groups">In how many trusts or federations the treated are.</param>
/// <param name="Flow">From all schools of the phase that have any result to those in the panel.</param>
/// <param name="NoAnswer">Why there is no study; null where there is one.</param>
public sealed record StudySample(
    StudyKey Key,
    OutcomeSeries Series,
    IReadOnlyList<OutcomeYear> Years,
    PanelRows Rows,
    IReadOnlyList<int> Schools,
    int Treated,
    int Controls,
    int Groups,
    IReadOnlyList<FlowStep> Flow,
    string? NoAnswer
)
{
    /// <summary>Fewer treated schools than this tell more of themselves than of the programme.</summary>
    public const int Fewest = 10;

    /// <summary>The name of the cluster column: the trust or federation joined, or the school itself.</summary>
    public const string Partnership = "partnership";

    /// <summary>The name of the column of local authorities.</summary>
    public const string Authority = "local authority";

    /// <summary>The name of the column of the mean outcome over the three years seen before a year.</summary>
    public const string ResultsBefore = "results before";

    /// <summary>The name of the column that marks schools without any.</summary>
    public const string NoResultsBefore = "no results before";

    /// <summary>The name of the column of disadvantage.</summary>
    public const string Disadvantage = "disadvantage";

    /// <summary>A mark (0 or 1) that fewer of the never treated than this bear, or lack, in a year tells nothing of them.</summary>
    public const int FewestMarked = 10;

    /// <summary>Columns of figures; the others are marks.</summary>
    internal static IReadOnlyList<string> Figures => [ResultsBefore, .. Intake.Select(i => i.Name)];

    /// <summary>Builds the panel of a study.</summary>
    /// <returns>Without rows and with a reason where there are too few years or schools.</returns>
    public static StudySample Of(Snapshot snapshot, StudyKey key)
    {
        var panel = SchoolYears.In(snapshot);
        var series = panel.Of(key.Outcome, key.Phase);
        var years = YearsOf(key, series);
        if (years.Length < 3)
            return None(
                key,
                series,
                years,
                [],
                $"The files have {years.Length} years of {key.Outcome.Results} on one scale. A study needs three."
            );
        var (chosen, flow) = Choose(snapshot, key, series, years);
        var treated = chosen.Where(c => double.IsFinite(c.First)).ToList();
        if (treated.Count < Fewest)
            return None(
                key,
                series,
                years,
                flow,
                $"Results before and after are known of {treated.Count} {key.Arm.They}. That is too few to compare."
            );
        if (chosen.Count - treated.Count < Fewest)
            return None(key, series, years, flow, "There are too few schools to compare with.");
        return new StudySample(
            key,
            series,
            years,
            Panel(snapshot, panel, series, years, chosen),
            [.. chosen.Select(c => c.School)],
            treated.Count,
            chosen.Count - treated.Count,
            treated.Select(c => c.Group).Distinct().Count(),
            flow,
            null
        );
    }

    /// <summary>The same schools with those that lack a result in some years: rows without an outcome are NaN.</summary>
    internal static PanelRows Wide(Snapshot snapshot, StudyKey key)
    {
        var panel = SchoolYears.In(snapshot);
        var series = panel.Of(key.Outcome, key.Phase);
        var years = YearsOf(key, series);
        var (chosen, _) = Choose(snapshot, key, series, years, everyYear: false);
        var rows = Panel(snapshot, panel, series, years, chosen);
        return rows.Where(r => double.IsFinite(rows.Outcome[r]));
    }

    /// <summary>Where a year stands among the years; −1 where it does not.</summary>
    internal int IndexOf(int starts)
    {
        for (var y = 0; y < Years.Count; y++)
            if (Years[y].Year.Starts == starts)
                return y;
        return -1;
    }

    /// <summary>Where the last year before another stands; −1 where there is none.</summary>
    internal int IndexBefore(int starts)
    {
        var last = -1;
        for (var y = 0; y < Years.Count; y++)
            if (Years[y].Year.Starts < starts)
                last = y;
        return last;
    }

    internal string RegionOf(Snapshot snapshot, int unit) =>
        snapshot.Schools[Schools[unit]].Current.Region is { Length: > 0 } region
            ? region
            : "not known";

    /// <summary>A panel without marks that too few of the never treated bear in a year: a comparison cannot tell what such a mark does.</summary>
    internal static PanelRows Plain(PanelRows rows)
    {
        var never = new bool[rows.Time.Length];
        for (var r = 0; r < never.Length; r++)
            never[r] = double.IsPositiveInfinity(rows.FirstTreated[r]);
        int[] times = [.. rows.Time.Distinct()];
        return rows with
        {
            Covariates = [.. rows.Covariates.Select(c => new NamedColumn(c.Name, Kept(c.Values)))],
        };

        double[] Kept(double[] column)
        {
            if (!Array.TrueForAll(column, x => x is 0 or 1))
                return column;
            var kept = (double[])column.Clone();
            foreach (var time in times)
            {
                int with = 0,
                    without = 0;
                for (var r = 0; r < kept.Length; r++)
                    if (rows.Time[r] == time && never[r])
                        _ = column[r] == 1 ? with++ : without++;
                if (with >= FewestMarked && without >= FewestMarked)
                    continue;
                for (var r = 0; r < kept.Length; r++)
                    if (rows.Time[r] == time)
                        kept[r] = 0;
            }
            return kept;
        }
    }

    /// <summary>A year in which fewer than this share of the schools of the fullest year have a figure would leave most schools out of the panel.</summary>
    private const double FullEnough = .6;

    private static OutcomeYear[] YearsOf(StudyKey key, OutcomeSeries series)
    {
        OutcomeYear[] own =
        [
            .. series.Years.Where(y =>
                y.Scale == key.Outcome.Scale && y.Year.CompareTo(key.Programme.From) >= 0
            ),
        ];
        var fullest = own.Select(y => y.Schools).DefaultIfEmpty().Max();
        return [.. own.Where(y => y.Schools >= FullEnough * fullest)];
    }

    private sealed record Chosen(int School, double First, Uid? Group);

    private static StudySample None(
        StudyKey key,
        OutcomeSeries series,
        OutcomeYear[] years,
        IReadOnlyList<FlowStep> flow,
        string why
    ) =>
        new(
            key,
            series,
            years,
            new PanelRows
            {
                Unit = [],
                Time = [],
                FirstTreated = [],
                Outcome = [],
            },
            [],
            0,
            0,
            0,
            flow,
            why
        );

    private static (List<Chosen> Chosen, IReadOnlyList<FlowStep> Flow) Choose(
        Snapshot snapshot,
        StudyKey key,
        OutcomeSeries series,
        OutcomeYear[] years,
        bool everyYear = true
    )
    {
        var episodes = Episodes.In(snapshot);
        var chosen = new List<Chosen>();
        var left = new Dictionary<string, (int Treated, int Others)>();
        int all = 0,
            allTreated = 0;
        var (first, last) = (years[0].Year, years[^1].Year);
        for (var s = 0; s < snapshot.Schools.Count; s++)
        {
            if (series.Years.All(y => double.IsNaN(y.Z[s])))
                continue;
            var happened = episodes.Of(s).FirstOrDefault(e => e.What == key.Arm.What);
            var isTreated = happened is not null && happened.FirstYear.Starts <= last.Starts;
            all++;
            allTreated += isTreated ? 1 : 0;
            var why = Why(snapshot, key, s, isTreated ? happened : null, first, last);
            var seen = years.Count(y => double.IsFinite(y.Z[s]));
            if (why is null && seen < (everyYear ? years.Length : 2))
                why = "no-result-every-year";
            if (why is null)
                chosen.Add(
                    new Chosen(
                        s,
                        isTreated ? happened!.FirstYear.Starts : double.PositiveInfinity,
                        isTreated ? happened!.Group : null
                    )
                );
            else
            {
                var (t, o) = left.GetValueOrDefault(why);
                left[why] = isTreated ? (t + 1, o) : (t, o + 1);
            }
        }
        var isIn = chosen.Count(c => double.IsFinite(c.First));
        return (
            chosen,
            [
                new FlowStep(
                    "all",
                    "schools of this phase with a result in any year",
                    allTreated,
                    all - allTreated
                ),
                .. Reasons
                    .Where(r => left.ContainsKey(r.Code))
                    .Select(r => new FlowStep(
                        r.Code,
                        r.Words,
                        left[r.Code].Treated,
                        left[r.Code].Others
                    )),
                new FlowStep("in", "schools in the comparison", isIn, chosen.Count - isIn),
            ]
        );
    }

    private static readonly (string Code, string Words)[] Reasons =
    [
        ("other-kind", "were not of the kind that is compared before the first year"),
        ("other-path", "took another path in these years"),
        ("before-first-year", "had joined before there was a result to begin from"),
        ("no-result-every-year", "had no result in one of the years"),
    ];

    private static string? Why(
        Snapshot snapshot,
        StudyKey key,
        int school,
        Episode? treated,
        Year first,
        Year last
    )
    {
        var episodes = Episodes.In(snapshot);
        var academy = episodes.AcademySince(school);
        var begins = new DateOnly(first.Starts, 9, 1);
        var ends = new DateOnly(last.Starts + 1, 8, 31);
        // The year of the result to begin from lies before the anticipation.
        if (treated is not null && treated.FirstYear.Starts - key.Arm.Anticipation <= first.Starts)
            return "before-first-year";
        switch (key.Arm.Among)
        {
            case Among.Maintained:
                if (academy is not { } since)
                    return null;
                if (treated is not null && treated.What != Happening.Federated)
                    // A month lies between a conversion and the joining of a trust where files differ.
                    return since < treated.From.AddDays(-31) ? "other-path" : null;
                return since <= ends ? "other-path" : null;
            case Among.InATrust:
            case Among.Single:
                var then = snapshot
                    .MembershipsOf(snapshot.Schools[school])
                    .Where(m => m.HoldsOn(begins))
                    .Select(m => snapshot.Find(m.Uid)?.TypeOn(begins))
                    .OfType<GroupType>()
                    .Where(t => t.IsAcademyTrust())
                    .ToList();
                var wanted =
                    key.Arm.Among == Among.Single
                        ? GroupType.SingleAcademyTrust
                        : GroupType.MultiAcademyTrust;
                if (!then.Contains(wanted))
                    return "other-kind";
                return episodes
                    .Of(school)
                    .Any(e =>
                        e.What != key.Arm.What
                        && e.From > begins
                        && e.From <= ends
                        && (treated is null || e.From < treated.From)
                    )
                    ? "other-path"
                    : null;
            default:
                throw new InvalidOperationException($"{key.Arm.Among} is no kind of school.");
        }
    }

    private static readonly (string Name, string[] Measures)[] Intake =
    [
        (Disadvantage, ["pupils.fsm6", "pupils.fsm"]),
        ("first language not English", ["pupils.eal"]),
        ("special needs", ["pupils.sen-support", "pupils.sen-action"]),
        ("pupils", ["pupils.number"]),
    ];

    // London is what the others are compared with.
    private static readonly string[] Regions =
    [
        "East Midlands",
        "East of England",
        "North East",
        "North West",
        "South East",
        "South West",
        "West Midlands",
        "Yorkshire and the Humber",
    ];

    private static PanelRows Panel(
        Snapshot snapshot,
        SchoolYears panel,
        OutcomeSeries series,
        OutcomeYear[] years,
        List<Chosen> chosen
    )
    {
        var count = chosen.Count * years.Length;
        var unit = new string[count];
        var time = new int[count];
        var first = new double[count];
        var outcome = new double[count];
        var partnership = new string[count];
        var authority = new string[count];
        // What is asked about is never allowed for as it was in the base year itself.
        var told = Intake
            .Where(i => !i.Measures.Intersect(series.Outcome.Scale.Measures).Any())
            .ToArray();
        var names = new List<string> { ResultsBefore, NoResultsBefore };
        names.AddRange(told.Select(i => i.Name));
        names.AddRange(["judged outstanding", "judged below good", "not judged"]);
        names.AddRange(Regions);
        var used = Used(chosen, names.Count, 2 + told.Length);
        var columns = names.Select(_ => new double[count]).ToArray();
        for (var y = 0; y < years.Length; y++)
        {
            var year = years[y].Year;
            var begins = new DateOnly(year.Starts, 9, 1);
            var before = series.Years.Where(o => o.Year.CompareTo(year) < 0).TakeLast(3).ToArray();
            var intake = told.Select(i => Standardised(panel.Newest(i.Measures, year, 3), chosen))
                .ToArray();
            for (var c = 0; c < chosen.Count; c++)
            {
                var (school, from, group) = chosen[c];
                var entry = snapshot.Schools[school];
                var row = (c * years.Length) + y;
                unit[row] = entry.Urn.ToString();
                time[row] = year.Starts;
                first[row] = from;
                outcome[row] = years[y].Z[school];
                partnership[row] = group is { } uid ? $"group {uid}" : $"school {entry.Urn}";
                authority[row] = entry.Current.La is { } la ? la.ToString() : $"school {entry.Urn}";
                var own = before
                    .Select(o => o.Z[school])
                    .Where(double.IsFinite)
                    .DefaultIfEmpty(double.NaN)
                    .Average();
                columns[0][row] = double.IsFinite(own) ? own : 0;
                columns[1][row] = double.IsFinite(own) ? 0 : 1;
                for (var i = 0; i < told.Length; i++)
                    columns[2 + i][row] = intake[i][c];
                var at = 2 + told.Length;
                var grade = snapshot
                    .InspectionsOf(entry)
                    .FirstOrDefault(i => i.Grade is not null && i.Date < begins)
                    ?.Grade;
                columns[at][row] = grade == 1 ? 1 : 0;
                columns[at + 1][row] = grade >= 3 ? 1 : 0;
                columns[at + 2][row] = grade is null ? 1 : 0;
                for (var r = 0; r < Regions.Length; r++)
                    columns[at + 3 + r][row] = string.Equals(
                        entry.Current.Region,
                        Regions[r],
                        StringComparison.OrdinalIgnoreCase
                    )
                        ? 1
                        : 0;
            }
        }
        return Plain(
            new PanelRows
            {
                Unit = unit,
                Time = time,
                FirstTreated = first,
                Outcome = outcome,
                Covariates = [.. names.Select((n, i) => new NamedColumn(n, columns[i])).Take(used)],
                Clusters =
                [
                    new NamedLabels(Partnership, partnership),
                    new NamedLabels(Authority, authority),
                ],
            }
        );
    }

    // As many columns, the most telling first, as a year's joiners have schools on average: more would tell them from all others.
    private static int Used(List<Chosen> chosen, int all, int figures)
    {
        double[] treated = [.. chosen.Select(c => c.First).Where(double.IsFinite)];
        var average = treated.Length / Math.Max(1, treated.Distinct().Count());
        var marks = all - Regions.Length;
        return average >= all ? all
            : average >= marks ? marks
            : figures;
    }

    /// <summary>As standard deviations among the chosen; one that is not known stands at their mean.</summary>
    private static double[] Standardised(double[] figures, List<Chosen> chosen)
    {
        var own = chosen.Select(c => figures[c.School]).ToArray();
        var seen = own.Where(double.IsFinite).ToArray();
        if (seen.Length < 2)
            return new double[own.Length];
        var mean = seen.Average();
        var deviation = Math.Sqrt(seen.Sum(x => (x - mean) * (x - mean)) / (seen.Length - 1));
        return
        [
            .. own.Select(x => double.IsFinite(x) && deviation > 0 ? (x - mean) / deviation : 0),
        ];
    }

    /// <summary>"2015/16, 2016/17 and 2023/24".</summary>
    public string YearWords =>
        Years.Count < 2
            ? string.Concat(Years.Select(y => y.Year.ToString()))
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{string.Join(", ", Years.Take(Years.Count - 1).Select(y => y.Year))} and {Years[^1].Year}"
            );
}
