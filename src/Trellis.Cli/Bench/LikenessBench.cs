using System.Diagnostics;
using System.Globalization;
using Trellis.Families;
using Trellis.Partners;
using Trellis.SimilarSchools;
using Trellis.Snapshots;

namespace Trellis.Bench;

/// <summary><c>trellis bench similar</c>: the metric learned, all pairs, partner search and families, against the clock and, for all pairs, against scikit-learn in the same run.</summary>
internal static class LikenessBench
{
    /// <summary>How many schools of a phase ask for partners.</summary>
    private const int Asking = 100;

    /// <returns>The figures, and the most megabytes the program held while it learned and found all pairs.</returns>
    public static (IReadOnlyList<Timing> Timings, double PeakMegabytes) Run(
        SnapshotStore store,
        TextWriter output
    )
    {
        var snapshot = store.Load();
        var likeness = Likeness.In(snapshot);
        var timings = new List<Timing>();
        var phases = Enum.GetValues<Peers>()
            .Where(p => likeness.Population(p).Schools.Count > 1)
            .ToArray();

        timings.Add(
            Once(
                "the metric learned for all phases, figures read included",
                () =>
                {
                    foreach (var peers in phases)
                        _ = likeness.Population(peers).Axes;
                }
            )
        );
        timings.Add(
            Once(
                "all pairs of all phases, once, as a snapshot's first lists",
                () =>
                {
                    foreach (var peers in phases)
                        likeness.Population(peers, SimilarMethods.Trellis).Lists(50);
                }
            )
        );
        using var process = Process.GetCurrentProcess();
        var peak = process.PeakWorkingSet64 / 1024d / 1024d;

        Partners(likeness, phases, timings);
        foreach (var kind in Enum.GetValues<FamilyKind>())
            timings.Add(
                Once(
                    $"families, {kind.Key()}, of all phases",
                    () =>
                    {
                        foreach (var peers in phases)
                            Families.Families.In(snapshot).Of(kind, peers);
                    }
                )
            );
        foreach (var timing in timings)
            output.WriteLine($"  {timing.Seconds * 1000, 10:N2} ms  {timing.What}");
        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"  {peak, 10:N0} MB  held at most up to the lists of all pairs, the snapshot included"
            )
        );

        var folder = Country.BenchFolder();
        timings.AddRange(
            SimilarSchoolsBench.Run(
                snapshot,
                output,
                folder is null ? null : Path.Combine(folder, "neighbours.py")
            )
        );
        return (timings, peak);
    }

    /// <summary>The first question of each need and phase, which works out what all later ones use; then the same of many schools.</summary>
    private static void Partners(Likeness likeness, Peers[] phases, List<Timing> timings)
    {
        List<double> first = [],
            later = [];
        foreach (var peers in phases)
        foreach (var need in Needs.All)
        {
            var schools = likeness.Population(peers).Schools;
            var step = Math.Max(1, schools.Count / Asking);
            var asked = false;
            for (var row = 0; row < schools.Count; row += step)
            {
                var question = new PartnerQuestion(schools[row].Urn, [need], Reach.AnHour);
                var watch = Stopwatch.StartNew();
                var reply = PartnerSearch.Ask(likeness, question);
                var took = watch.Elapsed.TotalSeconds;
                if (reply is not PartnerAnswer)
                    continue;
                (asked ? later : first).Add(took);
                asked = true;
            }
        }
        Add("the first for a need and phase", first);
        Add("every other", later);

        void Add(string which, List<double> took)
        {
            if (took.Count == 0)
                return;
            took.Sort();
            foreach (var (name, share) in new[] { ("median", .5), ("95th of 100", .95) })
                timings.Add(
                    new(
                        $"one partner search, {which}, {name} of {took.Count:N0}",
                        took[(int)(share * (took.Count - 1))],
                        null
                    )
                );
        }
    }

    private static Timing Once(string what, Action act)
    {
        var watch = Stopwatch.StartNew();
        act();
        return new(what, watch.Elapsed.TotalSeconds, null);
    }
}
