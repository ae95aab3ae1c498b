using Trellis.Measures;
using Trellis.SimilarSchools;
using Trellis.Snapshots;

namespace Trellis.Families;

/// <summary>A figure of a school with its year.</summary>
/// <param name="Year">Null where no file speaks of the school.</param>
public sealed record Standing(Published Value, Year? Year);

/// <summary>How a school stands among the schools of its family.</summary>
/// <param name="Level">The newest figure of the family's level measure, of the family's year.</param>
/// <param name="YearlyGain">What the level rose in a year, from the first of the years compared to the last; null where either is missing.</param>
/// <param name="Figures">Of <see cref="FamilyStandings.Measures"/>, in that order.</param>
/// <param name="Strengths">In which figures it is among the best fifth of its family.</param>
public sealed record MemberStanding(
    FamilyMember Member,
    double? Level,
    double? YearlyGain,
    IReadOnlyList<Standing> Figures,
    IReadOnlyList<Measure> Strengths
);

/// <summary>The schools of a family side by side: who stands where, who rises, who is strong in what. All from published figures.</summary>
/// <param name="LevelMeasure">What the level is; null where the snapshot has no such measure.</param>
/// <param name="From">The first of the years compared for the gain; null where there is one year or none.</param>
/// <param name="To">The year of the level.</param>
/// <param name="Measures">The measures shown for each school.</param>
/// <param name="Schools">By name, then URN.</param>
public sealed record FamilyStandings(
    Family Family,
    Measure? LevelMeasure,
    Year? From,
    Year? To,
    IReadOnlyList<Measure> Measures,
    IReadOnlyList<MemberStanding> Schools
)
{
    /// <summary>The gain is worked out over so many years at most: results of 2020 and 2021 were not published, so three would often find none.</summary>
    private const int YearsBack = 6;

    /// <summary>With fewer figures than this in a family, nobody is called strong.</summary>
    private const int FewestForStrength = 10;

    public const string Disadvantage = "pupils.fsm6";
    public const string Language = "pupils.eal";

    private static string LevelOf(Peers peers) =>
        peers switch
        {
            Peers.Primary => "ks2.rwm-expected",
            Peers.Secondary => "ks4.attainment8",
            _ => "absence.overall",
        };

    private static string[] MeasuresOf(Peers peers) =>
        peers switch
        {
            Peers.Primary =>
            [
                "ks2.reading-progress",
                "ks2.writing-progress",
                "ks2.maths-progress",
                "absence.overall",
                Disadvantage,
                Language,
            ],
            Peers.Secondary =>
            [
                "ks4.progress8",
                "ks4.english-maths-5",
                "ks4.ebacc-points",
                "absence.overall",
                Disadvantage,
                Language,
            ],
            _ => ["absence.persistent10", Disadvantage, Language],
        };

    public static FamilyStandings Of(Snapshot snapshot, Family family)
    {
        var level = snapshot.Measures.Find(LevelOf(family.Peers));
        var measures = MeasuresOf(family.Peers)
            .Select(snapshot.Measures.Find)
            .OfType<Measure>()
            .ToArray();
        var series = family
            .Members.Select(m =>
                level is null
                    ? []
                    : snapshot
                        .Series(m.School, level.Id)
                        .Where(f => f.Value is Published.Figure)
                        .ToDictionary(f => f.Year, f => f.Value.OrNull!.Value)
            )
            .ToArray();
        // The newest year in which at least half as many schools have a figure as in the best.
        var counts = series
            .SelectMany(s => s.Keys)
            .CountBy(y => y)
            .OrderByDescending(c => c.Key)
            .ToArray();
        Year? to =
            counts.Length == 0
                ? null
                : counts.First(c => 2 * c.Value >= counts.Max(x => x.Value)).Key;
        Year? from = counts
            .Where(c => to is { } last && c.Key.Starts < last.Starts)
            .Where(c => to!.Value.Starts - c.Key.Starts <= YearsBack)
            .Where(c => 2 * c.Value >= counts.Max(x => x.Value))
            .Select(c => (Year?)c.Key)
            .LastOrDefault();
        var figures = family
            .Members.Select(m =>
                measures
                    .Select(measure =>
                        snapshot.Latest(m.School, measure.Id) is { } latest
                            ? new Standing(latest.Value, latest.Year)
                            : new Standing(Published.NotCollected.It, null)
                    )
                    .ToArray()
            )
            .ToArray();
        var strengths = StrengthsOf(measures, figures);
        var schools = family.Members.Select(
            (member, i) =>
            {
                double? now = to is { } last && series[i].TryGetValue(last, out var n) ? n : null;
                double? then =
                    from is { } first && series[i].TryGetValue(first, out var t) ? t : null;
                return new MemberStanding(
                    member,
                    now,
                    (now - then) / (to?.Starts - from?.Starts),
                    figures[i],
                    strengths[i]
                );
            }
        );
        return new FamilyStandings(
            family,
            level,
            from,
            to,
            measures,
            [
                .. schools
                    .OrderBy(s => s.Member.School.Name, StringComparer.Ordinal)
                    .ThenBy(s => s.Member.School.Urn),
            ]
        );
    }

    private static List<Measure>[] StrengthsOf(Measure[] measures, Standing[][] figures)
    {
        var strengths = Array.ConvertAll(figures, _ => new List<Measure>());
        for (var m = 0; m < measures.Length; m++)
        {
            if (measures[m].Higher is not ("better" or "worse"))
                continue;
            var sign = measures[m].Higher == "better" ? 1 : -1;
            var known = Enumerable
                .Range(0, figures.Length)
                .Where(i => figures[i][m].Value is Published.Figure)
                .Select(i => (Row: i, Good: sign * figures[i][m].Value.OrNull!.Value))
                .OrderByDescending(f => f.Good)
                .ToArray();
            if (known.Length < FewestForStrength)
                continue;
            // Whoever is as good as the last of the best fifth is in it.
            var limit = known[(known.Length / 5) - 1].Good;
            foreach (var (row, good) in known)
                if (good >= limit)
                    strengths[row].Add(measures[m]);
        }
        return strengths;
    }
}
