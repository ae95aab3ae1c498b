using System.Reflection;
using Trellis.Sources;

namespace Trellis.Library;

/// <summary>A law, guide, page or paper that reviewed files cite.</summary>
/// <param name="Key">What they call it: "L4b".</param>
/// <param name="Address">Empty where it was not kept; then <paramref name="Doubt"/> says so.</param>
/// <param name="Dated">The day it bears; null where it bears none.</param>
/// <param name="Read">When it was read for this site.</param>
/// <param name="Doubt">What makes it less than the publisher's own page; empty where nothing does.</param>
public sealed record CitedSource(
    string Key,
    string Title,
    string Publisher,
    string Address,
    RoughDay? Dated,
    RoughDay Read,
    string Doubt
)
{
    /// <summary>Who wrote it, as "Atkinson, M."; empty where that was not kept.</summary>
    public IReadOnlyList<string> Authors { get; init; } = [];

    private static readonly Shape Shape = new(
        new("key"),
        new("title"),
        new("publisher"),
        new("authors", Shape.Content.Texts, Optional: true),
        new("address", Optional: true),
        new("dated", Optional: true),
        new("read"),
        new("doubt", Optional: true)
    );

    /// <exception cref="UnreadableSourceException">The file does not fit; the message says in which line and why.</exception>
    public static IReadOnlyList<CitedSource> Parse(string file, string yaml)
    {
        var found = new Dictionary<string, CitedSource>();
        foreach (var given in ReviewedFile.List(file, yaml, Shape))
        {
            var source = new CitedSource(
                given.Field("key"),
                given.Field("title"),
                given.Field("publisher"),
                given.Optional("address"),
                Claim.Rough(given, "dated"),
                Claim.Rough(given, "read")!.Value,
                given.Optional("doubt")
            )
            {
                Authors = given.Many("authors") ?? [],
            };
            if (
                source.Address.Length > 0
                && !source.Address.StartsWith("http", StringComparison.Ordinal)
            )
                throw given.Wrong("'address' is no address on the web.", "address");
            if (source.Address.Length == 0 && source.Doubt.Length == 0)
                throw given.Wrong("a source without an address needs a 'doubt' that says why.");
            if (!found.TryAdd(source.Key, source))
                throw given.Wrong($"there is another source with the key '{source.Key}'.", "key");
        }
        return [.. found.Values];
    }
}

/// <summary>Every source that is cited, as built in.</summary>
public static class SourceLibrary
{
    private static readonly Lazy<Dictionary<string, CitedSource>> Read = new(() =>
        ReviewedFile
            .BuiltIn(Assembly.GetExecutingAssembly(), "library/sources", CitedSource.Parse)
            .SelectMany(s => s)
            .ToDictionary(s => s.Key)
    );

    /// <summary>Every source, by key.</summary>
    public static IReadOnlyList<CitedSource> All =>
        [.. Read.Value.Values.OrderBy(s => s.Key, StringComparer.Ordinal)];

    /// <summary>The source of a key; null where there is none.</summary>
    public static CitedSource? Of(string key) => Read.Value.GetValueOrDefault(key);
}
