using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;
using Trellis.Library;
using Trellis.Models;
using Trellis.Procedures;
using Trellis.Serving;

namespace Trellis.Pages.Guide;

/// <summary>One way of working together, whole: who may, who does what, what stays, steps, evidence, each with its source.</summary>
[Access(Who.Everybody)]
public sealed class WayView : GuidePage
{
    /// <summary>The tables of the page, with the fields in each; together they are all fields.</summary>
    public static IReadOnlyList<(string Title, IReadOnlyList<ModelField> Fields)> Parts { get; } =
    [
        ("What it is", Fields(ModelField.What, ModelField.Since)),
        ("Who may use it", Fields(ModelField.WhoMaintained, ModelField.WhoSpecial)),
        ("Who does what", Fields(ModelField.PartMembers, ModelField.PartRegion)),
        ("What stays the same", Fields(ModelField.KeepsName, ModelField.KeepsCharacter)),
        ("What changes", Fields(ModelField.ChangesHead, ModelField.ChangesBudget)),
        ("Who must agree", Fields(ModelField.ConsentDiocese, ModelField.ConsentFoundation)),
        ("Time, cost and results", Fields(ModelField.Weeks, ModelField.Asks)),
    ];

    /// <summary>The columns of the table, whatever is asked.</summary>
    public static IReadOnlyList<SheetColumn> Columns { get; } =
    [
        new(
            "field",
            "Field",
            What: "A code; step-form, step-join and step-leave are steps, in their order."
        ),
        new("label", "What"),
        new("answer", "In short", What: "A code; empty where not known, or words only."),
        new("words", "In words"),
        new("who", "Who does it", What: "Of steps."),
        new("days", "Term in days", "integer", What: "Set by law."),
        new("known", "Known", "boolean"),
        new("sure", "How sure", What: "seen, inferred or memory; empty where not known."),
        new(
            "from",
            "From",
            What: "A day, month or year; empty for as long as there is such a thing."
        ),
        new("until", "Until", What: "A day, month or year; empty while it holds."),
        new("sources", "Sources", What: "Keys."),
        new("addresses", "Addresses of the sources"),
        new("doubt", "Doubt"),
    ];

    public PartnershipModel Way { get; private set; } = null!;

    /// <summary>What the register of schools counts; null where it does not.</summary>
    public string? Now { get; private set; }

    /// <summary>The tables of its procedures, with every deadline; empty where there are none.</summary>
    public IReadOnlyList<PageLink> Procedures =>
        [
            .. KnownProcedures
                .All.Where(p => p.Models.Contains(Way.Id))
                .Select(p => p.Id)
                .Distinct()
                .Select(id => new PageLink(
                    KnownProcedures.On(id, Today)!.Name,
                    $"/guide/procedures/{id}"
                )),
        ];

    public IActionResult OnGet(string id)
    {
        if (
            !ModelId.TryParse(id, null, out var asked)
            || PartnershipModels.Of(asked) is not { } model
        )
            return NotHere("There is no such way of working together. See /guide/models for all.");
        Way = model;
        Now = RegisterCounts.Of(Snapshot).Words(model.Id);
        return Guide(
            model.Name,
            $"{model.Name}: who may use it, who does what, what stays the same, and the steps.",
            new Sheet($"way-{model.Id}", model.Name, Columns, [.. Rows(model)]),
            new Dictionary<string, object?>
            {
                ["id"] = model.Id.ToString(),
                ["name"] = model.Name,
                ["also"] = model.Also,
                ["depth"] = model.Depth,
                ["over"] = model.IsOver(Today),
                ["inTheRegister"] = Now,
                ["reviewed"] = model.Reviewed,
                ["reviewBy"] = model.ReviewBy,
            },
            listed: true,
            new PageLink("All ways", "/guide/models")
        );
    }

    /// <summary>"what-it-is".</summary>
    public static string IdOf(string title) =>
        title.ToLowerInvariant().Replace(",", "").Replace(' ', '-');

    private static IEnumerable<IReadOnlyList<object?>> Rows(PartnershipModel model) =>
        model
            .Claims.Select(c =>
                Row(
                    CodeWord.Of(c.About),
                    GuideWords.Of(c.About),
                    c.Answer is { } answer ? CodeWord.Of(answer) : "",
                    "",
                    null,
                    c.Claim
                )
            )
            .Concat(
                model.Steps.Select(s =>
                    Row(
                        $"step-{CodeWord.Of(s.To)}",
                        GuideWords.Of(s.To),
                        "",
                        s.Who,
                        s.Days,
                        s.Claim
                    )
                )
            );

    private static IReadOnlyList<object?> Row(
        string field,
        string label,
        string answer,
        string who,
        int? days,
        Claim claim
    ) =>
        [
            field,
            label,
            answer,
            claim.Words,
            who,
            days,
            claim.IsKnown,
            claim.IsKnown ? CodeWord.Of(claim.Sure) : "",
            claim.From?.ToString() ?? "",
            claim.Until?.ToString() ?? "",
            Keys(claim),
            string.Join(' ', claim.Sources.Select(s => s.Address).Where(a => a.Length > 0)),
            claim.Doubt,
        ];

    private static IReadOnlyList<ModelField> Fields(ModelField first, ModelField last) =>
        [.. Enum.GetValues<ModelField>().Where(f => f >= first && f <= last)];
}
