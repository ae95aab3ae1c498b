using System.Globalization;
using Trellis.Distributions;
using Trellis.Measures;
using Trellis.Places;
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
/// <param name="By">The same of the second cut; empty where there is none.</param>
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
    string By,
    string ByWords,
    int Schools,
    int SchoolYears,
    int Figures,
    double MeanZ,
    double MeanRaw,
    bool IsMixed,
    double Share
);

/// <summary>The answer to a question.</summary>
/// <param name="Count">How many lines there are.</param>
/// <param name="Lines">The first of them, as many as were asked for.</param>
public sealed record PanelAnswer(int Count, IReadOnlyList<PanelLine> Lines);

/// <summary>A question to the panel: counts and means, cut by one or two things.</summary>
/// <param name="By">Null for one cut alone.</param>
/// <param name="Phase">Only these school-years; null for all, as with those that follow.</param>
/// <param name="Region">Its name.</param>
/// <param name="Authority">Its number.</param>
/// <param name="What">The happening that <paramref name="Which"/>, the first year and the share speak of.</param>
public sealed record PanelQuery(
    PanelCut Rows,
    PanelCut? By,
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

    /// <summary>The lines, in the order of the first cut, then of the second.</summary>
    /// <param name="most">How many lines are told; the others are counted alone.</param>
    /// <exception cref="InvalidOperationException">A cut or choice by a happening without one.</exception>
    public PanelAnswer Answer(Snapshot snapshot, int most = int.MaxValue)
    {
        if (
            What is null
            && (
                Which != PanelWhich.All
                || Rows is PanelCut.FirstYear or PanelCut.Since
                || By is PanelCut.FirstYear or PanelCut.Since
            )
        )
            throw new InvalidOperationException("Name the happening.");
        var panel = PanelFile.In(snapshot);
        var figures = panel
            .Years.SelectMany(y => Outcome.Phases.Select(p => (Year: y, Phase: p)))
            .ToDictionary(k => k, k => panel.Of(k.Phase, Outcome, k.Year));
        var scales = Outcome.Scales.ToList();
        var cells = new Dictionary<(int, int), Cell>();
        var rowKeys = new List<int>();
        var byKeys = new List<int>();
        var (last, fits) = (-1, false);
        SchoolEpisode? asked = null;
        foreach (var row in panel.Rows)
        {
            var episodes = panel.Episodic[row.School];
            if (row.School != last)
            {
                last = row.School;
                asked = What is { } what ? episodes.FirstOrDefault(e => e.What == what) : null;
                var entry = snapshot.Schools[row.School].Current;
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
            Keys(Rows, snapshot, row, episodes, asked, rowKeys);
            Keys(By, snapshot, row, episodes, asked, byKeys);
            var year = figures.GetValueOrDefault((row.Year, row.Phase));
            foreach (var a in rowKeys)
            foreach (var b in byKeys)
            {
                if (!cells.TryGetValue((a, b), out var cell))
                    cells[(a, b)] = cell = new Cell();
                cell.Add(
                    row.School,
                    within,
                    year?.Raw[row.School] ?? double.NaN,
                    year?.Z[row.School] ?? double.NaN,
                    year is null ? -1 : scales.IndexOf(year.Scale)
                );
            }
        }
        var rows = Ranked(Rows, snapshot, cells.Keys.Select(k => k.Item1));
        var bys = Ranked(By, snapshot, cells.Keys.Select(k => k.Item2));
        (int, int)[] order = [.. cells.Keys];
        long[] ranks =
        [
            .. order.Select(k => ((long)rows[k.Item1].Rank << 32) | (uint)bys[k.Item2].Rank),
        ];
        Array.Sort(ranks, order);
        return new PanelAnswer(
            order.Length,
            [
                .. order
                    .Take(most)
                    .Select(k =>
                        cells[k]
                            .Line(
                                rows[k.Item1].Code,
                                rows[k.Item1].Words,
                                bys[k.Item2].Code,
                                bys[k.Item2].Words,
                                What is not null
                            )
                    ),
            ]
        );
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

    private static void Keys(
        PanelCut? cut,
        Snapshot snapshot,
        SchoolYear row,
        IReadOnlyList<SchoolEpisode> episodes,
        SchoolEpisode? asked,
        List<int> keys
    )
    {
        keys.Clear();
        switch (cut)
        {
            case null:
                keys.Add(0);
                break;
            case PanelCut.School:
                keys.Add(row.School);
                break;
            case PanelCut.Year:
                keys.Add(row.Year.Starts);
                break;
            case PanelCut.Phase:
                keys.Add((int)row.Phase);
                break;
            case PanelCut.Region:
                keys.Add(RegionOf(snapshot.Schools[row.School].Current.Region));
                break;
            case PanelCut.Authority:
                keys.Add(snapshot.Schools[row.School].Current.La?.Value ?? Nothing);
                break;
            case PanelCut.Happening:
                foreach (var e in episodes)
                    if (IsIn(e, row.Year) && !keys.Contains((int)e.What))
                        keys.Add((int)e.What);
                if (keys.Count == 0)
                    keys.Add(Nothing);
                break;
            case PanelCut.FirstYear:
                keys.Add(asked?.FirstYear.Starts ?? Nothing);
                break;
            case PanelCut.Since:
                keys.Add(asked is null ? Nothing : row.Year.Starts - asked.FirstYear.Starts);
                break;
            default:
                throw new InvalidOperationException($"{cut} is no cut.");
        }
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
        private int scale = -1;
        private bool mixed;
        private double raw;
        private double z;

        public void Add(int school, bool isIn, double rawFigure, double zFigure, int scaleAt)
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
            mixed |= scale >= 0 && scale != scaleAt;
            scale = scaleAt;
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
