using Microsoft.EntityFrameworkCore;
using Trellis.Journal;
using Trellis.People;

namespace Trellis.Store;

/// <summary>Somebody who held a role.</summary>
/// <param name="Name">As it is today; nothing where they have been erased since.</param>
/// <param name="Role">The role, over what, and who lent it.</param>
/// <param name="Stretch">From when to when, and since when that was known.</param>
public sealed record HeldBy(
    PersonId Person,
    FreeText Name,
    Appointment Role,
    Held<Appointment> Stretch
);

public sealed partial class Casework
{
    /// <summary>Who held a role over something on a day, as it was known at an instant. What became known later, corrections and erasures of roles included, does not show.</summary>
    /// <returns>By role, then by person; nobody where nobody held one.</returns>
    public Task<IReadOnlyList<HeldBy>> WhoHeld(
        Scope over,
        DateOnly day,
        DateTimeOffset knownAt,
        CancellationToken stop = default
    ) =>
        Read<IReadOnlyList<HeldBy>>(
            async db =>
            {
                var scope = over.ToString();
                var rows = await db.Set<PersonRow>()
                    .AsNoTracking()
                    .Where(p =>
                        db.Set<AppointmentRow>().Any(a => a.Person == p.Id && a.Scope == scope)
                    )
                    .ToListAsync(stop);
                var held = (
                    await db.Set<AppointmentRow>()
                        .AsNoTracking()
                        .Where(a => a.Scope == scope)
                        .OrderBy(a => a.Ordinal)
                        .ToListAsync(stop)
                ).ToLookup(a => a.Person);
                return
                [
                    .. rows.Select(p => PersonTable.Read(p, held[p.Id]))
                        .SelectMany(p =>
                            p.Appointments.Where(h => h.HeldOn(day) && h.WasKnownAt(knownAt))
                                .Select(h => new HeldBy(p.Id, p.Name, h.Value, h))
                        )
                        .OrderBy(h => h.Role.Role)
                        .ThenBy(h => h.Person.ToString(), StringComparer.Ordinal),
                ];
            },
            stop
        );
}
