namespace Trellis.Evaluations;

/// <summary>How far treated schools and those they are compared with lay apart at the base, before and after weighting.</summary>
/// <param name="Before">Treated less others, in standard deviations of the treated.</param>
/// <param name="After">The same with the others weighted as in the comparison.</param>
/// <param name="InDesign">Whether the comparison allows for it. The outcome in the base year is not: only its change is compared. The rating looks at it all the same.</param>
public sealed record BalanceLine(
    string Characteristic,
    double Before,
    double After,
    bool InDesign = true
);

/// <summary>The test that both went the same way before.</summary>
/// <param name="PValue">How often chance alone gives differences as large; NaN where there is a reason.</param>
/// <param name="Power">The chance that the test sees a straight drift that comes to .15 school standard deviations over the years looked at, 0 to 1.</param>
/// <param name="Detectable">The drift a year that it sees with a chance of .8, in standard deviations between schools.</param>
/// <param name="Reason">Why there is no test; null where there is one.</param>
/// <param name="Years">How many years before the base it looks back.</param>
public sealed record PretrendLook(
    double PValue,
    double Power,
    double Detectable,
    string? Reason,
    int Years = 0
);

/// <summary>Whether results left their course just before, and the estimate from a year earlier beside the registered one.</summary>
/// <param name="Size">Below 0 a dip.</param>
/// <param name="Rebased">From the earlier base; it never replaces the registered estimate.</param>
/// <param name="Reason">Why none could be looked for; null where it could.</param>
/// <param name="SameCohorts">The registered estimate of those alone who can be measured from the earlier base, so that like stands beside like.</param>
/// <param name="Unresolved">Whether it matters: it was detected, and the two estimates say different things.</param>
public sealed record DipLook(
    double Size,
    double StandardError,
    double PValue,
    bool Detected,
    StudyEstimate95? Rebased,
    string? Reason,
    StudyEstimate95? SameCohorts = null,
    bool Unresolved = false
);

/// <summary>How much trends would have to differ to overturn the finding (Rambachan and Roth).</summary>
/// <param name="Breakdown">The least multiple of the largest step before at which 0 lies in the interval; infinite where none does.</param>
/// <param name="AtOneLow">The lower end of the interval that allows trends after to differ as much as the worst step before.</param>
/// <param name="Reason">Why it cannot be said; null where it can.</param>
/// <param name="Finding">What would be overturned: 0 where the interval leaves 0 out; else the size, in school standard deviations, that the effect is found to stay below.</param>
public sealed record TrendBound(
    double Breakdown,
    double AtOneLow,
    double AtOneHigh,
    string? Reason,
    double Finding = 0
);

/// <summary>Something that the programme cannot have changed, estimated in the same way.</summary>
/// <param name="Name">"began two years earlier".</param>
/// <param name="IsClean">Whether its interval holds 0.</param>
public sealed record PlaceboLook(
    string Name,
    StudyEstimate95? Estimate,
    bool IsClean,
    string? Reason
);

/// <summary>The estimate without one trust, federation or authority at a time.</summary>
/// <param name="What">"partnership" or "local authority".</param>
/// <param name="Least">The lowest of the estimates so made.</param>
/// <param name="LeastWithout">Whom that leaves out.</param>
/// <param name="Count">How many were left out in turn.</param>
/// <param name="Exact">Of how many, those that move it most, the estimate was made anew; of the others it is told by how much each school moves it.</param>
public sealed record LeaveOut(
    string What,
    int Count,
    double Least,
    string LeastWithout,
    double Most,
    string MostWithout,
    int Exact = 0
);

/// <summary>The same question by another method.</summary>
/// <param name="Name">"imputation".</param>
/// <param name="IsComparatorOnly">Whether it is known to mislead here, and stands only because others report it.</param>
public sealed record Companion(
    string Name,
    string Words,
    StudyEstimate95? Estimate,
    bool IsComparatorOnly,
    string? Reason
);

/// <summary>Schools that nobody is like.</summary>
/// <param name="Trimmed">Schools whose weight would have been without bound: left out.</param>
public sealed record OverlapLook(int Trimmed, double LargestShare, string Words);

/// <summary>How much to trust the finding, 0 to 5, computed from the diagnostics and never edited.</summary>
/// <param name="Reasons">A sentence for each thing that decided it, what holds it down first.</param>
/// <param name="MayBeCausal">Whether words of cause and effect may be used: from 2 on.</param>
/// <param name="Maryland">Its equivalent on the Maryland scale.</param>
public sealed record StudyRating(
    int Points,
    IReadOnlyList<string> Reasons,
    bool MayBeCausal,
    string Maryland,
    string WhatWorksClearinghouse,
    string EducationEndowmentFoundation
);

/// <summary>Everything that was looked at beside the estimate. What could not be looked at says why.</summary>
/// <param name="Detectable">The smallest effect that the study finds with a chance of .8, in standard deviations between schools.</param>
/// <param name="Composition">Whether who comes to the schools changed with it: the study of the intake beside; null where there is none.</param>
/// <param name="PValue">How often chance alone gives an effect as far from 0.</param>
/// <param name="AdjustedPValue">The same corrected within its family by Holm: the results and the attendance of one kind of school and phase.</param>
/// <param name="AuthorityError">The standard error of the effect where schools of one local authority may move together too.</param>
/// <param name="BookPValue">The same corrected by Benjamini and Hochberg across all studies of the book.</param>
/// <param name="ImbalanceBefore">The largest difference of what the comparison allows for, without sign, before weighting.</param>
/// <param name="ImbalanceAfter">The largest after weighting.</param>
/// <param name="Dealt">Where few partnerships are treated: how often dates dealt anew give an effect as far from 0. Null elsewhere.</param>
/// <param name="Randomised">Whether who took part was drawn by lot.</param>
public sealed record StudyDiagnostics(
    IReadOnlyList<BalanceLine> Balance,
    PretrendLook Pretrend,
    DipLook Dip,
    TrendBound Bound,
    IReadOnlyList<PlaceboLook> Placebos,
    IReadOnlyList<LeaveOut> LeftOut,
    IReadOnlyList<Companion> Companions,
    OverlapLook Overlap,
    PlaceboLook? Composition,
    double Detectable,
    double PValue,
    double AdjustedPValue,
    double AuthorityError,
    double BookPValue = double.NaN,
    double ImbalanceBefore = double.NaN,
    double ImbalanceAfter = double.NaN,
    double? Dealt = null,
    bool Randomised = false
);
