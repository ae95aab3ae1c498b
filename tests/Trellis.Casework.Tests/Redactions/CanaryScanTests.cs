using System.Net;
using System.Text;
using System.Text.Json;

namespace Trellis.Redactions;

/// <summary>Hidden words are found in what is public, however they are written there.</summary>
public sealed class CanaryScanTests
{
    private const string Secret = "offered 4.2 million, said Zoë";
    private static readonly IReadOnlyList<HiddenWords> hidden = [new(3, Secret)];

    private static IReadOnlyList<CanaryHit> In(string output) =>
        CanaryScan.Hits(hidden, [new Output("the page", output)]);

    public static TheoryData<string, string> Writings() =>
        new()
        {
            { "plain", $"They {Secret} today." },
            { "capitals", $"THEY {Secret.ToUpperInvariant()} TODAY" },
            { "small letters", Secret.ToLowerInvariant() },
            { "lines", "offered\n  4.2\r\nmillion,\tsaid Zoë" },
            { "soft hyphens", "of\u00adfered 4.2 mil\u200blion, said Zoë" },
            { "an accent apart", "offered 4.2 million, said Zoe\u0308" },
            { "tags", "<b>offered</b> 4.2 mil<i>lion</i>, said <a href='/x'>Zoë</a>" },
            { "cells", "<td>offered</td><td>4.2 million</td><td>said Zoë</td>" },
            { "HTML", $"<p>{string.Concat(Secret.Select(c => $"&#{(int)c};"))}</p>" },
            { "HTML twice", WebUtility.HtmlEncode(WebUtility.HtmlEncode("“" + Secret + "”")) },
            { "an address", $"/find?q={WebUtility.UrlEncode(Secret)}" },
            { "an address with %20", $"/find?q={Uri.EscapeDataString(Secret)}" },
            { "JSON", JsonSerializer.Serialize(new { Secret = $"\"{Secret}\"" }) },
            {
                "base64",
                $"data:text/plain;base64,{Convert.ToBase64String(Encoding.UTF8.GetBytes(Secret))}"
            },
            {
                "base64 within",
                Convert.ToBase64String(Encoding.UTF8.GetBytes($"<p>So they {Secret} again.</p>"))
            },
            {
                "base64 after letters",
                "x" + Convert.ToBase64String(Encoding.UTF8.GetBytes(Secret))
            },
            {
                "base64 of two bytes a letter",
                Convert.ToBase64String(Encoding.Unicode.GetBytes(Secret))
            },
            {
                "base64 in lines",
                Convert.ToBase64String(
                    Encoding.UTF8.GetBytes(new string('-', 90) + Secret),
                    Base64FormattingOptions.InsertLineBreaks
                )
            },
            {
                "base64 in an address",
                WebUtility.UrlEncode(
                    Convert.ToBase64String(Encoding.UTF8.GetBytes("??>>" + Secret))
                )
            },
            { "wide letters", "ｏｆｆｅｒｅｄ ４.２ ｍｉｌｌｉｏｎ, said Zoë" },
            { "hyphens", "offered-4-2-million-said-zoe" },
        };

    [Theory]
    [MemberData(nameof(Writings))]
    public void They_are_found_in_every_writing(string how, string output)
    {
        var hit = Assert.Single(In(output));
        Assert.Equal((3, "the page"), (hit.Number, hit.Place));
        Assert.NotEmpty(how);
    }

    [Theory]
    [InlineData("They offered 4.3 million, said Zoë.")]
    [InlineData("[redacted: commercial, in negotiation]")]
    [InlineData("")]
    [InlineData("&#xfffff; %zz \\u00 \ud800")]
    public void What_does_not_say_them_is_no_hit(string output) => Assert.Empty(In(output));

    [Fact]
    public void Short_words_are_found_by_themselves_and_not_within_others()
    {
        IReadOnlyList<HiddenWords> lane = [new(1, "Lane,")];
        Assert.Empty(CanaryScan.Hits(lane, [new Output("a", "The planet's lanes.")]));
        Assert.Single(CanaryScan.Hits(lane, [new Output("a", "Mr LANE's view")]));
        Assert.Single(CanaryScan.Hits([new(1, "£4.2")], [new Output("a", "for £ 4.2 million")]));
        Assert.Empty(CanaryScan.Hits([new(1, "a b")], [new Output("a", "a b")]));
    }

    [Fact]
    public void A_marker_is_not_the_word_that_it_hides()
    {
        IReadOnlyList<HiddenWords> word = [new(1, "commercial")];
        var marker = RedactionCode.CommercialInNegotiation.Marker();
        Assert.Empty(CanaryScan.Hits(word, [new Output("a", $"It was {marker}.")]));
        Assert.Single(CanaryScan.Hits(word, [new Output("a", $"It was {marker}, so commercial.")]));
    }

    [Fact]
    public void Each_output_is_told_with_its_place()
    {
        var hits = CanaryScan.Hits(
            [new(1, "first secret"), new(2, "second secret")],
            [
                new Output("page", "the first secret and the second secret"),
                new Output("feed", "the second secret"),
                new Output("file", "nothing"),
            ]
        );
        Assert.Equal(
            [(1, "page"), (2, "page"), (2, "feed")],
            hits.Select(h => (h.Number, h.Place))
        );
    }
}
