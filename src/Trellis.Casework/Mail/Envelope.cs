using System.Net.Mail;
using System.Text;

namespace Trellis.Mail;

/// <summary>A letter as it leaves: what a post needs to know and nothing more.</summary>
/// <param name="Id">Of the letter in the outbox; the same at each attempt, so that a second one can be told to be the first again.</param>
/// <param name="To">An address that <see cref="Fits"/>.</param>
/// <param name="Subject">As it was written; a post takes what does not belong into one line out of it.</param>
/// <param name="Body">Plain text.</param>
/// <param name="MadeAt">When what it tells of was done: the letter's date.</param>
/// <param name="Leave">Where one click ends letters of this kind; null where there is no such place.</param>
public sealed record Envelope(
    string Id,
    string To,
    string Subject,
    string Body,
    DateTimeOffset MadeAt,
    Uri? Leave = null
)
{
    /// <summary>The headers by which a mail program shows a button that ends letters of this kind; empty where there is nothing to end.</summary>
    /// <remarks>RFC 2369 names the address. RFC 8058 lets the program post there by itself, and only where it is encrypted on the way.</remarks>
    public IReadOnlyList<(string Name, string Value)> LeaveHeaders =>
        Leave is not { IsAbsoluteUri: true } at ? []
        : at.Scheme == Uri.UriSchemeHttps
            ?
            [
                ("List-Unsubscribe", $"<{at.AbsoluteUri}>"),
                ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
            ]
        : [("List-Unsubscribe", $"<{at.AbsoluteUri}>")];

    /// <summary>The letter's name in the world, the same at each attempt: "&lt;12-1@trellis.example&gt;".</summary>
    /// <param name="from">The sender's address, whose domain it takes.</param>
    public string MessageId(string from) => $"<{Id}@{from[(from.LastIndexOf('@') + 1)..]}>";

    /// <summary>Whether a letter can be sent to an address: one address, without a display name, a space or a control character.</summary>
    public static bool Fits(string? address) =>
        address is { Length: > 2 and <= 254 }
        && !address.Any(c =>
            char.IsControl(c) || char.IsWhiteSpace(c) || c is '<' or '>' or ',' or ';'
        )
        && MailAddress.TryCreate(address, out var parsed)
        && parsed.Address == address;

    /// <summary>Text as one line of a header: every control character and line end of any script is a space, runs of spaces are one, nothing reads as an encoded word (RFC 2047), and it ends after 200 characters.</summary>
    public static string OneLine(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            var blank =
                Rune.IsControl(rune) || Rune.IsWhiteSpace(rune) || rune.Value is 0x2028 or 0x2029;
            if (!blank)
                line.Append(rune.ToString());
            else if (line.Length > 0 && line[^1] != ' ')
                line.Append(' ');
            if (line.Length >= 200)
                break;
        }
        return line.Replace("=?", "= ?").ToString().TrimEnd();
    }
}
