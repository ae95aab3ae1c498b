using Trellis.Distributions;
using Trellis.Measures;
using Trellis.Schools;
using Trellis.Snapshots;

namespace Trellis.Pages.Schools;

/// <summary>One figure of a school as its page shows it.</summary>
/// <param name="Latest">The newest figure, else why there is none; null where no file has the school.</param>
/// <param name="Series">Every year, oldest first.</param>
/// <param name="Beside">The spread of that year among the schools it is seen among; null where there is none.</param>
public sealed record KeyFact(
    Measure Measure,
    YearFigure? Latest,
    IReadOnlyList<YearFigure> Series,
    PhaseGroup? Group,
    YearSpread? Beside
)
{
    /// <summary>The figure, or why there is none.</summary>
    public Published Value => Latest?.Value ?? Published.NotCollected.It;

    /// <summary>Why there is no figure, as the end of a sentence; empty for a figure.</summary>
    public string Why =>
        Latest is null && Measure.Subject == "Money"
            ? "not in the published files, which are of schools that councils maintain"
            : Marks.Why(Value);

    /// <summary>The years that share the newest scale: what a line may be drawn through.</summary>
    public IReadOnlyList<YearFigure> Drawn =>
        Breaks.ScaleSince(Measure) is { } since && Latest?.Year.Starts >= since.Starts
            ? [.. Series.Where(f => f.Year.Starts >= since.Starts)]
            : Series;
}

/// <summary>Which measures a school's page shows, by its phase.</summary>
public static class KeyFacts
{
    private static readonly string[] Primary =
    [
        "ks2.rwm-expected",
        "ks2.rwm-higher",
        "ks2.reading-average",
        "ks2.maths-average",
        "ks2.gps-average",
        "ks2.reading-progress",
        "ks2.writing-progress",
        "ks2.maths-progress",
    ];

    private static readonly string[] Secondary =
    [
        "ks4.attainment8",
        "ks4.progress8",
        "ks4.english-maths-5",
        "ks4.english-maths-4",
        "ks4.ebacc-entry",
        "ks4.ebacc-points",
        "destinations.sustained",
    ];

    private static readonly string[] Post16 =
    [
        "ks5.alevel-points",
        "ks5.academic-points",
        "ks5.alevel-value-added",
        "ks5.points-entry",
    ];

    /// <summary>What every state-funded school should have, whatever its phase.</summary>
    private static readonly string[] Common =
    [
        "pupils.number",
        "pupils.girls",
        "pupils.fsm6",
        "pupils.eal",
        "pupils.sen-support",
        "pupils.ehc",
        "absence.overall",
        "absence.persistent10",
        "workforce.pupil-teacher-ratio",
        "workforce.teachers",
        "workforce.assistants",
        "workforce.mean-salary",
        "money.income",
        "money.expenditure",
        "money.balance",
        "area.imd-decile",
        "area.idaci-decile",
        "area.imd-score",
    ];

    /// <summary>Shown where a file has them.</summary>
    private static readonly string[] Further =
    [
        "pupils.fsm",
        "premium.pupils",
        "money.income-per-pupil",
        "money.expenditure-per-pupil",
        "admissions.primary.offers",
        "admissions.primary.first-preferences",
        "admissions.primary.any-preferences",
        "admissions.secondary.offers",
        "admissions.secondary.first-preferences",
        "admissions.secondary.any-preferences",
    ];

    /// <summary>The few that are seen first: how large it is, its newest results, and two that say whom it serves. Only figures, so it may be fewer than five.</summary>
    /// <param name="facts">Of the same school, as <see cref="Of"/> gives them.</param>
    public static IReadOnlyList<KeyFact> Foremost(
        IReadOnlyList<KeyFact> facts,
        Snapshot snapshot,
        School school
    ) =>
        [
            .. Headlines(snapshot, school)
                .Take(2)
                .Append("pupils.fsm6")
                .Append("absence.overall")
                .Prepend("pupils.number")
                .Distinct()
                .Select(id => facts.FirstOrDefault(f => f.Measure.Id == id))
                .OfType<KeyFact>()
                .Where(f => f.Value is Published.Figure)
                .Take(5),
        ];

    /// <summary>The order of the sections, by the subject of their measures, with their headings.</summary>
    public static readonly IReadOnlyList<(string Subject, string Heading)> Sections =
    [
        ("Results", "Results"),
        ("Pupils", "Pupils"),
        ("Attendance", "Absence"),
        ("Workforce", "Staff"),
        ("Money", "Money"),
        ("Area", "The neighbourhood"),
        ("Places", "Places"),
    ];

    /// <summary>The facts of a school: those of its phase, with or without a figure, and others that a file has.</summary>
    public static IReadOnlyList<KeyFact> Of(Snapshot snapshot, School school)
    {
        var facts = new List<KeyFact>();
        var expected = school.IsOpen ? Expected(PhaseGroups.Stated(snapshot, school)) : [];
        foreach (
            var id in expected
                .Concat(Primary)
                .Concat(Secondary)
                .Concat(Post16)
                .Concat(Common)
                .Concat(Further)
                .Distinct()
        )
            if (
                Fact(snapshot, school, id) is { } fact
                && (
                    expected.Contains(id)
                    || fact.Value is Published.Figure
                    || fact.Latest is not null && !Further.Contains(id)
                )
            )
                facts.Add(fact);
        return facts;
    }

    /// <summary>A measure of a school; null where the snapshot has no such measure.</summary>
    public static KeyFact? Fact(Snapshot snapshot, School school, string id)
    {
        if (snapshot.Measures.Find(id) is not { } measure)
            return null;
        var series = snapshot.Series(school, id);
        var latest =
            series.LastOrDefault(f => f.Value is Published.Figure) ?? series.LastOrDefault();
        var group = PhaseGroups.Beside(PhaseGroups.Stated(snapshot, school), measure);
        var beside =
            group is { } among && latest is not null
                ? Spreads.In(snapshot).Of(id, among, latest.Year)
                : null;
        return new KeyFact(measure, latest, series, group, beside);
    }

    /// <summary>Four to six measures that say most about a school of this phase, the ones first that it has figures of.</summary>
    public static IReadOnlyList<string> Headlines(Snapshot snapshot, School school)
    {
        string[] wanted = PhaseGroups.Counted(PhaseGroups.Stated(snapshot, school)) switch
        {
            PhaseGroup.Primary =>
            [
                "ks2.rwm-expected",
                "ks2.reading-average",
                "ks2.maths-average",
                "ks2.reading-progress",
                "ks2.maths-progress",
                "absence.overall",
            ],
            PhaseGroup.Secondary =>
            [
                "ks4.attainment8",
                "ks4.progress8",
                "ks4.english-maths-5",
                "ks4.ebacc-points",
                "ks5.alevel-points",
                "absence.overall",
            ],
            PhaseGroup.SixteenPlus => Post16,
            _ => ["ks4.attainment8", "ks2.rwm-expected", "ks5.alevel-points"],
        };
        string[] otherwise =
        [
            "absence.overall",
            "absence.persistent10",
            "pupils.number",
            "pupils.fsm6",
            "workforce.pupil-teacher-ratio",
        ];
        var has = wanted.Where(id => HasFigure(snapshot, school, id)).ToList();
        foreach (var id in otherwise)
            if (has.Count < 4 && !has.Contains(id) && HasFigure(snapshot, school, id))
                has.Add(id);
        return has;
    }

    private static bool HasFigure(Snapshot snapshot, School school, string id) =>
        snapshot.Series(school, id).Any(f => f.Value is Published.Figure);

    private static string[] Expected(Establishment entry) =>
        !entry.IsOpen
            ? []
            : PhaseGroups.Counted(entry) switch
            {
                PhaseGroup.Primary => [.. Primary, .. Common],
                PhaseGroup.Secondary => [.. Secondary, .. Common],
                PhaseGroup.SixteenPlus => Post16,
                PhaseGroup.Special or PhaseGroup.Alternative or PhaseGroup.Nursery => Common,
                _ => [],
            };
}
