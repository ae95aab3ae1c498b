using System.Text;

namespace Trellis.Redactions;

/// <summary>A text as the public reads it, built without the redacted words: nothing that is made from it ever held them.</summary>
/// <param name="Text">With a marker where words were.</param>
/// <param name="Words">How many words the text has, with those that are not shown.</param>
/// <param name="Redacted">How many of them are not shown, in whole or in part.</param>
public sealed record OpenText(string Text, int Words, int Redacted)
{
    /// <summary>What is left of a text. Redactions that overlap or touch are one, under the reason of the first.</summary>
    /// <param name="holding">Those of this text that hold; one that reaches over the end of the text hides it to its end.</param>
    public static OpenText Of(string text, IEnumerable<Redaction> holding)
    {
        var spans = new List<(int Start, int End, RedactionCode Code)>();
        foreach (var one in holding.OrderBy(r => r.Start).ThenBy(r => r.Number))
        {
            var (start, end) = (
                Math.Clamp(one.Start, 0, text.Length),
                Math.Clamp(one.End, 0, text.Length)
            );
            if (spans is [.., var last] && start <= last.End)
                spans[^1] = last with { End = Math.Max(last.End, end) };
            else if (start < end)
                spans.Add((start, end, one.Code));
        }
        var open = new StringBuilder(text.Length);
        var at = 0;
        foreach (var (start, end, code) in spans)
        {
            open.Append(text, at, start - at).Append(code.Marker());
            at = end;
        }
        open.Append(text, at, text.Length - at);
        var (words, hidden) = (0, 0);
        foreach (var (start, end) in WordsOf(text))
        {
            words++;
            if (spans.Exists(s => s.Start < end && start < s.End))
                hidden++;
        }
        return new OpenText(open.ToString(), words, hidden);
    }

    /// <summary>Where the words of a text begin and end: what stands between white space.</summary>
    public static IEnumerable<(int Start, int End)> WordsOf(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (char.IsWhiteSpace(text[at]))
                continue;
            var start = at;
            while (at < text.Length && !char.IsWhiteSpace(text[at]))
                at++;
            yield return (start, at);
        }
    }
}
