using System.Globalization;
using System.Text;
using Trellis.Partners;
using Trellis.Shrinkage;
using Trellis.SimilarSchools;

namespace Trellis.Tests.Spec;

/// <summary>Writes docs/methods/partners.md: what a match is, with a chance worked through, and every need.</summary>
public sealed class PartnersDocumentTests
{
    public const string Path = "docs/methods/partners.md";

    // Near what reading at key stage 2 gave in 2015/16 to 2017/18, rounded so that a hand can follow.
    private static readonly DriftingLevels Levels = new(
        Lasting: 0,
        Drifting: 3.2,
        Persistence: .75,
        PerYear: .6,
        PerPupil: 36,
        Years: [2016, 2017],
        Scales: [1, 1],
        UsualPupils: 30
    );

    [Fact]
    public void The_document_of_partner_search_says_what_the_code_does() =>
        Document.Is(Path, Write());

    private static string Write()
    {
        var text = new StringBuilder();
        Line("# Partner search (`partners`)");
        Line();
        Line("Written by `tests/Trellis.Tests/Spec`; a test fails when it differs from the code.");
        Line();
        Line("Schools like yours, near you, really better at what you need, and able to help.");
        Line();
        Line("## What a match is");
        Line();
        Line("- Close or fair in likeness, by the method chosen.");
        Line("- Within the time or distance asked, by car (see [travel](travel.md)).");
        Line(
            $"- Really better, with a chance of at least {Percent(PartnerQuestion.Sure)}, in each need asked."
        );
        Line(
            $"- In order of chance × exp(-minutes / {N(PartnerSearch.Patience)}) × capacity; × {N(PartnerSearch.TwoWay)} where you could give something in return; × {N(PartnerSearch.Crowded)} where the school is often asked and the plan of calls gives it to others. Ties go to the lower URN."
        );
        Line(
            $"- With fewer than {PartnerAnswer.Short} matches the answer says what would have to give: half as far again, less alike, a chance of {Percent(PartnerSearch.LessSure)}, or one need alone."
        );
        Line();
        Line("## How strong a school is");
        Line();
        Line(
            "1. Expectation: a ridge regression of the year's figure on who the pupils are (disadvantage, English as an additional language, special needs, girls), how many, ages, where the school is (deprivation, rural, region), faith, selection, and the start that published progress implies. Fitted in five parts, so that no school is used for its own expectation. No inspection is in it."
        );
        Line(
            "2. Residual: figure less expectation, higher better; each year put on the spread of the last."
        );
        Line(
            $"3. Levels drift. Over all schools, from at most {Strengths.YearsThatTell} years: covariance of two years = lasting + drifting × persistence^(years between); noise of one year = per year + per pupil / pupils. Figures beyond three robust deviations are drawn in for this estimate."
        );
        Line(
            $"4. Posterior: the level in the year after the last figures, given the residuals of the last {Strengths.YearsLookedAt} years with figures, all normal. A school without figures has mean 0 and the whole variance."
        );
        Line(
            "5. Both variances are multiplied by the square of how far predictions of the last year from those before it missed (the middle two thirds of them)."
        );
        Line();
        Line("## The chance");
        Line();
        Line(
            "P = Φ((t_other - t_own - δ) / √(v_other + v_own)). t: the level expected next year. v: the variance of next year's figure, of level and noise. δ is 0. So P is the chance that next year's figures, less expectation, will again be better: it can be checked, and `trellis lab partners-backtest` checks it."
        );
        Line();
        Line("## Worked through");
        Line();
        Line(
            $"Drifting {N(Levels.Drifting)}, persistence {N(Levels.Persistence)}, per year {N(Levels.PerYear)}, per pupil {N(Levels.PerPupil)}, nothing lasting. Each school has a figure of the last year only."
        );
        Line();
        Line("| | own | other |");
        Line("|---|---|---|");
        var own = Levels.Predict([double.NaN, -1.5], 30, 2018);
        var other = Levels.Predict([double.NaN, 2.5], 60, 2018);
        Line("| residual | -1.5 | 2.5 |");
        Line("| pupils | 30 | 60 |");
        double noiseOwn = .6 + (36d / 30),
            noiseOther = .6 + (36d / 60);
        Line($"| noise: 0.6 + 36 / pupils | {N(noiseOwn)} | {N(noiseOther)} |");
        double weightOwn = 3.2 * .75 / (3.2 + noiseOwn),
            weightOther = 3.2 * .75 / (3.2 + noiseOther);
        Line($"| weight: 3.2 × 0.75 / (3.2 + noise) | {N(weightOwn)} | {N(weightOther)} |");
        Assert.Equal(weightOwn * -1.5, own.Mean, 1e-12);
        Assert.Equal(weightOther * 2.5, other.Mean, 1e-12);
        Line($"| t: weight × residual | {N(own.Mean)} | {N(other.Mean)} |");
        double vOwn = 3.2 - (weightOwn * 3.2 * .75) + noiseOwn,
            vOther = 3.2 - (weightOther * 3.2 * .75) + noiseOther;
        Assert.Equal(vOwn, own.OfNextFigure, 1e-12);
        Assert.Equal(vOther, other.OfNextFigure, 1e-12);
        Line($"| v: 3.2 - weight × 3.2 × 0.75 + noise | {N(vOwn)} | {N(vOther)} |");
        Line();
        var z = (other.Mean - own.Mean) / Math.Sqrt(vOwn + vOther);
        Line(
            $"({N(other.Mean)} - {N(own.Mean)}) / √({N(vOther)} + {N(vOwn)}) = {N(z)}; Φ = {N(Normal.Below(z))}. One year says too little for {Percent(PartnerQuestion.Sure)}."
        );
        Line();
        Line(
            "With three years the weights solve three equations; the code and a slower second way are compared in `tests/Trellis.Tests/Shrinkage`."
        );
        Line();
        Line("## Capacity");
        Line();
        Line(
            "A rough guide to whom to ring first, 0 to 1, from open files alone: (half + half the mean of the parts that are known) × what the last inspection takes off."
        );
        Line();
        Line("- Size: the share of schools of the kind with fewer pupils.");
        Line("- Steady: the share whose residuals move more from year to year.");
        Line(
            $"- Settled: 1, or 0.5 for a school that opened, converted or joined a trust in the last {Capacities.YearsToSettle} years."
        );
        Line("- Staff: the share with more pupils to a teacher.");
        Line(
            "- The last inspection: × 0.5 where the school was found inadequate or in a category, × 0.75 where it requires improvement. A good grade adds nothing, and no grade is part of likeness."
        );
        Line();
        Line("## Spreading the calls");
        Line();
        Line(
            $"If all schools asked at once, the best would get a hundred calls. So it is worked out once for each snapshot, method and need who should ring whom: every school calls {CallPlan.CallsMade} of its best {CallPlan.Listed} within an hour, no school gets more than {CallPlan.MostCalls} calls, and the worth of all calls together is as large as it can be (min-cost flow). A school that is among the best three of more than {CallPlan.MostCalls} goes down in the lists of those for whom it is not planned."
        );
        Line();
        Line("## Needs");
        Line();
        foreach (var need in Needs.All)
        {
            Line($"### {need.Label} (`{need.Id}`)");
            Line();
            Line(need.What);
            if (need.Proxy.Length > 0)
                Line(need.Proxy);
            Line();
            foreach (var peers in Enum.GetValues<Peers>())
                Line(
                    need.Readings.TryGetValue(peers, out var readings)
                        ? $"- {peers.Words()}: {string.Join(", else ", readings.Select(r => $"`{Formula(r)}`"))}."
                        : $"- {peers.Words()}: none. {need.Silence[peers]}"
                );
            Line($"- What it cannot say: {need.Cannot}");
            Line();
        }
        Line("## Where it is weak");
        Line();
        Line(
            "- Figures are old: progress to 2018/19, key stage 2 averages and Attainment 8 to 2023/24. Each reason names its last year."
        );
        Line("- A residual is not a cause: what pupils bring that no file counts is in it too.");
        Line(
            "- Small schools move much from year to year. They are rarely sure to be better or worse than another, and get fewer matches."
        );
        Line(
            "- An unusual school has few that are like it. It gets few matches, and is told what would have to give."
        );
        Line(
            "- Capacity cannot see who leads the school, who is about to leave, or what else is going on. Ask."
        );
        return text.ToString().TrimEnd('\n') + "\n";

        void Line(string words = "") => text.Append(words).Append('\n');
    }

    private static string Formula(Reading reading) =>
        reading.Terms is [var one] ? one.Measure
        : reading.Terms[0].Factor == 1 ? string.Join(" + ", reading.Terms.Select(t => t.Measure))
        : $"({string.Join(" + ", reading.Terms.Select(t => t.Measure))}) / {1 / reading.Terms[0].Factor:0}";

    private static string Percent(double share) =>
        string.Create(CultureInfo.InvariantCulture, $"{100 * share:0} %");

    private static string N(double number) =>
        number.ToString("0.####", CultureInfo.InvariantCulture);
}
