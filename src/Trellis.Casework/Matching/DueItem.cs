using System.Collections.Frozen;
using System.Reflection;
using Trellis.Procedures;
using Trellis.Sources;

namespace Trellis.Matching;

/// <summary>Something that a trust looks into before it offers a school a place: an entry of definitions/due-diligence.</summary>
/// <param name="Part">One of <see cref="DueItems.Parts"/>.</param>
/// <param name="Open">Which open figure stands beside it; empty where there is none.</param>
public sealed record DueItem(Code Id, string Part, string Label, string What, string Open)
{
    private static readonly Shape Shape = new(
        new("id"),
        new("part", Shape.Content.Choice, false, [.. DueItems.Parts.Select(p => p.Key)]),
        new("label"),
        new("what"),
        new(
            "open",
            Shape.Content.Choice,
            true,
            "challenge",
            "inspection",
            "finance",
            "pupils",
            "distance",
            "church"
        )
    );

    /// <exception cref="UnreadableSourceException">The file does not fit; the message says in which line and why.</exception>
    public static IReadOnlyList<DueItem> ParseFile(string file, string yaml) =>
        [
            .. ReviewedFile
                .List(file, yaml, Shape)
                .Select(given => new DueItem(
                    Code.TryParse(given.Field("id"), null, out var id)
                        ? id
                        : throw given.Wrong("'id' is small letters with hyphens.", "id"),
                    given.Field("part"),
                    given.Field("label"),
                    given.Field("what"),
                    given.Optional("open")
                )),
        ];
}

/// <summary>The list of due diligence, as it was built in.</summary>
public static class DueItems
{
    /// <summary>The six parts, in their order.</summary>
    public static readonly IReadOnlyList<(string Key, string Words)> Parts =
    [
        ("education", "Education"),
        ("finance", "Finance"),
        ("people", "People"),
        ("estates-and-pfi", "Estates and PFI"),
        ("legal", "Legal"),
        ("safeguarding", "Safeguarding"),
    ];

    private static readonly Lazy<IReadOnlyList<DueItem>> Read = new(() =>
        [
            .. ReviewedFile
                .BuiltIn(Assembly.GetExecutingAssembly(), "due-diligence/", DueItem.ParseFile)
                .SelectMany(items => items),
        ]
    );

    private static readonly Lazy<FrozenDictionary<Code, DueItem>> ById = new(() =>
        All.ToFrozenDictionary(i => i.Id)
    );

    /// <summary>Every item, by part and then as the file has them.</summary>
    public static IReadOnlyList<DueItem> All => Read.Value;

    /// <summary>The item of an id; null where there is none.</summary>
    public static DueItem? Of(Code id) => ById.Value.GetValueOrDefault(id);
}
