using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Alerts;
using Trellis.Components;
using Trellis.Pages.Decisions;
using Trellis.Pages.Joining;
using Trellis.Store;

namespace Trellis.Pages.Alerts;

/// <summary>Confirms by the link in a letter that letters are wanted. Opening it changes nothing: programs that look into mail open every link.</summary>
[Access(Who.Everybody, Private = true)]
public sealed class ConfirmPage(PublicRecordFile record) : LinkPage
{
    public bool IsConfirmed { get; private set; }

    public PageLink Place => RolePlaces.Words(Snapshot, Alert.About);

    private string Title => $"Letters about {Name}";

    public async Task<IActionResult> OnGet(string id, string token)
    {
        if (!await Find(id, token) || Alert.Confirm != Link || Alert.LeftOn is not null)
            return NotHere(Over);
        IsConfirmed = Alert.IsOn;
        return IsConfirmed || Alert.MayConfirm(Today) ? Show(Title) : NotHere(Over);
    }

    public async Task<IActionResult> OnPost(string id, string token)
    {
        if (!await Find(id, token))
            return NotHere(Over);
        var cases = DecisionBook
            .Of(record, Snapshot, Today)
            .OfAny(Alerting.Parties(Snapshot, Alert.About));
        var done = await Casework.Do(
            new ConfirmAlert(Alert.Id, Link, AlertLetters.Stand(cases)),
            By(Alerting.By),
            stop: Stop
        );
        if (done is not (Done<Alert>.Written or Done<Alert>.Unchanged))
            return NotHere(Over);
        IsConfirmed = true;
        return Show(Title);
    }
}
