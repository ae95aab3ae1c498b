using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;
using Trellis.Pages.Joining;
using Trellis.People;
using Trellis.Store;

namespace Trellis.Pages.Admin;

/// <summary>Ends one of a person's roles on a day.</summary>
[Access(Who.Holders, Role.Administrator, Hidden = true)]
public sealed class EndRolePage : PersonForm
{
    /// <summary>The roles that have not ended, each once.</summary>
    public IReadOnlyList<Appointment> Open { get; private set; } = [];

    public TypedDay On => Request.HasFormContentType ? TypedDayOf("on") : TypedDay.Of(Today);

    public string Chosen => Open.Count == 1 ? "0" : Typed("which");

    public IReadOnlyList<Choice?> Choices =>
        [
            .. Open.Select(
                (a, i) =>
                    new Choice
                    {
                        Value = i.ToString(CultureInfo.InvariantCulture),
                        Text = RolePlaces.InWords(Snapshot, a),
                    }
            ),
        ];

    public async Task<IActionResult> OnGetAsync(string id) =>
        await FindWithRoles(id) ? Show() : NotHere("There is no such person.");

    public async Task<IActionResult> OnPostAsync(string id)
    {
        if (!await FindWithRoles(id))
            return NotHere("There is no such person.");
        // The number is a place in a list that may have changed since: the role itself is sent beside it.
        var role =
            int.TryParse(Typed("which"), CultureInfo.InvariantCulture, out var at)
            && at >= 0
            && at < Open.Count
            && Typed($"role-{at}") == Open[at].ToString()
                ? Open[at]
                : null;
        if (role is null)
            Refuse("which", "Choose the role that ends");
        if (On.Read() is not { } on)
        {
            Refuse("on-day", "Enter the first day no longer in the role, like 1 9 2026");
            on = default;
        }
        if (Wrong.Count > 0)
            return Show();
        var done = await Casework.Do(
            new EndAppointment(Person.Id, role!, on, RolePlaces.BodyOf(Snapshot, role!.Over)),
            Now(Typed("why")),
            new Conditions(Once: Once),
            stop: Stop
        );
        if (done is Done<Person>.Refused { Why: var no })
        {
            Refuse("which", no.Sentence);
            return Show();
        }
        return Lead(
            $"/admin/people/{id}?done={(done is Done<Person>.Unchanged ? "unchanged" : "ended")}"
        );
    }

    private async Task<bool> FindWithRoles(string id)
    {
        if (!await Find(id))
            return false;
        Open =
        [
            .. Person.Appointments.Where(h => h.HoldsAfter(Today)).Select(h => h.Value).Distinct(),
        ];
        return true;
    }

    private IActionResult Show() =>
        Show($"End a role of {PeoplePage.NameOf(Person)}", "End a role");
}
