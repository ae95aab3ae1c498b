using Trellis.Measures;
using Trellis.Partners;
using Trellis.Schools;
using Trellis.SimilarSchools;
using Trellis.Snapshots;
using Trellis.Tests.Sources;

namespace Trellis.Tests.Partners;

/// <summary>Real England, where the shared files are at hand: every kind of school gets an answer, soon, and the chances come true.</summary>
public sealed class RealPartnersTests
{
    private static bool AtHand(out Snapshot snapshot)
    {
        Shared.Has("data/england", "partners of real schools", out _);
        snapshot = EnglandTests.England.Value!;
        return EnglandTests.England.Value is not null;
    }

    private static PartnerReply Ask(Snapshot england, Urn urn, string need) =>
        PartnerSearch.Ask(
            Likeness.In(england),
            new PartnerQuestion(urn, [Needs.Find(need)!], Reach.AnHour)
        );

    [Fact]
    public void Schools_under_a_hundred_pupils_get_a_shortlist_or_a_plain_reason()
    {
        if (!AtHand(out var england))
            return;
        var small = england
            .Schools.Where(s => PeersOf.School(s, england) is Peers.Primary)
            .Where(s =>
                england.Latest(s, "pupils.number")?.Value is Published.Figure { Value: < 100 }
            )
            .Where((_, i) => i % 10 == 0)
            .ToList();
        Assert.True(small.Count > 100);
        int listed = 0,
            reasoned = 0;
        foreach (var school in small)
            switch (Ask(england, school.Urn, "reading"))
            {
                case PartnerAnswer { Matches.Count: > 0 } answer:
                    listed++;
                    Assert.All(answer.Matches, m => Assert.True(m.ProbabilityBetter >= .8));
                    break;
                case PartnerAnswer { Gives.Count: 3, Note.Length: > 0 }:
                case NoPartnerAnswer { Sentence.Length: > 0 }:
                    reasoned++;
                    break;
            }
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{small.Count} schools under 100 pupils: {listed} have a match in reading within an hour, {reasoned} a reason."
        );
        Assert.True(listed + reasoned >= .95 * small.Count);
        Assert.True(listed > 0);
    }

    // An infant, a special, an all-through, one opened in 2024, a grammar, a small rural, an inner-city, a junior.
    [Theory]
    [InlineData(101498, "reading")]
    [InlineData(100091, "attendance")]
    [InlineData(100171, "progress")]
    [InlineData(149611, "progress")]
    [InlineData(136276, "progress")]
    [InlineData(106676, "attendance")]
    [InlineData(100049, "progress")]
    [InlineData(100049, "eal")]
    [InlineData(150027, "reading")]
    public void Every_kind_of_school_gets_a_sensible_answer(int urn, string need)
    {
        if (!AtHand(out var england))
            return;
        var reply = Ask(england, new Urn(urn), need);
        if (reply is NoPartnerAnswer none)
        {
            Assert.NotEqual("no-such-school", none.Code);
            return;
        }
        var answer = (PartnerAnswer)reply;
        Assert.True(answer.Matches.Count > 0 || answer.Gives.Count > 0);
        foreach (var match in answer.Matches)
        {
            var words = string.Join(' ', match.Reasons.Skip(1));
            Assert.True(NeedTests.Ease(words) >= 60, $"{NeedTests.Ease(words):0}: {words}");
            Assert.Contains("% chance that its", words, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Partners_chosen_by_2017_are_still_better_in_2018_as_often_as_promised()
    {
        if (!AtHand(out var england))
            return;
        var report = PartnersBacktest.Run(
            england,
            new Year(2017),
            new Year(2018),
            Reach.OfKilometres(20),
            SimilarMethods.DefaultFor
        );
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{report.All.Chosen} chosen, still better {report.All.StillBetter:0.000} (promised {report.All.Promised:0.000}), kept {report.All.Kept:0.00} (of plain averages {report.All.KeptOfRaw:0.00}), off by {report.All.CalibrationError:0.0000}."
        );
        Assert.True(report.All.StillBetter >= .82);
        Assert.True(report.All.Kept >= .88);
        Assert.True(report.All.CalibrationError <= .03);
        Assert.All(
            report.Kinds,
            k => Assert.True(k.CalibrationError <= .04, $"{k.Peers}: {k.CalibrationError:0.000}")
        );
    }
}
