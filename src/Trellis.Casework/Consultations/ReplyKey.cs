using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Trellis.Journal;
using Trellis.Procedures;

namespace Trellis.Consultations;

/// <summary>Which reply of somebody without an account: "r" and ten letters and digits that follow from the address and the secret of the consultation, so that an address replies once.</summary>
/// <remarks>Once the secret is erased nobody can tell any more whose it was, also not by trying addresses. The default prints as nothing and is none.</remarks>
public readonly record struct ReplyKey : IParsable<ReplyKey>
{
    private readonly string? text;

    private ReplyKey(string text) => this.text = text;

    /// <param name="secret">Of the consultation.</param>
    /// <param name="address">An e-mail address; capitals and blanks around it make no difference.</param>
    public static ReplyKey Of(FreeText secret, CaseId consultation, string address) =>
        new(
            DrawnText.Of(
                'r',
                HMACSHA256
                    .HashData(
                        Encoding.UTF8.GetBytes(secret.ToString()),
                        Encoding.UTF8.GetBytes(
                            $"{consultation} {address.Trim().ToLowerInvariant()}"
                        )
                    )
                    .AsSpan(0, 10)
            )
        );

    public static bool TryParse(
        [NotNullWhen(true)] string? text,
        IFormatProvider? provider,
        out ReplyKey key
    )
    {
        var fits = DrawnText.Fits(text, 'r');
        key = fits ? new ReplyKey(text!) : default;
        return fits;
    }

    /// <exception cref="FormatException">The text is no such key.</exception>
    public static ReplyKey Parse(string text, IFormatProvider? provider = null) =>
        TryParse(text, provider, out var key)
            ? key
            : throw new FormatException($"'{text}' is not the key of a reply.");

    public override string ToString() => text ?? "";
}
