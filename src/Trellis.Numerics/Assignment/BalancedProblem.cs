namespace Trellis.Assignment;

/// <summary>
/// Items to be put into bins, each into one at most, so that the values of the pairs add up to most: a bin takes so many
/// items and so much load, items of one group are better kept in one bin, and no bin may pick only the light ones.
/// </summary>
/// <remarks>
/// max sum of values - <see cref="LeftOut"/> x items left out - <see cref="Split"/> x sum over groups of (bins that hold
/// some of its items - 1, where any is put), so that every bin holds at most <see cref="Places"/> items of at most
/// <see cref="Capacities"/> load together, and a bin that is given two or more holds on average at least
/// <see cref="LeastMeanLoad"/>. A pair that is not in <see cref="Pairs"/> may not be. NP-hard: the plan says how far from
/// the best it can be at most.
/// </remarks>
public sealed record BalancedProblem
{
    /// <summary>The load of each item: whole, 1 or more.</summary>
    public required IReadOnlyList<int> Loads { get; init; }

    /// <summary>The group of each item, any number from 0; -1 where it is in none. Empty: none is in any.</summary>
    public IReadOnlyList<int> Groups { get; init; } = [];

    /// <summary>How many items each bin takes, 0 or more.</summary>
    public required IReadOnlyList<int> Places { get; init; }

    /// <summary>How much load each bin takes, 0 or more.</summary>
    public required IReadOnlyList<int> Capacities { get; init; }

    /// <summary>What may be put where, and what it is worth; a pair at most once, in any order.</summary>
    public required IReadOnlyList<PairValue> Pairs { get; init; }

    /// <summary>What leaving an item out costs, 0 or more. Above the best that all values together could give, as many are placed as can be.</summary>
    public required double LeftOut { get; init; }

    /// <summary>What each bin more costs that the items of one group are spread over, 0 or more.</summary>
    public double Split { get; init; }

    /// <summary>The least mean load of a bin that is given two items or more; 0 asks nothing.</summary>
    public double LeastMeanLoad { get; init; }

    /// <summary>Items whose bin is settled: the pair must be among <see cref="Pairs"/>.</summary>
    public IReadOnlyList<(int Item, int Bin)> Settled { get; init; } = [];
}

/// <summary>What an item in a bin is worth.</summary>
public readonly record struct PairValue(int Item, int Bin, double Value);

/// <summary>A plan of a <see cref="BalancedProblem"/>, with the proof of how good it is.</summary>
/// <param name="Bins">The bin of each item, -1 where it is left out.</param>
/// <param name="Value">The objective of the problem, recomputed from the plan.</param>
/// <param name="Bound">No plan has a higher objective.</param>
/// <param name="Proven">Whether none better exists (within 1e-9 of the bound, or all others were ruled out).</param>
/// <param name="ItemPrices">
/// What the placing of each item is worth: the dual price of "each into one bin or left out", at the prices that gave the
/// lowest bound before branching. A bin takes what is worth most above these prices. Below zero, down to -<see
/// cref="BalancedProblem.LeftOut"/>, where items are left out for others; never lower than decides that, so that a LeftOut
/// beyond all values does not drown the rest.
/// </param>
/// <param name="BinPrices">How much lower <see cref="PriceBound"/> would be with a place fewer in each bin; 0 where it has room, and where it has no place.</param>
public sealed record BalancedPlan(
    IReadOnlyList<int> Bins,
    double Value,
    double Bound,
    bool Proven,
    IReadOnlyList<double> ItemPrices,
    IReadOnlyList<double> BinPrices
)
{
    private readonly double[] guests = [];

    /// <summary>How far below the best this can be at most, as a share of the plan's own size: (bound - value) / max(1, |value|).</summary>
    public double Gap => Proven ? 0 : (Bound - Value) / Math.Max(1, Math.Abs(Value));

    /// <summary>
    /// The bound that the prices prove by themselves: the sum of <see cref="ItemPrices"/>, of what each bin would make of
    /// them and of the splits they pay, less what those cost who must be left out. <see cref="Bound"/> is lower where
    /// branching went on.
    /// </summary>
    public double PriceBound { get; init; }

    /// <summary>Up to which load <see cref="PriceOf"/> knows a price.</summary>
    public int LargestPriced { get; private init; }

    /// <summary>
    /// What a place in the bin costs an item of this load that comes later, of no group: what the bin gives up for it at the
    /// prices. An item worth v there is placed well where v less this is most; and as long as it lets no other item in, the
    /// whole is then worth at most <see cref="PriceBound"/> + v - this, or + what leaving it out costs, whichever is more.
    /// </summary>
    /// <returns>0 or more; infinite where the bin cannot take it whatever else it holds.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The load is below 1 or above <see cref="LargestPriced"/>.</exception>
    public double PriceOf(int bin, int load)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(load, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(load, LargestPriced);
        return guests[(bin * LargestPriced) + load - 1];
    }

    internal BalancedPlan WithPrices(double bound, double[] guests, int largest) =>
        new(this, guests) { PriceBound = bound, LargestPriced = largest };

    private BalancedPlan(BalancedPlan plan, double[] guests)
        : this(plan) => this.guests = guests;
}
