using Trellis.Journal;

namespace Trellis.People;

/// <summary>Asks somebody to join in a role, by a letter.</summary>
/// <param name="New">The id the person will have.</param>
/// <param name="Body">Who acts for the school where the role is over one: its trust, or its local authority; null for other roles.</param>
/// <param name="From">The first day of the role.</param>
/// <param name="To">The first day on which it no longer holds; null where no end is set.</param>
public sealed record InvitePerson(
    PersonId New,
    FreeText Name,
    FreeText Email,
    Appointment As,
    DateOnly From,
    DateOnly? To,
    Scope? Body
) : Act<Person, PersonInvited>
{
    public override string Subject => New.ToString();

    public override Outcome<PersonInvited> Apply(Person? before, Occasion now)
    {
        if (before is not null)
            return new Refusal("already-known", "This person has been invited already.");
        if (!Name.IsThere)
            return new Refusal("name-missing", "Enter the person's name.");
        if (!Names.Fit(Name.Text))
            return Names.Unfit;
        if (!Addresses.Fit(Email.Text))
            return new Refusal("email-unfit", "Enter an e-mail address, like name@school.example.");
        if (As.Role.Over() != As.Over.Kind)
            return new Refusal(
                "scope-unfit",
                $"Say what the {As.Role.InWords()} is for: this role needs a {Naming.Of(As.Role.Over().ToString())}."
            );
        if (To <= From)
            return new Refusal("dates-unfit", "The last day must come after the first.");
        if (Powers.MayAppoint(now.By, As, Body) is { } why)
            return why;
        return new PersonInvited(New, Name, Email.Text!.ToLowerInvariant(), As, From, To);
    }
}

/// <summary>Somebody was asked to join.</summary>
public sealed record PersonInvited(
    PersonId Person,
    FreeText Name,
    FreeText Email,
    Appointment As,
    DateOnly From,
    DateOnly? To
) : Event<Person>
{
    public override Person After(Person? before, DateTimeOffset at) =>
        new(
            Person,
            Name,
            Email,
            PersonStatus.Invited,
            Array.Empty<Held<Appointment>>().Say(As, From, To, at)
        );
}
