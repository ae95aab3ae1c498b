namespace Trellis.Evaluations;

/// <summary>How registered studies are made, in plain words: what the method's page and document say.</summary>
public static class StudyGuide
{
    public const string InShort =
        "Schools that began something together are set beside similar schools that had not begun by then.";

    /// <summary>The design, a step a sentence or two.</summary>
    public static IReadOnlyList<(string Heading, string Words)> Steps { get; } =
    [
        (
            "Plan first",
            "What is asked, of whom, beside whom and from which year is written down, and the text has a hash. A change makes another version, and both are shown."
        ),
        (
            "One school through its numbers",
            "A school keeps its history when its number changes. Its figure of a year is that of the number which was open."
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
            "Schools that began in a year are compared with schools that had not begun yet. Those that were more alike before count for more: in results, disadvantage, first language, special needs, size, inspection and region (Callaway and Sant'Anna 2021, doubly robust)."
        ),
        (
            "The year to begin from",
            "Each difference is measured from the last year with results before the start. Where an order or a deal came before, it is one year earlier."
        ),
        (
            "What chance does",
            "Schools that joined the same trust or federation count as one in the reckoning of chance. Bands hold all years at once. Every draw has a seed made of the study's name."
        ),
        (
            "Checks that nobody can leave out",
            "How alike the schools were, whether they went the same way before, a dip just before, how far trends would have to differ, tests that should find nothing, the answer without each trust and authority, other methods, and who comes to the schools."
        ),
        (
            "Evidence from 0 to 5",
            "The rating is worked out from the checks and cannot be typed. Below 2 no words of cause are used."
        ),
        (
            "Again at every release",
            "All studies are run again when new data come. The old answers are kept with their dates."
        ),
    ];

    /// <summary>What has gone wrong elsewhere, and what is done here.</summary>
    public static IReadOnlyList<(string Fault, string Here)> Faults { get; } =
    [
        (
            "A grid of bounds that ends too early cuts intervals off: 0.353 where the answer is 0.507.",
            "Ends are bracketed before they are sought."
        ),
        (
            "Where years are missing, one base for all groups sets another year to 0 for each, and averages these zeros in.",
            "The base is the last observed year, it is named, and zeros by making are in no average."
        ),
        (
            "A dip before joining looks like a gain after it: 0.198 where the truth is 0.03.",
            "A dip is looked for. It never changes the registered estimate: the one from an earlier base stands beside it, and the rating falls."
        ),
        (
            "An average of results before that holds the base year hides an effect: -0.119 where the truth is 0.",
            "Results before are of the three years before the base year."
        ),
        (
            "Kinds of school put together hide that they differ.",
            "Schools that chose to join and schools that were placed are never put together."
        ),
    ];

    /// <summary>What the method cannot do.</summary>
    public static IReadOnlyList<string> Limits { get; } =
    [
        "It sees whole schools and no pupils. Where other children come, a school may change for that reason.",
        "It finds no cause where something else began in the same schools in the same years.",
        "It gives no months of progress: that needs the spread between pupils, which is not published by school.",
        "Schools that opened or closed in the years looked at are left out, and counted.",
        "The first plans were written after the results that they were first run on had been published. For later data they are plans made before.",
    ];
}
