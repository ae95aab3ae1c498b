using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Trellis.People;

namespace Trellis.Access;

/// <summary>Secrets that a browser or a letter holds. The store has their digests only, so that whoever reads it cannot use them.</summary>
public static class Secrets
{
    /// <summary>43 letters, drawn from 32 bytes of chance.</summary>
    public static string Draw() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>SHA-256 of a secret, 64 hex digits. A secret drawn from 32 bytes needs no salt.</summary>
    public static string Digest(string secret) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    /// <summary>A person nobody had before.</summary>
    public static PersonId Person() => PersonId.From(RandomNumberGenerator.GetBytes(10));
}
