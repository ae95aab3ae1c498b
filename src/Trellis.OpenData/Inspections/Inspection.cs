using Trellis.Schools;

namespace Trellis.Inspections;

/// <summary>One dated judgement by Ofsted.</summary>
/// <param name="Date">The day the inspection began (or the day the file gives: sources differ by a day).</param>
/// <param name="Grade">The headline grade 1 to 4 as given until August 2024; null where there is none.</param>
/// <param name="Category">"Special measures", "Serious weaknesses", ... or empty.</param>
/// <param name="Areas">The areas of a report card (from November 2025): area and standard in Ofsted's words; empty before.</param>
public sealed record Inspection(
    Urn Urn,
    DateOnly Date,
    int? Grade,
    string Category,
    DateOnly? Published,
    IReadOnlyList<ReportArea> Areas
)
{
    /// <summary>The headline grade in Ofsted's words, or empty.</summary>
    public string GradeWords => Words(Grade);

    public static string Words(int? grade) =>
        grade switch
        {
            1 => "Outstanding",
            2 => "Good",
            3 => "Requires improvement",
            4 => "Inadequate",
            _ => "",
        };
}

/// <summary>One area of a report card, as "Inclusion": "Strong standard".</summary>
public readonly record struct ReportArea(string Area, string Standard);
