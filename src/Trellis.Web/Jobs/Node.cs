using System.Collections.Concurrent;

namespace Trellis.Jobs;

/// <summary>This process among those that share a store.</summary>
/// <param name="name">Machine and process: two nodes have two.</param>
public sealed class Node(string name)
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> saidAt = [];

    public string Name => name;

    /// <summary>Whether it is so long since this was last asked with the answer yes.</summary>
    internal bool IsTimeToSay(string what, DateTimeOffset now, TimeSpan after)
    {
        if (saidAt.TryGetValue(what, out var last) && now - last < after)
            return false;
        saidAt[what] = now;
        return true;
    }
}
