namespace Trellis.Effects;

/// <summary>Who stands for the treated, had they not been.</summary>
public enum ControlGroup
{
    /// <summary>Units that are never treated.</summary>
    NeverTreated,

    /// <summary>Units not yet treated at either of the two times, with who never is.</summary>
    NotYetTreated,
}

/// <summary>From which time effects are measured.</summary>
public enum BasePeriod
{
    /// <summary>From treatment on the last time before it (and before anticipation); before it the time just before.</summary>
    Varying,

    /// <summary>The last time before treatment (and before anticipation), always; that time itself is a reference of 0.</summary>
    Universal,
}

/// <summary>How the rows came to be.</summary>
public enum Sampling
{
    /// <summary>Units seen at every time; those that are not are left out and counted.</summary>
    BalancedPanel,

    /// <summary>Units seen at some times; each is used where it is seen. A panel that turns out to be balanced is treated as one.</summary>
    UnbalancedPanel,

    /// <summary>Each row is somebody else.</summary>
    CrossSections,
}

/// <summary>How effects of groups at times are estimated. What is not said is as in R's did, but for the standard errors, which are analytic.</summary>
public sealed record StaggeredDesign
{
    /// <summary>Doubly robust unless said; <see cref="TwoPeriodMethod.InverseProbability"/> and <see cref="TwoPeriodMethod.Regression"/> are did's others.</summary>
    public TwoPeriodMethod Method { get; init; } = TwoPeriodMethod.DoublyRobust;

    /// <summary>Never treated unless said.</summary>
    public ControlGroup Controls { get; init; } = ControlGroup.NeverTreated;

    /// <summary>Varying unless said.</summary>
    public BasePeriod Base { get; init; } = BasePeriod.Varying;

    /// <summary>How many times before treatment it may already work: 1 where an order is announced a year before. 0 or more.</summary>
    public int Anticipation { get; init; }

    /// <summary>The least time since treatment that is estimated: 0 where nobody asks what came before, which costs as much as what came after; null for all.</summary>
    public int? Least { get; init; }

    /// <summary>The greatest time since treatment that is estimated, where what comes later is not asked; null for all.</summary>
    public int? Most { get; init; }

    /// <summary>Whether effects at a time since treatment are asked for.</summary>
    public bool Asks(int eventTime) =>
        (Least is null || eventTime >= Least) && (Most is null || eventTime <= Most);

    /// <summary>A balanced panel unless said.</summary>
    public Sampling Sampling { get; init; } = Sampling.BalancedPanel;
}

/// <summary>A group that has no effect at all, and why.</summary>
/// <param name="Group">The time from which it is treated.</param>
/// <param name="Observations">How many units, or rows of cross-sections.</param>
/// <param name="Reason">A sentence.</param>
public sealed record DroppedGroup(int Group, int Observations, string Reason);

/// <summary>A group at a time for which the data give no effect, and why.</summary>
/// <param name="Reason">A sentence.</param>
public sealed record UnansweredCell(int Group, int Time, string Reason);
