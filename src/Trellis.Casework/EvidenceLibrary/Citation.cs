using System.Globalization;
using System.Text;
using Trellis.Library;

namespace Trellis.EvidenceLibrary;

/// <summary>A source to be cited, in the two forms that programs for references read.</summary>
/// <param name="Note">What the reader of a reference should know besides; empty where there is nothing.</param>
public sealed record Citation(CitedSource Source, string Note)
{
    /// <summary>The sources of claims, each once, by key; the note says what they are cited for.</summary>
    public static IReadOnlyList<Citation> Of(IEnumerable<EvidenceClaim> claims) =>
        [
            .. claims
                .SelectMany(claim => claim.Words.Sources.Select(source => (source, claim)))
                .GroupBy(pair => pair.source.Key)
                .OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => new Citation(
                    group.First().source,
                    string.Join(
                        " ",
                        new[] { group.First().source.Doubt }
                            .Concat(
                                group.Select(pair =>
                                    pair.claim.Place.Length > 0
                                        ? $"Cited for: {pair.claim.Title} ({pair.claim.Place})."
                                        : $"Cited for: {pair.claim.Title}."
                                )
                            )
                            .Where(part => part.Length > 0)
                    )
                )),
        ];

    /// <summary>Entries of BibTeX, UTF-8, one after another; empty for none.</summary>
    /// <remarks>What TeX would read as a command is escaped. Names of bodies stand in braces of their own, so that they are not taken for people.</remarks>
    public static string BibTex(IEnumerable<Citation> citations)
    {
        var text = new StringBuilder();
        foreach (var citation in citations)
        {
            var source = citation.Source;
            text.Append("@misc{").Append(Key(source)).Append(",\n");
            Field(
                text,
                "author",
                source.Authors.Count > 0
                    ? string.Join(" and ", source.Authors.Select(Tex))
                    : $"{{{Tex(source.Publisher)}}}"
            );
            Field(text, "title", $"{{{Tex(source.Title)}}}");
            Field(text, "howpublished", Tex(source.Publisher));
            if (source.Dated is { } dated)
            {
                Field(text, "year", dated.First.Year.ToString(CultureInfo.InvariantCulture));
                if (dated.First.Month == dated.Last.Month)
                    Field(text, "month", dated.First.Month.ToString(CultureInfo.InvariantCulture));
            }
            if (source.Address.Length > 0)
                Field(text, "url", Address(source.Address));
            Field(text, "urldate", source.Read.ToString());
            if (citation.Note.Length > 0)
                Field(text, "note", Tex(citation.Note));
            text.Append("}\n\n");
        }
        return text.ToString();
    }

    /// <summary>References in RIS, UTF-8, lines ended by CR and LF; empty for none.</summary>
    public static string Ris(IEnumerable<Citation> citations)
    {
        var text = new StringBuilder();
        foreach (var citation in citations)
        {
            var source = citation.Source;
            Line(text, "TY", "GEN");
            Line(text, "ID", Key(source));
            foreach (var author in source.Authors.DefaultIfEmpty(source.Publisher))
                Line(text, "AU", author);
            Line(text, "TI", source.Title);
            Line(text, "PB", source.Publisher);
            if (source.Dated is { } dated)
            {
                Line(text, "PY", dated.First.Year.ToString(CultureInfo.InvariantCulture));
                Line(text, "DA", RisDate(dated));
            }
            if (source.Address.Length > 0)
                Line(text, "UR", Address(source.Address));
            Line(text, "Y2", RisDate(source.Read));
            if (citation.Note.Length > 0)
                Line(text, "N1", citation.Note);
            Line(text, "ER", "");
        }
        return text.ToString();
    }

    /// <summary>The key of a source as a program takes it: letters, digits and hyphens.</summary>
    private static string Key(CitedSource source) =>
        $"trellis-{new string([.. source.Key.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')])}";

    private static void Field(StringBuilder text, string name, string value) =>
        text.Append("  ").Append(name).Append(" = {").Append(value).Append("},\n");

    private static void Line(StringBuilder text, string tag, string value) =>
        text.Append(tag).Append("  - ").Append(OneLine(value)).Append("\r\n");

    private static string RisDate(RoughDay day) =>
        day.ToString().Replace('-', '/') is var given && given.Length < 10
            ? given + new string('/', 3 - given.Split('/').Length)
            : given;

    /// <summary>An address with what TeX and readers of files would trip over written as per cent.</summary>
    private static string Address(string address) =>
        string.Concat(
            OneLine(address)
                .Select(c =>
                    c is '{' or '}' or '\\' or ' ' or '"' or '<' or '>' ? $"%{(int)c:X2}" : $"{c}"
                )
        );

    private static string Tex(string value)
    {
        var text = new StringBuilder();
        foreach (var letter in OneLine(value))
            text.Append(
                letter switch
                {
                    '\\' => @"\textbackslash{}",
                    '~' => @"\textasciitilde{}",
                    '^' => @"\textasciicircum{}",
                    '{' or '}' or '$' or '&' or '#' or '_' or '%' => $"\\{letter}",
                    _ => $"{letter}",
                }
            );
        return text.ToString();
    }

    /// <summary>Without line ends and other control letters; runs of blanks are one.</summary>
    private static string OneLine(string value) =>
        string.Join(
            ' ',
            new string([
                .. value.Select(c => char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c),
            ]).Split(' ', StringSplitOptions.RemoveEmptyEntries)
        );
}
