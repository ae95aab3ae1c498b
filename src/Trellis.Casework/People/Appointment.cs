using Trellis.Journal;

namespace Trellis.People;

/// <summary>A role over something.</summary>
/// <param name="From">Who lent it, where it is delegated; it counts only while that person holds it too.</param>
public sealed record Appointment(Role Role, Scope Over, PersonId? From = null)
{
    public override string ToString() => $"{Role.InWords()} over {Over}";
}

/// <summary>A person in one of their roles.</summary>
public sealed record Holder(PersonId Person, Appointment As, PersonId? Confirmed = null)
    : Actor(Person.ToString(), As.Role.Code(), As.Over.ToString(), Confirmed?.ToString());
