using Trellis.Journal;

namespace Trellis.People;

/// <summary>A role over something.</summary>
/// <param name="From">Who lent it, where it is delegated; it counts only while that person holds it too.</param>
public sealed record Appointment(Role Role, Scope Over, PersonId? From = null)
{
    public override string ToString() => $"{Role.InWords()} over {Over}";
}

/// <summary>A person in one of their roles.</summary>
/// <param name="Confirmed">Who confirmed what they do, where two people are needed.</param>
public sealed record Holder(PersonId Person, Appointment As, PersonId? Confirmed = null) : Actor
{
    public override string Id => Person.ToString();
    public override string Role => As.Role.Code();
    public override string Scope => As.Over.ToString();
    public override string? Second => Confirmed?.ToString();
}
