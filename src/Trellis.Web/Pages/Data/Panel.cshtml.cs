using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Api;
using Trellis.Components;
using Trellis.Evaluations;
using Trellis.Serving;

namespace Trellis.Pages.Data;

/// <summary>The panel file: what it holds, each column, breaks and holes, licence and how to cite it; ".csv" is the file itself, sent as it is made.</summary>
[Access(Who.Everybody)]
public sealed class PanelPage : SitePage
{
    /// <summary>Of the JSON, which tells the columns of the file one a row.</summary>
    public static readonly IReadOnlyList<SheetColumn> Columns =
    [
        new("name", "Column"),
        new("label", "In words"),
        new("type", "Type"),
        new("unit", "Unit"),
        new("words", "What it says"),
        new("empty", "What an empty cell means"),
        new("source", "Source"),
    ];

    public PanelFile Panel { get; private set; } = null!;

    /// <summary>How to name the file in a paper.</summary>
    public string Citation =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"Trellis ({Today.Year}). {PanelFile.Title}{(Snapshot.IsFictional ? " of a fictional country" : ", England")}. Snapshot {Snapshot.Id}."
        );

    public IActionResult OnGet()
    {
        Panel = PanelFile.In(Snapshot);
        if (Form.Ending == ".csv")
            return new OpenTableResult(Panel.Table, "/data/panel");
        if (Form.Ending == ".csv-metadata.json")
            return File(Csvw.Of(Panel.Table, "/data/panel.csv", Snapshot), Csvw.ContentType);
        return Answer(
            new PageFrame
            {
                Title = PanelFile.Title,
                Description =
                    "One file for researchers: published outcomes of schools year by year, with the trusts, federations and partnerships they were in.",
                Section = "data",
                Crumbs = [new("Home", "/"), new("Data and sources", "/data"), new("Panel file")],
                Csv = "/data/panel.csv",
            },
            new Sheet(
                PanelFile.Name,
                PanelFile.Title,
                Columns,
                [
                    .. PanelFile.Dictionary.Select(c =>
                        (IReadOnlyList<object?>)
                            [c.Name, c.Label, c.Type, c.Unit, c.Words, c.Empty, c.Source]
                    ),
                ]
            ),
            new Dictionary<string, object?>
            {
                ["csv"] = "/data/panel.csv",
                ["rowsOfTheFile"] = Panel.RowCount,
                ["schoolYears"] = Panel.Rows.Count,
                ["licence"] = Snapshot.IsFictional ? null : Csvw.Licence,
                ["citation"] = Citation,
                ["breaks"] = Panel.Breaks.Select(b => new
                {
                    b.Outcome,
                    Phase = PanelFile.PhaseCode(b.Phase),
                    b.Words,
                }),
            }
        );
    }
}
