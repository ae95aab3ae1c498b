using Trellis.Journal;
using Trellis.Mail;
using Trellis.People;
using Trellis.Serving;
using Trellis.Store;

namespace Trellis.Access;

/// <summary>Asks people to join, by a letter with a link that works once.</summary>
public sealed class Invitations(SiteOptions options, TimeProvider time)
{
    /// <summary>Invites somebody: the act, the link's digest, and the letter that carries the link.</summary>
    /// <param name="site">Where the site is, for the link: "https://trellis.example".</param>
    /// <returns>What became of the act, and the link's path where it was done: "/invitation/...".</returns>
    /// <exception cref="StoreUnavailableException">Nothing was written.</exception>
    public async Task<(Done<Person> Done, string Path)> Invite(
        InvitePerson invite,
        Occasion now,
        Uri site,
        Conditions? conditions = null,
        CancellationToken stop = default
    )
    {
        var casework = options.Casework!;
        if (
            Addresses.Fit(invite.Email.Text)
            && await casework.PersonAt(invite.Email.Text!, stop) is { } known
            && known.Id != invite.New
        )
            return (
                new Done<Person>.Refused(
                    new Refusal(
                        "address-taken",
                        "Somebody with this e-mail address has been invited already."
                    )
                ),
                ""
            );
        var secret = Secrets.Draw();
        var path = $"/invitation/{secret}";
        // The digest first: a link of a person who was never invited opens nothing, and a letter never has a dead link.
        await casework.AddToken(
            TokenKind.Invitation,
            invite.New,
            Secrets.Digest(secret),
            now.At,
            now.At + options.Limits.Invitation,
            stop: stop
        );
        var done = await casework.Do(
            invite,
            now,
            conditions,
            (invited, _) => new Alongside([Letter(invited, new Uri(site, path))], []),
            stop
        );
        return (done, path);
    }

    /// <summary>A new link for somebody who was invited and has not joined: by letter, or to be handed over.</summary>
    /// <returns>The link's path.</returns>
    public async Task<string> Renew(
        Person invited,
        Uri site,
        bool byLetter,
        CancellationToken stop = default
    )
    {
        var secret = Secrets.Draw();
        var path = $"/invitation/{secret}";
        var now = time.GetUtcNow();
        await options.Casework!.AddToken(
            TokenKind.Invitation,
            invited.Id,
            Secrets.Digest(secret),
            now,
            now + options.Limits.Invitation,
            byLetter
                ? new Letter(invited.Email, "Your invitation to Trellis", Body(new Uri(site, path)))
                : null,
            stop
        );
        return path;
    }

    private Letter Letter(PersonInvited invited, Uri link) =>
        new(
            invited.Email,
            "Your invitation to Trellis",
            $"Hello {invited.Name}\n\nYou are invited to Trellis as {invited.As.Role.InWords()}.\n\n{Body(link)}"
        );

    private string Body(Uri link) =>
        $"Choose a password at this address. It works once, for {options.Limits.Invitation.TotalDays:0} days.\n\n{link}\n\nIf you did not expect this letter, leave it: nothing happens.\n";
}
