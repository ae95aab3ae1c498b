namespace Trellis.SimilarSchools;

/// <summary>What a method is for and where it is weak, in plain words: for its page, its document and whoever chooses between methods.</summary>
/// <param name="InShort">One sentence for a list of choices.</param>
/// <param name="What">What it does, a few sentences.</param>
/// <param name="Weaknesses">What it cannot tell, a sentence each.</param>
public sealed record MethodGuide(
    string InShort,
    IReadOnlyList<string> What,
    IReadOnlyList<string> Weaknesses
)
{
    private const string Unlabelled =
        "The publisher does not show the distance or the reasons; here both are shown, worked out from its own weights.";

    private const string StandIns =
        "Where the published figure of a school is not open, an open figure stands in for it and is named as composed.";

    private const string AllCount =
        "It always finds its full number of schools, near or not: look at how many are close.";

    /// <summary>The words for a method; for "your weights" those of all such choices.</summary>
    public static MethodGuide For(SimilarMethod method) =>
        method.Id switch
        {
            "trellis" => new(
                "Trellis's own: what can be expected of a school, learned from all schools, and what heads look at.",
                [
                    "Two schools are alike when the same can be expected of them. So about two thirds of the distance is learned: what schools with such pupils, of such a kind and in such a place reach in results, progress and attendance.",
                    "The rest is what heads look at first: what pupils began with, disadvantage, English as an additional language, size and SEN support. Where a school lies counts a little, so that of two equals the nearer comes first.",
                    "Results and inspection grades are never part of it. What is expected of a school is learned from other schools alone, in five parts that take turns.",
                    "Figures are means over three years, each drawn to the mean of all schools as far as it is chance. A school that took the place of another keeps its past.",
                    "A school named in the last release stays in the list while it is among the nearest 120, so that lists last.",
                ],
                [
                    "What pupils of primary schools began with is known from 2015/16 to 2017/18 only; for secondary schools to 2018/19, and from then on for those that were open.",
                    "What is learned is what usually goes together, not what causes what.",
                    "The ethnic mix of a school is in no open file, so the switch for it has nothing to leave out.",
                    "For special schools only attendance can be learned; ages, size and needs do the rest.",
                    "A school of which little is known is compared over what is known, and its distance is raised for the rest.",
                ]
            ),
            "dfe-2026-primary" => new(
                "The Department's and Ofsted's own groups of 50 primary schools, mostly by what pupils had learned by age 7.",
                [
                    "Since 2026 the Department for Education and Ofsted compare each school's results with those of 50 similar schools. This method uses the same nine figures and the same weights.",
                    "Prior attainment counts for about two fifths; the neighbourhoods, needs and languages of the pupils make up the rest.",
                ],
                [
                    Unlabelled,
                    StandIns,
                    AllCount,
                    "Infant and junior schools, and small schools, often lack prior attainment; their lists then rest on fewer figures.",
                    "The weights were chosen to predict attainment, not to find a partner.",
                ]
            ),
            "dfe-2026-secondary-02" => new(
                "The Department's and Ofsted's own groups of 50 secondary schools, mostly by key stage 2 results.",
                [
                    "The February 2026 form of the model by which the Department for Education and Ofsted choose 50 similar schools for each secondary school.",
                    "Reading and maths at the end of primary school count for three fifths.",
                ],
                [
                    Unlabelled,
                    StandIns,
                    AllCount,
                    "It does not see whether a school selects, is for girls or boys, or has a faith, though these move results.",
                    "A later form joins reading and maths into one figure; its exact weights are not published.",
                ]
            ),
            "dfe-2012" => new(
                "The Department's way from 2012 to 2019: the 54 schools with the nearest prior attainment, and nothing else.",
                [
                    "School performance tables named the 54 schools whose pupils were expected to attain the same, judged by prior attainment alone.",
                    "Expected attainment is worked out here from two published figures, as the list below says.",
                ],
                [
                    "It looks at one figure. Schools in its lists differ widely in poverty, language and size.",
                    "Schools without the published results of that year are not compared.",
                    AllCount,
                ]
            ),
            "fft-default" => new(
                "Five figures of equal weight, as in FFT's Schools Like Yours: prior attainment, disadvantage, language, size and income.",
                [
                    "FFT Education Datalab lets a school choose what makes others alike; these are the five figures it begins with.",
                    "Each figure counts the same, measured in standard deviations among schools of the same kind.",
                ],
                [
                    "Equal weights are simple, but they predict results less well than weights fitted to results.",
                    "Income a pupil is open for schools kept by councils only; academies are compared on the other four.",
                    "The size of the whole school stands in for that of the year group.",
                ]
            ),
            "finance-2024" => new(
                "The Department's way to compare spending: size, free school meals and special needs, the own region first.",
                [
                    "The Department's financial benchmarking finds the 60 nearest schools by three figures, takes those of the own region first, and keeps 30.",
                    "A difference is measured against the whole range from the lowest to the highest school.",
                ],
                [
                    "One very large or very unusual school stretches the range and makes all others look alike in that figure.",
                    "It says nothing of what pupils had learned before: use it for money, not for results.",
                    "Schools of the own region are preferred even where schools elsewhere are nearer in the three figures.",
                ]
            ),
            _ => new(
                "Choose the figures that matter to you and how much each counts.",
                [
                    "Each figure is measured in standard deviations among schools of the same kind, squared, and counted as often as you say.",
                ],
                [
                    "Figures that say nearly the same, such as free school meals now and in six years, count double when both are chosen.",
                    AllCount,
                ]
            ),
        };
}
