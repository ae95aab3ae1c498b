using Trellis.Journal;

namespace Trellis.People;

/// <summary>An administrator ends one of a person's sessions, or all. One's own are ended on the account page, which is no act.</summary>
/// <param name="One">Which; null for all.</param>
public sealed record EndSessions(PersonId Person, SessionId? One = null)
    : Act<Person, SessionsEnded>
{
    public override string Subject => Person.ToString();

    public override Outcome<SessionsEnded> Apply(Person? before, Occasion now)
    {
        if (now.By is not Holder { As.Role: Role.Administrator })
            return new Refusal("not-yours", "Only an administrator can end another's sessions.");
        if (before is null)
            return new Refusal("not-known", "There is no such person.");
        return new SessionsEnded(Person, One);
    }
}

/// <summary>Sessions were ended; their rows go in the same transaction.</summary>
/// <param name="One">Which; null for all.</param>
public sealed record SessionsEnded(PersonId Person, SessionId? One) : Event<Person>
{
    public override Person After(Person? before, DateTimeOffset at) => before!;
}
