using System.Reflection;
using Trellis.Library;
using Trellis.Partnerships;
using Trellis.Sources;

namespace Trellis.Models;

/// <summary>What a file says of one field, from a day to a day.</summary>
/// <param name="Answer">Null where it is not known, or the field has words only.</param>
/// <param name="AtLeast">The fewest weeks or meetings; null where no source counts them.</param>
/// <param name="Grant">The most the state pays towards it, in pounds; 0 where it pays nothing, null where that was not read or has no bounds.</param>
/// <param name="Aims">What sources say it is used for; empty for all fields but aims.</param>
/// <param name="Asks">What a school puts in; empty for all fields but asks.</param>
public sealed record ModelClaim(
    ModelField About,
    Answer? Answer,
    Claim Claim,
    int? AtLeast,
    int? Grant,
    IReadOnlyList<Purpose> Aims,
    IReadOnlyList<Ask> Asks
);

/// <summary>What a step leads to.</summary>
public enum StepTo
{
    Form,
    Join,
    Leave,
}

/// <summary>One step; they follow each other in the order of the file.</summary>
/// <param name="Who">Empty where the steps are not known.</param>
/// <param name="Days">A term the law sets for it, in days; null where it sets none.</param>
public sealed record ModelStep(StepTo To, string Who, Claim Claim, int? Days);

/// <summary>A way of working together: a reviewed file under definitions/models.</summary>
/// <param name="Name">"Federation".</param>
/// <param name="Also">What else people call it.</param>
/// <param name="Depth">How deep such a partnership usually goes: 1 informal ... 5 merged governance.</param>
/// <param name="FromRegister">Whether such partnerships are read from the Department's register of schools, and nobody may state or change one here.</param>
/// <param name="Binds">Whether being in one binds a school, so that only those who may act for the school can confirm it; else those who speak for it can too.</param>
/// <param name="ShortList">The kinds of school whose small ones see it among the first six: one that such a school can begin itself, from each depth. It is no better for that.</param>
/// <param name="Claims">At least one for every field, in the order of the fields; those of one field by time.</param>
/// <param name="Steps">To form, to join and to leave, at least one of each, or why they are not known.</param>
public sealed record PartnershipModel(
    ModelId Id,
    string Name,
    IReadOnlyList<string> Also,
    int Depth,
    bool FromRegister,
    bool Binds,
    IReadOnlyList<SchoolKind> ShortList,
    IReadOnlyList<ModelClaim> Claims,
    IReadOnlyList<ModelStep> Steps,
    DateOnly Reviewed,
    DateOnly ReviewBy
)
{
    private static readonly Shape Shape = new(
        new("id"),
        new("name"),
        new("also", Shape.Content.Texts, Optional: true),
        new("depth", Shape.Content.Whole),
        new("from-register", Shape.Content.Flag, Optional: true),
        new("binds", Shape.Content.Flag, Optional: true),
        new("short-list", Shape.Content.Texts, Optional: true),
        Shape.Field.List(
            "claims",
            Shape.Part([
                new("about", Shape.Content.Choice, Optional: false, CodeWord.All<ModelField>()),
                new("answer", Shape.Content.Choice, Optional: true, CodeWord.All<Answer>()),
                new("says", Optional: true),
                new("at-least", Shape.Content.Whole, Optional: true),
                new("grant", Shape.Content.Whole, Optional: true),
                new("aims", Shape.Content.Texts, Optional: true),
                new("asks", Shape.Content.Texts, Optional: true),
                .. Claim.Fields,
            ])
        ),
        Shape.Field.List(
            "steps",
            Shape.Part([
                new("to", Shape.Content.Choice, Optional: false, CodeWord.All<StepTo>()),
                new("who", Optional: true),
                new("does", Optional: true),
                new("days", Shape.Content.Whole, Optional: true),
                .. Claim.Fields,
            ])
        )
    );

    // Pages ask for hundreds of fields at a time.
    private readonly ILookup<ModelField, ModelClaim> byField = Claims.ToLookup(c => c.About);

    /// <summary>What the file says of a field, the earliest first; never empty.</summary>
    public IEnumerable<ModelClaim> Of(ModelField field) => byField[field];

    /// <summary>What it says of a field for a day; the last there was where nothing holds on the day.</summary>
    public ModelClaim On(ModelField field, DateOnly day)
    {
        var all = byField[field];
        return all.LastOrDefault(c => c.Claim.HoldsOn(day)) ?? all.Last();
    }

    /// <summary>Since when there is such a thing; null where that is not known.</summary>
    public RoughDay? Since => byField[ModelField.Since].First().Claim.From;

    /// <summary>Until when there was such a thing; null while there is.</summary>
    public RoughDay? Until => byField[ModelField.Since].Last().Claim.Until;

    /// <summary>Whether it is over on a day: nobody can begin it any more.</summary>
    public bool IsOver(DateOnly day) => Until is { } until && until.Last < day;

    public IReadOnlyList<ModelStep> StepsTo(StepTo to) => [.. Steps.Where(s => s.To == to)];

    /// <summary>Every claim of the file, those of its steps too.</summary>
    public IEnumerable<Claim> AllClaims =>
        Claims.Select(c => c.Claim).Concat(Steps.Select(s => s.Claim));

    /// <exception cref="UnreadableSourceException">The file does not fit; the message says in which line and why.</exception>
    public static PartnershipModel Parse(string file, string yaml)
    {
        var given = ReviewedFile.One(file, yaml, Shape);
        var depth = given.Whole("depth");
        if (depth is < 1 or > 5)
            throw given.Wrong("'depth' is 1, 2, 3, 4 or 5.", "depth");
        ModelClaim[] claims = [.. given.Entries("claims").Select(Read).OrderBy(c => c.About)];
        foreach (var field in Enum.GetValues<ModelField>())
            if (!claims.Any(c => c.About == field))
                throw given.Wrong($"nothing is said about '{CodeWord.Of(field)}'.", "claims");
        ModelStep[] steps = [.. given.Entries("steps").Select(ReadStep)];
        foreach (var to in Enum.GetValues<StepTo>())
            if (!steps.Any(s => s.To == to))
                throw given.Wrong($"there is no step to {CodeWord.Of(to)} it.", "steps");
        return new PartnershipModel(
            ModelId.TryParse(given.Field("id"), null, out var id)
                ? id
                : throw given.Wrong("'id' is small letters with hyphens.", "id"),
            given.Field("name"),
            given.Many("also") ?? [],
            depth,
            given.Has("from-register"),
            given.Has("binds"),
            Words<SchoolKind>(given, "short-list"),
            claims,
            steps,
            given.Day("reviewed"),
            given.Day("review-by")
        );
    }

    private static ModelClaim Read(ReviewedFile given)
    {
        var about = CodeWord.Parse<ModelField>(given.Field("about"))!.Value;
        var claim = Claim.Of(given, "says");
        var answer = CodeWord.Parse<Answer>(given.Optional("answer"));
        var answers = FieldAnswers.Of(about);
        if (claim.IsKnown && answers.Count > 0 && (answer is not { } one || !answers.Contains(one)))
            throw given.Wrong(
                $"'{CodeWord.Of(about)}' has an 'answer': {string.Join(", ", answers.Select(CodeWord.Of))}.",
                "answer"
            );
        if (answer is not null && (answers.Count == 0 || !claim.IsKnown))
            throw given.Wrong("there is no 'answer' here.", "answer");
        foreach (
            var (field, only) in (ReadOnlySpan<(string, ModelField[])>)
                [
                    ("at-least", [ModelField.Weeks, ModelField.Meetings]),
                    ("grant", [ModelField.Cost]),
                    ("aims", [ModelField.Aims]),
                    ("asks", [ModelField.Asks]),
                ]
        )
            if (given.Has(field) && !only.Contains(about))
                throw given.Wrong($"'{CodeWord.Of(about)}' has no '{field}'.", field);
        if (
            about is ModelField.Aims or ModelField.Asks
            && given.Has(CodeWord.Of(about)) != claim.IsKnown
        )
            throw given.Wrong(
                $"'{CodeWord.Of(about)}' is there where it is known, and only there."
            );
        return new ModelClaim(
            about,
            answer,
            claim,
            given.Has("at-least") ? given.Whole("at-least") : null,
            given.Has("grant") ? given.Whole("grant") : null,
            Words<Purpose>(given, "aims"),
            Words<Ask>(given, "asks")
        );
    }

    private static ModelStep ReadStep(ReviewedFile given)
    {
        var claim = Claim.Of(given, "does");
        if (claim.IsKnown != given.Has("who"))
            throw given.Wrong("a step says 'who' does it, and what is not known does not.");
        return new ModelStep(
            CodeWord.Parse<StepTo>(given.Field("to"))!.Value,
            given.Optional("who"),
            claim,
            given.Has("days") ? given.Whole("days") : null
        );
    }

    private static IReadOnlyList<T> Words<T>(ReviewedFile given, string field)
        where T : struct, Enum =>
        [
            .. (given.Many(field) ?? []).Select(word =>
                CodeWord.Parse<T>(word)
                ?? throw given.Wrong(
                    $"'{field}': '{word}' is none of {string.Join(", ", CodeWord.All<T>())}.",
                    field
                )
            ),
        ];
}

/// <summary>The models of partnership, as they were built in.</summary>
public static class PartnershipModels
{
    private static readonly Lazy<IReadOnlyList<PartnershipModel>> Read = new(() =>
        ReviewedFile.BuiltIn(Assembly.GetExecutingAssembly(), "models/", PartnershipModel.Parse)
    );

    /// <summary>Every model, by id.</summary>
    public static IReadOnlyList<PartnershipModel> All => Read.Value;

    /// <summary>The model of an id; null where there is none.</summary>
    public static PartnershipModel? Of(ModelId id) => All.FirstOrDefault(m => m.Id == id);
}
