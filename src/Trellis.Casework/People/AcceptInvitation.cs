using Trellis.Journal;

namespace Trellis.People;

/// <summary>Answers the letter: from now on the person may sign in.</summary>
public sealed record AcceptInvitation(PersonId Person) : Act<Person, InvitationAccepted>
{
    public override string Subject => Person.ToString();

    public override Outcome<InvitationAccepted> Apply(Person? before, Occasion now)
    {
        if (before is null || before.Status is PersonStatus.Suspended or PersonStatus.Erased)
            return new Refusal(
                "not-invited",
                "This invitation no longer holds. Ask whoever sent it for another."
            );
        if (before.Status == PersonStatus.Active)
            return new Outcome<InvitationAccepted>.Unchanged();
        if (now.By is not Oneself self || self.Person != Person)
            return new Refusal(
                "not-your-invitation",
                "Only the person who was invited can accept."
            );
        return new InvitationAccepted(Person);
    }
}

/// <summary>Somebody joined.</summary>
public sealed record InvitationAccepted(PersonId Person) : Event<Person>
{
    public override Person After(Person? before, DateTimeOffset at) =>
        before! with
        {
            Status = PersonStatus.Active,
        };
}
