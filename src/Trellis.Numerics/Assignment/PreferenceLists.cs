namespace Trellis.Assignment;

/// <summary>Lists of preferences by number, the most wanted first.</summary>
internal static class PreferenceLists
{
    /// <summary>Holds that every list names each of the others once at most, and nobody else.</summary>
    /// <param name="name">Of the parameter that has the lists.</param>
    /// <exception cref="ArgumentException">One does not; the message names the list and what is wrong on it.</exception>
    public static void Check(IReadOnlyList<IReadOnlyList<int>> lists, int others, string name)
    {
        var seen = new int[others];
        for (var i = 0; i < lists.Count; i++)
            foreach (var other in lists[i])
            {
                if ((uint)other >= (uint)others)
                    throw new ArgumentException(
                        $"List {i} names {other}, which is none of {others}.",
                        name
                    );
                if (seen[other] == i + 1)
                    throw new ArgumentException($"List {i} names {other} twice.", name);
                seen[other] = i + 1;
            }
    }
}
