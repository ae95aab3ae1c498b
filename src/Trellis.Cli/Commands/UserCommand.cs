using System.CommandLine;
using Trellis.Access;
using Trellis.Journal;
using Trellis.People;
using Trellis.Serving;
using Trellis.Store;

namespace Trellis.Commands;

/// <summary><c>trellis user add-administrator</c>: the first administrator, made by whoever may run the program on the machine that holds the store.</summary>
internal static class UserCommand
{
    public static Command Create() =>
        new(
            "user",
            "People who may sign in; all but the first administrator are invited on the site."
        )
        {
            AddAdministrator(),
        };

    private static Command AddAdministrator()
    {
        var store = Shared.Store();
        var email = Shared.Required<string>("--email", "Where letters to this person go.");
        var name = Shared.Required<string>("--name", "The person's name.");
        var json = Shared.AsJson();
        var command = new Command(
            "add-administrator",
            "Invite an administrator, and print a link that works once to choose a password."
        )
        {
            store,
            email,
            name,
            json,
        };
        command.SetAction(
            async (parsed, stop) =>
            {
                var time = TimeProvider.System;
                await using var casework = Shared.CaseworkOf(parsed.GetValue(store)!);
                await casework.Upgrade(time, stop);
                var options = Shared.Settings(parsed.GetValue(store)!, casework);
                var site = options.Address ?? new Uri("http://127.0.0.1:5080");
                var today = new LondonDay(time).Today;
                var invitations = new Invitations(options, time);
                var address = parsed.GetValue(email)!;
                string path;
                if (
                    Addresses.Fit(address)
                    && await casework.PersonAt(address, stop)
                        is { Status: PersonStatus.Invited } waiting
                    && waiting.Appointments.Any(a => a.Value.Role == Role.Administrator)
                )
                    path = await invitations.Renew(waiting, site, byLetter: false, stop);
                else
                {
                    var (done, link) = await invitations.Invite(
                        new InvitePerson(
                            Secrets.Person(),
                            parsed.GetValue(name)!,
                            address,
                            new Appointment(Role.Administrator, Scope.Everywhere),
                            today,
                            null,
                            null
                        ),
                        new Occasion(new Terminal(), time.GetUtcNow(), today),
                        site,
                        stop: stop
                    );
                    if (done is Done<Person>.Refused refused)
                        return Shared.Refuse(2, refused.Why.Sentence);
                    path = link;
                }
                var whole = new Uri(site, path);
                if (parsed.GetValue(json))
                    Shared.Print(new { Link = whole, Path = path });
                else
                {
                    await Console.Out.WriteLineAsync(whole.ToString());
                    await Console.Error.WriteLineAsync(
                        "Open this link to choose a password. It works once. If the site is elsewhere, put its address before /invitation."
                    );
                }
                return 0;
            }
        );
        return command;
    }
}
