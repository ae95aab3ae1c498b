namespace Trellis.Families;

/// <summary>The two partitions of the schools of a phase: every school is in one family of each.</summary>
public enum FamilyKind
{
    /// <summary>Schools alike, anywhere in the country.</summary>
    National,

    /// <summary>Schools alike among those near enough to visit.</summary>
    Regional,
}

/// <summary>The published rule: sizes, travel, and when a school changes its family.</summary>
public static class FamilyRule
{
    /// <summary>Any two schools of a regional family are within so many minutes of each other by car, where the map allows.</summary>
    public const double MinutesApart = 90;

    /// <summary>A school changes its family only when it fits worse than this many other families with room would fit it.</summary>
    public const int Alternatives = 75;

    /// <summary>Where there are few families, one in so many counts instead, and at least one.</summary>
    public const int OneIn = 20;

    /// <summary>How many families with room may fit a school better than its own before it moves.</summary>
    /// <param name="families">Of its kind and phase.</param>
    public static int AlternativesAmong(int families) =>
        Math.Clamp(families / OneIn, 1, Alternatives);

    /// <summary>The seed of the first draw; later releases continue from the one before.</summary>
    public const int Seed = 20260901;

    /// <summary>The fewest schools of a family.</summary>
    public static int Least(this FamilyKind kind) => kind == FamilyKind.National ? 40 : 15;

    /// <summary>The most schools of a family.</summary>
    public static int Most(this FamilyKind kind) => kind == FamilyKind.National ? 60 : 25;

    /// <summary>How many schools a family begins with, as near as the bounds allow.</summary>
    public static int Wanted(this FamilyKind kind) => kind == FamilyKind.National ? 50 : 20;

    /// <summary>"national": in addresses and files.</summary>
    public static string Key(this FamilyKind kind) =>
        kind == FamilyKind.National ? "national" : "regional";

    /// <summary>The kind of a key, whatever its letter case, or null.</summary>
    public static FamilyKind? KindOf(string key) =>
        string.Equals(key, "national", StringComparison.OrdinalIgnoreCase) ? FamilyKind.National
        : string.Equals(key, "regional", StringComparison.OrdinalIgnoreCase) ? FamilyKind.Regional
        : null;
}
