using Trellis.Components;
using Trellis.Survival;
using Trellis.Waits;

namespace Trellis.Pages.Waiting;

/// <summary>What is said of a wait, the same wherever it is said: of what was owed to the school, never of the school.</summary>
public static class WaitWords
{
    /// <summary>What the files tell of a past wait, in a sentence or two.</summary>
    public static string Of(WaitSpell spell)
    {
        var judged = $"Ofsted judged it inadequate on {spell.JudgedOn.InWords()}.";
        var end = spell.Outcome switch
        {
            WaitOutcome.Sponsored =>
                $"{(spell.BetterOn is { } better && better < spell.On ? $"It was judged better on {better.InWords()}. " : "")}{Days(spell.Days!.Value)} went by from the first day until it opened with a sponsor on {spell.On!.Value.InWords()}.",
            WaitOutcome.AcademyOtherwise =>
                $"It opened as another kind of academy on {spell.On!.Value.InWords()}, {Days(spell.Days!.Value)} later.",
            WaitOutcome.JoinedAnother =>
                $"It became part of another school on {spell.On!.Value.InWords()}, {Days(spell.Days!.Value)} later.",
            WaitOutcome.Closed =>
                $"It closed on {spell.On!.Value.InWords()}, {Days(spell.Days!.Value)} later.",
            WaitOutcome.JudgedBetter when spell.LaterSponsoredOn is { } later =>
                $"It was judged better on {spell.BetterOn!.Value.InWords()}. It opened with a sponsor long after that, on {later.InWords()}.",
            WaitOutcome.JudgedBetter =>
                $"It was judged better on {spell.BetterOn!.Value.InWords()} and had no sponsor a year later.",
            WaitOutcome.NoLongerFollowed =>
                $"No sponsor is recorded up to {spell.On!.Value.InWords()}, where the lists of links end. It may have been judged better since: our dated judgements end before that.",
            _ => "The lists do not say when this came to an end, so it is in no figure.",
        };
        return $"{judged} {end}";
    }

    /// <summary>"562 days (534 to 586)", "not reached", or that so few do not tell.</summary>
    public static string Of(WaitPercentile? given) =>
        given switch
        {
            null => $"fewer than {WaitGroup.Fewest} openings",
            { Length: { } days } some =>
                $"{days:N0} days ({(some.Low is { } low ? $"{low:N0}" : "0")} to {(some.High is { } high ? $"{high:N0}" : "not reached")})",
            _ => "not reached",
        };

    /// <summary>What is owed, until when, and whether that day has gone.</summary>
    public static string Of(Owed owed, DateOnly day) =>
        owed.By is not { } by ? $"{owed.Words}. No day is set."
        : owed.IsLate(day) ? $"{owed.Words}. This was due by {by.InWords()}."
        : $"{owed.Words}, by {by.InWords()}.";

    /// <summary>"1 day", "1,204 days".</summary>
    public static string Days(int days) => days == 1 ? "1 day" : $"{days:N0} days";
}
