using System.Globalization;

namespace Trellis.Waits;

/// <summary>What past waits are, and what they cannot say, in sentences: the same on the page and in the document of the method.</summary>
public static class WaitLimits
{
    /// <summary>How a wait is found in the files.</summary>
    public static readonly IReadOnlyList<string> Rules =
    [
        "A school is one through all its URNs that one-to-one links of the register join. Of these the first ones that a local authority maintained count: community, foundation, voluntary, community special and foundation special schools, pupil referral units and nursery schools.",
        "A judgement is one of Ofsted's dated headline grades of such an entry. Lists give the first or the last day of an inspection: the same grade within 14 days is one judgement.",
        "A wait begins with the first of the school's last unbroken run of judgements \"inadequate\". So each school has one wait at most: because of earlier runs it recovered.",
        "It ends on the day on which the entry that follows opened, where the register calls that an academy led by a sponsor (also special or alternative provision). Where the school went into several entries, or into one with others, the first sponsored one counts; if that was open already, the day of the link does.",
        "Every other school leaves the count without an end: on the day it opened as another kind of academy, became part of another school or closed; a year after a better judgement; or on the day of the newest list of links.",
        "Orders are carried out for a while after a school got better. So it is followed for a year after a better judgement, whatever came of it, and what came later is told and not counted.",
        "A school can be in the lists only if it was still there when one was made. So it counts from the day of the first list that could show its judgement: a wait that was over before would never have been seen.",
    ];

    /// <summary>What is weak in the figures of some files.</summary>
    public static IReadOnlyList<string> Of(PastWaits waits) =>
        [
            "The day of the inspection stands for the beginning. The report came some weeks later, and an order, where there was one, later still. Orders are not in these files.",
            "Before 18 April 2016 a judgement did not lead to an order by itself. Many schools before that day were never meant to have a sponsor, and got better without one.",
            .. waits.Lists.Count > 0 && waits.HistoryFrom is { } from
                ? new[]
                {
                    $"Schools that were taken on early are missing: Ofsted's lists here are of {Day(waits.Lists[0])} to {Day(waits.Lists[^1])}, and the history has schools that were still there on {Day(from)}. The figures allow for it by counting each school only from the list that shows it; the rows cannot.",
                }
                : [],
            .. waits.JudgedUntil is { } judged && waits.FollowedUntil is { } followed
                ? new[]
                {
                    $"Dated judgements end on {Day(judged)}, links on {Day(followed)}. A school that was judged better between the two seems to wait still.",
                }
                : [],
            "Only the last wait of each school counts. Earlier ones ended well, so the figures are a little too long.",
            "About a third of the days of links are more than a day off. Where the register has the day of opening, that is used.",
        ];

    private static string Day(DateOnly day) =>
        day.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);
}
