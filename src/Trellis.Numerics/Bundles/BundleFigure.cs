namespace Trellis.Bundles;

/// <summary>A number that is told of an analysis, and which of the bundle's answers it is.</summary>
/// <param name="Name">Its key where it is told.</param>
/// <param name="What">What it says, with its unit.</param>
/// <param name="Value">As it is told; NaN where there is none.</param>
/// <param name="Again">The answer that it is; null where the script does not find it.</param>
/// <param name="WhyNotAgain">Why the script does not; empty where it does.</param>
public sealed record BundleFigure(
    string Name,
    string What,
    double Value,
    BundleAnswer? Again,
    string WhyNotAgain = ""
);

/// <summary>A cell of answers.csv.</summary>
/// <param name="Answer">In its column "what": "dynamic".</param>
/// <param name="Group">In its column "group"; null for none.</param>
/// <param name="Column">estimate, se, low or high; "p" for the chance of as large an estimate where there is no effect (normal, two-sided).</param>
/// <param name="Times">By what it is multiplied.</param>
public sealed record BundleAnswer(string Answer, int? Group, string Column, double Times = 1);
