using Trellis.Measures;

namespace Trellis.Distributions;

/// <summary>Where a measure's years cannot be read as one line: what changed in what is counted, and years without figures for all.</summary>
public static class Breaks
{
    private sealed record Changed(string Measures, string Sentence);

    private sealed record Gap(string Measures, int First, int Last, string Why);

    // As the Department's technical guides to the performance tables and to absence statistics say.
    private static readonly Changed[] Changes =
    [
        new(
            "ks2.",
            "Key stage 2 has had scaled scores and an expected standard since 2015/16. Until 2014/15 results were in levels, and the two cannot be compared."
        ),
        new(
            "ks2.",
            "No key stage 2 tests were held in 2019/20 and 2020/21, because of the coronavirus pandemic."
        ),
        new(
            "ks2.reading-progress ks2.writing-progress ks2.maths-progress",
            "Progress is measured against pupils with the same results at key stage 1, each year anew: 0 is the national average of that year."
        ),
        new(
            "ks4.attainment8 ks4.progress8 ks4.ebacc-points",
            "Grades 9 to 1 replaced A* to G from 2016/17, English and maths first. Scores before and after are on different scales."
        ),
        new(
            "ks4. ks5.",
            "Grades in 2019/20 and 2020/21 were given by schools, not by examinations. They were not published school by school as performance."
        ),
        new(
            "ks5.alevel-points ks5.academic-points ks5.points-entry",
            "Points at 16 to 18 have been on another scale since 2015/16. A line is drawn only through years on one scale."
        ),
        new(
            "ks4.progress8",
            "Progress 8 is set against pupils with the same key stage 2 results, each year anew: 0 is the national average of that year."
        ),
        new(
            "ks4.five-ac-em",
            "From 2013/14 only a pupil's first entry counted, and fewer qualifications did. Figures fell for that reason."
        ),
        new(
            "absence.persistent10 absence.persistent15",
            "A pupil has counted as persistently absent from 10 % of sessions since 2015/16. The threshold before was 15 %."
        ),
        new(
            "absence.",
            "Absence was not published for 2019/20 school by school, and in 2020/21 and 2021/22 the pandemic kept many pupils away."
        ),
        new(
            "pupils.sen-support pupils.sen-action pupils.sen-action-plus",
            "SEN support replaced school action and school action plus from 2014/15."
        ),
        new(
            "area.",
            "Each edition of the indices ranks all neighbourhoods anew. A change of rank or decile says how an area moved among others."
        ),
    ];

    private static readonly Gap[] Gaps =
    [
        new("ks2.", 2019, 2020, "no tests were held, because of the coronavirus pandemic"),
        new(
            "ks4. ks5.",
            2019,
            2020,
            "grades were given by schools, and none were published as performance"
        ),
        new("ks2.", 2021, 2021, "the Department published no results of schools for that year"),
        new("absence.", 2019, 2019, "not published, because of the coronavirus pandemic"),
    ];

    /// <summary>What changed in what a measure counts, a sentence or two each; empty where nothing did.</summary>
    public static IReadOnlyList<string> Of(Measure measure) =>
        [.. Changes.Where(c => Speaks(c.Measures, measure)).Select(c => c.Sentence)];

    /// <summary>The first year on the scale now in use; null where the scale never changed so that a line would mislead.</summary>
    public static Year? ScaleSince(Measure measure) =>
        measure.Id is "ks5.alevel-points" or "ks5.academic-points" or "ks5.points-entry"
            ? new Year(2015)
            : null;

    /// <summary>Why a year between others has no figure of any school, as the end of a sentence.</summary>
    public static string WhyNone(Measure measure, Year year) =>
        Array.Find(
            Gaps,
            g => Speaks(g.Measures, measure) && g.First <= year.Starts && year.Starts <= g.Last
        )
            is { } gap
            ? gap.Why
            : "no file of that year is in this snapshot";

    private static bool Speaks(string measures, Measure measure) =>
        measures
            .Split(' ')
            .Any(m =>
                m.EndsWith('.')
                    ? measure.Id.StartsWith(m, StringComparison.Ordinal)
                    : measure.Id == m
            );
}
