using System.Text;
using Trellis.Evaluations;

namespace Trellis.Tests.Spec;

/// <summary>Writes docs/methods/what-works.md: how studies of partnerships are made and rated.</summary>
public sealed class WhatWorksDocumentTests
{
    internal const string Path = "docs/methods/what-works.md";

    [Fact]
    public void The_document_of_studies_says_what_the_code_does() => Document.Is(Path, Write());

    private static string Write()
    {
        var text = new StringBuilder();
        Line("# Studies of partnerships (`what-works`)");
        Line();
        Line("Written by `tests/Trellis.Tests/Spec`; a test fails when it differs from the code.");
        Line();
        Line(
            "Each study asks one question: how did schools of one kind do after a partnership, beside schools like them that had not joined yet? It is a registered plan, run again on every snapshot of published files. The same snapshot gives the same answer to the last digit."
        );
        Line();
        Line("## The design in plain words");
        Line();
        Line(
            "- **Who.** A continuing school, through all its numbers. It counts as treated from the school year of its joining, where it joined by 1 January; else from the next."
        );
        Line(
            "- **Beside whom.** Schools of the same kind at the beginning that had not joined yet. A school that took another path is left out on both sides, and counted."
        );
        Line(
            "- **What.** A published result of the school, less the mean of its phase and year, over the standard deviation between schools. Results of another scale are never set beside each other. Years without tests are holes and stay holes."
        );
        Line(
            $"- **The answer.** The average over the first {StudyPlan.FirstYears} school years after joining. Where no result lies in them, the average over all years after, and the page says so."
        );
        Line(
            "- **From when.** The last year with results before the joining; one year earlier where an order or an agreement comes before it."
        );
        Line(
            "- **How.** The change of each year's joiners less the change of the others, weighted and adjusted so that both were alike at the base (Callaway and Sant'Anna 2021; doubly robust). Allowed for: results over the three years before the base year, never the base year itself; disadvantage, first language, special needs, size, inspection, region. A year's joiners have at least as many schools, on average, as there are things allowed for; else the last of this list are left out. A mark that fewer than 10 others bear is left out."
        );
        Line(
            "- **How sure.** From how much each school moves the answer, schools of one partnership together; a band for all years at once. Tests of one kind of school and phase are put right by Holm; the whole book by Benjamini and Hochberg. Under 15 partnerships dates are dealt anew."
        );
        Line();
        Line("## What is looked at beside every answer");
        Line();
        Line("| what | how it is read |");
        Line("|---|---|");
        Line(
            "| Balance | Differences at the base in standard deviations of the treated, before and after weighting. The outcome in the base year is shown and not weighted by. |"
        );
        Line(
            $"| Trends before | One test over up to {StudyPlan.YearsBack} years before the base, and its power to see a straight drift that comes to {StudyPlan.Matters:0.00} over them. |"
        );
        Line(
            "| A dip | Whether results left their course in the year before the base. The same cohorts are then measured from a year earlier. It never replaces the registered answer. |"
        );
        Line(
            $"| Bound on trends | How much steeper than the worst step before trends would have to differ after to overturn the finding (Rambachan and Roth 2023). Where the interval holds 0 the finding is that the effect is smaller than {StudyPlan.Matters:0.00}, and the bound is on that. |"
        );
        Line(
            "| Placebo in time | The change over the last two years with results before the base, as if it had begun then. |"
        );
        Line("| Placebo in outcome | The share of girls, which no trust is there to change. |");
        Line("| Intake | The study of the share of disadvantaged pupils of the same schools. |");
        Line(
            $"| Leaving out | Each partnership and each authority in turn. The {StudyPlan.LeftOutAnew} of each that move the answer most are left out by estimating anew; the others by how much their schools move it. |"
        );
        Line(
            "| Other methods | Never treated alone as comparison; without results before; matched pairs; imputation; Sun and Abraham; the unbalanced panel. Two-way fixed effects stand as a comparator only. Synthetic difference-in-differences is for one large trust and is not run here. |"
        );
        Line(
            "| Overlap | Comparison schools whose chance of joining was .995 or more: left out, counted. |"
        );
        Line(
            "| Authorities | The error again with schools of one local authority moving together. |"
        );
        Line();
        Line("## The rating");
        Line();
        Line(
            "Computed from the above and never edited. The lowest line that applies decides. Below 2 no words of cause and effect are used."
        );
        Line();
        Line("| rating | what it asks for | Maryland | What Works Clearinghouse | EEF |");
        Line("|---|---|---|---|---|");
        foreach (var (points, words) in RatingRule.Table)
            Line(
                $"| {points} | {words} | {RatingRule.Maryland(points)} | {RatingRule.Clearinghouse(points)} | {RatingRule.Endowment(points)} |"
            );
        Line();
        Line(
            "A dip changes the answer where it was detected and the estimate from a year earlier, of the same cohorts, says otherwise: its interval leaves the registered one out, its sign is another, or one of the two alone leaves 0 out."
        );
        Line();
        Line(
            $"The first studies were registered on {Programmes.All.Min(p => p.Registered):d MMMM yyyy}, after the results that they rest on were published. They can have 3 at most. For results that are published later the same plans were made before."
        );
        Line();
        Line("## Known faults of other tools, and how each is avoided");
        Line();
        Line("| fault | here |");
        Line("|---|---|");
        Line(
            "| HonestDiD cuts intervals off where its grid ends, without a word. | Ends are bracketed, then halved down to rounding. |"
        );
        Line(
            "| With years missing, `did` sets another year to 0 for each cohort and averages the zeros in. | A cell that is 0 by its making is never averaged; each cohort's base is its last year with results, and said. |"
        );
        Line(
            "| A dip before joining counts as an effect. | The base is a year earlier where an order comes first; elsewhere the dip is looked for, shown, and decides the rating. |"
        );
        Line(
            "| An average of earlier results that contains the base year brings the return to the mean in. | Results before are those before the base year alone; the answer without them stands beside. |"
        );
        Line(
            "| Covariates that change after joining hide part of the effect. | All are taken at the base. |"
        );
        Line(
            "| Schools are pooled over kinds. | Converters, sponsored, movers and federations are apart. |"
        );
        Line(
            "| Errors that treat schools of one trust as strangers. | Clusters are partnerships; authorities beside. |"
        );
        Line();
        Line("## What it cannot say");
        Line();
        foreach (var outcome in Outcomes.All)
            Line($"- {outcome.Label}: {outcome.Cannot}");
        Line(
            "- Pupils' standard deviations are not published by school, so there are no months of progress."
        );
        Line();
        Line("## Run it");
        Line();
        Line("```");
        Line("./trellis evaluate run --store DIR --json");
        Line("```");
        return text.ToString();

        void Line(string words = "") => text.Append(words).Append('\n');
    }
}
