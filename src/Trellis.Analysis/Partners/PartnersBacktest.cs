using Trellis.Measures;
using Trellis.Neighbours;
using Trellis.SimilarSchools;
using Trellis.Snapshots;
using Trellis.Travel;

namespace Trellis.Partners;

/// <summary>What became of partners chosen in one year by the next year's figures.</summary>
/// <param name="Pairs">All pairs of schools close or fair, within reach, both with figures in the year of judging.</param>
/// <param name="Chosen">Those with a chance of at least <see cref="PartnerQuestion.Sure"/>.</param>
/// <param name="Schools">How many schools had at least one chosen.</param>
/// <param name="Asking">How many schools were asked for.</param>
/// <param name="StillBetter">The share of the chosen that were better in the year of judging, a tie half; NaN where none was chosen.</param>
/// <param name="Promised">The mean chance of the chosen: what <paramref name="StillBetter"/> should be.</param>
/// <param name="Kept">Mean advantage of the chosen in the year of judging over the mean advantage promised (the posterior means).</param>
/// <param name="KeptOfRaw">The same over the mean advantage in the plain averages of the years up to the choice.</param>
/// <param name="CalibrationError">Mean distance of promised and observed shares over tenths of all pairs by chance, each tenth of one size.</param>
/// <param name="CalibrationErrorByWidth">The same over bins .1 wide, weighted by their pairs.</param>
/// <param name="Tenths">The promised and observed shares of each tenth, from the least chance.</param>
public sealed record BacktestRow(
    string Peers,
    string Need,
    long Pairs,
    long Chosen,
    int Schools,
    int Asking,
    double StillBetter,
    double Promised,
    double Kept,
    double KeptOfRaw,
    double CalibrationError,
    double CalibrationErrorByWidth,
    IReadOnlyList<(double Promised, double Observed)> Tenths
);

/// <summary>The backtest: a row for each kind of school and need, one for each kind, and one for all.</summary>
/// <param name="Shortlists">For each kind and for all: only the best three of each school, by chance, nearness and capacity; their pairs are the chosen ones.</param>
public sealed record BacktestReport(
    Year Choose,
    Year Judge,
    Reach Within,
    string SnapshotId,
    BacktestRow All,
    IReadOnlyList<BacktestRow> Kinds,
    IReadOnlyList<BacktestRow> Rows,
    IReadOnlyList<BacktestRow> Shortlists
);

/// <summary>Chooses partners with what was known in one year and judges them by the next: whether the chances are right.</summary>
/// <remarks>
/// Likeness, strengths and expectations see no figure after the year of choosing; the judge is the figure of the year of
/// judging less its own expectation. The schools are those of today, along their chains. Needs that differ only in who may
/// help are left out, since their figures are those of another need.
/// </remarks>
public static class PartnersBacktest
{
    /// <summary>Chances are counted in so many cells, fine enough to cut tenths from.</summary>
    private const int Cells = 2000;

    /// <summary>Runs it.</summary>
    /// <param name="method">How schools of a kind are compared.</param>
    public static BacktestReport Run(
        Snapshot snapshot,
        Year choose,
        Year judge,
        Reach within,
        Func<Peers, SimilarMethod> method
    )
    {
        var rows = new List<BacktestRow>();
        var kinds = new List<BacktestRow>();
        var shortlists = new List<BacktestRow>();
        var all = new Tally();
        var allShort = new Tally();
        foreach (var peers in Enum.GetValues<Peers>())
        {
            var likeness = Likeness.In(snapshot, choose);
            var population = likeness.Population(peers, method(peers));
            var judged = Needs
                .For(peers)
                .Where(n => n.Among is null)
                .Select(n => Strengths.In(likeness, peers, n))
                .OfType<Strengths>()
                .Where(s => s.Last == choose)
                .Select(s => (Strengths: s, Figures: Judge(s, snapshot, judge)))
                .Where(j => j.Figures is not null)
                .Select(j => new Judged(j.Strengths, j.Figures!))
                .ToArray();
            var (tallies, listed) = Count(
                population,
                judged,
                within,
                Journeys.In(snapshot),
                Capacities.In(likeness, peers)
            );
            var kind = new Tally();
            var kindShort = new Tally();
            for (var n = 0; n < judged.Length; n++)
            {
                rows.Add(tallies[n].Row(peers.Words(), judged[n].Strengths.Need.Id));
                kind.Add(tallies[n]);
                kindShort.Add(listed[n]);
            }
            if (judged.Length > 0)
            {
                kinds.Add(kind.Row(peers.Words(), "all"));
                shortlists.Add(kindShort.Row(peers.Words(), "best three"));
            }
            all.Add(kind);
            allShort.Add(kindShort);
        }
        return new BacktestReport(
            choose,
            judge,
            within,
            snapshot.Id,
            all.Row("all", "all"),
            kinds,
            rows,
            [.. shortlists, allShort.Row("all", "best three")]
        );
    }

    /// <summary>The figures of the year of judging less their expectation; null where there are none.</summary>
    private static double[]? Judge(Strengths strengths, Snapshot snapshot, Year judge)
    {
        var population = Likeness.In(snapshot, judge).Population(strengths.Population.Peers);
        var figures = population.Of(strengths.Reading, judge);
        if (figures.All(double.IsNaN))
            return null;
        var residuals = Expectation.Residuals(
            population.Schools,
            Expectation.Columns(population, judge),
            figures
        );
        return strengths.Need.HigherIsBetter ? residuals : Array.ConvertAll(residuals, r => -r);
    }

    private static (Tally[] All, Tally[] Shortlists) Count(
        MethodPopulation population,
        Judged[] judged,
        Reach within,
        Journeys journeys,
        Capacities capacities
    )
    {
        var schools = population.Population.Schools;
        var points = population.Points;
        var least = population.LeastKnown * points.TotalWeight;
        // A tally for each block of schools, added up in their order: the same sums on any number of processors.
        var blocks = Math.Max(1, (schools.Count + 255) / 256);
        var byBlock = new (Tally[] All, Tally[] Shortlists)[blocks];
        Parallel.For(
            0,
            blocks,
            block =>
            {
                var tallies = judged.Select(_ => new Tally()).ToArray();
                var listed = judged.Select(_ => new Tally()).ToArray();
                for (var row = block * 256; row < Math.Min(schools.Count, (block + 1) * 256); row++)
                    School(row, tallies, listed);
                byBlock[block] = (tallies, listed);
            }
        );
        var sums = judged.Select(_ => new Tally()).ToArray();
        var sumsShort = judged.Select(_ => new Tally()).ToArray();
        foreach (var (tallies, listed) in byBlock)
            for (var n = 0; n < sums.Length; n++)
            {
                sums[n].Add(tallies[n]);
                sumsShort[n].Add(listed[n]);
            }
        return (sums, sumsShort);

        void School(int row, Tally[] tallies, Tally[] listed)
        {
            var chosen = Array.ConvertAll(judged, _ => new List<(int Other, double Worth)>());
            if (schools[row].Current.Place is not { } here)
                return;
            var metres = within.Farthest(journeys) * 1000;
            for (var other = 0; other < schools.Count; other++)
            {
                if (
                    other == row
                    || schools[other].Current.Place is not { } there
                    || Math.Abs(there.Easting - here.Easting) > metres
                    || Math.Abs(there.Northing - here.Northing) > metres
                    || points.WeightOf(points.Known(row) & points.Known(other)) < least
                    || !(points.Distance(row, other) <= population.Limits.Fair)
                )
                    continue;
                var minutes = journeys.Minutes(schools[row].Current, schools[other].Current);
                if (!within.Covers(minutes, here.KilometresTo(there)))
                    continue;
                for (var n = 0; n < judged.Length; n++)
                    if (judged[n].May(row, other) && tallies[n].Take(judged[n], row, other))
                        chosen[n]
                            .Add(
                                (
                                    other,
                                    judged[n].Probability(row, other)
                                        * Math.Exp(-minutes / PartnerSearch.Patience)
                                        * capacities.Of(other, judged[n].Strengths).Value
                                )
                            );
            }
            for (var n = 0; n < judged.Length; n++)
                if (judged[n].Asks(row))
                {
                    tallies[n].Asking++;
                    tallies[n].Schools += chosen[n].Count > 0 ? 1 : 0;
                    listed[n].Asking++;
                    listed[n].Schools += chosen[n].Count > 0 ? 1 : 0;
                    foreach (
                        var (other, _) in chosen[n]
                            .OrderByDescending(c => c.Worth)
                            .ThenBy(c => c.Other)
                            .Take(PartnerAnswer.Short)
                    )
                        listed[n].Take(judged[n], row, other);
                }
        }
    }

    private sealed class Judged(Strengths strengths, double[] figures)
    {
        public Strengths Strengths => strengths;

        private readonly double[] raw =
        [
            .. Enumerable
                .Range(0, figures.Length)
                .Select(row =>
                    Spread.Mean([
                        .. strengths
                            .Residuals.Select((r, y) => r[row] * strengths.Model.Scales[y])
                            .TakeLast(Strengths.YearsLookedAt),
                    ])
                ),
        ];

        public bool Asks(int row) => strengths.Of(row).IsKnown && !double.IsNaN(figures[row]);

        public bool May(int row, int other) =>
            Asks(row) && strengths.MayHelp(other) && !double.IsNaN(figures[other]);

        public double Probability(int row, int other) => strengths.ProbabilityBetter(other, row);

        public double Then(int row, int other) => figures[other] - figures[row];

        public double Raw(int row, int other) => raw[other] - raw[row];

        public double Promised(int row, int other) =>
            strengths.Of(other).Level.Mean - strengths.Of(row).Level.Mean;
    }

    private sealed class Tally
    {
        private readonly long[] pairs = new long[Cells];
        private readonly double[] chances = new double[Cells];
        private readonly double[] better = new double[Cells];
        private long chosen;
        private double still,
            promised,
            then,
            raw,
            advantage;

        public int Schools { get; set; }

        public int Asking { get; set; }

        /// <summary>Counts a pair.</summary>
        /// <returns>Whether it is chosen.</returns>
        public bool Take(Judged judged, int row, int other)
        {
            var chance = judged.Probability(row, other);
            var difference = judged.Then(row, other);
            var was =
                difference > 0 ? 1
                : difference < 0 ? 0
                : .5;
            var cell = Math.Min(Cells - 1, (int)(chance * Cells));
            pairs[cell]++;
            chances[cell] += chance;
            better[cell] += was;
            if (chance < PartnerQuestion.Sure)
                return false;
            chosen++;
            still += was;
            promised += chance;
            then += difference;
            raw += judged.Raw(row, other);
            advantage += judged.Promised(row, other);
            return true;
        }

        public void Add(Tally other)
        {
            for (var cell = 0; cell < Cells; cell++)
            {
                pairs[cell] += other.pairs[cell];
                chances[cell] += other.chances[cell];
                better[cell] += other.better[cell];
            }
            chosen += other.chosen;
            still += other.still;
            promised += other.promised;
            then += other.then;
            raw += other.raw;
            advantage += other.advantage;
            Schools += other.Schools;
            Asking += other.Asking;
        }

        public BacktestRow Row(string peers, string need)
        {
            var all = pairs.Sum();
            var tenths = Groups(byCount: true);
            return new BacktestRow(
                peers,
                need,
                all,
                chosen,
                Schools,
                Asking,
                still / chosen,
                promised / chosen,
                then / advantage,
                then / raw,
                Off(tenths),
                Off(Groups(byCount: false)),
                [.. tenths.Select(t => (t.Promised / t.Pairs, t.Observed / t.Pairs))]
            );

            double Off(List<(double Pairs, double Promised, double Observed)> groups) =>
                groups.Sum(g => Math.Abs(g.Promised - g.Observed)) / all;

            List<(double Pairs, double Promised, double Observed)> Groups(bool byCount)
            {
                var groups = new (double Pairs, double Promised, double Observed)[10];
                long before = 0;
                for (var cell = 0; cell < Cells; cell++)
                {
                    // The middle of a cell decides in which tenth it lies.
                    var at = byCount
                        ? (int)((before + (pairs[cell] / 2)) * 10 / Math.Max(1, all))
                        : cell * 10 / Cells;
                    var group = groups[Math.Min(9, at)];
                    groups[Math.Min(9, at)] = (
                        group.Pairs + pairs[cell],
                        group.Promised + chances[cell],
                        group.Observed + better[cell]
                    );
                    before += pairs[cell];
                }
                return [.. groups.Where(g => g.Pairs > 0)];
            }
        }
    }
}
