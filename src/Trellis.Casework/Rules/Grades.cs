namespace Trellis.Rules;

/// <summary>What inspectors have called a school's work: four grades until August 2024, five on report cards since November 2025.</summary>
public static class Grades
{
    public const string RequiresImprovement = "requires-improvement";
    public const string Inadequate = "inadequate";
    public const string NeedsAttention = "needs-attention";
    public const string UrgentImprovement = "urgent-improvement";

    public static readonly IReadOnlyList<string> All =
    [
        "outstanding",
        "good",
        RequiresImprovement,
        Inadequate,
        "exceptional",
        "strong",
        "expected",
        NeedsAttention,
        UrgentImprovement,
    ];

    /// <summary>Whether a grade is below good, or below the expected standard.</summary>
    public static bool IsBelowGood(string grade) =>
        grade is RequiresImprovement or Inadequate or NeedsAttention or UrgentImprovement;

    /// <summary>"Requires improvement".</summary>
    public static string InWords(string grade) =>
        $"{char.ToUpperInvariant(grade[0])}{grade[1..].Replace('-', ' ')}";

    internal static IReadOnlyList<string> Also(string grade) =>
        grade switch
        {
            RequiresImprovement => ["ri", "3"],
            Inadequate => ["4"],
            "good" => ["2"],
            "outstanding" => ["1"],
            "expected" => ["expected-standard", "secure"],
            "strong" => ["strong-standard"],
            _ => [],
        };
}

/// <summary>A full inspection: when, and how the school was graded.</summary>
/// <param name="Grade">Overall; under report cards that for leadership and governance.</param>
public sealed record Inspected(DateOnly On, string Grade);

/// <summary>The tests by which a school was called coasting, each in its time.</summary>
public static class InspectionTests
{
    public const string Results = "results";
    public const string TwoBelowGood = "two-below-good";
    public const string ReportCard = "report-card";

    /// <summary>That no test was in use.</summary>
    public const string None = "none";

    /// <summary>By what the files name them.</summary>
    public static readonly IReadOnlyList<string> Names = [Results, TwoBelowGood, ReportCard, None];

    /// <summary>Whether a school's inspections, the latest last, fit a test.</summary>
    /// <remarks>The test of 2017 went by results, which are not facts here: nobody is called coasting by it.</remarks>
    public static bool Fits(string test, IReadOnlyList<Inspected> inspections) =>
        (test, inspections) switch
        {
            (TwoBelowGood, [.., var before, { Grade: Grades.RequiresImprovement }]) =>
                Grades.IsBelowGood(before.Grade),
            // Route A: leadership and governance needs attention, and there was concern before. Route B, just out of a category, is the same with "inadequate" before.
            (
                ReportCard,
                [.., var before, { Grade: Grades.NeedsAttention or Grades.RequiresImprovement }]
            ) => Grades.IsBelowGood(before.Grade),
            _ => false,
        };
}
