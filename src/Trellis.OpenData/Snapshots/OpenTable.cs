namespace Trellis.Snapshots;

/// <summary>A column of a table that anybody may take away.</summary>
/// <param name="Name">Lower case, digits and underscores.</param>
/// <param name="Label">For people.</param>
/// <param name="Type">"text", "integer", "number", "date" or "boolean".</param>
/// <param name="Unit">"percent", "pounds", ... or empty.</param>
/// <param name="What">What it says; empty where the label says it all.</param>
/// <param name="Required">Whether every row has it.</param>
public sealed record OpenColumn(
    string Name,
    string Label,
    string Type = "text",
    string Unit = "",
    string What = "",
    bool Required = false
);

/// <summary>A column that names a row of another table.</summary>
/// <param name="Column">Here.</param>
/// <param name="Table">The other table, by its name.</param>
/// <param name="Key">The column there, which is its primary key.</param>
public sealed record OpenReference(string Column, string Table, string Key);

/// <summary>A plain table of a snapshot: for the CSV download and for the database that holds them all.</summary>
/// <param name="Name">As in the address, with hyphens: "local-authorities", "ks4-2018".</param>
/// <param name="Key">The columns that tell rows apart; empty where rows may be alike.</param>
/// <param name="Source">The key of the one source it is from; empty where several are in it.</param>
/// <param name="Rows">
/// Made anew at each walk and never held as a whole. A cell is a string ("" for none), an int, a double, a DateOnly, a bool
/// or null, as the column's type says.
/// </param>
public sealed record OpenTable(
    string Name,
    string Title,
    string What,
    IReadOnlyList<OpenColumn> Columns,
    IReadOnlyList<string> Key,
    IReadOnlyList<OpenReference> References,
    string Source,
    int RowCount,
    IEnumerable<object?[]> Rows
)
{
    /// <summary>As in the database, where a hyphen would have to be quoted.</summary>
    public string SqlName => Name.Replace('-', '_');
}
