using Trellis.Serving;

namespace Trellis.Pages.Waiting;

/// <summary>Cases with their clocks as a table: the same on the page, in its files and from the terminal.</summary>
public static class WaitingSheet
{
    public static readonly IReadOnlyList<SheetColumn> Columns =
    [
        new("ref", "Case", What: "In the address: /decision/{ref}."),
        new("schools", "Schools", What: "As kind:number, with upright strokes between them."),
        new("names", "Names of the schools"),
        new("region", "Region", What: "As in the address of its page."),
        new("kind", "Kind of case"),
        new("reason", "Why there is a case"),
        new("stage", "How far", What: "for-trust, matched, due-diligence, agreed, open or ended."),
        new(
            "since",
            "Counted from",
            "date",
            What: "The order; for a transfer, the day it was proposed or a trust was sought."
        ),
        new("days", "Days", "integer", "days", "To its end, or to today."),
        new("sought_since", "A trust sought since", "date"),
        new("matched_on", "Trust named on", "date"),
        new("due_diligence_on", "Work with it begun on", "date"),
        new("agreed_on", "Agreement on", "date"),
        new("open_on", "In its trust since", "date"),
        new("ended_on", "Ended on", "date", What: "In whatever way; empty while it goes on."),
        new(
            "months_passed",
            "Months without a trust that have passed",
            "integer",
            "months",
            "6, 9, 12 or 24, at which somebody higher up is told; 0 before."
        ),
        new("owed", "What is owed next"),
        new("owed_by", "By when", "date"),
        new("late", "Late", "boolean"),
        new(
            "support_by",
            "Support while it waits, by",
            What: "Empty where none runs, or none is published."
        ),
        new("support_from", "Support from", "date"),
        new("support_until", "Support until", What: "In words."),
    ];

    public static IReadOnlyList<object?> Row(WaitClock one) =>
        [
            one.Case.Ref,
            string.Join('|', one.Case.Whole.Schools),
            string.Join('|', one.Case.Schools.Select(s => s.Text)),
            one.Case.Whole.Region.Split(':')[^1],
            one.Case.Whole.Main,
            one.Reason,
            WaitClock.CodeOf(one.Stage),
            one.Since,
            one.Days,
            one.SoughtSince,
            one.MatchedOn,
            one.DiligenceOn,
            one.AgreedOn,
            one.OpenOn,
            one.EndedOn,
            one.Level,
            one.Next?.Words,
            one.Next?.By,
            one.Next?.IsLate(one.Case.Day) ?? false,
            one.Support?.By,
            one.Support?.From,
            one.Support?.Until,
        ];
}
