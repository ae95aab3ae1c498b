using Trellis.Journal;

namespace Trellis.People;

/// <summary>Takes a person's name and address out of Trellis, for good; what they did stands, by nobody named.</summary>
/// <remarks>
/// Gone are: their name and address, their roles from today on, every word of the journal written about them or with their
/// whole name or address in it, letters to them, and what they signed in with. What stays is their opaque id.
/// </remarks>
public sealed record ErasePerson(PersonId Who) : Act<Person, PersonErased>, ITwoPeople
{
    /// <summary>Where the journal has words about them; the store finds them in the same transaction.</summary>
    public IReadOnlyList<TextPlace> Named { get; init; } = [];

    public override string Subject => Who.ToString();

    public override Outcome<PersonErased> Apply(Person? before, Occasion now)
    {
        if (MayErase(now.By) is { } why)
            return why;
        if (before is null)
            return new Refusal("nobody-there", "There is nobody of this id.");
        if (before.Status == PersonStatus.Erased)
            return new Outcome<PersonErased>.Unchanged();
        return new PersonErased(Who, now.Today, Named);
    }

    public Refusal? MayConfirm(Actor second) => MayErase(second);

    private static Refusal? MayErase(Actor by) =>
        by is Journal.Program or Holder { As.Role: Role.Administrator }
            ? null
            : new Refusal("not-yours-to-erase", "Ask an administrator to erase a person.");
}

/// <summary>A person's name and address are gone.</summary>
/// <param name="On">From this day on they hold no role.</param>
/// <param name="Erased">Where the journal had words about them.</param>
public sealed record PersonErased(PersonId Person, DateOnly On, IReadOnlyList<TextPlace> Erased)
    : Event<Person>,
        IErases
{
    public override Person After(Person? before, DateTimeOffset at)
    {
        var held = before!.Appointments;
        foreach (var one in before.Appointments.Where(h => h.HoldsAfter(On)))
            held = held.Unsay(one.Value, one.From > On ? one.From : On, one.To, at);
        return before with
        {
            Name = default,
            Email = default,
            Status = PersonStatus.Erased,
            Appointments = held,
        };
    }
}
