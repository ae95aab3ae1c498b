using Trellis.Journal;

namespace Trellis.People;

/// <summary>Lends one's own role to somebody for a time. It counts only while the lender holds it too, and cannot be lent on.</summary>
/// <param name="From">The first day.</param>
/// <param name="To">The first day on which it no longer holds; at most a year after the first.</param>
public sealed record DelegateRole(
    PersonId Person,
    Role Role,
    Scope Over,
    DateOnly From,
    DateOnly To
) : Act<Person, RoleDelegated>
{
    public override string Subject => Person.ToString();

    public override Outcome<RoleDelegated> Apply(Person? before, Occasion now)
    {
        if (before is null || before.Status == PersonStatus.Erased)
            return new Refusal("not-known", "There is no such person.");
        if (now.By is not Holder lender || lender.As.Role != Role || lender.As.Over != Over)
            return new Refusal("not-yours-to-lend", "You can lend only a role that you hold.");
        if (lender.As.From is not null)
            return new Refusal(
                "lent-already",
                "This role was lent to you. Ask the person who lent it."
            );
        if (lender.Person == Person)
            return new Refusal("not-to-oneself", "You hold this role already.");
        if (Role == Role.Administrator)
            return new Refusal(
                "not-to-be-lent",
                "An administrator is appointed, so that the journal shows who it is. Invite another administrator."
            );
        if (To <= From)
            return new Refusal("dates-unfit", "The last day must come after the first.");
        if (To > From.AddYears(1))
            return new Refusal("too-long", "A role can be lent for a year at most.");
        return new RoleDelegated(Person, new Appointment(Role, Over, lender.Person), From, To);
    }
}

/// <summary>Somebody was lent a role.</summary>
public sealed record RoleDelegated(PersonId Person, Appointment As, DateOnly From, DateOnly To)
    : Event<Person>
{
    public override Person After(Person? before, DateTimeOffset at) =>
        before! with
        {
            Appointments = before.Appointments.Say(As, From, To, at),
        };
}

/// <summary>Whether a lent role counts.</summary>
public static class Lending
{
    /// <summary>The roles of a person that count: their own, and those whose lender holds them on the same day.</summary>
    /// <param name="lenders">The people who lent any of them; one who is not among them lends nothing.</param>
    public static IReadOnlyList<Appointment> Counting(
        this Person person,
        DateOnly day,
        DateTimeOffset knownAt,
        IReadOnlyDictionary<PersonId, Person> lenders
    ) =>
        [
            .. person
                .Roles(day, knownAt)
                .Where(held =>
                    held.From is not { } from
                    || lenders.TryGetValue(from, out var lender)
                        && lender.Roles(day, knownAt).Contains(held with { From = null })
                ),
        ];
}
