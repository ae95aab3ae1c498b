using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Trellis.Groups;
using Trellis.Inspections;
using Trellis.Schools;
using Trellis.SimilarSchools;

namespace Trellis.Partners;

/// <summary>One thing that a school's ability to help is judged by.</summary>
/// <param name="Id">"size", "steady", "settled", "staff".</param>
/// <param name="Share">0 to 1, more is better; null where the files do not say.</param>
/// <param name="Words">"more pupils than 62 % of primary schools".</param>
public sealed record CapacityPart(string Id, double? Share, string Words);

/// <summary>How able a school may be to help another, as far as open files tell: a rough guide to whom to ring first, not a judgement.</summary>
/// <param name="Value">0 to 1: (half + half the mean of the known parts) × what the last inspection takes off.</param>
/// <param name="Parts">Size, steadiness of results, no recent change, staff; in that order.</param>
/// <param name="Inspection">What the last inspection outcome multiplies it by: 1 where it was good, outstanding or is not known, less where the school itself was found to need support.</param>
public sealed record Capacity(double Value, IReadOnlyList<CapacityPart> Parts, double Inspection)
{
    /// <summary>"well placed to help", "able to help" or "may have little to spare".</summary>
    public string Words =>
        Value >= .8 ? "well placed to help"
        : Value >= .65 ? "able to help"
        : "may have little to spare";
}

/// <summary>The capacities of all schools of a kind.</summary>
public sealed class Capacities
{
    /// <summary>A school that opened, changed its kind or joined a trust within so many years is taken to be busy with that.</summary>
    public const int YearsToSettle = 3;

    private static readonly ConditionalWeakTable<
        Likeness,
        ConcurrentDictionary<Peers, Lazy<Capacities>>
    > Kept = [];

    private readonly Population population;
    private readonly double[] size;
    private readonly double[] staff;
    private readonly double[] pupils;
    private readonly DateOnly?[] changed;
    private readonly double[] inspection;
    private readonly ConcurrentDictionary<string, Lazy<double[]>> steady = new();
    private readonly DateOnly today;

    private Capacities(Likeness likeness, Peers peers)
    {
        population = likeness.Population(peers);
        var snapshot = likeness.Snapshot;
        // The day on which the question is asked: the end of the last year looked at, or the date of the register.
        today = likeness.Until is { } until
            ? new DateOnly(until.Starts + 1, 8, 31)
            : snapshot.RegisterDate ?? snapshot.Sources.Select(s => s.Date).DefaultIfEmpty().Max();
        pupils = population.Read(Reading.Of("pupils.number", "pupils")).Figures;
        size = Strengths.Shares(pupils);
        staff = Array.ConvertAll(
            Strengths.Shares(
                population
                    .Read(Reading.Of("workforce.pupil-teacher-ratio", "pupils a teacher"))
                    .Figures
            ),
            share => 1 - share
        );
        changed = [.. population.Schools.Select(LastChange)];
        inspection =
        [
            .. population.Schools.Select(s =>
                snapshot.InspectionsOf(s).FirstOrDefault(i => i.Date <= today) is { } last
                    ? Factor(last)
                    : 1
            ),
        ];

        DateOnly? LastChange(School school) =>
            snapshot
                .MembershipsOf(school)
                .Where(m => snapshot.Find(m.Uid) is { IsAcademyTrust: true })
                .Select(m => (DateOnly?)m.From)
                .Append(school.Current.Opened)
                .Where(d => d <= today)
                .Max();
    }

    /// <summary>Worked out once and kept.</summary>
    public static Capacities In(Likeness likeness, Peers peers) =>
        Kept.GetValue(likeness, _ => new())
            .GetOrAdd(peers, p => new Lazy<Capacities>(() => new Capacities(likeness, p)))
            .Value;

    /// <summary>How able a school may be to help in a need.</summary>
    public Capacity Of(int row, Strengths strengths)
    {
        var still = steady
            .GetOrAdd(
                strengths.Need.Id,
                _ => new Lazy<double[]>(() => Steadiness(strengths.Residuals))
            )
            .Value[row];
        var among = population.Peers.Words();
        var recent =
            changed[row] is { } on && on > today.AddYears(-YearsToSettle) ? on : (DateOnly?)null;
        var parts = new[]
        {
            Part(
                "size",
                size[row],
                share => $"{pupils[row]:N0} pupils, more than {Percent(share)} % of {among}"
            ),
            Part(
                "steady",
                still,
                share =>
                    $"its own figures move less from year to year than those of {Percent(share)} % of {among}"
            ),
            new CapacityPart(
                "settled",
                recent is null ? 1 : .5,
                recent is { } day
                    ? $"opened, converted or joined a trust in {day:MMMM yyyy}"
                    : "no new start and no new trust in the last three years"
            ),
            Part(
                "staff",
                staff[row],
                share => $"more teachers for its pupils than {Percent(share)} % of {among}"
            ),
        };
        double sum = 0;
        var known = 0;
        foreach (var part in parts)
            if (part.Share is { } share)
            {
                sum += share;
                known++;
            }
        return new Capacity(
            Math.Clamp((.5 + (.5 * sum / known)) * inspection[row], 0, 1),
            parts,
            inspection[row]
        );

        static CapacityPart Part(string id, double share, Func<double, string> words) =>
            double.IsNaN(share)
                ? new(id, null, "the files do not say")
                : new(id, share, words(share));
    }

    private static int Percent(double share) => (int)Math.Floor(100 * share);

    /// <summary>A school that an inspector sent help to has less to give; nobody gains from a good grade.</summary>
    private static double Factor(Inspection last) =>
        last.Category.Length > 0 || last.Grade == 4 ? .5
        : last.Grade == 3 ? .75
        : 1;

    /// <summary>The share of schools whose residuals move more from year to year; NaN where two years in a row are not known.</summary>
    private static double[] Steadiness(IReadOnlyList<double[]> residuals)
    {
        var moves = new double[residuals[0].Length];
        for (var row = 0; row < moves.Length; row++)
        {
            double sum = 0;
            var steps = 0;
            for (var y = 1; y < residuals.Count; y++)
            {
                var move = Math.Abs(residuals[y][row] - residuals[y - 1][row]);
                if (double.IsNaN(move))
                    continue;
                sum += move;
                steps++;
            }
            moves[row] = steps == 0 ? double.NaN : sum / steps;
        }
        return Array.ConvertAll(Strengths.Shares(moves), share => 1 - share);
    }
}
