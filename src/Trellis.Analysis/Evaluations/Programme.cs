using System.Reflection;
using Trellis.Distributions;
using Trellis.Measures;
using Trellis.Sources;

namespace Trellis.Evaluations;

/// <summary>Which schools a study looks at: those that had not been treated otherwise.</summary>
public enum Among
{
    /// <summary>Council-run schools.</summary>
    Maintained,

    /// <summary>Academies in a multi-academy trust before the first year.</summary>
    InATrust,

    /// <summary>Single academies before the first year.</summary>
    Single,
}

/// <summary>One kind of school to which a programme happens; kinds are never pooled.</summary>
/// <param name="Id">A key in addresses: "converters".</param>
/// <param name="They">Within a sentence: "schools that chose to join a trust".</param>
/// <param name="Anticipation">How many years before it may already work: the base is so much earlier.</param>
/// <param name="Because">Why the base is earlier; empty where it is not.</param>
public sealed record Arm(
    string Id,
    string Label,
    string They,
    Happening What,
    Among Among,
    int Anticipation,
    string Because
);

/// <summary>Something that schools do together, and the studies of it that were registered: a reviewed file under definitions/programmes.</summary>
/// <param name="Slug">A key in addresses: "joining-a-trust".</param>
/// <param name="Hypothesis">What was said before any result was looked at.</param>
/// <param name="After">Within a sentence: "after joining".</param>
/// <param name="From">The first school year that is looked at.</param>
/// <param name="Registered">When the plan was written down.</param>
/// <param name="Version">Of the plan; a change makes another, and both are shown.</param>
public sealed record Programme(
    string Slug,
    string Label,
    string Question,
    string Hypothesis,
    string After,
    IReadOnlyList<Arm> Arms,
    IReadOnlyList<PhaseGroup> Phases,
    IReadOnlyList<Outcome> Outcomes,
    Year From,
    DateOnly Registered,
    string Version
)
{
    /// <summary>Its studies: each kind of school, phase and outcome that is measured there.</summary>
    public IEnumerable<StudyKey> Studies =>
        from arm in Arms
        from phase in Phases
        from outcome in Outcomes
        where outcome.Phases.Contains(phase)
        select new StudyKey(this, arm, phase, outcome);
}

/// <summary>One study of a programme.</summary>
public sealed record StudyKey(Programme Programme, Arm Arm, PhaseGroup Phase, Outcome Outcome)
{
    /// <summary>A key in addresses, within its programme: "converters-primary-ks2".</summary>
    public string Id =>
        $"{Arm.Id}-{(Phase == PhaseGroup.Primary ? "primary" : "secondary")}-{Outcome.Id}";

    public override string ToString() => $"{Programme.Slug}/{Id}";
}

/// <summary>The programmes that are studied, as they were built in.</summary>
public static class Programmes
{
    private static readonly Shape Shape = new(
        new("id"),
        new("label"),
        new("question"),
        new("hypothesis"),
        new("after"),
        Shape.Field.List(
            "arms",
            Shape.Part(
                new("id"),
                new("label"),
                new("they"),
                new(
                    "happening",
                    Shape.Content.Choice,
                    Optional: false,
                    "joined-as-converter",
                    "joined-with-sponsor",
                    "single-joined",
                    "moved",
                    "federated"
                ),
                new(
                    "among",
                    Shape.Content.Choice,
                    Optional: false,
                    "maintained",
                    "in-a-trust",
                    "single"
                ),
                new("anticipation", Shape.Content.Whole),
                new("because", Optional: true)
            )
        ),
        new("phases", Shape.Content.Texts),
        new("outcomes", Shape.Content.Texts),
        new("from", Shape.Content.Whole),
        new("registered", Shape.Content.Day),
        new("version")
    );

    private static readonly Lazy<IReadOnlyList<Programme>> Read = new(() =>
        ReviewedFile.BuiltIn(Assembly.GetExecutingAssembly(), "programmes/", Parse)
    );

    /// <summary>Every programme, by slug.</summary>
    public static IReadOnlyList<Programme> All => Read.Value;

    /// <summary>The programme of a slug; null where there is none.</summary>
    public static Programme? Find(string slug) => All.FirstOrDefault(p => p.Slug == slug);

    /// <exception cref="UnreadableSourceException">The file does not fit; the message says in which line and why.</exception>
    public static Programme Parse(string file, string yaml)
    {
        var given = ReviewedFile.One(file, yaml, Shape);
        return new Programme(
            given.Field("id"),
            given.Field("label"),
            given.Field("question"),
            given.Field("hypothesis"),
            given.Field("after"),
            [
                .. given
                    .Entries("arms")
                    .Select(a => new Arm(
                        a.Field("id"),
                        a.Field("label"),
                        a.Field("they"),
                        Enum.Parse<Happening>(
                            a.Field("happening").Replace("-", "", StringComparison.Ordinal),
                            ignoreCase: true
                        ),
                        Enum.Parse<Among>(
                            a.Field("among").Replace("-", "", StringComparison.Ordinal),
                            ignoreCase: true
                        ),
                        a.Whole("anticipation"),
                        a.Optional("because")
                    )),
            ],
            [.. given.Many("phases")!.Select(p => Evaluations.Outcomes.PhaseOf(given, p))],
            [
                .. given
                    .Many("outcomes")!
                    .Select(o =>
                        Evaluations.Outcomes.Find(o)
                        ?? throw given.Wrong(
                            $"there is no outcome '{o}' in definitions/outcomes.",
                            "outcomes"
                        )
                    ),
            ],
            new Year(given.Whole("from")),
            given.Day("registered"),
            given.Field("version")
        );
    }
}
