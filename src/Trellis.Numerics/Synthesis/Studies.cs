using System.Globalization;
using Trellis.Answers;

namespace Trellis.Synthesis;

/// <summary>Something about studies that may say why their effects differ.</summary>
/// <param name="Name">As results name it.</param>
/// <param name="Values">One a study; NaN leaves the study out.</param>
public sealed record Moderator(string Name, double[] Values);

/// <summary>Effects that studies found, with the variance of each one's sampling error, checked and ready to be put together.</summary>
public sealed record Studies
{
    private Studies() { }

    /// <summary>The effect each study found, in one unit for all.</summary>
    public required double[] Effects { get; init; }

    /// <summary>The square of each effect's standard error, above 0, in the unit squared; taken as known.</summary>
    public required double[] Variances { get; init; }

    /// <summary>Why effects may differ; empty for a plain average. Those that earlier ones already say are left out.</summary>
    public required IReadOnlyList<Moderator> Moderators { get; init; }

    /// <summary>What each study is called.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>Where each study stood in what was given, from 0.</summary>
    public required int[] Rows { get; init; }

    /// <summary>What was left out and why.</summary>
    public required IReadOnlyList<Remark> Remarks { get; init; }

    public int Count => Effects.Length;

    /// <summary>A column of ones, then the moderators.</summary>
    internal IReadOnlyList<double[]> Columns { get; private init; } = [];

    /// <summary>The intercept, then the moderators.</summary>
    internal IReadOnlyList<string> ColumnNames => ["intercept", .. Moderators.Select(m => m.Name)];

    /// <summary>Takes the studies that have an effect, a variance and every moderator.</summary>
    /// <param name="effects">NaN leaves the study out, with a remark.</param>
    /// <param name="variances">Squares of standard errors; NaN leaves the study out, with a remark.</param>
    /// <param name="moderators">Null or empty for none.</param>
    /// <param name="names">Null for "study 1", "study 2" and so on.</param>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    /// <exception cref="UnusableDataException">A variance is 0 or below or infinite, an effect is infinite, no study is left, or not more studies than coefficients.</exception>
    public static Studies Of(
        IReadOnlyList<double> effects,
        IReadOnlyList<double> variances,
        IReadOnlyList<Moderator>? moderators = null,
        IReadOnlyList<string>? names = null
    )
    {
        moderators ??= [];
        names ??=
        [
            .. Enumerable
                .Range(1, effects.Count)
                .Select(n => string.Create(CultureInfo.InvariantCulture, $"study {n}")),
        ];
        if (
            variances.Count != effects.Count
            || names.Count != effects.Count
            || moderators.Any(m => m.Values.Length != effects.Count)
        )
            throw new ArgumentException(
                "Effects, variances, moderators and names differ in number."
            );
        var remarks = new List<Remark>();
        var wrong = Each(i => variances[i] <= 0 || double.IsInfinity(variances[i]));
        if (wrong.Length > 0)
            throw new UnusableDataException(
                $"{Named(wrong)} {(wrong.Length == 1 ? "has a sampling variance that is" : "have sampling variances that are")} not above 0 and finite: the weight of such a study has no meaning."
            );
        wrong = Each(i =>
            double.IsInfinity(effects[i]) || moderators.Any(m => double.IsInfinity(m.Values[i]))
        );
        if (wrong.Length > 0)
            throw new UnusableDataException($"{Named(wrong)} has an infinite effect or moderator.");
        var missing = Each(i => double.IsNaN(effects[i]) || double.IsNaN(variances[i]));
        if (missing.Length > 0)
            remarks.Add(
                new Remark(
                    "missing-effect",
                    missing.Length,
                    $"{Named(missing)} left out: no effect or no sampling variance."
                )
            );
        var bare = Each(i =>
            !missing.Contains(i) && moderators.Any(m => double.IsNaN(m.Values[i]))
        );
        if (bare.Length > 0)
            remarks.Add(
                new Remark(
                    "missing-moderator",
                    bare.Length,
                    $"{Named(bare)} left out: a moderator is missing."
                )
            );
        var rows = Each(i => !missing.Contains(i) && !bare.Contains(i));
        if (rows.Length == 0)
            throw new UnusableDataException(
                $"None of {effects.Count} studies has an effect, a sampling variance and every moderator."
            );
        return Make(rows, effects, variances, moderators, names, remarks);

        int[] Each(Func<int, bool> which) => [.. Enumerable.Range(0, effects.Count).Where(which)];
        string Named(int[] which) => Remark.Named("estimate", [.. which.Select(i => names[i])]);
    }

    /// <summary>Some of the studies, in the order asked for; moderators that these studies cannot tell apart are left out again.</summary>
    /// <param name="which">Numbers among these studies, from 0.</param>
    internal Studies Only(int[] which) =>
        Make(which, Effects, Variances, Moderators, Names, []) with
        {
            Rows = [.. which.Select(i => Rows[i])],
        };

    /// <summary>The same studies with other moderators.</summary>
    internal Studies With(IReadOnlyList<Moderator> moderators) =>
        Make([.. Enumerable.Range(0, Count)], Effects, Variances, moderators, Names, []) with
        {
            Rows = Rows,
        };

    private static Studies Make(
        int[] rows,
        IReadOnlyList<double> effects,
        IReadOnlyList<double> variances,
        IReadOnlyList<Moderator> moderators,
        IReadOnlyList<string> names,
        List<Remark> remarks
    )
    {
        double[] Picked(IReadOnlyList<double> all) => [.. rows.Select(i => all[i])];
        var ones = new double[rows.Length];
        Array.Fill(ones, 1);
        var picked = moderators.Select(m => new Moderator(m.Name, Picked(m.Values))).ToArray();
        double[][] columns = [ones, .. picked.Select(m => m.Values)];
        var (_, leftOut) = Regression.LeastSquares.Invert(
            Regression.LeastSquares.Gram(columns, rows.Length),
            columns.Length
        );
        if (leftOut.Count > 0)
            remarks.Add(
                new Remark(
                    "collinear-moderator",
                    leftOut.Count,
                    $"{Remark.Named("moderator", [.. leftOut.Select(c => moderators[c - 1].Name)])} left out: constant, or said already by those before."
                )
            );
        picked = [.. picked.Where((_, m) => !leftOut.Contains(m + 1))];
        if (picked.Length > 0 && rows.Length <= picked.Length + 1)
            throw new UnusableDataException(
                $"{rows.Length} studies cannot tell {picked.Length} moderators and an intercept apart: there must be more studies than coefficients."
            );
        return new Studies
        {
            Effects = Picked(effects),
            Variances = Picked(variances),
            Moderators = picked,
            Names = [.. rows.Select(i => names[i])],
            Rows = rows,
            Remarks = remarks,
            Columns = [ones, .. picked.Select(m => m.Values)],
        };
    }
}
