using System.Globalization;
using System.Reflection;
using Trellis.Evaluations;
using Trellis.Library;
using Trellis.Models;
using Trellis.Partnerships;
using Trellis.Sources;

namespace Trellis.EvidenceLibrary;

/// <summary>Something that was said of what partnerships do or need, with who said it, how it is known, how strong that is and where it stands.</summary>
/// <param name="Id">Its part of an address: "federations-better-later".</param>
/// <param name="Title">The claim in one plain sentence of ours.</param>
/// <param name="Said">When it was said.</param>
/// <param name="Words">What was said, with its sources; always known.</param>
/// <param name="Seeds">The sentences of the site's founding texts that it answers: "H20".</param>
/// <param name="Place">The paragraph or page; empty where it was not kept.</param>
/// <param name="Models">The ways of working together it is about; empty for any.</param>
/// <param name="Gains">What is gained, in Atkinson's codes; empty where it names no gain.</param>
/// <param name="StatusWhy">Why it stands where it stands.</param>
/// <param name="StatusSince">Since when; null where no day can be named.</param>
/// <param name="Settle">What would settle it.</param>
/// <param name="OwnStudies">Which of our own studies speak to it; empty where none does.</param>
/// <param name="SeeAlso">Other claims that speak to it, by their ids.</param>
/// <param name="Reviewed">When somebody last held it against its sources.</param>
public sealed record EvidenceClaim(
    string Id,
    string Title,
    string Who,
    RoughDay Said,
    Claim Words,
    WhoseWords WhoseWords,
    IReadOnlyList<string> Seeds,
    string Place,
    ClaimTopic Topic,
    IReadOnlyList<ModelId> Models,
    ClaimPhase Phase,
    ClaimSide Side,
    IReadOnlyList<Purpose> Gains,
    StudyFacts Facts,
    ReportedEffect Effect,
    ClaimStatus Status,
    string StatusWhy,
    RoughDay? StatusSince,
    string Settle,
    IReadOnlyList<Programme> OwnStudies,
    IReadOnlyList<string> SeeAlso,
    DateOnly Reviewed
)
{
    private static readonly Shape Shape = new([
        new("id"),
        new("title"),
        new("who"),
        new("said"),
        new("words"),
        .. Claim.Fields,
        new("wording", Shape.Content.Choice, Optional: false, CodeWord.All<WhoseWords>()),
        new("seeds", Shape.Content.Texts, Optional: true),
        new("place", Optional: true),
        new("topic", Shape.Content.Choice, Optional: false, CodeWord.All<ClaimTopic>()),
        new("models", Shape.Content.Texts, Optional: true),
        new("phase", Shape.Content.Choice, Optional: true, CodeWord.All<ClaimPhase>()),
        new("side", Shape.Content.Choice, Optional: true, CodeWord.All<ClaimSide>()),
        new("gains", Shape.Content.Texts, Optional: true),
        new("design", Shape.Content.Choice, Optional: false, CodeWord.All<EvidenceDesign>()),
        new("compared-with", Shape.Content.Choice, Optional: true, CodeWord.All<ComparedWith>()),
        new("schools", Shape.Content.Whole, Optional: true),
        new("partnerships", Shape.Content.Whole, Optional: true),
        new("registered", Shape.Content.Flag, Optional: true),
        new("alike-at-first", Shape.Content.Flag, Optional: true),
        new("greatest-difference", Shape.Content.Number, Optional: true),
        new("earlier", Shape.Content.Choice, Optional: true, CodeWord.All<EarlierCourse>()),
        new("breakdown", Shape.Content.Number, Optional: true),
        new("placebo-clean", Shape.Content.Flag, Optional: true),
        new("intake-stable", Shape.Content.Flag, Optional: true),
        new("moved-before", Shape.Content.Flag, Optional: true),
        new("chosen-when-low", Shape.Content.Flag, Optional: true),
        new("no-answer", Shape.Content.Flag, Optional: true),
        new("effect", Optional: true),
        new("effect-value", Shape.Content.Number, Optional: true),
        new("effect-low", Shape.Content.Number, Optional: true),
        new("effect-high", Shape.Content.Number, Optional: true),
        new("effect-unit", Optional: true),
        new("no-interval", Optional: true),
        new("no-effect", Optional: true),
        new("status", Shape.Content.Choice, Optional: false, CodeWord.All<ClaimStatus>()),
        new("status-why"),
        new("status-since", Optional: true),
        new("settle"),
        new("programmes", Shape.Content.Texts, Optional: true),
        new("see-also", Shape.Content.Texts, Optional: true),
    ]);

    private static readonly string[] Interval =
    [
        "effect-value",
        "effect-low",
        "effect-high",
        "effect-unit",
    ];

    /// <summary>How much it can bear.</summary>
    public EvidenceStrength Strength => EvidenceStrength.Of(Facts);

    /// <summary>Who gains by it; empty where it names no gain.</summary>
    public IReadOnlyList<Gainers> WhoGains => [.. Gains.Select(GainersOf).Distinct().Order()];

    /// <summary>The group of Atkinson's three that a gain is of.</summary>
    public static Gainers GainersOf(Purpose gain) =>
        gain switch
        {
            <= Purpose.SchoolBarriers => Gainers.School,
            <= Purpose.StaffSupport => Gainers.Staff,
            _ => Gainers.Pupils,
        };

    /// <exception cref="UnreadableSourceException">The file does not fit; the message says in which line and why.</exception>
    public static IReadOnlyList<EvidenceClaim> Parse(string file, string yaml) =>
        [.. ReviewedFile.List(file, yaml, Shape).Select(Of)];

    private static EvidenceClaim Of(ReviewedFile given)
    {
        var words = Claim.Of(given, "words");
        if (!words.IsKnown)
            throw given.Wrong("what nobody said is no claim.", "not-known");
        if (
            given.Field("id") is var id
            && id.Any(c => c is not (>= 'a' and <= 'z' or >= '0' and <= '9' or '-'))
        )
            throw given.Wrong(
                $"'{id}' has something else than letters from a to z, digits and '-'.",
                "id"
            );
        return new EvidenceClaim(
            id,
            given.Field("title"),
            given.Field("who"),
            Claim.Rough(given, "said")!.Value,
            words,
            CodeWord.Parse<WhoseWords>(given.Field("wording"))!.Value,
            given.Many("seeds") ?? [],
            given.Optional("place"),
            CodeWord.Parse<ClaimTopic>(given.Field("topic"))!.Value,
            [
                .. (given.Many("models") ?? []).Select(model =>
                    ModelId.TryParse(model, null, out var known)
                    && PartnershipModels.Of(known) is not null
                        ? known
                        : throw given.Wrong($"there is no model '{model}'.", "models")
                ),
            ],
            CodeWord.Parse<ClaimPhase>(given.Optional("phase")) ?? ClaimPhase.NotStated,
            CodeWord.Parse<ClaimSide>(given.Optional("side")) ?? ClaimSide.NotStated,
            [
                .. (given.Many("gains") ?? []).Select(gain =>
                    CodeWord.Parse<Purpose>(gain)
                    ?? throw given.Wrong($"'{gain}' is no gain of Atkinson's list.", "gains")
                ),
            ],
            FactsOf(given),
            EffectOf(given),
            CodeWord.Parse<ClaimStatus>(given.Field("status"))!.Value,
            given.Field("status-why"),
            Claim.Rough(given, "status-since"),
            given.Field("settle"),
            [
                .. (given.Many("programmes") ?? []).Select(study =>
                    Programmes.Find(study)
                    ?? throw given.Wrong($"there is no study '{study}' of ours.", "programmes")
                ),
            ],
            given.Many("see-also") ?? [],
            given.Day("reviewed")
        );
    }

    private static StudyFacts FactsOf(ReviewedFile given)
    {
        var design = CodeWord.Parse<EvidenceDesign>(given.Field("design"))!.Value;
        var with =
            CodeWord.Parse<ComparedWith>(given.Optional("compared-with"))
            ?? StudyFacts.Usual(design)
            ?? throw given.Wrong(
                "with this design it has to say what schools were 'compared-with'."
            );
        if (!StudyFacts.Fits(design, with))
            throw given.Wrong(
                $"'{CodeWord.Of(design)}' does not compare with '{CodeWord.Of(with)}'.",
                "compared-with"
            );
        return new StudyFacts(
            design,
            with,
            given.Has("schools") ? given.Whole("schools") : null,
            given.Has("partnerships") ? given.Whole("partnerships") : null,
            given.Has("registered"),
            given.Has("alike-at-first"),
            Number(given, "greatest-difference"),
            CodeWord.Parse<EarlierCourse>(given.Optional("earlier")) ?? EarlierCourse.NotStated,
            Number(given, "breakdown"),
            given.Has("placebo-clean"),
            given.Has("intake-stable"),
            given.Has("moved-before"),
            given.Has("chosen-when-low"),
            given.Has("no-answer")
        );
    }

    private static ReportedEffect EffectOf(ReviewedFile given)
    {
        if (given.Has("effect") == given.Has("no-effect"))
            throw given.Wrong("it has to have 'effect' or 'no-effect', and not both.");
        if (given.Has("no-effect"))
            return new ReportedEffect.None(given.Field("no-effect"));
        if (!Interval.Any(given.Has))
            return new ReportedEffect.WithoutInterval(
                given.Field("effect"),
                given.Field("no-interval")
            );
        if (given.Has("no-interval"))
            throw given.Wrong("it has an interval and says why it has none.", "no-interval");
        var effect = new ReportedEffect.WithInterval(
            given.Field("effect"),
            double.Parse(given.Field(Interval[0]), CultureInfo.InvariantCulture),
            double.Parse(given.Field(Interval[1]), CultureInfo.InvariantCulture),
            double.Parse(given.Field(Interval[2]), CultureInfo.InvariantCulture),
            given.Field(Interval[3])
        );
        return effect.Low <= effect.Value && effect.Value <= effect.High
            ? effect
            : throw given.Wrong("the effect does not lie in its interval.", "effect-value");
    }

    private static double? Number(ReviewedFile given, string field) =>
        given.Has(field) ? double.Parse(given.Field(field), CultureInfo.InvariantCulture) : null;
}

/// <summary>Every claim of the library, as built in.</summary>
public static class EvidenceClaims
{
    private static readonly Lazy<IReadOnlyList<EvidenceClaim>> Read = new(() =>
        Checked([
            .. ReviewedFile
                .BuiltIn(Assembly.GetExecutingAssembly(), "evidence/", EvidenceClaim.Parse)
                .SelectMany(c => c),
        ])
    );

    /// <summary>Every claim: the strongest first, those that are not graded last; of one strength the supported first, then by id.</summary>
    public static IReadOnlyList<EvidenceClaim> All => Read.Value;

    /// <summary>The claim of an id; null where there is none.</summary>
    public static EvidenceClaim? Of(string id) => All.FirstOrDefault(c => c.Id == id);

    /// <summary>What nobody has tested yet.</summary>
    public static IReadOnlyList<EvidenceClaim> Gaps =>
        [.. All.Where(c => c.Status == ClaimStatus.NotTested)];

    /// <summary>Puts claims in order.</summary>
    /// <exception cref="UnreadableSourceException">Two have one id, or one points to a claim that is not there.</exception>
    public static IReadOnlyList<EvidenceClaim> Checked(IReadOnlyList<EvidenceClaim> claims)
    {
        const string Folder = "definitions/evidence";
        var ids = new HashSet<string>();
        foreach (var claim in claims)
            if (!ids.Add(claim.Id))
                throw new UnreadableSourceException(
                    Folder,
                    $"there are two claims with the id '{claim.Id}'."
                );
        foreach (var claim in claims)
            if (claim.SeeAlso.FirstOrDefault(other => !ids.Contains(other)) is { } missing)
                throw new UnreadableSourceException(
                    Folder,
                    $"'{claim.Id}' points to '{missing}', which is not there."
                );
        return
        [
            .. claims
                .OrderByDescending(c => c.Strength.Grade ?? -1)
                .ThenBy(c => c.Status)
                .ThenBy(c => c.Id, StringComparer.Ordinal),
        ];
    }
}
