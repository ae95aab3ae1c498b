using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;
using Trellis.Sources;

namespace Trellis.Placements;

/// <summary>One thing by which a trust is compared with others for a school: a reviewed entry under definitions/criteria.</summary>
/// <param name="Id">Short and stable: "travel".</param>
/// <param name="Weight">Its share of the value, above 0; the weights of a file add up to 1.</param>
/// <param name="Pillar">One of the Department's five pillars of trust quality, or "ours".</param>
/// <param name="Curve">The kind of curve that makes a value between 0 and 1 of what is measured.</param>
/// <param name="What">What is measured and how, in a sentence.</param>
/// <param name="Why">Why it is asked and weighs what it does.</param>
/// <param name="Source">Where what is measured comes from.</param>
public sealed record Criterion(
    string Id,
    string Label,
    double Weight,
    string Pillar,
    string Curve,
    string What,
    string Why,
    string Source
)
{
    /// <summary>The numbers of its curve.</summary>
    public IReadOnlyList<CurveParameter> Parameters { get; init; } = [];

    /// <summary>A number of its curve.</summary>
    /// <exception cref="KeyNotFoundException">The file gives none of that name; reading a file refuses such a file first.</exception>
    public double this[string name] =>
        Parameters.FirstOrDefault(p => p.Name == name) is { } found
            ? found.Value
            : throw new KeyNotFoundException($"'{Id}' has no parameter '{name}'.");
}

/// <summary>A number of a curve, with what it counts.</summary>
public sealed record CurveParameter(string Name, double Value, string Unit);

/// <summary>One version of the criteria by which trusts are ranked for a school.</summary>
/// <param name="Version">Counted from 1; a changed weight is a new version, and the old ones stay.</param>
/// <param name="All">In the order of the file, which is the order in which they are shown and added up.</param>
public sealed record Criteria(
    int Version,
    string Label,
    string Why,
    string Frame,
    DateOnly Reviewed,
    IReadOnlyList<Criterion> All
)
{
    /// <summary>Why it is otherwise than the version before; empty for the first.</summary>
    public string Changed { get; init; } = "";

    /// <summary>The pillars of "Commissioning high-quality trusts" (July 2023), and what is ours.</summary>
    public static readonly IReadOnlyList<(string Key, string Words)> Pillars =
    [
        ("high-quality-and-inclusive-education", "High-quality and inclusive education"),
        ("school-improvement", "School improvement"),
        ("workforce", "Workforce"),
        ("finance-and-operations", "Finance and operations"),
        ("governance-and-leadership", "Governance and leadership"),
        ("ours", "Ours, of none of the five pillars"),
    ];

    // What the code asks of each criterion: a file that lacks one, or has one more, is refused when it is read.
    private static readonly FrozenDictionary<string, string[]> Asked = new Dictionary<
        string,
        string[]
    >
    {
        ["travel"] = ["scale", "first", "second", "third", "other", "error"],
        ["cluster"] = ["within", "full"],
        ["area"] = ["present", "region"],
        ["phase"] = ["full"],
        ["denomination"] = [],
        ["capacity"] = ["months", "none", "full", "brake", "base"],
        ["challenge"] = ["full"],
        ["track"] = ["years", "least"],
        ["finance"] = ["full"],
        ["preference"] = ["step"],
        ["flags"] = ["step"],
    }.ToFrozenDictionary();

    private static readonly Shape Shape = new(
        new("id"),
        new("version", Shape.Content.Whole),
        new("label"),
        new("why"),
        new("changed", Optional: true),
        new("frame"),
        Shape.Field.List(
            "criteria",
            Shape.Part(
                new("id"),
                new("label"),
                new("weight", Shape.Content.Number),
                new("pillar", Shape.Content.Choice, false, [.. Pillars.Select(p => p.Key)]),
                new(
                    "curve",
                    Shape.Content.Choice,
                    false,
                    "decay",
                    "saturating",
                    "share",
                    "brake",
                    "normal",
                    "declared"
                ),
                new("what"),
                new("why"),
                new("source"),
                Shape.Field.List(
                    "parameters",
                    Shape.Part(new("name"), new("value", Shape.Content.Number), new("unit")),
                    optional: true
                )
            )
        )
    );

    private static readonly Lazy<IReadOnlyList<Criteria>> Read = new(() =>
        [
            .. ReviewedFile
                .BuiltIn(Assembly.GetExecutingAssembly(), "criteria/placements.", ParseFile)
                .OrderBy(c => c.Version),
        ]
    );

    /// <summary>Every version, oldest first.</summary>
    public static IReadOnlyList<Criteria> Versions => Read.Value;

    /// <summary>The version in use: the newest.</summary>
    public static Criteria Current => Versions[^1];

    /// <summary>The place of a criterion, or -1.</summary>
    public int PlaceOf(string id)
    {
        for (var i = 0; i < All.Count; i++)
            if (All[i].Id == id)
                return i;
        return -1;
    }

    /// <exception cref="KeyNotFoundException">There is no such criterion.</exception>
    public Criterion this[string id] =>
        PlaceOf(id) is >= 0 and var at
            ? All[at]
            : throw new KeyNotFoundException($"There is no criterion '{id}'.");

    /// <summary>Reads one file.</summary>
    /// <exception cref="UnreadableSourceException">A field is missing or is not what it should be, the weights do not add up to 1, or a criterion is not one the program can work out.</exception>
    public static Criteria ParseFile(string file, string yaml)
    {
        var given = ReviewedFile.One(file, yaml, Shape);
        var all = new List<Criterion>();
        foreach (var entry in given.Entries("criteria"))
        {
            var id = entry.Field("id");
            if (!Asked.TryGetValue(id, out var asked))
                throw entry.Wrong(
                    $"'{id}' is no criterion that can be worked out; there are: {string.Join(", ", Asked.Keys.Order(StringComparer.Ordinal))}.",
                    "id"
                );
            if (all.Exists(c => c.Id == id))
                throw entry.Wrong($"'{id}' is there twice.", "id");
            var criterion = new Criterion(
                id,
                entry.Field("label"),
                Number(entry, "weight"),
                entry.Field("pillar"),
                entry.Field("curve"),
                entry.Field("what"),
                entry.Field("why"),
                entry.Field("source")
            )
            {
                Parameters =
                [
                    .. entry
                        .Entries("parameters")
                        .Select(p => new CurveParameter(
                            p.Field("name"),
                            Number(p, "value"),
                            p.Field("unit")
                        )),
                ],
            };
            if (!(criterion.Weight > 0))
                throw entry.Wrong($"'{id}' has to weigh more than nothing.", "weight");
            var names = criterion.Parameters.Select(p => p.Name).ToArray();
            if (
                !names
                    .Order(StringComparer.Ordinal)
                    .SequenceEqual(asked.Order(StringComparer.Ordinal))
            )
                throw entry.Wrong(
                    $"'{id}' has to have the parameters: {(asked.Length == 0 ? "none" : string.Join(", ", asked))}.",
                    "parameters"
                );
            all.Add(criterion);
        }
        if (
            Asked
                .Keys.Except(all.Select(c => c.Id))
                .Order(StringComparer.Ordinal)
                .FirstOrDefault() is
            { } missing
        )
            throw given.Wrong($"the criterion '{missing}' is missing.", "criteria");
        var sum = all.Sum(c => c.Weight);
        if (Math.Abs(sum - 1) > 1e-9)
            throw given.Wrong(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"the weights add up to {sum:0.####} and not to 1."
                ),
                "criteria"
            );
        var version = given.Whole("version");
        if (version > 1 != given.Optional("changed").Length > 0)
            throw given.Wrong(
                version > 1
                    ? "'changed' is missing: a version after the first says why it is otherwise than the one before."
                    : "the first version changes nothing, so it has no 'changed'.",
                "version"
            );
        return new Criteria(
            version,
            given.Field("label"),
            given.Field("why"),
            given.Field("frame"),
            given.Day("reviewed"),
            all
        )
        {
            Changed = given.Optional("changed"),
        };
    }

    private static double Number(ReviewedFile entry, string name) =>
        double.Parse(entry.Field(name), CultureInfo.InvariantCulture);
}
