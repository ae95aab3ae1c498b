using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Trellis.Lab;
using Trellis.SimilarSchools;

namespace Trellis.Commands;

/// <summary><c>trellis lab similarity-protocol</c>: how well methods find schools of which the same can be expected, on any table.</summary>
internal static class LabSimilarity
{
    public static Command Create()
    {
        var table = Shared.Required<FileInfo>(
            "--table",
            "A CSV, perhaps .gz, with a row a school."
        );
        var fields = Shared.Required<FileInfo>(
            "--fields",
            "A CSV that says what the table's columns are: column, roles, and perhaps transform, weight, axis, variables, group."
        );
        var method = Shared.Required<string>(
            "--method",
            "One of " + string.Join(", ", TableMethod.All.Select(m => m.Id)) + ", or all."
        );
        var k = new Option<int>("-k")
        {
            Description = "Neighbours a school.",
            DefaultValueFactory = _ => 50,
        };
        var seed = new Option<int>("--seed")
        {
            Description = "Of the folds.",
            DefaultValueFactory = _ => 1,
        };
        var nonSelective = new Option<bool>("--non-selective")
        {
            Description = "Leave out schools that select.",
        };
        var phase = new Option<string?>("--phase")
        {
            Description = "The phase to keep, where the table has several.",
        };
        var without = new Option<string?>("--without")
        {
            Description = "Leave out a group of features, as ethnic.",
        };
        var neighbours = new Option<FileInfo?>("--neighbours")
        {
            Description =
                "Where to write URN,NeighbourURN,distance of the neighbours out of sample.",
        };
        var keep = new Option<FileInfo?>("--keep")
        {
            Description =
                "Where to keep the run with the hashes of its inputs, as the page of proofs reads it.",
        };
        var title = new Option<string>("--title")
        {
            Description = "What was compared, for the run that is kept.",
            DefaultValueFactory = _ => "",
        };
        var note = new Option<string>("--note")
        {
            Description = "What a reader must know of the table, for the run that is kept.",
            DefaultValueFactory = _ => "",
        };
        var on = new Option<DateOnly?>("--on")
        {
            Description = "The day of the run that is kept, as 2026-11-22.",
        };
        var json = Shared.AsJson();
        var command = new Command(
            "similarity-protocol",
            "How well methods find schools of which the same can be expected: out of sample, on any table."
        )
        {
            table,
            fields,
            method,
            k,
            seed,
            nonSelective,
            phase,
            without,
            neighbours,
            keep,
            title,
            note,
            on,
            json,
        };
        command.SetAction(parsed =>
        {
            var asked = parsed.GetValue(method)!;
            var methods =
                asked == "all" ? TableMethod.All
                : TableMethod.Find(asked) is { } one ? [one]
                : [];
            if (methods.Count == 0)
                return Shared.Refuse(
                    2,
                    $"There is no method '{asked}': {string.Join(", ", TableMethod.All.Select(m => m.Id))}, or all."
                );
            if (parsed.GetValue(k) is < 1 or > 500)
                return Shared.Refuse(2, "-k is between 1 and 500.");
            if (parsed.GetValue(keep) is not null && parsed.GetValue(on) is null)
                return Shared.Refuse(2, "A run that is kept has a day: give --on, as 2026-11-22.");
            if (parsed.GetValue(neighbours) is not null && methods.Count > 1)
                return Shared.Refuse(2, "--neighbours writes the lists of one method: name it.");
            try
            {
                var results = new List<ProtocolResult>();
                var read = ComparisonFiles.Read(
                    parsed.GetValue(table)!.FullName,
                    parsed.GetValue(fields)!.FullName,
                    parsed.GetValue(nonSelective),
                    parsed.GetValue(phase)
                );
                if (parsed.GetValue(without) is { } group)
                {
                    if (read.Columns.All(c => c.Group != group))
                        Console.Error.WriteLine(
                            $"No column is in a group '{group}', so nothing is left out."
                        );
                    read = read.Without(group);
                }
                var answers = new List<object>();
                foreach (var tried in methods)
                {
                    var watch = Stopwatch.StartNew();
                    if (
                        SimilarityProtocol.Run(
                            read,
                            tried,
                            parsed.GetValue(k),
                            parsed.GetValue(seed)
                        )
                        is not var (result, lists)
                    )
                    {
                        Console.Error.WriteLine(
                            $"'{tried.Id}' is left out: the table has none of its variables."
                        );
                        continue;
                    }
                    var seconds = watch.Elapsed.TotalSeconds;
                    answers.Add(Answer(result, seconds));
                    results.Add(result);
                    if (!parsed.GetValue(json))
                        Print(result, seconds);
                    if (parsed.GetValue(neighbours) is { } file && methods.Count == 1)
                        Write(file.FullName, lists);
                }
                if (answers.Count == 0)
                    return Shared.Refuse(2, "No method could be tried.");
                if (parsed.GetValue(keep) is { } run)
                {
                    string tablePath = parsed.GetValue(table)!.FullName,
                        fieldsPath = parsed.GetValue(fields)!.FullName;
                    File.WriteAllText(
                        run.FullName,
                        JsonSerializer.Serialize(
                            new ProtocolRun(
                                parsed.GetValue(title)!,
                                parsed.GetValue(note)!,
                                Path.GetFileName(tablePath),
                                HashOf(tablePath),
                                HashOf(fieldsPath),
                                $"trellis lab similarity-protocol --table {Path.GetFileName(tablePath)} --fields {Path.GetFileName(fieldsPath)} --method {asked} -k {parsed.GetValue(k)} --seed {parsed.GetValue(seed)}",
                                parsed.GetValue(on)!.Value,
                                parsed.GetValue(seed),
                                results
                            ),
                            ProtocolRun.Json
                        ) + "\n"
                    );
                }
                if (parsed.GetValue(json))
                    Shared.Print(asked == "all" ? answers : answers[0]);
                return 0;
            }
            catch (LeakException leak)
            {
                Console.Error.WriteLine(leak.Message);
                return 3;
            }
            catch (InvalidDataException wrong)
            {
                return Shared.Refuse(2, wrong.Message);
            }
            catch (IOException wrong)
            {
                return Shared.Refuse(2, wrong.Message);
            }
        });
        return command;
    }

    private static object Answer(ProtocolResult result, double seconds) =>
        new
        {
            result.Method,
            result.N,
            result.K,
            R2 = result.R2.ToDictionary(r => r.Key, r => OrNull(r.Value)),
            Balance = OrNull(result.Balance),
            NeverNamed = OrNull(result.NeverNamed),
            result.MostNamed,
            Reciprocity = OrNull(result.Reciprocity),
            Within40Km3 = OrNull(result.Within40Km3),
            Seconds = seconds,
        };

    /// <summary>The SHA-256 of a file's bytes, unpacked where it is packed, so that packing does not change it.</summary>
    private static string HashOf(string path)
    {
        using Stream file = File.OpenRead(path);
        if (!path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase))
            return Convert.ToHexStringLower(SHA256.HashData(file));
        using var unpacked = new GZipStream(file, CompressionMode.Decompress);
        return Convert.ToHexStringLower(SHA256.HashData(unpacked));
    }

    private static double? OrNull(double figure) => double.IsFinite(figure) ? figure : null;

    private static void Print(ProtocolResult result, double seconds)
    {
        Console.Out.WriteLine($"{result.Method} ({result.N} schools judged, k = {result.K})");
        foreach (var (outcome, share) in result.R2)
            Console.Out.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"  R2 {outcome}: {share:0.000}")
            );
        Console.Out.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"  balance {result.Balance:0.000}, never named {100 * result.NeverNamed:0.00} %, most named {result.MostNamed}, reciprocity {result.Reciprocity:0.00}, three within 40 km {100 * result.Within40Km3:0.0} %, {seconds:0.0} s"
            )
        );
    }

    private static void Write(string path, IReadOnlyList<ProtocolNeighbour> lists)
    {
        var text = new StringBuilder("URN,NeighbourURN,distance\n");
        foreach (var neighbour in lists)
            text.Append(
                CultureInfo.InvariantCulture,
                $"{neighbour.Urn},{neighbour.Neighbour},{neighbour.Distance:R}\n"
            );
        File.WriteAllText(path, text.ToString());
    }
}
