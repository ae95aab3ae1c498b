using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Boards;
using Trellis.Components;
using Trellis.Redactions;
using Trellis.Store;

namespace Trellis.Pages.Boards;

/// <summary>Asks for a passage of a published note to be looked at again. Anybody may, and nothing of whoever asks is kept: no name, no address, no reason.</summary>
[Access(Who.Everybody, Private = true)]
public sealed class AskNoteAgain(PublicRecordFile record) : AccountPage
{
    private static readonly Journal.Program by = new("redaction-review");

    public MeetingOnRecord Meeting { get; private set; } = null!;

    public PublicRedaction Passage { get; private set; } = null!;

    /// <summary>Whether it was asked just now, by this visitor or another.</summary>
    public bool IsAsked { get; private set; }

    /// <summary>Why it cannot be asked; empty where it can.</summary>
    public string Unable { get; private set; } = "";

    private string Title =>
        $"Ask again: {Meeting.Region.Text}, meeting of {Meeting.Open.Day.InWords()}";

    public IActionResult OnGet(string region, string date, string? passage) =>
        Find(region, date, passage) ? Show(Title) : Nowhere();

    public async Task<IActionResult> OnPostAsync(string region, string date, string? passage)
    {
        if (!Find(region, date, passage))
            return Nowhere();
        // One passage is asked for by many at once as by one: it costs the region no more.
        if (!Part<Pacing>().MayTry($"{Meeting.Ref} {passage}"))
        {
            Response.Headers.RetryAfter = "600";
            Response.StatusCode = StatusCodes.Status429TooManyRequests;
            Unable = "Many have asked in the last minutes. Try again in ten minutes.";
            return Show(Title);
        }
        var done = await Casework.Do(
            new AskNoteReview(Meeting.Ref, Passage.Number),
            By(by),
            Conditions.None,
            (_, after) => new Alongside([], [PublicMeeting.Of(after)]),
            HttpContext.RequestAborted
        );
        if (done is Done<DecisionMeeting>.Refused no)
        {
            Response.StatusCode = StatusCodes.Status409Conflict;
            Unable = no.Why.Sentence;
        }
        else
            IsAsked = true;
        return Show(Title);
    }

    private bool Find(string region, string date, string? passage)
    {
        if (
            !MeetingRef.TryParse($"{region}.{date}", null, out var known)
            || MeetingBook.Of(record, Snapshot, Today).Find(known) is not { } found
            || !int.TryParse(passage, CultureInfo.InvariantCulture, out var which)
            || found.Open.Withheld?.Passages.FirstOrDefault(p => p.Number == which) is not { } one
        )
            return false;
        (Meeting, Passage) = (found, one);
        return true;
    }

    private IActionResult Nowhere() =>
        NotHere("There is no passage at this address that is withheld.");
}
