using Trellis.Faults;

[assembly: AssemblyFixture(typeof(BothGrounds))]

namespace Trellis.Faults;

/// <summary>One PostgreSQL for all tests of this project.</summary>
public sealed class BothGrounds : IAsyncLifetime
{
    public Grounds Grounds { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Grounds = await Grounds.Take();

    public ValueTask DisposeAsync() => Grounds.DisposeAsync();
}

/// <summary>What people did and were told is done stays done, once and whole, whatever happens to the program, its database or its disk. `./trellis bench faults` does the same at full size.</summary>
public sealed class CaseworkTests(BothGrounds both)
{
    private const int Seed = 4;

    public static TheoryData<Kind> Kinds => new(Kind.Sqlite, Kind.Postgres);

    [Theory, MemberData(nameof(Kinds))]
    public async Task After_a_kill_all_that_was_answered_is_there_and_nothing_is_there_by_half(
        Kind kind
    )
    {
        var kills = await Kills.Run(both.Grounds, kind, 10, Seed);

        Assert.Empty(kills.Wrong);
        Assert.True(kills.Acknowledged > 100, $"only {kills.Acknowledged} acts were answered");
        Assert.Equal(kind == Kind.Postgres ? 2 : 0, kills.Servers);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Of_editors_who_saw_the_same_one_is_written_and_the_others_are_told(Kind kind)
    {
        var races = await Races.Run(both.Grounds, kind, 200, Seed);

        Assert.Equal(0, races.Lost);
        Assert.Empty(races.Wrong);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_form_sent_many_times_is_done_once_and_always_answered_the_same(Kind kind)
    {
        var duplicates = await Duplicates.Run(both.Grounds, kind, 50, Seed);

        Assert.Equal((0, 0), (duplicates.Twice, duplicates.Otherwise));
    }

    [Fact]
    public async Task A_full_disk_says_so_and_reads_go_on_and_room_is_enough_to_mend_it()
    {
        var outage = await Outage.OfRoom(both.Grounds, TimeSpan.FromSeconds(3), Seed);

        Assert.Contains("casework.db", outage.Sentence);
        Assert.Equal(0, outage.DidMeanwhile);
        Assert.True(outage.ReadMeanwhile > 0 && outage.PublicMeanwhile > 0, $"{outage}");
        Assert.Empty(outage.Wrong);
    }

    [Fact]
    public async Task A_stopped_server_says_later_and_the_public_record_is_read_all_the_same()
    {
        var outage = await Outage.OfServer(both.Grounds, TimeSpan.FromSeconds(5), Seed);

        Assert.Contains("127.0.0.1", outage.Sentence);
        Assert.Equal(0, outage.DidMeanwhile);
        Assert.True(outage.PublicMeanwhile > 0, $"{outage}");
        Assert.Empty(outage.Wrong);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_site_whose_database_is_gone_publishes_on_and_sends_forms_back_until_it_is_there(
        bool hangs
    )
    {
        var outage = await SiteOutage.Run(
            both.Grounds,
            TimeSpan.FromSeconds(5),
            Seed,
            frozen: hangs
        );

        Assert.True(outage.Asked > 0 && outage.Asked == outage.Answered, $"{outage}");
        Assert.Equal((0, 0L), (outage.Published, outage.Twice));
        // A form waits out a database that hangs for a few seconds.
        Assert.True(hangs || outage.Later > 0, $"{outage}");
    }

    /// <summary>An inspection that finds nothing proves nothing unless it finds what is wrong.</summary>
    [Theory]
    [InlineData("delete from outbox where id = '3-1'")]
    [InlineData("delete from public_change where entry = 3")]
    [InlineData("delete from once where entry = 3")]
    [InlineData("delete from journal where number = 3")]
    [InlineData("delete from subject where entry = 3")]
    [InlineData("update school_statement set text = 'other fictional words'")]
    [InlineData("update journal_text set text = 'other fictional words' where entry = 3")]
    [InlineData("update journal set payload = replace(payload, 'head', 'hand') where number = 3")]
    [InlineData("update journal_head set number = 4")]
    public async Task An_inspection_finds_what_is_half_there(string harm)
    {
        var ground = await both.Grounds.Fresh(Kind.Sqlite);
        await using (var store = await ground.Open())
            for (var i = 0; i < 3; i++)
                await store.Say(
                    Deeds.School(i),
                    $"fictional words {i}",
                    new Trellis.Store.Conditions(Once: Deeds.Form(Seed, 0, i))
                );
        var answered = new Dictionary<string, long> { [Deeds.Form(Seed, 0, 0)] = 1 };
        Assert.Empty(await Inspection.Of(ground, answered));
        await using (var db = await ground.Connect())
        {
            await using var command = db.CreateCommand();
            command.CommandText = harm;
            Assert.NotEqual(0, await command.ExecuteNonQueryAsync());
        }

        Assert.NotEmpty(await Inspection.Of(ground, answered));
    }

    [Fact]
    public async Task An_inspection_finds_an_answer_that_was_lost()
    {
        var ground = await both.Grounds.Fresh(Kind.Sqlite);

        var wrong = await Inspection.Of(
            ground,
            new Dictionary<string, long> { ["a fictional form"] = 1 }
        );

        Assert.Contains("answered with entry 1", Assert.Single(wrong));
    }
}
