using Trellis.Journal;

namespace Trellis.People;

/// <summary>Keeps somebody from signing in, and ends their sessions. What they did stands.</summary>
public sealed record SuspendPerson(PersonId Person) : Act<Person, PersonSuspended>
{
    public override string Subject => Person.ToString();

    public override Outcome<PersonSuspended> Apply(Person? before, Occasion now)
    {
        if (now.By is not Holder { As.Role: Role.Administrator } by)
            return new Refusal("not-yours", "Only an administrator can suspend somebody.");
        if (before is null || before.Status == PersonStatus.Erased)
            return new Refusal("not-known", "There is no such person.");
        if (by.Person == Person)
            return new Refusal("not-oneself", "Ask another administrator to suspend you.");
        if (!now.Why.IsThere)
            return new Refusal("why-missing", "Say why.");
        if (before.Status == PersonStatus.Suspended)
            return new Outcome<PersonSuspended>.Unchanged();
        return new PersonSuspended(Person);
    }
}

/// <summary>Somebody can no longer sign in.</summary>
public sealed record PersonSuspended(PersonId Person) : Event<Person>
{
    public override Person After(Person? before, DateTimeOffset at) =>
        before! with
        {
            Status = PersonStatus.Suspended,
        };
}
