using System.Reflection;
using Trellis.Sources;

namespace Trellis.Fetching;

/// <summary>A file that a public body publishes, and where.</summary>
/// <param name="Key">Its short name, as "gias-links"; with the year where it is one of several, as "ks4/2023-2024".</param>
/// <param name="Address">Where it is; "{day}" stands for a day as 20261122. Empty where <paramref name="Page"/> links to it.</param>
/// <param name="Page">The page that links to the newest issue, or empty.</param>
/// <param name="Link">What the file's name begins with on that page.</param>
/// <param name="File">Where it is kept within the folder, with forward slashes; "{day}" and "{name}" are filled in.</param>
/// <param name="LeastBytes">The fewest bytes a whole file can have.</param>
/// <param name="DaysBack">How many days before today a dated file may be of.</param>
/// <param name="Reviewed">The day somebody last looked at the entry.</param>
/// <param name="Verified">How the address was checked, or that it was not.</param>
public sealed record OfficialSource(
    string Key,
    string Title,
    string Publisher,
    string Licence,
    string Address,
    string Page,
    string Link,
    string File,
    long LeastBytes,
    int DaysBack,
    DateOnly Reviewed,
    string Verified
)
{
    /// <summary>Whether there is a file for each day.</summary>
    public bool IsDated => Address.Contains("{day}", StringComparison.Ordinal);
}

/// <summary>The reviewed list under definitions/sources, as it was built in.</summary>
public static class OfficialSources
{
    private static readonly Lazy<IReadOnlyList<OfficialSource>> Read = new(() =>
    {
        using var text = new StreamReader(
            Assembly.GetExecutingAssembly().GetManifestResourceStream("sources/official.yaml")!
        );
        return Parse(text.ReadToEnd());
    });

    /// <summary>Every file of every year, in the order of the list.</summary>
    public static IReadOnlyList<OfficialSource> All => Read.Value;

    private static readonly Shape Shape = new(
        new("key"),
        new("title"),
        new("publisher"),
        new("licence"),
        new("address", Optional: true),
        new("page", Optional: true),
        new("link", Optional: true),
        new("file"),
        new("least", Shape.Content.Whole),
        new("days-back", Shape.Content.Whole, Optional: true),
        new("years", Shape.Content.Texts, Optional: true),
        new("verified")
    );

    /// <summary>Reads a list of sources.</summary>
    /// <exception cref="UnreadableSourceException">An entry does not fit; the message says in which line and why.</exception>
    public static IReadOnlyList<OfficialSource> Parse(string yaml) =>
        [.. ReviewedFile.List("sources/official.yaml", yaml, Shape).SelectMany(Sources)];

    private static IEnumerable<OfficialSource> Sources(ReviewedFile entry)
    {
        var key = entry.Field("key");
        var page = entry.Optional("page");
        var address = page.Length > 0 ? "" : entry.Field("address");
        if (!Uri.TryCreate(page + address, UriKind.Absolute, out var at) || at.Scheme != "https")
            throw entry.Wrong(
                $"source '{key}': '{page + address}' is no https address.",
                page.Length > 0 ? "page" : "address"
            );
        var file = entry.Field("file");
        if (file.Contains("..") || file.StartsWith('/') || file.Contains('\\'))
            throw entry.Wrong($"source '{key}': '{file}' leads out of the folder.", "file");
        var source = new OfficialSource(
            key,
            entry.Field("title"),
            entry.Field("publisher"),
            entry.Field("licence"),
            address,
            page,
            page.Length > 0 ? entry.Field("link") : "",
            file,
            entry.Whole("least"),
            entry.Has("days-back") ? entry.Whole("days-back") : 0,
            entry.Day("reviewed"),
            entry.Field("verified")
        );
        if (!address.Contains("{year}", StringComparison.Ordinal))
        {
            yield return source;
            yield break;
        }
        foreach (
            var year in entry.Many("years")
                ?? throw entry.Wrong($"source '{key}': 'years' is missing.")
        )
            yield return source with
            {
                Key = $"{key}/{year}",
                Title = $"{source.Title}, {year}",
                Address = address.Replace("{year}", year),
                File = file.Replace("{year}", year),
            };
    }
}
