using System.Reflection;
using Trellis.Distributions;
using Trellis.Measures;
using Trellis.Sources;

namespace Trellis.Evaluations;

/// <summary>What kind of thing an outcome is: tests of one kind are corrected for each other.</summary>
public enum OutcomeFamily
{
    Attainment,
    Attendance,

    /// <summary>Who comes to the school: an outcome, and what could pass for one.</summary>
    Intake,
}

/// <summary>The years in which an outcome was measured in one way; figures of different scales are never set beside each other as they are.</summary>
/// <param name="Name">"scaled scores".</param>
/// <param name="Until">The last year; null while it is in use.</param>
/// <param name="Measures">Their mean is the figure; a school needs all of them.</param>
public sealed record OutcomeScale(
    string Name,
    Year From,
    Year? Until,
    IReadOnlyList<string> Measures
)
{
    public bool Covers(Year year) =>
        From.Starts <= year.Starts && (Until is not { } until || year.Starts <= until.Starts);
}

/// <summary>What may change by a partnership: a reviewed file under definitions/outcomes.</summary>
/// <param name="Id">Short and stable, a key in addresses: "ks2".</param>
/// <param name="Label">As a heading.</param>
/// <param name="Results">Within a sentence: "results in reading and maths at age 11".</param>
/// <param name="IsPrimary">Whether a study of these phases is judged by it; others stand beside it.</param>
/// <param name="Phases">The schools it is measured of.</param>
/// <param name="HigherIsBetter">False for absence; null where neither is better.</param>
/// <param name="Scales">The one in use first.</param>
/// <param name="Cannot">What it cannot say.</param>
/// <param name="Source">Who publishes it.</param>
public sealed record Outcome(
    string Id,
    string Label,
    string Results,
    OutcomeFamily Family,
    bool IsPrimary,
    IReadOnlyList<PhaseGroup> Phases,
    bool? HigherIsBetter,
    IReadOnlyList<OutcomeScale> Scales,
    string Cannot,
    string Source
)
{
    /// <summary>The scale in use.</summary>
    public OutcomeScale Scale => Scales[0];

    public override string ToString() => Id;
}

/// <summary>The outcomes that partnerships are judged by, as they were built in.</summary>
public static class Outcomes
{
    private static readonly Shape Shape = new(
        new("id"),
        new("label"),
        new("results"),
        new("family", Shape.Content.Choice, Optional: false, "attainment", "attendance", "intake"),
        new("primary", Shape.Content.Choice, Optional: false, "true", "false"),
        new("phases", Shape.Content.Texts),
        new("higher", Shape.Content.Choice, Optional: false, "better", "worse", "neither"),
        Shape.Field.List(
            "scales",
            Shape.Part(
                new("name"),
                new("from", Shape.Content.Whole),
                new("until", Shape.Content.Whole, Optional: true),
                new("measures", Shape.Content.Texts)
            )
        ),
        new("cannot"),
        new("source")
    );

    private static readonly Lazy<IReadOnlyList<Outcome>> Read = new(() =>
        ReviewedFile.BuiltIn(Assembly.GetExecutingAssembly(), "outcomes/", Parse)
    );

    /// <summary>Every outcome, by id.</summary>
    public static IReadOnlyList<Outcome> All => Read.Value;

    /// <summary>The outcome of an id; null where there is none.</summary>
    public static Outcome? Find(string id) => All.FirstOrDefault(o => o.Id == id);

    /// <exception cref="UnreadableSourceException">The file does not fit; the message says in which line and why.</exception>
    public static Outcome Parse(string file, string yaml)
    {
        var given = ReviewedFile.One(file, yaml, Shape);
        return new Outcome(
            given.Field("id"),
            given.Field("label"),
            given.Field("results"),
            Enum.Parse<OutcomeFamily>(given.Field("family"), ignoreCase: true),
            given.Field("primary") == "true",
            [.. given.Many("phases")!.Select(p => PhaseOf(given, p))],
            given.Field("higher") switch
            {
                "better" => true,
                "worse" => false,
                _ => null,
            },
            [
                .. given
                    .Entries("scales")
                    .Select(s => new OutcomeScale(
                        s.Field("name"),
                        new Year(s.Whole("from")),
                        s.Has("until") ? new Year(s.Whole("until")) : null,
                        s.Many("measures")!
                    )),
            ],
            given.Field("cannot"),
            given.Field("source")
        );
    }

    /// <summary>"primary" and "secondary": the phases of which results can be set beside each other.</summary>
    internal static PhaseGroup PhaseOf(ReviewedFile given, string word) =>
        word switch
        {
            "primary" => PhaseGroup.Primary,
            "secondary" => PhaseGroup.Secondary,
            _ => throw given.Wrong(
                $"'{word}' is no phase that is compared: primary or secondary.",
                "phases"
            ),
        };
}
