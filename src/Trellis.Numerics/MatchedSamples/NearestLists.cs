using System.Runtime.CompilerServices;

namespace Trellis.MatchedSamples;

/// <summary>The few nearest of an array of squared distances.</summary>
internal static class NearestLists
{
    /// <summary>The places of the <paramref name="count"/> least, least first and the lower place first of equals.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int[] Least(double[] squares, int from, int to, int count)
    {
        var places = new int[Math.Min(count, to - from)];
        if (places.Length == 0)
            return places;
        var worth = new double[places.Length];
        var filled = 0;
        // A heap with the furthest on top: most places are turned away by one comparison.
        for (var place = from; place < to; place++)
        {
            var square = squares[place];
            if (filled < places.Length)
            {
                var at = filled++;
                while (at > 0 && worth[(at - 1) / 2] <= square)
                {
                    (worth[at], places[at]) = (worth[(at - 1) / 2], places[(at - 1) / 2]);
                    at = (at - 1) / 2;
                }
                (worth[at], places[at]) = (square, place);
            }
            else if (square < worth[0])
                Sink(worth, places, filled, square, place);
        }
        Array.Sort(worth, places);
        // Equal distances came out of the heap in any order.
        for (var a = 0; a < places.Length; )
        {
            var b = a + 1;
            while (b < places.Length && worth[b] == worth[a])
                b++;
            Array.Sort(places, a, b - a);
            a = b;
        }
        return places;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Sink(double[] worth, int[] places, int filled, double square, int place)
    {
        var at = 0;
        while (true)
        {
            var child = (2 * at) + 1;
            if (child >= filled)
                break;
            if (child + 1 < filled && worth[child + 1] > worth[child])
                child++;
            if (worth[child] <= square)
                break;
            (worth[at], places[at]) = (worth[child], places[child]);
            at = child;
        }
        (worth[at], places[at]) = (square, place);
    }
}
