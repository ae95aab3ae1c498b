namespace Trellis.Evaluations;

/// <summary>How registered studies are made, in plain words: the method's page and document both say this and nothing else.</summary>
public static class StudyGuide
{
    public const string InShort =
        "Schools that began something together are set beside similar schools that had not begun by then.";

    public const string Rating =
        "The rating is worked out from the checks and cannot be typed. The lowest line that applies decides. Below 2 no words of cause and effect are used.";

    public const string Dip =
        "A dip changes the answer where it was detected and the estimate from a year earlier, of the same cohorts, says otherwise. Its interval then leaves the registered one out, its sign is another, or one of the two alone leaves 0 out.";

    /// <summary>The design, a step a few sentences.</summary>
    public static IReadOnlyList<(string Heading, string Words)> Steps { get; } =
    [
        (
            "Plan first",
            "What is asked, of whom, beside whom and from which year is written down, and the text has a hash. A change makes another version, and both are shown."
        ),
        (
            "One school through its numbers",
            "A school keeps its history when its number changes. It counts as treated from the school year of its joining, where it joined by 1 January; else from the next."
        ),
        (
            "One yardstick a year",
            "A figure is set against all schools of its phase in the same year. One unit is the standard deviation between schools. Figures on another scale are never set beside those in use."
        ),
        (
            "Years that are missing stay missing",
            "There were no tests in 2019/20 and 2020/21. No figure is filled in, and no line is drawn across."
        ),
        (
            "Similar schools",
            "Schools that began in a year are compared with schools of the same kind that had not begun yet. A school that took another path is left out on both sides, and counted."
        ),
        (
            "Made alike",
            "Others that were more alike before count for more, and what still differs is adjusted for (Callaway and Sant'Anna 2021, doubly robust). Allowed for are results over the three years before the base year, never the base year itself, and disadvantage, first language, special needs, size, inspection and region. A year's joiners have at least as many schools, on average, as things are allowed for; else the last of this list are left out. A mark that fewer than 10 others bear is left out too."
        ),
        (
            "The year to begin from",
            "Each difference is measured from the last year with results before the start. Where an order or a deal came before, it is one year earlier."
        ),
        (
            "The answer",
            $"The average over the first {StudyPlan.FirstYears} school years after. Where no result lies in them it is the average over all years after, and the page says so."
        ),
        (
            "What chance does",
            $"Schools that joined the same trust or federation count as one in the reckoning of chance. The fewer partnerships began, the more errors an interval reaches: by Student's t with one degree of freedom less than partnerships, and the error of a mean of so few (Imbens and Kolesár 2016). Bands hold all years at once, and reach further in the same way. A year, or a year's joiners, with fewer than {StudyChecks.FewClusters} partnerships is not shown apart. With fewer in all, dates are dealt anew. Every draw has a seed made of the study's name."
        ),
        (
            "Many questions",
            "Who asks often finds something by chance. The answers on one kind of school and phase are put right for that by Holm; the whole book by Benjamini and Hochberg."
        ),
        (
            "Again at every release",
            "All studies are run again when new data come. The same data give the same answer to the last digit. The old answers are kept with their dates."
        ),
    ];

    /// <summary>What is looked at beside every answer, and how it is read.</summary>
    public static IReadOnlyList<(string Check, string Words)> Checks { get; } =
    [
        (
            "Balance",
            "Differences at the base in standard deviations of the treated, before and after weighting. The outcome in the base year is not weighted by, but the rating looks at it."
        ),
        (
            "Trends before",
            $"One test over up to {StudyPlan.YearsBack} years before the base, and its power to see a straight drift that comes to {StudyPlan.Matters:0.00} over them."
        ),
        (
            "A dip",
            "Whether results left their course in the year before the base. The same cohorts are then measured from a year earlier. It never replaces the registered answer."
        ),
        (
            "Bound on trends",
            $"How much steeper than the worst step before trends would have to differ after to overturn the finding (Rambachan and Roth 2023). Where the interval holds 0 the finding is that the effect is smaller than {StudyPlan.Matters:0.00}, and the bound is on that."
        ),
        (
            "Placebo in time",
            "The change over the last two years with results before the base, as if it had begun then."
        ),
        ("Placebo in outcome", "The share of girls, which no trust is there to change."),
        ("Intake", "The study of the share of disadvantaged pupils of the same schools."),
        (
            "Leaving out",
            $"Each partnership and each authority in turn. The {StudyPlan.LeftOutAnew} of each that move the answer most are left out by estimating anew; the others by how much their schools move it."
        ),
        (
            "Other methods",
            "Never treated alone as comparison; without results before; matched pairs; imputation; Sun and Abraham; the unbalanced panel. Two-way fixed effects stand as a comparator only. Synthetic difference-in-differences is for one large trust and is not run here."
        ),
        (
            "Overlap",
            "Comparison schools whose chance of joining was .995 or more: left out, counted."
        ),
        ("Authorities", "The error again with schools of one local authority moving together."),
    ];

    /// <summary>What has gone wrong elsewhere, and what is done here.</summary>
    public static IReadOnlyList<(string Fault, string Here)> Faults { get; } =
    [
        (
            "HonestDiD cuts intervals off where its grid ends, without a word: 0.353 where the answer is 0.507.",
            "Ends are bracketed, then halved down to rounding."
        ),
        (
            "Where years are missing, did sets another year to 0 for each group and averages these zeros in.",
            "The base is the last observed year, it is named, and zeros by making are in no average."
        ),
        (
            "A dip before joining looks like a gain after it: 0.198 where the truth is 0.03.",
            "The base is a year earlier where an order comes first. Elsewhere a dip is looked for, shown beside the registered estimate, and decides the rating."
        ),
        (
            "An average of results before that holds the base year hides an effect: -0.119 where the truth is 0.",
            "Results before are of the three years before the base year, and the answer without them stands beside."
        ),
        (
            "Covariates that change after joining hide part of the effect.",
            "All are taken at the base."
        ),
        (
            "Kinds of school put together hide that they differ.",
            "Converters, sponsored schools, movers and federations are apart."
        ),
        (
            "Errors that treat schools of one trust as strangers are too small.",
            "Clusters are partnerships; authorities beside."
        ),
    ];

    /// <summary>What the method cannot do, then what each outcome cannot say.</summary>
    public static IReadOnlyList<string> Limits { get; } =
    [
        "It sees whole schools and no pupils. Where other children come, a school may change for that reason.",
        "It finds no cause where something else began in the same schools in the same years.",
        "It gives no months of progress: that needs the spread between pupils, which is not published by school.",
        "Schools that opened or closed in the years looked at are left out, and counted.",
        "The first plans were written after the results that they were first run on had been published. They can have 3 at most. For later data they are plans made before.",
        .. Outcomes.All.Select(o => $"{o.Label}: {o.Cannot}"),
    ];
}
