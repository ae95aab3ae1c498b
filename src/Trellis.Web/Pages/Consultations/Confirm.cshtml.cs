using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Procedures;
using Trellis.Store;

namespace Trellis.Pages.Consultations;

/// <summary>The page behind the link in a letter: one button, and the reply counts. Opening it does nothing, for programs that read mail open links too.</summary>
[Access(Who.Everybody, Private = true)]
public sealed class ConfirmReplyPage(PublicRecordFile record) : AccountPage
{
    // 32 bytes in the letters of an address; anything else is no link of ours and asks the store nothing.
    private const int Length = 43;

    private const string Over =
        "This link no longer works. It was used, or its time is over. Your reply may have been counted already.";

    public ConsultationOnRecord One { get; private set; } = null!;

    public UnconfirmedReply Reply { get; private set; } = null!;

    public string Names => One.Names(Snapshot);

    public bool IsCounted { get; private set; }

    /// <summary>Why it does not count; empty where it does, or nobody has pressed the button.</summary>
    public string Why { get; private set; } = "";

    public async Task<IActionResult> OnGetAsync(string id, string token) =>
        await Find(id, token) ? Show("Confirm your reply") : NotHere(Over);

    public async Task<IActionResult> OnPostAsync(string id, string token)
    {
        if (!await Find(id, token))
            return NotHere(Over);
        await Consulting.Take(HttpContext, Casework, Reply.To);
        if (
            await Casework.ConfirmReply(
                Secrets.Digest(token),
                Now,
                Today,
                HttpContext.RequestAborted
            ) is
            { } why
        )
        {
            Why = why.Sentence;
            return Show("Your reply does not count");
        }
        IsCounted = true;
        return Show("Your reply is counted");
    }

    private async Task<bool> Find(string id, string token)
    {
        if (
            token.Length != Length
            || !CaseId.TryParse(id, null, out var known)
            || ConsultationBook.Of(record, Today).Find(known) is not { } one
            || await Casework.FindUnconfirmed(
                Secrets.Digest(token),
                Now,
                HttpContext.RequestAborted
            )
                is not { } reply
            || reply.To != known
        )
            return false;
        (One, Reply) = (one, reply);
        return true;
    }
}
