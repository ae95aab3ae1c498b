using System.Numerics;

namespace Trellis.Assignment;

/// <summary>What a bin could hold: a column of the master problem, or one of its slacks.</summary>
internal sealed class BalancedColumn
{
    /// <summary>-1 for a slack.</summary>
    public required int Bin { get; init; }

    /// <summary>The pairs it is made of, in ascending order; empty for a slack.</summary>
    public required int[] Pairs { get; init; }

    /// <summary>The rows of its items, or of the slack, and those of its groups; that of its bin is known to the master.</summary>
    public required int[] Rows { get; init; }

    /// <summary>1, or -1 for a slack that takes from its row.</summary>
    public int Sign { get; init; } = 1;

    /// <summary>What it is worth.</summary>
    public required double Value { get; init; }

    /// <summary>What it counts for now: its value, or a forbidding number for an item that must be placed.</summary>
    public double Cost { get; set; }

    /// <summary>What is added to the cost for a while, so that no two columns cost the same.</summary>
    public double Shift { get; set; }

    /// <summary>Whether it may not be used for now.</summary>
    public bool Barred { get; set; }

    /// <summary>The row in whose place of the basis it is, -1 outside.</summary>
    public int BasisRow { get; set; } = -1;
}

/// <summary>
/// The linear programme over sets chosen so far: each item once (or left out), each bin at most one set, each group
/// touched once at least (or unplaced). Primal simplex that goes on from where it stood when sets, costs or rows change.
/// </summary>
/// <remarks>
/// The row of a bin is added only once the answer would use more than one set of it: most bins of a large problem never
/// need theirs. Right-hand sides are moved by a millionth, each otherwise, because set packing is so degenerate that the
/// simplex would stall; nothing relies on that, the bound is computed from the prices alone.
/// </remarks>
internal sealed class BalancedMaster
{
    private const int None = -1;
    private const int PivotsBetweenFreshStarts = 400;
    private const int StepsBetweenShifts = 150;

    private readonly BalancedLayout layout;
    private readonly double tolerance;
    private readonly double scatter;
    private readonly List<BalancedColumn> columns = [];
    private readonly List<BalancedColumn> slacks = [];
    private readonly List<BalancedColumn> unit = [];
    private readonly bool[] must;
    private readonly int mostPlaced;
    private readonly int leastPlaced;
    private readonly BalancedColumn tooFew;
    private readonly int[] rowOfBin;
    private readonly HashSet<int[]> known = new(new SamePairs());
    private readonly List<double> right = [];
    private readonly List<BalancedColumn> basis = [];
    private double[][] inverse = [];
    private double[] values = [];
    private double[] prices = [];
    private double[] direction = [];
    private int sinceFresh;

    public BalancedMaster(BalancedLayout layout, ulong seed)
    {
        this.layout = layout;
        scatter = seed % 1009 / 1009.0;
        tolerance = 1e-9 * layout.Scale;
        rowOfBin = new int[layout.Bins];
        Array.Fill(rowOfBin, None);
        must = new bool[layout.Items];
        for (var item = 0; item < layout.Items; item++)
            AddRow(-layout.Penalty);
        for (var group = 0; group < layout.GroupCount; group++)
        {
            var row = AddRow(-layout.Split);
            slacks.Add(
                new BalancedColumn
                {
                    Bin = None,
                    Pairs = [],
                    Rows = [row],
                    Sign = -1,
                    Value = 0,
                }
            );
        }
        // How many are placed, from above and from below; too few may be bought, so that there always is an answer.
        mostPlaced = AddRow(0);
        leastPlaced = AddRow(0);
        tooFew = new BalancedColumn
        {
            Bin = None,
            Pairs = [],
            Rows = [leastPlaced],
            Sign = -1,
            Value = -layout.Forbidding,
            Cost = -layout.Forbidding,
        };
        slacks.Add(tooFew);
        LeftOutBetween(0, layout.Items);
        Fresh();
    }

    public int Pivots { get; private set; }

    public IReadOnlyList<BalancedColumn> Columns => columns;

    /// <summary>The price of an item: what the objective would gain if it were not there.</summary>
    public double ItemPrice(int item) => prices[item];

    /// <summary>What touching the group costs a bin besides the split, 0 or less.</summary>
    public double GroupPrice(int group) => prices[layout.Items + group];

    /// <summary>What it costs that no fewer may be left out, 0 or more.</summary>
    public double AtLeastPrice => Math.Max(0, prices[mostPlaced]);

    /// <summary>What it costs that no more may be left out, 0 or more.</summary>
    public double AtMostPrice => Math.Max(0, prices[leastPlaced]);

    /// <summary>How many items the answer leaves out, in parts.</summary>
    public double LeftOutNow
    {
        get
        {
            double sum = 0;
            for (var item = 0; item < must.Length; item++)
                sum += Share(unit[item]);
            return sum;
        }
    }

    public double BinPrice(int bin) => rowOfBin[bin] == None ? 0 : prices[rowOfBin[bin]];

    /// <summary>How much of the column the answer uses, 0 to 1.</summary>
    public double Share(BalancedColumn column) =>
        column.BasisRow == None ? 0 : values[column.BasisRow];

    /// <summary>Makes leaving an item out cost what it does, or more than anything.</summary>
    public void MustPlace(int item, bool must)
    {
        this.must[item] = must;
        unit[item].Cost = -LeftOut(item);
    }

    /// <summary>
    /// Keeps the price of each item above a floor, because those of a few sets alone swing wildly: leaving out may be bought
    /// at the floor (one side of the boxes of du Merle, Villeneuve, Desrosiers and Hansen 1999).
    /// </summary>
    public void Floor(ReadOnlySpan<double> centre, double below)
    {
        for (var item = 0; item < must.Length; item++)
            unit[item].Cost = Math.Max(-LeftOut(item), centre[item] - below);
    }

    /// <summary>Whether the answer leaves out what it can only at the floor.</summary>
    public bool LeansOnFloor()
    {
        for (var item = 0; item < must.Length; item++)
            if (unit[item].Cost > -LeftOut(item) && Share(unit[item]) > 1e-4)
                return true;
        return false;
    }

    private double LeftOut(int item) => must[item] ? layout.Forbidding : layout.Penalty;

    /// <summary>Sets how few and how many items may be left out.</summary>
    public void LeftOutBetween(int least, int most)
    {
        right[mostPlaced] = layout.Items - least + 3e-6;
        right[leastPlaced] = most - layout.Items + 2e-6;
        if (inverse.Length == right.Count)
            Revalue();
    }

    public bool Add(int bin, int[] pairs)
    {
        if (!known.Add(pairs))
            return false;
        double value = 0;
        var rows = new List<int>(pairs.Length + 2);
        foreach (var pair in pairs)
        {
            value += layout.PairValue[pair];
            rows.Add(layout.PairItem[pair]);
        }
        foreach (var pair in pairs)
        {
            var group = layout.Groups[layout.PairItem[pair]];
            if (group == BalancedLayout.None || rows.Contains(layout.Items + group))
                continue;
            rows.Add(layout.Items + group);
            value -= layout.Split;
        }
        columns.Add(
            new BalancedColumn
            {
                Bin = bin,
                Pairs = pairs,
                Rows = [.. rows],
                Value = value,
                Cost = value,
            }
        );
        return true;
    }

    /// <summary>Finds the best shares of the columns that may be used.</summary>
    /// <remarks>
    /// Where columns were barred or rows added, the prices are still good and the shares are not: the dual simplex mends
    /// them in a few steps. It always can, for every item may be left out at a price.
    /// </remarks>
    public void Solve(CancellationToken timeIsUp)
    {
        Price();
        while (true)
        {
            while (!timeIsUp.IsCancellationRequested && Entering() is { } column)
                Pivot(column);
            var steps = 0;
            while (!timeIsUp.IsCancellationRequested && Leaving() is >= 0 and var row)
            {
                if (++steps % StepsBetweenShifts == 0)
                    Shift(steps / StepsBetweenShifts);
                if (!PivotOut(row))
                    BeginAgain();
            }
            if (steps >= StepsBetweenShifts)
                TakeBackShifts();
            if (timeIsUp.IsCancellationRequested)
                return;
            if (Entering() is null && Leaving() == None && !AddBinsUsedTwice())
                return;
        }
    }

    /// <summary>
    /// Makes every column outside the basis a little dearer, each otherwise: among columns that cost the same the dual
    /// simplex would go round in circles. What it leaves undone the primal simplex mends afterwards.
    /// </summary>
    private void Shift(int times)
    {
        foreach (var list in (ReadOnlySpan<List<BalancedColumn>>)[slacks, columns])
            for (var at = 0; at < list.Count; at++)
            {
                if (list[at].BasisRow != None)
                    continue;
                list[at].Shift -=
                    1e-7 * times * layout.Scale * (1 + ((at + 1) * 0.6180339887498949 % 1));
            }
    }

    private void TakeBackShifts()
    {
        foreach (var column in slacks)
            column.Shift = 0;
        foreach (var column in columns)
            column.Shift = 0;
        Price();
    }

    private int AddRow(double cost)
    {
        var row = right.Count;
        // Between 1 and 2 millionths: fractional parts of the golden ratio's multiples, from where the seed says.
        right.Add(1 + (1e-6 * (1 + ((scatter + ((row + 1) * 0.6180339887498949)) % 1))));
        var slack = new BalancedColumn
        {
            Bin = None,
            Pairs = [],
            Rows = [row],
            Value = cost,
            Cost = cost,
            BasisRow = row,
        };
        unit.Add(slack);
        slacks.Add(slack);
        basis.Add(slack);
        return row;
    }

    private bool AddBinsUsedTwice()
    {
        var used = new Dictionary<int, double>();
        foreach (var column in basis)
            if (column.Bin != None && rowOfBin[column.Bin] == None)
                used[column.Bin] = used.GetValueOrDefault(column.Bin) + values[column.BasisRow];
        var over = used.Where(u => u.Value > 1 + 1e-4).Select(u => u.Key).Order().ToList();
        foreach (var bin in over)
        {
            rowOfBin[bin] = AddRow(0);
        }
        if (over.Count > 0)
            Fresh();
        return over.Count > 0;
    }

    /// <summary>Builds the inverse of the basis anew, from the unit slacks, one column at a time.</summary>
    private void Fresh()
    {
        var rows = right.Count;
        sinceFresh = 0;
        if (inverse.Length != rows)
        {
            inverse = new double[rows][];
            for (var row = 0; row < rows; row++)
                inverse[row] = new double[rows];
            (values, prices) = (new double[rows], new double[rows]);
            direction = new double[rows];
        }
        else
            foreach (var line in inverse)
                Array.Clear(line);
        for (var row = 0; row < rows; row++)
            inverse[row][row] = 1;
        var wanted = basis
            .Where(c => !ReferenceEquals(c, unit[c.Rows[0]]) || c.Bin != None)
            .ToList();
        var free = new bool[rows];
        Array.Fill(free, true);
        var kept = basis.Where(c => c.Bin == None && ReferenceEquals(c, unit[c.Rows[0]])).ToList();
        foreach (var column in basis)
            column.BasisRow = None;
        for (var row = 0; row < rows; row++)
        {
            basis[row] = unit[row];
            unit[row].BasisRow = None;
        }
        foreach (var column in kept)
        {
            free[column.Rows[0]] = false;
            column.BasisRow = column.Rows[0];
        }
        // Short columns first: they leave the inverse sparse.
        foreach (var column in wanted.OrderBy(c => c.Rows.Length))
        {
            Direction(column);
            var at = None;
            var largest = 1e-7;
            for (var row = 0; row < rows; row++)
                if (free[row] && Math.Abs(direction[row]) > largest)
                    (largest, at) = (Math.Abs(direction[row]), row);
            // Dependent on the others, by rounding: its row's own slack stays instead.
            if (at == None)
                continue;
            free[at] = false;
            Replace(at);
            basis[at] = column;
            column.BasisRow = at;
        }
        for (var row = 0; row < rows; row++)
            if (basis[row].BasisRow == None)
                basis[row].BasisRow = row;
        Revalue();
        Price();
    }

    private void Revalue()
    {
        for (var row = 0; row < values.Length; row++)
        {
            double sum = 0;
            var line = inverse[row];
            for (var k = 0; k < line.Length; k++)
                sum += line[k] * right[k];
            values[row] = sum;
        }
    }

    private void Price()
    {
        Array.Clear(prices);
        for (var row = 0; row < basis.Count; row++)
            if (basis[row].Cost + basis[row].Shift is not 0 and var cost)
                AddTimes(prices, inverse[row], cost);
    }

    private BalancedColumn? Entering()
    {
        if (sinceFresh >= PivotsBetweenFreshStarts)
            Fresh();
        BalancedColumn? best = null;
        var gain = tolerance;
        foreach (var column in slacks)
        {
            if (column.BasisRow != None)
                continue;
            var reduced = Reduced(column);
            if (reduced > gain)
                (gain, best) = (reduced, column);
        }
        foreach (var column in columns)
        {
            if (column.BasisRow != None || column.Barred)
                continue;
            var reduced = Reduced(column);
            if (reduced > gain)
                (gain, best) = (reduced, column);
        }
        return best;
    }

    private void Direction(BalancedColumn column)
    {
        for (var row = 0; row < direction.Length; row++)
            direction[row] = Along(column, inverse[row]);
    }

    private void Pivot(BalancedColumn column)
    {
        Direction(column);
        var at = None;
        var step = double.PositiveInfinity;
        for (var row = 0; row < direction.Length; row++)
        {
            if (direction[row] <= 1e-9)
                continue;
            var ratio = Math.Max(0, values[row]) / direction[row];
            if (ratio < step - 1e-12 || (ratio < step + 1e-12 && direction[row] > direction[at]))
                (step, at) = (ratio, row);
        }
        // Every column uses up something, so something always gives way but for rounding.
        if (at == None)
            BeginAgain();
        else
            Exchange(column, at);
    }

    /// <summary>The row whose column is used less than not at all, or barred and still used; -1 where there is none.</summary>
    private int Leaving()
    {
        var at = None;
        var most = 1e-8;
        for (var row = 0; row < values.Length; row++)
        {
            var off = basis[row].Barred ? Math.Abs(values[row]) : -values[row];
            if (off > most)
                (most, at) = (off, row);
        }
        return at;
    }

    /// <summary>A step of the dual simplex: the column of a row leaves for the one that costs least to use instead.</summary>
    private bool PivotOut(int at)
    {
        if (sinceFresh >= PivotsBetweenFreshStarts)
            Fresh();
        var side = values[at] > 0 ? 1 : -1;
        BalancedColumn? best = null;
        var least = double.PositiveInfinity;
        double size = 0;
        var line = inverse[at];
        foreach (var list in (ReadOnlySpan<List<BalancedColumn>>)[slacks, columns])
        foreach (var column in list)
        {
            if (column.BasisRow != None || column.Barred)
                continue;
            var along = Along(column, line) * side;
            if (along <= 1e-7)
                continue;
            var ratio = Math.Max(0, -Reduced(column)) / along;
            if (ratio < least - 1e-12 || (ratio < least + 1e-12 && along > size))
                (least, best, size) = (ratio, column, along);
        }
        if (best is null)
            return false;
        Direction(best);
        Exchange(best, at);
        return true;
    }

    private void BeginAgain()
    {
        foreach (var column in basis)
            column.BasisRow = None;
        for (var row = 0; row < basis.Count; row++)
        {
            basis[row] = row == leastPlaced && right[row] < 0 ? tooFew : unit[row];
            basis[row].BasisRow = row;
        }
        Fresh();
    }

    private double Reduced(BalancedColumn column) =>
        column.Cost + column.Shift - Along(column, prices);

    /// <summary>The column times a line of numbers, one a row.</summary>
    private double Along(BalancedColumn column, double[] line)
    {
        double sum = 0;
        foreach (var row in column.Rows)
            sum += line[row];
        if (column.Bin == None)
            return sum * column.Sign;
        if (rowOfBin[column.Bin] is >= 0 and var binRow)
            sum += line[binRow];
        return sum + (column.Pairs.Length * (line[mostPlaced] - line[leastPlaced]));
    }

    /// <summary>Puts a column, whose <see cref="direction"/> is known, into the basis in the place of a row's.</summary>
    private void Exchange(BalancedColumn column, int at)
    {
        var reduced = Reduced(column);
        var step = values[at] / direction[at];
        for (var row = 0; row < values.Length; row++)
            values[row] -= step * direction[row];
        values[at] = step;
        Replace(at);
        AddTimes(prices, inverse[at], reduced);
        basis[at].BasisRow = None;
        basis[at] = column;
        column.BasisRow = at;
        Pivots++;
        sinceFresh++;
    }

    /// <summary>Turns the inverse to the basis in which <see cref="direction"/>'s column stands at a row.</summary>
    private void Replace(int at)
    {
        var line = inverse[at];
        var factor = 1 / direction[at];
        for (var k = 0; k < line.Length; k++)
            line[k] *= factor;
        for (var row = 0; row < direction.Length; row++)
            if (row != at && Math.Abs(direction[row]) > 1e-13)
                AddTimes(inverse[row], line, -direction[row]);
    }

    private static void AddTimes(double[] to, double[] from, double factor)
    {
        var at = 0;
        for (; at <= to.Length - Vector<double>.Count; at += Vector<double>.Count)
            (new Vector<double>(to, at) + (new Vector<double>(from, at) * factor)).CopyTo(to, at);
        for (; at < to.Length; at++)
            to[at] += from[at] * factor;
    }

    private sealed class SamePairs : IEqualityComparer<int[]>
    {
        public bool Equals(int[]? x, int[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(int[] obj)
        {
            var hash = new HashCode();
            foreach (var pair in obj)
                hash.Add(pair);
            return hash.ToHashCode();
        }
    }
}
