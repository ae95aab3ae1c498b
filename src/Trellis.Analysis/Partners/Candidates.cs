using System.Collections;
using Trellis.SimilarSchools;
using Trellis.Travel;

namespace Trellis.Partners;

/// <summary>A school that might be a match, by its position in the population.</summary>
/// <param name="Probability">The least chance of the needs asked.</param>
internal readonly record struct Candidate(
    int Row,
    double Minutes,
    double Kilometres,
    Closeness Closeness,
    double Probability
);

/// <summary>The schools that would be matches if one limit were let go, by position.</summary>
internal sealed class Candidates : IEnumerable<Candidate>
{
    private readonly List<Candidate> candidates = [];
    private readonly MethodPopulation population;
    private readonly IReadOnlyList<Standing> asked;
    private readonly PartnerQuestion question;
    private readonly int row;

    public Candidates(
        Likeness likeness,
        MethodPopulation population,
        int row,
        IReadOnlyList<Standing> asked,
        PartnerQuestion question,
        Journeys journeys
    )
    {
        (this.population, this.row, this.asked, this.question) = (population, row, asked, question);
        var schools = population.Population.Schools;
        var own = schools[row].Current;
        var trust = question.Filter is { ExcludeOwnTrust: true }
            ? likeness.Snapshot.TrustOf(own.Urn)?.Uid
            : null;
        var farther = question.Within.Farther();
        var minutes = journeys.MinutesFrom(own, schools);
        var points = population.Points;
        var least = population.LeastKnown * points.TotalWeight;
        for (var other = 0; other < schools.Count; other++)
        {
            // Schools of which one has no place but the other's postcode are at one place.
            var kilometres =
                own.Place is { } here && schools[other].Current.Place is { } there
                    ? here.KilometresTo(there)
                    : 0;
            if (other == row || !farther.Covers(minutes[other], kilometres))
                continue;
            // With several needs, one alone may be asked when nobody answers all.
            var probability = 1d;
            var best = 0d;
            foreach (var standing in asked)
            {
                var chance = standing.Strengths.MayHelp(other)
                    ? standing.Strengths.ProbabilityBetter(other, row)
                    : 0;
                probability = Math.Min(probability, chance);
                best = Math.Max(best, chance);
            }
            if (best < PartnerSearch.LessSure)
                continue;
            if (
                question.Filter is { } filter
                && (
                    !filter.Passes(own, schools[other].Current, journeys)
                    || (
                        trust is not null
                        && likeness.Snapshot.TrustOf(schools[other].Urn)?.Uid == trust
                    )
                )
            )
                continue;
            if (points.WeightOf(points.Known(row) & points.Known(other)) < least)
                continue;
            var distance = points.Distance(row, other);
            if (double.IsNaN(distance))
                continue;
            candidates.Add(
                new Candidate(
                    other,
                    minutes[other],
                    kilometres,
                    population.Limits.Of(distance),
                    probability
                )
            );
        }
    }

    public IEnumerator<Candidate> GetEnumerator() => candidates.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Each limit let go in turn, the others kept: how many there would be, and the best of them.</summary>
    public IReadOnlyList<WouldGive> WouldGive(int found)
    {
        var within = question.Within;
        var farther = within.Farther();
        var gives = new List<WouldGive>
        {
            Try(
                "farther",
                $"within {farther.Words}",
                c => c.Closeness <= question.Loosest && c.Probability >= question.Least
            ),
            Try(
                "looser",
                "with schools that are less like yours",
                c => within.Covers(c.Minutes, c.Kilometres) && c.Probability >= question.Least
            ),
            Try(
                "less-sure",
                $"with a chance of {100 * PartnerSearch.LessSure:0} %",
                c =>
                    within.Covers(c.Minutes, c.Kilometres)
                    && c.Closeness <= question.Loosest
                    && c.Probability >= PartnerSearch.LessSure
            ),
        };
        if (asked.Count > 1)
            foreach (var standing in asked)
                gives.Add(
                    Try(
                        standing.Need.Id,
                        $"for {standing.Need.Results} alone",
                        c =>
                            within.Covers(c.Minutes, c.Kilometres)
                            && c.Closeness <= question.Loosest
                            && standing.Strengths.MayHelp(c.Row)
                            && standing.Strengths.ProbabilityBetter(c.Row, row) >= question.Least
                    )
                );
        return gives;

        WouldGive Try(string id, string how, Func<Candidate, bool> keeps)
        {
            var kept = candidates.Where(keeps).ToList();
            var best = kept.OrderByDescending(c =>
                    c.Probability * Math.Exp(-c.Minutes / PartnerSearch.Patience)
                )
                .ThenBy(c => c.Closeness)
                .ThenBy(c => c.Row)
                .Select(c => (Candidate?)c)
                .FirstOrDefault();
            var school = best is { } one ? population.Population.Schools[one.Row] : null;
            var words =
                kept.Count <= found
                    ? $"No more {how}."
                    : $"{kept.Count} {how}: the best is {school!.Name}, {Journey.InWords(best!.Value.Minutes)} away.";
            return new WouldGive(id, words, kept.Count, school);
        }
    }
}
