using System.Text;
using Trellis.EvidenceLibrary;
using Trellis.Library;

namespace Trellis.Tests.EvidenceLibrary;

/// <summary>References leave as BibTeX and RIS, and a second, plain reader finds every word again.</summary>
public sealed class CitationTests
{
    private static readonly Citation nasty = new(
        new CitedSource(
            "X 1/ä",
            @"50% of {A & B}: ""x_1"" costs $5 \emph{more} ~ #1^2" + "\nER  - \n@misc{evil,",
            "Müller & Söhne",
            "https://example.org/a_b?c=1&d=2%20#e{f}\\g",
            RoughDay.Parse("2009-07"),
            RoughDay.Parse("2026-11-23"),
            ""
        )
        {
            Authors = ["Atkinson, M.", "O'Brien, {J}"],
        },
        "Line one\r\nTY  - BOOK\u2028line three"
    );

    /// <summary>What a reader of BibTeX takes an entry to be: name and value, with the commands of TeX undone.</summary>
    private static List<(string Key, Dictionary<string, string> Fields)> ReadBibTex(string text)
    {
        var entries = new List<(string, Dictionary<string, string>)>();
        var at = 0;
        while ((at = text.IndexOf('@', at)) >= 0)
        {
            Assert.Equal("@misc{", text[at..(at + 6)]);
            at += 6;
            var comma = text.IndexOf(',', at);
            var key = text[at..comma];
            var fields = new Dictionary<string, string>();
            at = comma + 1;
            while (true)
            {
                while (char.IsWhiteSpace(text[at]) || text[at] == ',')
                    at++;
                if (text[at] == '}')
                    break;
                var equals = text.IndexOf('=', at);
                var name = text[at..equals].Trim();
                at = text.IndexOf('{', equals);
                var (value, depth) = (new StringBuilder(), 0);
                do
                {
                    // A backslash takes the letter after it out of the counting, as in TeX.
                    if (text[at] == '\\')
                        value.Append(text[at++]).Append(text[at]);
                    else
                    {
                        depth += text[at] switch
                        {
                            '{' => 1,
                            '}' => -1,
                            _ => 0,
                        };
                        value.Append(text[at]);
                    }
                    at++;
                } while (depth > 0);
                fields.Add(name, value.ToString()[1..^1]);
            }
            at++;
            entries.Add((key, fields));
        }
        return entries;
    }

    private static string Plain(string tex) =>
        (tex is ['{', .., '}'] ? tex[1..^1] : tex)
            .Replace(@"\textbackslash{}", "\u0001", StringComparison.Ordinal)
            .Replace(@"\textasciitilde{}", "~", StringComparison.Ordinal)
            .Replace(@"\textasciicircum{}", "^", StringComparison.Ordinal)
            .Replace(@"\{", "{", StringComparison.Ordinal)
            .Replace(@"\}", "}", StringComparison.Ordinal)
            .Replace(@"\$", "$", StringComparison.Ordinal)
            .Replace(@"\&", "&", StringComparison.Ordinal)
            .Replace(@"\#", "#", StringComparison.Ordinal)
            .Replace(@"\_", "_", StringComparison.Ordinal)
            .Replace(@"\%", "%", StringComparison.Ordinal)
            .Replace('\u0001', '\\');

    /// <summary>References as RIS says: two letters, two blanks, a hyphen and a blank; TY begins and ER ends.</summary>
    private static List<List<(string Tag, string Value)>> ReadRis(string text)
    {
        var (all, one) = (new List<List<(string, string)>>(), new List<(string, string)>());
        foreach (var line in text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries))
        {
            Assert.DoesNotContain('\n', line);
            Assert.Equal("  - ", line[2..6]);
            if (one.Count == 0)
                Assert.Equal("TY", line[..2]);
            one.Add((line[..2], line[6..]));
            if (line[..2] == "ER")
            {
                all.Add(one);
                one = [];
            }
        }
        Assert.Empty(one);
        return all;
    }

    private static string OneLine(string text) =>
        string.Join(
            ' ',
            text.Split([' ', '\r', '\n', '\u2028'], StringSplitOptions.RemoveEmptyEntries)
        );

    [Fact]
    public void What_tex_would_take_for_a_command_comes_back_as_it_was()
    {
        var (key, fields) = Assert.Single(ReadBibTex(Citation.BibTex([nasty])));
        Assert.Equal("trellis-X-1--", key);
        Assert.Equal(OneLine(nasty.Source.Title), Plain(fields["title"]));
        Assert.Equal("Müller & Söhne", Plain(fields["howpublished"]));
        Assert.Equal(OneLine(nasty.Note), Plain(fields["note"]));
        Assert.Equal(@"Atkinson, M. and O'Brien, \{J\}", fields["author"]);
        Assert.Equal("https://example.org/a_b?c=1&d=2%20#e%7Bf%7D%5Cg", fields["url"]);
        Assert.Equal(
            ("2009", "7", "2026-11-23"),
            (fields["year"], fields["month"], fields["urldate"])
        );
    }

    [Fact]
    public void A_line_end_in_a_title_begins_no_new_reference()
    {
        var fields = Assert.Single(ReadRis(Citation.Ris([nasty])));
        string Of(string tag) => Assert.Single(fields, f => f.Tag == tag).Value;
        Assert.Equal(OneLine(nasty.Source.Title), Of("TI"));
        Assert.Equal(OneLine(nasty.Note), Of("N1"));
        Assert.Equal(
            ["Atkinson, M.", "O'Brien, {J}"],
            fields.Where(f => f.Tag == "AU").Select(f => f.Value)
        );
        Assert.Equal(("2009", "2009/07/", "2026/11/23"), (Of("PY"), Of("DA"), Of("Y2")));
    }

    [Fact]
    public void A_body_that_wrote_a_source_is_not_taken_for_a_person_with_two_names()
    {
        var body = nasty with
        {
            Source = nasty.Source with
            {
                Authors = [],
                Publisher = "Department for Education and Skills",
            },
        };
        Assert.Equal(
            "{Department for Education and Skills}",
            ReadBibTex(Citation.BibTex([body]))[0].Fields["author"]
        );
    }

    [Fact]
    public void Every_source_of_the_library_leaves_once_and_comes_back_in_both_forms()
    {
        var citations = Citation.Of(EvidenceClaims.All);
        var sources = EvidenceClaims.All.SelectMany(c => c.Words.Sources).Distinct().ToArray();
        Assert.Equal(sources.Length, citations.Count);
        var tex = ReadBibTex(Citation.BibTex(citations));
        var ris = ReadRis(Citation.Ris(citations));
        Assert.Equal(citations.Count, tex.Select(e => e.Key).Distinct().Count());
        Assert.Equal(
            citations.Select(c => OneLine(c.Source.Title)),
            tex.Select(e => Plain(e.Fields["title"]))
        );
        Assert.Equal(
            citations.Select(c => OneLine(c.Source.Title)),
            ris.Select(r => r.First(f => f.Tag == "TI").Value)
        );
        Assert.Equal(
            citations.Select(c => c.Source.Address).Where(a => a.Length > 0),
            ris.SelectMany(r => r).Where(f => f.Tag == "UR").Select(f => f.Value)
        );
    }

    [Fact]
    public void A_reference_says_what_it_is_cited_for_and_what_is_doubtful_about_it()
    {
        var hansard = Assert.Single(
            Citation.Of([EvidenceClaims.Of("national-leaders-19-schools")!]),
            c => c.Source.Key == "SEED-H"
        );
        Assert.Contains("address was not kept", hansard.Note);
        Assert.Contains("Cited for: National leaders helped 19 schools", hansard.Note);
        Assert.Contains("question 286888", hansard.Note);
    }
}
