using Trellis.Journal;
using Trellis.People;
using Trellis.Procedures;

namespace Trellis.Consultations;

/// <summary>What tests of consultations tell alike.</summary>
internal static class ConsultationStory
{
    /// <summary>What is proposed, written down by a region's officer.</summary>
    public static TakeStep Plan(CaseId id, Scope region, DateOnly decides) =>
        new(
            id,
            Code.Parse("plan"),
            region,
            null,
            [
                Words("proposed", "That the fictional school joins a trust."),
                Words("other-ways", "Support by another school."),
                Words("criteria", "Criteria, version 4."),
                Words("if-nothing", "The school stays with its local authority."),
                Words("figures", "The register of schools, March 2026."),
                Answer.Of(Code.Parse("decides-on"), decides),
                Chosen("asked", "school", "parents", "staff", "authority"),
                Chosen("ranking", "yes"),
                Chosen("marks", "formative", "information"),
            ]
        );

    public static TakeStep Open(CaseId id, Scope region, DateOnly opens, DateOnly closes) =>
        new(
            id,
            Code.Parse("open"),
            region,
            null,
            [Answer.Of(Code.Parse("opens-on"), opens), Answer.Of(Code.Parse("closes-on"), closes)]
        );

    public static TakeStep Report(CaseId id, Scope region) =>
        new(
            id,
            Code.Parse("report"),
            region,
            null,
            [
                Words("said", "Many asked about the name of the school."),
                Words("did", "The school keeps its name."),
                Words("did-not", "The day of the change stays."),
                Chosen("considered", "yes"),
            ]
        );

    public static Answer Words(string ask, string words) =>
        Answer.Of(Code.Parse(ask), (FreeText)words);

    public static Answer Chosen(string ask, params IReadOnlyList<string> chosen) =>
        Answer.Of(Code.Parse(ask), [.. chosen.Select(c => Code.Parse(c))]);
}
