using Trellis.Schools;

namespace Trellis.SimilarSchools;

/// <summary>Something that two schools may have in common by the register, whatever their figures.</summary>
public enum SameTrait
{
    /// <summary>Girls, boys, or both.</summary>
    Sexes,

    /// <summary>Whether it selects its pupils by ability.</summary>
    Selection,

    /// <summary>The youngest and the oldest age.</summary>
    Ages,

    /// <summary>Its religious character, or that it has none.</summary>
    Faith,

    /// <summary>Whether it has a sixth form.</summary>
    SixthForm,
}

/// <summary>What each trait is called, and how it is read in the register.</summary>
/// <remarks>The words were reviewed on 22 November 2026: each names what the register states, none how good it is.</remarks>
public static class SameTraits
{
    /// <summary>Every trait with its key in an address and its words: "only schools with" goes before them.</summary>
    public static readonly IReadOnlyList<(SameTrait Trait, string Key, string Words)> All =
    [
        (SameTrait.Sexes, "sexes", "the same sexes"),
        (SameTrait.Selection, "selection", "the same admissions: selective or not"),
        (SameTrait.Ages, "ages", "the same ages"),
        (SameTrait.Faith, "faith", "the same faith, or none"),
        (SameTrait.SixthForm, "sixth-form", "a sixth form, or none, as here"),
    ];

    /// <summary>Whether two schools share a trait; false where the register does not say it of either.</summary>
    public static bool Shared(SameTrait trait, Establishment own, Establishment other) =>
        trait switch
        {
            SameTrait.Sexes => Known(own.Gender)
                && string.Equals(own.Gender, other.Gender, StringComparison.OrdinalIgnoreCase),
            SameTrait.Selection => Selects(own) is { } selects && Selects(other) == selects,
            SameTrait.Ages => own is { LowAge: { } low, HighAge: { } high }
                && other.LowAge == low
                && other.HighAge == high,
            SameTrait.Faith => FaithOf(own) is { Length: > 0 } faith
                && string.Equals(faith, FaithOf(other), StringComparison.OrdinalIgnoreCase),
            _ => HasSixthForm(own) is { } has && HasSixthForm(other) == has,
        };

    // Before 2010 the register called a school that does not select comprehensive or modern; of primary schools it says "Not applicable".
    private static bool? Selects(Establishment school) =>
        !Known(school.Admissions)
            ? null
            : string.Equals(school.Admissions, "Selective", StringComparison.OrdinalIgnoreCase);

    /// <summary>One name for one faith: the register writes some in two ways.</summary>
    private static string FaithOf(Establishment school) =>
        school.Religion switch
        {
            "Does not apply" => "None",
            "Catholic" => "Roman Catholic",
            "Anglican" or "Anglican/Church of England" => "Church of England",
            "Unknown" => "",
            var faith => faith,
        };

    // Where the register leaves it empty, as of most primary schools, a last age of 16 or less says that there is none.
    private static bool? HasSixthForm(Establishment school) =>
        !Known(school.SixthForm)
            ? school.HighAge <= 16
                ? false
                : null
            : string.Equals(
                school.SixthForm,
                "Has a sixth form",
                StringComparison.OrdinalIgnoreCase
            );

    private static bool Known(string word) =>
        word.Length > 0
        && !word.StartsWith("Not collected", StringComparison.OrdinalIgnoreCase)
        && !string.Equals(word, "Unknown", StringComparison.OrdinalIgnoreCase);
}
