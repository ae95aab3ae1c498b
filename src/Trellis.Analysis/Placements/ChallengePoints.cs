using Trellis.Inspections;
using Trellis.Measures;
using Trellis.Schools;
using Trellis.SimilarSchools;
using Trellis.Snapshots;
using Trellis.Travel;

namespace Trellis.Placements;

/// <summary>What one part says of a school.</summary>
/// <param name="Measured">In the unit of the rule, more is harder; null where it is not known.</param>
/// <param name="Adds">To the challenge points; 0 where it is not known.</param>
/// <param name="AsOf">Of which year or day the figure is; empty where it is not known.</param>
/// <param name="Words">What was found, or why nothing is known, a sentence.</param>
public sealed record ChallengePart(
    ChallengeRule Rule,
    double? Measured,
    double Adds,
    string AsOf,
    string Words
);

/// <summary>What the trust that closes states of a school, where open files say nothing.</summary>
public sealed record ChallengeStatement
{
    /// <summary>A poor building and a PFI contract count 1 each; null where not stated.</summary>
    public int? BuildingOrPfi { get; init; }

    /// <summary>Leadership posts without a lasting holder; null where not stated.</summary>
    public int? VacantPosts { get; init; }

    /// <summary>Expenditure less income as a share of income; null where not stated.</summary>
    public double? Deficit { get; init; }
}

/// <summary>How much help a school is owed, 1 to 5, with its parts.</summary>
/// <param name="Points">What is known, rounded (halves up) and held within the least and the most.</param>
/// <param name="AtMost">What it would be if every part that is not known were at its worst.</param>
public sealed record ChallengePoints(
    School School,
    DateOnly Day,
    int Points,
    int AtMost,
    IReadOnlyList<ChallengePart> Parts
)
{
    /// <summary>From so many points on a school is a hard case: trusts say how many of these they can take in a year.</summary>
    public const int HardFrom = 4;

    private const int YearsOfResults = 3;

    private const int YearsOfRoll = 3;

    private const int OldestFinance = 3;

    // A report is public some weeks after the inspection; the older files give the day of the inspection alone.
    private const int DaysToPublish = 60;

    private const int NearSchools = 3;

    /// <summary>Straight lines choose so many schools, of which the road then finds the near ones.</summary>
    private const int NearCandidates = 12;

    /// <summary>Gives the points from what was known on a day.</summary>
    /// <param name="statement">What the closing trust states; null for nothing.</param>
    /// <param name="rules">Null for the newest.</param>
    public static ChallengePoints Of(
        Snapshot snapshot,
        School school,
        DateOnly day,
        ChallengeStatement? statement = null,
        ChallengeRules? rules = null
    )
    {
        rules ??= ChallengeRules.Current;
        statement ??= new ChallengeStatement();
        ChallengePart[] parts =
        [
            Residual(snapshot, school, day, rules["residual"]),
            Category(snapshot, school, day, rules["category"]),
            statement.Deficit is { } stated
                ? Known(
                    rules["deficit"],
                    stated,
                    "as stated",
                    FormattableString.Invariant(
                        $"It spends {stated:P1} of its income more than it gets, as stated."
                    )
                )
                : Deficit(snapshot, school, day, rules["deficit"]),
            Roll(snapshot, school, day, rules["roll"]),
            Stated(rules["building"], statement.BuildingOrPfi, "of poor building and PFI contract"),
            Stated(
                rules["leadership"],
                statement.VacantPosts,
                "leadership posts without a lasting holder"
            ),
            Isolation(snapshot, school, day, rules["isolation"]),
        ];
        var sum = rules.Base + parts.Sum(p => p.Adds);
        var unknown = parts.Where(p => p.Measured is null).Sum(p => p.Rule.Most);
        return new ChallengePoints(
            school,
            day,
            Whole(sum, rules),
            Whole(sum + unknown, rules),
            parts
        );
    }

    private static int Whole(double sum, ChallengeRules rules) =>
        Math.Clamp((int)Math.Floor(sum + .5), rules.Least, rules.Most);

    /// <summary>The day from which a January census is taken to be known: it is published by summer.</summary>
    public static DateOnly CensusKnownFrom(Year year) => new(year.Starts + 1, 7, 1);

    private static ChallengePart Residual(
        Snapshot snapshot,
        School school,
        DateOnly day,
        ChallengeRule rule
    )
    {
        var provision = Provisions.Of(Provisions.EntriesOn(snapshot, school, day));
        var (peers, measure, words) =
            (provision & Provision.Secondary) != Provision.None
                ? (Peers.Secondary, "ks4.attainment8", "Attainment 8")
                : (Peers.Primary, "ks2.rwm-expected", "reading, writing and maths");
        if ((provision & (Provision.Primary | Provision.Secondary)) == Provision.None)
            return Unknown(rule, "Its results cannot be set beside those of others.");
        var population = Likeness.In(snapshot).Population(peers);
        var row = population.PositionOf(school);
        if (row < 0)
            return Unknown(rule, "It is not among the schools whose results are compared.");
        var found = new List<(Year Year, double Residual)>();
        foreach (
            var year in snapshot
                .Measures.Of(measure)
                .Select(c => c.Year)
                .Where(y => TrackRecords.KnownFrom(y) <= day)
                .Distinct()
                .OrderDescending()
                .Take(YearsOfResults)
        )
            if (
                TrackRecords.Standard(snapshot, population, measure, year) is { } residuals
                && !double.IsNaN(residuals[row])
            )
                found.Add((year, residuals[row]));
        if (found.Count == 0)
            return Unknown(rule, "No results of it were known that day.");
        var below = -found.Average(f => f.Residual);
        var years =
            found.Count == 1
                ? found[0].Year.ToString()
                : $"{found.Min(f => f.Year)} to {found.Max(f => f.Year)}";
        return Known(
            rule,
            below,
            years,
            FormattableString.Invariant(
                $"In {words} it stands {Math.Abs(below):0.00} standard deviations {(below > 0 ? "below" : "above")} schools with the same pupils ({years})."
            )
        );
    }

    private static ChallengePart Category(
        Snapshot snapshot,
        School school,
        DateOnly day,
        ChallengeRule rule
    )
    {
        var newest = school
            .Urns.SelectMany(snapshot.InspectionsOf)
            .Where(i => (i.Published ?? i.Date.AddDays(DaysToPublish)) <= day)
            .Where(i => i.Grade is not null || i.Areas.Count > 0)
            .OrderByDescending(i => i.Date)
            .FirstOrDefault();
        if (newest is null)
            return Unknown(rule, "No judgement of it was published by that day.");
        var grade = newest.Grade ?? Concern(newest.Areas);
        var words = newest.Grade is null
            ? grade switch
            {
                4 => "an area that needs urgent improvement",
                3 => "an area that needs attention",
                _ => "no area that needs attention",
            }
            : newest.GradeWords;
        var number =
            newest.Urn == Provisions.EntriesOn(snapshot, school, day)[0].Urn
                ? ""
                : $", under its number {newest.Urn}";
        var category = newest.Category.Length > 0 ? $" ({newest.Category})" : "";
        return Known(
            rule,
            grade,
            newest.Date.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
            FormattableString.Invariant(
                $"Ofsted on {newest.Date:d MMMM yyyy}{number}: {words}{category}."
            )
        );
    }

    private static int Concern(IReadOnlyList<ReportArea> areas) =>
        areas.Any(a => a.Standard.Contains("urgent", StringComparison.OrdinalIgnoreCase)) ? 4
        : areas.Any(a => a.Standard.Contains("attention", StringComparison.OrdinalIgnoreCase)) ? 3
        : 2;

    private static ChallengePart Deficit(
        Snapshot snapshot,
        School school,
        DateOnly day,
        ChallengeRule rule
    )
    {
        var income = Newest(
            snapshot,
            school,
            "money.income",
            y => TrackRecords.KnownFrom(y) <= day
        );
        if (
            income is not { } got
            || !(got.Figure > 0)
            || got.Year.Starts < day.Year - OldestFinance - 1
        )
            return Unknown(rule, "Open files say nothing of its finances in the years before.");
        if (At(snapshot, school, "money.expenditure", got.Year) is not { } spent)
            return Unknown(rule, "Open files say nothing of what it spent.");
        var over = (spent - got.Figure) / got.Figure;
        return Known(
            rule,
            over,
            got.Year.ToString(),
            FormattableString.Invariant(
                $"In {got.Year} it spent {Math.Abs(over) * 100:0.0} % of its income {(over > 0 ? "more" : "less")} than it got."
            )
        );
    }

    private static ChallengePart Roll(
        Snapshot snapshot,
        School school,
        DateOnly day,
        ChallengeRule rule
    )
    {
        if (
            Newest(snapshot, school, "pupils.number", y => CensusKnownFrom(y) <= day) is not { } now
            || At(snapshot, school, "pupils.number", new Year(now.Year.Starts - YearsOfRoll))
                is not { } earlier
            || !(earlier > 0)
        )
            return Unknown(rule, "There are not two censuses three years apart.");
        var lost = (earlier - now.Figure) / earlier;
        return Known(
            rule,
            lost,
            now.Year.ToString(),
            FormattableString.Invariant(
                $"It had {now.Figure:0} pupils in {now.Year}, {Math.Abs(lost) * 100:0.0} % {(lost > 0 ? "fewer" : "more")} than three years before."
            )
        );
    }

    private static ChallengePart Isolation(
        Snapshot snapshot,
        School school,
        DateOnly day,
        ChallengeRule rule
    )
    {
        var sites = Sites.In(snapshot);
        var here = sites.Placed(school);
        if (here.Current.Place is not { } place)
            return Unknown(rule, "The register gives no place for it.");
        var provision = Provisions.Of(Provisions.EntriesOn(snapshot, school, day));
        var journeys = Journeys.In(snapshot);
        var minutes = snapshot
            .Schools.Where(s => s.Urn != school.Urn)
            .Select(sites.Placed)
            .Where(s =>
                s.Current.Place is { } there
                && Math.Abs(there.Easting - place.Easting) < 60_000
                && Math.Abs(there.Northing - place.Northing) < 60_000
            )
            .Where(s => OpenOn(snapshot, s, day) && s.Current.TypeGroup != "Independent schools")
            .Where(s =>
                (Provisions.Of(Provisions.EntriesOn(snapshot, s, day)) & provision)
                != Provision.None
            )
            .Select(s => (School: s, Kilometres: place.KilometresTo(s.Current.Place!.Value)))
            .OrderBy(s => s.Kilometres)
            .ThenBy(s => s.School.Urn)
            .Take(NearCandidates)
            .Select(s => journeys.Between(here.Current, s.School.Current).Minutes)
            .OfType<double>()
            .Order()
            .ToArray();
        if (minutes.Length < NearSchools)
            return Unknown(rule, "Fewer than three schools like it can be reached.");
        var far = minutes[NearSchools - 1];
        return Known(
            rule,
            far,
            day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
            FormattableString.Invariant(
                $"The third nearest school of its kind is {far:0} minutes away by car, estimated."
            )
        );
    }

    private static bool OpenOn(Snapshot snapshot, School school, DateOnly day) =>
        school.Urns.Any(u =>
            snapshot.Find(u) is { } entry
            && !(entry.Opened > day)
            && !(entry.Closed <= day)
            && (entry.IsOpen || entry.Closed is not null)
        );

    /// <summary>The newest figure of a school, under any of its numbers, of the years that were known.</summary>
    private static (Year Year, double Figure)? Newest(
        Snapshot snapshot,
        School school,
        string measure,
        Func<Year, bool> known
    )
    {
        foreach (
            var year in snapshot
                .Measures.Of(measure)
                .Select(c => c.Year)
                .Where(known)
                .Distinct()
                .OrderDescending()
        )
            if (At(snapshot, school, measure, year) is { } figure)
                return (year, figure);
        return null;
    }

    private static double? At(Snapshot snapshot, School school, string measure, Year year)
    {
        foreach (var column in snapshot.Measures.Of(measure).Where(c => c.Year == year))
        foreach (var urn in school.Urns.Reverse())
            if (
                snapshot.PositionOf(urn) is >= 0 and var at
                && column.OrNaN(at) is var figure
                && !double.IsNaN(figure)
            )
                return figure;
        return null;
    }

    private static ChallengePart Known(
        ChallengeRule rule,
        double measured,
        string asOf,
        string words
    ) => new(rule, measured, rule.Adds(measured), asOf, words);

    private static ChallengePart Unknown(ChallengeRule rule, string why) =>
        new(rule, null, 0, "", why);

    private static ChallengePart Stated(ChallengeRule rule, int? stated, string words) =>
        stated is { } count
            ? Known(
                rule,
                count,
                "as stated",
                FormattableString.Invariant($"{count} {words}, as stated.")
            )
            : Unknown(rule, "No open file says it, and it was not stated.");
}
