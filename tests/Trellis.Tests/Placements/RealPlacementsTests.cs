using Trellis.Groups;
using Trellis.Placements;
using Trellis.Snapshots;
using Trellis.Tests.Sources;

namespace Trellis.Tests.Placements;

/// <summary>Real England, where the shared files are at hand.</summary>
/// <remarks>TRELLIS_BACKTEST=all ranks every join of the kept run again, about half a minute; without it one day's joins are ranked.</remarks>
public sealed class RealPlacementsTests
{
    private static readonly Uid WakefieldCity = new(5195);

    private static bool AtHand(out Snapshot snapshot)
    {
        Shared.Has("data/england", "trusts for real schools", out _);
        snapshot = EnglandTests.England.Value!;
        return EnglandTests.England.Value is not null;
    }

    [Fact]
    public void Past_joins_agree_as_the_kept_run_says_and_more_than_with_the_nearest_school()
    {
        if (!AtHand(out var england))
            return;
        var kept = PlacementsRun.All[0];
        if (Environment.GetEnvironmentVariable("TRELLIS_BACKTEST") == "all")
        {
            var run = PlacementsBacktest.Run(england, kept.From, kept.To);
            foreach (var kind in kept.Kinds)
            {
                Assert.Equal(kind.Value, run.Of(kind.Kind).Value);
                Assert.Equal(kind.Nearest, run.Of(kind.Kind).Nearest);
                Assert.Equal(kind.HandRule, run.Of(kind.Kind).HandRule);
            }
            return;
        }
        var day = new DateOnly(2018, 9, 1);
        var september = PlacementsBacktest.Run(england, day, day).All;
        Assert.True(september.Value.Events > 100);
        Assert.True(september.Value.R10 > september.Nearest.R10 + .05);
        Assert.InRange(september.Value.R10, kept.Of("all").Value.R10 - .1, 1);
    }

    [Fact]
    public void Each_school_of_the_trust_that_closed_in_2018_has_trusts_that_could_take_it_and_reasons_for_the_others()
    {
        if (!AtHand(out var england))
            return;
        var matching = new TrustMatching(england, new DateOnly(2017, 10, 31));
        var closing = matching.Find(WakefieldCity)!;
        Assert.InRange(closing.Schools.Count, 18, 21);
        foreach (var school in closing.Schools)
        {
            var answer = matching.Answer(school, new MatchQuestion());
            Assert.Equal(10, answer.Ranked.Count);
            Assert.DoesNotContain(answer.Ranked, r => r.Trust.Uid == WakefieldCity);
            Assert.Equal(matching.Trusts.Count, answer.Candidates + answer.Excluded.Count);
            Assert.All(answer.Excluded, e => Assert.NotEmpty(e.Reasons));
            Assert.All(answer.Ranked, r => Assert.InRange(r.Value, r.Low, r.High));
        }
    }
}
