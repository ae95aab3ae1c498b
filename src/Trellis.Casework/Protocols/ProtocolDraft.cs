using System.Globalization;
using Trellis.Journal;
using Trellis.Models;
using Trellis.Partnerships;

namespace Trellis.Protocols;

/// <summary>A protocol drafted from what is said of a partnership. Pure: the same answers give the same bytes.</summary>
/// <remarks>
/// It names no member: one may say later that it is none, and then nobody may read of it there. Who counts follows by rule from
/// the register of partnerships.
/// </remarks>
public static class ProtocolDraft
{
    /// <summary>The version of this way of drafting, in each protocol that it made.</summary>
    public const int Method = 2;

    /// <summary>The protocol of a partnership.</summary>
    /// <param name="members">How many are named.</param>
    /// <param name="statedOn">The day on which it was stated here.</param>
    /// <param name="on">The day on which the protocol is registered.</param>
    public static Protocol Of(
        PartnershipId id,
        ModelId model,
        DateOnly began,
        IReadOnlyList<Purpose> purposes,
        Willingness willingness,
        int members,
        IReadOnlyList<Aim> aims,
        DateOnly statedOn,
        DateOnly on
    )
    {
        var terms = new ProtocolTerms(
            OutcomeCode.Ks2,
            OutcomeCode.Ks4,
            [OutcomeCode.Absence],
            WhoIsTreated.Takers,
            ComparatorRule.NearestUnpartnered1,
            willingness == Willingness.Required ? BaseYear.TwoYearsBefore : BaseYear.YearBefore,
            null
        );
        var late = statedOn < on;
        string[] head =
        [
            $"Trellis evaluation protocol, method {Number(Method)}",
            $"Partnership: {id}",
            $"Stated here: {Day(statedOn)}",
            $"Registered: {Day(on)}",
            late
                ? "This was registered after the partnership was stated here. Results may have been known by then."
                : "This was registered in the moment in which the partnership was stated here.",
            $"Way of working together: {model}",
            $"Began: {Day(began)}",
            $"Members named: {Number(members)}",
            $"Hypothesis: {ProtocolWords.Hypothesis(purposes)}",
        ];
        var given = aims.Where(a => a.DroppedOn is null).ToList();
        var text = new List<FreeText> { string.Join('\n', head) };
        for (var i = 0; i < given.Count; i++)
        {
            var aim = given[i];
            text.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Aim {i + 1}: measure {aim.Measure?.ToString() ?? "none"}, target {(aim.TargetThousandths is { } target ? target / 1000m : "none")}, by {aim.By?.ToString() ?? "no year"}, in the members' words:"
                )
            );
            // A part of its own, so that it can be erased wherever the same words are.
            text.Add(aim.What);
        }
        text.Add(
            string.Join(
                '\n',
                [
                    .. ProtocolWords.Of(terms).Select(t => $"{t.Name}: {t.Words}"),
                    $"Shown by themselves, never judged by: {ProtocolWords.Givers}",
                    $"When it can be known: {ProtocolWords.WhenKnown}",
                ]
            )
        );
        var draft = new Protocol(Method, on, late, text, default, terms);
        return draft with { Hash = ProtocolHash.Of(draft.Canonical) };
    }

    private static string Day(DateOnly day) =>
        day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
