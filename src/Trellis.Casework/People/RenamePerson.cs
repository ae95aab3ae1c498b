using Trellis.Journal;

namespace Trellis.People;

/// <summary>Corrects a person's name: by themselves, or by an administrator.</summary>
public sealed record RenamePerson(PersonId Person, FreeText Name) : Act<Person, PersonRenamed>
{
    public override string Subject => Person.ToString();

    public override Outcome<PersonRenamed> Apply(Person? before, Occasion now)
    {
        var may =
            now.By is Oneself self && self.Person == Person
            || now.By is Holder { As.Role: Role.Administrator };
        if (!may)
            return new Refusal("not-yours", "Only the person or an administrator can change it.");
        if (before is null || before.Status == PersonStatus.Erased)
            return new Refusal("not-known", "There is no such person.");
        if (string.IsNullOrWhiteSpace(Name.Text))
            return new Refusal("name-missing", "Enter the person's name.");
        if (!Names.Fit(Name.Text))
            return Names.Unfit;
        return Name == before.Name
            ? new Outcome<PersonRenamed>.Unchanged()
            : new PersonRenamed(Person, Name);
    }
}

/// <summary>Somebody is called otherwise.</summary>
public sealed record PersonRenamed(PersonId Person, FreeText Name) : Event<Person>
{
    public override Person After(Person? before, DateTimeOffset at) => before! with { Name = Name };
}
