using Trellis.Schools;
using Trellis.SimilarSchools;
using Trellis.Travel;

namespace Trellis.Partners;

/// <summary>Schools like one, near it, really better than it at what it needs, and able to help.</summary>
/// <remarks>
/// A match is close or fair in likeness, within the reach asked, and really better with a chance of at least
/// <see cref="PartnerQuestion.Sure"/> in each need. Matches are ordered by chance × exp(-minutes / <see cref="Patience"/>) ×
/// capacity, × <see cref="TwoWay"/> where the asking school could give something in return, × <see cref="Crowded"/> where the
/// <see cref="CallPlan"/> of the first need keeps the match for others; ties by URN.
/// </remarks>
public static class PartnerSearch
{
    /// <summary>Minutes by which a match's worth falls to 37 %: an hour.</summary>
    public const double Patience = 60;

    /// <summary>What a match is worth more when both could learn.</summary>
    public const double TwoWay = 1.15;

    /// <summary>What a match is worth where it is often asked and the plan of calls gives it to other schools.</summary>
    public const double Crowded = .5;

    /// <summary>The chance asked where being less sure is tried.</summary>
    public const double LessSure = .7;

    /// <summary>The best partners of a school, or why there are none.</summary>
    /// <param name="journeys">A router's times where they were loaded; null for the estimate.</param>
    public static PartnerReply Ask(
        Likeness likeness,
        PartnerQuestion question,
        Journeys? journeys = null
    )
    {
        var snapshot = likeness.Snapshot;
        journeys ??= Journeys.In(snapshot);
        if (snapshot.SchoolOf(question.Urn) is not { } school)
            return new NoPartnerAnswer(
                "no-such-school",
                $"No school with URN {question.Urn} is in this snapshot."
            );
        var method =
            question.Method
            ?? SimilarMethods.DefaultFor(PeersOf.School(school, snapshot) ?? Peers.Secondary);
        // One question of likeness says in its own words why a school cannot be compared.
        if (likeness.Ask(question.Urn, method, take: 1) is NoSimilarAnswer none)
            return new NoPartnerAnswer(none.Code, none.Sentence);
        var peers = PeersOf.School(school, snapshot)!.Value;
        var population = likeness.Population(peers, method);
        var row = population.Population.PositionOf(school);

        var asked = new List<Standing>();
        var notes = new List<string>();
        foreach (var need in question.Needs)
            if (Strengths.In(likeness, peers, need) is { } strengths)
                asked.Add(new Standing(need, strengths, strengths.Of(row)));
            else
                notes.Add($"{need.Label}: {SilenceOf(need, peers)}");
        if (asked.Count == 0)
            return new NoPartnerAnswer("no-open-figure", string.Join(' ', notes));
        foreach (var standing in asked)
        {
            if (standing.Need.Proxy.Length > 0)
                notes.Add($"{standing.Need.Label}: {standing.Need.Proxy}");
            if (!standing.Own.IsKnown)
                notes.Add(
                    $"No open figure of your own {standing.Need.Results} is known. Others are compared with what schools with the same pupils as yours get."
                );
        }
        if (school.Current.Place is null)
            notes.Add(
                "The register does not say where your school is, so no other can be said to be near."
            );

        var search = new Candidates(likeness, population, row, asked, question, journeys);
        var found = search
            .Where(c =>
                question.Within.Covers(c.Minutes, c.Kilometres)
                && c.Closeness <= question.Loosest
                && c.Probability >= question.Least
            )
            .ToList();
        var capacities = Capacities.In(likeness, peers);
        // Under weights of one's own nobody else asks: there is nothing to spread.
        var plan =
            found.Count > 0 && method.Named
                ? CallPlan.In(likeness, population, asked[0].Strengths)
                : null;
        var matches = found
            .Select(c => Weigh(c))
            .OrderByDescending(m => m.Score)
            .ThenBy(m => m.Candidate.Row)
            .Take(Math.Clamp(question.Take, 1, PartnerQuestion.Most))
            .Select((m, i) => Explain(m, i + 1))
            .ToArray();
        return new PartnerAnswer(
            school,
            peers,
            method,
            snapshot.Id,
            question.Within,
            asked,
            matches,
            found.Count,
            notes,
            found.Count >= PartnerAnswer.Short ? [] : search.WouldGive(found.Count)
        );

        bool IsKept(int other) =>
            plan is not null && plan.IsOftenAsked(other) && !plan.PlannedFor(row).Contains(other);

        (Candidate Candidate, Capacity Capacity, Better[] Return, double Score) Weigh(
            Candidate candidate
        )
        {
            var capacity = capacities.Of(candidate.Row, asked[0].Strengths);
            var kept = IsKept(candidate.Row);
            var gives = Returns(likeness, peers, row, candidate.Row, question);
            return (
                candidate,
                capacity,
                gives,
                candidate.Probability
                    * Math.Exp(-candidate.Minutes / Patience)
                    * capacity.Value
                    * (gives.Length > 0 ? TwoWay : 1)
                    * (kept ? Crowded : 1)
            );
        }

        PartnerMatch Explain(
            (Candidate Candidate, Capacity Capacity, Better[] Return, double Score) weighed,
            int rank
        )
        {
            var (candidate, capacity, gives, score) = weighed;
            var other = population.Population.Schools[candidate.Row];
            var alike = likeness.Pair(school.Urn, other.Urn, method)!;
            var journey = journeys.Between(school.Current, other.Current);
            var by = asked.Select(s => BetterOf(s.Strengths, candidate.Row, row)).ToArray();
            return new PartnerMatch(
                other,
                rank,
                candidate.Probability,
                by,
                journey,
                alike,
                capacity,
                gives,
                IsKept(candidate.Row),
                score,
                PartnerWords.Reasons(
                    alike,
                    by,
                    journey,
                    capacity,
                    gives,
                    IsKept(candidate.Row) ? plan!.WishedBy(candidate.Row) : 0
                )
            );
        }
    }

    /// <summary>In what each of two schools of one kind is really better than the other: what they could give and get, most sure first.</summary>
    /// <param name="urn">Any URN of a school's chain.</param>
    /// <param name="least">The least chance.</param>
    /// <returns>Two empty lists where they are not of one kind, or nothing is that sure.</returns>
    public static (IReadOnlyList<Better> Get, IReadOnlyList<Better> Give) Between(
        Likeness likeness,
        Urn urn,
        Urn other,
        double least = PartnerQuestion.Sure
    )
    {
        if (
            likeness.Snapshot.SchoolOf(urn) is not { } one
            || likeness.Snapshot.SchoolOf(other) is not { } two
            || PeersOf.School(one, likeness.Snapshot) is not { } peers
            || PeersOf.School(two, likeness.Snapshot) != peers
        )
            return ([], []);
        var population = likeness.Population(peers);
        int row = population.PositionOf(one),
            otherRow = population.PositionOf(two);
        return (
            Over(likeness, peers, otherRow, row, least),
            Over(likeness, peers, row, otherRow, least)
        );
    }

    /// <summary>In what one school is really better than another of its kind, most sure first; only where both have figures of their own. Needs that are read from one figure count once, and the need it speaks of itself comes before one that it stands in for.</summary>
    /// <param name="better">The position of the one in the population.</param>
    /// <param name="than">That of the other.</param>
    public static IReadOnlyList<Better> Over(
        Likeness likeness,
        Peers peers,
        int better,
        int than,
        double least = PartnerQuestion.Sure
    ) =>
        Told(
            Needs
                .For(peers)
                .Select(n => Strengths.In(likeness, peers, n))
                .OfType<Strengths>()
                .Where(s => s.MayHelp(better) && s.Of(than).IsKnown),
            better,
            than,
            least
        );

    /// <summary>Why no open figure speaks of a need for schools of a kind.</summary>
    public static string SilenceOf(Need need, Peers peers) =>
        need.Silence.TryGetValue(peers, out var words)
            ? words
            : $"The files of this snapshot hold figures of fewer than two years for {peers.Words()}.";

    /// <summary>What the asking school could give: of its offers, or of all that is measured, that in which it is really better and knows it from its own figures.</summary>
    private static Better[] Returns(
        Likeness likeness,
        Peers peers,
        int row,
        int other,
        PartnerQuestion question
    ) =>
        Told(
            (question.Offers.Count > 0 ? question.Offers : Needs.For(peers))
                .Where(n => !question.Needs.Contains(n))
                .Select(n => Strengths.In(likeness, peers, n))
                .OfType<Strengths>()
                .Where(s => s.MayHelp(row)),
            row,
            other,
            PartnerQuestion.Sure
        );

    /// <summary>Those in which one school is likely enough better than another, the surest first; one figure tells of one need, of its own before one it stands in for.</summary>
    private static Better[] Told(
        IEnumerable<Strengths> strengths,
        int better,
        int than,
        double least
    ) =>
        strengths
            .Where(s => s.ProbabilityBetter(better, than) >= least)
            .OrderBy(s => s.Need.Proxy.Length > 0)
            .DistinctBy(s => s.Reading.Key)
            .Select(s => BetterOf(s, better, than))
            .OrderByDescending(b => b.Probability)
            .ThenBy(b => b.Need.Id, StringComparer.Ordinal)
            .ToArray();

    private static Better BetterOf(Strengths strengths, int better, int than) =>
        new(
            strengths.Need,
            strengths.ProbabilityBetter(better, than),
            strengths.Of(better).Level.Mean - strengths.Of(than).Level.Mean,
            strengths.Of(better),
            strengths.Last.ToString(),
            strengths.AmongOf(better)
        );
}
