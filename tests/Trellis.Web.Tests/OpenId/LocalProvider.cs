using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;

namespace Trellis.OpenId;

/// <summary>How a provider, or somebody between, departs from what is right.</summary>
public sealed record Twist
{
    public static readonly Twist None = new();

    public Action<Dictionary<string, object?>> Claims { get; init; } = _ => { };
    public Action<Dictionary<string, object?>> Head { get; init; } = _ => { };
    public Action<Dictionary<string, object?>> Says { get; init; } = _ => { };
    public Action<Dictionary<string, object?>> Gives { get; init; } = _ => { };
    public Action<Dictionary<string, object?>> Key { get; init; } = _ => { };

    /// <summary>Signs otherwise than with the provider's key.</summary>
    public Func<LocalProvider, byte[], byte[]>? Sign { get; init; }

    /// <summary>Changes the whole token after it was signed.</summary>
    public Func<string, string> Token { get; init; } = t => t;

    /// <summary>Changes the address the browser is sent back to.</summary>
    public Func<string, string> Back { get; init; } = b => b;

    public string? Body { get; init; }
}

/// <summary>A real OpenID Connect provider on this machine: discovery, keys, codes with PKCE, tokens signed with RS256.</summary>
public sealed class LocalProvider : IAsyncDisposable
{
    public const string Client = "trellis-test";
    public const string Secret = "a secret & more";

    private readonly WebApplication app;
    private readonly TimeProvider time;
    private readonly Dictionary<string, (string Challenge, string Nonce, string Redirect)> codes =
    [];
    private int given;

    private LocalProvider(WebApplication app, TimeProvider time) =>
        (this.app, this.time) = (app, time);

    public string Issuer => app.Urls.First();

    public RSA Key { get; private set; } = RSA.Create(2048);

    public string KeyId { get; private set; } = "key-1";

    public Twist Twist { get; set; } = Twist.None;

    /// <summary>Who signs in at it.</summary>
    public string Subject { get; set; } = "248289761001";

    /// <summary>The nonce it was asked with last.</summary>
    public string Nonce { get; private set; } = "";

    public static async Task<LocalProvider> Start(TimeProvider time)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var provider = new LocalProvider(app, time);
        app.MapGet("/.well-known/openid-configuration", provider.Configuration);
        app.MapGet("/keys", provider.Keys);
        app.MapGet("/authorize", provider.Authorize);
        // As a delegate: the framework would take it for one that writes its own answer.
        app.MapPost("/token", (Delegate)provider.Exchange);
        await app.StartAsync();
        return provider;
    }

    /// <summary>Signs with a new key from now on, and forgets the old.</summary>
    public void Rotate(int bits = 2048)
    {
        Key = RSA.Create(bits);
        KeyId += "+";
    }

    private IResult Configuration()
    {
        var says = new Dictionary<string, object?>
        {
            ["issuer"] = Issuer,
            ["authorization_endpoint"] = $"{Issuer}/authorize",
            ["token_endpoint"] = $"{Issuer}/token",
            ["jwks_uri"] = $"{Issuer}/keys",
            ["response_types_supported"] = new[] { "code" },
            ["subject_types_supported"] = new[] { "public" },
            ["id_token_signing_alg_values_supported"] = new[] { "RS256" },
            ["authorization_response_iss_parameter_supported"] = true,
        };
        Twist.Says(says);
        return Results.Json(says);
    }

    private IResult Keys()
    {
        var parameters = Key.ExportParameters(false);
        var key = new Dictionary<string, object?>
        {
            ["kty"] = "RSA",
            ["use"] = "sig",
            ["kid"] = KeyId,
            ["n"] = Base64Url.EncodeToString(parameters.Modulus),
            ["e"] = Base64Url.EncodeToString(parameters.Exponent),
        };
        Twist.Key(key);
        return Results.Json(new { keys = new[] { key } });
    }

    private IResult Authorize(HttpContext http)
    {
        var asked = http.Request.Query;
        if (
            asked["client_id"] != Client
            || asked["response_type"] != "code"
            || asked["code_challenge_method"] != "S256"
            || asked["scope"] != "openid"
        )
            return Results.BadRequest();
        var code = $"code-{++given}";
        Nonce = asked["nonce"]!;
        codes[code] = (asked["code_challenge"]!, Nonce, asked["redirect_uri"]!);
        return Results.Redirect(
            Twist.Back(
                QueryHelpers.AddQueryString(
                    asked["redirect_uri"]!,
                    new Dictionary<string, string?>
                    {
                        ["code"] = code,
                        ["state"] = asked["state"],
                        ["iss"] = Issuer,
                    }
                )
            )
        );
    }

    private async Task<IResult> Exchange(HttpContext http)
    {
        var form = await http.Request.ReadFormAsync();
        var proof = Convert.ToBase64String(
            Encoding.UTF8.GetBytes($"{Client}:{Uri.EscapeDataString(Secret)}")
        );
        // A code is good once, for whoever began, who proves it with what the challenge was made of.
        if (
            http.Request.Headers.Authorization != $"Basic {proof}"
            || form["grant_type"] != "authorization_code"
            || !codes.Remove(form["code"].ToString(), out var known)
            || known.Redirect != form["redirect_uri"]
            || known.Challenge
                != Base64Url.EncodeToString(
                    SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString()))
                )
        )
            return Results.Json(new { error = "invalid_grant" }, statusCode: 400);
        if (Twist.Body is { } body)
            return Results.Text(body);
        var access = "an-access-token";
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var claims = new Dictionary<string, object?>
        {
            ["iss"] = Issuer,
            ["sub"] = Subject,
            ["aud"] = Client,
            ["exp"] = now + 300,
            ["iat"] = now,
            ["nonce"] = known.Nonce,
            ["email"] = "person1@school.example",
            ["at_hash"] = Base64Url.EncodeToString(
                SHA256.HashData(Encoding.ASCII.GetBytes(access)).AsSpan(0, 16)
            ),
        };
        Twist.Claims(claims);
        var head = new Dictionary<string, object?>
        {
            ["alg"] = "RS256",
            ["typ"] = "JWT",
            ["kid"] = KeyId,
        };
        Twist.Head(head);
        var signed = $"{Part(head)}.{Part(claims)}";
        var bytes = Encoding.ASCII.GetBytes(signed);
        var signature =
            Twist.Sign?.Invoke(this, bytes)
            ?? Key.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var gives = new Dictionary<string, object?>
        {
            ["token_type"] = "Bearer",
            ["access_token"] = access,
            ["id_token"] = Twist.Token($"{signed}.{Base64Url.EncodeToString(signature)}"),
        };
        Twist.Gives(gives);
        return Results.Json(gives);
    }

    private static string Part(Dictionary<string, object?> part) =>
        Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(part));

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        Key.Dispose();
    }
}
