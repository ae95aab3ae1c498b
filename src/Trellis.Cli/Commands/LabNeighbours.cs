using System.CommandLine;
using Trellis.Lab;
using Trellis.SimilarSchools;

namespace Trellis.Commands;

/// <summary><c>trellis lab neighbours</c>: the distances of given pairs under a named method, on plain CSV.</summary>
internal static class LabNeighbours
{
    public static Command Create()
    {
        var method = Shared.Required<string>(
            "--method",
            "One of " + string.Join(", ", SimilarMethods.All.Select(m => m.Id)) + "."
        );
        var values = Shared.Required<FileInfo>(
            "--values",
            "A CSV with a row a school: URN and the method's figures under the publisher's headings."
        );
        var pairs = Shared.Required<FileInfo>("--pairs", "A CSV with columns URN,NeighbourURN.");
        var to = Shared.Required<FileInfo>(
            "--out",
            "Where to write URN,NeighbourURN,distance; a pair without figures gets an empty distance."
        );
        var json = Shared.AsJson();
        var command = new Command(
            "neighbours",
            "The distance of each given pair of schools under a named method."
        )
        {
            method,
            values,
            pairs,
            to,
            json,
        };
        command.SetAction(parsed =>
        {
            var file = parsed.GetValue(to)!;
            var code = NeighbourDistances.Run(
                parsed.GetValue(method)!,
                parsed.GetValue(values)!.FullName,
                parsed.GetValue(pairs)!.FullName,
                file.FullName,
                Console.Error
            );
            if (code == 0 && parsed.GetValue(json))
                Shared.Print(new { Method = parsed.GetValue(method), Out = file.FullName });
            return code;
        });
        return command;
    }
}
