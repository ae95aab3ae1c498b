using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Trellis.Redactions;

/// <summary>Something that anybody may read: a public text, a page, a feed, a file.</summary>
/// <param name="Place">For people: "Decide: Why".</param>
public sealed record Output(string Place, string Text);

/// <summary>Hidden words that stand in something public.</summary>
/// <param name="Number">Of the redaction that hides them.</param>
/// <param name="Place">Of the output.</param>
/// <param name="How">In which writing they stand there: "plain", "base64".</param>
public sealed record CanaryHit(int Number, string Place, string How);

/// <summary>Looks for hidden words in what is public, however they are written there: in other capitals, cut by line ends, marks or tags, or encoded for an address, for HTML, for JSON or as base64.</summary>
/// <remarks>
/// Only letters and digits are compared, without accents and capitals, so that what stands between them hides nothing. Words of
/// fewer than eight letters and digits have to stand there by themselves: "Lane" is not in "planet".
/// Words of fewer than four letters are not looked for; they would be found in everything.
/// </remarks>
public static partial class CanaryScan
{
    public const int Shortest = 4;

    private const int Distinct = 8;

    // Four levels of one encoding in another are more than any of our outputs has.
    private const int Deepest = 4;

    /// <summary>All that is found, in the order of the outputs; empty where nothing is.</summary>
    public static IReadOnlyList<CanaryHit> Hits(
        IReadOnlyList<HiddenWords> hidden,
        IEnumerable<Output> outputs
    )
    {
        var wanted = hidden
            .Select(h => (h.Number, Needle: Folded(h.Words).Letters, Plain: Tight(h.Words)))
            .Where(h => h.Plain.Length >= Shortest)
            .Distinct()
            .ToList();
        var hits = new List<CanaryHit>();
        if (wanted.Count == 0)
            return hits;
        foreach (var output in outputs)
        {
            var found = new HashSet<int>();
            foreach (var (how, text) in Writings(output.Text))
            {
                if (found.Count == wanted.Count)
                    break;
                var (letters, breaks) = Folded(text);
                string? tight = null;
                for (var i = 0; i < wanted.Count; i++)
                {
                    if (found.Contains(i))
                        continue;
                    var (number, needle, plain) = wanted[i];
                    var stands =
                        needle.Length >= Shortest
                            ? Stands(letters, breaks, needle)
                            : (tight ??= Tight(text)).Contains(plain, StringComparison.Ordinal);
                    if (stands && found.Add(i))
                        hits.Add(new CanaryHit(number, output.Place, how));
                }
            }
        }
        return hits;
    }

    /// <summary>Whether letters stand somewhere; short ones only where something other than a letter is before and after them.</summary>
    private static bool Stands(string letters, HashSet<int>? breaks, string needle)
    {
        for (
            var at = letters.IndexOf(needle, StringComparison.Ordinal);
            at >= 0;
            at = letters.IndexOf(needle, at + 1, StringComparison.Ordinal)
        )
            if (
                needle.Length >= Distinct
                || breaks!.Contains(at) && breaks.Contains(at + needle.Length)
            )
                return true;
        return false;
    }

    /// <summary>A text in every writing from which somebody could read it.</summary>
    private static IEnumerable<(string How, string Text)> Writings(string raw)
    {
        var text = Without(raw);
        yield return ("plain", text);
        foreach (var (how, other) in Untagged(text))
            yield return (how, other);
        foreach (var decoded in Base64In(text))
            yield return ("base64", Without(decoded));
        var next = text;
        for (var depth = 0; depth < Deepest; depth++)
        {
            var was = next;
            next = Unescaped(WebUtility.HtmlDecode(was));
            if (next != was)
            {
                yield return ("HTML or JSON", Without(next));
                foreach (var (_, other) in Untagged(next))
                    yield return ("HTML or JSON", other);
            }
            var opened = WebUtility.UrlDecode(next);
            if (opened != next)
                yield return ("an address", Without(opened));
            if (next == was && opened == next)
                yield break;
            if (opened != was)
                foreach (var decoded in Base64In(opened))
                    yield return ("base64", Without(decoded));
            next = opened;
        }
    }

    private static IEnumerable<(string How, string Text)> Untagged(string text)
    {
        if (!text.Contains('<', StringComparison.Ordinal))
            yield break;
        // Once as if tags cut nothing and once as if each were a blank: "con<b>fid</b>ential", "<td>Harbour</td><td>Trust</td>".
        yield return ("cut by tags", Without(Tag().Replace(text, "")));
    }

    /// <summary>Without what stands where words were: a marker says "commercial" and hides nothing of it.</summary>
    private static string Without(string text)
    {
        foreach (var code in RedactionCodes.All)
            text = text.Replace(code.Marker(), " ", StringComparison.Ordinal);
        return text;
    }

    private static string Unescaped(string text) =>
        !text.Contains('\\', StringComparison.Ordinal)
            ? text
            : Escape()
                .Replace(
                    text,
                    found =>
                        found.Groups[1] is { Success: true, Value: var code }
                            ? (
                                (char)
                                    ushort.Parse(
                                        code,
                                        NumberStyles.HexNumber,
                                        CultureInfo.InvariantCulture
                                    )
                            ).ToString()
                        : found.Value[1] is '"' or '\\' or '/' ? found.Value[1..]
                        : " "
                );

    /// <summary>What stands in a text as base64, both alphabets, also where something is before it or lines fold it.</summary>
    private static IEnumerable<string> Base64In(string text)
    {
        foreach (Match run in Base64Run().Matches(text))
        {
            var letters = run.Value.Where(c => c is not ('\r' or '\n')).Select(Six).ToArray();
            for (var skip = 0; skip < 4; skip++)
            {
                var bytes = Eights(letters.AsSpan(skip));
                yield return Encoding.UTF8.GetString(bytes);
                if (bytes.AsSpan().Contains((byte)0))
                    yield return Encoding.Unicode.GetString(bytes);
            }
        }
    }

    /// <summary>The six bits of a letter of either alphabet.</summary>
    private static int Six(char letter) =>
        letter switch
        {
            >= 'A' and <= 'Z' => letter - 'A',
            >= 'a' and <= 'z' => letter - 'a' + 26,
            >= '0' and <= '9' => letter - '0' + 52,
            '+' or '-' => 62,
            _ => 63,
        };

    /// <summary>Six bits at a time as bytes; what is left over at the end is none, as what was cut off has it.</summary>
    private static byte[] Eights(ReadOnlySpan<int> sixes)
    {
        var bytes = new byte[sixes.Length * 6 / 8];
        var (held, bits, at) = (0, 0, 0);
        foreach (var six in sixes)
        {
            held = (held << 6 | six) & 0xffff;
            bits += 6;
            if (bits < 8)
                continue;
            bits -= 8;
            bytes[at++] = (byte)(held >> bits);
        }
        return bytes;
    }

    /// <summary>The letters and digits of a text without accents and capitals, and before which of them something else stands.</summary>
    private static (string Letters, HashSet<int> Breaks) Folded(string text)
    {
        var letters = new StringBuilder(text.Length);
        var breaks = new HashSet<int> { 0 };
        foreach (var letter in text)
            if (char.IsLetterOrDigit(letter))
                letters.Append(Bare(letter));
            else if (
                CharUnicodeInfo.GetUnicodeCategory(letter)
                is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.Format)
            )
                breaks.Add(letters.Length);
        breaks.Add(letters.Length);
        return (letters.ToString(), breaks);
    }

    /// <summary>A text without blanks and capitals, its marks kept: for "£4.2".</summary>
    private static string Tight(string text) =>
        string.Concat(text.Where(c => !char.IsWhiteSpace(c)).Select(Bare));

    // From U+00C0 to U+017F. The program knows no rules of other languages, so that it answers the same on every machine.
    private const string Latin =
        "AAAAAAACEEEEIIIIDNOOOOO\u00d7OUUUUYTS"
        + "AAAAAAACEEEEIIIIDNOOOOO\u00f7OUUUUYTY"
        + "AAAAAACCCCCCCCDDDDEEEEEEEEEEGGGGGGGGHHHHIIIIIIIIII"
        + "IIJJKKKLLLLLLLLLLNNNNNNNNNOOOOOOOORRRRRRSSSSSSSSTTTTTTUUUUUUUUUUUUWWYYYZZZZZZS";

    /// <summary>A letter without its accent, as a capital.</summary>
    private static char Bare(char letter) =>
        letter switch
        {
            < '\u00c0' => char.ToUpperInvariant(letter),
            <= '\u017f' => Latin[letter - '\u00c0'],
            // Letters as wide as they are high.
            >= '\uff01' and <= '\uff5e' => char.ToUpperInvariant((char)(letter - 0xfee0)),
            _ => char.ToUpperInvariant(letter),
        };

    [GeneratedRegex("<[^<>]{0,2000}>", RegexOptions.None, 2000)]
    private static partial Regex Tag();

    [GeneratedRegex("""\\u([0-9a-fA-F]{4})|\\["\\/bfnrt]""", RegexOptions.None, 2000)]
    private static partial Regex Escape();

    [GeneratedRegex("[A-Za-z0-9+/_-](?:[\r\n]{0,2}[A-Za-z0-9+/_-]){5,}", RegexOptions.None, 5000)]
    private static partial Regex Base64Run();
}
