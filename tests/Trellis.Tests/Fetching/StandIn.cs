using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Trellis.Tests.Fetching;

/// <summary>A request as it came: the path with its query, the range asked for and the condition on it.</summary>
public sealed record Asked(string Path, long? From, string IfRange, string IfNoneMatch);

/// <summary>What the stand-in sends, byte for byte.</summary>
/// <param name="Said">The length it states; null for the true one.</param>
/// <param name="CutAfter">How many bytes of the body it sends before it hangs up; null for all.</param>
public sealed record Reply(
    int Status,
    byte[] Body,
    string Headers = "",
    long? Said = null,
    int? CutAfter = null,
    int WaitMilliseconds = 0
);

/// <summary>A server on a real socket that behaves as badly as it is told to, one connection a request.</summary>
public sealed class StandIn : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly Dictionary<string, Func<Asked, int, Reply>> paths = [];
    private readonly ConcurrentDictionary<string, int> times = new();
    private int now;
    private int most;

    public StandIn()
    {
        listener.Start();
        _ = Serve();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");

    public ConcurrentQueue<Asked> Requests { get; } = [];

    /// <summary>The most connections that were open at one time.</summary>
    public int MostAtOnce => most;

    /// <summary>What to answer at a path: told the request and how many came before it there.</summary>
    public void At(string path, Func<Asked, int, Reply> answer) => paths[path] = answer;

    /// <summary>A file as a good server has it, with ranges and a mark; it hangs up after so many bytes the first times.</summary>
    public void File(
        string path,
        byte[] body,
        string mark = "\"one\"",
        int breaks = 0,
        int cut = 0
    ) =>
        At(
            path,
            (asked, before) =>
            {
                if (asked.IfNoneMatch == mark)
                    return new Reply(304, [], $"ETag: {mark}\r\n");
                int? stop = before < breaks ? cut : null;
                return asked.From is { } from && asked.IfRange == mark
                    ? new Reply(
                        206,
                        body[(int)from..],
                        $"ETag: {mark}\r\nContent-Range: bytes {from}-{body.Length - 1}/{body.Length}\r\n",
                        CutAfter: stop
                    )
                    : new Reply(
                        200,
                        body,
                        $"ETag: {mark}\r\nAccept-Ranges: bytes\r\n",
                        CutAfter: stop
                    );
            }
        );

    public void Dispose() => listener.Dispose();

    private async Task Serve()
    {
        try
        {
            while (true)
                _ = Answer(await listener.AcceptTcpClientAsync());
        }
        catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
        {
            // The test is over and the listener closed.
        }
    }

    private async Task Answer(TcpClient client)
    {
        using var _ = client;
        var open = Interlocked.Increment(ref now);
        int seen;
        while (open > (seen = most))
            Interlocked.CompareExchange(ref most, open, seen);
        try
        {
            var stream = client.GetStream();
            var asked = await Head(stream);
            Requests.Enqueue(asked);
            var before = times.AddOrUpdate(asked.Path, 1, (_, n) => n + 1) - 1;
            var reply = paths.TryGetValue(asked.Path, out var answer)
                ? answer(asked, before)
                : new Reply(404, Encoding.UTF8.GetBytes("not here"));
            await Task.Delay(reply.WaitMilliseconds);
            var head = string.Create(
                CultureInfo.InvariantCulture,
                $"HTTP/1.1 {reply.Status} Said\r\n{(reply.Status == 304 ? "" : $"Content-Length: {reply.Said ?? reply.Body.Length}\r\n")}{reply.Headers}Connection: close\r\n\r\n"
            );
            await stream.WriteAsync(Encoding.ASCII.GetBytes(head));
            await stream.WriteAsync(
                reply.Body.AsMemory(
                    0,
                    Math.Min(reply.Body.Length, reply.CutAfter ?? reply.Body.Length)
                )
            );
            await stream.FlushAsync();
        }
        catch (IOException)
        {
            // The client hung up first, as a cancelled one does.
        }
        finally
        {
            Interlocked.Decrement(ref now);
        }
    }

    private static async Task<Asked> Head(NetworkStream stream)
    {
        var text = new StringBuilder();
        var one = new byte[1];
        while (!text.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(one) == 0)
                throw new IOException("The client sent no request.");
            text.Append((char)one[0]);
        }
        var lines = text.ToString().Split("\r\n");
        string Header(string name) =>
            lines
                .FirstOrDefault(l => l.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))
                ?[(name.Length + 1)..].Trim()
            ?? "";
        var range = Header("Range");
        return new Asked(
            lines[0].Split(' ')[1],
            range.Length == 0
                ? null
                : long.Parse(range["bytes=".Length..].TrimEnd('-'), CultureInfo.InvariantCulture),
            Header("If-Range"),
            Header("If-None-Match")
        );
    }
}
