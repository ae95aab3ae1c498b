using Trellis.Journal;
using Trellis.Placements;

namespace Trellis.TrustPlaces;

/// <summary>What a trust may state and promise: never more than it stated, hard cases counted over a year.</summary>
public sealed class TrustCapacityTests
{
    private static TrustCapacity Stated(CapacityTerms terms) =>
        Happened(new StateCapacity(Asking.Trust, terms), null, Asking.OfTrust);

    private static TrustCapacity Happened<TEvent>(
        Act<TrustCapacity, TEvent> act,
        TrustCapacity? before,
        Actor by,
        int days = 0
    )
        where TEvent : Event<TrustCapacity>
    {
        var now = Story.By(by, days * 1440);
        return Assert
            .IsType<Outcome<TEvent>.Happened>(act.Apply(before, now))
            .Event.After(before, now.At);
    }

    private static string Refused<TEvent>(
        Act<TrustCapacity, TEvent> act,
        TrustCapacity? before,
        Actor by,
        int days = 0
    )
        where TEvent : Event<TrustCapacity> =>
        Assert
            .IsType<Outcome<TEvent>.Refused>(act.Apply(before, Story.By(by, days * 1440)))
            .Why.Code;

    [Fact]
    public void Only_its_own_officers_state_places_and_take_them()
    {
        Assert.Equal(
            "not-your-trust",
            Refused(new StateCapacity(Asking.Trust, Asking.Terms(1)), null, Asking.OfRival)
        );
        Assert.Equal(
            "not-your-trust",
            Refused(new StateCapacity(Asking.Trust, Asking.Terms(1)), null, Asking.Officer)
        );
        Assert.Equal(
            "not-your-trust",
            Refused(Asking.Take(1), Stated(Asking.Terms(1)), Asking.OfRival)
        );
        Assert.Equal("capacity-not-stated", Refused(Asking.Take(1), null, Asking.OfTrust));
    }

    [Fact]
    public void The_last_place_is_promised_once()
    {
        var two = Stated(Asking.Terms(2));
        var one = Happened(Asking.Take(1), two, Asking.OfTrust);
        Assert.Equal("place-taken-already", Refused(Asking.Take(1), one, Asking.OfTrust));
        var none = Happened(Asking.Take(2), one, Asking.OfTrust);
        Assert.Equal((2, 0), (none.Held(), none.FreeFor(Provision.Primary)));
        Assert.Equal("no-place-left", Refused(Asking.Take(3), none, Asking.OfTrust));
    }

    [Fact]
    public void Places_in_all_bind_as_those_of_a_phase_do()
    {
        var terms = Asking.Terms(2, 2) with { InAll = 1 };
        var taken = Happened(Asking.Take(1), Stated(terms), Asking.OfTrust);
        Assert.Equal(0, taken.FreeFor(Provision.Secondary));
        Assert.Equal(
            "no-place-left",
            Refused(Asking.Take(2) with { Phase = Provision.Secondary }, taken, Asking.OfTrust)
        );
    }

    [Fact]
    public void Hard_cases_are_counted_over_twelve_months_and_those_given_back_are_not()
    {
        var stated = Stated(Asking.Terms(5, hard: 1));
        var taken = Happened(Asking.Take(1, hard: true), stated, Asking.OfTrust);
        Assert.Equal(
            "no-hard-case-left",
            Refused(Asking.Take(2, hard: true), taken, Asking.OfTrust)
        );
        // One that is not hard is another matter.
        Happened(Asking.Take(2), taken, Asking.OfTrust);
        var back = Happened(
            new ReleasePlace(Asking.Trust, Asking.Asked(1), Joined: false),
            taken,
            Asking.OfTrust
        );
        Happened(Asking.Take(2, hard: true), back, Asking.OfTrust);
        var joined = Happened(
            new ReleasePlace(Asking.Trust, Asking.Asked(1), Joined: true),
            taken,
            Asking.Officer
        );
        Assert.Equal(
            "no-hard-case-left",
            Refused(Asking.Take(2, hard: true), joined, Asking.OfTrust, days: 364)
        );
        Happened(Asking.Take(2, hard: true), joined, Asking.OfTrust, days: 365);
    }

    [Fact]
    public void A_school_that_joins_fills_its_place_and_one_that_does_not_frees_it()
    {
        var taken = Happened(Asking.Take(1), Stated(Asking.Terms(2)), Asking.OfTrust);
        var joined = Happened(
            new ReleasePlace(Asking.Trust, Asking.Asked(1), Joined: true),
            taken,
            Asking.Officer
        );
        Assert.Equal((1, 1), (joined.Terms.Primary, joined.FreeFor(Provision.Primary)));
        var free = Happened(
            new ReleasePlace(Asking.Trust, Asking.Asked(1), Joined: false),
            taken,
            Asking.OfTrust
        );
        Assert.Equal((2, 2), (free.Terms.Primary, free.FreeFor(Provision.Primary)));
        Assert.Equal(
            "no-place-held",
            Refused(
                new ReleasePlace(Asking.Trust, Asking.Asked(1), Joined: false),
                free,
                Asking.OfTrust
            )
        );
    }

    [Fact]
    public void Another_trust_or_another_region_gives_no_place_back()
    {
        var taken = Happened(Asking.Take(1), Stated(Asking.Terms(2)), Asking.OfTrust);
        var release = new ReleasePlace(Asking.Trust, Asking.Asked(1), Joined: false);
        Assert.Equal("not-yours-to-end", Refused(release, taken, Asking.OfRival));
        Assert.Equal(
            "not-yours-to-end",
            Refused(
                release,
                taken,
                Asking.Of(
                    9,
                    People.Role.RegionOfficer,
                    People.Scope.Parse("region:fictional-south")
                )
            )
        );
        // That a school has joined says the region, not the trust.
        Assert.Equal(
            "not-yours-to-end",
            Refused(release with { Joined = true }, taken, Asking.OfTrust)
        );
    }

    [Fact]
    public void Nobody_states_fewer_places_than_are_promised()
    {
        var taken = Happened(Asking.Take(1), Stated(Asking.Terms(2)), Asking.OfTrust);
        Assert.Equal(
            "fewer-than-promised",
            Refused(new StateCapacity(Asking.Trust, Asking.Terms(0, 3)), taken, Asking.OfTrust)
        );
        var fewer = Happened(
            new StateCapacity(Asking.Trust, Asking.Terms(1)),
            taken,
            Asking.OfTrust
        );
        Assert.Equal((0, 2), (fewer.FreeFor(Provision.Primary), fewer.Earlier[0].Terms.Primary));
    }

    [Fact]
    public void The_same_again_on_another_day_says_that_it_still_holds()
    {
        var stated = Stated(Asking.Terms(1));
        Assert.IsType<Outcome<CapacityStated>.Unchanged>(
            new StateCapacity(Asking.Trust, Asking.Terms(1)).Apply(
                stated,
                Story.By(Asking.OfTrust, 1)
            )
        );
        var again = Happened(
            new StateCapacity(Asking.Trust, Asking.Terms(1)),
            stated,
            Asking.OfTrust,
            days: 30
        );
        Assert.Equal(Story.FirstDay.AddDays(30), again.StatedOn);
    }

    [Fact]
    public void What_is_out_of_its_days_is_not_said_to_the_ranking()
    {
        var stated = Stated(Asking.Terms(2) with { Until = Story.FirstDay.AddDays(10) });
        Assert.Equal(2, stated.For(Provision.Primary, Story.FirstDay)!.Places);
        Assert.Null(stated.For(Provision.Primary, Story.FirstDay.AddDays(11)));
        Assert.Equal("capacity-not-now", Refused(Asking.Take(1), stated, Asking.OfTrust, days: 11));
    }

    [Fact]
    public void An_all_through_school_has_its_place_where_there_is_more_room()
    {
        var stated = Stated(Asking.Terms(1, 2));
        Assert.Equal(Provision.Secondary, stated.PhaseOf(Provision.Primary | Provision.Secondary));
        Assert.Null(stated.PhaseOf(Provision.None));
    }

    [Theory]
    [InlineData(-1, 0, "places-unfit")]
    [InlineData(51, 0, "places-unfit")]
    [InlineData(1, 2, "in-all-unfit")]
    public void What_cannot_be_is_refused(int primary, int more, string code) =>
        Assert.Equal(
            code,
            Refused(
                new StateCapacity(
                    Asking.Trust,
                    Asking.Terms(primary) with
                    {
                        InAll = Math.Max(0, primary) + more,
                    }
                ),
                null,
                Asking.OfTrust
            )
        );

    [Fact]
    public void What_it_would_need_in_its_own_words_is_never_public()
    {
        var stated = Stated(
            Asking.Terms(1) with
            {
                Words = "good at fictional reading",
                NeedWords = "a fictional secret of 40,000 pounds",
                Needs = [CapacityNeed.Grant],
            }
        );
        var told = PublicCapacity.Of(Happened(Asking.Take(1), stated, Asking.OfTrust)).Json!;
        Assert.Contains("good at fictional reading", told);
        Assert.Contains("grant", told);
        Assert.DoesNotContain("secret", told);
        Assert.DoesNotContain("school:", told);
    }
}
