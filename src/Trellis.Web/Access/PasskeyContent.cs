using System.Buffers.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Identity;
using Trellis.Store;

namespace Trellis.Access;

/// <summary>What is kept of a passkey, as it stands in the store: JSON.</summary>
/// <param name="PublicKey">COSE, as the device gave it.</param>
/// <param name="Signed">The device's count of its signatures; 0 where it keeps none.</param>
/// <param name="UsedAt">Null until it signed somebody in.</param>
internal sealed record PasskeyContent(
    byte[] PublicKey,
    uint Signed,
    IReadOnlyList<string> Transports,
    bool Verified,
    bool MayBeCopied,
    bool IsCopied,
    DateTimeOffset? UsedAt
)
{
    public static PasskeyContent Of(Passkey passkey) =>
        JsonSerializer.Deserialize<PasskeyContent>(passkey.Content)!;

    /// <summary>What the framework's handler said of a key, to be kept.</summary>
    public static string Text(UserPasskeyInfo said, DateTimeOffset? usedAt) =>
        JsonSerializer.Serialize(
            new PasskeyContent(
                said.PublicKey,
                said.SignCount,
                said.Transports ?? [],
                said.IsUserVerified,
                said.IsBackupEligible,
                said.IsBackedUp,
                usedAt
            )
        );

    /// <summary>A kept key as the handler knows it. What the device said when it was made is not kept: nobody asks it again.</summary>
    public static UserPasskeyInfo Known(Passkey passkey)
    {
        var content = Of(passkey);
        return new UserPasskeyInfo(
            Base64Url.DecodeFromChars(passkey.Id),
            content.PublicKey,
            passkey.MadeAt,
            content.Signed,
            [.. content.Transports],
            content.Verified,
            content.MayBeCopied,
            content.IsCopied,
            [],
            []
        );
    }
}
