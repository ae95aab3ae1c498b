using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Trellis.People;
using Trellis.Serving;
using Trellis.Store;

namespace Trellis.Access;

/// <summary>The security log: a line of JSON at once, and a row in the store when it can be written. No request ever waits for it or fails by it.</summary>
internal sealed class SecurityLog(SiteOptions options, TimeProvider time, ILoggerFactory loggers)
    : BackgroundService
{
    private readonly ILogger lines = loggers.CreateLogger("Trellis.Security");

    // Where so much happens at once that the store cannot follow, the lines have it all and the rows the newest.
    private readonly Channel<SecurityEvent> waiting = Channel.CreateBounded<SecurityEvent>(
        new BoundedChannelOptions(4_096)
        {
            FullMode = BoundedChannelFullMode.DropOldest,
            SingleReader = true,
        }
    );

    // Of this process only: digests of two days cannot be compared by whoever has the table, and nobody can try all addresses.
    private readonly byte[] key = RandomNumberGenerator.GetBytes(32);

    /// <param name="kind">"sign-in", "denied", "forged", "rate-limited", "sign-out", "reset", "password", "passkey", "provider".</param>
    /// <param name="outcome">A word of our own, never what somebody typed.</param>
    public void Note(HttpContext http, string kind, string outcome, PersonId? person = null)
    {
        var one = new SecurityEvent(
            time.GetUtcNow(),
            kind,
            person ?? http.Features.Get<Visitor>()?.Person.Id,
            AddressOf(http),
            $"/{(http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText?.TrimStart('/')}",
            outcome
        );
        waiting.Writer.TryWrite(one);
        lines.LogWarning(
            "{Event}",
            JsonSerializer.Serialize(
                new
                {
                    at = one.At.UtcDateTime,
                    kind = one.Kind,
                    person = one.Person?.ToString(),
                    address = one.Address,
                    path = one.Path,
                    outcome = one.Outcome,
                }
            )
        );
    }

    private string AddressOf(HttpContext http) =>
        Base64Url.EncodeToString(
            HMACSHA256
                .HashData(
                    key,
                    Encoding.UTF8.GetBytes(http.Connection.RemoteIpAddress?.ToString() ?? "")
                )
                .AsSpan(0, 12)
        );

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Casework is not { } casework)
            return;
        var batch = new List<SecurityEvent>();
        while (await waiting.Reader.WaitToReadAsync(stoppingToken))
        {
            while (batch.Count < 256 && waiting.Reader.TryRead(out var one))
                batch.Add(one);
            for (var tries = 0; batch.Count > 0; tries++)
                try
                {
                    await casework.AddSecurityEvents(batch, stoppingToken);
                    batch.Clear();
                }
                catch (Exception wrong)
                    when (wrong is StoreUnavailableException or StoreDamagedException)
                {
                    // The lines have them; the rows wait for the store, while the channel drops what is oldest.
                    if (tries == 0)
                        lines.LogWarning(
                            "The security log waits for the store: {Why}",
                            wrong.Message
                        );
                    await Task.Delay(TimeSpan.FromSeconds(1), stoppingToken);
                }
        }
    }
}
