using Trellis.Components;
using Trellis.Measures;
using Trellis.Partnerships;
using Trellis.Schools;

namespace Trellis.Pages.Partnerships;

/// <summary>The measures by which an aim can be judged, as answers to choose.</summary>
internal static class AimMeasures
{
    // No school changes where it lies, and likeness to others is no aim.
    private static readonly string[] outside = ["Area", "Likeness"];

    /// <summary>None first, then those of the phase of the school that sets the aim, by subject and label; of a trust or an authority, those of its partners' phases.</summary>
    public static IReadOnlyList<Choice?> Of(DeedPlace place)
    {
        var phases = (
            place.As.Kind == PartyKind.School
                ? [place.As]
                : place.Whole.Members.Select(m => m.Party)
        )
            .Select(p => PartyNames.School(place.Snapshot, p)?.Current.Phase)
            .OfType<Phase>()
            .ToHashSet();
        return
        [
            new Choice { Value = "", Text = "None of these" },
            .. Definitions
                .All.Select(d => d.Measure)
                .Where(m => !outside.Contains(m.Subject) && Suits(m, phases))
                .OrderBy(m => m.Subject, StringComparer.Ordinal)
                .ThenBy(m => m.Label, StringComparer.Ordinal)
                .Select(m => new Choice
                {
                    Value = m.Id,
                    // The figure to reach is typed in this unit.
                    Text = $"{m.Subject}: {m.Label}{Sign(m.Unit)}",
                }),
        ];
    }

    private static string Sign(Unit unit) =>
        unit switch
        {
            Unit.Percent => " (%)",
            Unit.Pounds => " (£)",
            _ => "",
        };

    private static bool Suits(Measure measure, HashSet<Phase> phases) =>
        // A special school may have pupils of any age, and of some schools the phase is not known.
        phases.Count == 0
        || phases.Overlaps([Phase.AllThrough, Phase.NotApplicable, Phase.NotKnown])
        || measure.Phases switch
        {
            "primary" => phases.Overlaps([
                Phase.Nursery,
                Phase.Primary,
                Phase.MiddleDeemedPrimary,
                // Its youngest pupils sit the tests of key stage 2.
                Phase.MiddleDeemedSecondary,
            ]),
            "secondary" => phases.Overlaps([Phase.Secondary, Phase.MiddleDeemedSecondary]),
            "post16" => phases.Overlaps([Phase.Secondary, Phase.SixteenPlus]),
            _ => true,
        };
}
