using Trellis.Groups;

namespace Trellis.Evaluations;

public sealed class TrustEffectsTests
{
    private static readonly Lazy<(TrustEffectKind Kind, IReadOnlyList<TrustEffect> Each)> found =
        new(() => TrustEffects.Of(StudyAuditTests.Fictional()));

    [Fact]
    public void Every_trust_that_schools_joined_has_a_figure_or_a_reason()
    {
        Assert.Equal(
            Enumerable.Range(1001, 15).Select(n => new Uid(n)),
            found.Value.Each.Select(e => e.Trust)
        );
        Assert.All(
            found.Value.Each,
            e => Assert.NotEqual(e.Reason is null, double.IsNaN(e.Shrunk))
        );
        Assert.Contains(found.Value.Each, e => e.Reason is null);
    }

    [Fact]
    public void Figures_are_drawn_towards_the_mean_of_their_kind_and_never_past_it()
    {
        var mean = found.Value.Kind.Mean;
        foreach (var one in found.Value.Each.Where(e => e.Reason is null))
        {
            Assert.InRange(
                one.Shrunk,
                Math.Min(mean, one.Raw) - 1e-12,
                Math.Max(mean, one.Raw) + 1e-12
            );
            Assert.True(one.ShrunkHigh - one.ShrunkLow < one.High - one.Low);
            Assert.InRange(one.Shrunk, one.ShrunkLow, one.ShrunkHigh);
        }
    }

    [Fact]
    public void The_less_certain_a_figure_the_more_of_it_is_drawn_in()
    {
        var (kind, each) = found.Value;
        Assert.True(kind.Spread >= 0);
        var kept = each.Where(e => e.Reason is null)
            .OrderBy(e => e.Error)
            .Select(e => (e.Shrunk - kind.Mean) / (e.Raw - kind.Mean))
            .ToArray();
        Assert.Equal(kept.OrderDescending(), kept);
    }

    [Fact]
    public void One_core_finds_what_many_find() =>
        Assert.Equal(
            EvaluationFile<TrustEffects>.ToBytes(
                Book(TrustEffects.Of(StudyAuditTests.Fictional(), 1))
            ),
            EvaluationFile<TrustEffects>.ToBytes(Book(found.Value))
        );

    [Fact]
    public void A_trust_whose_schools_are_like_no_others_is_told_so_in_words_of_its_own()
    {
        var sample = StudyAuditTests.Fictional();
        var rows = sample.Rows;
        var alone = sample with
        {
            Rows = rows with
            {
                // The schools of one trust are of a size that nobody else has.
                Covariates =
                [
                    rows.Covariates[0],
                    rows.Covariates[1] with
                    {
                        Values =
                        [
                            .. rows.Covariates[1]
                                .Values.Select(
                                    (size, r) =>
                                        rows.Clusters[0].Values[r] == "group 1002"
                                            ? 100 + size
                                            : size
                                ),
                        ],
                    },
                ],
            },
        };
        var (_, each) = TrustEffects.Of(alone);
        var one = each.Single(e => e.Trust == new Uid(1002));

        Assert.Equal(
            "Its schools differ from all that joined no trust, so nothing can be set beside them.",
            one.Reason
        );
        Assert.True(double.IsNaN(one.Raw));
        Assert.Null(found.Value.Each.Single(e => e.Trust == new Uid(1002)).Reason);
        Assert.True(each.Count(e => e.Reason is null) > 10);
    }

    private static TrustEffects Book((TrustEffectKind Kind, IReadOnlyList<TrustEffect> Each) one) =>
        new("fictional", null, "0", [one.Kind], one.Each);

    [Fact]
    public void Fewer_than_three_schools_have_a_reason_and_no_figure_to_show()
    {
        TrustEffect With(int schools) =>
            new(
                new Uid(1001),
                "converters",
                "primary",
                "ks2",
                schools,
                .1,
                0,
                .2,
                .05,
                .1,
                0,
                .2,
                null
            );
        Assert.Contains("of 2 of its schools", With(2).Withheld, StringComparison.Ordinal);
        Assert.Null(With(3).Withheld);
        Assert.Equal("why", (With(3) with { Reason = "why" }).Withheld);
    }
}
