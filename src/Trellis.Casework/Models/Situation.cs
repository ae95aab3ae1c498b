using Trellis.Partnerships;

namespace Trellis.Models;

/// <summary>What a board may want to keep, whatever it chooses.</summary>
public enum Wish
{
    Name,
    Number,
    Inspection,
    Tables,
    Character,
    Head,
    Governors,
    Staff,
    Budget,

    /// <summary>A way out that the school can take itself.</summary>
    WayOut,
}

/// <summary>How many pupils, as far as it matters: below 210 a primary school has fewer than one class a year.</summary>
public enum SchoolSize
{
    Below100,
    Below210,
    Larger,
}

/// <summary>How long it may take until it is at work.</summary>
public enum TimeGiven
{
    HalfATerm,
    ATerm,
    AYear,
    Any,
}

/// <summary>What a board says of its school and of what it wants. Whatever is left out is not asked of the models.</summary>
/// <param name="Kind">Null where it is not said.</param>
/// <param name="IsSpecial">Whether it is a special school, beside its kind.</param>
/// <param name="HasFaith">Whether it has a religious character; null where that is not known.</param>
public sealed record Situation(
    SchoolKind? Kind,
    bool IsSpecial,
    bool? HasFaith,
    SchoolSize? Size,
    IReadOnlyList<Purpose> Aims,
    IReadOnlyList<Wish> Keeps,
    IReadOnlyList<Ask> Offers,
    TimeGiven? Time
)
{
    /// <summary>Whether small schools' six models are shown first.</summary>
    public bool IsSmall => Size is SchoolSize.Below100 or SchoolSize.Below210;

    /// <summary>Whether anything was said at all.</summary>
    public bool IsEmpty =>
        Kind is null
        && !IsSpecial
        && Size is null
        && Aims.Count == 0
        && Keeps.Count == 0
        && Offers.Count == 0
        && Time is null;
}
