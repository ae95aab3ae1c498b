using System.Globalization;
using System.Reflection;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

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

    /// <summary>Reads a list of sources.</summary>
    /// <exception cref="FormatException">An entry lacks a field or has one that is not what it should be; the message names both.</exception>
    public static IReadOnlyList<OfficialSource> Parse(string yaml)
    {
        var entries = new DeserializerBuilder()
            .WithNamingConvention(NullNamingConvention.Instance)
            .Build()
            .Deserialize<List<Dictionary<string, object>>>(yaml);
        return entries.SelectMany(Sources).ToArray();
    }

    private static IEnumerable<OfficialSource> Sources(Dictionary<string, object> entry)
    {
        var key = Text("key");
        var page = Optional("page");
        var address = page.Length > 0 ? "" : Text("address");
        if (!Uri.TryCreate(page + address, UriKind.Absolute, out var at) || at.Scheme != "https")
            throw new FormatException($"Source '{key}': '{page + address}' is no https address.");
        var file = Text("file");
        if (file.Contains("..") || file.StartsWith('/') || file.Contains('\\'))
            throw new FormatException($"Source '{key}': '{file}' leads out of the folder.");
        var source = new OfficialSource(
            key,
            Text("title"),
            Text("publisher"),
            Text("licence"),
            address,
            page,
            page.Length > 0 ? Text("link") : "",
            file,
            Whole("least", Text("least")),
            (int)Whole("days-back", Optional("days-back") is { Length: > 0 } days ? days : "0"),
            DateOnly.TryParseExact(Text("reviewed"), "yyyy-MM-dd", out var day)
                ? day
                : throw new FormatException($"Source '{key}': 'reviewed' is no day as 2026-11-22."),
            Text("verified")
        );
        if (!address.Contains("{year}", StringComparison.Ordinal))
        {
            yield return source;
            yield break;
        }
        foreach (
            var year in entry.GetValueOrDefault("years") as List<object>
                ?? throw new FormatException($"Source '{key}': 'years' is missing.")
        )
            yield return source with
            {
                Key = $"{key}/{year}",
                Title = $"{source.Title}, {year}",
                Address = address.Replace("{year}", (string)year),
                File = file.Replace("{year}", (string)year),
            };

        string Optional(string name) => entry.GetValueOrDefault(name) as string ?? "";
        string Text(string name) =>
            Optional(name) is { Length: > 0 } text
                ? text
                : throw new FormatException(
                    $"Source '{entry.GetValueOrDefault("key")}': '{name}' is missing."
                );
        long Whole(string name, string text) =>
            long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? number
                : throw new FormatException($"Source '{key}': '{name}' is no whole number.");
    }
}
