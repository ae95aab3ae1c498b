using Trellis.Enquiries;
using Trellis.Listings;
using Trellis.Mail;
using Trellis.Partnerships;
using Trellis.People;
using Trellis.Retention;
using Trellis.Schools;
using Trellis.Statements;
using Trellis.Store;

namespace Trellis.Journal;

/// <summary>Somebody typed the name of a pupil. Two administrators take it out of the document, of what is public of it, of its letters and of the journal.</summary>
public sealed class EraseWordsTests(Databases databases)
{
    private const string Pupil = "Fictional Pupil Quillon likes reading.";

    private static readonly Holder byTwo = new(
        Story.Id(1),
        new Appointment(Role.Administrator, Scope.Everywhere),
        Story.Id(2)
    );

    private static Letter To(string body) =>
        new("ada@fictional.example", "A fictional letter", body);

    /// <summary>Erases what stands at the first place that has the words.</summary>
    private static async Task Erase(Casework store, string words = Pupil)
    {
        var place = (
            from entry in await store.Entries(1, 1000)
            from text in entry.Texts
            where text.Text == words
            select new TextPlace(entry.Number, text.Path)
        ).First();
        Assert.IsType<Done<Wording>.Written>(
            await store.Do(new EraseText(place), Story.By(byTwo, 100 * 1440))
        );
    }

    /// <summary>Nowhere in the file of the store or in the tables, and the chain holds.</summary>
    private static async Task IsGone(Casework store, string words = "Quillon")
    {
        foreach (var entry in await store.Entries(1, 1000))
        {
            Assert.DoesNotContain(words, entry.Payload);
            Assert.DoesNotContain(entry.Texts, t => t.Text?.Contains(words) == true);
        }
        await using (var db = store.Connect())
        {
            Assert.DoesNotContain(db.Set<DocumentRow>().ToList(), r => r.Json.Contains(words));
            Assert.DoesNotContain(
                db.Set<PublicChangeRow>().ToList(),
                r => r.Json?.Contains(words) == true
            );
            Assert.DoesNotContain(
                db.Set<LetterRow>().ToList(),
                r => $"{r.Subject} {r.Body}".Contains(words)
            );
            Assert.DoesNotContain(
                db.Set<StatementRow>().ToList(),
                r => r.Text?.Contains(words) == true
            );
        }
        Assert.Null((await store.Verify()).Fault);
    }

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task They_leave_a_partnership_and_its_public_page(Database database)
    {
        await using var store = await databases.Store(database);
        await store.Do(
            RegisterPartnershipTests.Cluster() with
            {
                Agreement = Agreement.None with { Terms = Pupil },
            },
            Story.By(RegisterPartnershipTests.HeadOfFirst, 2),
            beside: (_, after) => new Alongside([To($"It says: {Pupil}")], [after.Public])
        );
        // The same words in another document are another's, and stay.
        await store.Do(
            new MakeStatement(new Urn(100_000), Pupil),
            Story.By(RegisterPartnershipTests.HeadOfFirst, 4),
            beside: (_, after) => new Alongside([], [after.Public])
        );

        await Erase(store);

        var kept = (
            await store.Find<Partnership>($"{RegisterPartnershipTests.Cluster().Id}")
        )!.State;
        Assert.Equal("[erased]", kept.Agreement.Terms.Text);
        Assert.True(kept.Name.IsThere);
        Assert.Equal(Pupil, (await store.Find<SchoolStatement>("100000"))!.State.Text.Text);
        using var open = PublicRecordFile.Open(
            Directory.CreateTempSubdirectory("trellis-public-").FullName
        );
        await open.Follow(store, new Clock());
        Assert.DoesNotContain("Quillon", Assert.Single(open.List(PublicPartnership.Kind, 10)).Json);
        await Erase(store);
        await IsGone(store);
    }

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task They_leave_an_enquiry_its_answer_and_the_letters_that_told_of_it(
        Database database
    )
    {
        await using var store = await databases.Store(database);
        await store.Do(
            Asked(1, Pupil),
            Cast.On(Cast.HeadOfFirst, 0),
            beside: (_, _) => new Alongside([To($"Asked: {Pupil}")], [])
        );
        await store.Do(
            new ReplyToEnquiry(Cast.Asked(1), Cast.Second, ReplyKind.No, null, Pupil, null, null),
            Cast.On(Cast.HeadOfSecond, 1)
        );

        await Erase(store);

        var kept = (await store.Find<Enquiry>($"{Cast.Asked(1)}"))!.State;
        Assert.Equal("[erased]", kept.Words.Text);
        Assert.Equal("[erased]", kept.Answer!.Words.Text);
        await IsGone(store);
    }

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task They_leave_an_entry_of_the_directory_and_an_introduction(Database database)
    {
        await using var store = await databases.Store(database);
        await store.Do(
            new PostListing(
                Cast.Entry(1),
                Cast.First,
                ListingKind.Offer,
                Cast.Terms with
                {
                    Words = Pupil,
                }
            ),
            Cast.On(Cast.HeadOfFirst, 0),
            beside: (_, after) => new Alongside([], [PublicListing.Of(after)])
        );
        await store.Do(Introduced(1, Pupil), Cast.On(Cast.OfficerOfArea, 1));

        await Erase(store);
        await Erase(store);

        await IsGone(store);
        Assert.Equal(
            "[erased]",
            (await store.Find<Introduction>($"{Cast.Proposed(1)}"))!.State.Words.Text
        );
    }

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task It_takes_two_administrators(Database database)
    {
        await using var store = await databases.Store(database);
        await store.Do(Asked(1, Pupil), Cast.On(Cast.HeadOfFirst, 0));
        var place = new TextPlace(1, "event.words");

        var alone = await store.Do(
            new EraseText(place),
            Story.By(new Holder(Story.Id(1), byTwo.As), 5)
        );
        var head = await store.Do(
            new EraseText(place),
            Story.By(new Holder(Story.Id(1), Cast.HeadOfFirst.As, Story.Id(2)), 5)
        );
        var all = await store.Do(new EraseText(place) { Whole = true }, Story.By(byTwo, 5));

        Assert.Equal(
            ["second-person-needed", "not-yours-to-erase", "not-yours-to-erase"],
            new[] { alone, head, all }.Select(d => Assert.IsType<Done<Wording>.Refused>(d).Why.Code)
        );
        Assert.Equal(Pupil, (await store.Find<Enquiry>($"{Cast.Asked(1)}"))!.State.Words.Text);
    }

    private static AskSchool Asked(int number, string words) =>
        new(
            Cast.Asked(number),
            Cast.First,
            Cast.Second.As,
            null,
            Cast.Maths,
            false,
            words,
            null,
            true
        );

    private static ProposeIntroduction Introduced(int number, string words) =>
        new(
            Cast.Proposed(number),
            Cast.Area,
            [Cast.First.As, Cast.Second.As],
            [Cast.First.As, Cast.Second.As],
            Cast.Maths,
            words
        );

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task After_two_years_the_words_of_what_was_asked_and_noted_go_and_that_it_was_stays(
        Database database
    )
    {
        await using var store = await databases.Store(database);
        await store.Do(Asked(1, "Old Quillon words"), Cast.On(Cast.HeadOfFirst, 0));
        await store.Do(Asked(2, "Newer fictional words"), Cast.On(Cast.HeadOfFirst, 1));
        await store.Do(Introduced(1, "Old Quillon introduction"), Cast.On(Cast.OfficerOfArea, 0));
        await store.Do(
            new PutOnShortlist(Cast.First, Cast.Second.As, "Old Quillon note"),
            Cast.On(Cast.HeadOfFirst, 0)
        );
        await store.Do(
            new PutOnShortlist(Cast.First, Cast.Third.As, "Newer fictional note"),
            Cast.On(Cast.HeadOfFirst, 1)
        );
        // Kept to 2 October 2028 in full: 24 months.
        Assert.Empty(await Sweep(store, new DateOnly(2028, 10, 2)));

        var counts = await Sweep(store, new DateOnly(2028, 10, 3));

        Assert.Equal(
            ["closed-enquiries 1", "closed-introductions 1", "shortlist-notes 1"],
            counts.Select(c => $"{c.Rule} {c.Number}").Order()
        );
        await IsGone(store);
        var enquiry = (await store.Find<Enquiry>($"{Cast.Asked(1)}"))!.State;
        Assert.Equal((Cast.Second.As, Story.FirstDay), (enquiry.To, enquiry.AskedOn));
        Assert.Equal(
            "Newer fictional words",
            (await store.Find<Enquiry>($"{Cast.Asked(2)}"))!.State.Words.Text
        );
        Assert.Equal(
            ["[erased]", "Newer fictional note"],
            (await store.Find<Shortlist>($"{Cast.First.As}"))!.State.Listed.Select(l => l.Note.Text)
        );
        Assert.Empty(await Sweep(store, new DateOnly(2028, 10, 3)));
    }

    private static Task<IReadOnlyList<RetentionCount>> Sweep(Casework store, DateOnly day) =>
        store.CarryOutRetention(
            RetentionRules.All,
            new DateTimeOffset(day, new TimeOnly(2, 0), TimeSpan.Zero),
            day
        );
}
