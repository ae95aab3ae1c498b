using System.Reflection;
using Trellis.Sources;

namespace Trellis.Library;

/// <summary>Who has a part in partnerships, whatever the model.</summary>
public enum Body
{
    Governors,
    Trust,
    Authority,
    Diocese,
    Region,
}

/// <summary>What a body does for partnerships, whatever the model.</summary>
/// <param name="Brokering">Whether it is about bringing schools together.</param>
public sealed record BodyPart(string Id, Body Who, Claim Claim, bool Brokering)
{
    private static readonly Shape Shape = new([
        new("id"),
        new("who", Shape.Content.Choice, Optional: false, CodeWord.All<Body>()),
        new("says", Optional: true),
        .. Claim.Fields,
        new("brokering", Shape.Content.Flag, Optional: true),
    ]);

    private static readonly Lazy<IReadOnlyList<BodyPart>> Read = new(() =>
        [
            .. ReviewedFile
                .BuiltIn(Assembly.GetExecutingAssembly(), "library/parts", Parse)
                .SelectMany(p => p),
        ]
    );

    /// <summary>Every one, in the order of the file.</summary>
    public static IReadOnlyList<BodyPart> All => Read.Value;

    /// <exception cref="UnreadableSourceException">The file does not fit; the message says in which line and why.</exception>
    public static IReadOnlyList<BodyPart> Parse(string file, string yaml) =>
        [
            .. ReviewedFile
                .List(file, yaml, Shape)
                .Select(given => new BodyPart(
                    given.Field("id"),
                    CodeWord.Parse<Body>(given.Field("who"))!.Value,
                    Claim.Of(given, "says"),
                    given.Has("brokering")
                )),
        ];
}
