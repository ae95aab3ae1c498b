using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;
using Trellis.Pages.Joining;
using Trellis.People;
using Trellis.Store;

namespace Trellis.Pages.Admin;

/// <summary>Gives somebody who is here already one more role.</summary>
[Access(Who.Holders, Role.Administrator, Hidden = true)]
public sealed class AppointPage : PersonForm
{
    public TypedDay From => Request.HasFormContentType ? TypedDayOf("from") : TypedDay.Of(Today);

    public TypedDay To => TypedDayOf("to");

    public static IReadOnlyList<Choice?> RoleChoices { get; } =
    [
        .. Roles.All.Select(r => new Choice
        {
            Value = r.Code(),
            Text = r.InWords().Capital(),
            Hint = new Hint { Text = RoleWords.What(r) },
        }),
    ];

    public async Task<IActionResult> OnGetAsync(string id) =>
        await Find(id) ? Show() : NotHere("There is no such person.");

    public async Task<IActionResult> OnPostAsync(string id)
    {
        if (!await Find(id))
            return NotHere("There is no such person.");
        var known = Roles.TryParse(Typed("role"), out var role);
        if (!known)
            Refuse("role", "Choose a role");
        var over = known ? RolePlaces.Read(Country, role.Over(), Typed("place")) : null;
        if (known && over is null)
            Refuse("place", $"Enter {RolePlaces.Asked(role.Over())}");
        if (From.Read() is not { } from)
        {
            Refuse("from-day", "Enter the first day, like 1 9 2026");
            from = default;
        }
        var to = To.Read();
        if (!To.IsEmpty && to is null)
            Refuse("to-day", "Enter the last day as a date, like 31 8 2027, or leave it empty");
        if (Wrong.Count > 0)
            return Show();
        var act = new AppointPerson(
            Person.Id,
            new Appointment(role, over!.Value),
            from,
            to,
            RolePlaces.BodyOf(Snapshot, over.Value)
        );
        var done = await Casework.Do(
            act,
            Now(Typed("why")),
            new Conditions(Once: Once),
            stop: Stop
        );
        if (done is Done<Person>.Refused { Why: var no })
        {
            Refuse(
                no.Code switch
                {
                    "dates-unfit" => "to-day",
                    "scope-unfit" => "place",
                    _ => "role",
                },
                no.Sentence
            );
            return Show();
        }
        return Lead(
            $"/admin/people/{id}?done={(done is Done<Person>.Unchanged ? "unchanged" : "appointed")}"
        );
    }

    private IActionResult Show() =>
        Show($"Give a role to {PeoplePage.NameOf(Person)}", "Give a role");
}
