using System.Text;
using Trellis.Survival;
using Trellis.Waits;

namespace Trellis.Tests.Spec;

/// <summary>Writes docs/methods/waits.md: what a past wait is, what the figures are, one worked through.</summary>
public sealed class WaitsDocumentTests
{
    internal const string Path = "docs/methods/waits.md";

    // Five schools: three opened with a sponsor, one was judged better, one could be seen from day 200 only.
    private static readonly Followed[] example =
    [
        new(150, true),
        new(300, false),
        new(420, true, 200),
        new(420, true),
        new(700, false),
    ];

    [Fact]
    public void The_document_of_waits_says_what_the_code_does() => Document.Is(Path, Write());

    private static string Write()
    {
        var text = new StringBuilder();
        Line("# Past waits for a sponsor (`waits`)");
        Line();
        Line("Written by `tests/Trellis.Tests/Spec`; a test fails when it differs from the code.");
        Line();
        Line(
            "How long schools that a local authority maintained and Ofsted judged inadequate waited until they opened as an academy with a sponsor, from published files alone. A wait counts what the system had not done yet; it says nothing of a school."
        );
        Line();
        Line("## What a wait is");
        Line();
        foreach (var rule in WaitLimits.Rules)
            Line($"- {rule}");
        Line();
        Line("| code | how a wait ended, or a school left the count | ends the wait |");
        Line("|---|---|---|");
        foreach (var outcome in Enum.GetValues<WaitOutcome>())
            Line(
                $"| `{WaitSpell.CodeOf(outcome)}` | {WaitSpell.WordsOf(outcome)} | {(outcome == WaitOutcome.Sponsored ? "yes" : outcome == WaitOutcome.DayNotKnown ? "counts nowhere" : "no: it counts until then")} |"
            );
        Line();
        Line("## The figures");
        Line();
        Line(
            "The share that still waits is that of Kaplan and Meier (1958): at each day on which somebody's wait ended, it is multiplied by 1 − ended / at risk. At risk are all who had begun, were in a list already and had not ended or left before. Who leaves on a day was at risk on that day."
        );
        Line();
        Line(
            "The standard error is Greenwood's: share × √Σ ended / (at risk × (at risk − ended)). Intervals are on the scale of log(−log share), so that they stay between 0 and 1, and hold the truth 95 times in 100. A quarter, half, three quarters: the first day on which no more than the rest still wait; its interval by the days on which the interval of the share meets that rest (Brookmeyer and Crowley 1982). What is not reached is said to be not reached."
        );
        Line();
        Line(
            $"A group with fewer than {WaitGroup.Fewest} openings has no figures of its own. Months are of 365.25 / 12 days, to the nearest day: {string.Join(", ", WaitGroup.Months.Select(m => $"{m} months are {WaitGroup.DaysOf(m)} days"))}."
        );
        Line();
        Line("## Worked through");
        Line();
        Line(
            "Five schools: one opened after 150 days; one left the count after 300; two opened after 420, of which one was in no list before day 200; one still waits after 700."
        );
        Line();
        var figures = KaplanMeier.Of(example);
        Line("| day | at risk | opened | still waiting | standard error | between |");
        Line("|---|---|---|---|---|---|");
        foreach (var step in figures.Steps)
        {
            var (low, high) = step.Interval(KaplanMeier.Ninetyfive);
            Line(
                $"| {step.Length:0} | {step.AtRisk} | {step.Happened} | {step.StillWaiting:0.0000} | {step.StandardError:0.0000} | {low:0.0000} to {high:0.0000} |"
            );
        }
        Line();
        Line(
            $"On day 150 four were in sight, and 1 − 1/4 is {3 / 4.0:0.0000}. On day 420 three were, and {3 / 4.0:0.0000} × (1 − 2/3) is {figures.Steps[1].StillWaiting:0.0000}. So half were open by day {figures.Percentile(.5).Length:0}, and three quarters by day {figures.Percentile(.75).Length:0}."
        );
        Line();
        Line("## Who checks it");
        Line();
        Line(
            "`bench/waits.py` applies the rules to the publishers' files with Python's own library and none of this code, and compares every row:"
        );
        Line();
        Line("```");
        Line("./trellis waiting-history --store DIR --json > waits.json");
        Line("python3 bench/waits.py FOLDER-OF-FILES --compare waits.json");
        Line("```");
        Line();
        Line(
            "With the files of England, to 21 August 2026: 2,649 spells in each, 0 that differ. Figures of Kaplan and Meier are held in `KaplanMeierTests` against statsmodels 0.13.5 to 1e-9, with delayed entry too, and against counting day by day."
        );
        return text.ToString();

        void Line(string words = "") => text.Append(words).Append('\n');
    }
}
