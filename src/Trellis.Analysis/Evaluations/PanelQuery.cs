using System.Globalization;
using System.Runtime.InteropServices;
using Trellis.Distributions;
using Trellis.Measures;
using Trellis.Places;
using Trellis.Schools;
using Trellis.Snapshots;

namespace Trellis.Evaluations;

/// <summary>What a table of the panel is cut by.</summary>
public enum PanelCut
{
    School,
    Year,
    Phase,
    Region,
    Authority,

    /// <summary>What the school was in that year; one that was in several things counts under each.</summary>
    Happening,

    /// <summary>The way of working together that the school was in that year; one that was in several ways counts under each.</summary>
    Model,

    /// <summary>The outcome: a school-year counts under each outcome of its phase.</summary>
    Outcome,

    /// <summary>The first school year after the happening that is asked for.</summary>
    FirstYear,

    /// <summary>School years since the first after the happening that is asked for; below 0 before.</summary>
    Since,
}

/// <summary>Which schools and years are counted, by the happening that is asked for.</summary>
public enum PanelWhich
{
    All,

    /// <summary>Schools that have had it, all their years.</summary>
    Ever,

    /// <summary>School-years in which the school was in it.</summary>
    During,

    /// <summary>Years of these schools before the first year after.</summary>
    Before,

    /// <summary>Schools that never had it.</summary>
    Never,
}

/// <summary>One line of an answer.</summary>
/// <param name="Row">A code that sorts and links: "2018", "north-east", a URN.</param>
/// <param name="Column">The same of the second cut; empty where there is none.</param>
/// <param name="Schools">Different schools.</param>
/// <param name="SchoolYears">Years of schools: each counts once.</param>
/// <param name="Figures">School-years with a figure of the outcome.</param>
/// <param name="MeanZ">Their mean in standard deviations between schools; NaN where there is none.</param>
/// <param name="MeanRaw">Their mean as published; NaN where there is none, or they are on two scales.</param>
/// <param name="IsMixed">Whether the figures are on two scales.</param>
/// <param name="Share">Of the school-years, those in which the school was in the happening that is asked for, 0 to 1; NaN where none is asked for.</param>
public sealed record PanelLine(
    string Row,
    string RowWords,
    string Column,
    string ColumnWords,
    int Schools,
    int SchoolYears,
    int Figures,
    double MeanZ,
    double MeanRaw,
    bool IsMixed,
    double Share
);

/// <summary>The answer to a question.</summary>
/// <param name="Count">How many rows there are: what the first cut tells apart.</param>
/// <param name="Columns">What the second cut tells apart, code and words in order; empty where there is none.</param>
/// <param name="Lines">Those of the first rows, as many as were asked for: one for each column that the row has.</param>
public sealed record PanelAnswer(
    int Count,
    IReadOnlyList<(string Code, string Words)> Columns,
    IReadOnlyList<PanelLine> Lines
);

/// <summary>A question to the panel: counts and means, in rows by one thing and in columns by another.</summary>
/// <param name="Columns">Null for rows alone.</param>
/// <param name="Outcome">The one that is averaged, unless rows or columns are by outcome.</param>
/// <param name="Phase">Only these school-years; null for all, as with those that follow.</param>
/// <param name="Region">Its name.</param>
/// <param name="Authority">Its number.</param>
/// <param name="What">The happening that <paramref name="Which"/>, the first year and the share speak of.</param>
public sealed record PanelQuery(
    PanelCut Rows,
    PanelCut? Columns,
    Outcome Outcome,
    PhaseGroup? Phase = null,
    string? Region = null,
    int? Authority = null,
    Year? From = null,
    Year? To = null,
    Happening? What = null,
    PanelWhich Which = PanelWhich.All
)
{
    // Sorted after every number and name.
    private const int Nothing = int.MaxValue;

    /// <summary>The lines, in the order of the rows, then of the columns.</summary>
    /// <param name="most">How many rows are told; the others are counted alone.</param>
    /// <exception cref="InvalidOperationException">A cut or choice by a happening without one, or the same cut twice.</exception>
    public PanelAnswer Answer(Snapshot snapshot, int most = int.MaxValue)
    {
        if (Rows == Columns)
            throw new InvalidOperationException("Rows and columns are by the same.");
        if (
            What is null
            && (
                Which != PanelWhich.All
                || Rows is PanelCut.FirstYear or PanelCut.Since
                || Columns is PanelCut.FirstYear or PanelCut.Since
            )
        )
            throw new InvalidOperationException("Name the happening.");
        var panel = PanelFile.In(snapshot);
        IReadOnlyList<Outcome> outcomes =
            Rows is PanelCut.Outcome || Columns is PanelCut.Outcome
                ? PanelFile.Outcomes
                : [Outcome];
        var figures = new Figures(panel, outcomes);
        var models = panel.Models.ToList();
        var cells = new Dictionary<long, Cell>();
        var rowKeys = new List<int>();
        var columnKeys = new List<int>();
        // Of schools a page tells a few of very many: those are found before anything is counted.
        var told =
            Rows is PanelCut.School && most < int.MaxValue ? First(panel, snapshot, most) : null;
        foreach (var seen in Fitting(panel, snapshot))
        {
            if (told?.Schools.Contains(seen.Row.School) == false)
                continue;
            Keys(Rows, seen, models, rowKeys);
            Keys(Columns, seen, models, columnKeys);
            foreach (var a in rowKeys)
            foreach (var b in columnKeys)
            {
                var key = ((long)a << 32) | (uint)b;
                ref var cell = ref CollectionsMarshal.GetValueRefOrAddDefault(cells, key, out _);
                cell ??= new Cell();
                var outcome =
                    Rows is PanelCut.Outcome ? a
                    : Columns is PanelCut.Outcome ? b
                    : 0;
                var year = figures.Of(outcome, seen.Row);
                cell.Add(
                    seen.Row.School,
                    seen.Within,
                    year?.Raw[seen.Row.School] ?? double.NaN,
                    year?.Z[seen.Row.School] ?? double.NaN,
                    year?.Scale
                );
            }
        }
        var rows = Ranked(Rows, snapshot, cells.Keys.Select(RowOf));
        var columns = Ranked(Columns, snapshot, told?.Columns ?? cells.Keys.Select(ColumnOf));
        long[] order = [.. cells.Keys.Where(k => rows[RowOf(k)].Rank < most)];
        long[] ranks =
        [
            .. order.Select(k =>
                ((long)rows[RowOf(k)].Rank << 32) | (uint)columns[ColumnOf(k)].Rank
            ),
        ];
        Array.Sort(ranks, order);
        return new PanelAnswer(
            told?.Count ?? rows.Count,
            Columns is null
                ? []
                : [.. columns.Values.OrderBy(c => c.Rank).Select(c => (c.Code, c.Words))],
            [
                .. order.Select(k =>
                    cells[k]
                        .Line(
                            rows[RowOf(k)].Code,
                            rows[RowOf(k)].Words,
                            columns[ColumnOf(k)].Code,
                            columns[ColumnOf(k)].Words,
                            What is not null
                        )
                ),
            ]
        );
    }

    /// <summary>The first schools by name of all that fit.</summary>
    /// <param name="Count">How many fit.</param>
    /// <param name="Columns">The columns of all that fit.</param>
    private sealed record FirstSchools(int Count, HashSet<int> Schools, HashSet<int> Columns);

    private FirstSchools First(PanelFile panel, Snapshot snapshot, int most)
    {
        var models = panel.Models.ToList();
        var schools = new HashSet<int>();
        var columns = new HashSet<int>();
        var keys = new List<int>();
        foreach (var seen in Fitting(panel, snapshot))
        {
            schools.Add(seen.Row.School);
            Keys(Columns, seen, models, keys);
            foreach (var key in keys)
                columns.Add(key);
        }
        return new FirstSchools(
            schools.Count,
            [
                .. schools
                    .OrderBy(s => snapshot.Schools[s].Name, StringComparer.Ordinal)
                    .ThenBy(s => s)
                    .Take(most),
            ],
            columns
        );
    }

    /// <summary>The school-years that are asked for, school by school.</summary>
    private IEnumerable<Seen> Fitting(PanelFile panel, Snapshot snapshot)
    {
        var (last, fits, region) = (-1, false, Nothing);
        School? school = null;
        SchoolEpisode? asked = null;
        foreach (var row in panel.Rows)
        {
            var episodes = panel.Episodic[row.School];
            if (row.School != last)
            {
                last = row.School;
                school = snapshot.Schools[row.School];
                asked = What is { } what ? episodes.FirstOrDefault(e => e.What == what) : null;
                var entry = school.Current;
                region = RegionOf(entry.Region);
                fits =
                    (
                        Region is null
                        || string.Equals(entry.Region, Region, StringComparison.OrdinalIgnoreCase)
                    )
                    && (Authority is not { } la || entry.La?.Value == la)
                    && (
                        Which is PanelWhich.All
                        || (Which == PanelWhich.Never ? asked is null : asked is not null)
                    );
            }
            if (
                !fits
                || (Phase is { } phase && row.Phase != phase)
                || row.Year.Starts < From?.Starts
                || row.Year.Starts > To?.Starts
            )
                continue;
            var within = What is { } wanted && IsIn(episodes, wanted, row.Year);
            if (
                (Which == PanelWhich.During && !within)
                || (Which == PanelWhich.Before && row.Year.Starts >= asked!.FirstYear.Starts)
            )
                continue;
            yield return new Seen(row, school!, region, episodes, asked, within);
        }
    }

    private static int RowOf(long key) => (int)(key >> 32);

    private static int ColumnOf(long key) => (int)(key & uint.MaxValue);

    /// <summary>A school-year as the cuts see it.</summary>
    private readonly record struct Seen(
        SchoolYear Row,
        School School,
        int Region,
        IReadOnlyList<SchoolEpisode> Episodes,
        SchoolEpisode? Asked,
        bool Within
    );

    /// <summary>The outcomes' years, found by their place and not by name: a question looks one up for each school-year.</summary>
    private sealed class Figures
    {
        private readonly int first;
        private readonly OutcomeYear?[][] years;

        public Figures(PanelFile panel, IReadOnlyList<Outcome> outcomes)
        {
            first = panel.Years is [var oldest, ..] ? oldest.Starts : 0;
            var count = panel.Years is [.., var newest] ? newest.Starts - first + 1 : 0;
            years = [.. outcomes.Select(_ => new OutcomeYear?[2 * count])];
            for (var o = 0; o < outcomes.Count; o++)
                foreach (var year in panel.Years)
                foreach (var phase in outcomes[o].Phases)
                    years[o][At(year, phase)] = panel.Of(phase, outcomes[o], year);
        }

        public OutcomeYear? Of(int outcome, SchoolYear row) =>
            years[outcome][At(row.Year, row.Phase)];

        private int At(Year year, PhaseGroup phase) =>
            2 * (year.Starts - first) + (phase == PhaseGroup.Primary ? 0 : 1);
    }

    // Words are put in order once for each key, not for each line.
    private static Dictionary<int, (int Rank, string Code, string Words)> Ranked(
        PanelCut? cut,
        Snapshot snapshot,
        IEnumerable<int> keys
    ) =>
        keys.Distinct()
            .Select(k => (Key: k, Told: Told(cut, snapshot, k)))
            .OrderBy(k => k.Told.Order)
            .ThenBy(k => k.Told.Words, StringComparer.Ordinal)
            .ThenBy(k => k.Key)
            .Select((k, rank) => (k.Key, rank, k.Told))
            .ToDictionary(k => k.Key, k => (k.rank, k.Told.Code, k.Told.Words));

    /// <summary>Whether a school was in something in a year: from the first year after it began until it ended.</summary>
    private static bool IsIn(IReadOnlyList<SchoolEpisode> episodes, Happening what, Year year)
    {
        foreach (var e in episodes)
            if (e.What == what && IsIn(e, year))
                return true;
        return false;
    }

    private static bool IsIn(SchoolEpisode episode, Year year) =>
        episode.FirstYear.Starts <= year.Starts
        && (episode.To is not { } to || Episode.FirstYearOf(to).Starts > year.Starts);

    private static void Keys(PanelCut? cut, in Seen seen, List<string> models, List<int> keys)
    {
        keys.Clear();
        switch (cut)
        {
            case null:
                keys.Add(0);
                break;
            case PanelCut.School:
                keys.Add(seen.Row.School);
                break;
            case PanelCut.Year:
                keys.Add(seen.Row.Year.Starts);
                break;
            case PanelCut.Phase:
                keys.Add((int)seen.Row.Phase);
                break;
            case PanelCut.Region:
                keys.Add(seen.Region);
                break;
            case PanelCut.Authority:
                keys.Add(seen.School.Current.La?.Value ?? Nothing);
                break;
            case PanelCut.Happening:
                foreach (var e in seen.Episodes)
                    if (IsIn(e, seen.Row.Year) && !keys.Contains((int)e.What))
                        keys.Add((int)e.What);
                break;
            case PanelCut.Model:
                foreach (var e in seen.Episodes)
                    if (
                        IsIn(e, seen.Row.Year)
                        && models.IndexOf(e.Model) is >= 0 and var model
                        && !keys.Contains(model)
                    )
                        keys.Add(model);
                break;
            case PanelCut.Outcome:
                for (var o = 0; o < PanelFile.Outcomes.Count; o++)
                    if (PanelFile.Outcomes[o].Phases.Contains(seen.Row.Phase))
                        keys.Add(o);
                break;
            case PanelCut.FirstYear:
                if (seen.Asked is not null)
                    keys.Add(seen.Asked.FirstYear.Starts);
                break;
            case PanelCut.Since:
                if (seen.Asked is not null)
                    keys.Add(seen.Row.Year.Starts - seen.Asked.FirstYear.Starts);
                break;
            default:
                throw new InvalidOperationException($"{cut} is no cut.");
        }
        if (keys.Count == 0)
            keys.Add(Nothing);
    }

    private static int RegionOf(string region)
    {
        for (var r = 0; r < Regions.Names.Count; r++)
            if (string.Equals(Regions.Names[r], region, StringComparison.OrdinalIgnoreCase))
                return r;
        return Nothing;
    }

    private static (int Order, string Code, string Words) Told(
        PanelCut? cut,
        Snapshot snapshot,
        int key
    )
    {
        var number = key.ToString(CultureInfo.InvariantCulture);
        return cut switch
        {
            null => (0, "", ""),
            PanelCut.School => (
                0,
                snapshot.Schools[key].Urn.ToString(),
                snapshot.Schools[key].Name
            ),
            _ when key == Nothing => (
                Nothing,
                "none",
                cut is PanelCut.Region or PanelCut.Authority ? "not stated" : "none of these"
            ),
            PanelCut.Year or PanelCut.FirstYear => (key, number, new Year(key).ToString()),
            PanelCut.Phase => (
                key,
                PanelFile.PhaseCode((PhaseGroup)key),
                PanelFile.PhaseCode((PhaseGroup)key)
            ),
            PanelCut.Region => (key, Regions.Slug(Regions.Names[key]), Regions.Names[key]),
            PanelCut.Authority => (
                0,
                number,
                snapshot.LocalAuthorities.FirstOrDefault(a => a.Code.Value == key)?.Name ?? number
            ),
            PanelCut.Outcome => (key, PanelFile.Outcomes[key].Id, PanelFile.Outcomes[key].Label),
            PanelCut.Model => (
                key,
                PanelFile.In(snapshot).Models[key],
                PanelFile.In(snapshot).Models[key].Replace('-', ' ')
            ),
            PanelCut.Happening => (key, ((Happening)key).Code(), ((Happening)key).Words()),
            PanelCut.Since => (
                key,
                number,
                key == 0 ? "first year"
                : key < 0 ? $"{-key} before"
                : $"{number} after"
            ),
            _ => throw new InvalidOperationException($"{cut} is no cut."),
        };
    }

    // Rows come school by school, so a school that was not the last one is another.
    private sealed class Cell
    {
        private int schools;
        private int years;
        private int figures;
        private int within;
        private int lastSchool = -1;
        private OutcomeScale? scale;
        private bool mixed;
        private double raw;
        private double z;

        public void Add(
            int school,
            bool isIn,
            double rawFigure,
            double zFigure,
            OutcomeScale? scaleOf
        )
        {
            if (school != lastSchool)
            {
                lastSchool = school;
                schools++;
            }
            years++;
            within += isIn ? 1 : 0;
            if (!double.IsFinite(rawFigure))
                return;
            figures++;
            raw += rawFigure;
            z += zFigure;
            mixed |= scale is not null && scale != scaleOf;
            scale = scaleOf;
        }

        public PanelLine Line(
            string row,
            string rowWords,
            string by,
            string byWords,
            bool isAsked
        ) =>
            new(
                row,
                rowWords,
                by,
                byWords,
                schools,
                years,
                figures,
                figures == 0 ? double.NaN : z / figures,
                figures == 0 || mixed ? double.NaN : raw / figures,
                mixed,
                isAsked ? (double)within / years : double.NaN
            );
    }
}
