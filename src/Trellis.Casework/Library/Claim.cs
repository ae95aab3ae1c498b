using Trellis.Sources;

namespace Trellis.Library;

/// <summary>How sure it is that the sources say so.</summary>
public enum Sureness
{
    /// <summary>It was read in the sources that are named.</summary>
    Seen,

    /// <summary>It follows from them plainly, but they do not say it.</summary>
    Inferred,

    /// <summary>It is general knowledge; it was looked up nowhere.</summary>
    Memory,
}

/// <summary>One sentence or two that reviewed files state, with where it is from and when it holds; or why it is not known.</summary>
/// <param name="Says">Empty where it is not known.</param>
/// <param name="NotKnown">Why it is not known; empty where it is.</param>
/// <param name="Sources">Empty only for what is general knowledge or not known.</param>
/// <param name="From">Since when it holds; null for as long as what it is about.</param>
/// <param name="Until">The last day it held; null while it holds.</param>
/// <param name="Doubt">What about it is not sure; empty where nothing is.</param>
public sealed record Claim(
    string Says,
    string NotKnown,
    IReadOnlyList<CitedSource> Sources,
    Sureness Sure,
    RoughDay? From,
    RoughDay? Until,
    string Doubt
)
{
    /// <summary>The fields of a claim, beside what else an entry has.</summary>
    internal static readonly Shape.Field[] Fields =
    [
        new("not-known", Optional: true),
        new("sources", Shape.Content.Texts, Optional: true),
        new("sure", Shape.Content.Choice, Optional: true, CodeWord.All<Sureness>()),
        new("from", Optional: true),
        new("until", Optional: true),
        new("doubt", Optional: true),
    ];

    public bool IsKnown => NotKnown.Length == 0;

    /// <summary>What it says, or that it is not known and why.</summary>
    public string Words => IsKnown ? Says : $"Not known. {NotKnown}";

    /// <summary>Whether it holds on a day; a rough day counts from its first day to its last.</summary>
    public bool HoldsOn(DateOnly day) =>
        (From is not { } from || from.First <= day)
        && (Until is not { } until || day <= until.Last);

    /// <summary>"since 2012", "until August 2021", "2003 to 2011"; empty where it holds as long as what it is about.</summary>
    public string When =>
        (From, Until) switch
        {
            ({ } from, { } until) when from == until => $"in {from.InWords}",
            ({ } from, { } until) => $"{from.InWords} to {until.InWords}",
            ({ } from, null) => $"since {from.InWords}",
            (null, { } until) => $"until {until.InWords}",
            _ => "",
        };

    /// <summary>Reads the claim in an entry.</summary>
    /// <param name="says">The field its words are in.</param>
    /// <exception cref="UnreadableSourceException">It says something and why that is not known, or neither; it names a source that is not in the library, or none.</exception>
    internal static Claim Of(ReviewedFile given, string says)
    {
        if (given.Has(says) == given.Has("not-known"))
            throw given.Wrong($"it has to have '{says}' or 'not-known', and not both.");
        if (given.Has("not-known"))
        {
            foreach (var field in (string[])["sources", "sure", "from", "until", "doubt"])
                if (given.Has(field))
                    throw given.Wrong($"what is not known has no '{field}'.", field);
            return new Claim("", given.Field("not-known"), [], Sureness.Memory, null, null, "");
        }
        var sure =
            CodeWord.Parse<Sureness>(given.Optional("sure"))
            ?? throw given.Wrong("it has to say how 'sure' it is: seen, inferred or memory.");
        CitedSource[] sources =
        [
            .. (given.Many("sources") ?? []).Select(key =>
                SourceLibrary.Of(key)
                ?? throw given.Wrong(
                    $"there is no source '{key}' in library/sources.yaml.",
                    "sources"
                )
            ),
        ];
        if (sources.Length == 0 && sure != Sureness.Memory)
            throw given.Wrong("it has to have 'sources', or to be from memory.");
        if (sources.Length > 0 && sure == Sureness.Memory)
            throw given.Wrong("what is from memory has no 'sources'.", "sources");
        var claim = new Claim(
            given.Field(says),
            "",
            sources,
            sure,
            Rough(given, "from"),
            Rough(given, "until"),
            given.Optional("doubt")
        );
        if (claim is { From: { } from, Until: { } until } && until.Last < from.First)
            throw given.Wrong("'until' is before 'from'.", "until");
        return claim;
    }

    /// <summary>A field that is a day, a month or a year; null where it is not there.</summary>
    internal static RoughDay? Rough(ReviewedFile given, string field) =>
        !given.Has(field) ? null
        : RoughDay.TryParse(given.Field(field), null, out var day) ? day
        : throw given.Wrong(
            $"'{field}': '{given.Field(field)}' is no day as 2012-09-01, month as 2012-09 or year.",
            field
        );
}
