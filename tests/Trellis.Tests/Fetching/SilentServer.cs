using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Trellis.Tests.Fetching;

/// <summary>A server that promises a file, sends ten bytes of it and then nothing more, with the line held open.</summary>
public sealed class SilentServer : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private TcpClient? held;

    public SilentServer()
    {
        listener.Start();
        _ = Serve();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");

    public void Dispose()
    {
        held?.Dispose();
        listener.Dispose();
    }

    private async Task Serve()
    {
        held = await listener.AcceptTcpClientAsync();
        await held.GetStream()
            .WriteAsync(
                Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n0123456789")
            );
    }
}
