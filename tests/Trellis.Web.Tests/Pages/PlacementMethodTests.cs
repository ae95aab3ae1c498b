using System.Net;
using System.Text.Json;
using Trellis.Pages.Placements;
using Trellis.Placements;

namespace Trellis.Pages;

/// <summary>How schools are placed with trusts, as anybody reads it.</summary>
public sealed class PlacementMethodTests(SiteFixture fixture)
{
    private RunningSite Site => fixture.Site;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_criterion_stands_there_with_its_weight_and_the_weights_add_up()
    {
        foreach (var address in (string[])["/method/placements", "/criteria/1"])
        {
            var (status, page) = await Site.Get(address);
            Assert.Equal(HttpStatusCode.OK, status);
            var rows = page.QuerySelectorAll("#criteria tbody tr").ToArray();
            Assert.Equal(
                Criteria.Current.All.Select(c => c.Label),
                rows.Select(r => r.QuerySelector("th")!.TextContent.Trim())
            );
            Assert.Equal(
                100,
                rows.Sum(r =>
                    double.Parse(
                        r.QuerySelector("td")!.TextContent.Split(' ')[0],
                        System.Globalization.CultureInfo.InvariantCulture
                    )
                ),
                6
            );
            // What is ours says so.
            Assert.Equal(
                Criteria.Current.All.Count(c => c.Pillar == "ours"),
                rows.Count(r => r.QuerySelector(".govuk-tag")?.TextContent == "ours")
            );
        }
    }

    [Fact]
    public async Task The_version_in_use_and_every_other_is_an_address_of_its_own()
    {
        var all = JsonDocument
            .Parse(await Site.Client.GetStringAsync("/criteria.json", Stop))
            .RootElement.GetProperty("rows")
            .EnumerateArray()
            .ToArray();
        Assert.Equal(Criteria.Versions.Count, all.Length);
        Assert.Single(all, r => r.GetProperty("in_use").GetBoolean());
        foreach (var row in all)
        {
            var version = row.GetProperty("version").GetInt32();
            var one = JsonDocument
                .Parse(await Site.Client.GetStringAsync($"/criteria/{version}.json", Stop))
                .RootElement;
            Assert.Equal(
                1,
                one.GetProperty("rows")
                    .EnumerateArray()
                    .Sum(c => c.GetProperty("weight").GetDouble()),
                9
            );
        }
    }

    [Theory]
    [InlineData("0")]
    [InlineData("99")]
    [InlineData("01")]
    [InlineData("one")]
    [InlineData("-1")]
    public async Task A_version_that_is_none_is_not_there(string version)
    {
        var (status, page) = await Site.Get($"/criteria/{version}");
        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Contains("no such version", page.Body!.TextContent);
    }

    [Fact]
    public void A_changed_weight_and_a_changed_number_are_told_with_what_they_were()
    {
        var now = Criteria.Current;
        var travel = now["travel"];
        var before = now with
        {
            Version = 0,
            All =
            [
                .. now.All.Where(c => c.Id is not ("flags" or "travel")),
                travel with
                {
                    Weight = .5,
                    Parameters =
                    [
                        .. travel.Parameters.Select(p =>
                            p.Name == "scale" ? p with { Value = 30 } : p
                        ),
                    ],
                },
            ],
        };
        var changes = OneCriteria.ChangesOf(before, now).ToArray();
        Assert.Equal(
            [
                new CriteriaChange(
                    "Travel: weight",
                    "50 %",
                    $"{OneCriteria.Percent(travel.Weight)}"
                ),
                new CriteriaChange("Travel: minutes", "30", $"{travel["scale"]}"),
                new CriteriaChange(
                    now["flags"].Label,
                    "not there",
                    OneCriteria.Percent(now["flags"].Weight)
                ),
            ],
            changes
        );
        Assert.Empty(OneCriteria.ChangesOf(now, now));
    }

    [Fact]
    public void Every_criterion_has_a_curve_that_stays_between_0_and_1()
    {
        foreach (var criterion in Criteria.Versions.SelectMany(v => v.All))
        {
            var curve = CurveOf.Drawn(criterion);
            Assert.True(curve is not null, $"'{criterion.Id}' has no curve.");
            Assert.All(curve.Points, p => Assert.InRange(p.Y, 0, 1));
            Assert.True(curve.Points.Zip(curve.Points.Skip(1)).All(p => p.First.X < p.Second.X));
        }
    }

    [Fact]
    public void The_curve_that_is_drawn_is_the_one_that_is_reckoned_with()
    {
        var matching = new TrustMatching(Site.Snapshot, TrustsToday.DayOf(Site.Snapshot));
        var compared = 0;
        foreach (var school in Site.Snapshot.Schools.Where(s => s.IsOpen).Take(20))
        {
            var provision = Provisions.Of(
                Provisions.EntriesOn(Site.Snapshot, school, matching.Day)
            );
            if (provision == Provision.None)
                continue;
            foreach (
                var trust in matching
                    .Answer(school, new MatchQuestion { Top = 50, MostMinutes = 600 })
                    .Ranked
            )
            {
                var part = trust.Parts.Single(p => p.Criterion.Id == "phase");
                Assert.Equal(At(part.Criterion, trust.Trust.Teaching(provision)), part.Value, 6);
                var share = trust.Parts.Single(p => p.Criterion.Id == "denomination");
                Assert.Equal(At(share.Criterion, share.Value), share.Value, 6);
                compared++;
            }
        }
        Assert.True(compared > 20, $"{compared}");
        static double At(Criterion criterion, double x)
        {
            var points = CurveOf.Drawn(criterion)!.Points;
            if (x >= points[^1].X)
                return points[^1].Y;
            var (left, right) = points.Zip(points.Skip(1)).First(p => p.Second.X > x);
            return left.Y + (right.Y - left.Y) * (x - left.X) / (right.X - left.X);
        }
    }
}
