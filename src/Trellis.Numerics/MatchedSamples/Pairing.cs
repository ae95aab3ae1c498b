namespace Trellis.MatchedSamples;

/// <summary>Pairs of a treated unit and a control by nearest, optimal or full matching, in each set of units that must agree.</summary>
/// <param name="Pairs">Ordered by treated unit; the controls of one as they were taken.</param>
/// <param name="Total">The sum of distances.</param>
internal sealed record Pairing(IReadOnlyList<(int Treated, int Control)> Pairs, double Total)
{
    public static Pairing Of(
        MatchingUnits units,
        MatchingChoice choice,
        double[]? scores,
        IReadOnlyList<int[]> exact
    )
    {
        var (treated, n) = (units.Treated, units.Treated.Count);
        // Inner covariates are what distance is by; the score then only bounds and orders.
        var space =
            units.Within.Count > 0
                ? CovariateSpace.Of(units.Within, treated, MatchingDistance.Mahalanobis)
            : choice.ByPropensity ? null
            : CovariateSpace.Of(units.Covariates, treated, choice.Distance);
        var caliper = choice.Caliper is { } width
            ? width * Spread(scores!)
            : double.PositiveInfinity;
        var cells = Subclasses.Cells(exact, n);
        var sets = Enumerable.Range(0, n).GroupBy(u => cells[u]).Select(g => g.ToArray()).ToArray();
        var scratch = new int[n];
        var partners = new int[n][];
        var pairs = new List<(int Treated, int Control)>();
        foreach (var set in sets)
        {
            if (Array.TrueForAll(set, u => treated[u]) || !Array.Exists(set, u => treated[u]))
                continue;
            pairs.AddRange(
                choice.Method == MatchingMethod.Nearest
                    ? Nearest(set, treated, choice, scores, space, caliper, scratch, partners)
                : space is null && !Bounded(choice) ? OnLine(set, treated, choice, scores!, caliper)
                : InSpace(
                    set,
                    treated,
                    choice,
                    scores,
                    space ?? CovariateSpace.Of(scores!),
                    caliper
                )
            );
        }
        if (
            choice.Method == MatchingMethod.Full
            && space is null
            && choice.BalanceSlack > 0
            && pairs.Count > 0
        )
            pairs = FullBalance.Improve(
                pairs,
                [.. sets.Select(set => Ordered.By(scores!, set))],
                treated,
                scores!,
                caliper,
                BalanceTable.Standardised(units),
                choice
            );
        // Sets follow one another; a stable order keeps each treated unit's controls as they were taken.
        var sorted = pairs.OrderBy(p => p.Treated).ToArray();
        double total = 0;
        foreach (var (t, c) in sorted)
            total += space is null ? Math.Abs(scores![t] - scores[c]) : Apart(space, t, c);
        return new Pairing(sorted, total);
    }

    private static IEnumerable<(int, int)> Nearest(
        int[] set,
        IReadOnlyList<bool> treated,
        MatchingChoice choice,
        double[]? scores,
        CovariateSpace? space,
        double caliper,
        int[] scratch,
        int[][] partners
    )
    {
        INearestControl controls = space is null
            ? new NearestOnLine(set, treated, scores!, caliper, scratch)
            : new NearestInSpace(
                set,
                treated,
                space,
                double.IsFinite(caliper) ? scores : null,
                caliper,
                scratch
            );
        var order = choice.Order ?? (scores is null ? MatchingOrder.Data : MatchingOrder.Largest);
        var seekers = set.Where(u => treated[u]).ToArray();
        if (order == MatchingOrder.Largest)
            seekers = [.. seekers.OrderByDescending(u => scores![u])];
        else if (order == MatchingOrder.Smallest)
            seekers = [.. seekers.OrderBy(u => scores![u])];
        Greedy.Run(controls, seekers, choice, order == MatchingOrder.Closest, partners);
        return set.Where(u => treated[u]).SelectMany(u => partners[u].Select(c => (u, c)));
    }

    private static IEnumerable<(int, int)> OnLine(
        int[] set,
        IReadOnlyList<bool> treated,
        MatchingChoice choice,
        double[] scores,
        double caliper
    )
    {
        var seekers = Ordered.By(scores, [.. set.Where(u => treated[u])]);
        var controls = Ordered.By(scores, [.. set.Where(u => !treated[u])]);
        double[] Of(int[] who) => [.. who.Select(u => scores[u])];
        if (choice.Method == MatchingMethod.Full)
        {
            var (ofTreated, ofControls) = (Of(seekers), Of(controls));
            var (treatedLeast, nearestControl) = LineMatching.Nearest(
                ofTreated,
                ofControls,
                caliper
            );
            var (controlLeast, nearestTreated) = LineMatching.Nearest(
                ofControls,
                ofTreated,
                caliper
            );
            var chosen = LineMatching.Pairs(
                ofTreated,
                ofControls,
                caliper,
                0,
                treatedLeast,
                controlLeast
            );
            return FullSets
                .Stars(
                    chosen,
                    nearestControl,
                    nearestTreated,
                    (t, c) => Math.Abs(ofTreated[t] - ofControls[c])
                )
                .Select(p => (seekers[p.Treated], controls[p.Control]));
        }
        var copies = seekers.SelectMany(u => Enumerable.Repeat(u, choice.Ratio)).ToArray();
        // Leaving anybody alone who could have a control costs more than all pairs together (scores lie within 1).
        var single =
            copies.Length <= controls.Length && double.IsPositiveInfinity(caliper)
                ? double.PositiveInfinity
                : copies.Length + 1;
        return LineMatching
            .Pairs(Of(copies), Of(controls), caliper, single)
            .Select(p => (copies[p.Treated], controls[p.Control]));
    }

    private static IEnumerable<(int, int)> InSpace(
        int[] set,
        IReadOnlyList<bool> treated,
        MatchingChoice choice,
        double[]? scores,
        CovariateSpace space,
        double caliper
    )
    {
        var distances = new ControlDistances(
            space,
            set,
            treated,
            double.IsFinite(caliper) ? scores : null,
            caliper
        );
        var seekers = set.Where(u => treated[u]).ToArray();
        if (Bounded(choice))
            return new BoundedFull(distances, seekers, choice.MostControls, choice.MostTreated)
                .Find()
                .Select(p => (seekers[p.Treated], distances.Controls[p.Control]));
        var matching = new SpaceMatching(distances, seekers);
        var found =
            choice.Method == MatchingMethod.Full ? matching.Full() : matching.Pairs(choice.Ratio);
        return found.Select(p => (seekers[p.Treated], distances.Controls[p.Control]));
    }

    private static bool Bounded(MatchingChoice choice) =>
        choice.MostControls is not null || choice.MostTreated is not null;

    private static double Spread(double[] scores)
    {
        var mean = scores.Average();
        double squares = 0;
        foreach (var x in scores)
            squares += (x - mean) * (x - mean);
        return Math.Sqrt(squares / (scores.Length - 1));
    }

    private static double Apart(CovariateSpace space, int a, int b)
    {
        double sum = 0;
        foreach (var axis in space.Axes)
            sum += (axis[a] - axis[b]) * (axis[a] - axis[b]);
        return Math.Sqrt(sum);
    }
}
