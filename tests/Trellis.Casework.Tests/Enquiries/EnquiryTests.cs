using Trellis.Journal;
using Trellis.Listings;
using Trellis.Store;

namespace Trellis.Enquiries;

/// <summary>Who may ask whom, who answers, and what an agreement takes of what was offered.</summary>
public sealed class EnquiryTests(Databases databases)
{
    private static AskSchool Ask(int number = 1, bool there = true, bool binds = false) =>
        new(
            Cast.Asked(number),
            Cast.First,
            Cast.Second.As,
            Cast.Entry(1),
            Cast.Maths,
            binds,
            "Could you help us, fictionally?",
            5,
            there
        );

    private static Enquiry Asked(int number = 1) =>
        Ask(number).Done(null, Cast.On(Cast.HeadOfFirst, 0));

    private static ReplyToEnquiry Yes(int number = 1, int days = 5, int lastDay = 100) =>
        new(
            Cast.Asked(number),
            Cast.Second,
            ReplyKind.Yes,
            null,
            default,
            days,
            Story.FirstDay.AddDays(lastDay)
        );

    [Fact]
    public void A_school_with_nobody_here_cannot_be_asked_here() =>
        Assert.Equal("nobody-there", Ask(there: false).Refused(null, Cast.On(Cast.HeadOfFirst, 0)));

    [Fact]
    public void Only_a_schools_own_people_ask_in_its_name_and_not_itself()
    {
        Assert.Equal("not-your-party", Ask().Refused(null, Cast.On(Cast.HeadOfSecond, 0)));
        Assert.Equal(
            "asks-itself",
            (Ask() with { To = Cast.First.As }).Refused(null, Cast.On(Cast.HeadOfFirst, 0))
        );
    }

    [Fact]
    public void Only_whoever_was_asked_answers_and_a_stranger_learns_nothing()
    {
        var enquiry = Asked();
        Assert.Equal(
            "no-enquiry",
            (Yes() with { By = Cast.First }).Refused(enquiry, Cast.On(Cast.HeadOfFirst, 1))
        );
        Assert.Equal("no-enquiry", Yes().Refused(enquiry, Cast.On(Cast.HeadOfThird, 1)));
        Assert.Equal("no-enquiry", Yes().Refused(null, Cast.On(Cast.HeadOfThird, 1)));
        Yes().Done(enquiry, Cast.On(Cast.HeadOfSecond, 1));
    }

    [Fact]
    public void A_yes_says_how_much_and_until_when_and_a_not_now_says_why()
    {
        var enquiry = Asked();
        var now = Cast.On(Cast.HeadOfSecond, 1);
        Assert.Equal("days-unfit", (Yes() with { DaysATerm = null }).Refused(enquiry, now));
        Assert.Equal("until-unfit", (Yes() with { Until = null }).Refused(enquiry, now));
        Assert.Equal("until-unfit", Yes(lastDay: 400).Refused(enquiry, now));
        Assert.Equal(
            "reason-missing",
            (Yes() with { Kind = ReplyKind.NotNow }).Refused(enquiry, now)
        );
        var later = (Yes() with { Kind = ReplyKind.NotNow, Reason = Reluctance.NoTime }).Done(
            enquiry,
            now
        );
        Assert.Equal(Reluctance.NoTime, later.Answer!.Reason);
        Assert.Null(later.Answer.DaysATerm);
    }

    [Fact]
    public void A_yes_to_a_post_is_the_trusts_to_give()
    {
        var ask = Ask(binds: true) with { To = Cast.Third.As };
        var enquiry = ask.Done(null, Cast.On(Cast.HeadOfFirst, 0));
        var yes = Yes() with { By = Cast.Third, DaysATerm = null };
        Assert.Equal("others-act", yes.Refused(enquiry, Cast.On(Cast.HeadOfThird, 1)));
        yes.Done(enquiry, Cast.On(Cast.OfficerOfTrust, 1));
        (yes with { Kind = ReplyKind.No }).Done(enquiry, Cast.On(Cast.HeadOfThird, 1));
    }

    [Fact]
    public void What_is_withdrawn_is_not_answered_any_more()
    {
        var gone = new WithdrawEnquiry(Cast.Asked(1), Cast.First).Done(
            Asked(),
            Cast.On(Cast.HeadOfFirst, 1)
        );
        Assert.Equal("withdrawn", Yes().Refused(gone, Cast.On(Cast.HeadOfSecond, 2)));
        Assert.Equal(
            "no-enquiry",
            new WithdrawEnquiry(Cast.Asked(1), Cast.Second).Refused(
                Asked(),
                Cast.On(Cast.HeadOfSecond, 1)
            )
        );
    }

    [Fact]
    public void Agreed_days_are_taken_until_they_end_are_withdrawn_or_refused_after_all()
    {
        var now = Cast.On(Cast.HeadOfSecond, 1);
        var first = Yes(1, days: 4, lastDay: 100).Done(Asked(1), now);
        var second = Yes(2, days: 3, lastDay: 200).Done(Asked(2), now);
        var other = Yes(3, days: 9).Done(Asked(3) with { About = Cast.Entry(2) }, now);
        var taken = Load.Of(Cast.Entry(1), [first, second, other, Asked(4)], now.Today);
        // Both last to day 100; the second alone to day 200.
        Assert.Equal(
            [
                new Taken(Story.FirstDay.AddDays(100), 4 + 3),
                new Taken(Story.FirstDay.AddDays(200), 3),
            ],
            taken
        );
        Assert.Equal(7, taken.On(Story.FirstDay.AddDays(100)));
        Assert.Equal(3, taken.On(Story.FirstDay.AddDays(101)));
        Assert.Equal(0, taken.On(Story.FirstDay.AddDays(201)));
        var withdrawn = new WithdrawEnquiry(Cast.Asked(1), Cast.First).Done(
            first,
            Cast.On(Cast.HeadOfFirst, 2)
        );
        var refused = (Yes(2) with { Kind = ReplyKind.No }).Done(second, now);
        Assert.Empty(Load.Of(Cast.Entry(1), [withdrawn, refused], now.Today));
    }

    [Fact]
    public void The_load_is_public_as_a_share_in_tens_and_names_nobody()
    {
        var offer = new PostListing(Cast.Entry(1), Cast.Second, ListingKind.Offer, Cast.Terms).Done(
            null,
            Cast.On(Cast.HeadOfSecond, 0)
        );
        var agreed = Yes(1, days: 4, lastDay: 100).Done(Asked(), Cast.On(Cast.HeadOfSecond, 1));
        var change = PublicLoad.Of(offer, Load.Of(offer.Id, [agreed], Story.FirstDay));
        // 4 of 10 days; 10 October 2026 is day 8, and day 100 is 10 January 2027.
        Assert.Equal(
            $$"""{"Listing":"{{offer.Id}}","Steps":[{"Until":"2027-01-10","Percent":40}]}""",
            change.Json
        );
        Assert.Null(PublicLoad.Of(offer, []).Json);
        var more = PublicLoad.Of(
            offer,
            Load.Of(
                offer.Id,
                [Yes(1, days: 45).Done(Asked(), Cast.On(Cast.HeadOfSecond, 1))],
                Story.FirstDay
            )
        );
        Assert.Contains("\"Percent\":100", more.Json);
    }

    [Fact]
    public void A_shortlist_is_a_partys_own_holds_fifty_and_keeps_the_newest_note()
    {
        var now = Cast.On(Cast.HeadOfFirst, 0);
        var list = new PutOnShortlist(Cast.First, Cast.Second.As, "Ask in fictional spring").Done(
            null,
            now
        );
        list = new PutOnShortlist(Cast.First, Cast.Second.As, "Asked").Done(list, now);
        Assert.Equal("Asked", Assert.Single(list.Listed).Note.ToString());
        Assert.Equal(
            "not-your-party",
            new PutOnShortlist(Cast.First, Cast.Third.As, default).Refused(
                list,
                Cast.On(Cast.HeadOfSecond, 0)
            )
        );
        for (var urn = 100_100; list.Listed.Count < Shortlist.Most; urn++)
            list = new PutOnShortlist(
                Cast.First,
                Partnerships.Party.School(new Schools.Urn(urn)),
                default
            ).Done(list, now);
        Assert.Equal(
            "full",
            new PutOnShortlist(Cast.First, Cast.Third.As, default).Refused(list, now)
        );
        var fewer = new TakeOffShortlist(Cast.First, Cast.Second.As).Done(list, now);
        Assert.Equal(Shortlist.Most - 1, fewer.Listed.Count);
    }

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task An_enquiry_and_a_shortlist_are_kept_whole_and_found_by_their_parties_alone(
        Database database
    )
    {
        await using var store = await databases.Store(database);
        await store.Do(Ask(), Cast.On(Cast.HeadOfFirst, 0));
        var answered = Assert.IsType<Done<Enquiry>.Written>(
            await store.Do(Yes() with { Words = "Yes, fictionally" }, Cast.On(Cast.HeadOfSecond, 1))
        );
        foreach (var party in new[] { Cast.First, Cast.Second })
            Assert.Equal(
                ActJson.Write(answered.After.State),
                ActJson.Write(
                    Assert.Single(await store.Documents<Enquiry>(party.As.ToString())).State
                )
            );
        Assert.Empty(await store.Documents<Enquiry>(Cast.Third.As.ToString()));
        var listed = Assert.IsType<Done<Shortlist>.Written>(
            await store.Do(
                new PutOnShortlist(Cast.First, Cast.Second.As, "A fictional note"),
                Cast.On(Cast.HeadOfFirst, 2)
            )
        );
        var kept = (await store.Find<Shortlist>(Cast.First.As.ToString()))!;
        Assert.Equal(ActJson.Write(listed.After.State), ActJson.Write(kept.State));
    }
}
