using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Alerts;
using Trellis.Store;

namespace Trellis.Pages.Alerts;

/// <summary>Ends letters by the link in any of them. Opening it changes nothing; one click does, and so does the post of a mail program (RFC 8058).</summary>
/// <remarks>No token of a form is asked for: a mail program has none, and the secret in the address is all that the right to end them rests on.</remarks>
[Access(Who.Everybody, Private = true)]
[IgnoreAntiforgeryToken(Order = 1001)]
public sealed class LeavePage : LinkPage
{
    public bool IsOver { get; private set; }

    private string Title => $"End letters about {Name}";

    public async Task<IActionResult> OnGet(string id, string token)
    {
        if (!await Find(id, token))
            return NotHere(Over);
        IsOver = Alert.LeftOn is not null;
        return Show(Title);
    }

    public async Task<IActionResult> OnPost(string id, string token)
    {
        if (!await Find(id, token))
            return NotHere(Over);
        if (
            await Casework.Do(new LeaveAlert(Alert.Id, Link), By(Alerting.By), stop: Stop)
            is not (Done<Alert>.Written or Done<Alert>.Unchanged)
        )
            return NotHere(Over);
        IsOver = true;
        return Show(Title);
    }
}
