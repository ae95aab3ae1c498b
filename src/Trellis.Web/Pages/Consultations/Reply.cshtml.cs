using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;
using Trellis.Consultations;
using Trellis.Journal;
using Trellis.Mail;
using Trellis.Pages.Joining;
using Trellis.People;
using Trellis.Procedures;
using Trellis.Store;

namespace Trellis.Pages.Consultations;

/// <summary>The reply of somebody without an account. It counts once the link in a letter to their address is followed; until then nobody reads it.</summary>
[Access(Who.Everybody, Private = true)]
public sealed class ReplyToConsultation(PublicRecordFile record) : AccountPage
{
    /// <summary>How long the link in the letter works; the rule of keeping deletes what is older.</summary>
    public const int DaysToConfirm = 7;

    private static readonly IReadOnlyList<string> boxes = ["as", "view", "words", "email"];

    public ConsultationOnRecord One { get; private set; } = null!;

    public string Names => One.Names(Snapshot);

    /// <summary>Who reads the words of a reply, in a sentence: whoever works for the school should know it before they write.</summary>
    public string Readers =>
        One.HeldBy is { } held
            ? $"{RolePlaces.Words(Snapshot, held).Text} holds this consultation and reads it, as the officers of the region do. It is not public. Please name no pupil."
            : "Only the officers of the region and those who decide read it, and not the school. It is not public. Please name no pupil.";

    /// <summary>Whether a letter is on its way.</summary>
    public bool IsSent { get; private set; }

    /// <summary>Everything that is wrong with the form.</summary>
    public List<PageLink> Amiss { get; } = [];

    public string? AmissAt(string box) => Amiss.Find(w => w.Href == $"#{box}")?.Text;

    /// <summary>What stands in a box.</summary>
    public string Given(string box) =>
        Request.HasFormContentType && boxes.Contains(box)
            ? Request.Form[box].ToString().Trim()
            : "";

    public IActionResult OnGet(string id) => Find(id) ? Show(Title) : Nowhere();

    public async Task<IActionResult> OnPostAsync(string id)
    {
        if (!Find(id))
            return Nowhere();
        if (One.Standing != ConsultationStanding.Open)
            return Show(Title);
        var (replier, view) = (
            ConsultationWords.ReplierOf(Given("as")),
            ConsultationWords.ViewOf(Given("view"))
        );
        if (replier is null)
            Amiss.Add(new("Say as what you reply", "#as"));
        if (view is null)
            Amiss.Add(new("Say whether you are for or against it", "#view"));
        FreeText words = Given("words");
        if (words.Misfit("what you think of it", PersonReply.LongestWords, "words") is { } unfit)
            Amiss.Add(new(unfit.Sentence, "#words"));
        var email = Given("email");
        if (!Addresses.Fit(email))
            Amiss.Add(new("Enter an e-mail address, like name@example.org", "#email"));
        if (Amiss.Count > 0)
        {
            Response.StatusCode = Microsoft
                .AspNetCore
                .Http
                .StatusCodes
                .Status422UnprocessableEntity;
            return Show(Title);
        }
        // The answer is the same whether the address has replied or not: only its owner is told, by the letter's link.
        if (Part<Pacing>().MayTry(email))
            await Send(replier!.Value, view!.Value, words.Kept(), email);
        Part<SecurityLog>().Note(HttpContext, "consultation", "asked");
        IsSent = true;
        return Show("Look at your e-mail");
    }

    private Task Send(Replier replier, ReplyView view, FreeText words, string email)
    {
        var secret = Secrets.Draw();
        var site = Part<Whereabouts>().Site;
        return Casework.KeepUnconfirmed(
            Secrets.Digest(secret),
            new UnconfirmedReply(CaseId.Parse(One.Id), replier, view, words, email),
            Now,
            Now.AddDays(DaysToConfirm),
            new Letter(
                email,
                $"Confirm your reply: {Names}",
                $"Somebody wrote a reply from this address to the consultation on {Names}. It counts once you follow this link and press the button there. The link works for {DaysToConfirm} days, and not after {One.Closes!.Value.InWords()}, when the consultation closes.\n\n{new Uri(site, $"{One.Address}/confirm/{secret}")}\n\nEach address replies once. If it was not you, leave this letter: nothing is counted and nothing is kept.\n"
            ),
            HttpContext.RequestAborted
        );
    }

    private string Title => $"Reply: {Names}";

    private bool Find(string id)
    {
        if (
            !CaseId.TryParse(id, null, out var known)
            || ConsultationBook.Of(record, Today).Find(known) is not { } one
        )
            return false;
        One = one;
        return true;
    }

    private IActionResult Nowhere() =>
        NotHere("There is no consultation at this address that anybody may read.");
}
