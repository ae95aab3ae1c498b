using Microsoft.EntityFrameworkCore;
using Trellis.Mail;

namespace Trellis.Store;

/// <summary>A letter that could not be sent and is not tried any more until somebody asks for it.</summary>
/// <param name="Trouble">What the last attempt met.</param>
public sealed record StuckLetter(string Id, DateTimeOffset MadeAt, int Attempts, string Trouble);

/// <summary>How the outbox stands.</summary>
/// <param name="Waiting">Letters to send, those of which the next attempt is not due yet included.</param>
/// <param name="Oldest">When the oldest of them was made; null where none waits.</param>
/// <param name="Stuck">Letters that are not tried any more.</param>
public sealed record Outbox(int Waiting, DateTimeOffset? Oldest, int Stuck);

public sealed partial class Casework
{
    // Longer than the patience of a post, so that no letter is with two nodes at once.
    private static readonly TimeSpan claim = TimeSpan.FromMinutes(2);

    // A mail server that is away for a night is no reason to give a letter up.
    private static readonly TimeSpan[] waits =
    [
        TimeSpan.FromMinutes(1),
        TimeSpan.FromMinutes(5),
        TimeSpan.FromMinutes(15),
        TimeSpan.FromHours(1),
        TimeSpan.FromHours(3),
        TimeSpan.FromHours(6),
        TimeSpan.FromHours(12),
    ];

    /// <summary>After so many attempts a letter is stuck.</summary>
    public static int MostAttempts => waits.Length + 1;

    /// <summary>Sends the letters that are due. Any number of nodes may do so at once: a letter is with one of them at a time.</summary>
    /// <param name="node">Who sends; two nodes have two names.</param>
    /// <param name="most">At most so many letters, so that a job comes to an end.</param>
    /// <returns>How many left.</returns>
    /// <remarks>A node that dies between sending and noting it leaves a claim that runs out; the letter is then sent again under the same Message-ID, which mail programs take for the same letter.</remarks>
    public async Task<int> SendLetters(
        IPost post,
        string node,
        TimeProvider time,
        int most = 500,
        CancellationToken stop = default
    )
    {
        var sent = 0;
        for (var i = 0; i < most; i++)
        {
            if (await ClaimLetter(node, time.GetUtcNow(), stop) is not { } letter)
                break;
            if (await Carry(post, letter, time, stop))
                sent++;
        }
        return sent;
    }

    private async Task<bool> Carry(
        IPost post,
        LetterRow letter,
        TimeProvider time,
        CancellationToken stop
    )
    {
        var trouble = "";
        var attempts = letter.Attempts;
        if (letter is not { Recipient: { } to, Subject: { } subject, Body: { } body })
        {
            // Whoever it was for has been forgotten meanwhile: nothing to wait for.
            trouble = "Whom it was for has been erased.";
            attempts = MostAttempts;
        }
        else
            try
            {
                await post.Send(
                    new Envelope(
                        letter.Id,
                        to,
                        subject,
                        body,
                        Texts.Instant(letter.MadeAt),
                        letter.Leave is { } leave ? new Uri(leave) : null
                    ),
                    stop
                );
            }
            catch (PostException wrong)
            {
                trouble = wrong.Message;
            }
        // Once it has left this has to be noted, whoever wants to stop meanwhile.
        await Settle(letter, attempts, trouble, time.GetUtcNow());
        return trouble.Length == 0;
    }

    /// <summary>Takes the letter that waits longest, so that nobody else takes it for a while; null where none is due.</summary>
    private async Task<LetterRow?> ClaimLetter(
        string node,
        DateTimeOffset now,
        CancellationToken stop
    )
    {
        var at = Texts.Of(now);
        var until = Texts.Of(now + claim);
        while (true)
        {
            var due = await Read(
                db =>
                    Due(db, at)
                        .AsNoTracking()
                        .OrderBy(r => r.NotBefore)
                        .ThenBy(r => r.Id)
                        .Take(10)
                        .ToListAsync(stop),
                stop
            );
            if (due.Count == 0)
                return null;
            foreach (var letter in due)
            {
                // The row is asked again while it is locked: of two who saw it free one gets it.
                var mine = await InLine(
                    db =>
                        Due(db, at)
                            .Where(r => r.Id == letter.Id && r.Attempts == letter.Attempts)
                            .ExecuteUpdateAsync(
                                r =>
                                    r.SetProperty(l => l.ClaimedBy, node)
                                        .SetProperty(l => l.ClaimedUntil, until)
                                        .SetProperty(l => l.Attempts, l => l.Attempts + 1),
                                stop
                            ),
                    stop
                );
                if (mine == 0)
                    continue;
                letter.ClaimedBy = node;
                letter.ClaimedUntil = until;
                letter.Attempts++;
                return letter;
            }
        }
    }

    private static IQueryable<LetterRow> Due(CaseworkDb db, string at)
    {
        var most = MostAttempts;
        return db.Set<LetterRow>()
            .Where(r =>
                r.SentAt == null
                && r.NotBefore.CompareTo(at) <= 0
                && r.Attempts < most
                && (r.ClaimedUntil == null || r.ClaimedUntil.CompareTo(at) <= 0)
            );
    }

    /// <summary>Notes what became of an attempt, unless the claim ran out and another took the letter.</summary>
    private Task<int> Settle(LetterRow letter, int attempts, string trouble, DateTimeOffset now) =>
        InLine(
            db =>
            {
                var mine = db.Set<LetterRow>()
                    .Where(r =>
                        r.Id == letter.Id
                        && r.SentAt == null
                        && r.ClaimedBy == letter.ClaimedBy
                        && r.Attempts == letter.Attempts
                    );
                if (trouble.Length == 0)
                    return mine.ExecuteUpdateAsync(r =>
                        r.SetProperty(l => l.SentAt, Texts.Of(now))
                            .SetProperty(l => l.ClaimedBy, (string?)null)
                            .SetProperty(l => l.ClaimedUntil, (string?)null)
                            .SetProperty(l => l.Trouble, (string?)null)
                    );
                var next = Texts.Of(now + waits[Math.Min(attempts, waits.Length) - 1]);
                return mine.ExecuteUpdateAsync(r =>
                    r.SetProperty(l => l.NotBefore, next)
                        .SetProperty(l => l.Attempts, attempts)
                        .SetProperty(l => l.ClaimedBy, (string?)null)
                        .SetProperty(l => l.ClaimedUntil, (string?)null)
                        .SetProperty(l => l.Trouble, trouble)
                );
            },
            CancellationToken.None
        );

    /// <summary>How the outbox stands at an instant; it counts only what waits, never what was sent.</summary>
    public Task<Outbox> Outbox(DateTimeOffset now, CancellationToken stop = default) =>
        Read(
            async db =>
            {
                var waiting = db.Set<LetterRow>().Where(r => r.SentAt == null);
                var trying = waiting.Where(r => r.Attempts < MostAttempts);
                var oldest = await trying.MinAsync(r => (string?)r.MadeAt, stop);
                return new Outbox(
                    await trying.CountAsync(stop),
                    oldest is null ? null : Texts.Instant(oldest),
                    await Stuck(db, now).CountAsync(stop)
                );
            },
            stop
        );

    /// <summary>The letters that are not tried any more, oldest first.</summary>
    public Task<IReadOnlyList<StuckLetter>> StuckLetters(
        DateTimeOffset now,
        CancellationToken stop = default
    ) =>
        Read<IReadOnlyList<StuckLetter>>(
            async db =>
            {
                var rows = await Stuck(db, now)
                    .AsNoTracking()
                    .OrderBy(r => r.MadeAt)
                    .ThenBy(r => r.Id)
                    .Take(1000)
                    .ToListAsync(stop);
                return
                [
                    .. rows.Select(r => new StuckLetter(
                        r.Id,
                        Texts.Instant(r.MadeAt),
                        r.Attempts,
                        r.Trouble ?? "The program ended while it was being sent."
                    )),
                ];
            },
            stop
        );

    private static IQueryable<LetterRow> Stuck(CaseworkDb db, DateTimeOffset now)
    {
        var at = Texts.Of(now);
        var most = MostAttempts;
        return db.Set<LetterRow>()
            .Where(r =>
                r.SentAt == null
                && r.Attempts >= most
                && (r.ClaimedUntil == null || r.ClaimedUntil.CompareTo(at) <= 0)
            );
    }

    /// <summary>Lets a stuck letter be tried from the beginning; false where there is no such letter or it is not stuck.</summary>
    public async Task<bool> TryAgain(
        string letter,
        DateTimeOffset now,
        CancellationToken stop = default
    ) =>
        await InLine(
            db =>
                Stuck(db, now)
                    .Where(r => r.Id == letter && r.Recipient != null)
                    .ExecuteUpdateAsync(
                        r =>
                            r.SetProperty(l => l.Attempts, 0)
                                .SetProperty(l => l.NotBefore, Texts.Of(now)),
                        stop
                    ),
            stop
        ) == 1;
}
