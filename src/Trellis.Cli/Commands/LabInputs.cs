using System.CommandLine;
using System.Globalization;
using System.Text;
using Trellis.Measures;
using Trellis.SimilarSchools;
using Trellis.Snapshots;

namespace Trellis.Commands;

/// <summary><c>trellis lab inputs</c>: what the metric looks at, as a table and its fields, for <c>lab similarity-protocol</c> or any other program.</summary>
internal static class LabInputs
{
    public static Command Create()
    {
        var store = Shared.Store();
        var phase = new Option<string>("--phase")
        {
            Description = "primary, secondary or special.",
            Required = true,
        };
        var until = new Option<string?>("--until")
        {
            Description = "The last year looked at, as 2018/19; without it all there are.",
        };
        var to = new Option<FileInfo>("--out")
        {
            Description = "The table to write: a row a school.",
            Required = true,
        };
        var fields = new Option<FileInfo>("--fields")
        {
            Description = "The file to write that says what its columns are.",
            Required = true,
        };
        var json = Shared.AsJson();
        var command = new Command(
            "inputs",
            "What the metric looks at, as a table for similarity-protocol: three-year figures as compared, and the outcomes of the last year."
        )
        {
            store,
            phase,
            until,
            to,
            fields,
            json,
        };
        command.SetAction(parsed =>
        {
            if (PeersOf.Named(parsed.GetValue(phase)!) is not { } peers)
                return Shared.Refuse(
                    2,
                    $"'{parsed.GetValue(phase)}' is not primary, secondary or special."
                );
            Year? last = null;
            if (parsed.GetValue(until) is { } text)
            {
                if (!Year.TryParse(text, null, out var year))
                    return Shared.Refuse(2, $"'{text}' is not a year, as 2018/19.");
                last = year;
            }
            var snapshot = new SnapshotStore(parsed.GetValue(store)!.FullName).Load();
            var table = TrellisTable.Of(
                Likeness.In(snapshot, last).Population(peers),
                singleYear: true
            );
            File.WriteAllText(parsed.GetValue(to)!.FullName, Rows(table));
            File.WriteAllText(parsed.GetValue(fields)!.FullName, Fields(table));
            if (parsed.GetValue(json))
                Shared.Print(
                    new
                    {
                        Snapshot = snapshot.Id,
                        Phase = peers.ToString(),
                        Schools = table.Urns.Count,
                        Columns = table.Columns.Count,
                    }
                );
            else
                Console.Out.WriteLine(
                    $"{table.Urns.Count} schools, {table.Columns.Count} columns from snapshot {snapshot.ShortId}."
                );
            return 0;
        });
        return command;
    }

    private static string Rows(ComparisonTable table)
    {
        var text = new StringBuilder("URN,x,y");
        foreach (var column in table.Columns)
            text.Append(',').Append(column.Name);
        text.Append('\n');
        for (var row = 0; row < table.Urns.Count; row++)
        {
            text.Append(table.Urns[row]);
            Figure(table.Places[row].East);
            Figure(table.Places[row].North);
            foreach (var column in table.Columns)
                Figure(column.Figures[row]);
            text.Append('\n');
        }
        return text.ToString();

        void Figure(double figure)
        {
            text.Append(',');
            if (!double.IsNaN(figure))
                text.Append(CultureInfo.InvariantCulture, $"{figure:R}");
        }
    }

    private static string Fields(ComparisonTable table)
    {
        var text = new StringBuilder(
            "column,roles,transform,weight,axis,variables,group\nURN,urn,,,,,\nx,x,,,,,\ny,y,,,,,\n"
        );
        foreach (var column in table.Columns)
        {
            var roles = new List<string>();
            if (column.IsFace)
                roles.Add("face");
            if (column.IsFeature && !column.IsFace)
                roles.Add("feature");
            if (column.IsFace && !column.IsFeature)
                roles.Add("only");
            if (column.IsBalanced)
                roles.Add("balance");
            if (column.Outcome != OutcomeKind.None)
                roles.Add(
                    column.Outcome switch
                    {
                        OutcomeKind.Taught => "outcome",
                        OutcomeKind.NeverTaught => "never-trained-outcome",
                        _ => "other-year-outcome",
                    }
                );
            text.Append(
                CultureInfo.InvariantCulture,
                $"{column.Name},{string.Join(' ', roles)},,{(column.IsFace ? $"{column.FaceWeight:R}" : "")},{column.Axis},{string.Join(' ', column.Variables)},{column.Group}\n"
            );
        }
        return text.ToString();
    }
}
