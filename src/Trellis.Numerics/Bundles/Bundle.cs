using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Trellis.Bundles;

/// <summary>
/// An analysis as files that anybody can run again: the data, the settings, the answers, and a script that finds the answers
/// from the data in base R without any of this code.
/// </summary>
/// <param name="Files">The text of each file by its name: data.csv, settings.csv, answers.csv, run.R and README.txt.</param>
/// <remarks>
/// <c>Rscript run.R</c> in the folder writes answers-from-R.csv, prints the largest difference and ends with 1 where one is
/// above a millionth. Numbers are written so that they are read back to the last digit; a number that is not known is empty.
/// </remarks>
public sealed record Bundle(IReadOnlyDictionary<string, string> Files)
{
    /// <summary>Writes the files into a folder, which is made where it is not there; files of the same names are replaced.</summary>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public void WriteTo(DirectoryInfo folder)
    {
        folder.Create();
        foreach (var (name, text) in Files)
            File.WriteAllText(Path.Combine(folder.FullName, name), text);
    }

    internal static Bundle Of(
        string script,
        string what,
        BundleTable data,
        IReadOnlyList<(string Name, string Value)> settings,
        BundleTable answers
    )
    {
        var told = new BundleTable("name", "value");
        foreach (var (name, value) in settings)
            told.Add(name, value);
        return new Bundle(
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["data.csv"] = data.ToString(),
                ["settings.csv"] = told.ToString(),
                ["answers.csv"] = answers.ToString(),
                ["run.R"] = Script(script),
                ["README.txt"] = $"""
                {what}

                data.csv      what the analysis was made from
                settings.csv  how it was made; the seed of what was drawn by chance is among them
                answers.csv   what came of it, every number to its last digit
                run.R         finds the answers again: Rscript run.R (R 4 or later, no packages needed)

                """,
            }
        );
    }

    /// <summary>This bundle with figures told elsewhere, which its script holds against its own answers.</summary>
    internal Bundle With(IReadOnlyList<BundleFigure> figures)
    {
        var told = new BundleTable(
            "figure",
            "what",
            "value",
            "answer",
            "group",
            "column",
            "times",
            "why_not_again"
        );
        foreach (var figure in figures)
            told.Add(
                figure.Name,
                figure.What,
                figure.Value,
                figure.Again?.Answer ?? "",
                figure.Again?.Group is { } group ? (object)group : "",
                figure.Again?.Column ?? "",
                figure.Again is { } again ? (object)again.Times : "",
                figure.WhyNotAgain
            );
        return new Bundle(
            new Dictionary<string, string>(Files, StringComparer.Ordinal)
            {
                ["figures.csv"] = told.ToString(),
                ["README.txt"] =
                    Files["README.txt"]
                    + "figures.csv   every number that is told of the analysis, with the answer that it is (times a factor),\n"
                    + "              or why run.R does not find it again\n",
            }
        );
    }

    internal static string HashOf(string script) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Script(script))));

    private static string Script(string name)
    {
        using var source = typeof(Bundle).Assembly.GetManifestResourceStream($"bundles/{name}.R")!;
        using var reader = new StreamReader(source);
        return reader.ReadToEnd();
    }
}

/// <summary>A CSV as it grows: cells with commas, quotes or line ends are quoted; what is not a number is empty.</summary>
internal sealed class BundleTable(params string[] header)
{
    private readonly StringBuilder text = new(string.Join(',', header.Select(Quoted)) + "\n");

    public void Add(params object[] cells)
    {
        for (var i = 0; i < cells.Length; i++)
        {
            if (i > 0)
                text.Append(',');
            text.Append(
                cells[i] switch
                {
                    double figure when !double.IsFinite(figure) => "",
                    IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
                    var cell => Quoted(cell.ToString() ?? ""),
                }
            );
        }
        text.Append('\n');
    }

    public override string ToString() => text.ToString();

    private static string Quoted(string cell) =>
        cell.AsSpan().IndexOfAny(",\"\r\n") < 0
            ? cell
            : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
