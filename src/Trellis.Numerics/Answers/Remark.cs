using System.Globalization;

namespace Trellis.Answers;

/// <summary>What was done with a part of the data that could not be used as it is, said beside the answer.</summary>
/// <param name="Code">A fixed word for programs, as "missing-outcome".</param>
/// <param name="Count">How many rows, units or groups.</param>
/// <param name="Sentence">For people: which they are (the first few by name), what was done and why.</param>
public sealed record Remark(string Code, int Count, string Sentence)
{
    // Who reads of 4,000 rows looks at the first few.
    private const int Shown = 5;

    /// <summary>Whether a label says who or what it is: neither empty nor NA, as a table writes what is not known.</summary>
    public static bool IsKnown(string label) => label is not ("" or "NA");

    /// <summary>"3 units (12, 40, 41)"; only the first five are named.</summary>
    /// <param name="noun">What they are, in the singular: "unit".</param>
    /// <param name="names">All of them, in the order to be named.</param>
    public static string Named(string noun, IReadOnlyCollection<string> names) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{names.Count} {noun}{(names.Count == 1 ? "" : "s")} ({string.Join(", ", names.Take(Shown))}{(names.Count > Shown ? ", ..." : "")})"
        );
}
