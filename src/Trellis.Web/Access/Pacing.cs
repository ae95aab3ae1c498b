using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Trellis.Serving;

namespace Trellis.Access;

/// <summary>How often each address and each person may ask. Pages for reading have no limit of their own; what can be guessed, written or taken in bulk has.</summary>
internal sealed class Pacing : IDisposable
{
    private readonly PartitionedRateLimiter<string> accounts;
    private readonly PartitionedRateLimiter<string> letters;

    public Pacing(SiteOptions options)
    {
        var most = options.Limits.TriesAnAccount;
        accounts = PartitionedRateLimiter.Create<string, string>(account =>
            RateLimitPartition.GetFixedWindowLimiter(
                account,
                _ => Window(most, TimeSpan.FromMinutes(10))
            )
        );
        var unasked = options.Limits.UnconfirmedLettersADay;
        letters = PartitionedRateLimiter.Create<string, string>(address =>
            RateLimitPartition.GetFixedWindowLimiter(
                address,
                _ => Window(unasked, TimeSpan.FromDays(1))
            )
        );
    }

    /// <summary>Takes one of the letters that an address gets in a day without having confirmed that it wants any, whoever asks for them and from wherever.</summary>
    public bool MayWrite(string email)
    {
        using var lease = letters.AttemptAcquire(Secrets.Digest(email.Trim().ToLowerInvariant()));
        return lease.IsAcquired;
    }

    /// <summary>Takes one try of an account, known or not: guessing at one person's password from many addresses ends here.</summary>
    public bool MayTry(string email)
    {
        using var lease = accounts.AttemptAcquire(Secrets.Digest(email.Trim().ToLowerInvariant()));
        return lease.IsAcquired;
    }

    public static void Put(IServiceCollection services, SiteOptions options)
    {
        var limits = options.Limits;
        services.AddSingleton<Pacing>();
        services.AddRateLimiter(limiter =>
        {
            limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(http =>
                Kind(http) switch
                {
                    // Seconds of work: one at a time for each person, whatever form it is asked in.
                    'w' => RateLimitPartition.GetConcurrencyLimiter(
                        $"w{http.Features.Get<Visitor>()?.Person.Key ?? AddressOf(http)}",
                        _ => new ConcurrencyLimiterOptions
                        {
                            PermitLimit = limits.WhatIfsAtOnce,
                            QueueLimit = 0,
                        }
                    ),
                    'd' => RateLimitPartition.GetFixedWindowLimiter(
                        $"d{AddressOf(http)}",
                        _ => Window(limits.DownloadsAMinute, TimeSpan.FromMinutes(1))
                    ),
                    'a' => RateLimitPartition.GetTokenBucketLimiter(
                        $"a{AddressOf(http)}",
                        _ => new TokenBucketRateLimiterOptions
                        {
                            TokenLimit = 2 * limits.AnswersASecond,
                            TokensPerPeriod = limits.AnswersASecond,
                            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
                            QueueLimit = 0,
                        }
                    ),
                    's' => RateLimitPartition.GetFixedWindowLimiter(
                        $"s{AddressOf(http)}",
                        _ => Window(limits.SignInsAMinute, TimeSpan.FromMinutes(1))
                    ),
                    'p' => RateLimitPartition.GetFixedWindowLimiter(
                        $"p{http.Features.Get<Visitor>()?.Person.Key ?? AddressOf(http)}",
                        _ => Window(limits.PostsAMinute, TimeSpan.FromMinutes(1))
                    ),
                    _ => RateLimitPartition.GetNoLimiter(""),
                }
            );
            limiter.OnRejected = Say;
        });
    }

    /// <summary>What is asked: a plan that takes seconds to make, a download, an answer for programs or a search, a sign-in, a form, or a page.</summary>
    private static char Kind(HttpContext http)
    {
        var path = http.Request.Path;
        var route = (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "";
        if (path.StartsWithSegments("/data/files"))
            return 'd';
        if (route.EndsWith("/what-if", StringComparison.Ordinal))
            return 'w';
        if (HttpMethods.IsPost(http.Request.Method))
            return
                path.StartsWithSegments("/sign-in")
                || path.StartsWithSegments("/forgotten")
                // Each of these sends a letter to whatever address is typed.
                || route.EndsWith("/{id}/reply", StringComparison.Ordinal)
                || route.Contains("{token}", StringComparison.Ordinal)
                ? 's'
                : 'p';
        if (
            route.Contains("{token}", StringComparison.Ordinal)
            || path.StartsWithSegments("/sign-in/with")
        )
            return 's';
        return
            http.Features.Get<AnswerForm>() is { Ending.Length: > 0 }
            || path.StartsWithSegments("/search")
            ? 'a'
            : ' ';
    }

    /// <summary>The visitor's address; of the newer kind the first half, for one visitor has the whole rest.</summary>
    internal static string AddressOf(HttpContext http)
    {
        var address = http.Connection.RemoteIpAddress ?? IPAddress.None;
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8))
            : address.ToString();
    }

    private static FixedWindowRateLimiterOptions Window(int most, TimeSpan over) =>
        new()
        {
            PermitLimit = most,
            Window = over,
            QueueLimit = 0,
        };

    private static async ValueTask Say(OnRejectedContext rejected, CancellationToken stop)
    {
        var http = rejected.HttpContext;
        var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var known)
            ? Math.Max(1, (int)Math.Ceiling(known.TotalSeconds))
            : 1;
        http.Response.Headers.RetryAfter = wait.ToString(CultureInfo.InvariantCulture);
        http.RequestServices.GetRequiredService<SecurityLog>()
            .Note(
                http,
                "rate-limited",
                Kind(http) switch
                {
                    'd' => "downloads",
                    'a' => "answers",
                    's' => "sign-ins",
                    'w' => "what-ifs",
                    _ => "forms",
                }
            );
        await StatusSentence.WriteAsync(
            http,
            StatusCodes.Status429TooManyRequests,
            $"That was asked too often. Try again in {wait} {(wait == 1 ? "second" : "seconds")}."
        );
    }

    public void Dispose()
    {
        accounts.Dispose();
        letters.Dispose();
    }
}
