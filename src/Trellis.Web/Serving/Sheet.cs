using System.Globalization;
using System.Text.Json;
using CsvHelper;
using Trellis.Measures;

namespace Trellis.Serving;

/// <summary>A column of a table that is downloaded.</summary>
/// <param name="Name">As in the file's header: letters, digits and underscores, at most 50.</param>
/// <param name="Label">As on the page.</param>
/// <param name="Type">"text", "integer", "number", "date" or "boolean", for the metadata beside the CSV.</param>
/// <param name="Unit">"percent", "kilometres", ... or empty.</param>
/// <param name="What">What it says, with its source where it has one.</param>
public sealed record SheetColumn(
    string Name,
    string Label,
    string Type = "text",
    string Unit = "",
    string What = ""
);

/// <summary>A list, chart or table as it is downloaded: the very figures that are on the page.</summary>
/// <remarks>
/// A cell is a string, a link (the file has its words), a number, a date, an instant, a truth, null, or a <see cref="Published"/>: then the file has the figure (empty
/// where there is none) and beside it a column "..._missing" with the reason. In CSV a text that a spreadsheet would run
/// as a formula is escaped with a quote mark in front.
/// </remarks>
/// <param name="Name">The file's name without its ending: "similar-schools-100049".</param>
/// <param name="Title">In words.</param>
public sealed record Sheet(
    string Name,
    string Title,
    IReadOnlyList<SheetColumn> Columns,
    IReadOnlyList<IReadOnlyList<object?>> Rows
)
{
    private bool[] HoldsPublished() =>
        [.. Columns.Select((_, i) => Rows.Any(row => row[i] is Published))];

    /// <summary>The columns of the file: those of the page, and after each published figure why it is missing where it is.</summary>
    public IReadOnlyList<SheetColumn> FileColumns()
    {
        var published = HoldsPublished();
        var columns = new List<SheetColumn>();
        for (var i = 0; i < Columns.Count; i++)
        {
            columns.Add(Columns[i]);
            if (published[i])
                columns.Add(
                    new SheetColumn(
                        $"{Columns[i].Name}_missing",
                        $"{Columns[i].Label}: why there is none",
                        What: "Empty where there is a figure."
                    )
                );
        }
        return columns;
    }

    /// <summary>Writes RFC 4180: UTF-8, a header, CRLF.</summary>
    public void WriteCsv(Stream stream)
    {
        var published = HoldsPublished();
        using var writer = CsvWriter.Create(
            stream,
            CsvWriterOptions.Default with
            {
                Injection = CsvInjection.Escape,
            },
            leaveOpen: true
        );
        foreach (var column in FileColumns())
            writer.WriteField(column.Name);
        writer.EndRecord();
        foreach (var row in Rows)
        {
            for (var i = 0; i < Columns.Count; i++)
            {
                Cell(writer, row[i]);
                if (published[i])
                    writer.WriteField(row[i] is Published figure ? Marks.Why(figure) : "");
            }
            writer.EndRecord();
        }
    }

    /// <summary>Writes one cell as every CSV of the site has it.</summary>
    internal static void Cell(CsvWriter writer, object? value)
    {
        switch (value)
        {
            case null:
            case Published.Withheld or Published.NotApplicable or Published.NotCollected:
                writer.WriteField("");
                break;
            case Published.Figure figure:
                writer.WriteField(figure.Value);
                break;
            case double.NaN:
                writer.WriteField("");
                break;
            case double number:
                writer.WriteField(number);
                break;
            case int whole:
                writer.WriteField(whole);
                break;
            case DateOnly date:
                writer.WriteField(date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                break;
            case bool truth:
                writer.WriteField(truth ? "true" : "false");
                break;
            case DateTimeOffset instant:
                writer.WriteField(Instants.Iso(instant));
                break;
            default:
                writer.WriteField(value.ToString());
                break;
        }
    }

    /// <summary>Writes the rows as an array of objects under the property "rows".</summary>
    public void WriteJson(Utf8JsonWriter json)
    {
        var published = HoldsPublished();
        json.WriteStartArray("rows");
        foreach (var row in Rows)
        {
            json.WriteStartObject();
            for (var i = 0; i < Columns.Count; i++)
            {
                json.WritePropertyName(Columns[i].Name);
                Cell(json, row[i]);
                if (published[i] && row[i] is Published figure and not Published.Figure)
                    json.WriteString($"{Columns[i].Name}_missing", Marks.Why(figure));
            }
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void Cell(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null:
            case Published.Withheld or Published.NotApplicable or Published.NotCollected:
            case double.NaN:
                json.WriteNullValue();
                break;
            case Published.Figure figure:
                json.WriteNumberValue(figure.Value);
                break;
            case double number:
                json.WriteNumberValue(number);
                break;
            case int whole:
                json.WriteNumberValue(whole);
                break;
            case bool truth:
                json.WriteBooleanValue(truth);
                break;
            case long whole:
                json.WriteNumberValue(whole);
                break;
            case DateTimeOffset instant:
                json.WriteStringValue(Instants.Iso(instant));
                break;
            case DateOnly date:
                json.WriteStringValue(date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                break;
            default:
                json.WriteStringValue(value.ToString());
                break;
        }
    }
}
