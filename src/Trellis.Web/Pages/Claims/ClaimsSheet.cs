using Trellis.EvidenceLibrary;
using Trellis.Library;
using Trellis.Serving;

namespace Trellis.Pages.Claims;

/// <summary>The claims as a table that is downloaded: a row each.</summary>
internal static class ClaimsSheet
{
    public static IReadOnlyList<SheetColumn> Columns { get; } =
    [
        new("id", "Id", What: "The last part of the address /evidence/{id}."),
        new("title", "Claim", What: "In a sentence of ours."),
        new("who", "Who says it"),
        new("said", "When", What: "A day, month or year."),
        new("words", "Words"),
        new("wording", "Whose words", What: "quotation or paraphrase."),
        new("about", "About", What: "A code."),
        new("models", "Ways of working together", What: "Ids of /guide/models; empty for any."),
        new("phase", "Phase", What: "primary, secondary, both or not-stated."),
        new("side", "Side", What: "givers, takers, both or not-stated."),
        new("gains", "Gains", What: "Atkinson's codes."),
        new("who_gains", "Who gains", What: "school, staff, pupils."),
        new("design", "Design", What: "A code."),
        new("compared_with", "Compared with", What: "A code."),
        new("schools", "Schools", "integer", What: "Empty where not stated."),
        new("partnerships", "Partnerships", "integer", What: "Empty where not stated."),
        new("effect", "Result", What: "As reported, or why there is none."),
        new("effect_value", "Result as a figure", "number", What: "Only with its interval."),
        new("effect_low", "Lower end", "number", What: "Of the interval."),
        new("effect_high", "Upper end", "number", What: "Of the interval."),
        new("effect_unit", "Unit of the result"),
        new(
            "strength",
            "Strength",
            "integer",
            What: "0 to 5, worked out from the columns on design; empty where there is nothing to grade."
        ),
        new("strength_words", "Strength in words"),
        new("strength_reasons", "Why so strong"),
        new("maryland", "Maryland scale", What: "By design alone; nobody else has graded it."),
        new("clearinghouse", "What Works Clearinghouse", What: "By design alone."),
        new("padlocks", "EEF padlocks", What: "By design alone."),
        new("status", "Where it stands", What: "supported, contested, not-tested, overtaken."),
        new("status_why", "Why it stands there"),
        new("status_since", "Since", What: "A day, month or year; empty where none can be named."),
        new("settle", "What would settle it"),
        new("own_studies", "Our own studies", What: "The last part of /what-works/{programme}."),
        new("seeds", "Founding sentences", What: "Which sentences it answers."),
        new("place", "Paragraph or page"),
        new("sources", "Sources", What: "Keys."),
        new("addresses", "Addresses of the sources"),
        new("sure", "How sure", What: "seen, inferred or memory."),
        new("doubt", "Doubt"),
        new("see_also", "See also", What: "Ids of other claims."),
    ];

    public static Sheet Of(string name, string title, IEnumerable<EvidenceClaim> claims) =>
        new(name, title, Columns, [.. claims.Select(Row)]);

    private static IReadOnlyList<object?> Row(EvidenceClaim claim)
    {
        var strength = claim.Strength;
        var interval = claim.Effect as ReportedEffect.WithInterval;
        return
        [
            claim.Id,
            claim.Title,
            claim.Who,
            claim.Said.ToString(),
            claim.Words.Says,
            CodeWord.Of(claim.WhoseWords),
            CodeWord.Of(claim.Topic),
            string.Join(", ", claim.Models),
            CodeWord.Of(claim.Phase),
            CodeWord.Of(claim.Side),
            string.Join(", ", claim.Gains.Select(CodeWord.Of)),
            string.Join(", ", claim.WhoGains.Select(CodeWord.Of)),
            CodeWord.Of(claim.Facts.Design),
            CodeWord.Of(claim.Facts.ComparedWith),
            claim.Facts.Schools,
            claim.Facts.Partnerships,
            claim.Effect.InWords,
            interval?.Value,
            interval?.Low,
            interval?.High,
            interval?.Unit ?? "",
            strength.Grade,
            strength.InShort,
            string.Join(' ', strength.Reasons),
            strength.Elsewhere[0].Place,
            strength.Elsewhere[1].Place,
            strength.Elsewhere[2].Place,
            CodeWord.Of(claim.Status),
            claim.StatusWhy,
            claim.StatusSince?.ToString() ?? "",
            claim.Settle,
            string.Join(", ", claim.OwnStudies.Select(p => p.Slug)),
            string.Join(", ", claim.Seeds),
            claim.Place,
            string.Join(", ", claim.Words.Sources.Select(s => s.Key)),
            string.Join(' ', claim.Words.Sources.Select(s => s.Address).Where(a => a.Length > 0)),
            CodeWord.Of(claim.Words.Sure),
            claim.Words.Doubt,
            string.Join(", ", claim.SeeAlso),
        ];
    }
}
