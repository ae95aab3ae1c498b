using Trellis.Journal;

namespace Trellis.People;

/// <summary>Lets somebody who was suspended sign in again, with the roles they still hold.</summary>
public sealed record RestorePerson(PersonId Person) : Act<Person, PersonRestored>
{
    public override string Subject => Person.ToString();

    public override Outcome<PersonRestored> Apply(Person? before, Occasion now)
    {
        if (now.By is not Holder { As.Role: Role.Administrator })
            return new Refusal("not-yours", "Only an administrator can restore somebody.");
        if (before is null || before.Status == PersonStatus.Erased)
            return new Refusal("not-known", "There is no such person.");
        if (before.Status == PersonStatus.Invited)
            return new Refusal("not-joined", "This person has not accepted the invitation yet.");
        if (before.Status == PersonStatus.Active)
            return new Outcome<PersonRestored>.Unchanged();
        if (!now.Why.IsThere)
            return new Refusal("why-missing", "Say why.");
        return new PersonRestored(Person);
    }
}

/// <summary>Somebody can sign in again.</summary>
public sealed record PersonRestored(PersonId Person) : Event<Person>
{
    public override Person After(Person? before, DateTimeOffset at) =>
        before! with
        {
            Status = PersonStatus.Active,
        };
}
