using Trellis.Journal;
using Trellis.Listings;
using Trellis.Partnerships;
using Trellis.People;
using Trellis.Store;

namespace Trellis.Enquiries;

/// <summary>Random acts by random people on random days: who may do what in which state is written here a second time, as tables.</summary>
public sealed class WalkTests(Databases databases)
{
    private const int Walks = 10_000;
    private const int Steps = 12;

    private static readonly Holder[] people =
    [
        Cast.HeadOfFirst,
        Cast.HeadOfSecond,
        Cast.HeadOfThird,
        Cast.OfficerOfTrust,
        Cast.OfficerOfArea,
    ];
    private static readonly Voice[] voices = [Cast.First, Cast.Second, Cast.Third, Cast.Area];

    /// <summary>Who speaks for whom, read from the cast: its own head, its trust's officer, its authority's officer.</summary>
    private static readonly HashSet<(Holder, Voice)> speaks =
    [
        (Cast.HeadOfFirst, Cast.First),
        (Cast.HeadOfSecond, Cast.Second),
        (Cast.HeadOfThird, Cast.Third),
        (Cast.OfficerOfTrust, Cast.Third),
        (Cast.OfficerOfArea, Cast.First),
        (Cast.OfficerOfArea, Cast.Second),
        (Cast.OfficerOfArea, Cast.Area),
    ];

    /// <summary>Who binds whom: a school of an authority itself, a school in a trust its trust.</summary>
    private static readonly HashSet<(Holder, Voice)> binds =
    [
        (Cast.HeadOfFirst, Cast.First),
        (Cast.HeadOfSecond, Cast.Second),
        (Cast.OfficerOfTrust, Cast.Third),
        (Cast.OfficerOfArea, Cast.Area),
    ];

    private static TItem Any<TItem>(Random chance, IReadOnlyList<TItem> of) =>
        of[chance.Next(of.Count)];

    /// <summary>Does an act if the rule lets it, and holds that it does so where the table does.</summary>
    private static TState? Step<TState, TEvent>(
        TState? before,
        Act<TState, TEvent> act,
        Occasion now,
        bool may,
        Dictionary<string, int> seen
    )
        where TState : State
        where TEvent : Event<TState>
    {
        var outcome = act.Apply(before, now);
        var did = outcome is not Outcome<TEvent>.Refused;
        Assert.True(
            may == did,
            $"{act} on {before} by {now.By} on {now.Today}: {outcome}, and the table says {may}."
        );
        var kind = $"{typeof(TEvent).Name} {(did ? "done" : "refused")}";
        seen[kind] = seen.GetValueOrDefault(kind) + 1;
        return outcome is Outcome<TEvent>.Happened { Event: var happened }
            ? happened.After(before, now.At)
            : before;
    }

    [Fact]
    public void Entries_of_the_directory_walk_only_where_the_table_lets_them()
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        var reached = new HashSet<ListingStanding>();
        for (var walk = 0; walk < Walks; walk++)
        {
            var chance = new Random(walk);
            Listing? entry = null;
            var day = 0;
            for (var step = 0; step < Steps; step++)
            {
                day += chance.Next(150);
                var (who, voice) = (Any(chance, people), Any(chance, voices));
                var now = Cast.On(who, day);
                var kind = Any(chance, Enum.GetValues<ListingKind>());
                var may = (entry?.Kind ?? kind).IsPost()
                    ? binds.Contains((who, voice))
                    : speaks.Contains((who, voice));
                var own = may && entry?.By == voice.As;
                var closed = entry?.Closed is not null;
                var over = entry?.Terms.Until < now.Today;
                var terms = (entry?.Kind ?? kind).IsPost() ? Cast.HalfASenco : Cast.Terms;
                terms = terms with
                {
                    From = now.Today,
                    Until = chance.Next(3) == 0 ? now.Today.AddDays(chance.Next(300)) : null,
                };
                entry = chance.Next(entry is null ? 1 : 5) switch
                {
                    0 => Step(
                        entry,
                        new PostListing(Cast.Entry(1), voice, kind, terms),
                        now,
                        entry is null && may,
                        seen
                    ),
                    1 or 2 => Step(
                        entry,
                        new ChangeListing(Cast.Entry(1), voice, terms),
                        now,
                        own && !closed,
                        seen
                    ),
                    3 => Step(
                        entry,
                        new RenewListing(Cast.Entry(1), voice),
                        now,
                        own && !closed && !over,
                        seen
                    ),
                    _ => Step(
                        entry,
                        new CloseListing(Cast.Entry(1), voice, CloseReason.Filled),
                        now,
                        own,
                        seen
                    ),
                };
                if (entry is null)
                    continue;
                reached.Add(entry.StandingOn(now.Today));
                Assert.True(entry.RenewedOn >= entry.PostedOn);
                // What is closed is final, and only that is in no public record.
                Assert.Equal(entry.Closed is null, PublicListing.Of(entry).Json is not null);
            }
        }
        Assert.Equal(Enum.GetValues<ListingStanding>().Length, reached.Count);
        Assert.Equal(4 * 2, seen.Count);
    }

    [Fact]
    public void Enquiries_walk_only_where_the_table_lets_them()
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        var reached = new HashSet<string>(StringComparer.Ordinal);
        for (var walk = 0; walk < Walks; walk++)
        {
            var chance = new Random(walk);
            Enquiry? enquiry = null;
            var day = 0;
            for (var step = 0; step < Steps; step++)
            {
                day += chance.Next(60);
                var (who, voice, to) = (
                    Any(chance, people),
                    Any(chance, voices),
                    Any(chance, voices)
                );
                var now = Cast.On(who, day);
                var there = chance.Next(4) > 0;
                var speaking = speaks.Contains((who, voice));
                var kind = Any(chance, Enum.GetValues<ReplyKind>());
                enquiry = chance.Next(enquiry is null ? 1 : 4) switch
                {
                    0 => Step(
                        enquiry,
                        new AskSchool(
                            Cast.Asked(1),
                            voice,
                            to.As,
                            null,
                            null,
                            chance.Next(2) == 0,
                            "Fictional",
                            null,
                            there
                        ),
                        now,
                        enquiry is null && speaking && there && voice != to,
                        seen
                    ),
                    1 or 2 => Step(
                        enquiry,
                        new ReplyToEnquiry(
                            Cast.Asked(1),
                            voice,
                            kind,
                            Reluctance.Cost,
                            default,
                            3,
                            now.Today.AddDays(chance.Next(366))
                        ),
                        now,
                        speaking
                            && enquiry?.To == voice.As
                            && enquiry.WithdrawnOn is null
                            && (
                                !enquiry.Binds
                                || kind != ReplyKind.Yes
                                || binds.Contains((who, voice))
                            ),
                        seen
                    ),
                    _ => Step(
                        enquiry,
                        new WithdrawEnquiry(Cast.Asked(1), voice),
                        now,
                        speaking && enquiry?.From == voice.As,
                        seen
                    ),
                };
                if (enquiry is null)
                    continue;
                reached.Add(
                    enquiry.WithdrawnOn is not null ? "withdrawn"
                    : enquiry.Answer is { } answer ? $"{answer.Kind}"
                    : "asked"
                );
                Assert.Equal(2, enquiry.Involves.Distinct(StringComparer.Ordinal).Count());
                Assert.Equal(
                    enquiry.Answer?.Kind == ReplyKind.NotNow,
                    enquiry.Answer?.Reason is not null
                );
                if (enquiry.TakesDaysOn(now.Today))
                    Assert.Equal(
                        (null, ReplyKind.Yes),
                        (enquiry.WithdrawnOn, enquiry.Answer!.Kind)
                    );
            }
        }
        Assert.Equal(5, reached.Count);
        Assert.Equal(3 * 2, seen.Count);
    }

    [Fact]
    public void Introductions_walk_only_where_the_table_lets_them()
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        var reached = new HashSet<(bool, InvitedStatus, bool)>();
        for (var walk = 0; walk < Walks; walk++)
        {
            var chance = new Random(walk);
            Introduction? one = null;
            var day = 0;
            for (var step = 0; step < Steps; step++)
            {
                day += chance.Next(60);
                var (who, voice) = (Any(chance, people), Any(chance, voices));
                var now = Cast.On(who, day);
                var authority = who == Cast.OfficerOfArea && voice == Cast.Area;
                var there = chance.Next(2) == 0;
                var agrees = chance.Next(2) == 0;
                var school = Any(chance, voices).As;
                var open = one is { Ended: null };
                one = chance.Next(one is null ? 1 : 6) switch
                {
                    0 => Step(
                        one,
                        new ProposeIntroduction(
                            Cast.Proposed(1),
                            voice,
                            [Cast.First.As, Cast.Third.As],
                            [Cast.First.As],
                            Cast.Maths,
                            "Fictional"
                        ),
                        now,
                        one is null && authority,
                        seen
                    ),
                    1 or 2 => Step(
                        one,
                        new AnswerIntroduction(
                            Cast.Proposed(1),
                            voice,
                            agrees,
                            Reluctance.Distance,
                            default
                        ),
                        now,
                        open
                            && (voice == Cast.First || voice == Cast.Third)
                            && speaks.Contains((who, voice)),
                        seen
                    ),
                    3 or 4 => Step(
                        one,
                        new LogAnswer(
                            Cast.Proposed(1),
                            voice,
                            school,
                            agrees,
                            Reluctance.Cost,
                            default,
                            there
                        ),
                        now,
                        open
                            && authority
                            && !there
                            && (school == Cast.First.As || school == Cast.Third.As),
                        seen
                    ),
                    _ => Step(
                        one,
                        new CloseIntroduction(Cast.Proposed(1), voice, null),
                        now,
                        one is not null && authority,
                        seen
                    ),
                };
                if (one is null)
                    continue;
                foreach (var invited in one.Schools)
                {
                    reached.Add((one.Ended is null, invited.Status, invited.RecordedByAuthority));
                    Assert.Equal(
                        invited.Status == InvitedStatus.Declined,
                        invited.Reason is not null
                    );
                    Assert.Equal(invited.Status == InvitedStatus.Invited, invited.On is null);
                }
            }
        }
        // Open or closed: not answered, and agreed or declined by the school's word or written down.
        Assert.Equal(2 * (1 + 2 + 2), reached.Count);
        Assert.Equal(3 * 2, seen.Count);
    }

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task Every_step_that_is_done_is_in_the_journal_and_no_other(Database database)
    {
        await using var store = await databases.Store(database);
        var chance = new Random(7);
        var written = 0;
        for (var step = 0; step < 600; step++)
        {
            var (who, voice) = (Any(chance, people), Any(chance, voices));
            var now = Cast.On(who, step);
            var (listing, asked) = (Cast.Entry(chance.Next(4)), Cast.Asked(chance.Next(4)));
            written += chance.Next(6) switch
            {
                0 => Written(
                    await store.Do(
                        new PostListing(
                            listing,
                            voice,
                            ListingKind.Need,
                            Cast.Terms with
                            {
                                From = now.Today,
                            }
                        ),
                        now
                    )
                ),
                1 => Written(await store.Do(new RenewListing(listing, voice), now)),
                2 => Written(
                    await store.Do(
                        new AskSchool(
                            asked,
                            voice,
                            Any(chance, voices).As,
                            listing,
                            null,
                            false,
                            "Fictional",
                            null,
                            true
                        ),
                        now
                    )
                ),
                3 => Written(
                    await store.Do(
                        new ReplyToEnquiry(
                            asked,
                            voice,
                            ReplyKind.NotNow,
                            Reluctance.NoTime,
                            "Fictional",
                            null,
                            null
                        ),
                        now
                    )
                ),
                4 => Written(await store.Do(new WithdrawEnquiry(asked, voice), now)),
                _ => Written(
                    await store.Do(
                        new PutOnShortlist(voice, Any(chance, voices).As, $"Fictional {step}"),
                        now
                    )
                ),
            };
        }
        Assert.True(written > 20, $"{written}");
        Assert.Equal(written, (await store.Head()).Number);
    }

    private static int Written<TState>(Done<TState> done)
        where TState : State => done is Done<TState>.Written ? 1 : 0;
}
