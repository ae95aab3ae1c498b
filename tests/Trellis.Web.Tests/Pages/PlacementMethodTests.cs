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
    public void The_history_of_the_criteria_says_what_changed_when_and_why()
    {
        var first = Criteria.Current;
        var second = first with
        {
            Version = first.Version + 1,
            Reviewed = first.Reviewed.AddDays(90),
            Changed = "A fictional reason: journeys counted too much.",
            All =
            [
                first["travel"] with
                {
                    Weight = first["travel"].Weight - .05,
                    What = "Fictional minutes.",
                },
                .. first.All.Where(c => c.Id != "travel"),
            ],
        };

        var (now, changes) = Assert.Single(AllCriteria.HistoryOf([first, second]));

        Assert.Equal(second, now);
        Assert.Equal(
            [
                ("Travel: what is measured", first["travel"].What, "Fictional minutes."),
                (
                    "Travel: weight",
                    OneCriteria.Percent(first["travel"].Weight),
                    OneCriteria.Percent(first["travel"].Weight - .05)
                ),
            ],
            changes.Select(c => (c.What, c.Before, c.Now))
        );
        Assert.Empty(AllCriteria.HistoryOf([first]));
    }

    [Fact]
    public async Task While_there_is_one_version_the_page_says_that_nothing_has_changed()
    {
        var (_, page) = await Site.Get("/criteria");
        var text = page.Body!.TextContent;
        if (Criteria.Versions.Count == 1)
            Assert.Contains("There is one version only, so nothing has changed yet", text);
        else
            Assert.All(Criteria.Versions.Skip(1), v => Assert.Contains(v.Changed, text));
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

    // --- many schools at once ------------------------------------------------------------------------------------------

    [Fact]
    public async Task A_snapshot_without_the_past_closure_says_so()
    {
        foreach (var address in (string[])["/method/placements", "/method/placements/closure"])
        {
            var (status, page) = await Site.Get(address);
            Assert.Equal(HttpStatusCode.OK, status);
            Assert.Contains(
                "This snapshot does not hold that trust",
                page.QuerySelector("main")!.TextContent
            );
        }
        var json = JsonDocument
            .Parse(await Site.Client.GetStringAsync("/method/placements/closure.json", Stop))
            .RootElement;
        Assert.False(json.GetProperty("held").GetBoolean());
        Assert.Empty(json.GetProperty("rows").EnumerateArray());
    }

    [Fact]
    public async Task Past_decisions_are_shown_as_agreement_with_the_figures_that_were_kept()
    {
        var (_, page) = await Site.Get("/method/placements");
        var run = PlacementsRun.All[^1];
        var rows = page.QuerySelectorAll("#agreed tbody tr").ToArray();
        Assert.Equal(run.Kinds.Count, rows.Length);
        Assert.Equal(
            run.Kinds.Select(k => MethodView.Share(k.Value.R5)),
            rows.Select(r => r.QuerySelectorAll("td")[2].TextContent)
        );
        Assert.Equal(
            run.Kinds.Select(k => MethodView.Share(k.Value.R10)),
            rows.Select(r => r.QuerySelectorAll("td")[3].TextContent)
        );
        Assert.Contains(
            "This is agreement, and not truth.",
            page.QuerySelector("main")!.TextContent
        );
        Assert.Contains("cherry-picking", page.QuerySelector("main")!.TextContent);
    }

    /// <summary>Plans for the trusts of the fictional country that have most schools, as if everybody read them.</summary>
    private IEnumerable<PlanView> OpenPlans()
    {
        var day = TrustsToday.DayOf(Site.Snapshot);
        foreach (
            var trust in new TrustMatching(Site.Snapshot, day)
                .Trusts.OrderByDescending(t => t.Schools.Count)
                .Take(4)
        )
        {
            var closing = ClosingTrust.Of(Site.Snapshot, trust.Uid, day)!;
            // Little room, so that reasons of every kind are given.
            var tight = closing.Instance with
            {
                Trusts =
                [
                    .. closing.Instance.Trusts.Select(t =>
                        t with
                        {
                            Places = 2,
                            ChallengePoints = 3,
                        }
                    ),
                ],
            };
            foreach (var instance in (ClosureInstance[])[closing.Instance, tight])
                yield return new PlanView(
                    closing,
                    ClosureReport.Of(
                        ClosurePlan.Of(instance, 1, ClosureTime.Until(Stop)),
                        1,
                        ExplanationTime.Unlimited
                    ),
                    Open: true
                );
        }
    }

    [Fact]
    public void In_public_no_word_of_a_plan_tells_how_many_points_a_school_counts()
    {
        var kept = 0;
        foreach (var view in OpenPlans())
        {
            foreach (var other in view.Report.Schools.SelectMany(s => s.Others))
            {
                Assert.DoesNotContain(
                    "point",
                    view.WhyNot(other),
                    StringComparison.OrdinalIgnoreCase
                );
                kept += other.Words.Contains("point", StringComparison.OrdinalIgnoreCase) ? 1 : 0;
            }
            Assert.All(view.Report.Schools, s => Assert.DoesNotContain("point", s.Words));
            Assert.DoesNotContain(view.Prices, p => p.Rule.Kind == ClosureRuleKind.Points);
            foreach (var use in view.Used)
                if (view.ShowsPoints(use))
                {
                    Assert.True(use.Schools.Count >= 3);
                    Assert.InRange(
                        use.Points,
                        use.Schools.Count * ChallengeRules.Current.Least + 1,
                        use.Schools.Count * ChallengeRules.Current.Most - 1
                    );
                }
            foreach (var points in view.Closing!.Schools.Values)
                Assert.DoesNotMatch("[0-9]", PlanView.OwedTo(points));
        }
        // The rule had something to hold back, or it would say nothing.
        Assert.True(kept > 0);
    }

    /// <summary>By hand, over real England: TRELLIS_STORE=DIR Trellis.Web.Tests -explicit only -method "*past_closure_of_a_given_store*".</summary>
    [Fact(Explicit = true)]
    public async Task The_past_closure_of_a_given_store_places_all_and_tells_no_points()
    {
        var folder = Environment.GetEnvironmentVariable("TRELLIS_STORE");
        Assert.True(folder is not null, "Set TRELLIS_STORE to the folder of a store.");
        await using var site = await RunningSite.Over(new Snapshots.SnapshotStore(folder));
        var json = JsonDocument
            .Parse(await site.Client.GetStringAsync("/method/placements/closure.json", Stop))
            .RootElement;
        Assert.True(json.GetProperty("held").GetBoolean());
        Assert.Equal(21, json.GetProperty("rows").GetArrayLength());
        Assert.Equal(0, json.GetProperty("unplaced").GetInt32());
        Assert.True(json.GetProperty("proven").GetBoolean());
        Assert.DoesNotContain(
            json.GetProperty("rows").EnumerateArray().SelectMany(r => r.EnumerateObject()),
            c => c.Value.ToString().Contains("point", StringComparison.OrdinalIgnoreCase)
        );
        var (_, page) = await site.Get("/method/placements");
        Assert.Equal(21, page.QuerySelectorAll("#past-closure tbody tr").Length);
        Assert.DoesNotContain("challenge", page.QuerySelector("#past-closure")!.TextContent);
    }
}
