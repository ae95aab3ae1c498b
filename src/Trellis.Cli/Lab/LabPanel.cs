using System.CommandLine;
using System.Globalization;
using Trellis.Answers;
using Trellis.Commands;
using Trellis.Effects;

namespace Trellis.Lab;

/// <summary>The options that name the columns of a panel, and the panel they name.</summary>
internal sealed class LabPanel
{
    public Argument<FileInfo> File { get; } =
        new("PANEL.csv") { Description = "A CSV (or .csv.gz) with a row a unit and time." };

    public Option<string> Unit { get; } = Shared.Required<string>("--unit", "Who was looked at.");

    public Option<string> Time { get; } =
        Shared.Required<string>("--time", "When: a whole number.");

    public Option<string> Group { get; } =
        Shared.Required<string>(
            "--group",
            "The time of first treatment; 0, Inf or nothing for never treated."
        );

    public Option<string> Outcome { get; } =
        Shared.Required<string>("--outcome", "What treatment may change.");

    public Option<string?> Covariates { get; } =
        new("--covariates")
        {
            Description =
                "Columns to allow for, as a,b; a column of words becomes one for each but the first of its words.",
        };

    public Option<string?> Weights { get; } =
        new("--weights") { Description = "How many each row counts for, 0 or more." };

    public Option<string?> Cluster { get; } =
        new("--cluster")
        {
            Description = "What units lie together in: one or two columns, as C,D.",
        };

    public void AddTo(Command command)
    {
        command.Add(File);
        foreach (
            Option option in (Option[])[Unit, Time, Group, Outcome, Covariates, Weights, Cluster]
        )
            command.Add(option);
    }

    /// <summary>The rows of the file the options name.</summary>
    /// <exception cref="UnusableDataException">The file is no table, a column is missing, or a cell is no number where one is needed.</exception>
    public PanelRows Read(ParseResult parsed) =>
        Read(parsed, LabTable.Read(parsed.GetValue(File)!));

    /// <summary>The rows of a table that was read already, for a command that wants more of its columns.</summary>
    /// <inheritdoc cref="Read(ParseResult)"/>
    public PanelRows Read(ParseResult parsed, LabTable table)
    {
        var first = table.Figures(parsed.GetValue(Group)!, endless: true);
        for (var row = 0; row < first.Length; row++)
            if (double.IsNaN(first[row]) || first[row] == 0)
                first[row] = double.PositiveInfinity;
        return new PanelRows
        {
            Unit = table.Labels(parsed.GetValue(Unit)!),
            Time = table.WholeNumbers(parsed.GetValue(Time)!),
            FirstTreated = first,
            Outcome = table.Figures(parsed.GetValue(Outcome)!),
            Covariates =
            [
                .. Names(parsed.GetValue(Covariates)).SelectMany(name => Columns(table, name)),
            ],
            Weights = parsed.GetValue(Weights) is { } weights ? table.Figures(weights) : null,
            Clusters =
            [
                .. Names(parsed.GetValue(Cluster))
                    .Select(name => new NamedLabels(name, table.Labels(name))),
            ],
            Lines = table.Lines,
        };
    }

    /// <summary>"a, b" as a and b.</summary>
    public static string[] Names(string? list) =>
        list?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        ?? [];

    /// <summary>A column of figures as it is; a column of words as 0 and 1 for each word but the first in the order of the alphabet.</summary>
    /// <exception cref="UnusableDataException">There is no such column, or it mixes figures and words.</exception>
    public static IEnumerable<NamedColumn> Columns(LabTable table, string name)
    {
        if (table.IsNumeric(name))
            return [new NamedColumn(name, table.Figures(name))];
        var labels = table.Labels(name);
        // A column that is mostly figures has a wrong cell, which reading it as figures names.
        if (
            labels.Any(l =>
                double.TryParse(l, NumberStyles.Float, CultureInfo.InvariantCulture, out _)
            )
        )
            return [new NamedColumn(name, table.Figures(name))];
        return labels
            .Where(l => l is not ("" or "NA"))
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .Skip(1)
            .Select(word => new NamedColumn(
                $"{name}={word}",
                [
                    .. labels.Select(l =>
                        l is "" or "NA" ? double.NaN
                        : string.Equals(l, word, StringComparison.Ordinal) ? 1
                        : 0
                    ),
                ]
            ));
    }
}
