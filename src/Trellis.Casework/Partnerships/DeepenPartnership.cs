using Trellis.Journal;

namespace Trellis.Partnerships;

/// <summary>Says that a partnership goes deeper from a day on, or became looser: how it moved over time.</summary>
/// <param name="From">The first day of that depth, not after today. The day of the newest change corrects that one.</param>
public sealed record DeepenPartnership(PartnershipId Id, Voice By, Depth Depth, DateOnly From)
    : Act<Partnership, DepthChanged>
{
    public override string Subject => Id.ToString();

    public override Outcome<DepthChanged> Apply(Partnership? before, Occasion now)
    {
        if (before.MayNotChange(By, now, binds: true) is { } why)
            return why;
        if (!Enum.IsDefined(Depth))
            return new Refusal("choice-unknown", "Choose how deep it goes.");
        var last = before!.Depths[^1];
        if (last.Depth == Depth)
            return new Outcome<DepthChanged>.Unchanged();
        if (From < last.From || From > now.Today)
            return new Refusal(
                "depth-out-of-time",
                $"Enter a day from {Stories.Day(last.From)} to today."
            );
        return new DepthChanged(Id, By.As, Depth, From, now.Today);
    }
}

/// <summary>A partnership went deeper, or became looser.</summary>
public sealed record DepthChanged(
    PartnershipId Id,
    Party By,
    Depth Depth,
    DateOnly From,
    DateOnly On
) : Event<Partnership>
{
    public override Partnership After(Partnership? before, DateTimeOffset at) =>
        before! with
        {
            Depths = Moved([.. before.Depths.Where(d => d.From < From)]),
        };

    // A correction may bring back the depth of before: then nothing moved.
    private IReadOnlyList<DatedDepth> Moved(IReadOnlyList<DatedDepth> earlier) =>
        earlier.Count > 0 && earlier[^1].Depth == Depth
            ? earlier
            : [.. earlier, new DatedDepth(From, Depth)];
}
