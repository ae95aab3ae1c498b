namespace Trellis.Effects;

/// <summary>Times by number from 0, ascending: by a table where they are years, by looking them up where they are codes far apart.</summary>
internal sealed class TimeNumbers
{
    private const int LongestTable = 1 << 16;
    private readonly int[]? table;
    private readonly Dictionary<int, int> far = [];

    public TimeNumbers(IReadOnlyList<int> rows, int[] time)
    {
        int earliest = int.MaxValue,
            last = int.MinValue;
        foreach (var row in rows)
            (earliest, last) = (Math.Min(earliest, time[row]), Math.Max(last, time[row]));
        var span = (long)last - earliest + 1;
        if (rows.Count > 0 && span <= LongestTable)
        {
            table = new int[span];
            foreach (var row in rows)
                table[time[row] - earliest] = 1;
            Times =
            [
                .. Enumerable
                    .Range(0, table.Length)
                    .Where(t => table[t] == 1)
                    .Select(t => t + earliest),
            ];
            for (var t = 0; t < Times.Length; t++)
                table[Times[t] - earliest] = t;
            return;
        }
        var seen = new SortedSet<int>();
        foreach (var row in rows)
            seen.Add(time[row]);
        Times = [.. seen];
        for (var t = 0; t < Times.Length; t++)
            far.Add(Times[t], t);
    }

    public int[] Times { get; }

    /// <summary>The number of a time that is one of them.</summary>
    public int Of(int time) => table is null ? far[time] : table[time - Times[0]];
}
