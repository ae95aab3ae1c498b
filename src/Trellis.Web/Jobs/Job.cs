namespace Trellis.Jobs;

/// <summary>Something the program does by itself, again and again. Doing it twice does no more than doing it once: a node may die in the middle, and another does it again.</summary>
/// <param name="Name">As the journal and people call it: "send-mail". It never changes once released.</param>
/// <param name="Sentence">What it does, for whoever looks after the site.</param>
/// <param name="Timing">When.</param>
/// <param name="Run">Does it, and says in a sentence what was done; null where there was nothing to do.</param>
public sealed record Job(
    string Name,
    string Sentence,
    Timing Timing,
    Func<IServiceProvider, CancellationToken, Task<string?>> Run
)
{
    /// <summary>How often one run tries what the world does not let be done, a moment apart, before it ends as failed. It is tried again at its next time in any case.</summary>
    public int Tries { get; init; } = 1;
}

/// <summary>When a job is done.</summary>
public abstract record Timing
{
    private Timing() { }

    /// <summary>For people: "every 5 seconds".</summary>
    public abstract string InWords { get; }

    /// <summary>Again and again.</summary>
    /// <param name="Time">From one beginning to the next; one that is not done by then is waited for.</param>
    public sealed record Every(TimeSpan Time) : Timing
    {
        public override string InWords =>
            Time.TotalMinutes >= 1
                ? $"every {Time.TotalMinutes:0} minutes"
                : $"every {Time.TotalSeconds:0.#} seconds";
    }

    /// <summary>Once a day by the clock of London. What was missed while the site was down is made up for when it starts.</summary>
    public sealed record Daily(TimeOnly At) : Timing
    {
        public override string InWords => $"every day at {At:HH:mm}";
    }
}
