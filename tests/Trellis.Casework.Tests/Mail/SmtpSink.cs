using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Trellis.Mail;

/// <summary>A mail server that takes every letter, or answers as a test tells it to.</summary>
public sealed class SmtpSink : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource end = new();
    private readonly Func<string, string?> answer;
    private readonly List<Taken> taken = [];
    private readonly Task running;

    /// <summary>A letter as it came over the line.</summary>
    /// <param name="Recipients">As the envelope had them.</param>
    /// <param name="Text">Headers and body.</param>
    public sealed record Taken(IReadOnlyList<string> Recipients, string Text)
    {
        /// <summary>The header lines, folded ones joined.</summary>
        public IReadOnlyList<string> Headers =>
            Text[..Text.IndexOf("\r\n\r\n", StringComparison.Ordinal)]
                .Replace("\r\n ", " ", StringComparison.Ordinal)
                .Split("\r\n");

        public string Header(string name) =>
            Headers.Single(h => h.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))[
                (name.Length + 2)..
            ];
    }

    /// <param name="answer">What is said to a command; null for what a server that takes all says.</param>
    public SmtpSink(Func<string, string?>? answer = null)
    {
        this.answer = answer ?? (_ => null);
        listener.Start();
        running = Listen();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public IReadOnlyList<Taken> Letters
    {
        get
        {
            lock (taken)
                return [.. taken];
        }
    }

    private async Task Listen()
    {
        var talks = new List<Task>();
        try
        {
            while (true)
                talks.Add(Talk(await listener.AcceptTcpClientAsync(end.Token)));
        }
        catch (Exception wrong) when (wrong is OperationCanceledException or SocketException) { }
        await Task.WhenAll(talks);
    }

    private async Task Talk(TcpClient client)
    {
        try
        {
            using (client)
            {
                await using var stream = client.GetStream();
                using var reader = new StreamReader(stream, Encoding.Latin1);
                await using var writer = new StreamWriter(stream, Encoding.Latin1)
                {
                    NewLine = "\r\n",
                    AutoFlush = true,
                };
                await writer.WriteLineAsync("220 sink");
                var recipients = new List<string>();
                while (await reader.ReadLineAsync(end.Token) is { } line)
                {
                    if (answer(line) is { } said)
                    {
                        await writer.WriteLineAsync(said);
                        continue;
                    }
                    if (line.StartsWith("RCPT", StringComparison.OrdinalIgnoreCase))
                        recipients.Add(line.Split('<', '>')[1]);
                    if (line == "DATA")
                    {
                        await writer.WriteLineAsync("354 go on");
                        var text = new StringBuilder();
                        while (await reader.ReadLineAsync(end.Token) is { } part && part != ".")
                            text.Append(part.StartsWith('.') ? part[1..] : part).Append("\r\n");
                        lock (taken)
                            taken.Add(new Taken([.. recipients], text.ToString()));
                        recipients.Clear();
                    }
                    await writer.WriteLineAsync(line == "QUIT" ? "221 bye" : "250 fine");
                    if (line == "QUIT")
                        return;
                }
            }
        }
        catch (Exception wrong) when (wrong is IOException or OperationCanceledException) { }
    }

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        listener.Stop();
        await running;
        end.Dispose();
    }
}
