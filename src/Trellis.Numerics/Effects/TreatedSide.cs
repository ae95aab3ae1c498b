using System.Numerics.Tensors;
using Trellis.Regression;

namespace Trellis.Effects;

/// <summary>The room one core works in: one treater's units beside the shared controls, a cohort and a time after the other.</summary>
/// <remarks>The sums are those of <see cref="PairedComparison"/>, with what rests on the controls alone taken from <see cref="ControlSide"/>.</remarks>
internal sealed class TreatedSide(ControlSide side)
{
    private readonly PackedColumns x = new();
    private readonly StaggeredRows ready = side.Ready;
    private readonly int controls = side.Count;
    private readonly double[] odds = new double[side.Count];
    private readonly double[] byLine = new double[side.Count];
    private readonly double[] moved = new double[side.Count];
    private readonly PropensityScore score = new();
    private readonly PropensityScore plain = new();
    private double[] weights = [];
    private double[] line = [];
    private int treated;
    private double totalOwn;
    private double totalOdds;
    private int leftOut;
    private NoAnswer noAnswer;

    /// <summary>The effects of one treater.</summary>
    /// <param name="units">Its units, by observation, ascending and so by cohort.</param>
    public TreatedStudy Study(string name, int[] units)
    {
        var cells = new List<GroupTimeEffect>();
        var influence = new List<double[]>();
        var unanswered = new List<UnansweredCell>();
        // Units of cohorts that have no time before treatment lie in no comparison.
        int[] own = [.. units.Where(u => ready.Groups.Contains(Cohort(u)))];
        var number = own.Length + controls;
        foreach (var cohort in own.Select(Cohort).Distinct())
        {
            int[] mine = [.. Enumerable.Range(0, own.Length).Where(i => Cohort(own[i]) == cohort)];
            int[] rows = [.. mine.Select(i => own[i])];
            var version = -1;
            for (var time = 0; time < ready.Times.Length; time++)
            {
                if (side.From(cohort, time) is not { } from)
                    continue;
                var group = (int)ready.Cohorts[cohort];
                if (from == time)
                {
                    cells.Add(
                        new GroupTimeEffect(
                            group,
                            ready.Times[time],
                            0,
                            double.NaN,
                            Reference: true,
                            ready.Times[from]
                        )
                    );
                    influence.Add(new double[number]);
                    continue;
                }
                var earlier = Math.Min(from, time);
                if (ready.Slices[earlier].Version != version)
                {
                    version = ready.Slices[earlier].Version;
                    Begin(rows, earlier);
                }
                var moves = new double[number];
                var effect =
                    noAnswer == NoAnswer.None ? Effect(rows, mine, from, time, moves) : double.NaN;
                if (noAnswer != NoAnswer.None)
                    unanswered.Add(
                        new UnansweredCell(
                            group,
                            ready.Times[time],
                            TwoPeriodComparison.Why(noAnswer)
                        )
                    );
                cells.Add(
                    new GroupTimeEffect(
                        group,
                        ready.Times[time],
                        effect,
                        double.NaN,
                        From: ready.Times[from]
                    )
                );
                influence.Add(moves);
            }
        }
        int[] everybody = [.. own, .. Enumerable.Range(side.Start, controls)];
        int[][] clusters =
        [
            .. ready.Clusters.Select(c => Renumbered([.. everybody.Select(u => c[u])])),
        ];
        var scaled = Array.ConvertAll(everybody, u => ready.Weights[u]);
        TensorPrimitives.Divide(scaled, TensorPrimitives.Average<double>(scaled), scaled);
        for (var c = 0; c < cells.Count; c++)
        {
            var error = InfluenceFunctions.StandardError(influence[c], clusters);
            cells[c] = cells[c] with
            {
                // Below this it is rounding, as in CallawaySantAnna.
                StandardError =
                    double.IsNaN(cells[c].Effect) || !(error > 1e-12 * ready.Scale)
                        ? double.NaN
                        : error,
            };
        }
        return new TreatedStudy(
            name,
            new GroupTimeEffects
            {
                Cells = cells,
                Influence = influence,
                FirstTreated = Array.ConvertAll(everybody, u => ready.FirstTreated[u]),
                Weights = scaled,
                Clusters = clusters,
                Times = ready.Times,
                Anticipation = side.Design.Anticipation,
                Units = Array.ConvertAll(everybody, u => ready.Names[u]),
                Unanswered = unanswered,
                Remarks = ready.Remarks,
            },
            everybody
        );
    }

    private int Cohort(int unit) => Array.BinarySearch(ready.Cohorts, ready.FirstTreated[unit]);

    // What all times of a cohort with the same covariates share: chances, odds and how far the means of the columns differ.
    private void Begin(int[] rows, int earlier)
    {
        var slice = ready.Slices[earlier];
        treated = rows.Length;
        var n = treated + controls;
        if (weights.Length < n)
        {
            weights = new double[n];
            line = new double[n];
        }
        var shared = side.Columns(slice.Version);
        x.Resize(shared.Columns, n);
        for (var k = 0; k < shared.Columns; k++)
        {
            shared.Column(k).CopyTo(x.Column(k)[treated..]);
            for (var i = 0; i < treated; i++)
                x.Column(k)[i] = k == 0 ? 1 : slice.Covariates[k - 1][rows[i]];
        }
        for (var i = 0; i < treated; i++)
            weights[i] = slice.Weights[rows[i]];
        side.Weights(earlier).CopyTo(weights.AsSpan(treated));
        var w = weights.AsSpan(0, n);
        TensorPrimitives.Divide(w, TensorPrimitives.Sum<double>(w) / n, w);
        totalOwn = TensorPrimitives.Sum<double>(w[..treated]);
        noAnswer = NoAnswer.Nobody;
        if (!(totalOwn > 0) || !(TensorPrimitives.Sum<double>(w[treated..]) > 0))
            return;
        if (side.Design.Method == TwoPeriodMethod.Regression)
        {
            var gram = new double[x.Columns * x.Columns];
            x.Gram(0, n, w, gram);
            leftOut = LeastSquares.Invert(gram, x.Columns).LeftOut.Count;
            noAnswer = NoAnswer.None;
            return;
        }
        noAnswer = NoAnswer.NoOverlap;
        if (!Fits(w))
            return;
        leftOut = score.LeftOut.Count;
        var chances = score.Chances;
        for (var i = 0; i < controls; i++)
        {
            var chance = Math.Min(chances[treated + i], PairedComparison.MostChance);
            odds[i] = chance >= PairedComparison.Trim ? 0 : w[treated + i] * chance / (1 - chance);
        }
        totalOdds = TensorPrimitives.Sum<double>(odds);
        if (totalOdds > 0)
            noAnswer = NoAnswer.None;
    }

    // What R's did asks before it begins: an unweighted logit that is sure of nobody.
    private bool Fits(ReadOnlySpan<double> w)
    {
        const double Overlap = .999;
        if (x.Columns == 1)
            return (double)treated / x.Rows < Overlap && score.Logit(x, treated, w, warm: false);
        if (TensorPrimitives.Max(w) - TensorPrimitives.Min(w) < 1e-12)
            // A row's likelihood is no less than all rows': above this every treated row's chance is too.
            return score.Logit(x, treated, w, warm: false, most: Overlap)
                && TensorPrimitives.Max(score.Chances) < Overlap;
        Array.Fill(line, 1, 0, x.Rows);
        return plain.Logit(x, treated, line.AsSpan(0, x.Rows), warm: false, most: Overlap)
            && TensorPrimitives.Max(plain.Chances) < Overlap
            && score.Logit(x, treated, w, warm: false);
    }

    private double Effect(int[] rows, int[] mine, int from, int time, double[] moves)
    {
        var method = side.Design.Method;
        var (n, k) = (treated + controls, x.Columns);
        var change = side.Change(from, time);
        var w = weights.AsSpan(0, n);
        if (method != TwoPeriodMethod.InverseProbability && change.LeftOut != leftOut)
        {
            noAnswer = NoAnswer.TooFewControls;
            return double.NaN;
        }
        Span<double> rest = stackalloc double[treated <= 256 ? treated : 0];
        if (treated > 256)
            rest = new double[treated];
        for (var i = 0; i < treated; i++)
        {
            rest[i] = ready.Slices[time].Outcome[rows[i]] - ready.Slices[from].Outcome[rows[i]];
            for (var j = 0; j < change.Coefficients.Length; j++)
                rest[i] -= change.Coefficients[j] * x.Column(j)[i];
        }
        var meanOwn = TensorPrimitives.Dot<double>(w[..treated], rest) / totalOwn;
        Span<double> moment = stackalloc double[k];
        Span<double> turned = stackalloc double[k];
        // ψ is scaled from this comparison's rows to all of the treater's observations.
        var number = moves.Length;
        var onControls = moves.AsSpan(number - controls);
        if (method == TwoPeriodMethod.Regression)
        {
            x.Sums(0, treated, w[..treated], moment);
            for (var j = 0; j < k; j++)
                moment[j] /= totalOwn;
            Turn(change.InverseGram, moment, turned);
            side.Columns(ready.Slices[Math.Min(from, time)].Version)
                .Line(0, controls, turned, byLine);
            // The shared products are of weights as they came: the scale of this comparison's weights falls out.
            TensorPrimitives.Multiply(byLine, side.Weights(Math.Min(from, time)), byLine);
            TensorPrimitives.Multiply(byLine, change.Rest, onControls);
            TensorPrimitives.Multiply(onControls, -number, onControls);
            for (var i = 0; i < treated; i++)
                moves[mine[i]] = number * w[i] * (rest[i] - meanOwn) / totalOwn;
            return meanOwn;
        }
        var meanOthers = TensorPrimitives.Dot<double>(odds, change.Rest) / totalOdds;
        TensorPrimitives.Subtract(change.Rest, meanOthers, moved);
        TensorPrimitives.Multiply(moved, odds, moved);
        TensorPrimitives.Divide(moved, totalOdds, moved);
        x.Sums(treated, controls, moved, moment);
        Turn(score.InverseInformation, moment, turned);
        var onAll = line.AsSpan(0, n);
        x.Line(0, n, turned, onAll);
        TensorPrimitives.Multiply(onAll, score.Residuals, onAll);
        for (var i = 0; i < treated; i++)
            moves[mine[i]] = number * ((w[i] * (rest[i] - meanOwn) / totalOwn) - onAll[i]);
        TensorPrimitives.Add(moved, onAll[treated..], onControls);
        if (method == TwoPeriodMethod.DoublyRobust)
        {
            Span<double> other = stackalloc double[k];
            x.Sums(0, treated, w[..treated], moment);
            x.Sums(treated, controls, odds, other);
            for (var j = 0; j < k; j++)
                moment[j] = (moment[j] / totalOwn) - (other[j] / totalOdds);
            Turn(change.InverseGram, moment, turned);
            x.Line(treated, controls, turned, byLine);
            TensorPrimitives.Multiply(byLine, side.Weights(Math.Min(from, time)), byLine);
            TensorPrimitives.MultiplyAdd(byLine, change.Rest, onControls, onControls);
        }
        TensorPrimitives.Multiply(onControls, -number, onControls);
        return meanOwn - meanOthers;
    }

    private static void Turn(double[] matrix, ReadOnlySpan<double> vector, Span<double> turned)
    {
        for (var j = 0; j < vector.Length; j++)
            turned[j] = TensorPrimitives.Dot(
                matrix.AsSpan(j * vector.Length, vector.Length),
                vector
            );
    }

    // Clusters of who is here alone, so that nothing is as long as the clusters of everybody.
    private static int[] Renumbered(int[] cluster)
    {
        var numbers = new Dictionary<int, int>();
        for (var i = 0; i < cluster.Length; i++)
        {
            if (!numbers.TryGetValue(cluster[i], out var number))
                numbers.Add(cluster[i], number = numbers.Count);
            cluster[i] = number;
        }
        return cluster;
    }
}
