using Trellis.Journal;

namespace Trellis.People;

/// <summary>Gives somebody who is known a further role.</summary>
/// <param name="Body">Who acts for the school where the role is over one; null for other roles.</param>
/// <param name="From">The first day of the role.</param>
/// <param name="To">The first day on which it no longer holds; null where no end is set.</param>
public sealed record AppointPerson(
    PersonId Person,
    Appointment As,
    DateOnly From,
    DateOnly? To,
    Scope? Body
) : Act<Person, PersonAppointed>
{
    public override string Subject => Person.ToString();

    public override Outcome<PersonAppointed> Apply(Person? before, Occasion now)
    {
        if (before is null || before.Status == PersonStatus.Erased)
            return new Refusal("not-known", "There is no such person.");
        if (As.Role.Over() != As.Over.Kind)
            return new Refusal(
                "scope-unfit",
                $"Say what the {As.Role.InWords()} is for: this role needs a {Naming.Of(As.Role.Over().ToString())}."
            );
        if (To <= From)
            return new Refusal("dates-unfit", "The last day must come after the first.");
        if (As.From is not null)
            return new Refusal("lent-not-given", "A role is lent by the person who holds it.");
        if (now.By is Holder self && self.Person == Person)
            return new Refusal(
                "not-to-oneself",
                "You cannot give yourself a role. Ask another person who may."
            );
        if (Powers.MayAppoint(now.By, As, Body) is { } why)
            return why;
        var held = before.Appointments.Any(h =>
            h.KnownTo is null && h.Value == As && h.From == From && h.To == To
        );
        return held
            ? new Outcome<PersonAppointed>.Unchanged()
            : new PersonAppointed(Person, As, From, To);
    }
}

/// <summary>Somebody was given a role.</summary>
public sealed record PersonAppointed(PersonId Person, Appointment As, DateOnly From, DateOnly? To)
    : Event<Person>
{
    public override Person After(Person? before, DateTimeOffset at) =>
        before! with
        {
            Appointments = before.Appointments.Say(As, From, To, at),
        };
}
