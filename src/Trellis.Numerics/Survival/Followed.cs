namespace Trellis.Survival;

/// <summary>One that was followed from a beginning until what is waited for happened, or until it could be followed no longer.</summary>
/// <param name="Length">From its beginning to the last that is known of it; at least 0, in any one unit.</param>
/// <param name="Happened">Whether it happened at that length; false where it is only known not to have happened by then (censored).</param>
/// <param name="SeenFrom">
/// The length at which it came into sight: one for which it had happened before would never have been seen. 0 for what is seen
/// from its beginning. It counts only at lengths above this; where it is not below <paramref name="Length"/>, it counts nowhere.
/// </param>
public readonly record struct Followed(double Length, bool Happened, double SeenFrom = 0);
