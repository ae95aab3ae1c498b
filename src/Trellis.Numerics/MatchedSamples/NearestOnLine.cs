namespace Trellis.MatchedSamples;

/// <summary>The nearest control by one score: units in order of it, and leaps over those that are gone.</summary>
/// <remarks>
/// Of two controls as near, one on each side, the one fewer places away in the order is taken, the lower side first: as MatchIt
/// 4.7 walks. Units with one score stand in the order of the rows.
/// </remarks>
internal sealed class NearestOnLine : INearestControl
{
    private readonly double[] scores;
    private readonly double caliper;
    private readonly int[] order;
    private readonly int[] places;
    private readonly int[] before;
    private readonly int[] after;
    private readonly int[] low;
    private readonly int[] high;

    /// <param name="units">In the order of the rows.</param>
    /// <param name="places">A scratch array as long as all units.</param>
    public NearestOnLine(
        int[] units,
        IReadOnlyList<bool> treated,
        double[] scores,
        double caliper,
        int[] places
    )
    {
        (this.scores, this.caliper, this.places) = (scores, caliper, places);
        order = Ordered.By(scores, units);
        var n = order.Length;
        before = new int[n + 2];
        after = new int[n + 2];
        low = new int[n];
        high = new int[n];
        // Places run from 1; 0 and n + 1 are the ends.
        for (var at = 1; at <= n; at++)
        {
            places[order[at - 1]] = at;
            low[at - 1] = high[at - 1] = at;
            var control = !treated[order[at - 1]];
            before[at] = control ? at : at - 1;
            after[at] = control ? at : at + 1;
        }
        after[n + 1] = n + 1;
    }

    public (int Control, double Distance) Find(int treated)
    {
        var at = places[treated];
        var (l, r) = (low[at - 1], high[at - 1]);
        var left = Last(before, l);
        var right = Last(after, r);
        var leftDistance =
            left > 0 ? Math.Abs(scores[treated] - scores[order[left - 1]]) : double.NaN;
        var rightDistance =
            right <= order.Length
                ? Math.Abs(scores[treated] - scores[order[right - 1]])
                : double.NaN;
        var leftGood = leftDistance <= caliper;
        var rightGood = rightDistance <= caliper;
        if (!leftGood && !rightGood)
            return (-1, 0);
        var takeLeft =
            leftGood
            && (
                !rightGood
                || leftDistance < rightDistance
                || (leftDistance == rightDistance && l - left <= right - r)
            );
        return takeLeft ? (order[left - 1], leftDistance) : (order[right - 1], rightDistance);
    }

    public int[] FindSeveral(int treated, int count)
    {
        var at = places[treated];
        var found = new List<int>(count);
        var (left, right) = (Last(before, at), Last(after, at));
        while (found.Count < count)
        {
            var leftDistance =
                left > 0 ? Math.Abs(scores[treated] - scores[order[left - 1]]) : double.NaN;
            var rightDistance =
                right <= order.Length
                    ? Math.Abs(scores[treated] - scores[order[right - 1]])
                    : double.NaN;
            var (leftGood, rightGood) = (leftDistance <= caliper, rightDistance <= caliper);
            if (!leftGood && !rightGood)
                break;
            if (
                leftGood
                && (
                    !rightGood
                    || leftDistance < rightDistance
                    || (leftDistance == rightDistance && at - left <= right - at)
                )
            )
            {
                found.Add(order[left - 1]);
                left = Last(before, left - 1);
            }
            else
            {
                found.Add(order[right - 1]);
                right = Last(after, right + 1);
            }
        }
        return [.. found];
    }

    public void Take(int treated, int control)
    {
        var (unit, at) = (places[treated], places[control]);
        before[at] = at - 1;
        after[at] = at + 1;
        low[unit - 1] = Math.Min(low[unit - 1], at);
        high[unit - 1] = Math.Max(high[unit - 1], at);
    }

    // Follows the leaps to a place that stands, and shortens them on the way.
    private static int Last(int[] leaps, int at)
    {
        if (at < 0)
            return 0;
        var end = at;
        while (leaps[end] != end)
            end = leaps[end];
        while (leaps[at] != end && at != end)
            (leaps[at], at) = (end, leaps[at]);
        return end;
    }
}
