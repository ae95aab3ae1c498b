using System.Globalization;
using Trellis.Distributions;
using Trellis.Evaluations;
using Trellis.Measures;
using Trellis.Protocols;

namespace Trellis.Pages.Partnerships;

/// <summary>What an evaluation of a few schools says, for people who never had statistics: what was seen, what chance does, what comes next.</summary>
public static class EvaluationWords
{
    /// <summary>What can be said, in a few plain sentences.</summary>
    public static string First(PartnershipAnswer answer) =>
        string.Join(' ', FirstSentences(answer));

    private static IEnumerable<string> FirstSentences(PartnershipAnswer answer)
    {
        var judged = answer.Findings.Where(f => f.IsJudged).ToList();
        if (judged.Count == 0)
        {
            yield return "No results can be compared.";
            yield return answer.Members.Any(m => m.Case == MemberCase.NotConfirmed)
                ? "No primary or secondary school that counts has yet said itself that it is a member."
                : "None of the members that count is a primary or secondary school.";
            yield break;
        }
        foreach (var finding in judged)
        foreach (var sentence in Of(finding))
            yield return sentence;
        if (judged.Exists(f => f.Effect is not null))
            yield return "So this does not show what the partnership did.";
    }

    /// <summary>What can be said of the members that only give help; empty where there are none that could be compared one day.</summary>
    public static string Givers(PartnershipAnswer answer)
    {
        PartnershipFinding[] main =
        [
            .. answer.Findings.Where(f => f.Of == FindingOf.Givers).DistinctBy(f => f.Phase),
        ];
        return string.Join(
            ' ',
            [
                .. main.SelectMany(Of),
                .. main.Any(f => f.Effect is not null)
                    ?
                    [
                        main.Sum(f => f.Compared) == 1
                            ? "So this does not show what helping cost it, or brought it."
                            : "So this does not show what helping cost them, or brought them.",
                    ]
                    : (string[])[],
            ]
        );
    }

    /// <summary>Whether a kept finding is of givers, in the outcome by which their phase is judged.</summary>
    public static bool IsMainOfGivers(KeptFinding finding, ProtocolTerms terms) =>
        finding.Of == FindingOf.Givers
        && finding.Outcome
            == (
                finding.Phase == PhaseGroup.Secondary
                    ? terms.SecondarySchools
                    : terms.PrimarySchools
            );

    private static IEnumerable<string> Of(PartnershipFinding finding)
    {
        var results = finding.Outcome.Results;
        if (finding.Effect is { } effect)
        {
            var change = effect.Effect * finding.ScaleDeviation;
            yield return $"Beside schools like {(finding.Compared == 1 ? "it" : "them")}, {results} of {Schools(finding.Compared, finding.Phase)}{Helping(finding)} {(change >= 0 ? "rose" : "fell")} by {Size(change, finding)} after {(finding.Compared == 1 ? "it" : "they")} joined.";
            yield return $"Of 100 draws of other schools, {(effect.AsFar < .005 ? "fewer than 1" : $"about {Math.Round(effect.AsFar * 100):0}")} changed as much by chance alone.";
            yield return $"With so few schools, only a change of about {Size(effect.SmallestSeen * finding.ScaleDeviation, finding)} or more could be told from chance.";
            yield break;
        }
        if (finding.Newest is null)
        {
            yield return $"The data that this site has now hold no {results}.";
            yield break;
        }
        yield return finding.Of == FindingOf.Givers
            ? $"Nothing can be said yet of {results} of those that gave help."
            : $"Nothing can be said yet of {results}.";
        if (finding.Schools.Any(s => s.Case == ResultsCase.NotYet))
        {
            yield return $"The first school year that counts is {finding.Schools.Min(s => s.First)}.";
            yield return "Its results can be known when the Department publishes them.";
        }
        else
            yield return "No school has results before and after that could be compared.";
    }

    private static string Helping(PartnershipFinding finding) =>
        finding.Of == FindingOf.Givers ? " that gave help" : "";

    /// <summary>"2 primary schools".</summary>
    public static string Schools(int count, PhaseGroup phase) =>
        count == 1
            ? $"1 {Phase(phase)} school"
            : string.Create(CultureInfo.InvariantCulture, $"{count} {Phase(phase)} schools");

    public static string Phase(PhaseGroup phase) =>
        phase == PhaseGroup.Secondary ? "secondary" : "primary";

    /// <summary>A difference without its sign: "1.4 points".</summary>
    public static string Size(double points, PartnershipFinding finding) =>
        $"{Figure(Math.Abs(points))} {Unit(finding.Outcome)}";

    /// <summary>A difference with its sign: "+1.4".</summary>
    public static string Signed(double points) =>
        Math.Round(points, 1) is var rounded && rounded == 0 ? "0.0"
        : rounded > 0 ? $"+{Figure(rounded)}"
        : $"−{Figure(-rounded)}";

    public static string Figure(double figure) =>
        double.IsFinite(figure)
            ? figure.ToString("0.0", CultureInfo.InvariantCulture)
            : "not known";

    public static string Unit(Outcome outcome) =>
        outcome.Id == "absence" ? "percentage points" : "points";

    /// <summary>Whether a year is before, the base, or one that counts.</summary>
    public static string Part(FindingYear year) =>
        year.Bases == year.Schools ? "measured from"
        : year.Treated == year.Schools ? "counts"
        : year.Treated == 0
            ? year.Bases > 0 ? "measured from, for some"
                : "before"
        : $"counts for {year.Treated} of {year.Schools}";

    /// <summary>What holds a member out, or when something can be known of it.</summary>
    public static string Of(MemberStanding member, PartnershipAnswer answer, int number) =>
        member.Case switch
        {
            MemberCase.NotASchool =>
                "Not a school, so it has no results of its own to be compared.",
            MemberCase.NotInTheRegister =>
                "The register of schools that this site has does not hold its number.",
            MemberCase.NotConfirmed =>
                "It has not said itself that it is a member. It counts when it does.",
            MemberCase.GivesOnly =>
                $"It gives support and takes none, so it is not counted with those that take it. {OfGiver(member, answer, number)}",
            MemberCase.TakesNone =>
                "Others take support. It is not said to take any, so it is not counted with them.",
            MemberCase.Special =>
                "A special school or alternative provision. Its key stage results cannot be set beside those of other schools.",
            MemberCase.OtherPhase =>
                "It is no state primary or secondary school, so it has none of these results.",
            _ => string.Join(
                ' ',
                answer
                    .Findings.Where(f => f.IsJudged)
                    .SelectMany(f => f.Schools.Where(s => s.Member == number).Select(s => Of(s, f)))
                    .DefaultIfEmpty("It counts under an earlier entry of this list.")
            ),
        };

    private static string OfGiver(MemberStanding member, PartnershipAnswer answer, int number) =>
        member.Phase is not (PhaseGroup.Primary or PhaseGroup.Secondary)
            ? "Its results cannot be set beside those of other schools."
        : answer
            .Findings.Where(f => f.Of == FindingOf.Givers)
            .SelectMany(f => f.Schools.Where(s => s.Member == number).Select(s => Of(s, f)))
            .FirstOrDefault()
            is { } own
            ? $"It has a comparison of its own, with the others that give. {own}"
        : "It is compared under another entry of this list.";

    private static string Of(SchoolFinding school, PartnershipFinding finding) =>
        school.Case switch
        {
            ResultsCase.Compared =>
                $"Compared: counts from {school.First}, measured from {school.Base}.{Holes(school, finding)}",
            ResultsCase.NotYet =>
                $"Counts from {school.First}. Nothing can be known of it before results of {(finding.NextTold is { } next && next.Starts > school.First.Starts ? next : school.First)} are published.{Holes(school, finding)}",
            ResultsCase.NoneBefore =>
                $"Counts from {school.First}. It has no results of the years before from which a change could be measured.",
            ResultsCase.NoneAfter =>
                $"Counts from {school.First}. Results of these years are published, and none of them is its own.",
            ResultsCase.Closed =>
                $"It closed before it had results of {school.First} or later, so nothing will be known of it.",
            _ =>
                "Too few schools of its phase have results in the same years. It cannot be compared.",
        };

    private static string Holes(SchoolFinding school, PartnershipFinding finding)
    {
        var first = school.After.Count > 0 ? school.After[0] : finding.NextTold;
        Year[] missed =
        [
            .. finding.Holes.Where(h =>
                h.Starts >= school.First.Starts && h.Starts < (first?.Starts ?? int.MaxValue)
            ),
        ];
        return missed.Length == 0
            ? ""
            : $" There are no results of {Joined(missed)}, so it is first seen {missed.Length} {(missed.Length == 1 ? "year" : "years")} later.";
    }

    private static string Joined(IReadOnlyList<Year> years) =>
        years.Count == 1
            ? $"{years[0]}"
            : $"{string.Join(", ", years.SkipLast(1))} and {years[^1]}";

    /// <summary>Why the evidence is as strong as it is.</summary>
    public static string Rating(PartnershipAnswer answer) =>
        answer.Rating == 0
            ? answer.Findings.Any(f => f.Of == FindingOf.Givers && f.Effect is not null)
                ? "0 of 5: no member that counts has been compared yet. Those that only give help are not rated."
                : "0 of 5: nothing has been compared yet."
            : "1 of 5: the course of a few schools beside schools like them. So few schools never give more.";

    /// <summary>Why an edition came after the one before.</summary>
    public static string Of(WhyAnew why) =>
        why switch
        {
            WhyAnew.First => "the first answer",
            WhyAnew.NewResults => "a further year of results was published",
            WhyAnew.MembersChanged => "other members count or can be compared",
            WhyAnew.Deviation => "the members stated a deviation",
            WhyAnew.Method => "the way of reckoning changed",
            WhyAnew.ResultsDropped => "the data no longer hold an outcome; its last answer stays",
            _ => "the publisher revised its figures",
        };

    /// <summary>A kept finding in a sentence.</summary>
    public static string Of(KeptFinding finding)
    {
        var outcome = Outcomes.Find(finding.Outcome.Id())!;
        var what =
            $"{outcome.Label}, {Phase(finding.Phase)} schools{(finding.Of == FindingOf.Givers ? " that gave help" : "")}";
        return finding is { Effect: { } effect, Deviation: { } unit, Low: { } low, High: { } high }
                ? $"{what}: {Signed(effect * unit)} {Unit(outcome)}, between {Signed(low * unit)} and {Signed(high * unit)} ({finding.Compared} compared, results to {finding.Newest})."
            : finding.Newest is { } newest
                ? $"{what}: nothing could be compared yet (results to {newest})."
            : $"{what}: the data held no results.";
    }
}
