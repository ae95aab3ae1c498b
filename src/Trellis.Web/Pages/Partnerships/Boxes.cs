using System.Globalization;
using Trellis.Components;
using Trellis.Measures;

namespace Trellis.Pages.Partnerships;

/// <summary>How an answer is given.</summary>
public enum BoxKind
{
    /// <summary>On one line.</summary>
    Line,

    /// <summary>In a few lines.</summary>
    Words,
    Day,

    /// <summary>One of a few.</summary>
    One,

    /// <summary>One of many, in a closed list.</summary>
    FromList,

    /// <summary>Several of a list.</summary>
    Several,
}

/// <summary>One question of a form.</summary>
/// <param name="Key">The name of the box.</param>
/// <param name="Now">What stands there before anybody answers; several values only where several may be chosen.</param>
public sealed record Box(
    string Key,
    string Label,
    BoxKind Kind,
    string Hint = "",
    IReadOnlyList<string>? Now = null,
    IReadOnlyList<Choice?>? Choices = null,
    int Longest = 0,
    string Prefix = ""
)
{
    /// <summary>What stands in it as one text.</summary>
    public string Text => Now is [var first, ..] ? first : "";

    /// <summary>The answer in words, for whoever checks it.</summary>
    public string InWords(Answers answers) =>
        Kind switch
        {
            BoxKind.Day => answers.DayBoxes(Key) is var day && day.Read() is { } read
                ? read.InWords()
                : "",
            BoxKind.One or BoxKind.FromList or BoxKind.Several => string.Join(
                "; ",
                (Choices ?? [])
                    .Where(c => c is not null && answers.All(Key).Contains(c.Value ?? ""))
                    .Select(c => c!.Text)
            ),
            _ => answers.One(Key) is { Length: > 0 } text ? Prefix + text : "",
        };
}

/// <summary>What somebody answered, by the names of the boxes; a day is in three of them.</summary>
public sealed class Answers(IReadOnlyDictionary<string, string[]> given)
{
    private readonly List<(string Box, string Sentence)> wrong = [];

    /// <summary>What could not be read, each with its box.</summary>
    public IReadOnlyList<(string Box, string Sentence)> Wrong => wrong;

    public IReadOnlyDictionary<string, string[]> Given => given;

    public void Refuse(string box, string sentence) => wrong.Add((box, sentence));

    public IReadOnlyList<string> All(string box) => given.TryGetValue(box, out var all) ? all : [];

    /// <summary>The answer; empty where there is none.</summary>
    public string One(string box) => All(box) is [var first, ..] ? first : "";

    public TypedDay DayBoxes(string box) =>
        new(One($"{box}-day"), One($"{box}-month"), One($"{box}-year"));

    /// <summary>A day that has to be given.</summary>
    public DateOnly Day(string box)
    {
        if (DayBoxes(box).Read() is { } day)
            return day;
        Refuse(box, "Enter a day, like 1 9 2026");
        return default;
    }

    /// <summary>A day that may be left out.</summary>
    public DateOnly? DayOrNone(string box)
    {
        var typed = DayBoxes(box);
        if (!typed.IsEmpty && typed.Read() is null)
            Refuse(box, "Enter a day, like 1 9 2026, or leave it empty");
        return typed.Read();
    }

    /// <summary>One of a list that has to be chosen.</summary>
    public T Choice<T>(string box, string missing)
        where T : struct, Enum
    {
        if (PartnershipWords.Of<T>(One(box)) is { } chosen)
            return chosen;
        Refuse(box, missing);
        return default;
    }

    public IReadOnlyList<T> Ticked<T>(string box)
        where T : struct, Enum =>
        [.. All(box).Select(PartnershipWords.Of<T>).OfType<T>().Distinct().Order()];

    /// <summary>A whole number that may be left out; blanks, commas and a pound sign do not matter.</summary>
    public int? WholeOrNone(string box, string like)
    {
        var text = new string([.. One(box).Where(c => c is not (',' or '£' or ' '))]);
        if (text.Length == 0)
            return null;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return number;
        Refuse(box, $"Enter {like}, or leave it empty");
        return null;
    }

    /// <summary>A number with at most so many decimals, as a whole number of the smallest part: 2.5 with one decimal is 25.</summary>
    public int? Parts(string box, int decimals, string like)
    {
        var text = One(box).Replace(",", "", StringComparison.Ordinal);
        if (text.Length == 0)
            return null;
        var scale = (decimal)Math.Pow(10, decimals);
        if (
            decimal.TryParse(
                text,
                NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign,
                CultureInfo.InvariantCulture,
                out var number
            )
            && Math.Abs(number) < 1_000_000
            && number * scale == Math.Truncate(number * scale)
        )
            return (int)(number * scale);
        Refuse(box, $"Enter {like}");
        return null;
    }

    /// <summary>A school year that may be left out.</summary>
    public Year? YearOrNone(string box)
    {
        if (One(box).Length == 0)
            return null;
        if (Year.TryParse(One(box), null, out var year))
            return year;
        Refuse(box, "Enter a school year, like 2027/28, or leave it empty");
        return null;
    }
}
