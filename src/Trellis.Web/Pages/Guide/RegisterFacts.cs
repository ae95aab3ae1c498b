using Trellis.Areas;
using Trellis.Groups;
using Trellis.Inspections;
using Trellis.Rules;
using Trellis.Schools;
using Trellis.Snapshots;

namespace Trellis.Pages.Guide;

/// <summary>What the published files know of a school that the law asks about. It can be out of date: whoever uses it says from when it is.</summary>
public static class RegisterFacts
{
    /// <summary>Kind, phase, faith, category and the two latest graded inspections; nothing that names the school.</summary>
    /// <param name="inspected">Whether with what inspectors said.</param>
    public static Facts Of(Snapshot snapshot, School school, bool inspected = true)
    {
        var told = new Dictionary<string, string>(StringComparer.Ordinal);
        if (KindOf(snapshot, school.Current) is { } kind)
            told["school"] = kind;
        if (PhaseOf(school.Current) is { } phase)
            told["phase"] = phase;
        told["religious"] = school.Current.Religion is "" or "None" or "Does not apply"
            ? "no"
            : "yes";
        var inspections = inspected ? snapshot.InspectionsOf(school).ToList() : [];
        var graded = inspections
            .Select(i => (i.Date, Grade: GradeOf(i)))
            .Where(i => i.Grade is not null)
            .Take(2)
            .ToList();
        if (graded.Count > 0)
            told["inspections"] = string.Join(
                ", ",
                graded.Select(i => $"{i.Date:yyyy-MM-dd} {i.Grade}")
            );
        if (
            inspections is [var latest, ..]
            && FactField.Of("category")!.WordFor(latest.Category) is { } category
        )
        {
            told["category"] = category;
            told["report-on"] = $"{latest.Published ?? latest.Date:yyyy-MM-dd}";
        }
        return Facts.Read(told).Facts;
    }

    /// <summary>The kind alone, for links on pages that anybody sees.</summary>
    public static string? KindOf(Snapshot snapshot, Establishment entry) =>
        Sectors.Of(entry) switch
        {
            Sector.Maintained => entry.Type switch
            {
                var type when type.StartsWith("Voluntary aided", StringComparison.Ordinal) =>
                    "voluntary-aided",
                var type when type.StartsWith("Voluntary controlled", StringComparison.Ordinal) =>
                    "voluntary-controlled",
                var type when type.StartsWith("Foundation", StringComparison.Ordinal) =>
                    "foundation",
                var type when type.StartsWith("Community", StringComparison.Ordinal) => "community",
                _ => "maintained",
            },
            Sector.Academy => snapshot.TrustOf(entry.Urn)?.Type is GroupType.MultiAcademyTrust
                ? "academy-in-trust"
                : "single-academy",
            _ => null,
        };

    private static string? PhaseOf(Establishment entry) =>
        entry.Type.Contains("special", StringComparison.OrdinalIgnoreCase)
            ? "special"
            : entry.Phase switch
            {
                Phase.Primary or Phase.MiddleDeemedPrimary or Phase.Nursery => "primary",
                Phase.Secondary or Phase.MiddleDeemedSecondary => "secondary",
                Phase.AllThrough => "all-through",
                _ => null,
            };

    private static string? GradeOf(Inspection inspection) =>
        inspection.Grade is not null
            ? FactField.Of("grade")!.WordFor(inspection.GradeWords)
            : inspection
                .Areas.Where(a =>
                    a.Area.StartsWith("Leadership", StringComparison.OrdinalIgnoreCase)
                )
                .Select(a => FactField.Of("grade")!.WordFor(a.Standard))
                .FirstOrDefault();
}
