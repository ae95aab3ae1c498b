using Microsoft.EntityFrameworkCore;
using Trellis.Journal;
using Trellis.People;

namespace Trellis.Store;

internal sealed class PersonRow
{
    public required string Id { get; set; }
    public string? Name { get; set; }
    public string? Email { get; set; }
    public required string Status { get; set; }
}

internal sealed class AppointmentRow
{
    public required string Person { get; set; }
    public int Ordinal { get; set; }
    public required string Role { get; set; }
    public required string Scope { get; set; }
    public string? LentBy { get; set; }
    public required string HeldFrom { get; set; }
    public string? HeldTo { get; set; }
    public required string KnownFrom { get; set; }
    public string? KnownTo { get; set; }
}

/// <summary>People and their appointments.</summary>
internal sealed class PersonTable : Table<Person>
{
    public override void Map(ModelBuilder model)
    {
        model.Entity<PersonRow>(t =>
        {
            t.ToTable("person").HasKey(r => r.Id);
            t.HasIndex(r => r.Email, "person_email").IsUnique();
        });
        model.Entity<AppointmentRow>(t =>
        {
            t.ToTable("appointment").HasKey(r => new { r.Person, r.Ordinal });
            t.HasIndex(r => r.Scope, "appointment_scope");
            t.HasOne<PersonRow>()
                .WithMany()
                .HasForeignKey(r => r.Person)
                .OnDelete(DeleteBehavior.ClientNoAction);
        });
    }

    public override async Task<Person?> Load(CaseworkDb db, string key, CancellationToken stop)
    {
        if (
            await db.Set<PersonRow>().AsNoTracking().SingleOrDefaultAsync(r => r.Id == key, stop)
            is not { } row
        )
            return null;
        var held = await db.Set<AppointmentRow>()
            .AsNoTracking()
            .Where(r => r.Person == key)
            .OrderBy(r => r.Ordinal)
            .ToListAsync(stop);
        return Read(row, held);
    }

    /// <summary>A person of their rows.</summary>
    /// <param name="held">Their appointments by ordinal.</param>
    public static Person Read(PersonRow row, IEnumerable<AppointmentRow> held) =>
        new(
            PersonId.Parse(row.Id),
            row.Name,
            row.Email,
            Enum.Parse<PersonStatus>(row.Status),
            [.. held.Select(Read)]
        );

    private static Held<Appointment> Read(AppointmentRow row) =>
        new(
            new Appointment(
                Enum.Parse<Role>(row.Role),
                Scope.Parse(row.Scope),
                row.LentBy is { } lent ? PersonId.Parse(lent) : null
            ),
            Texts.Day(row.HeldFrom),
            row.HeldTo is { } to ? Texts.Day(to) : null,
            Texts.Instant(row.KnownFrom),
            row.KnownTo is { } known ? Texts.Instant(known) : null
        );

    public override async Task Save(
        CaseworkDb db,
        Person? before,
        Person after,
        CancellationToken stop
    )
    {
        var row = new PersonRow
        {
            Id = after.Key,
            Name = after.Name.Text,
            Email = after.Email.Text,
            Status = after.Status.ToString(),
        };
        db.Entry(row).State = before is null ? EntityState.Added : EntityState.Modified;
        await db.Set<AppointmentRow>()
            .Where(r => r.Person == after.Key && r.Ordinal >= after.Appointments.Count)
            .ExecuteDeleteAsync(stop);
        for (var i = 0; i < after.Appointments.Count; i++)
        {
            var held = after.Appointments[i];
            var known = before?.Appointments.Count > i;
            if (known && before!.Appointments[i] == held)
                continue;
            db.Entry(
                new AppointmentRow
                {
                    Person = after.Key,
                    Ordinal = i,
                    Role = held.Value.Role.ToString(),
                    Scope = held.Value.Over.ToString(),
                    LentBy = held.Value.From?.ToString(),
                    HeldFrom = Texts.Of(held.From),
                    HeldTo = held.To is { } to ? Texts.Of(to) : null,
                    KnownFrom = Texts.Of(held.KnownFrom),
                    KnownTo = held.KnownTo is { } until ? Texts.Of(until) : null,
                }
            ).State = known ? EntityState.Modified : EntityState.Added;
        }
    }

    public override Refusal? Taken(string index) =>
        index == "person_email"
            ? new Refusal(
                "email-known",
                "Somebody with this e-mail address is known already. Give them the role instead of inviting them again."
            )
            : null;

    public override Task Follow(CaseworkDb db, Event<Person> happened, CancellationToken stop)
    {
        var (person, one) = happened switch
        {
            SessionsEnded ended => (ended.Person.ToString(), ended.One?.ToString()),
            PersonSuspended suspended => (suspended.Person.ToString(), null),
            _ => ("", null),
        };
        return person.Length == 0
            ? Task.CompletedTask
            : db.Set<SessionRow>()
                .Where(r => r.Person == person && (one == null || r.Digest == one))
                .ExecuteDeleteAsync(stop);
    }
}
