using System.Reflection;
using Trellis.Sources;

namespace Trellis.Library;

/// <summary>A word people of the field use or used, and what stands in its place.</summary>
/// <param name="Used">When it was used: "to August 2024"; empty where that was not read.</param>
/// <param name="Sure">How sure the line is; never inferred.</param>
public sealed record FieldWord(
    string Id,
    string Word,
    string Used,
    string Now,
    Sureness Sure,
    string Doubt
)
{
    private static readonly Shape Shape = new(
        new("id"),
        new("word"),
        new("used", Optional: true),
        new("now"),
        new("sure", Shape.Content.Choice, Optional: false, CodeWord.All<Sureness>()),
        new("doubt", Optional: true)
    );

    private static readonly Lazy<IReadOnlyList<FieldWord>> Read = new(() =>
        [
            .. ReviewedFile
                .BuiltIn(Assembly.GetExecutingAssembly(), "library/words", Parse)
                .SelectMany(w => w)
                .OrderBy(w => w.Word, StringComparer.OrdinalIgnoreCase),
        ]
    );

    /// <summary>Every word, in the order of the alphabet.</summary>
    public static IReadOnlyList<FieldWord> All => Read.Value;

    /// <exception cref="UnreadableSourceException">The file does not fit; the message says in which line and why.</exception>
    public static IReadOnlyList<FieldWord> Parse(string file, string yaml) =>
        [
            .. ReviewedFile
                .List(file, yaml, Shape)
                .Select(given => new FieldWord(
                    given.Field("id"),
                    given.Field("word"),
                    given.Optional("used"),
                    given.Field("now"),
                    CodeWord.Parse<Sureness>(given.Field("sure"))!.Value,
                    given.Optional("doubt")
                )),
        ];
}
