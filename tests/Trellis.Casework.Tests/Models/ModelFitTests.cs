using Trellis.Models;
using Trellis.Partnerships;

namespace Trellis.Tests.Models;

/// <summary>Every model is held against what a board said; nothing is added up and nothing ranked.</summary>
public sealed class ModelFitTests
{
    private static readonly DateOnly today = new(2026, 11, 22);

    private static readonly Situation nothing = new(null, false, null, null, [], [], [], null);

    private static ModelFit Fit(Situation said, string model) =>
        Assert.Single(ModelFit.Compare(said, today), f => f.Model.Id.ToString() == model);

    private static string Words(ModelFit fit, FitStanding standing) =>
        string.Join(' ', fit.Of(standing).Select(r => r.Words));

    [Fact]
    public void All_models_are_compared_in_the_order_of_the_alphabet_whatever_is_said()
    {
        Situation[] many =
        [
            nothing,
            nothing with
            {
                Kind = SchoolKind.Independent,
            },
            nothing with
            {
                Size = SchoolSize.Larger,
                Keeps = [Wish.Governors],
                Aims = [Purpose.PupilAttainment],
            },
        ];
        foreach (var said in many)
        {
            var names = ModelFit.Compare(said, today).Select(f => f.Model.Name).ToArray();
            Assert.Equal(24, names.Length);
            Assert.Equal(names.Order(StringComparer.Ordinal), names);
        }
    }

    [Theory]
    [InlineData(SchoolKind.Maintained, "federation")]
    [InlineData(SchoolKind.Academy, "collaborative-partnership")]
    [InlineData(SchoolKind.AcademyInATrust, "trust-to-trust")]
    public void A_small_school_sees_six_first_that_are_the_same_for_all_of_its_kind(
        SchoolKind kind,
        string among
    )
    {
        var fits = ModelFit.Compare(
            nothing with
            {
                Kind = kind,
                Size = SchoolSize.Below100,
            },
            today
        );
        var first = fits.Take(6).ToArray();
        Assert.All(first, f => Assert.True(f.OnShortList));
        Assert.DoesNotContain(fits.Skip(6), f => f.OnShortList);
        Assert.Contains(first, f => f.Model.Id.ToString() == among);
        // A wish changes the reasons and never the order.
        var wish = ModelFit.Compare(
            nothing with
            {
                Kind = kind,
                Size = SchoolSize.Below100,
                Keeps = [Wish.Governors, Wish.WayOut],
            },
            today
        );
        Assert.Equal(fits.Select(f => f.Model.Id), wish.Select(f => f.Model.Id));
    }

    [Fact]
    public void What_may_change_is_told_against_and_why()
    {
        var said = nothing with { Keeps = [Wish.Name, Wish.Governors, Wish.WayOut] };
        var trust = Fit(said, "multi-academy-trust");
        Assert.Equal("It keeps our name.", Words(trust, FitStanding.Fits));
        Assert.Contains(
            "Our own board: The governing body ends.",
            Words(trust, FitStanding.Against)
        );
        Assert.Contains("cannot leave on its own", Words(trust, FitStanding.Against));
        var informal = Fit(said, "informal-collaboration");
        Assert.Equal(
            "It keeps our name, our own board and a way out that we can take.",
            Words(informal, FitStanding.Fits)
        );
        Assert.Empty(informal.Of(FitStanding.Against));
    }

    [Fact]
    public void What_nobody_knows_is_neither_for_nor_against()
    {
        var said = nothing with
        {
            Keeps = [Wish.WayOut],
            Aims = [Purpose.PupilSocial],
            Time = TimeGiven.ATerm,
        };
        var umbrella = Fit(said, "umbrella-trust");
        Assert.Empty(umbrella.Of(FitStanding.Fits));
        Assert.Empty(umbrella.Of(FitStanding.Against));
        Assert.Equal(3, umbrella.Of(FitStanding.NotKnown).Count);
    }

    /// <summary>Six weeks for replies (SI 2012/1035, regulation 9); a term of about 13 weeks; five months are about 22.</summary>
    [Theory]
    [InlineData("federation", TimeGiven.HalfATerm, FitStanding.Fits)]
    [InlineData("multi-academy-trust", TimeGiven.ATerm, FitStanding.Against)]
    [InlineData("multi-academy-trust", TimeGiven.AYear, FitStanding.Fits)]
    [InlineData("joint-committee", TimeGiven.AYear, FitStanding.NotKnown)]
    public void Time_is_compared_where_a_source_counts_it(
        string model,
        TimeGiven time,
        FitStanding standing
    )
    {
        var reason = Assert.Single(
            Fit(nothing with { Time = time }, model).Reasons,
            r => r.Standing != FitStanding.ToNote
        );
        Assert.Equal(standing, reason.Standing);
    }

    [Fact]
    public void Time_without_end_asks_nothing() =>
        Assert.Empty(Fit(nothing with { Time = TimeGiven.Any }, "joint-committee").Reasons);

    [Fact]
    public void What_it_asks_beyond_the_offer_is_told()
    {
        var little = Fit(nothing with { Offers = [Ask.LeaderDays] }, "service-agreement");
        Assert.Equal("It also asks for money.", Words(little, FitStanding.Against));
        var enough = Fit(
            nothing with
            {
                Offers = [Ask.LeaderDays, Ask.Money],
            },
            "service-agreement"
        );
        Assert.Equal("It asks for no more than you can offer.", Words(enough, FitStanding.Fits));
    }

    [Fact]
    public void What_has_ended_is_told_before_all_else_and_nobody_is_told_that_they_may_use_it()
    {
        var fit = Fit(nothing with { Kind = SchoolKind.Maintained }, "teaching-school-alliance");
        Assert.Equal(FitStanding.Against, fit.Reasons[0].Standing);
        Assert.StartsWith("It is over: it ended in August 2021.", fit.Reasons[0].Words);
        Assert.DoesNotContain(fit.Reasons, r => r.Words.Contains("could join"));
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(null, true)]
    [InlineData(false, false)]
    public void The_diocese_is_named_unless_the_school_has_no_faith(bool? faith, bool named) =>
        Assert.Equal(
            named,
            Words(Fit(nothing with { HasFaith = faith }, "multi-academy-trust"), FitStanding.ToNote)
                .Contains("letter of consent")
        );

    [Fact]
    public void A_day_has_its_own_law_and_money()
    {
        var then = ModelFit.Compare(
            nothing with
            {
                Kind = SchoolKind.Maintained,
            },
            new DateOnly(2020, 1, 1)
        );
        var alliance = then.Single(f => f.Model.Id.ToString() == "teaching-school-alliance");
        Assert.Equal(FitStanding.Fits, alliance.Reasons[0].Standing);
    }
}
