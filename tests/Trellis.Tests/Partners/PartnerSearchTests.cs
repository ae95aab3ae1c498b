using System.Text;
using System.Text.Json;
using Trellis.Inspections;
using Trellis.Measures;
using Trellis.Partners;
using Trellis.Schools;
using Trellis.Shrinkage;
using Trellis.SimilarSchools;
using Trellis.Snapshots;

namespace Trellis.Tests.Partners;

public sealed class PartnerSearchTests
{
    private static readonly Need Reading = Needs.Find("reading")!;
    private static readonly Need Maths = Needs.Find("maths")!;
    private static readonly Snapshot Drawn = new DrawnCountry().Snapshot();

    // At 19 the wave is at a low point: sin(20.9) = .89, at 20 it is .. below; the tests ask for what the figures say.
    private static readonly int Low = Enumerable
        .Range(5, 35)
        .MinBy(n => DrawnCountry.Reading(n, 2018));

    private static PartnerAnswer Ask(
        Snapshot snapshot,
        int n,
        Reach? within = null,
        IReadOnlyList<Need>? needs = null,
        IReadOnlyList<Need>? offers = null
    ) =>
        Assert.IsType<PartnerAnswer>(
            PartnerSearch.Ask(
                Likeness.In(snapshot),
                new PartnerQuestion(
                    DrawnCountry.At(n),
                    needs ?? [Reading],
                    within ?? Reach.OfKilometres(15)
                )
                {
                    Method = DrawnCountry.Method(snapshot),
                    Offers = offers ?? [],
                }
            )
        );

    private static string Json(PartnerAnswer answer)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
            PartnerJson.Write(answer, json);
        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    [Fact]
    public void A_match_is_alike_and_near_and_better_with_a_chance_of_four_in_five()
    {
        var answer = Ask(Drawn, Low);
        Assert.NotEmpty(answer.Matches);
        var strengths = answer.Asked[0].Strengths;
        foreach (var match in answer.Matches)
        {
            Assert.True(match.Journey.Kilometres <= 15);
            Assert.True(match.Likeness.Closeness <= Closeness.Fair);
            var other = strengths.Of(match.School.Urn.Value - DrawnCountry.First).Level;
            var own = strengths.Of(Low).Level;
            // P = Φ((t_j - t_i) / √(v_j + v_i)), v the variance of next year's figures.
            var by =
                (other.Mean - own.Mean)
                / Math.Sqrt(other.Variance + other.Noise + own.Variance + own.Noise);
            Assert.Equal(Normal.Below(by), match.ProbabilityBetter, 1e-12);
            Assert.True(match.ProbabilityBetter >= .8);
        }
        // And the other way round: nobody who is all that is left out.
        var kilometres = Enumerable
            .Range(0, DrawnCountry.Count)
            .Count(n =>
                n != Low
                && Math.Abs(n - Low) <= 15
                && n < DrawnCountry.Count - 10
                && strengths.ProbabilityBetter(n, Low) >= .8
                && Likeness
                    .In(Drawn)
                    .Pair(DrawnCountry.At(Low), DrawnCountry.At(n), answer.Method)!
                    .Closeness <= Closeness.Fair
            );
        Assert.Equal(kilometres, answer.Found);
    }

    [Fact]
    public void The_list_is_ordered_by_chance_nearness_and_capacity()
    {
        var answer = Ask(Drawn, Low);
        foreach (var match in answer.Matches)
            Assert.Equal(
                match.ProbabilityBetter
                    * Math.Exp(-match.Journey.Minutes!.Value / 60)
                    * match.Capacity.Value
                    * (match.Return.Count > 0 ? 1.15 : 1),
                match.Score,
                1e-12
            );
        Assert.Equal(
            answer.Matches.OrderByDescending(m => m.Score).Select(m => m.School.Urn),
            answer.Matches.Select(m => m.School.Urn)
        );
        Assert.Equal(answer.Matches.Take(3), answer.Shortlist);
    }

    [Fact]
    public void Schools_in_another_order_give_the_same_answer_to_the_last_digit()
    {
        var backwards = new DrawnCountry { Backwards = true };
        // Rows of columns are positions among the establishments by URN, so that only lists are turned round.
        var turned = backwards.Snapshot();
        for (var n = 0; n < DrawnCountry.Count; n += 7)
            Assert.Equal(Json(Ask(Drawn, n)), Json(Ask(turned, n)));
    }

    [Fact]
    public void Figures_of_later_years_are_not_seen()
    {
        var other = new DrawnCountry
        {
            ReadingToo = (n, year) => year == 2018 ? 9 * Math.Cos(n) : 0,
        }.Snapshot();
        var until = new Year(2017);
        var one = Strengths.In(Likeness.In(Drawn, until), Peers.Primary, Reading)!;
        var two = Strengths.In(Likeness.In(other, until), Peers.Primary, Reading)!;
        Assert.Equal(until, one.Last);
        for (var row = 0; row < DrawnCountry.Count; row++)
            Assert.Equal(one.Of(row), two.Of(row));
        Assert.NotEqual(
            Strengths.In(Likeness.In(Drawn), Peers.Primary, Reading)!.Of(3),
            Strengths.In(Likeness.In(other), Peers.Primary, Reading)!.Of(3)
        );
    }

    [Fact]
    public void No_good_match_is_an_answer_that_says_what_would_have_to_give()
    {
        var best = Enumerable.Range(5, 40).MaxBy(n => DrawnCountry.Reading(n, 2018));
        var answer = Ask(Drawn, best, Reach.OfKilometres(2));
        Assert.Empty(answer.Matches);
        Assert.Equal(["farther", "looser", "less-sure"], answer.Gives.Select(g => g.Id));
        var few = Ask(Drawn, Low, Reach.OfKilometres(1));
        var farther = few.Gives.Single(g => g.Id == "farther");
        Assert.Equal(Ask(Drawn, Low, Reach.OfKilometres(1.5)).Found, farther.Count);
        Assert.Contains(farther.Words, few.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void A_school_without_figures_is_taken_as_average_and_told_so()
    {
        var snapshot = new DrawnCountry { WithoutReading = [Low] }.Snapshot();
        var answer = Ask(snapshot, Low);
        var own = answer.Asked[0].Own.Level;
        Assert.Equal((0d, 0), (own.Mean, own.Years));
        Assert.Contains("No open figure of your own reading results", answer.Note);
        Assert.DoesNotContain(
            Ask(snapshot, Low + 1, Reach.OfKilometres(50)).Matches,
            m => m.School.Urn == DrawnCountry.At(Low)
        );
    }

    [Fact]
    public void With_two_needs_a_match_is_better_at_both()
    {
        // Maths is the wave the other way up: who is better at reading is worse at maths.
        var both = Ask(Drawn, Low, needs: [Reading, Maths]);
        Assert.Empty(both.Matches);
        Assert.Equal(
            ["farther", "looser", "less-sure", "reading", "maths"],
            both.Gives.Select(g => g.Id)
        );
        Assert.Equal(Ask(Drawn, Low).Found, both.Gives.Single(g => g.Id == "reading").Count);
    }

    [Fact]
    public void What_a_school_could_give_in_return_makes_a_match_better()
    {
        var answer = Ask(Drawn, Low);
        Assert.All(answer.Matches, m => Assert.Equal(["maths"], m.Return.Select(r => r.Need.Id)));
        Assert.Contains(
            answer.Matches[0].Reasons,
            r => r.StartsWith("You could give in return: maths (", StringComparison.Ordinal)
        );
        var offered = Ask(Drawn, Low, offers: [Needs.Find("attendance")!]);
        Assert.All(offered.Matches, m => Assert.Empty(m.Return));
    }

    [Fact]
    public void What_two_schools_could_give_each_other_is_seen_from_both_sides()
    {
        var other = Ask(Drawn, Low).Matches[0].School.Urn;
        var likeness = Likeness.In(Drawn);
        var (get, give) = PartnerSearch.Between(likeness, DrawnCountry.At(Low), other);
        var (back, forth) = PartnerSearch.Between(likeness, other, DrawnCountry.At(Low));
        Assert.Equal(["reading"], get.Select(b => b.Need.Id));
        Assert.Equal(["maths"], give.Select(b => b.Need.Id));
        Assert.Equal((get, give), (forth, back), new SameLists());
    }

    private sealed class SameLists
        : IEqualityComparer<(IReadOnlyList<Better>, IReadOnlyList<Better>)>
    {
        public bool Equals(
            (IReadOnlyList<Better>, IReadOnlyList<Better>) x,
            (IReadOnlyList<Better>, IReadOnlyList<Better>) y
        ) => x.Item1.SequenceEqual(y.Item1) && x.Item2.SequenceEqual(y.Item2);

        public int GetHashCode((IReadOnlyList<Better>, IReadOnlyList<Better>) lists) =>
            lists.Item1.Count;
    }

    [Fact]
    public void An_inspection_can_only_lower_what_a_school_is_asked_for()
    {
        var match = Ask(Drawn, Low).Matches[0];
        foreach (var (grade, factor) in new[] { (1, 1.0), (2, 1.0), (3, .75), (4, .5) })
        {
            var inspected = new DrawnCountry
            {
                Inspections =
                [
                    new Inspection(match.School.Urn, new DateOnly(2017, 5, 4), grade, "", null, []),
                ],
            }.Snapshot();
            var likeness = Likeness.In(inspected, new Year(2018));
            var answer = Assert.IsType<PartnerAnswer>(
                PartnerSearch.Ask(
                    likeness,
                    new PartnerQuestion(DrawnCountry.At(Low), [Reading], Reach.OfKilometres(15))
                    {
                        Method = DrawnCountry.Method(inspected),
                    }
                )
            );
            var after = answer.Matches.Single(m => m.School.Urn == match.School.Urn);
            Assert.Equal(match.Capacity.Value * factor, after.Capacity.Value, 1e-12);
            Assert.Equal(match.ProbabilityBetter, after.ProbabilityBetter);
            Assert.Equal(match.Likeness.Distance, after.Likeness.Distance);
        }
    }

    [Theory]
    [InlineData("behaviour", "suspensions or exclusions")]
    [InlineData("leadership", "No open figure speaks of leadership")]
    [InlineData("sixth-form", "Primary schools have no sixth form")]
    public void A_need_that_no_open_figure_speaks_of_is_said_and_not_made_up(
        string need,
        string words
    )
    {
        var none = Assert.IsType<NoPartnerAnswer>(
            PartnerSearch.Ask(
                Likeness.In(Drawn),
                new PartnerQuestion(DrawnCountry.At(3), [Needs.Find(need)!], Reach.AnHour)
            )
        );
        Assert.Equal("no-open-figure", none.Code);
        Assert.Contains(words, none.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_school_that_is_not_there_is_refused()
    {
        var none = Assert.IsType<NoPartnerAnswer>(
            PartnerSearch.Ask(
                Likeness.In(Drawn),
                new PartnerQuestion(new Urn(999_999), [Reading], Reach.AnHour)
            )
        );
        Assert.Equal("no-such-school", none.Code);
    }

    [Fact]
    public void The_answer_in_json_has_the_keys_that_programs_were_promised()
    {
        using var json = JsonDocument.Parse(Json(Ask(Drawn, Low)));
        var root = json.RootElement;
        Assert.Equal(DrawnCountry.First + Low, root.GetProperty("urn").GetInt32());
        Assert.Equal(JsonValueKind.String, root.GetProperty("note").ValueKind);
        var match = root.GetProperty("matches")[0];
        foreach (var key in new[] { "urn", "probabilityBetter", "minutes", "distance", "capacity" })
            Assert.Equal(JsonValueKind.Number, match.GetProperty(key).ValueKind);
        Assert.Contains(match.GetProperty("quality").GetString(), new[] { "close", "fair" });
        Assert.NotEqual(0, match.GetProperty("reasons").GetArrayLength());
    }

    [Theory]
    [InlineData("60min", 60d, null)]
    [InlineData("60 minutes", 60d, null)]
    [InlineData("90", 90d, null)]
    [InlineData("40km", null, 40d)]
    [InlineData("12.5 km", null, 12.5)]
    public void How_far_is_read_as_people_write_it(string text, double? minutes, double? kilometres)
    {
        var reach = Reach.Parse(text)!;
        Assert.Equal((minutes, kilometres), (reach.Minutes, reach.Kilometres));
    }

    [Theory]
    [InlineData("")]
    [InlineData("far")]
    [InlineData("-5km")]
    [InlineData("0min")]
    [InlineData("40 miles")]
    [InlineData("100000km")]
    public void How_far_that_cannot_be_read_is_refused(string text) =>
        Assert.Null(Reach.Parse(text));
}
