using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Trellis.People;

namespace Trellis.Store;

/// <summary>Something that bears on who may do what: a sign-in, a refusal, a limit reached. Never a secret, never what anybody typed.</summary>
/// <param name="Kind">"sign-in", "denied", "rate-limited".</param>
/// <param name="Person">Who it was, where that is known.</param>
/// <param name="Address">A digest of the network address, which tells repeated visits and not where from.</param>
/// <param name="Path">The route as the program knows it, not what stood in the address bar.</param>
/// <param name="Outcome">"done", "wrong-password", "hidden".</param>
public sealed record SecurityEvent(
    DateTimeOffset At,
    string Kind,
    PersonId? Person,
    string Address,
    string Path,
    string Outcome
);

public sealed partial class Casework
{
    /// <summary>Writes events of the security log, all or none.</summary>
    public Task AddSecurityEvents(
        IReadOnlyCollection<SecurityEvent> events,
        CancellationToken stop = default
    ) =>
        InLine(
            async db =>
            {
                foreach (var one in events)
                    db.Add(
                        new SecurityEventRow
                        {
                            Id =
                                $"{Texts.Of(one.At)}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6))}",
                            At = Texts.Of(one.At),
                            Kind = one.Kind,
                            Person = one.Person?.ToString(),
                            Address = one.Address,
                            Path = one.Path,
                            Outcome = one.Outcome,
                        }
                    );
                await db.SaveChangesAsync(stop);
                return true;
            },
            stop
        );

    /// <summary>The newest events of the security log before an instant, the newest first.</summary>
    /// <param name="kind">Only of this kind; null for all.</param>
    /// <param name="person">Only of this person; null for all.</param>
    /// <param name="before">Only older ones; null from the newest.</param>
    /// <param name="take">At most so many.</param>
    public Task<IReadOnlyList<SecurityEvent>> SecurityEvents(
        string? kind = null,
        PersonId? person = null,
        DateTimeOffset? before = null,
        int take = 100,
        CancellationToken stop = default
    )
    {
        var (who, until) = (person?.ToString(), before is { } at ? Texts.Of(at) : null);
        return Read<IReadOnlyList<SecurityEvent>>(
            async db =>
            {
                var asked = db.Set<SecurityEventRow>().AsNoTracking();
                if (kind is not null)
                    asked = asked.Where(r => r.Kind == kind);
                if (who is not null)
                    asked = asked.Where(r => r.Person == who);
                if (until is not null)
                    asked = asked.Where(r => string.Compare(r.At, until) < 0);
                var rows = await asked
                    .OrderByDescending(r => r.At)
                    .ThenByDescending(r => r.Id)
                    .Take(take)
                    .ToListAsync(stop);
                return
                [
                    .. rows.Select(r => new SecurityEvent(
                        Texts.Instant(r.At),
                        r.Kind,
                        r.Person is { } id ? PersonId.Parse(id) : null,
                        r.Address,
                        r.Path,
                        r.Outcome
                    )),
                ];
            },
            stop
        );
    }
}
