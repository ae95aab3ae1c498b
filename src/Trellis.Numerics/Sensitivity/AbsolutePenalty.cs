using Trellis.Regression;

namespace Trellis.Sensitivity;

/// <summary>Least squares with a price on sizes: the u that minimises u'Qu/2 + c'u + λ Σ|u|, exactly.</summary>
/// <remarks>
/// The feature-sign search of Lee, Battle, Raina and Ng, "Efficient sparse coding algorithms" (2007): a set of places that are
/// not 0 and their signs are guessed, solved for and put right; each step lowers the sum, so it ends.
/// </remarks>
internal static class AbsolutePenalty
{
    /// <param name="quadratic">Q, row by row, nowhere negative.</param>
    /// <param name="linear">c.</param>
    /// <param name="penalty">λ, 0 or more.</param>
    public static double[] Minimise(double[] quadratic, double[] linear, double penalty)
    {
        var n = linear.Length;
        var u = new double[n];
        var signs = new int[n];
        var gradient = (double[])linear.Clone();
        var scale = 1e-12 * linear.Aggregate(penalty, (most, c) => Math.Max(most, Math.Abs(c)));
        for (var step = 0; step < 20 * (n + 1); step++)
        {
            var worst = -1;
            var over = scale;
            for (var i = 0; i < n; i++)
                if (signs[i] == 0 && Math.Abs(gradient[i]) - penalty > over)
                    (worst, over) = (i, Math.Abs(gradient[i]) - penalty);
            if (worst < 0)
                break;
            signs[worst] = gradient[worst] > 0 ? -1 : 1;
            while (!Settle(quadratic, linear, penalty, u, signs)) { }
            for (var i = 0; i < n; i++)
            {
                gradient[i] = linear[i];
                for (var j = 0; j < n; j++)
                    gradient[i] += quadratic[(i * n) + j] * u[j];
            }
        }
        return u;
    }

    // Goes to the best u with these signs, or to the first place on the way where one of them would change.
    private static bool Settle(
        double[] quadratic,
        double[] linear,
        double penalty,
        double[] u,
        int[] signs
    )
    {
        var n = u.Length;
        var active = Enumerable.Range(0, n).Where(i => signs[i] != 0).ToArray();
        if (active.Length == 0)
            return true;
        var matrix = new double[active.Length * active.Length];
        var best = new double[active.Length];
        for (var a = 0; a < active.Length; a++)
        {
            for (var b = 0; b < active.Length; b++)
                matrix[(a * active.Length) + b] = quadratic[(active[a] * n) + active[b]];
            best[a] = -linear[active[a]] - (penalty * signs[active[a]]);
        }
        Cholesky.Solve(matrix, best);
        var share = 1.0;
        var first = -1;
        for (var a = 0; a < active.Length; a++)
            if (best[a] * signs[active[a]] < 0)
            {
                var from = u[active[a]];
                var at = from == 0 ? 0 : from / (from - best[a]);
                if (at < share)
                    (share, first) = (at, a);
            }
        for (var a = 0; a < active.Length; a++)
            u[active[a]] += share * (best[a] - u[active[a]]);
        if (first < 0)
            return true;
        (u[active[first]], signs[active[first]]) = (0, 0);
        return false;
    }
}
