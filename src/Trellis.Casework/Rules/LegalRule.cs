using System.Reflection;
using Trellis.Procedures;
using Trellis.Sources;

namespace Trellis.Rules;

/// <summary>A rule of law or of stated policy, with the days between which it held: a reviewed entry under definitions/rules.</summary>
/// <param name="Id">"aa2010-s4-a1".</param>
/// <param name="Says">What it says, in one plain sentence.</param>
/// <param name="Source">Where it stands, as lawyers cite it: "Academies Act 2010, section 4(A1)".</param>
/// <param name="Address">Where it can be read.</param>
/// <param name="From">The first day on which it held.</param>
/// <param name="Until">The last one; null where it still holds.</param>
public sealed record LegalRule(
    Code Id,
    string Says,
    string Source,
    string Address,
    DateOnly From,
    DateOnly? Until
)
{
    public bool HeldOn(DateOnly day) => From <= day && (Until is not { } last || day <= last);

    /// <summary>"held from 18 April 2016 to 28 June 2026", "has held since 29 June 2026".</summary>
    public string WhenHeld =>
        Until is { } last
            ? $"held from {Spans.InWords(From)} to {Spans.InWords(last)}"
            : $"has held since {Spans.InWords(From)}";
}

/// <summary>The rules, as they were built in.</summary>
public static class LegalRules
{
    private static readonly Shape Shape = new(
        Shape.Field.List(
            "rules",
            Shape.Part(
                new("id"),
                new("says"),
                new("source"),
                new("address"),
                new("from", Shape.Content.Day),
                new("until", Shape.Content.Day, Optional: true)
            )
        )
    );

    private static readonly Lazy<IReadOnlyList<LegalRule>> Read = new(() =>
        [
            .. ReviewedFile
                .BuiltIn(Assembly.GetExecutingAssembly(), "rules/", Parse)
                .SelectMany(rules => rules),
        ]
    );

    /// <summary>All, in the order of their files.</summary>
    public static IReadOnlyList<LegalRule> All => Read.Value;

    /// <summary>The rule of an id; null where there is none.</summary>
    public static LegalRule? Of(string id) => All.FirstOrDefault(r => r.Id.ToString() == id);

    /// <exception cref="UnreadableSourceException">The file does not fit; the message says in which line and why.</exception>
    public static IReadOnlyList<LegalRule> Parse(string file, string yaml)
    {
        var given = ReviewedFile.One(file, yaml, Shape);
        return
        [
            .. given
                .Entries("rules")
                .Select(e => new LegalRule(
                    Code.TryParse(e.Field("id"), null, out var id)
                        ? id
                        : throw e.Wrong("'id' is small letters, digits and hyphens.", "id"),
                    e.Field("says"),
                    e.Field("source"),
                    e.Field("address"),
                    e.Day("from"),
                    e.Has("until") ? e.Day("until") : null
                )),
        ];
    }
}
