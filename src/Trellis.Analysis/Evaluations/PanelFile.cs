using System.Runtime.CompilerServices;
using Trellis.Distributions;
using Trellis.Measures;
using Trellis.Places;
using Trellis.Schools;
using Trellis.Snapshots;

namespace Trellis.Evaluations;

/// <summary>A column of the panel file.</summary>
/// <param name="Name">As in the header: lower case, digits and underscores.</param>
/// <param name="Label">For people.</param>
/// <param name="Type">"text", "integer", "number", "date" or "boolean".</param>
/// <param name="Unit">"percent", "pupils", ... or empty.</param>
/// <param name="Words">What it says, as sentences.</param>
/// <param name="Empty">What an empty cell means; "Never empty." where every row has it.</param>
/// <param name="Source">Who publishes it, or that it is worked out here.</param>
public sealed record PanelColumn(
    string Name,
    string Label,
    string Type,
    string Unit,
    string Words,
    string Empty,
    string Source
);

/// <summary>A change in how an outcome was measured, or years that nobody measured.</summary>
/// <param name="Outcome">The id of the outcome.</param>
/// <param name="Words">"No figures by school for 2019/20 and 2020/21."</param>
public sealed record PanelBreak(string Outcome, PhaseGroup Phase, string Words);

/// <summary>A school in a year in which at least one outcome was published of it.</summary>
/// <param name="School">Its position in <see cref="Snapshot.Schools"/>.</param>
/// <param name="Entry">The position in <see cref="Snapshot.Establishments"/> of the entry that it had in the year.</param>
public readonly record struct SchoolYear(int School, int Entry, Year Year, PhaseGroup Phase);

/// <summary>The one file of school, year and episode: what each school was, did and was in, a row a school-year and episode.</summary>
/// <remarks>
/// A year in which no outcome of a school was published has no row. A school with several episodes has a row for each of them in
/// every year, and one with none has one row a year with the columns of episodes empty: so rows of one episode, or rows with
/// <c>episode</c> 0 or 1, are a panel without repeats.
/// </remarks>
public sealed class PanelFile
{
    public const string Name = "panel";

    public const string Title = "Panel of schools, years and episodes";

    public const string What =
        "A row a school, year and episode: published outcomes, who came to the school, and what it was in with others. A school in several episodes has a row for each.";

    private const string Worked = "Worked out here from published files";
    private const string Register = "Get Information about Schools (GIAS)";

    private static readonly (string Name, string Measure, string Label, string Unit)[] Intake =
    [
        ("pupils", "pupils.number", "Pupils", "pupils"),
        ("fsm", "pupils.fsm", "Eligible for free school meals", "percent"),
        ("eal", "pupils.eal", "First language not English", "percent"),
        ("sen_support", "pupils.sen-support", "Special needs, with support", "percent"),
        ("sen_action", "pupils.sen-action", "Special needs, school action (until 2014)", "percent"),
    ];

    // A snapshot never changes, so what is derived from it may be kept as long as it lives.
    private static readonly ConditionalWeakTable<Snapshot, PanelFile> known = [];

    private readonly Snapshot snapshot;
    private readonly Episodes episodes;
    private readonly Dictionary<(PhaseGroup, string Outcome, Year), OutcomeYear> figures = [];

    private PanelFile(Snapshot snapshot)
    {
        this.snapshot = snapshot;
        episodes = Episodes.In(snapshot);
        var panel = SchoolYears.In(snapshot);
        foreach (var outcome in Outcomes)
        foreach (var phase in outcome.Phases)
        foreach (var year in panel.Of(outcome, phase).Years)
            figures[(phase, outcome.Id, year.Year)] = year;
        Years = [.. figures.Keys.Select(k => k.Item3).Distinct().Order()];
        Rows = [.. Found(panel)];
        Episodic = [.. snapshot.Schools.Select((_, s) => episodes.EveryOf(s).ToArray())];
        Models =
        [
            .. Episodic
                .SelectMany(e => e)
                .Select(e => e.Model)
                .Where(m => m.Length > 0)
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];
        RowCount = Rows.Sum(r => Math.Max(1, Episodic[r.School].Count));
        Breaks = [.. BreaksOf(panel)];
    }

    public static PanelFile In(Snapshot snapshot) =>
        known.GetValue(snapshot, static s => new PanelFile(s));

    /// <summary>Those in the file, in the order of its columns.</summary>
    public static IReadOnlyList<Outcome> Outcomes => Evaluations.Outcomes.All;

    /// <summary>Those with any outcome, oldest first.</summary>
    public IReadOnlyList<Year> Years { get; }

    /// <summary>Each school-year once, by school, then year.</summary>
    public IReadOnlyList<SchoolYear> Rows { get; }

    /// <summary>For each school, by position in <see cref="Snapshot.Schools"/>, what it was in, oldest first.</summary>
    public IReadOnlyList<IReadOnlyList<SchoolEpisode>> Episodic { get; }

    /// <summary>The ways of working together that schools were in, by their ids, in order.</summary>
    public IReadOnlyList<string> Models { get; }

    /// <summary>How many rows the file has: a school-year counts once for each episode of its school.</summary>
    public int RowCount { get; }

    /// <summary>Changes of scale and years without figures, by outcome and phase.</summary>
    public IReadOnlyList<PanelBreak> Breaks { get; }

    /// <summary>An outcome of a phase in a year, for all schools; null where it was not published.</summary>
    public OutcomeYear? Of(PhaseGroup phase, Outcome outcome, Year year) =>
        figures.GetValueOrDefault((phase, outcome.Id, year));

    /// <summary>What each column says, in the order of the file.</summary>
    public static IReadOnlyList<PanelColumn> Dictionary { get; } =
    [
        new(
            "school",
            "School",
            "integer",
            "",
            "The URN that the school has today. It is the same in all years of the school.",
            Never,
            Register
        ),
        new(
            "urn",
            "URN of that year",
            "integer",
            "",
            "The URN that the school had in the year. A school that becomes an academy takes a new one.",
            Never,
            Register
        ),
        new(
            "year",
            "School year begins in",
            "integer",
            "",
            "2018 is the school year 2018/19.",
            Never,
            "The publisher of the figures"
        ),
        new(
            "phase",
            "Phase",
            "text",
            "",
            "primary or secondary: of the entry in that year. Middle and all-through schools are with one of them.",
            Never,
            Register
        ),
        new(
            "region",
            "Region",
            "text",
            "",
            "Of the school today.",
            "The register does not say.",
            Register
        ),
        new(
            "la",
            "Local authority number",
            "integer",
            "",
            "Of the school today: three digits.",
            "The register does not say.",
            Register
        ),
        new(
            "local_authority",
            "Local authority",
            "text",
            "",
            "Of the school today.",
            "The register does not say.",
            Register
        ),
        .. Outcomes.SelectMany(OfOutcome),
        .. Intake.Select(i => new PanelColumn(
            i.Name,
            i.Label,
            "number",
            i.Unit,
            "Of the school in that year.",
            "Not published for the school in that year.",
            "Department for Education, school census (performance tables)"
        )),
        new(
            "episodes",
            "Episodes of the school",
            "integer",
            "",
            "How many episodes the school has, at any time. Above 1 its years stand in so many rows.",
            Never,
            Worked
        ),
        new(
            "episode",
            "Number of the episode",
            "integer",
            "",
            "1 for the oldest of the school; 0 where it has none.",
            Never,
            Worked
        ),
        new(
            "happening",
            "What happened",
            "text",
            "",
            $"One of {string.Join(", ", Enum.GetValues<Happening>().Select(h => h.Code()))}.",
            None,
            Worked
        ),
        new(
            "model",
            "Way of working together",
            "text",
            "",
            "The id of a way, as multi-academy-trust; /guide/models says what each is.",
            None,
            $"{Register}; the published register of partnerships"
        ),
        new(
            "roles",
            "Roles of the school",
            "text",
            "",
            "Of giver, taker and lead, with upright strokes between them.",
            $"{None} Or it is a trust or federation, where all are alike.",
            "The published register of partnerships"
        ),
        new(
            "group",
            "Trust, federation or partnership",
            "text",
            "",
            "The UID of the trust or federation, or the id of the partnership.",
            None,
            $"{Register}; the published register of partnerships"
        ),
        new(
            "announced",
            "Announced or ordered on",
            "date",
            "",
            "The day on which it was said that it would come.",
            "No open file has the dates of orders or announcements, so it is empty throughout.",
            "None yet"
        ),
        new(
            "from",
            "First day",
            "date",
            "",
            "The first day of the episode.",
            None,
            $"{Register}; dated lists of group members; the published register of partnerships"
        ),
        new(
            "to",
            "First day no longer",
            "date",
            "",
            "The first day on which it no longer held.",
            $"{None} Or it lasts as far as the files know.",
            $"{Register}; dated lists of group members; the published register of partnerships"
        ),
        new(
            "first_year",
            "First year after",
            "integer",
            "",
            "The first school year that counts as after: the one of the first day where that is by 1 January, else the next.",
            None,
            Worked
        ),
        new(
            "since",
            "Years since",
            "integer",
            "years",
            "The year less the first year after; below 0 before.",
            None,
            Worked
        ),
        new(
            "confirmed",
            "Confirmed",
            "boolean",
            "",
            "false where only other members stated it: then it is no fact.",
            None,
            $"{Register}; the published register of partnerships"
        ),
    ];

    private const string Never = "Never empty.";
    private const string None = "The school has no episode.";

    /// <summary>The file as a table: rows are made anew at each walk and never held as a whole.</summary>
    public OpenTable Table =>
        new(
            Name,
            Title,
            What,
            [
                .. Dictionary.Select(c => new OpenColumn(
                    c.Name,
                    c.Label,
                    c.Type,
                    c.Unit,
                    $"{c.Words} Empty: {Lower(c.Empty)} Source: {c.Source}.",
                    c.Empty == Never
                )),
            ],
            ["school", "year", "episode"],
            [],
            "",
            RowCount,
            Written()
        );

    private static string Lower(string sentence) =>
        sentence == Never ? "never." : $"{char.ToLowerInvariant(sentence[0])}{sentence[1..]}";

    private static IEnumerable<PanelColumn> OfOutcome(Outcome outcome)
    {
        var empty = "Not published for the school in that year, or no outcome of its phase.";
        yield return new PanelColumn(
            outcome.Id,
            outcome.Label,
            "number",
            "",
            $"As published. {outcome.Cannot}",
            empty,
            outcome.Source
        );
        yield return new PanelColumn(
            $"{outcome.Id}_z",
            $"{outcome.Label}, in standard deviations",
            "number",
            "standard deviations between schools",
            "From the mean of the schools of the phase in that year.",
            empty,
            Worked
        );
        yield return new PanelColumn(
            $"{outcome.Id}_scale",
            $"{outcome.Label}: scale",
            "text",
            "",
            $"{string.Join("; ", outcome.Scales.Select(s => s.Name))}. Figures of two scales are not compared as they are.",
            empty,
            Worked
        );
    }

    private IEnumerable<SchoolYear> Found(SchoolYears panel)
    {
        var byYear = Years
            .Select(y =>
                (
                    Year: y,
                    Figures: figures
                        .Where(f => f.Key.Item3 == y)
                        .GroupBy(f => f.Key.Item1, f => f.Value.Z)
                        .SelectMany(p => p.Select(z => (Phase: p.Key, Z: z)))
                        .ToArray()
                )
            )
            .ToArray();
        for (var s = 0; s < snapshot.Schools.Count; s++)
            foreach (var (year, own) in byYear)
            {
                PhaseGroup? first = null;
                PhaseGroup? other = null;
                foreach (var (phase, z) in own)
                    if (double.IsFinite(z[s]))
                        if (first is null)
                            first = phase;
                        else if (phase != first)
                            other = phase;
                if (first is not { } seen)
                    continue;
                var entry = EntryIn(snapshot.Schools[s], year);
                yield return new SchoolYear(
                    s,
                    entry,
                    year,
                    other is { } also && panel.PhaseOfEntry(entry) == also ? also : seen
                );
            }
    }

    // The last of its entries that was open in the year; a figure may be of one that closed in the autumn before.
    private int EntryIn(School school, Year year)
    {
        var (first, last) = (new DateOnly(year.Starts, 9, 1), new DateOnly(year.Starts + 1, 8, 31));
        for (var i = school.Urns.Count - 1; i > 0; i--)
        {
            var at = snapshot.PositionOf(school.Urns[i]);
            var entry = snapshot.Establishments[at];
            if (!(entry.Opened > last) && !(entry.Closed < first))
                return at;
        }
        return snapshot.PositionOf(school.Urns[0]);
    }

    private IEnumerable<object?[]> Written()
    {
        var intake = new Dictionary<(int, Year), double[]>();
        var panel = SchoolYears.In(snapshot);
        for (var i = 0; i < Intake.Length; i++)
            foreach (var year in Years)
                intake[(i, year)] = panel.Newest([Intake[i].Measure], year, 0);
        foreach (var row in Rows)
        {
            var school = snapshot.Schools[row.School];
            var own = Episodic[row.School];
            for (var e = own.Count == 0 ? -1 : 0; e < own.Count; e++)
                yield return Row(row, school, own, e, intake);
        }
    }

    private object?[] Row(
        SchoolYear row,
        School school,
        IReadOnlyList<SchoolEpisode> own,
        int at,
        Dictionary<(int, Year), double[]> intake
    )
    {
        var cells = new object?[Dictionary.Count];
        var c = 0;
        cells[c++] = school.Urn.Value;
        cells[c++] = snapshot.Establishments[row.Entry].Urn.Value;
        cells[c++] = row.Year.Starts;
        cells[c++] = PhaseCode(row.Phase);
        cells[c++] = Regions.Canonical(school.Current.Region) ?? school.Current.Region;
        cells[c++] = school.Current.La?.Value;
        cells[c++] = school.Current.LaName;
        foreach (var outcome in Outcomes)
        {
            var year = Of(row.Phase, outcome, row.Year);
            var has = year is not null && double.IsFinite(year.Raw[row.School]);
            cells[c++] = has ? year!.Raw[row.School] : null;
            cells[c++] = has ? year!.Z[row.School] : null;
            cells[c++] = has ? year!.Scale.Name : "";
        }
        for (var i = 0; i < Intake.Length; i++)
            cells[c++] =
                intake[(i, row.Year)][row.School] is var figure && double.IsFinite(figure)
                    ? figure
                    : null;
        cells[c++] = own.Count;
        cells[c++] = at + 1;
        if (at < 0)
            return cells;
        var episode = own[at];
        cells[c++] = episode.What.Code();
        cells[c++] = episode.Model;
        cells[c++] = episode.Roles;
        cells[c++] = episode.Group;
        cells[c++] = episode.Announced;
        cells[c++] = episode.From;
        cells[c++] = episode.To;
        cells[c++] = episode.FirstYear.Starts;
        cells[c++] = row.Year.Starts - episode.FirstYear.Starts;
        cells[c] = episode.IsConfirmed;
        return cells;
    }

    /// <summary>"primary" or "secondary".</summary>
    public static string PhaseCode(PhaseGroup phase) =>
        phase == PhaseGroup.Primary ? "primary" : "secondary";

    private static IEnumerable<PanelBreak> BreaksOf(SchoolYears panel)
    {
        foreach (var outcome in Outcomes)
        foreach (var phase in outcome.Phases)
        {
            var years = panel.Of(outcome, phase).Years;
            if (years.Count == 0)
            {
                yield return new PanelBreak(outcome.Id, phase, "No figures in these files.");
                continue;
            }
            var starts = years.Select(y => y.Year.Starts).ToArray();
            var holes = Enumerable
                .Range(starts[0], starts[^1] - starts[0] + 1)
                .Except(starts)
                .Select(y => new Year(y).ToString())
                .ToArray();
            if (holes.Length > 0)
                yield return new PanelBreak(
                    outcome.Id,
                    phase,
                    $"No figures by school in these files for {string.Join(", ", holes)}."
                );
            for (var y = 1; y < years.Count; y++)
                if (years[y].Scale != years[y - 1].Scale)
                    yield return new PanelBreak(
                        outcome.Id,
                        phase,
                        $"From {years[y].Year} in another scale: {years[y].Scale.Name}, before that {years[y - 1].Scale.Name}."
                    );
        }
    }
}
