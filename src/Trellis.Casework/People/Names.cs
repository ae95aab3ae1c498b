using Trellis.Journal;

namespace Trellis.People;

/// <summary>What can be the name of a person.</summary>
public static class Names
{
    /// <summary>The longest name that is kept.</summary>
    public const int Longest = 120;

    /// <summary>Said where a name does not fit.</summary>
    public static Refusal Unfit { get; } =
        new("name-unfit", $"Enter a name of one line and at most {Longest} letters.");

    /// <summary>Whether it is one line of at most <see cref="Longest"/> letters that leaves the letters around it as they are.</summary>
    /// <remarks>A second line would speak in a letter as if Trellis did; a mark that turns the direction of reading turns the words after it too.</remarks>
    public static bool Fit(string? text) =>
        text is { Length: > 0 and <= Longest }
        && !text.Any(c =>
            char.IsControl(c)
            || c
                is '\u2028'
                    or '\u2029'
                    or (>= '\u202a' and <= '\u202e')
                    or (>= '\u2066' and <= '\u2069')
        );
}
