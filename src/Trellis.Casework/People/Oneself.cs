using Trellis.Journal;

namespace Trellis.People;

/// <summary>A person doing something about themselves, for which no role is needed.</summary>
public sealed record Oneself(PersonId Person) : Actor
{
    public override string Id => Person.ToString();
    public override string Role => "oneself";
    public override string Scope => "own-account";
}
