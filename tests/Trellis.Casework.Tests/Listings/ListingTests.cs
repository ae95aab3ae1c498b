using Trellis.Enquiries;
using Trellis.Journal;
using Trellis.Partnerships;
using Trellis.Store;

namespace Trellis.Listings;

/// <summary>What may stand in the directory, by whose word, and for how long.</summary>
public sealed class ListingTests(Databases databases)
{
    private static PostListing Offer =>
        new(Cast.Entry(1), Cast.First, ListingKind.Offer, Cast.Terms);

    private static readonly Listing posted = Offer.Done(null, Cast.On(Cast.HeadOfFirst, 0));

    [Fact]
    public void The_needs_that_figures_speak_of_and_the_kinds_of_expertise_are_topics_each_once()
    {
        Assert.NotNull(Topics.Of(TopicId.Parse("maths"))!.Need);
        Assert.Null(Topics.Of(TopicId.Parse("senco"))!.Need);
        Assert.True(Topics.All.Count >= 40, $"{Topics.All.Count}");
        Assert.Distinct(Topics.All.Select(t => t.Label));
        Assert.Null(Topics.Of(TopicId.Parse("astrology")));
    }

    [Fact]
    public void A_topic_that_does_not_fit_is_named_with_its_line()
    {
        var wrong = Assert.Throws<Sources.UnreadableSourceException>(() =>
            Topic.ParseFile(
                "expertise/topics.yaml",
                "- id: senco\n  label: SENCO\n  group: people\n  what: Words.\n  reviewed: 2026-11-22\n  review-by: 2027-11-01\n"
            )
        );
        Assert.Contains("line 3: 'group' is 'people'", wrong.Message);
    }

    [Fact]
    public void A_topic_that_is_there_twice_stops_the_start()
    {
        var maths = Topics.Of(Cast.Maths)!;
        var wrong = Assert.Throws<Sources.UnreadableSourceException>(() =>
            Topics.Index([maths, maths with { Label = "Sums" }])
        );
        Assert.Contains("'maths' is there twice", wrong.Message);
    }

    [Fact]
    public void A_head_says_what_the_school_offers_and_a_stranger_does_not()
    {
        Assert.Equal(ListingStanding.Open, posted.StandingOn(Story.FirstDay));
        Assert.Equal("not-your-party", Offer.Refused(null, Cast.On(Cast.HeadOfSecond, 0)));
        Assert.Equal("posted-already", Offer.Refused(posted, Cast.On(Cast.HeadOfFirst, 0)));
    }

    [Fact]
    public void The_head_of_a_school_in_a_trust_offers_help_but_the_trust_offers_a_post()
    {
        var help = new PostListing(Cast.Entry(2), Cast.Third, ListingKind.Offer, Cast.Terms);
        help.Done(null, Cast.On(Cast.HeadOfThird, 0));
        var post = new PostListing(
            Cast.Entry(3),
            Cast.Third,
            ListingKind.PostOffered,
            Cast.HalfASenco
        );
        Assert.Equal("others-act", post.Refused(null, Cast.On(Cast.HeadOfThird, 0)));
        var open = post.Done(null, Cast.On(Cast.OfficerOfTrust, 0));
        Assert.Equal(
            "others-act",
            new CloseListing(open.Id, Cast.Third, CloseReason.Filled).Refused(
                open,
                Cast.On(Cast.HeadOfThird, 1)
            )
        );
    }

    [Fact]
    public void An_offer_that_nobody_renews_for_a_year_lapses_and_comes_back_when_it_is_renewed()
    {
        Assert.Equal(
            ListingStanding.Open,
            posted.StandingOn(Story.FirstDay.AddYears(1).AddDays(-1))
        );
        Assert.Equal(ListingStanding.Lapsed, posted.StandingOn(Story.FirstDay.AddYears(1)));
        var renewed = new RenewListing(posted.Id, Cast.First).Done(
            posted,
            Cast.On(Cast.HeadOfFirst, 400)
        );
        Assert.Equal(ListingStanding.Open, renewed.StandingOn(Story.FirstDay.AddDays(400)));
        // 2 October 2026 and 400 days is 6 November 2027; a year later it lapses again.
        Assert.Equal(new DateOnly(2028, 11, 6), renewed.LapsesOn);
    }

    [Fact]
    public void An_offer_is_over_after_its_last_day_and_is_not_renewed_but_changed()
    {
        var until = posted with
        {
            Terms = posted.Terms with { Until = Story.FirstDay.AddDays(10) },
        };
        Assert.Equal(ListingStanding.Open, until.StandingOn(Story.FirstDay.AddDays(10)));
        Assert.Equal(ListingStanding.Over, until.StandingOn(Story.FirstDay.AddDays(11)));
        Assert.Equal(
            "over",
            new RenewListing(until.Id, Cast.First).Refused(until, Cast.On(Cast.HeadOfFirst, 11))
        );
    }

    [Fact]
    public void What_is_closed_leaves_the_public_record_and_is_not_changed_again()
    {
        Assert.Contains("Fictional help with maths", PublicListing.Of(posted).Json);
        var closed = new CloseListing(posted.Id, Cast.First, CloseReason.NoLonger).Done(
            posted,
            Cast.On(Cast.HeadOfFirst, 1)
        );
        Assert.Null(PublicListing.Of(closed).Json);
        Assert.Equal(
            "closed",
            new ChangeListing(posted.Id, Cast.First, Cast.Terms).Refused(
                closed,
                Cast.On(Cast.HeadOfFirst, 2)
            )
        );
        Assert.Equal(
            "closed",
            new RenewListing(posted.Id, Cast.First).Refused(closed, Cast.On(Cast.HeadOfFirst, 2))
        );
        Assert.Equal(
            "no-entry",
            new CloseListing(posted.Id, Cast.Second, CloseReason.Filled).Refused(
                posted,
                Cast.On(Cast.HeadOfSecond, 1)
            )
        );
    }

    public static TheoryData<string, ListingKind, ListingTerms> Unfit() =>
        new()
        {
            { "topic-unknown", ListingKind.Need, Cast.Terms with { Topic = TopicId.Parse("x") } },
            { "words-missing", ListingKind.Need, Cast.Terms with { Words = " \r\n " } },
            {
                "words-too-long",
                ListingKind.Need,
                Cast.Terms with
                {
                    Words = new string('a', 1001),
                }
            },
            { "words-unfit", ListingKind.Need, Cast.Terms with { Words = "a\u0007b" } },
            {
                "record-too-long",
                ListingKind.Offer,
                Cast.Terms with
                {
                    TrackRecord = new string('a', 1001),
                }
            },
            { "quality-unfit", ListingKind.Offer, Cast.Terms with { Quality = "\u001b[31m" } },
            { "days-unfit", ListingKind.Offer, Cast.Terms with { DaysATerm = 0 } },
            { "days-unfit", ListingKind.Offer, Cast.Terms with { DaysATerm = 201 } },
            {
                "from-unfit",
                ListingKind.Offer,
                Cast.Terms with
                {
                    From = new DateOnly(1900, 1, 1),
                }
            },
            {
                "until-unfit",
                ListingKind.Offer,
                Cast.Terms with
                {
                    Until = new DateOnly(2026, 10, 1),
                }
            },
            { "post-unfit", ListingKind.Offer, Cast.HalfASenco },
            { "post-unfit", ListingKind.PostWanted, Cast.Terms },
            {
                "role-unfit",
                ListingKind.PostWanted,
                Cast.HalfASenco with
                {
                    Post = Cast.HalfASenco.Post! with { Role = "a\nb" },
                }
            },
            {
                "week-unfit",
                ListingKind.PostWanted,
                Cast.HalfASenco with
                {
                    Post = Cast.HalfASenco.Post! with { TenthsOfDaysAWeek = 51 },
                }
            },
            {
                "travel-unfit",
                ListingKind.PostWanted,
                Cast.HalfASenco with
                {
                    Post = Cast.HalfASenco.Post! with { TravelMinutes = 999 },
                }
            },
            {
                "partnerships-too-many",
                ListingKind.Offer,
                Cast.Terms with
                {
                    Partnerships =
                    [
                        .. Enumerable
                            .Range(1, 6)
                            .Select(n => PartnershipId.From([(byte)n, 1, 1, 1, 1, 1, 1, 1, 1, 1])),
                    ],
                }
            },
        };

    [Theory, MemberData(nameof(Unfit))]
    public void What_does_not_fit_is_refused_by_name(
        string code,
        ListingKind kind,
        ListingTerms terms
    ) =>
        Assert.Equal(
            code,
            new PostListing(Cast.Entry(4), Cast.First, kind, terms).Refused(
                null,
                Cast.On(Cast.HeadOfFirst, 0)
            )
        );

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task An_entry_is_kept_whole_and_found_by_whose_it_is(Database database)
    {
        await using var store = await databases.Store(database);
        var terms = Cast.HalfASenco with
        {
            Until = new DateOnly(2027, 7, 31),
            TrackRecord = "Two fictional years",
            Quality = "A fictional review",
            Partnerships = [PartnershipId.From([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])],
        };
        await store.Do(
            new PostListing(Cast.Entry(5), Cast.First, ListingKind.PostOffered, terms),
            Cast.On(Cast.HeadOfFirst, 0)
        );
        var changed = Assert.IsType<Done<Listing>.Written>(
            await store.Do(
                new ChangeListing(
                    Cast.Entry(5),
                    Cast.First,
                    terms with
                    {
                        Words = "Fewer\r\nfictional words ",
                    }
                ),
                Cast.On(Cast.HeadOfFirst, 1)
            )
        );
        var kept = Assert.Single(await store.Documents<Listing>(Cast.First.As.ToString()));
        Assert.Equal(ActJson.Write(changed.After.State), ActJson.Write(kept.State));
        Assert.Equal("Fewer\nfictional words", kept.State.Terms.Words.ToString());
        Assert.Equal(2, kept.Version);
        Assert.IsType<Done<Listing>.Unchanged>(
            await store.Do(
                new ChangeListing(Cast.Entry(5), Cast.First, kept.State.Terms),
                Cast.On(Cast.HeadOfFirst, 1)
            )
        );
        Assert.Empty(await store.Documents<Listing>(Cast.Second.As.ToString()));
    }
}
