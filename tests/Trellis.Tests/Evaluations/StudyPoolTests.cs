using MathNet.Numerics.LinearAlgebra;
using Trellis.Distributions;
using Trellis.Effects;
using Trellis.Evaluations;

namespace Trellis.Tests.Evaluations;

/// <summary>Studies put together with the schools they share, held against plain loops. All of it is fictional.</summary>
public sealed class StudyPoolTests
{
    private static readonly Lazy<StudyBook> book = new(() =>
        StudyBook.Run(DrawnPanel.Country.Value, [Programmes.Find("joining-a-trust")!])
    );

    private static StudyPool Pool => book.Value.Pools.Single(p => p.Family == "attainment");

    [Fact]
    public void Each_family_has_a_pool_with_the_studies_that_have_an_estimate()
    {
        Assert.Equal(
            ["attainment", "attendance", "intake"],
            book.Value.Pools.Select(p => p.Family)
        );
        foreach (var pool in book.Value.Pools)
            Assert.Equal(
                book.Value.Studies.Where(s =>
                        s.Overall is not null
                        && StudyPooling.CodeOf(Outcomes.Find(s.Outcome)!.Family) == pool.Family
                    )
                    .Select(s => s.Id),
                pool.Studies.Select(s => s.Id)
            );
        Assert.Equal(2, Pool.Studies.Count);
        Assert.Null(Pool.NoAnswer);
        Assert.NotNull(book.Value.Pools[^1].NoAnswer);
        Assert.Equal(100, Pool.Studies.Sum(s => s.Weight), 9);
    }

    [Fact]
    public void A_partnership_joins_the_average_by_what_its_interval_is_worth()
    {
        var found = Pool.Average!;
        PoolAverage With(double effect, double reach) =>
            StudyPooling.With(
                Pool,
                [
                    StudyPooling.OfPartnership(
                        "fictional",
                        "federation",
                        PhaseGroup.Primary,
                        "ks2",
                        effect,
                        effect - reach,
                        effect + reach
                    ),
                ]
            )!;

        // One that says next to nothing moves nothing.
        Assert.Equal(found.Effect, With(5, 1e4).Effect, 4);
        // Else by generalised least squares, given the variances of programmes and studies.
        var joined = With(.3, .2);
        var (programme, study) = (joined.Levels[0].Variance, joined.Levels[1].Variance);
        var whole = Matrix<double>.Build.Dense(
            3,
            3,
            (a, b) =>
                (a < 2 && b < 2 ? Pool.Covariance[(a * 2) + b] : 0)
                + ((a < 2) == (b < 2) ? programme : 0)
                + (a == b ? study : 0)
                + (a == 2 && b == 2 ? Math.Pow(.2 / 1.959963984540054, 2) : 0)
        );
        var weights = whole.Inverse() * Vector<double>.Build.Dense(3, 1);
        var effects = Vector<double>.Build.DenseOfArray([
            Pool.Studies[0].Effect,
            Pool.Studies[1].Effect,
            .3,
        ]);
        Assert.Equal(weights * effects / weights.Sum(), joined.Effect, 9);
        Assert.Equal(1 / Math.Sqrt(weights.Sum()), joined.StandardError, 9);
        Assert.Null(StudyPooling.With(Pool, []));
        Assert.Null(
            StudyPooling.With(
                book.Value.Pools[^1],
                [StudyPooling.OfPartnership("f", "m", PhaseGroup.Primary, "ks2", 0, -1, 1)]
            )
        );
    }

    [Fact]
    public void The_covariance_of_studies_that_share_schools_equals_loops_over_pairs_of_schools()
    {
        var parts = Programmes
            .Find("joining-a-trust")!
            .Studies.Where(k => k.Outcome.Id == "ks2")
            .Select(k =>
            {
                var sample = StudySample.Of(DrawnPanel.Country.Value, k);
                var effects = CallawaySantAnna.Estimate(
                    sample.Rows with
                    {
                        Clusters = [sample.Rows.Clusters[0]],
                    },
                    StudyRun.DesignOf(k)
                );
                var trust = sample
                    .Rows.Unit.Zip(sample.Rows.Clusters[0].Values)
                    .DistinctBy(p => p.First)
                    .ToDictionary(p => p.First, p => p.Second);
                // The registered average: the first three years after, each cohort by its share.
                int[] own =
                [
                    .. Enumerable
                        .Range(0, effects.Cells.Count)
                        .Where(c =>
                            effects.Cells[c] is { Reference: false, EventTime: >= 0 and <= 2 }
                        ),
                ];
                var first = effects with
                {
                    Cells =
                    [
                        .. own.Select(c => effects.Cells[c] with { Time = effects.Cells[c].Group }),
                    ],
                    Influence = [.. own.Select(c => effects.Influence[c])],
                };
                return (
                    effects.Units,
                    Psi: Aggregates.Simple(first).Overall.Influence,
                    Trust: trust
                );
            })
            .ToArray();
        string Trust(string unit) =>
            parts
                .Select(p => p.Trust.GetValueOrDefault(unit))
                .OfType<string>()
                .OrderBy(t => t.StartsWith("school", StringComparison.Ordinal) ? 1 : 0)
                .First();
        double Together(int a, int b)
        {
            double sum = 0;
            for (var i = 0; i < parts[a].Units.Count; i++)
            for (var j = 0; j < parts[b].Units.Count; j++)
                if (Trust(parts[a].Units[i]) == Trust(parts[b].Units[j]))
                    sum += parts[a].Psi[i] * parts[b].Psi[j];
            return sum / ((double)parts[a].Units.Count * parts[b].Units.Count);
        }
        var correlation = Together(0, 1) / Math.Sqrt(Together(0, 0) * Together(1, 1));

        Assert.NotEqual(0, correlation);
        Assert.Equal(
            correlation * Pool.Studies[0].StandardError * Pool.Studies[1].StandardError,
            Pool.Covariance[1],
            12
        );
        Assert.Equal(Pool.Covariance[1], Pool.Covariance[2], 15);
        Assert.Equal(Math.Pow(Pool.Studies[1].StandardError, 2), Pool.Covariance[3], 15);
    }

    [Fact]
    public void The_average_is_that_of_a_search_over_the_restricted_likelihood_written_out_for_two_studies()
    {
        double y1 = Pool.Studies[0].Effect,
            y2 = Pool.Studies[1].Effect;
        double a = Pool.Covariance[0],
            b = Pool.Covariance[1],
            d = Pool.Covariance[3];
        // One contrast is left where the mean is taken out, y1 − y2: its variance is a + d − 2b + 2τ².
        var tau2 = Math.Max(0, (((y1 - y2) * (y1 - y2)) - (a + d - (2 * b))) / 2);
        var (va, vd) = (a + tau2, d + tau2);
        var w1 = (vd - b) / (va + vd - (2 * b));
        var mean = (w1 * y1) + ((1 - w1) * y2);
        var variance = ((va * vd) - (b * b)) / (va + vd - (2 * b));

        Assert.Equal(mean, Pool.Average!.Effect, 6);
        Assert.Equal(Math.Sqrt(variance), Pool.Average.StandardError, 6);
        Assert.Equal(tau2, Pool.Average.Levels.Sum(l => l.Variance), 6);
        // Two kinds of school give no robust error.
        Assert.True(double.IsNaN(Pool.Average.RobustError));
    }

    [Fact]
    public void The_book_keeps_its_pools_to_the_last_digit_and_old_books_have_none()
    {
        var again = StudyBook.FromBytes(book.Value.ToBytes());
        Assert.Equal(Pool.Average!.Effect, again.Pools[0].Average!.Effect);
        Assert.Equal(Pool.Covariance, again.Pools[0].Covariance);
        Assert.Equal(book.Value.ToBytes(), again.ToBytes());
        Assert.Empty(
            StudyBook
                .FromBytes(
                    """{"snapshot":"a","registerDate":null,"method":"1","studies":[]}"""u8.ToArray()
                )
                .Pools
        );
    }

    [Fact]
    public void Ten_studies_are_needed_before_small_ones_are_held_against_large_ones()
    {
        Assert.Contains("fewer than ten", Pool.Funnel.Reason, StringComparison.Ordinal);
        Assert.NotNull(Pool.Moderators.Single(m => m.Code == "secondary").Reason);
        Assert.Equal(2, Pool.Parts.Single(p => p.Code == "primary").Studies);
        Assert.Equal(Pool.Average!.Effect, Pool.Growing[^1].Effect, 10);
    }

    [Fact]
    public void The_bundle_holds_what_each_study_shares_with_the_others()
    {
        var bundle = StudyPooling.BundleOf(Pool);
        Assert.StartsWith(
            "yi,vi,level1,cov1,cov2",
            bundle.Files["data.csv"],
            StringComparison.Ordinal
        );
        Assert.Contains("estimate,", bundle.Files["answers.csv"], StringComparison.Ordinal);
    }
}
