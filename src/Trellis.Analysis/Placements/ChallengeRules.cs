using System.Globalization;
using System.Reflection;
using Trellis.Sources;

namespace Trellis.Placements;

/// <summary>So much that something measured adds to a school's challenge points from a value on.</summary>
public sealed record ChallengeStep(double From, double Adds);

/// <summary>One thing that makes a school owed more help, with what it adds.</summary>
/// <param name="Unit">What is measured; more is harder.</param>
/// <param name="Steps">From the lowest; the last that is reached counts alone.</param>
public sealed record ChallengeRule(
    string Id,
    string Label,
    string Unit,
    string What,
    string Why,
    string Source,
    IReadOnlyList<ChallengeStep> Steps
)
{
    /// <summary>What a measured value adds.</summary>
    public double Adds(double measured) => Steps.LastOrDefault(s => measured >= s.From)?.Adds ?? 0;

    /// <summary>The most it can add.</summary>
    public double Most => Steps.Max(s => s.Adds);
}

/// <summary>One version of how challenge points are given, and of how much receiving trusts are taken to carry: a reviewed file under definitions/criteria.</summary>
/// <param name="Base">What any school counts.</param>
public sealed record ChallengeRules(
    int Version,
    string Label,
    string Why,
    double Base,
    int Least,
    int Most,
    DateOnly Reviewed,
    IReadOnlyList<ChallengeRule> Parts,
    IReadOnlyList<CurveParameter> Receivers
)
{
    private static readonly string[] PartIds =
    [
        "residual",
        "category",
        "deficit",
        "roll",
        "building",
        "leadership",
        "isolation",
    ];

    private static readonly string[] ReceiverNames =
    [
        "share",
        "least",
        "most",
        "brake",
        "points",
        "strong",
        "pointsOfStrong",
    ];

    private static readonly Shape Shape = new(
        new("id"),
        new("version", Shape.Content.Whole),
        new("label"),
        new("why"),
        new("base", Shape.Content.Number),
        new("least", Shape.Content.Whole),
        new("most", Shape.Content.Whole),
        Shape.Field.List(
            "parts",
            Shape.Part(
                new("id", Shape.Content.Choice, false, PartIds),
                new("label"),
                new("unit"),
                new("what"),
                new("why"),
                new("source"),
                Shape.Field.List(
                    "steps",
                    Shape.Part(new("from", Shape.Content.Number), new("adds", Shape.Content.Number))
                )
            )
        ),
        Shape.Field.List(
            "receivers",
            Shape.Part(
                new("name", Shape.Content.Choice, false, ReceiverNames),
                new("value", Shape.Content.Number),
                new("unit")
            )
        )
    );

    private static readonly Lazy<IReadOnlyList<ChallengeRules>> Read = new(() =>
        [
            .. ReviewedFile
                .BuiltIn(Assembly.GetExecutingAssembly(), "criteria/challenge-points.", ParseFile)
                .OrderBy(c => c.Version),
        ]
    );

    /// <summary>Every version, oldest first.</summary>
    public static IReadOnlyList<ChallengeRules> Versions => Read.Value;

    /// <summary>The newest.</summary>
    public static ChallengeRules Current => Versions[^1];

    /// <summary>A part by its id.</summary>
    public ChallengeRule this[string id] => Parts.First(p => p.Id == id);

    /// <summary>A number by which receiving trusts are estimated.</summary>
    public double Receiver(string name) => Receivers.First(r => r.Name == name).Value;

    /// <summary>Reads one file.</summary>
    /// <exception cref="UnreadableSourceException">A field is missing or is not what it should be, a part or a number is missing or there twice, or steps do not rise.</exception>
    public static ChallengeRules ParseFile(string file, string yaml)
    {
        var given = ReviewedFile.One(file, yaml, Shape);
        var parts = given
            .Entries("parts")
            .Select(entry =>
            {
                ChallengeStep[] steps =
                [
                    .. entry
                        .Entries("steps")
                        .Select(s => new ChallengeStep(Number(s, "from"), Number(s, "adds"))),
                ];
                if (
                    steps.Length == 0
                    || steps[0].Adds <= 0
                    || steps
                        .Zip(steps.Skip(1))
                        .Any(p => p.Second.From <= p.First.From || p.Second.Adds <= p.First.Adds)
                )
                    throw entry.Wrong(
                        "steps rise, in what they are from and in what they add.",
                        "steps"
                    );
                return new ChallengeRule(
                    entry.Field("id"),
                    entry.Field("label"),
                    entry.Field("unit"),
                    entry.Field("what"),
                    entry.Field("why"),
                    entry.Field("source"),
                    steps
                );
            })
            .ToArray();
        Once(given, "parts", parts.Select(p => p.Id), PartIds);
        CurveParameter[] receivers =
        [
            .. given
                .Entries("receivers")
                .Select(r => new CurveParameter(
                    r.Field("name"),
                    Number(r, "value"),
                    r.Field("unit")
                )),
        ];
        Once(given, "receivers", receivers.Select(r => r.Name), ReceiverNames);
        return new ChallengeRules(
            given.Whole("version"),
            given.Field("label"),
            given.Field("why"),
            Number(given, "base"),
            given.Whole("least"),
            given.Whole("most"),
            given.Day("reviewed"),
            parts,
            receivers
        );
    }

    private static void Once(
        ReviewedFile file,
        string field,
        IEnumerable<string> found,
        string[] asked
    )
    {
        if (
            !found
                .Order(StringComparer.Ordinal)
                .SequenceEqual(asked.Order(StringComparer.Ordinal), StringComparer.Ordinal)
        )
            throw file.Wrong($"each of {string.Join(", ", asked)} has to be there once.", field);
    }

    private static double Number(ReviewedFile entry, string name) =>
        double.Parse(entry.Field(name), CultureInfo.InvariantCulture);
}
