using System.Globalization;
using System.IO.Compression;
using System.Text;
using Trellis.Schools;

namespace Trellis.Tests.Search;

/// <summary>The real register of 22 July 2022, where the folder of published files lies beside the repository.</summary>
internal static class RegisterOf2022
{
    private const string Entry = "edubasealldata20220722.csv";

    public static IReadOnlyList<Establishment> Read(string archive)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        using var zip = ZipFile.OpenRead(archive);
        using var stream = zip.GetEntry(Entry)!.Open();
        using var reader = new StreamReader(stream, Encoding.GetEncoding(1252));
        var rows = Rows(reader.ReadToEnd()).GetEnumerator();
        rows.MoveNext();
        var header = rows
            .Current.Select((name, at) => (name, at))
            .ToDictionary(c => c.name, c => c.at);
        var read = new List<Establishment>();
        while (rows.MoveNext())
        {
            var row = rows.Current;
            string Cell(string column) => row[header[column]];
            int? Whole(string column) =>
                int.TryParse(Cell(column), CultureInfo.InvariantCulture, out var value)
                    ? value
                    : null;

            LaCode? la = LaCode.TryParse(Cell("LA (code)"), null, out var code) ? code : null;
            read.Add(
                new Establishment
                {
                    Urn = Urn.Parse(Cell("URN")),
                    Name = Cell("EstablishmentName").Trim(),
                    La = la,
                    LaName = Cell("LA (name)"),
                    LaEstab =
                        la is { } authority && Whole("EstablishmentNumber") is { } number
                            ? new LaEstab(authority, number)
                            : null,
                    Ukprn = Ukprn.TryParse(Cell("UKPRN"), null, out var ukprn) ? ukprn : null,
                    Type = Cell("TypeOfEstablishment (name)"),
                    TypeGroup = Cell("EstablishmentTypeGroup (name)"),
                    Status = Cell("EstablishmentStatus (name)") switch
                    {
                        "Open" => Status.Open,
                        "Open, but proposed to close" => Status.ProposedToClose,
                        "Proposed to open" => Status.ProposedToOpen,
                        "Closed" => Status.Closed,
                        _ => Status.NotKnown,
                    },
                    Phase = Cell("PhaseOfEducation (name)") switch
                    {
                        "Nursery" => Phase.Nursery,
                        "Primary" => Phase.Primary,
                        "Secondary" => Phase.Secondary,
                        "Not applicable" => Phase.NotApplicable,
                        _ => Phase.NotKnown,
                    },
                    Religion = Cell("ReligiousCharacter (name)"),
                    Town = Cell("Town"),
                    Locality = Cell("Locality"),
                    Postcode = Cell("Postcode").Trim().ToUpperInvariant(),
                    Region = Cell("GOR (name)"),
                    UrbanRural = Cell("UrbanRural (name)")
                        .Replace("(England/Wales) ", "", StringComparison.Ordinal),
                    Place =
                        Whole("Easting") is { } east && Whole("Northing") is { } north
                            ? new GridPoint(east, north)
                            : null,
                }
            );
        }
        return read;
    }

    private static IEnumerable<string[]> Rows(string text)
    {
        var cells = new List<string>();
        var cell = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (quoted && c == '"' && i + 1 < text.Length && text[i + 1] == '"')
                cell.Append(text[++i]);
            else if (c == '"')
                quoted = !quoted;
            else if (quoted || c is not (',' or '\n' or '\r'))
                cell.Append(c);
            else if (c != '\r')
            {
                cells.Add(cell.ToString());
                cell.Clear();
                if (c == ',')
                    continue;
                yield return [.. cells];
                cells.Clear();
            }
        }
        if (cells.Count > 0)
            yield return [.. cells, cell.ToString()];
    }
}
