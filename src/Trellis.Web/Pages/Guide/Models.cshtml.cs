using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;
using Trellis.Library;
using Trellis.Models;
using Trellis.Serving;

namespace Trellis.Pages.Guide;

/// <summary>In what order the reader wants the models.</summary>
public enum ModelOrder
{
    Name,

    /// <summary>How far it goes, the loosest first.</summary>
    Depth,

    /// <summary>Those without a number last.</summary>
    Weeks,
}

/// <summary>Every way of working together, a row each; those that keep what the reader wants to keep, if asked.</summary>
[Access(Who.Everybody)]
public sealed class ModelsView : GuidePage
{
    /// <summary>What stands in the table, in its order.</summary>
    public static IReadOnlyList<ModelField> Fields { get; } =
    [
        ModelField.ChangesHead,
        ModelField.ChangesGovernors,
        ModelField.ChangesStaff,
        ModelField.ChangesBudget,
        ModelField.KeepsName,
        ModelField.KeepsInspection,
        ModelField.KeepsTables,
        ModelField.KeepsCharacter,
        ModelField.Leave,
        ModelField.Weeks,
        ModelField.Cost,
        ModelField.Evidence,
    ];

    public static IReadOnlyList<SelectItem> Orders { get; } =
    [
        new() { Value = CodeWord.Of(ModelOrder.Name), Text = "the alphabet" },
        new() { Value = CodeWord.Of(ModelOrder.Depth), Text = "how far it goes" },
        new() { Value = CodeWord.Of(ModelOrder.Weeks), Text = "the weeks it takes" },
    ];

    /// <summary>The columns of the table, whatever is asked.</summary>
    public static IReadOnlyList<SheetColumn> Columns { get; } =
    [
        new("id", "Id"),
        new("name", "Way"),
        new("depth", "How far it goes", "integer", What: "1 informal to 5 merged governance."),
        new("over", "Ended", "boolean"),
        .. Fields.SelectMany(f =>
            (SheetColumn[])
                [
                    new(
                        Column(f),
                        GuideWords.Of(f),
                        What: "A code; empty where not known, or words only."
                    ),
                    new($"{Column(f)}_words", $"{GuideWords.Of(f)}, in words"),
                    new($"{Column(f)}_sources", $"{GuideWords.Of(f)}: sources", What: "Keys."),
                    new(
                        $"{Column(f)}_sure",
                        $"{GuideWords.Of(f)}: how sure",
                        What: "seen, inferred or memory; empty where not known."
                    ),
                ]
        ),
    ];

    public IReadOnlyList<Wish> Keeps { get; private set; } = [];

    public ModelOrder Order { get; private set; }

    public string OrderWord => CodeWord.Of(Order);

    public IReadOnlyList<PartnershipModel> Shown { get; private set; } = [];

    public string FirstLine =>
        $"There are {Alphabetical.Count} ways here. Of these, {Alphabetical.Count(m => m.IsOver(Today))} have ended and are shown so that you know old names.";

    public string OrderLine =>
        Order switch
        {
            ModelOrder.Depth => "They stand in the order of how far they go, the loosest first.",
            ModelOrder.Weeks =>
                "They stand in the order of the weeks they take, those not known last.",
            _ => "They stand in the order of the alphabet.",
        };

    /// <summary>How many keep what is to be kept, how many do not, and of how many it is not known.</summary>
    public string KeptLine
    {
        get
        {
            var unsure = Alphabetical.Count(m =>
                Keeps.All(w => ModelFit.Keeps(m, w, Today) != false)
                && Keeps.Any(w => ModelFit.Keeps(m, w, Today) is null)
            );
            return $"{Shown.Count} of {Alphabetical.Count} keep this for sure. Of {unsure} more it is not known. The rest may change it.";
        }
    }

    public IActionResult OnGet()
    {
        Keeps = Ticked<Wish>("keep");
        Order = One<ModelOrder>("order") ?? ModelOrder.Name;
        Shown =
        [
            .. Alphabetical
                .Where(m => Keeps.All(w => ModelFit.Keeps(m, w, Today) == true))
                .OrderBy(m =>
                    Order switch
                    {
                        ModelOrder.Depth => m.Depth,
                        ModelOrder.Weeks => m.On(ModelField.Weeks, Today).AtLeast ?? int.MaxValue,
                        _ => 0,
                    }
                ),
        ];
        return Guide(
            "All ways side by side",
            "Every way for schools to work together: what changes, what stays, how to leave, cost and evidence.",
            new Sheet(
                "ways-of-working-together",
                "Ways of working together",
                Columns,
                [.. Shown.Select(Row)]
            ),
            listed: Keeps.Count == 0
        );
    }

    private IReadOnlyList<object?> Row(PartnershipModel model) =>
        [
            model.Id.ToString(),
            model.Name,
            model.Depth,
            model.IsOver(Today),
            .. Fields.SelectMany(f =>
            {
                var claim = model.On(f, Today);
                return (object?[])
                    [
                        claim.Answer is { } answer ? CodeWord.Of(answer) : "",
                        claim.Claim.Words,
                        Keys(claim.Claim),
                        claim.Claim.IsKnown ? CodeWord.Of(claim.Claim.Sure) : "",
                    ];
            }),
        ];

    private static string Column(ModelField field) => CodeWord.Of(field).Replace('-', '_');
}
