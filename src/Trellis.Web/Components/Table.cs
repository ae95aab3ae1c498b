using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Trellis.Components;

/// <summary>A cell of a table or of its head.</summary>
public sealed record Cell
{
    public string? Text { get; init; }

    public IHtmlContent? Html { get; init; }

    /// <summary>"numeric" for figures, which stand under one another at the right.</summary>
    public string? Format { get; init; }

    public string? Classes { get; init; }

    public int? Colspan { get; init; }

    public int? Rowspan { get; init; }

    public IReadOnlyDictionary<string, string?>? Attributes { get; init; }

    public static implicit operator Cell(string text) => new() { Text = text };

    /// <summary>A figure, already in words.</summary>
    public static Cell Number(string text) => new() { Text = text, Format = "numeric" };
}

/// <summary>Rows of facts. Wide ones go in <c>&lt;div class="table-scroll" tabindex="0" role="region" aria-label="..."&gt;</c>.</summary>
public sealed record Table : Component
{
    public string? Caption { get; init; }

    public string? CaptionClasses { get; init; }

    public IReadOnlyList<Cell>? Head { get; init; }

    public IReadOnlyList<IReadOnlyList<Cell>?> Rows { get; init; } = [];

    public bool FirstCellIsHeader { get; init; }

    protected internal override void Write(Markup markup)
    {
        markup.Open("table", Attributes, ("class", Join("govuk-table", Classes)));
        if (!string.IsNullOrEmpty(Caption))
        {
            markup
                .Open("caption", ("class", Join("govuk-table__caption", CaptionClasses)))
                .Text(Caption)
                .Close("caption");
        }

        if (Head is not null)
        {
            markup
                .Open("thead", ("class", "govuk-table__head"))
                .Open("tr", ("class", "govuk-table__row"));
            foreach (var cell in Head)
                WriteCell(markup, cell, "th", "col", "govuk-table__header");
            markup.Close("tr").Close("thead");
        }

        markup.Open("tbody", ("class", "govuk-table__body"));
        foreach (var row in Rows.OfType<IReadOnlyList<Cell>>())
        {
            markup.Open("tr", ("class", "govuk-table__row"));
            for (var i = 0; i < row.Count; i++)
            {
                if (i == 0 && FirstCellIsHeader)
                    WriteCell(
                        markup,
                        row[i] with
                        {
                            Format = null,
                        },
                        "th",
                        "row",
                        "govuk-table__header"
                    );
                else
                    WriteCell(markup, row[i], "td", null, "govuk-table__cell");
            }

            markup.Close("tr");
        }

        markup.Close("tbody").Close("table");
    }

    private static void WriteCell(
        Markup markup,
        Cell cell,
        string element,
        string? scope,
        string name
    ) =>
        markup
            .Open(
                element,
                cell.Attributes,
                ("scope", scope),
                (
                    "class",
                    Join(
                        name,
                        If(!string.IsNullOrEmpty(cell.Format), $"{name}--{cell.Format}"),
                        cell.Classes
                    )
                ),
                ("colspan", cell.Colspan?.ToString()),
                ("rowspan", cell.Rowspan?.ToString())
            )
            .Words(cell.Text, cell.Html)
            .Close(element);
}

/// <summary><c>&lt;govuk-table caption="..." head="..." rows="..." first-cell-is-header /&gt;</c></summary>
[HtmlTargetElement("govuk-table")]
public sealed class TableTag : ComponentTag
{
    public string? Caption { get; set; }

    public IReadOnlyList<Cell>? Head { get; set; }

    public IReadOnlyList<IReadOnlyList<Cell>?> Rows { get; set; } = [];

    public bool FirstCellIsHeader { get; set; }

    protected override Component Make(
        IHtmlContent? content,
        IReadOnlyDictionary<string, string?> attributes
    ) =>
        new Table
        {
            Caption = Caption,
            CaptionClasses = "govuk-table__caption--m",
            Head = Head,
            Rows = Rows,
            FirstCellIsHeader = FirstCellIsHeader,
            Classes = Classes,
            Attributes = attributes,
        };
}
