using Trellis.People;

namespace Trellis.Access;

/// <summary>Who asks, as known at this request: a role that was taken away a second ago is not among the roles.</summary>
/// <param name="Session">Which of their sessions; for ending it, never shown.</param>
/// <param name="Roles">What they hold today.</param>
/// <param name="As">The role that opened this page; null where signing in was enough.</param>
public sealed record Visitor(
    Person Person,
    string Session,
    IReadOnlyList<Appointment> Roles,
    Appointment? As = null
)
{
    /// <summary>The visitor as the journal has them.</summary>
    /// <exception cref="InvalidOperationException">No role opened this page.</exception>
    public Holder Holder =>
        new(
            Person.Id,
            As
                ?? throw new InvalidOperationException(
                    "Somebody acts on a page that no role was needed for."
                )
        );

    /// <summary>The visitor as the journal has them where they do something about themselves.</summary>
    public Oneself Oneself => new(Person.Id);
}
