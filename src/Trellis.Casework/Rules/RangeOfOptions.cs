using System.Reflection;
using Trellis.Procedures;
using Trellis.Sources;

namespace Trellis.Rules;

/// <summary>What is said of an option on one point: with its source, or why it is not known.</summary>
/// <param name="Says">Empty where it is not known.</param>
/// <param name="NotKnown">Why not; empty where it is.</param>
/// <param name="Source">Empty only for what is not known.</param>
public sealed record OptionPoint(string Says, string NotKnown, string Source, string Address)
{
    public string Words => NotKnown.Length == 0 ? Says : $"Not known. {NotKnown}";
}

/// <summary>One of the ways in which a school may be helped or change hands: a reviewed entry under definitions/options.</summary>
/// <param name="Model">The model under definitions/models that tells all of it; null where there is none.</param>
/// <param name="Capacity">Who can do it, and how many there are.</param>
/// <param name="Time">How long it takes.</param>
/// <param name="Evidence">What is known of what it does for pupils.</param>
public sealed record BrokerageOption(
    Code Id,
    string Name,
    string Says,
    string? Model,
    OptionPoint Capacity,
    OptionPoint Cost,
    OptionPoint Time,
    OptionPoint Evidence
);

/// <summary>The range of options, as built in, in the order in which every page lists them: none before another for its merit.</summary>
public static class RangeOfOptions
{
    private static readonly Shape Point = Shape.Part(
        new("about", Shape.Content.Choice, false, "capacity", "cost", "time", "evidence"),
        new("says", Optional: true),
        new("not-known", Optional: true),
        new("source", Optional: true),
        new("address", Optional: true)
    );

    private static readonly Shape Shape = new(
        new("id"),
        new("name"),
        new("says"),
        new("model", Optional: true),
        Shape.Field.List("points", Point)
    );

    private static readonly Lazy<IReadOnlyList<BrokerageOption>> Read = new(() =>
        [
            .. ReviewedFile
                .BuiltIn(Assembly.GetExecutingAssembly(), "options/", Parse)
                .SelectMany(options => options),
        ]
    );

    public static IReadOnlyList<BrokerageOption> All => Read.Value;

    /// <summary>The option of an id; null where there is none.</summary>
    public static BrokerageOption? Of(Code id) => All.FirstOrDefault(o => o.Id == id);

    /// <exception cref="UnreadableSourceException">The file does not fit; the message says in which line and why.</exception>
    public static IReadOnlyList<BrokerageOption> Parse(string file, string yaml) =>
        [.. ReviewedFile.List(file, yaml, Shape).Select(OptionIn)];

    private static BrokerageOption OptionIn(ReviewedFile e) =>
        new(
            Code.TryParse(e.Field("id"), null, out var id)
                ? id
                : throw e.Wrong("'id' is small letters, digits and hyphens.", "id"),
            e.Field("name"),
            e.Field("says"),
            e.Has("model")
                ? Models.PartnershipModels.Of(
                    Models.ModelId.TryParse(e.Field("model"), null, out var model)
                        ? model
                        : throw e.Wrong("'model' is the id of one.", "model")
                )
                    is { } known
                    ? known.Id.ToString()
                    : throw e.Wrong($"there is no model '{e.Field("model")}'.", "model")
                : null,
            PointIn(e, "capacity"),
            PointIn(e, "cost"),
            PointIn(e, "time"),
            PointIn(e, "evidence")
        );

    private static OptionPoint PointIn(ReviewedFile e, string about)
    {
        if (e.Entries("points").Where(p => p.Field("about") == about).ToList() is not [var given])
            throw e.Wrong($"'points' needs one entry about '{about}'.", "points");
        var point = new OptionPoint(
            given.Optional("says"),
            given.Optional("not-known"),
            given.Optional("source"),
            given.Optional("address")
        );
        if (point.Says.Length == 0 == (point.NotKnown.Length == 0))
            throw given.Wrong("it has either 'says' or 'not-known'.");
        return point is { Says.Length: > 0, Source.Length: 0 }
            ? throw given.Wrong("what is known has a 'source'.")
            : point;
    }
}
