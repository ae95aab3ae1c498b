using System.Globalization;
using System.Text;
using Trellis.Placements;
using Trellis.Tests.Placements;

namespace Trellis.Tests.Spec;

/// <summary>Writes docs/methods/placements.md: who is left out, what a value is made of, a case worked through, and how far past decisions agree.</summary>
public sealed class PlacementsDocumentTests
{
    public const string Path = "docs/methods/placements.md";

    [Fact]
    public void The_document_of_trusts_for_a_school_says_what_the_code_does() =>
        Document.Is(Path, Write());

    private static string Write()
    {
        var criteria = Criteria.Current;
        var text = new StringBuilder();
        Line("# Trusts for a school (`placements`)");
        Line();
        Line("Written by `tests/Trellis.Tests/Spec`; a test fails when it differs from the code.");
        Line();
        Line(
            "For one school: the trusts that may not take it, each with its reasons; then the others by an additive value that anybody can work out again; then what would change the order. People decide."
        );
        Line();
        Line($"Frame: {criteria.Frame}");
        Line();
        Line("## Who is left out first");
        Line();
        Line("- The trust that runs the school already, and single-academy trusts.");
        Line(
            "- For a church school: trusts without a school of its faith; for any other: trusts whose schools are all Roman Catholic. No open file lists articles, so this is an estimate from the schools a trust has, and is said to be one. A voluntary controlled school may go to a trust without church schools."
        );
        Line(
            $"- Trusts whose nearest school is farther than {N(MatchQuestion.UsualMostMinutes)} minutes by car (another limit can be asked for), or that no road leads to."
        );
        Line(
            "- Where it was stated: trusts without places, and trusts with fewer challenge points left than the school counts."
        );
        Line(
            "- Where it is asked for: trusts without a school of the phase, and trusts that grow faster than a limit."
        );
        Line();
        Line("## The value");
        Line();
        Line("V = sum of W_c v_c, every v between 0 and 1, the weights W adding up to 1.");
        Line();
        Line(
            $"Version {criteria.Version}, reviewed {criteria.Reviewed.ToString("d MMMM yyyy", CultureInfo.InvariantCulture)}; `definitions/criteria/placements.v{criteria.Version}.yaml`. {criteria.Why}"
        );
        Line();
        Line("| criterion | weight | pillar of the Department | from |");
        Line("|---|---|---|---|");
        foreach (var criterion in criteria.All)
            Line(
                $"| {criterion.Label} (`{criterion.Id}`) | {N(criterion.Weight)} | {Pillar(criterion)} | {criterion.Source} |"
            );
        Line();
        foreach (var criterion in criteria.All)
        {
            Line($"### {criterion.Label} (`{criterion.Id}`, {N(criterion.Weight)})");
            Line();
            Line(criterion.What);
            Line(criterion.Why);
            foreach (var parameter in criterion.Parameters)
                Line($"- {parameter.Name}: {N(parameter.Value)} ({parameter.Unit})");
            Line();
        }
        Line("## What is not known");
        Line();
        Line(
            "- Known of no trust that may take the school: the criterion is left out, that is said, and the other weights keep their proportions."
        );
        Line(
            "- Known of some: for the others the part lies anywhere between its least and its most, and counts as the middle. It is never taken for nothing."
        );
        Line(
            "- The interval of a value holds nine in ten: each part has a standard deviation of (high - low) / 3.29, and parts are taken as independent. An estimate of minutes may be off by a fifth; a track record has its own interval."
        );
        Line(
            "- Two trusts are tied where the interval of their difference covers 0: |V_1 - V_2| <= 1.645 √(s_1² + s_2²)."
        );
        Line(
            "- What would change the order: with weight w on one criterion and the others in their proportions the difference of the first two is w d + (1 - w) r, d on that criterion, r on the rest. They stand level at w = -r / (d - r), where d and r speak for different trusts; else no weight of that criterion turns them round."
        );
        Line();
        Worked(Line);
        Line();
        Line("## Schools like this one");
        Line();
        Line(
            "1. Results: key stage 2 expected standard in reading, writing and maths; Attainment 8. Each less what schools with the same pupils get (as in [partner search](partners.md)), in standard deviations of the year. A year counts from February after its results are published."
        );
        Line(
            "2. For each school that joined a trust: the mean of the years after its first full year there began (at most five), less what schools that joined nothing had in those years given their up to three years before. A school that was low by luck comes back anywhere; that is taken off here."
        );
        Line(
            $"3. A trust's mean is drawn to the mean of all trusts by variance between / (variance between + variance of its mean), the variance between after DerSimonian and Laird (1986). Fewer than {TrustMatching.FewestTrackRecords} trusts with such schools, or no more difference than chance makes: the criterion is left out."
        );
        Line(
            "4. The part is Φ(drawn mean / standard deviation between trusts): .5 is a usual trust. A trust without such schools is not known."
        );
        Line();
        Line("## Past decisions");
        Line();
        Line(
            "`trellis lab match-backtest` ranks the trusts for every real join as known the day before it. A join is a school that was there before and came into a multi-academy trust that had a school the day before: by conversion, or from another trust. Not counted, because nobody chose between trusts for a school: a single-academy trust, a school that opened within the trust, founders of a trust, a trust that changed its form under one company number, and a trust that went whole into another."
        );
        Line();
        Line(
            "This is agreement, not truth, and no target to raise. Past decisions contain cherry-picking, old acquaintance and what a diocese had planned. No weight was fitted to them."
        );
        foreach (var run in PlacementsRun.All)
        {
            Line();
            Line($"### {run.Title}");
            Line();
            Line(run.Note);
            Line();
            Line(
                $"`{run.Command}`, run {run.On.ToString("d MMMM yyyy", CultureInfo.InvariantCulture)}, snapshot {run.Snapshot[..12]}, criteria version {run.Criteria}, up to {run.Candidates.ToString("N0", CultureInfo.InvariantCulture)} trusts. Not counted: {string.Join(", ", run.NotJoins.Select(n => $"{Word(n.Key)} {n.Value.ToString("N0", CultureInfo.InvariantCulture)}"))}."
            );
            Line();
            Line(
                "| joins | number | first | first 5 | first 10 | mean 1/rank | left out by a filter | nearest school: first 5 | first 10 | hand rule: first 5 | first 10 |"
            );
            Line("|---|---|---|---|---|---|---|---|---|---|---|");
            foreach (var kind in run.Kinds)
                Line(
                    $"| {Word(kind.Kind)} | {kind.Value.Events.ToString("N0", CultureInfo.InvariantCulture)} | {S(kind.Value.R1)} | {S(kind.Value.R5)} | {S(kind.Value.R10)} | {S(kind.Value.Mrr)} | {kind.LeftOut} | {S(kind.Nearest.R5)} | {S(kind.Nearest.R10)} | {S(kind.HandRule.R5)} | {S(kind.HandRule.R10)} |"
                );
            Line();
            Line(
                "Nearest school: by the straight line to the trust's nearest school. Hand rule: exp(-minutes / 20), half a point each for a school of the same faith and of the same authority, a quarter for a school taken on in two years. Both over all multi-academy trusts."
            );
        }
        Line();
        Line("## Where it is weak");
        Line();
        Line(
            "- Memberships are known from dated lists, the last of March 2024. Joins between two lists that state no day are dated by the second."
        );
        Line(
            "- Faith, phase, place and authority of a school are those of today's register files, also for a day long past."
        );
        Line(
            "- One academy in eight has no coordinates of its own; it is taken to stand where the school stood that it was made of."
        );
        Line(
            "- Accounts of trusts, places, challenge points and leadership are in no open file read here. Workforce, one of the five pillars, has no criterion for that reason."
        );
        Line(
            "- A track record rests on few schools and on years with results on both sides; schools that have closed since are not in it."
        );
        return text.ToString().TrimEnd('\n') + "\n";

        void Line(string words = "") => text.Append(words).Append('\n');
    }

    /// <summary>Two fictional trusts, each number of the table worked out here once more.</summary>
    private static void Worked(Action<string> line)
    {
        var drawn = new DrawnTrusts();
        var school = drawn.School(0);
        var near = drawn.Trust(4001, drawn.School(3));
        var large = drawn.Trust(
            4002,
            drawn.School(8),
            drawn.School(9),
            drawn.School(10),
            drawn.School(25, la: 302)
        );
        drawn.Joins(drawn.School(12, la: 302), large, new DateOnly(2019, 9, 1));
        drawn.Joins(drawn.School(26, la: 302), large, new DateOnly(2019, 9, 1));
        var snapshot = drawn.Snapshot();
        var answer = new TrustMatching(snapshot, DrawnTrusts.Today).Answer(
            snapshot.SchoolOf(school)!,
            new MatchQuestion()
        );
        var one = answer.Ranked.Single(r => r.Trust.Uid == near);
        var other = answer.Ranked.Single(r => r.Trust.Uid == large);

        line("## Worked through");
        line("");
        line(
            "A fictional primary school of no church. Trust A has one primary school 3 km off. Trust B has primaries at 8, 9, 10 and 12 km and two more at 25 and 26; those at 12, 25 and 26 are in another authority, and those at 12 and 26 joined within two years. Only what open files tell is known, so the weights of six criteria are scaled up to 1."
        );
        line("");
        line("| criterion | weight | A | B | A × weight | B × weight |");
        line("|---|---|---|---|---|---|");
        foreach (var (a, b) in one.Parts.Zip(other.Parts))
            line(
                $"| {a.Criterion.Label} | {N(a.Weight)} | {N(a.Value)} | {N(b.Value)} | {N(a.Weight * a.Value)} | {N(b.Weight * b.Value)} |"
            );
        line(
            $"| **V** | {N(one.Parts.Sum(p => p.Weight))} | | | **{N(one.Value)}** | **{N(other.Value)}** |"
        );
        line("");
        foreach (var (name, trust) in new[] { ("A", one), ("B", other) })
            line(
                $"- {name}: {string.Join(" ", trust.Parts.Select(p => p.Words))} Between {N(trust.Low)} and {N(trust.High)}."
            );
        line("");
        var apart = Math.Abs(one.Value - other.Value);
        line(
            one.TiedWith.Count > 0
                ? $"They differ by {N(apart)}, which their intervals do not tell apart: they are tied."
                : $"They differ by {N(apart)}, more than their intervals leave open: they are told apart."
        );
        var smallest = answer.Swap!.Smallest!;
        line(
            $"The order would turn with the smallest change of one weight if '{smallest.Criterion.Label}' weighed {N(smallest.TieAt!.Value)} in place of {N(smallest.Weight)}."
        );
        Assert.Equal(one.Parts.Sum(p => p.Weight * p.Value), one.Value, 1e-12);
        Assert.Equal(other.Parts.Sum(p => p.Weight * p.Value), other.Value, 1e-12);
        Assert.Equal(6, one.Parts.Count);
    }

    private static string Pillar(Criterion criterion) =>
        Criteria.Pillars.Single(p => p.Key == criterion.Pillar).Words;

    /// <summary>"singleAcademyTrust" as words.</summary>
    private static string Word(string key) =>
        string.Concat(key.Select(c => char.IsUpper(c) ? $" {char.ToLowerInvariant(c)}" : $"{c}"))
            .Replace("catholic", "Catholic", StringComparison.Ordinal)
            .Replace("church of england", "Church of England", StringComparison.Ordinal);

    private static string S(double share) => share.ToString(".000", CultureInfo.InvariantCulture);

    private static string N(double number) =>
        number.ToString("0.####", CultureInfo.InvariantCulture);
}
