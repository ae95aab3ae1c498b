using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using Trellis.Serving;
using Trellis.Store;

namespace Trellis.Access;

/// <summary>Who somebody is, as a provider says it: the pair is the identity, and an e-mail address never is.</summary>
internal sealed record Foreigner(string Issuer, string Subject);

/// <summary>Why a provider's answer was not taken. The code goes into the security log; people read one sentence for all.</summary>
internal sealed class AnswerRefused(string code, Exception? cause = null) : Exception(code, cause)
{
    public string Code { get; } = code;
}

/// <summary>What was asked of a provider, kept by the browser in a cookie that only this site can read.</summary>
/// <param name="Purpose">"sign-in", "link" or "invitation".</param>
/// <param name="For">The person to be linked, or the digest of the invitation's link; empty for signing in.</param>
internal sealed record Asked(
    string Provider,
    string State,
    string Nonce,
    string Verifier,
    string Purpose,
    string For,
    string Return,
    DateTimeOffset Until
);

/// <summary>OpenID Connect, code flow with PKCE, against any provider.</summary>
/// <remarks>
/// OpenID Connect Core 1.0 section 3.1, RFC 7636 (PKCE), RFC 9207 (the issuer in the answer), RFC 9700 (best practice of
/// 2025). State, nonce and verifier are drawn for each try, in a cookie for ten minutes; a state is used once in the whole
/// site, which the store remembers, so that a copied cookie does not help. Every check fails closed.
/// </remarks>
internal sealed class OpenId : IDisposable
{
    public const string Cookie = "__Host-trellis-provider";

    private static readonly TimeSpan patience = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan skew = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan fresh = TimeSpan.FromHours(1);
    private static readonly TimeSpan again = TimeSpan.FromSeconds(30);
    private static readonly string[] signatures = ["RS256", "PS256", "ES256"];

    private static readonly CookieOptions kept = new()
    {
        HttpOnly = true,
        Secure = true,
        // The provider sends the browser back from another site.
        SameSite = SameSiteMode.Lax,
        Path = "/",
        IsEssential = true,
    };

    private sealed record Known(
        OpenIdConnectConfiguration Says,
        IReadOnlyList<SecurityKey> Keys,
        bool NamesItself,
        DateTimeOffset At
    );

    private readonly SiteOptions options;
    private readonly TimeProvider time;
    private readonly IDataProtector cookies;
    private readonly HttpClient web;
    private readonly SemaphoreSlim one = new(1);
    private readonly Dictionary<string, Known> known = [];

    public OpenId(SiteOptions options, IDataProtectionProvider protection, TimeProvider time)
    {
        this.options = options;
        this.time = time;
        cookies = protection.CreateProtector("Trellis.Provider");
        web = new HttpClient(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            }
        )
        {
            Timeout = TimeSpan.FromSeconds(10),
            MaxResponseContentBufferSize = 256 << 10,
        };
    }

    public Provider? Find(string key) => options.Providers.FirstOrDefault(p => p.Key == key);

    /// <summary>Where the provider sends the browser back to: an address of its own for each, so that one cannot pass for another.</summary>
    public static Uri Back(Provider provider, Uri site) =>
        new(site, $"/sign-in/with/{provider.Key}/back");

    /// <summary>Begins a try: sets the cookie, and gives the provider's address to go to.</summary>
    /// <exception cref="AnswerRefused">The provider cannot be reached, or is not who it should be.</exception>
    public async Task<Uri> Begin(
        HttpContext http,
        Provider provider,
        Uri site,
        string purpose,
        string forWhom,
        string wanted
    )
    {
        var (says, _, _, _) = await About(provider, anew: false, http.RequestAborted);
        var asked = new Asked(
            provider.Key,
            Secrets.Draw(),
            Secrets.Draw(),
            Secrets.Draw(),
            purpose,
            forWhom,
            wanted,
            time.GetUtcNow() + patience
        );
        http.Response.Cookies.Append(
            Cookie,
            cookies.Protect(JsonSerializer.Serialize(asked)),
            kept
        );
        var question = new Dictionary<string, string>
        {
            ["response_type"] = "code",
            ["client_id"] = provider.ClientId,
            ["redirect_uri"] = Back(provider, site).ToString(),
            ["scope"] = "openid",
            ["state"] = asked.State,
            ["nonce"] = asked.Nonce,
            ["code_challenge"] = Base64Url.EncodeToString(
                SHA256.HashData(Encoding.ASCII.GetBytes(asked.Verifier))
            ),
            ["code_challenge_method"] = "S256",
        };
        var query = string.Join(
            '&',
            question.Select(p => $"{p.Key}={Uri.EscapeDataString(p.Value)}")
        );
        var mark = says.AuthorizationEndpoint.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        return new Uri($"{says.AuthorizationEndpoint}{mark}{query}");
    }

    /// <summary>Takes the provider's answer: all checks, then who it is and what was asked for.</summary>
    /// <exception cref="AnswerRefused">A check failed; nothing was done.</exception>
    /// <exception cref="StoreUnavailableException">Whether the answer was used before cannot be known now.</exception>
    public async Task<(Foreigner Who, Asked Asked)> Take(
        HttpContext http,
        Provider provider,
        Uri site
    )
    {
        var stop = http.RequestAborted;
        var asked = Remembered(http.Request) ?? throw new AnswerRefused("nothing-asked");
        http.Response.Cookies.Delete(Cookie, kept);
        var now = time.GetUtcNow();
        if (asked.Provider != provider.Key)
            throw new AnswerRefused("asked-another");
        if (now >= asked.Until)
            throw new AnswerRefused("too-late");
        var query = http.Request.Query;
        if (query.Any(p => p.Value.Count > 1))
            throw new AnswerRefused("said-twice");
        if (!Same(query["state"].ToString(), asked.State))
            throw new AnswerRefused("state");
        if (!await options.Casework!.Spend(Secrets.Digest(asked.State), now, asked.Until, stop))
            throw new AnswerRefused("used-before");
        var (says, keys, namesItself, _) = await About(provider, anew: false, stop);
        // RFC 9207: an answer that says whose it is must be this provider's; one that should say it and does not is nobody's.
        if (query["iss"].ToString() is { Length: > 0 } iss)
        {
            if (!Same(iss, provider.Issuer))
                throw new AnswerRefused("answer-of-another");
        }
        else if (namesItself)
            throw new AnswerRefused("answer-of-nobody");
        if (query.ContainsKey("error"))
            throw new AnswerRefused("provider-refused");
        if (query["code"].ToString() is not { Length: > 0 and <= 4000 } code)
            throw new AnswerRefused("no-code");
        var (token, access) = await Exchange(provider, says, site, code, asked.Verifier, stop);
        string subject;
        try
        {
            subject = await Check(provider, keys, token, access, asked.Nonce, now);
        }
        catch (AnswerRefused unknown) when (unknown.Code == "key-unknown")
        {
            // The provider may have begun to sign with another key since we asked.
            var (_, newer, _, _) = await About(provider, anew: true, stop);
            subject = await Check(provider, newer, token, access, asked.Nonce, now);
        }
        return (new Foreigner(provider.Issuer, subject), asked);
    }

    private Asked? Remembered(HttpRequest request)
    {
        if (request.Cookies[Cookie] is not { Length: > 0 } text)
            return null;
        try
        {
            return JsonSerializer.Deserialize<Asked>(cookies.Unprotect(text));
        }
        catch (Exception foreign)
            when (foreign is CryptographicException or JsonException or FormatException)
        {
            return null;
        }
    }

    /// <summary>Changes the code into tokens, proving with the verifier that we are who asked.</summary>
    private async Task<(string Token, string? Access)> Exchange(
        Provider provider,
        OpenIdConnectConfiguration says,
        Uri site,
        string code,
        string verifier,
        CancellationToken stop
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, says.TokenEndpoint);
        var form = new Dictionary<string, string>
        {
            ["grant_type"] = "authorization_code",
            ["code"] = code,
            ["redirect_uri"] = Back(provider, site).ToString(),
            ["client_id"] = provider.ClientId,
            ["code_verifier"] = verifier,
        };
        if (provider.Secret.Length > 0)
            request.Headers.Authorization = new AuthenticationHeaderValue(
                "Basic",
                Convert.ToBase64String(
                    Encoding.UTF8.GetBytes(
                        $"{Uri.EscapeDataString(provider.ClientId)}:{Uri.EscapeDataString(provider.Secret)}"
                    )
                )
            );
        request.Content = new FormUrlEncodedContent(form);
        try
        {
            using var answer = await web.SendAsync(request, stop);
            if (!answer.IsSuccessStatusCode)
                throw new AnswerRefused("code-refused");
            using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(stop));
            return
                json.RootElement.ValueKind == JsonValueKind.Object
                && Text(json.RootElement, "id_token") is { Length: > 0 } token
                ? (token, Text(json.RootElement, "access_token"))
                : throw new AnswerRefused("no-token");
        }
        catch (JsonException wrong)
        {
            throw new AnswerRefused("no-token", wrong);
        }
        catch (Exception away) when (away is HttpRequestException or TaskCanceledException)
        {
            throw new AnswerRefused("unreachable", away);
        }
    }

    private static string? Text(JsonElement from, string name) =>
        from.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    /// <summary>Every check of OpenID Connect Core 3.1.3.7, and some that later attacks asked for.</summary>
    /// <returns>The subject.</returns>
    private async Task<string> Check(
        Provider provider,
        IReadOnlyList<SecurityKey> keys,
        string token,
        string? access,
        string nonce,
        DateTimeOffset now
    )
    {
        // Three parts: signed and not encrypted. The reader would follow a fourth and a fifth.
        if (token.Length > 32_000 || token.Count(c => c == '.') != 2)
            throw new AnswerRefused("token-unfit");
        JsonWebToken read;
        try
        {
            read = new JsonWebToken(token);
        }
        catch (Exception unreadable) when (unreadable is ArgumentException or JsonException)
        {
            throw new AnswerRefused("token-unfit", unreadable);
        }
        if (!signatures.Contains(read.Alg))
            throw new AnswerRefused("algorithm");
        if (read.TryGetHeaderValue<object>("crit", out _))
            throw new AnswerRefused("token-unfit");
        var fitting = keys.Where(k => k.KeyId == read.Kid).ToList();
        if (string.IsNullOrEmpty(read.Kid))
            fitting = keys.Count == 1 ? [keys[0]] : [];
        if (fitting.Count == 0)
            throw new AnswerRefused("key-unknown");
        var result = await new JsonWebTokenHandler { MapInboundClaims = false }.ValidateTokenAsync(
            token,
            new TokenValidationParameters
            {
                ValidIssuer = provider.Issuer,
                ValidAudience = provider.ClientId,
                ValidAlgorithms = signatures,
                IssuerSigningKeys = fitting,
                TryAllIssuerSigningKeys = false,
                RequireSignedTokens = true,
                RequireExpirationTime = true,
                RequireAudience = true,
                ValidateIssuerSigningKey = true,
                // By the site's own clock.
                LifetimeValidator = (from, until, _, _) =>
                    until is { } end
                    && now < new DateTimeOffset(end, TimeSpan.Zero) + skew
                    && (
                        from is not { } begin
                        || new DateTimeOffset(begin, TimeSpan.Zero) - skew <= now
                    ),
            }
        );
        if (!result.IsValid)
            throw new AnswerRefused(
                result.Exception switch
                {
                    SecurityTokenInvalidIssuerException => "issuer",
                    SecurityTokenInvalidAudienceException => "audience",
                    SecurityTokenInvalidLifetimeException
                    or SecurityTokenExpiredException
                    or SecurityTokenNoExpirationException => "lifetime",
                    _ => "signature",
                },
                result.Exception
            );
        if (!Same(read.Issuer, provider.Issuer))
            throw new AnswerRefused("issuer");
        var azp = Claim(read, "azp");
        if (
            read.Audiences.Count() > 1 && azp is null
            || azp is not null && azp != provider.ClientId
        )
            throw new AnswerRefused("authorized-party");
        if (!Same(Claim(read, "nonce") ?? "", nonce))
            throw new AnswerRefused("nonce");
        if (!read.TryGetPayloadValue<long>("iat", out var issued))
            throw new AnswerRefused("lifetime");
        var age = now.ToUnixTimeSeconds() - issued;
        if (age < -skew.TotalSeconds || age > patience.TotalSeconds)
            throw new AnswerRefused("lifetime");
        if (Claim(read, "at_hash") is { } hash)
        {
            // All three signatures hash with SHA-256; the claim is the left half.
            var half = SHA256.HashData(Encoding.ASCII.GetBytes(access ?? "")).AsSpan(0, 16);
            if (access is null || !Same(hash, Base64Url.EncodeToString(half)))
                throw new AnswerRefused("access-token");
        }
        return read.Subject is { Length: > 0 and <= 255 } subject && subject.All(char.IsAscii)
            ? subject
            : throw new AnswerRefused("subject");
    }

    private static string? Claim(JsonWebToken token, string name) =>
        token.TryGetPayloadValue<string>(name, out var value) ? value : null;

    private static bool Same(string given, string wanted) =>
        CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(given),
            Encoding.UTF8.GetBytes(wanted)
        );

    /// <summary>What a provider says of itself and its keys, at most an hour old.</summary>
    /// <param name="anew">Whether to ask again, for a key that is not among them; at most twice a minute.</param>
    private async Task<Known> About(Provider provider, bool anew, CancellationToken stop)
    {
        await one.WaitAsync(stop);
        try
        {
            var now = time.GetUtcNow();
            if (
                known.TryGetValue(provider.Key, out var there)
                && now - there.At < (anew ? again : fresh)
            )
                return there;
            var at = $"{provider.Issuer.TrimEnd('/')}/.well-known/openid-configuration";
            if (!IsSafe(provider.Issuer))
                throw new AnswerRefused("not-safe");
            var text = await web.GetStringAsync(at, stop);
            var says = OpenIdConnectConfiguration.Create(text);
            if (!Same(says.Issuer ?? "", provider.Issuer))
                throw new AnswerRefused("issuer");
            if (
                !IsSafe(says.AuthorizationEndpoint)
                || !IsSafe(says.TokenEndpoint)
                || !IsSafe(says.JwksUri)
            )
                throw new AnswerRefused("not-safe");
            var keys = JsonWebKeySet.Create(await web.GetStringAsync(says.JwksUri, stop));
            var newest = new Known(
                says,
                [
                    .. keys
                        .Keys.Where(k =>
                            k.Kty is "RSA" or "EC"
                            && k.Use is null or "" or "sig"
                            && !k.HasPrivateKey
                        )
                        .Where(k => k.Kty == "EC" || k.KeySize >= 2048),
                ],
                NamesItself(text),
                now
            );
            known[provider.Key] = newest;
            return newest;
        }
        catch (Exception away)
            when (away
                    is HttpRequestException
                        or TaskCanceledException
                        or JsonException
                        or ArgumentException
            )
        {
            throw new AnswerRefused("unreachable", away);
        }
        finally
        {
            one.Release();
        }
    }

    /// <summary>Whether a provider promises that its answers say whose they are (RFC 9207).</summary>
    private static bool NamesItself(string says)
    {
        using var json = JsonDocument.Parse(says);
        return json.RootElement.TryGetProperty(
                "authorization_response_iss_parameter_supported",
                out var promised
            )
            && promised.ValueKind == JsonValueKind.True;
    }

    /// <summary>Over a safe line, or on this very machine.</summary>
    private static bool IsSafe(string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri)
        && (
            uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback)
        );

    public void Dispose()
    {
        web.Dispose();
        one.Dispose();
    }
}
