using Trellis.Journal;
using Trellis.People;
using Trellis.Procedures;

namespace Trellis.Brokerage;

/// <summary>What is asked of everybody who works on a case for its region.</summary>
internal static class AtTheDesk
{
    /// <summary>Why somebody may not; null where they may.</summary>
    public static Refusal? WhyNot(BrokerageCase? given, Actor by) =>
        given is null ? new Refusal("no-case", "There is no such case.")
        : by is not Holder person || !given.IsWorkedOnBy(by)
            ? new Refusal(
                "not-your-case",
                "This is for the officers of the region, and for whoever decides in it."
            )
        : Interested(given, person.Person);

    /// <summary>That the case is closed to somebody; null where it is not.</summary>
    public static Refusal? Interested(BrokerageCase given, PersonId person) =>
        given.InterestOf(person) is { } interest
            ? new Refusal(
                "interest-declared",
                $"On {Spans.InWords(interest.On)} you declared an interest in this case, so somebody else works on it."
            )
            : null;
}
