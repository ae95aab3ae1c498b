namespace Trellis.Journal;

/// <summary>What may be written where people write words.</summary>
public static class FitWords
{
    /// <summary>Words as they are kept: without blanks around them, lines ended in one way.</summary>
    public static FreeText Kept(this FreeText typed) =>
        typed.Text is { } text && text.ReplaceLineEndings("\n").Trim() is { Length: > 0 } words
            ? words
            : default(FreeText);

    /// <summary>Why words cannot be taken; null where they can.</summary>
    /// <param name="what">As within a sentence: "what you offer".</param>
    /// <param name="longest">The most characters.</param>
    /// <param name="code">The beginning of the refusal's code: "words" gives "words-missing".</param>
    /// <param name="needed">Whether there have to be any.</param>
    /// <param name="oneLine">Whether they have to be on one line: a name, a role.</param>
    public static Refusal? Misfit(
        this FreeText typed,
        string what,
        int longest,
        string code,
        bool needed = false,
        bool oneLine = false
    )
    {
        var text = typed.Kept().ToString();
        if (text.Length == 0)
            return needed ? new Refusal($"{code}-missing", $"Enter {what}.") : null;
        if (text.Length > longest)
            return new Refusal(
                $"{code}-too-long",
                $"Use {longest:N0} characters or fewer for {what}. You have {text.Length:N0}."
            );
        return text.Any(letter =>
            (char.IsControl(letter) && (oneLine || letter != '\n')) || Turns(letter)
        )
            ? new Refusal(
                $"{code}-unfit",
                "Remove characters that cannot be printed. They often come with pasted text."
            )
            : null;
    }

    /// <summary>Whether a letter is a line end that looks like none, or a mark that turns the direction of reading, also of the words after it.</summary>
    private static bool Turns(char letter) =>
        letter
            is '\u2028'
                or '\u2029'
                or (>= '\u202a' and <= '\u202e')
                or (>= '\u2066' and <= '\u2069');
}
