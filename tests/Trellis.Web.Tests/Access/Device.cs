using System.Buffers.Binary;
using System.Buffers.Text;
using System.Formats.Cbor;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Trellis.Access;

/// <summary>A device with one passkey, as W3C Web Authentication describes it: ES256, no attestation. A test may make it lie in any part.</summary>
public sealed class Device : IDisposable
{
    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public byte[] Id { get; init; } = RandomNumberGenerator.GetBytes(16);

    /// <summary>Which site the browser says it is on.</summary>
    public string Origin { get; set; } = "https://trellis.example";

    /// <summary>The name the key hangs on.</summary>
    public string Site { get; set; } = "trellis.example";

    /// <summary>Whether its person touched it.</summary>
    public bool IsTouched { get; set; } = true;

    /// <summary>Whether it asked its person for a finger, a face or a PIN.</summary>
    public bool IsVerified { get; set; } = true;

    public bool IsInsideAnother { get; set; }

    /// <summary>Its count of signatures; null where it keeps none and says 0.</summary>
    public uint? Count { get; set; } = 0;

    /// <summary>Whose it says it is; the site's own name for the person.</summary>
    public string Handle { get; set; } = "";

    /// <summary>The answer to a question for a new key.</summary>
    public string Create(string options)
    {
        using var asked = JsonDocument.Parse(options);
        Handle = Text(asked.RootElement.GetProperty("user").GetProperty("id").GetString()!);
        var said = Said("webauthn.create", asked.RootElement);
        var (x, y) = (key.ExportParameters(false).Q.X!, key.ExportParameters(false).Q.Y!);
        var cose = new CborWriter(CborConformanceMode.Ctap2Canonical);
        cose.WriteStartMap(5);
        cose.WriteInt32(1);
        cose.WriteInt32(2);
        cose.WriteInt32(3);
        cose.WriteInt32(-7);
        cose.WriteInt32(-1);
        cose.WriteInt32(1);
        cose.WriteInt32(-2);
        cose.WriteByteString(x);
        cose.WriteInt32(-3);
        cose.WriteByteString(y);
        cose.WriteEndMap();
        var length = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)Id.Length);
        byte[] about = [.. Data(0x40), .. new byte[16], .. length, .. Id, .. cose.Encode()];
        var attestation = new CborWriter(CborConformanceMode.Ctap2Canonical);
        attestation.WriteStartMap(3);
        attestation.WriteTextString("fmt");
        attestation.WriteTextString("none");
        attestation.WriteTextString("attStmt");
        attestation.WriteStartMap(0);
        attestation.WriteEndMap();
        attestation.WriteTextString("authData");
        attestation.WriteByteString(about);
        attestation.WriteEndMap();
        return Credential(
            new
            {
                clientDataJSON = Base64Url.EncodeToString(said),
                attestationObject = Base64Url.EncodeToString(attestation.Encode()),
                transports = (string[])["internal"],
            }
        );
    }

    /// <summary>The answer to a question for a signature.</summary>
    /// <param name="by">Another device that signs in its place.</param>
    public string Sign(string options, Device? by = null)
    {
        using var asked = JsonDocument.Parse(options);
        var said = Said("webauthn.get", asked.RootElement);
        if (Count is not null)
            Count++;
        var about = Data(0);
        var signature = (by ?? this).key.SignData(
            [.. about, .. SHA256.HashData(said)],
            HashAlgorithmName.SHA256,
            DSASignatureFormat.Rfc3279DerSequence
        );
        return Credential(
            new
            {
                clientDataJSON = Base64Url.EncodeToString(said),
                authenticatorData = Base64Url.EncodeToString(about),
                signature = Base64Url.EncodeToString(signature),
                userHandle = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(Handle)),
            }
        );
    }

    private byte[] Said(string kind, JsonElement asked) =>
        JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                type = kind,
                challenge = asked.GetProperty("challenge").GetString(),
                origin = Origin,
                crossOrigin = IsInsideAnother,
            }
        );

    private byte[] Data(int flags)
    {
        var count = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(count, Count ?? 0);
        flags |= (IsTouched ? 1 : 0) | (IsVerified ? 4 : 0);
        return [.. SHA256.HashData(Encoding.UTF8.GetBytes(Site)), (byte)flags, .. count];
    }

    private string Credential(object response) =>
        JsonSerializer.Serialize(
            new
            {
                id = Base64Url.EncodeToString(Id),
                rawId = Base64Url.EncodeToString(Id),
                type = "public-key",
                clientExtensionResults = new { },
                response,
            }
        );

    private static string Text(string coded) =>
        Encoding.UTF8.GetString(Base64Url.DecodeFromChars(coded));

    public void Dispose() => key.Dispose();
}
