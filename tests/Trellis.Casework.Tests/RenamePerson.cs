using Trellis.Journal;
using Trellis.People;

namespace Trellis;

/// <summary>The simplest edit there is, for tests of the store: another name.</summary>
public sealed record RenamePerson(string Who, FreeText Name) : Act<Person, PersonRenamed>
{
    public override string Subject => Who;

    public override Outcome<PersonRenamed> Apply(Person? before, Occasion now) =>
        before is null ? new Refusal("not-there", "Invite the person first.")
        : before.Name == Name ? new Outcome<PersonRenamed>.Unchanged()
        : new PersonRenamed(Name);
}

public sealed record PersonRenamed(FreeText Name) : Event<Person>
{
    public override Person After(Person? before, DateTimeOffset at) => before! with { Name = Name };
}
