namespace Trellis.Frozen;

/// <summary>How often something may be done in a minute, by one visitor and by all.</summary>
internal sealed class Pace(TimeProvider time, int each, int all)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private readonly Lock one = new();
    private readonly Queue<(DateTimeOffset At, string Who)> done = new();

    /// <summary>Takes one turn.</summary>
    /// <returns>Zero where it may be done now, else the seconds to wait.</returns>
    public int Take(string who)
    {
        lock (one)
        {
            var now = time.GetUtcNow();
            while (done.TryPeek(out var oldest) && now - oldest.At >= Minute)
                done.Dequeue();
            var own = done.Where(d => d.Who == who).ToArray();
            DateTimeOffset? waits =
                own.Length >= each ? own[0].At
                : done.Count >= all ? done.Peek().At
                : null;
            if (waits is { } from)
                return Math.Max(1, (int)Math.Ceiling((from + Minute - now).TotalSeconds));
            done.Enqueue((now, who));
            return 0;
        }
    }
}
