using Trellis.Access;
using Trellis.Journal;
using Trellis.Listings;
using Trellis.Models;
using Trellis.Pages.Expertise;
using Trellis.Pages.Partnerships;
using Trellis.People;
using Trellis.PublicRecord;
using Trellis.Schools;
using Trellis.Serving;
using Trellis.Store;

namespace Trellis.Partnerships;

/// <summary>What pages keep in memory of the public record: read once, and never behind it.</summary>
public sealed class RecordInMemoryTests(SiteFixture fixture) : IAsyncLifetime
{
    private readonly MovingClock clock = new();
    private readonly string folder = Directory.CreateTempSubdirectory("trellis-memory-").FullName;
    private Casework casework = null!;
    private PublicRecordFile record = null!;
    private School[] schools = [];

    public async ValueTask InitializeAsync()
    {
        casework = Casework.At(folder, null);
        await casework.Upgrade(clock);
        record = PublicRecordFile.Open(Path.Combine(folder, "node"));
        schools = [.. fixture.Site.Snapshot.Schools.Where(s => s.IsOpen).Take(2)];
    }

    public async ValueTask DisposeAsync()
    {
        record.Dispose();
        await casework.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private static DateOnly Today => new(2026, 10, 2);

    private Occasion Head(School school) =>
        new(
            new Holder(
                PersonId.From([9, 1, 1, 1, 1, 1, 1, 1, 1, 1]),
                new Appointment(Role.Head, Scope.School(school.Urn))
            ),
            clock.GetUtcNow(),
            Today
        );

    private async Task State(byte number)
    {
        Voice by = new(Party.School(schools[0].Urn), new Scope(ScopeKind.LocalAuthority, "201"));
        Assert.IsType<Done<Partnership>.Written>(
            await casework.Do(
                new RegisterPartnership(
                    PartnershipId.From([number, 2, 3, 4, 5, 6, 7, 8, 9, 10]),
                    by,
                    $"Fictional cluster {number}",
                    ModelId.Parse("informal-collaboration"),
                    Today,
                    [Purpose.StaffPractice],
                    Depth.Planned,
                    Willingness.Willing,
                    default,
                    [
                        new NewMember(by.As, default, [], Today),
                        new NewMember(Party.School(schools[1].Urn), default, [], Today),
                    ],
                    Agreement.None,
                    Costs.NotSaid,
                    []
                ),
                Head(schools[0]),
                beside: (_, after) => new Alongside([], [after.Public])
            )
        );
        await record.Follow(casework, clock);
    }

    private async Task Offer(School school, byte number)
    {
        var own = Party.School(school.Urn);
        Assert.IsType<Done<Listing>.Written>(
            await casework.Do(
                new PostListing(
                    ListingId.From([number, 2, 3, 4, 5, 6, 7, 8, 9, 10]),
                    new Voice(own, new Scope(ScopeKind.LocalAuthority, "201")),
                    ListingKind.Offer,
                    new ListingTerms(
                        TopicId.Parse("maths"),
                        "Fictional help",
                        10,
                        Today,
                        null,
                        default,
                        [],
                        default,
                        null
                    )
                ),
                Head(school),
                beside: (_, after) => new Alongside([], [PublicListing.Of(after)])
            )
        );
        await record.Follow(casework, clock);
    }

    private PartnershipBook Book => PartnershipBook.Of(record, fixture.Site.Snapshot, Today);

    [Fact]
    public async Task A_step_about_something_else_makes_no_new_book_and_one_about_a_partnership_does()
    {
        await State(1);
        var before = Book;

        await Offer(schools[0], 1);
        Assert.Same(before, Book);

        await State(2);
        Assert.NotSame(before, Book);
        Assert.Equal(2, Book.Stated.Count);
        // What did not change is not read again.
        Assert.Same(before.Stated.Single(), Book.Stated[1]);
    }

    [Fact]
    public async Task Many_who_ask_at_once_have_it_read_once()
    {
        foreach (var number in (byte[])[1, 2, 3])
            await State(number);
        var read = 0;
        var once = new ReadOnce<int>(PublicPartnership.Kind, _ => Interlocked.Increment(ref read));

        var lists = await Task.WhenAll(
            Enumerable.Range(0, 16).Select(_ => Task.Run(() => once.All(record)))
        );

        Assert.Equal(3, read);
        Assert.All(lists, l => Assert.Same(lists[0], l));
    }

    [Fact]
    public async Task What_is_taken_out_of_the_record_is_out_of_memory_too()
    {
        await State(1);
        Assert.Single(Book.Stated);
        var own = new Voice(Party.School(schools[0].Urn), null);
        // Who stated it says that it was a mistake: whoever confirmed can only leave, so the whole ends.
        await casework.Do(
            new EndPartnership(
                PartnershipId.From([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]),
                own,
                Today,
                EndReason.Drifted,
                default
            ),
            Head(schools[0]),
            beside: (_, after) =>
                new Alongside([], [new PublicChange(PublicPartnership.Kind, after.Key, null)])
        );
        await record.Follow(casework, clock);

        Assert.Empty(Book.Stated);
        Assert.Empty(Book.Of(own.As));
    }

    [Fact]
    public async Task A_school_that_has_closed_offers_nothing_more()
    {
        var snapshot = fixture.Site.Snapshot;
        var closed = snapshot.Schools.First(s => !s.IsOpen);
        Assert.True(Entries.IsThereStill(snapshot, Party.School(schools[0].Urn)));
        Assert.False(Entries.IsThereStill(snapshot, Party.School(closed.Urn)));

        await using var site = await PeopleSite.Over(fixture.Site.Store);
        foreach (var (school, number) in new[] { (schools[0], (byte)1), (closed, (byte)2) })
        {
            var own = Party.School(school.Urn);
            await site.Casework.Do(
                new PostListing(
                    ListingId.From([number, 2, 3, 4, 5, 6, 7, 8, 9, 10]),
                    new Voice(own, null),
                    ListingKind.Offer,
                    new ListingTerms(
                        TopicId.Parse("maths"),
                        $"Fictional help number {number}",
                        10,
                        Today,
                        null,
                        default,
                        [],
                        default,
                        null
                    )
                ),
                Head(school),
                beside: (_, after) => new Alongside([], [PublicListing.Of(after)])
            );
        }
        await site.Site.Part<PublicRecordFile>().Follow(site.Casework, site.Clock);

        foreach (var form in (string[])["", ".json", ".csv", ".atom"])
        {
            var told = (await site.Browser().Get($"/directory{form}")).Text;
            if (form.Length > 0)
                Assert.Contains("help number 1", told, StringComparison.Ordinal);
            Assert.DoesNotContain("help number 2", told, StringComparison.Ordinal);
        }
    }
}
