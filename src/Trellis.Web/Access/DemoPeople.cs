using System.Security.Cryptography;
using System.Text;
using Trellis.Journal;
using Trellis.People;
using Trellis.Places;
using Trellis.Snapshots;
using Trellis.Store;

namespace Trellis.Access;

/// <summary>Somebody of the demo.</summary>
public sealed record DemoPerson(Appointment As, string Email);

/// <summary>One account for each role, for the demo. Their rows are marked, and a site that is not the demo lets none of them in.</summary>
public static class DemoPeople
{
    /// <summary>Ten bytes that are the same at each start, so that the same thing of the demo has the same id.</summary>
    internal static ReadOnlySpan<byte> Ten(string what) =>
        SHA256.HashData(Encoding.UTF8.GetBytes($"trellis demo {what}")).AsSpan(0, 10);

    /// <summary>Makes the people who are not there yet, and gives all of them a password that was not there before.</summary>
    /// <param name="password">Drawn by the caller at each start.</param>
    /// <returns>Who they are, in the order of the roles.</returns>
    /// <exception cref="StoreUnavailableException">It cannot be written now.</exception>
    public static async Task<IReadOnlyList<DemoPerson>> Prepare(
        Casework casework,
        Snapshot snapshot,
        TimeProvider time,
        string password,
        CancellationToken stop = default
    )
    {
        var today = new Serving.LondonDay(time).Today;
        // Turning is made to take long, and one password serves all.
        var turned = Passwords.Turn(password);
        var all = new List<DemoPerson>();
        Holder? administrator = null;
        // The administrator first: they invite the others, as on any site.
        foreach (var role in Roles.All.OrderBy(r => r != Role.Administrator))
        {
            var held = new Appointment(role, ScopeOf(role, snapshot));
            var person = await Prepare(
                casework,
                new DemoPerson(held, $"{role.Code()}@demo.example"),
                $"Demo {role.InWords()} (fictional)",
                administrator ?? (Actor)new Terminal(),
                new Occasion(new Terminal(), time.GetUtcNow(), today),
                turned,
                stop
            );
            administrator ??= person;
            all.Add(new DemoPerson(held, $"{role.Code()}@demo.example"));
        }
        return [.. all.OrderBy(p => p.As.Role)];
    }

    /// <summary>Makes one of them, who may be there already, and gives them the password.</summary>
    /// <param name="by">Who invites them.</param>
    /// <param name="turned">The password as the store keeps it.</param>
    internal static async Task<Holder> Prepare(
        Casework casework,
        DemoPerson person,
        string name,
        Actor by,
        Occasion now,
        string turned,
        CancellationToken stop
    )
    {
        var known = await casework.PersonAt(person.Email, stop);
        var id = known?.Id ?? Secrets.Person();
        if (known is null)
            await casework.Do(
                new InvitePerson(id, name, person.Email, person.As, now.Today, null, null),
                now with
                {
                    By = by,
                },
                stop: stop
            );
        if (known is null or { Status: PersonStatus.Invited })
            await casework.Do(
                new AcceptInvitation(id),
                now with
                {
                    By = new Oneself(id),
                },
                stop: stop
            );
        await casework.SetPassword(id, turned, now.At, demo: true, stop: stop);
        return new Holder(id, person.As);
    }

    private static Scope ScopeOf(Role role, Snapshot snapshot)
    {
        // A school in a trust, so that the head can speak and the officer act.
        var school =
            snapshot.Schools.FirstOrDefault(s => s.IsOpen && snapshot.TrustOf(s.Urn) is not null)
            ?? snapshot.Schools[0];
        var now = snapshot.Find(school.Urn)!;
        return role.Over() switch
        {
            ScopeKind.School => Scope.School(school.Urn),
            ScopeKind.Trust => snapshot.TrustOf(school.Urn) is { } trust
                ? Scope.Trust(trust.Uid)
                : Scope.Trust(snapshot.Groups[0].Uid),
            ScopeKind.LocalAuthority => new Scope(
                ScopeKind.LocalAuthority,
                now.La?.ToString() ?? "000"
            ),
            ScopeKind.Diocese => new Scope(ScopeKind.Diocese, "fictional-diocese"),
            ScopeKind.Region => new Scope(ScopeKind.Region, Regions.Slug(now.Region)),
            ScopeKind.OwnCases => Scope.OwnCases,
            _ => Scope.Everywhere,
        };
    }
}
