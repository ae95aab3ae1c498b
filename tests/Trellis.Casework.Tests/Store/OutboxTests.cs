using Trellis.Journal;
using Trellis.Mail;
using Trellis.People;

namespace Trellis.Store;

/// <summary>Each letter leaves once: whoever sends, whatever dies, and what cannot leave is told.</summary>
public sealed class OutboxTests(Databases databases)
{
    private static readonly DateTimeOffset now = new(2026, 10, 2, 9, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly today = new(2026, 10, 2);

    /// <summary>Invites people, each with a letter, in one act a person.</summary>
    private static async Task Write(Casework store, int letters, DateTimeOffset? notBefore = null)
    {
        for (var i = 0; i < letters; i++)
            await store.Do(
                new InvitePerson(
                    PersonId.From([(byte)(i >> 8), (byte)i, 2, 3, 4, 5, 6, 7, 8, 9]),
                    "Ada Fictional",
                    $"ada{i}@school.example",
                    new Appointment(Role.Administrator, Scope.Everywhere),
                    today,
                    null,
                    null
                ),
                new Occasion(new Terminal(), now, today, "test"),
                beside: (happened, _) =>
                    new Alongside(
                        [new Letter(happened.Email, "Welcome", "Dear Ada Fictional")],
                        [],
                        notBefore
                    )
            );
    }

    /// <summary>A post that keeps what it was given, and fails as it is told to.</summary>
    /// <remarks>No shipped post can be told to fail at will; what is tested here is the outbox.</remarks>
    private sealed class Pigeon(Func<Envelope, Task>? flies = null) : IPost
    {
        private readonly List<string> carried = [];

        public string Place => "a test";

        public IReadOnlyList<string> Carried
        {
            get
            {
                lock (carried)
                    return [.. carried];
            }
        }

        public async Task Send(Envelope letter, CancellationToken stop)
        {
            if (flies is not null)
                await flies(letter);
            lock (carried)
                carried.Add(letter.MessageId("trellis@trellis.example"));
        }
    }

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task Two_senders_racing_over_200_letters_send_each_once(Database database)
    {
        await using var store = await databases.Store(database);
        await Write(store, 200);
        await using var sink = new SmtpSink();
        var smtp = new Smtp(
            new SmtpSettings("trellis@trellis.example", "127.0.0.1", sink.Port, null, null, false)
        );
        var clock = new Clock();

        var sent = await Task.WhenAll(
            store.SendLetters(smtp, "one", clock),
            store.SendLetters(smtp, "two", clock),
            store.SendLetters(smtp, "three", clock)
        );

        Assert.Equal(200, sent.Sum());
        Assert.Equal(
            Enumerable
                .Range(1, 200)
                .Select(i => $"<{i}-1@trellis.example>")
                .Order(StringComparer.Ordinal),
            sink.Letters.Select(l => l.Header("Message-ID")).Order(StringComparer.Ordinal)
        );
        Assert.Equal(new Outbox(0, null, 0), await store.Outbox(now));
    }

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task A_letter_of_a_node_that_died_is_sent_by_another_under_the_same_name(
        Database database
    )
    {
        await using var store = await databases.Store(database);
        await Write(store, 1);
        var clock = new Clock();
        var dies = new Pigeon(_ => throw new InvalidOperationException("power cut"));
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            store.SendLetters(dies, "one", clock)
        );
        var other = new Pigeon();

        // While the claim holds, nobody else takes it.
        Assert.Equal(0, await store.SendLetters(other, "two", clock));
        clock.Pass(TimeSpan.FromMinutes(3));
        Assert.Equal(1, await store.SendLetters(other, "two", clock));

        Assert.Equal(["<1-1@trellis.example>"], other.Carried);
        Assert.Equal(0, await store.SendLetters(other, "two", clock));
    }

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task A_sender_whose_claim_ran_out_does_not_overwrite_what_another_noted(
        Database database
    )
    {
        await using var store = await databases.Store(database);
        await Write(store, 1);
        var clock = new Clock();
        var quick = new Pigeon();
        var slow = new Pigeon(async _ =>
        {
            clock.Pass(TimeSpan.FromMinutes(3));
            await store.SendLetters(quick, "two", clock);
            throw new PostException("The line went dead.");
        });

        await store.SendLetters(slow, "one", clock);

        Assert.Equal(["<1-1@trellis.example>"], quick.Carried);
        Assert.Equal(new Outbox(0, null, 0), await store.Outbox(clock.GetUtcNow()));
        Assert.Equal(["-|2"], await store.Ask("select trouble, attempts from outbox"));
    }

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task Trouble_is_tried_again_after_growing_waits_and_then_told(Database database)
    {
        await using var store = await databases.Store(database);
        await Write(store, 1);
        var clock = new Clock();
        var tries = new List<DateTimeOffset>();
        var ill = new Pigeon(_ =>
        {
            tries.Add(clock.GetUtcNow());
            throw new PostException("mail.school.example refused the letter.");
        });

        for (var minutes = 0; minutes < 60 * 48; minutes++)
        {
            await store.SendLetters(ill, "one", clock);
            clock.Pass(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(
            [1, 5, 15, 60, 180, 360, 720],
            tries.Zip(tries.Skip(1), (a, b) => (int)(b - a).TotalMinutes)
        );
        var stuck = Assert.Single(await store.StuckLetters(clock.GetUtcNow()));
        Assert.Equal(
            new StuckLetter("1-1", now, 8, "mail.school.example refused the letter."),
            stuck
        );
        Assert.Equal(new Outbox(0, null, 1), await store.Outbox(clock.GetUtcNow()));

        Assert.True(await store.TryAgain("1-1", clock.GetUtcNow()));
        Assert.False(await store.TryAgain("1-1", clock.GetUtcNow()));
        var well = new Pigeon();
        Assert.Equal(1, await store.SendLetters(well, "one", clock));
        Assert.Empty(await store.StuckLetters(clock.GetUtcNow()));
    }

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task A_letter_does_not_leave_before_its_time(Database database)
    {
        await using var store = await databases.Store(database);
        await Write(store, 1, notBefore: now.AddHours(1));
        var clock = new Clock();
        var pigeon = new Pigeon();

        Assert.Equal(0, await store.SendLetters(pigeon, "one", clock));
        Assert.Equal(new Outbox(1, now, 0), await store.Outbox(now));
        clock.Pass(TimeSpan.FromHours(1));
        Assert.Equal(1, await store.SendLetters(pigeon, "one", clock));
    }

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task A_letter_to_somebody_who_was_erased_is_never_sent(Database database)
    {
        await using var store = await databases.Store(database);
        await Write(store, 1);
        await store.Run("update outbox set recipient = null, subject = null, body = null");
        var clock = new Clock();
        var pigeon = new Pigeon();

        Assert.Equal(0, await store.SendLetters(pigeon, "one", clock));

        Assert.Empty(pigeon.Carried);
        Assert.Equal(
            "Whom it was for has been erased.",
            Assert.Single(await store.StuckLetters(now)).Trouble
        );
        Assert.False(await store.TryAgain("1-1", now));
    }

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task The_last_run_of_a_job_is_told(Database database)
    {
        await using var store = await databases.Store(database);

        await store.JobBegan("send-mail", "one", now);
        Assert.Equal(
            new JobRun("send-mail", "one", now, null, JobOutcome.Running, "", null),
            Assert.Single(await store.JobRuns())
        );
        await store.JobEnded(
            "send-mail",
            "one",
            now,
            now.AddSeconds(1),
            JobOutcome.Done,
            "Sent 2."
        );
        await store.JobBegan("send-mail", "two", now.AddSeconds(5));
        await store.JobEnded(
            "send-mail",
            "two",
            now.AddSeconds(5),
            now.AddSeconds(6),
            JobOutcome.Failed,
            "The disk is full."
        );
        // A node that was thought dead speaks late; what the other said stands.
        await store.JobEnded("send-mail", "one", now, now.AddSeconds(9), JobOutcome.Done, "Late.");

        Assert.Equal(
            new JobRun(
                "send-mail",
                "two",
                now.AddSeconds(5),
                now.AddSeconds(6),
                JobOutcome.Failed,
                "The disk is full.",
                now.AddSeconds(1)
            ),
            Assert.Single(await store.JobRuns())
        );
    }
}
