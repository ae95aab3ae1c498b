using Microsoft.EntityFrameworkCore;
using Trellis.Brokerage;
using Trellis.Consultations;
using Trellis.Journal;
using Trellis.Mail;
using Trellis.People;
using Trellis.Procedures;

namespace Trellis.Store;

internal sealed class UnconfirmedReplyRow
{
    public required string Digest { get; set; }
    public required string Consultation { get; set; }
    public required string Json { get; set; }
    public required string MadeAt { get; set; }
    public required string EndsAt { get; set; }

    public static void Map(ModelBuilder model) =>
        model.Entity<UnconfirmedReplyRow>(t =>
        {
            t.ToTable("unconfirmed_reply").HasKey(r => r.Digest);
            t.HasIndex(r => r.MadeAt, "unconfirmed_reply_made");
        });
}

/// <summary>What somebody without an account wrote, whose address is not confirmed yet.</summary>
public sealed record UnconfirmedReply(
    CaseId To,
    Replier As,
    ReplyView View,
    FreeText Words,
    FreeText Address
);

public sealed partial class Casework
{
    private static readonly Journal.Program counting = new("count-replies");

    /// <summary>Keeps a reply until its address is confirmed by the link in a letter.</summary>
    /// <param name="digest">Of the secret in the link; the secret itself is in the letter alone.</param>
    /// <param name="letter">Null where nobody is to be written to, as in the demo.</param>
    public Task KeepUnconfirmed(
        string digest,
        UnconfirmedReply reply,
        DateTimeOffset at,
        DateTimeOffset until,
        Letter? letter,
        CancellationToken stop = default
    ) =>
        InLine(
            async db =>
            {
                db.Add(
                    new UnconfirmedReplyRow
                    {
                        Digest = digest,
                        Consultation = reply.To.ToString(),
                        Json = ActJson.Write(reply),
                        MadeAt = Texts.Of(at),
                        EndsAt = Texts.Of(until),
                    }
                );
                if (letter is not null)
                    db.Add(LetterRow.Waiting($"reply-{digest}", letter, at));
                await db.SaveChangesAsync(stop);
                return true;
            },
            stop
        );

    /// <summary>The reply that a link confirms; null where there is none, it was used, or its time is over.</summary>
    public Task<UnconfirmedReply?> FindUnconfirmed(
        string digest,
        DateTimeOffset at,
        CancellationToken stop = default
    )
    {
        var now = Texts.Of(at);
        return Read(
            async db =>
                await db.Set<UnconfirmedReplyRow>()
                    .AsNoTracking()
                    .SingleOrDefaultAsync(
                        r => r.Digest == digest && r.EndsAt.CompareTo(now) > 0,
                        stop
                    )
                    is { } row
                    ? ActJson.Read<UnconfirmedReply>(row.Json)
                    : null,
            stop
        );
    }

    /// <summary>Counts a reply whose address is confirmed. Whatever comes of it, the link does not work again.</summary>
    /// <returns>Why it does not count; null where it does.</returns>
    public async Task<Refusal?> ConfirmReply(
        string digest,
        DateTimeOffset at,
        DateOnly today,
        CancellationToken stop = default
    )
    {
        if (
            await FindUnconfirmed(digest, at, stop) is not { } reply
            || await Find<Consultation>(reply.To.ToString(), stop) is not { } kept
        )
            return new Refusal(
                "link-over",
                "This link no longer works. It was used, or its time is over."
            );
        var key = ReplyKey.Of(kept.State.Secret, reply.To, reply.Address.ToString());
        var refused = await DoTogether(
            [
                Doing.Of(
                    new GiveReply(key, reply.To, reply.As, reply.View, reply.Words, reply.Address)
                ),
                Doing.Of(
                    new CountReply(reply.To, reply.As, reply.View),
                    beside: (_, after) => new Alongside([], [PublicConsultation.Of(after)])
                ),
            ],
            new Occasion(counting, at, today),
            stop
        );
        await InLine(
            db =>
                db.Set<UnconfirmedReplyRow>()
                    .Where(r => r.Digest == digest)
                    .ExecuteDeleteAsync(CancellationToken.None),
            CancellationToken.None
        );
        return refused;
    }

    /// <summary>The replies of people without an account, in the order of their keys, which says nothing of who was first.</summary>
    public async Task<IReadOnlyList<PersonReply>> PeopleIn(
        CaseId consultation,
        CancellationToken stop = default
    ) =>
        [
            .. (
                await Documents<PersonReply>(
                    PersonReply.PartyOf(consultation),
                    take: int.MaxValue,
                    stop: stop
                )
            ).Select(r => r.State),
        ];

    /// <summary>Does what a day asks of a consultation: takes replies once it is open, closes it after its last day, shows the counts, writes to those who replied when there is a report. Done twice it does no more.</summary>
    /// <param name="secret">Draws a secret nobody can guess.</param>
    /// <param name="opened">Letters to those who are asked.</param>
    /// <param name="reported">A letter to each address that replied.</param>
    /// <returns>What was done, as the journal has it; empty where nothing was.</returns>
    public async Task<IReadOnlyList<string>> KeepConsultation(
        ProcedureCase given,
        Occasion now,
        Func<string> secret,
        Func<Task<IReadOnlyList<Letter>>> opened,
        Func<FreeText, Letter> reported,
        CancellationToken stop = default
    )
    {
        if (ConsultationTerms.Of(given) is not { } terms)
            return [];
        var done = new List<string>();
        var replies = (await Find<Consultation>(given.Key, stop))?.State;
        if (replies is null && terms.TakesRepliesOn(now.Today))
        {
            var letters = await opened();
            if (
                await Do(
                    new TakeReplies(given.Id, secret()),
                    now,
                    beside: (_, after) => new Alongside(letters, [PublicConsultation.Of(after)]),
                    stop: stop
                )
                is Done<Consultation>.Written written
            )
            {
                replies = written.After.State;
                done.Add("opened");
            }
        }
        if (
            terms.At == ConsultationTerms.Open
            && !terms.IsStopped
            && now.Today > terms.Closes
            // The plan of a closing trust goes on by being revised, and not by its views being over.
            && given.Procedure == CaseKind.Consultation
            && await Do(
                new CloseConsultation(given.Id),
                now,
                beside: (_, after) => new Alongside([], [PublicCase.Of(after)]),
                stop: stop
            ) is Done<ProcedureCase>.Written
        )
            done.Add("closed");
        if (replies is null)
            return done;
        if (
            replies.CountedOn is null
            && (
                done.Contains("closed")
                || terms.At != ConsultationTerms.Open
                || terms.IsStopped
                || now.Today > terms.Closes
            )
        )
            await Do(
                new CloseReplies(given.Id),
                now,
                beside: (_, after) => new Alongside([], [PublicConsultation.Of(after)]),
                stop: stop
            );
        if (replies.ToldOn is null && terms.At == ConsultationTerms.Reported)
        {
            var letters = (await PeopleIn(given.Id, stop))
                .Where(r => Addresses.Fit(r.Address.Text))
                .Select(r => reported(r.Address))
                .ToList();
            if (
                await Do(
                    new TellReport(given.Id),
                    now,
                    beside: (_, _) => new Alongside(letters, []),
                    stop: stop
                ) is Done<Consultation>.Written
            )
                done.Add("told");
        }
        return done;
    }
}
