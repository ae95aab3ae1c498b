using System.Globalization;
using System.Reflection;
using Trellis.SimilarSchools;
using Trellis.Sources;

namespace Trellis.Partners;

/// <summary>Only schools with many pupils of a kind are taken for a need that no figure of those pupils speaks of.</summary>
/// <param name="Reading">The share of such pupils.</param>
/// <param name="Share">The share of peers that a school has to be above, 0 to 1.</param>
/// <param name="Words">What such pupils do, after "45 % of its pupils": "are disadvantaged".</param>
public sealed record Among(Reading Reading, double Share, string Words);

/// <summary>Something a school may want help with, or offer: a reviewed file under definitions/needs.</summary>
/// <param name="Id">Short and stable, a key in addresses: "reading".</param>
/// <param name="Label">As a heading: "Reading".</param>
/// <param name="Results">What is compared, as within a sentence: "reading results".</param>
/// <param name="What">What it says, in a sentence.</param>
/// <param name="HigherIsBetter">False for absence.</param>
/// <param name="Cannot">What it cannot say.</param>
/// <param name="Proxy">What stands in for the figure that nobody publishes; empty where the figure is of the need itself.</param>
/// <param name="Source">Who publishes the figures; "None" where nobody does.</param>
public sealed record Need(
    string Id,
    string Label,
    string Results,
    string What,
    bool HigherIsBetter,
    string Cannot,
    string Proxy,
    string Source,
    DateOnly Reviewed
)
{
    /// <summary>How the need is measured for schools of a kind: the reading with the newest figures is taken, the first of those equally new; a kind is absent where no open figure speaks of it.</summary>
    public required IReadOnlyDictionary<Peers, IReadOnlyList<Reading>> Readings { get; init; }

    /// <summary>For each kind without a reading: why there is none, and what to ask for in its place.</summary>
    public required IReadOnlyDictionary<Peers, string> Silence { get; init; }

    /// <summary>Null where any school may help.</summary>
    public Among? Among { get; init; }

    public override string ToString() => Id;
}

/// <summary>The needs a school may name, as they were built in.</summary>
public static class Needs
{
    private static readonly Lazy<IReadOnlyList<Need>> Read = new(() =>
        ReviewedFile.BuiltIn(Assembly.GetExecutingAssembly(), "needs/", ParseFile)
    );

    /// <summary>Every need, by id.</summary>
    public static IReadOnlyList<Need> All => Read.Value;

    /// <summary>The need of an id, letter case not minded; null where there is none.</summary>
    public static Need? Find(string id) =>
        All.FirstOrDefault(n => string.Equals(n.Id, id, StringComparison.OrdinalIgnoreCase));

    /// <summary>The needs that an open figure speaks of for schools of a kind.</summary>
    public static IEnumerable<Need> For(Peers peers) =>
        All.Where(n => n.Readings.ContainsKey(peers));

    /// <summary>Reads "reading,maths".</summary>
    /// <returns>The needs in the order given, each once; null with a sentence where one is not known or none is given.</returns>
    public static IReadOnlyList<Need>? Parse(string text, out string refusal)
    {
        refusal = "";
        var needs = new List<Need>();
        foreach (
            var id in text.Split(
                ',',
                StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
            )
        )
        {
            if (Find(id) is not { } need)
            {
                refusal =
                    $"There is no need '{id}'. There are: {string.Join(", ", All.Select(n => n.Id))}.";
                return null;
            }
            if (!needs.Contains(need))
                needs.Add(need);
        }
        if (needs.Count > 0)
            return needs;
        refusal = $"Name at least one of: {string.Join(", ", All.Select(n => n.Id))}.";
        return null;
    }

    private static readonly Shape Shape = new(
        new("id"),
        new("label"),
        new("results"),
        new("what"),
        new("higher", Shape.Content.Choice, false, "better", "worse"),
        new("cannot"),
        new("proxy", Optional: true),
        new("source"),
        new("primary", Shape.Content.Texts, Optional: true),
        new("secondary", Shape.Content.Texts, Optional: true),
        new("special", Shape.Content.Texts, Optional: true),
        new("no-primary", Optional: true),
        new("no-secondary", Optional: true),
        new("no-special", Optional: true),
        new("among", Optional: true),
        new("among-share", Shape.Content.Number, Optional: true),
        new("among-words", Optional: true)
    );

    /// <summary>Reads one file.</summary>
    /// <exception cref="UnreadableSourceException">A field is missing or is not what it should be.</exception>
    public static Need ParseFile(string file, string yaml)
    {
        var given = ReviewedFile.One(file, yaml, Shape);
        var readings = new Dictionary<Peers, IReadOnlyList<Reading>>();
        var silence = new Dictionary<Peers, string>();
        foreach (var peers in Enum.GetValues<Peers>())
        {
            var kind = peers.Key();
            if (given.Many(kind) is { } list)
                readings[peers] = [.. list.Select(m => Sum(file, m, given.Field("results")))];
            else
                silence[peers] = given.Field("no-" + kind);
        }
        return new Need(
            given.Field("id"),
            given.Field("label"),
            given.Field("results"),
            given.Field("what"),
            given.Field("higher") == "better",
            given.Field("cannot"),
            given.Optional("proxy"),
            given.Field("source"),
            given.Day("reviewed")
        )
        {
            Readings = readings,
            Silence = silence,
            Among = given.Has("among")
                ? new Among(
                    Sum(file, given.Field("among"), given.Field("results")),
                    double.Parse(given.Field("among-share"), CultureInfo.InvariantCulture),
                    given.Field("among-words")
                )
                : null,
        };
    }

    /// <summary>"a", "a + b" or "(a + b) / 2", a and b measures.</summary>
    private static Reading Sum(string file, string text, string words)
    {
        var parts = text.Split('/', StringSplitOptions.TrimEntries);
        var measures = parts[0]
            .Trim('(', ')')
            .Split('+', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var by = 1d;
        if (
            parts.Length > 2
            || measures.Length == 0
            || (
                parts.Length == 2
                && !double.TryParse(
                    parts[1],
                    NumberStyles.None,
                    CultureInfo.InvariantCulture,
                    out by
                )
            )
            || by < 1
        )
            throw new UnreadableSourceException(
                file,
                $"'{text}' is not a measure, a sum of measures, or a sum divided by a whole number."
            );
        return new Reading(Array.ConvertAll(measures, m => new Term(m, 1 / by)), words);
    }
}
