using Trellis.Access;
using Trellis.Jobs;
using Trellis.Journal;
using Trellis.Partnerships;
using Trellis.People;
using Trellis.Schools;
using Trellis.Serving;

namespace Trellis.Procedures;

/// <summary>Who is told that it is their turn, what is kept until it is recorded, and what is put right after.</summary>
public sealed class TurnsTests(SiteFixture fixture) : IAsyncLifetime
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    private PeopleSite site = null!;
    private School ash = null!;
    private School beech = null!;
    private Person chair = null!;
    private Browser first = null!;
    private Browser second = null!;

    public async ValueTask InitializeAsync()
    {
        site = await PeopleSite.Over(fixture.Site.Store);
        var pair = Registered
            .SchoolsWithoutTrust(site)
            .GroupBy(s => s.Current.La!.Value)
            .First(g => g.Count() > 1)
            .ToList();
        (ash, beech) = (pair[0], pair[1]);
        (_, first) = await site.SignedIn(new Appointment(Role.Head, Scope.School(ash.Urn)));
        (chair, second) = await site.SignedIn(
            new Appointment(Role.Governor, Scope.School(beech.Urn))
        );
        // An officer of both, who is not written to where the schools have their own people.
        await site.SignedIn(
            new Appointment(
                Role.LocalAuthorityOfficer,
                new Scope(ScopeKind.LocalAuthority, $"{ash.Current.La}")
            )
        );
    }

    public ValueTask DisposeAsync() => site.DisposeAsync();

    private static (string, string)[] On(string box, int day, int month, int year) =>
        [($"{box}-day", $"{day}"), ($"{box}-month", $"{month}"), ($"{box}-year", $"{year}")];

    private async Task<string> Begun()
    {
        (string, string)[] fields =
        [
            .. On("begun", 2, 10, 2026),
            ("side-school", $"{ash.Urn}\n{beech.Urn}"),
        ];
        var at = $"/procedure/new/joint-committee?as=school:{ash.Urn}";
        var check = await first.Tick(at, [.. fields, ("step", "check")]);
        var texts = check
            .Page.QuerySelectorAll("main form textarea")
            .Select(t => (t.GetAttribute("name")!, t.TextContent));
        var done = await first.Tick(at, check, [.. texts, ("step", "do")]);
        Assert.EndsWith("?done=begun", done.Leads);
        return done.Leads!.Split('?')[0];
    }

    private static async Task<string?> Take(Browser by, string at, params (string, string)[] fields)
    {
        var check = await by.Tick(at, [.. fields, ("step", "check")]);
        Assert.Contains("Check your answers", check.Text);
        return (await by.Tick(at, check, ("step", "do"))).Leads;
    }

    private static (string, string)[] Agreed(int day) =>
        [.. On("agreed-on", day, 10, 2026), ("agreement", "yes")];

    private static readonly (string, string)[] met =
    [
        .. On("running-on", 2, 10, 2026),
        ("terms", "constitution"),
        ("terms", "membership"),
        ("terms", "terms"),
        ("functions", "fictional training of staff"),
    ];

    [Fact]
    public async Task The_other_school_is_written_to_when_it_begins_and_not_who_began_it()
    {
        var at = await Begun();

        var letter = await site.OneLetter(chair);

        Assert.Contains("Agree the committee", letter);
        Assert.Contains(at, letter);
    }

    [Fact]
    public async Task A_step_that_each_takes_writes_to_nobody_until_the_last_has()
    {
        var at = await Begun();
        Assert.Single(await site.Casework.LettersWaiting(10, Stop));
        await Take(first, $"{at}/agree", Agreed(2));
        Assert.Single(await site.Casework.LettersWaiting(10, Stop));
        await Take(second, $"{at}/agree", Agreed(2));
        // Now it waits for the first meeting, which either records: the other school is told.
        Assert.Equal(2, (await site.Casework.LettersWaiting(10, Stop)).Count);
    }

    [Fact]
    public async Task Answers_are_kept_until_they_are_recorded_and_nobody_else_reads_them()
    {
        var at = await Begun();

        var later = await first.Tick(
            $"{at}/agree",
            [.. On("agreed-on", 1, 10, 2026), ("step", "later")]
        );
        Assert.EndsWith("?done=kept", later.Leads);
        Assert.Contains("In progress", (await first.Get(at)).Text);
        var again = await first.Get($"{at}/agree");
        Assert.Equal("1", again.Page.QuerySelector("#agreed-on-day")!.GetAttribute("value"));
        var theirs = (await second.Get($"{at}/agree")).Page.QuerySelector("#agreed-on-day")!;
        Assert.Equal("", theirs.GetAttribute("value") ?? "");

        await Take(first, $"{at}/agree", Agreed(2));
        Assert.DoesNotContain("In progress", (await first.Get(at)).Text);
    }

    [Fact]
    public async Task What_is_kept_can_be_thrown_away()
    {
        var at = await Begun();
        await first.Tick($"{at}/agree", [.. On("agreed-on", 1, 10, 2026), ("step", "later")]);

        var gone = await first.Tick($"{at}/agree", ("step", "throw-away"));

        Assert.EndsWith("?done=thrown-away", gone.Leads);
        Assert.DoesNotContain("In progress", (await first.Get(at)).Text);
    }

    [Fact]
    public async Task The_latest_step_is_corrected_on_its_page_by_who_took_it_and_nobody_else()
    {
        var at = await Begun();
        await Take(first, $"{at}/agree", Agreed(2));
        var page = await first.Get(at);
        Assert.Contains($"{at}/agree?correct=yes", page.Text);
        Assert.DoesNotContain("?correct=yes", (await second.Get(at)).Text);
        Assert.Contains(
            "Only the latest step can be corrected",
            (await second.Get($"{at}/agree?correct=yes")).Text
        );
        var form = await first.Get($"{at}/agree?correct=yes");
        Assert.Equal("2", form.Page.QuerySelector("#agreed-on-day")!.GetAttribute("value"));

        Assert.EndsWith("?done=corrected", await Take(first, $"{at}/agree?correct=yes", Agreed(1)));

        var after = await first.Get(at);
        Assert.Contains("1 October 2026", after.Text);
        Assert.Contains("corrected on", after.Text);
        await Take(second, $"{at}/agree", Agreed(2));
        Assert.DoesNotContain($"{at}/agree?correct=yes", (await first.Get(at)).Text);
    }

    private Task<int> Remind(DateOnly today) =>
        Reminding.Remind(
            site.Casework,
            new Uri("https://trellis.fictional.example"),
            site.Site.Part<Countries>().Current!.Snapshot,
            new Occasion(
                new Journal.Program("remind"),
                new DateTimeOffset(today, new TimeOnly(6, 0), TimeSpan.Zero),
                today
            ),
            Stop
        );

    [Fact]
    public async Task A_review_is_reminded_of_a_week_before_and_once_more_when_it_is_late()
    {
        var at = await Begun();
        await Take(first, $"{at}/agree", Agreed(2));
        await Take(second, $"{at}/agree", Agreed(2));
        await Take(first, $"{at}/start", met);
        var waiting = (await site.Casework.LettersWaiting(100, Stop)).Count;
        // The review is due a year after the first meeting of 2 October 2026.
        Assert.Equal(0, await Remind(new DateOnly(2027, 9, 24)));
        Assert.Equal(1, await Remind(new DateOnly(2027, 9, 25)));
        Assert.Equal(0, await Remind(new DateOnly(2027, 9, 26)));
        Assert.Equal(0, await Remind(new DateOnly(2027, 10, 2)));
        Assert.Equal(1, await Remind(new DateOnly(2027, 10, 3)));
        Assert.Equal(0, await Remind(new DateOnly(2028, 1, 3)));
        // A letter to each of the two schools, each time.
        Assert.Equal(waiting + 4, (await site.Casework.LettersWaiting(100, Stop)).Count);
    }
}
