using Trellis.Journal;
using Trellis.People;

namespace Trellis.Pages.MySchool;

/// <summary>Somebody with a role over something today, or who is invited to it.</summary>
/// <param name="Waits">Whether they have not answered their invitation.</param>
public sealed record Appointed(string Name, Role Role, bool Waits)
{
    /// <summary>"Ada Fictional, head (invited, has not answered)".</summary>
    public override string ToString() =>
        $"{Name}, {Role.InWords()}{(Waits ? " (invited, has not answered)" : "")}";

    /// <summary>Those of some people who hold a role over one thing on a day.</summary>
    public static IReadOnlyList<Appointed> Over(
        IEnumerable<Person> people,
        Scope over,
        DateOnly today,
        DateTimeOffset now
    ) =>
        [
            .. people
                .Where(p => p.Status is PersonStatus.Active or PersonStatus.Invited)
                .SelectMany(p =>
                    p.Appointments.On(today, now)
                        .Where(a => a.Over == over)
                        .Select(a => new Appointed(
                            p.Name.ToString(),
                            a.Role,
                            p.Status == PersonStatus.Invited
                        ))
                )
                .OrderBy(a => a.Role)
                .ThenBy(a => a.Name, StringComparer.Ordinal),
        ];
}

/// <summary>Who may say something for a school and who may bind it.</summary>
/// <param name="Speaks">Its head and governors, today.</param>
/// <param name="Body">Its trust or local authority; null where the register names neither.</param>
/// <param name="Officers">Those who hold an office of that body here.</param>
public sealed record Standing(
    IReadOnlyList<Appointed> Speaks,
    Scope? Body,
    IReadOnlyList<Appointed> Officers
)
{
    public bool TrustActs => Body is { Kind: ScopeKind.Trust };
}
