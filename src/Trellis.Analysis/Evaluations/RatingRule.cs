using System.Globalization;

namespace Trellis.Evaluations;

/// <summary>What a rating rests on, besides what was looked at.</summary>
/// <param name="Partnerships">How many trusts or federations the treated schools are in.</param>
/// <param name="IsCompared">Whether there was anybody to compare with.</param>
/// <param name="RegisteredBefore">Whether the plan was written before the first result after was published.</param>
/// <param name="Registered">When the plan was written.</param>
/// <param name="IsIntake">Whether who comes to the schools is the question itself.</param>
public sealed record RatingFacts(
    int Partnerships,
    bool IsCompared,
    bool RegisteredBefore,
    DateOnly Registered,
    bool IsIntake = false
);

/// <summary>The rule by which evidence is rated 0 to 5: of what was looked at alone, so that nobody can edit it.</summary>
public static class RatingRule
{
    /// <summary>The best balance, in standard deviations: What Works Clearinghouse asks no allowing for below it.</summary>
    public const double Alike = .05;

    /// <summary>The largest imbalance of a good comparison.</summary>
    public const double NearlyAlike = .10;

    /// <summary>Beyond this, allowing for a difference does not mend it.</summary>
    public const double Unlike = .25;

    /// <summary>The least power that a test of trends before must have to count.</summary>
    public const double Power = .8;

    /// <summary>The test of trends before fails below this.</summary>
    public const double Level = .05;

    /// <summary>As many partnerships make the best of a comparison.</summary>
    public const int Many = 30;

    /// <summary>Fewer partnerships than this say more of themselves than of the programme.</summary>
    public const int Few = StudyChecks.FewClusters;

    /// <summary>What each number of points asks for, in words; from 5 down.</summary>
    public static IReadOnlyList<(int Points, string Words)> Table { get; } =
    [
        (5, "Who took part was drawn by lot."),
        (
            4,
            "All of 3; and: the plan was written before the results, 30 partnerships or more, no difference above .05 after weighting, the test of trends has a power of .8, bound on trends 1 or more, placebos clean, intake stable."
        ),
        (
            3,
            "A doubly robust comparison: no difference above .10 after weighting, the test of trends passes with a power of .8, bound on trends .5 or more."
        ),
        (
            2,
            "As 3, but a difference of .10 to .25 that was allowed for, or a test of trends with less power, or a bound on trends below .5."
        ),
        (
            1,
            "Before and after beside a benchmark: trends before differed or cannot be seen, a difference above .25 stayed, or fewer than 15 partnerships."
        ),
        (0, "A description: nobody to compare with, or a dip just before that changes the answer."),
    ];

    /// <summary>Whether an estimate from an earlier base says something else: its interval leaves the registered one out, its sign is another, or one of the two alone leaves 0 out.</summary>
    public static bool SayOtherwise(StudyEstimate95 registered, StudyEstimate95 rebased) =>
        registered.Effect < rebased.Low
        || registered.Effect > rebased.High
        || registered.HoldsZero != rebased.HoldsZero
        || (!registered.HoldsZero && registered.Effect * rebased.Effect < 0);

    /// <summary>The rating, with what holds it down first.</summary>
    public static StudyRating Of(StudyDiagnostics looked, RatingFacts facts)
    {
        if (looked.Randomised)
            return Told(5, ["Who took part was drawn by lot."]);
        var caps = new List<(int Points, string Words)>();
        void Cap(bool holds, int points, string words)
        {
            if (holds)
                caps.Add((points, words));
        }
        Cap(!facts.IsCompared, 0, "There is nobody to compare with.");
        Cap(
            looked.Dip.Unresolved,
            0,
            "Figures left their course just before. From a year earlier the answer is another."
        );
        Cap(
            facts.Partnerships < Few,
            1,
            Say($"Only {facts.Partnerships} partnerships are in it. We ask for {Few}.")
        );
        Cap(
            double.IsNaN(looked.Pretrend.PValue),
            1,
            "Nothing can be said of how figures moved before, so this is a before and after beside a benchmark."
        );
        Cap(
            looked.Pretrend.PValue < Level,
            1,
            Say(
                $"Figures had not moved alike in the years before: chance alone gives such differences {Times(looked.Pretrend.PValue)}."
            )
        );
        var imbalance = looked.ImbalanceAfter;
        var most = looked.Balance.MaxBy(b => Math.Abs(b.After));
        var thing = most is null ? "one thing" : most.Characteristic;
        Cap(
            !(imbalance <= Unlike),
            1,
            Say(
                $"Even after weighting, the schools compared differ by {imbalance:0.00} standard deviations in {thing}."
            )
        );
        Cap(
            imbalance is > NearlyAlike and <= Unlike,
            2,
            Say(
                $"The schools compared differ by {imbalance:0.00} standard deviations in {thing}. {(most is { InDesign: false } ? "Only how it changed is compared." : "That was allowed for.")}"
            )
        );
        Cap(
            looked.Pretrend.PValue >= Level && !(looked.Pretrend.Power >= Power),
            2,
            Say(
                $"Figures moved alike before, but the test would see a drift of .15 in only {looked.Pretrend.Power:0%} of cases."
            )
        );
        var bound = looked.Bound.Breakdown;
        Cap(
            !(bound >= .5),
            2,
            double.IsNaN(bound)
                    ? "It cannot be said how different trends would have to be to overturn it."
                : looked.Bound.Finding == 0
                    ? Say(
                        $"Trends that differ by {bound:0.0#} of the worst step before would overturn it."
                    )
                : bound == 0
                    ? "The interval holds 0 and effects that would matter: it is too wide to say."
                : Say(
                    $"Trends that differ by {bound:0.0#} of the worst step before could hide an effect that matters."
                )
        );
        Cap(
            !facts.RegisteredBefore,
            3,
            Say(
                $"The plan was written on {facts.Registered:d MMMM yyyy}, after these results were published."
            )
        );
        Cap(
            facts.Partnerships is >= Few and < Many,
            3,
            Say($"{facts.Partnerships} partnerships are in it. For more we ask for {Many}.")
        );
        Cap(
            imbalance is > Alike and <= NearlyAlike,
            3,
            Say(
                $"The schools compared differ by {imbalance:0.00} standard deviations in {thing}. For more we ask for .05."
            )
        );
        Cap(
            bound is >= .5 and < 1,
            3,
            Say(
                $"Trends that differ by {bound:0.0#} of the worst step before would overturn it. For more we ask for 1."
            )
        );
        foreach (var placebo in looked.Placebos)
            Cap(
                !placebo.IsClean,
                3,
                placebo.Estimate is null
                    ? $"A placebo could not be made: {placebo.Name}."
                    : $"Something that cannot be an effect shows one: {placebo.Name}."
            );
        Cap(looked.Placebos.Count == 0, 3, "No placebo could be made.");
        Cap(
            !facts.IsIntake && looked.Composition is not { IsClean: true },
            3,
            looked.Composition is { Estimate: not null }
                ? "Who comes to the schools changed too."
                : "Whether who comes to the schools changed cannot be said."
        );
        var points = caps.Select(c => c.Points).DefaultIfEmpty(4).Min();
        return Told(
            points,
            [.. caps.OrderBy(c => c.Points).Select(c => c.Words), .. Holds(looked, facts)]
        );
    }

    // What speaks for it, after what holds it down.
    private static IEnumerable<string> Holds(StudyDiagnostics looked, RatingFacts facts)
    {
        if (looked.ImbalanceAfter <= NearlyAlike)
            yield return Say(
                $"The schools compared are alike in all that was looked at: the largest difference is {looked.ImbalanceAfter:0.00} standard deviations."
            );
        if (looked.Pretrend is { PValue: >= Level, Power: >= Power })
            yield return "Figures moved alike in the years before.";
        if (looked.Bound.Breakdown >= .5)
            yield return double.IsPositiveInfinity(looked.Bound.Breakdown)
                ? "No difference of trends of the size that was looked at overturns it."
                : Say(
                    $"Trends after would have to differ by {looked.Bound.Breakdown:0.0#} of the worst step before to overturn it."
                );
        if (looked.Dip is { Detected: false, Reason: null })
            yield return "Figures did not leave their course just before.";
        if (looked.Dip is { Detected: true, Unresolved: false })
            yield return "Figures left their course just before, and the answer from a year earlier is the same.";
        if (facts.Partnerships >= Many)
            yield return Say($"{facts.Partnerships} partnerships are in it.");
    }

    private static StudyRating Told(int points, IReadOnlyList<string> reasons) =>
        new(
            points,
            reasons,
            points >= 2,
            Maryland(points),
            Clearinghouse(points),
            Endowment(points)
        );

    /// <summary>As the What Works Centre for Local Economic Growth reads the Maryland scale: a comparison over time has 3 at most.</summary>
    public static string Maryland(int points) =>
        points switch
        {
            5 => "5 of 5",
            >= 3 => "3 of 5",
            >= 1 => "2 of 5",
            _ => "1 of 5",
        };

    /// <summary>As the What Works Clearinghouse of the United States has it (handbook 5.0).</summary>
    public static string Clearinghouse(int points) =>
        points switch
        {
            5 => "meets standards without reservations",
            >= 2 => "meets standards with reservations, at most",
            _ => "does not meet standards",
        };

    /// <summary>As the padlocks of the Education Endowment Foundation, 0 to 5: a matched comparison has 3 at most.</summary>
    public static string Endowment(int points) =>
        points switch
        {
            5 => "5 padlocks, at most",
            >= 3 => "3 padlocks, at most",
            2 => "2 padlocks, at most",
            1 => "1 padlock, at most",
            _ => "0 padlocks",
        };

    private static string Times(double p) =>
        p < .001 ? "less than once in 1,000 times" : Say($"{p * 100:0.#} times in 100");

    private static string Say(FormattableString words) =>
        words.ToString(CultureInfo.InvariantCulture);
}
