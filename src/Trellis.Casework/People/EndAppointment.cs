using Trellis.Journal;

namespace Trellis.People;

/// <summary>Ends a role: whoever may give it takes it back, its lender takes it back, or the person lays it down.</summary>
/// <param name="On">The first day on which it no longer holds.</param>
/// <param name="Body">Who acts for the school where the role is over one; null for other roles.</param>
public sealed record EndAppointment(PersonId Person, Appointment As, DateOnly On, Scope? Body)
    : Act<Person, AppointmentEnded>
{
    public override string Subject => Person.ToString();

    public override Outcome<AppointmentEnded> Apply(Person? before, Occasion now)
    {
        if (before is null)
            return new Refusal("not-known", "There is no such person.");
        var own =
            now.By is Oneself self && self.Person == Person
            || now.By is Holder holder && holder.Person == Person;
        var lent = now.By is Holder lender && As.From == lender.Person;
        if (!own && !lent && Powers.MayAppoint(now.By, As with { From = null }, Body) is { } why)
            return why;
        var holds = before.Appointments.Any(h => h.Value == As && h.HoldsAfter(On));
        return holds
            ? new AppointmentEnded(Person, As, On)
            : new Outcome<AppointmentEnded>.Unchanged();
    }
}

/// <summary>A role ended.</summary>
/// <param name="On">The first day on which it no longer holds.</param>
public sealed record AppointmentEnded(PersonId Person, Appointment As, DateOnly On) : Event<Person>
{
    public override Person After(Person? before, DateTimeOffset at) =>
        before! with
        {
            Appointments = before.Appointments.Unsay(As, On, null, at),
        };
}
