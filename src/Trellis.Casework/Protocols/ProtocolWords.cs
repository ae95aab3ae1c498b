using Trellis.Partnerships;

namespace Trellis.Protocols;

/// <summary>A term of a protocol in words.</summary>
public sealed record TermInWords(string Name, string Words);

/// <summary>What a protocol says, for people. A text that was frozen keeps its words, whatever is said here later.</summary>
public static class ProtocolWords
{
    /// <summary>The id of its file in definitions/outcomes: "ks2".</summary>
    public static string Id(this OutcomeCode outcome) =>
        outcome switch
        {
            OutcomeCode.Ks2 => "ks2",
            OutcomeCode.Ks4 => "ks4",
            OutcomeCode.Absence => "absence",
            _ => throw new InvalidOperationException($"{outcome} has no file."),
        };

    /// <summary>"reading and maths at the end of primary school".</summary>
    public static string InWords(this OutcomeCode outcome) =>
        outcome switch
        {
            OutcomeCode.Ks2 => "reading and maths at the end of primary school (key stage 2)",
            OutcomeCode.Ks4 => "Attainment 8 at the end of secondary school (key stage 4)",
            OutcomeCode.Absence => "overall absence",
            _ => throw new InvalidOperationException($"{outcome} has no words."),
        };

    public static string InWords(this WhoIsTreated who) =>
        who switch
        {
            WhoIsTreated.Takers =>
                "The schools that take support, apart from those that only give it. Where no member is said to take, all member schools.",
            WhoIsTreated.Everybody => "All member schools, givers and takers alike.",
            _ => throw new InvalidOperationException($"{who} has no words."),
        };

    public static string InWords(this ComparatorRule rule) =>
        rule switch
        {
            ComparatorRule.NearestUnpartnered1 =>
                "Nearest unpartnered schools, version 1: schools of the same phase and region that are in no partnership stated here. Where the region has fewer than forty, those of the whole country. The twenty nearest by results in the three years before the base year, in the base year, and by intake.",
            _ => throw new InvalidOperationException($"{rule} has no words."),
        };

    public static string InWords(this BaseYear from) =>
        from switch
        {
            BaseYear.YearBefore => "The last year with results before the first year that counts.",
            BaseYear.TwoYearsBefore =>
                "One year with results earlier than the last one before the first year that counts, because a requirement came first.",
            _ => throw new InvalidOperationException($"{from} has no words."),
        };

    /// <summary>All terms, in one order.</summary>
    public static IReadOnlyList<TermInWords> Of(ProtocolTerms terms) =>
        [
            new("Primary schools are judged by", $"{terms.PrimarySchools.InWords()}."),
            new("Secondary schools are judged by", $"{terms.SecondarySchools.InWords()}."),
            new(
                "Shown beside, never judged by",
                terms.Beside.Count == 0
                    ? "nothing."
                    : $"{string.Join("; ", terms.Beside.Select(b => b.InWords()))}."
            ),
            new("Who counts as treated", terms.Treated.InWords()),
            new("Who they are compared with", terms.Comparators.InWords()),
            new(
                "First school year that counts",
                terms.From is { } year
                    ? $"{year}, for all."
                    : "For each school by the day on which it joined: that school year where it joined by 1 January, else the next."
            ),
            new("Measured from", terms.Base.InWords()),
        ];

    /// <summary>What is done for members that only give support, in protocols of the second way of drafting and later.</summary>
    public const string Givers =
        "Where some schools take support, those that only give it are compared in the same way, by themselves: helping may cost the school that helps.";

    /// <summary>When results can first be known, as far as anybody can say.</summary>
    public const string WhenKnown =
        "Results of a school year can be known when the Department for Education publishes them. By its usual calendar that is by December after the school year has ended. No tests were held in 2019/20 and 2020/21, and key stage 2 results of 2021/22 were not published school by school.";

    /// <summary>What the members expect, from what they say the partnership is for.</summary>
    public static string Hypothesis(IReadOnlyList<Purpose> purposes)
    {
        var about = purposes.Where(AboutResults).ToList();
        return about.Count == 0
            ? $"The members work together to {Joined(purposes)}. None of this is about results of tests. Results are looked at all the same: if it does no harm, those of the treated schools move like those of schools like them."
            : $"The members work together to {Joined(purposes)}. If this helps, results of the treated schools rise more than those of schools like them that are in no such partnership.";
    }

    private static bool AboutResults(Purpose purpose) =>
        purpose
            is Purpose.SchoolImprovement
                or Purpose.StaffPractice
                or Purpose.StaffTraining
                or Purpose.PupilExperience
                or Purpose.PupilAttainment
                or Purpose.PupilTransition;

    private static string Joined(IReadOnlyList<Purpose> purposes)
    {
        string[] words = [.. purposes.Order().Select(To)];
        return words.Length == 1 ? words[0] : $"{string.Join(", ", words[..^1])} and {words[^1]}";
    }

    private static string To(Purpose purpose) =>
        purpose switch
        {
            Purpose.SchoolEconomic => "save money or share what they have",
            Purpose.SchoolImprovement => "improve the schools and their standards",
            Purpose.SchoolRelationships => "know and understand each other better",
            Purpose.SchoolBarriers => "break down barriers between schools",
            Purpose.StaffPractice => "exchange good practice",
            Purpose.StaffTraining => "train staff together",
            Purpose.StaffSupport => "support staff, so that nobody works alone",
            Purpose.PupilExperience => "widen what pupils can learn and do",
            Purpose.PupilAttainment => "raise pupils' results",
            Purpose.PupilSocial => "help pupils to make friends and grow in confidence",
            Purpose.PupilBackgrounds => "help pupils to understand other backgrounds",
            Purpose.PupilTransition => "ease the move from primary to secondary school",
            _ => throw new InvalidOperationException($"{purpose} has no words."),
        };
}
