using Trellis.Journal;

namespace Trellis.People;

public enum PersonStatus
{
    /// <summary>Has been sent a letter and has not answered it.</summary>
    Invited,
    Active,

    /// <summary>Cannot sign in; what they did stands.</summary>
    Suspended,

    /// <summary>Their name and address are gone; what they did stands, by nobody named.</summary>
    Erased,
}

/// <summary>Somebody who may do something in Trellis.</summary>
/// <param name="Name">As others see it; nothing once erased.</param>
/// <param name="Email">Where letters go, in small letters; one person an address.</param>
/// <param name="Appointments">Every role they hold, held or will hold, as it was known.</param>
public sealed record Person(
    PersonId Id,
    FreeText Name,
    FreeText Email,
    PersonStatus Status,
    IReadOnlyList<Held<Appointment>> Appointments
) : State
{
    public override string Key => Id.ToString();

    /// <summary>The roles held on a day, as known at an instant.</summary>
    public IEnumerable<Appointment> Roles(DateOnly day, DateTimeOffset knownAt) =>
        Status == PersonStatus.Active ? Appointments.On(day, knownAt) : [];
}
