using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.People;
using Trellis.Store;

namespace Trellis.Pages.Admin;

/// <summary>What an administrator does to a person for which nothing but a reason is asked: suspend, restore, sign out, invite again.</summary>
[Access(Who.Holders, Role.Administrator, Hidden = true)]
public sealed class OnePersonPage : PersonForm
{
    /// <param name="Heading">With {0} for the name.</param>
    /// <param name="What">What comes of it, for whoever decides.</param>
    public sealed record Deed(string Heading, string What, string Button, bool Dangerous);

    public static readonly IReadOnlyDictionary<string, Deed> Deeds = new Dictionary<string, Deed>(
        StringComparer.Ordinal
    )
    {
        ["suspend"] = new(
            "Keep {0} from signing in",
            "They are signed out everywhere and cannot sign in again until somebody lets them. What they did stands, and their roles are kept.",
            "Suspend",
            true
        ),
        ["restore"] = new(
            "Let {0} sign in again",
            "They can sign in again, in the roles they still hold.",
            "Restore",
            false
        ),
        ["end-sessions"] = new(
            "Sign {0} out everywhere",
            "Every browser in which they are signed in is signed out at its next page. They can sign in again.",
            "Sign out",
            true
        ),
        ["invite-again"] = new(
            "Send {0} the invitation again",
            "They get a new letter. The link in the old one stops working.",
            "Send the invitation",
            false
        ),
    };

    public Deed What { get; private set; } = null!;

    public string Heading =>
        What.Heading.Replace("{0}", PeoplePage.NameOf(Person), StringComparison.Ordinal);

    public async Task<IActionResult> OnGetAsync(string id, string deed) =>
        await Find(id, deed) ? Show() : NotHere("There is no page at this address.");

    public async Task<IActionResult> OnPostAsync(string id, string deed)
    {
        if (!await Find(id, deed))
            return NotHere("There is no page at this address.");
        var (now, once) = (Now(Typed("why")), new Conditions(Once: Once));
        if (deed == "invite-again")
        {
            if (Person.Status != PersonStatus.Invited)
            {
                Refuse("why", "This person has answered the invitation already.");
                return Show();
            }
            await Invitations.Renew(Person, Site, byLetter: true, Stop);
            return Lead($"/admin/people/{id}?done=invited-again");
        }
        var done = deed switch
        {
            "suspend" => await Casework.Do(new SuspendPerson(Person.Id), now, once, stop: Stop),
            "restore" => await Casework.Do(new RestorePerson(Person.Id), now, once, stop: Stop),
            _ => await Casework.Do(new EndSessions(Person.Id), now, once, stop: Stop),
        };
        if (done is Done<Person>.Refused { Why: var no })
        {
            Refuse("why", no.Sentence);
            return Show();
        }
        var came =
            done is Done<Person>.Unchanged
                ? "unchanged"
                : deed switch
                {
                    "suspend" => "suspended",
                    "restore" => "restored",
                    _ => "sessions",
                };
        return Lead($"/admin/people/{id}?done={came}");
    }

    private async Task<bool> Find(string id, string deed)
    {
        if (!Deeds.TryGetValue(deed, out var what) || !await Find(id))
            return false;
        What = what;
        return true;
    }

    private IActionResult Show() => Show(Heading, What.Button);
}
