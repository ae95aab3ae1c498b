using System.Text.Json;

namespace Trellis.Commands;

/// <summary>Standard input for a conversation that may be piped in whole: its end is held back until every request has been answered.</summary>
/// <remarks>
/// A caller that writes its requests and closes the pipe wants the answers all the same; the protocol's server takes the
/// end of its input for "stop now" and drops what it is working on.
/// </remarks>
internal sealed class LastAnswers(Stream input, Stream output) : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);
    private int asked;
    private int answered;

    public Stream Input => field ??= new Asking(this, input);

    public Stream Output => field ??= new Answering(this, output);

    public void Dispose()
    {
        Input.Dispose();
        Output.Dispose();
    }

    /// <summary>A line that has both an id and a method is a request; one without an id asks for no answer.</summary>
    private static bool IsRequest(ReadOnlySpan<byte> line)
    {
        var reader = new Utf8JsonReader(line);
        bool id = false,
            method = false;
        try
        {
            while (reader.Read())
                if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 1)
                {
                    id |= reader.ValueTextEquals("id"u8);
                    method |= reader.ValueTextEquals("method"u8);
                }
        }
        catch (JsonException)
        {
            return false;
        }
        return id && method;
    }

    private sealed class Asking(LastAnswers talk, Stream inner) : Through(inner)
    {
        private readonly List<byte> line = [];

        public override async ValueTask<int> ReadAsync(
            Memory<byte> buffer,
            CancellationToken cancellationToken = default
        )
        {
            var read = await Inner.ReadAsync(buffer, cancellationToken);
            foreach (var letter in buffer.Span[..read])
                if (letter == '\n')
                    Ended();
                else
                    line.Add(letter);
            if (read > 0)
                return read;
            Ended();
            for (
                var waited = TimeSpan.Zero;
                waited < Longest && talk.answered < talk.asked;
                waited += Beat
            )
                await Task.Delay(Beat, cancellationToken);
            return 0;
        }

        private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(20);

        private void Ended()
        {
            if (IsRequest(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(line)))
                Interlocked.Increment(ref talk.asked);
            line.Clear();
        }
    }

    private sealed class Answering(LastAnswers talk, Stream inner) : Through(inner)
    {
        public override async ValueTask WriteAsync(
            ReadOnlyMemory<byte> buffer,
            CancellationToken cancellationToken = default
        )
        {
            await Inner.WriteAsync(buffer, cancellationToken);
            await Inner.FlushAsync(cancellationToken);
            Interlocked.Add(ref talk.answered, buffer.Span.Count((byte)'\n'));
        }
    }

    /// <summary>A stream over another, asynchronous only.</summary>
    private abstract class Through(Stream inner) : Stream
    {
        private const string Whole =
            "The conversation is read and written asynchronously, from its beginning to its end.";

        protected Stream Inner => inner;

        public override bool CanRead => inner.CanRead;

        public override bool CanSeek => false;

        public override bool CanWrite => inner.CanWrite;

        public override long Length => throw new NotSupportedException(Whole);

        public override long Position
        {
            get => throw new NotSupportedException(Whole);
            set => throw new NotSupportedException(Whole);
        }

        public override void Flush() => inner.Flush();

        public override Task FlushAsync(CancellationToken cancellationToken) =>
            inner.FlushAsync(cancellationToken);

        public override int Read(byte[] buffer, int offset, int count) =>
            throw new NotSupportedException(Whole);

        public override ValueTask<int> ReadAsync(
            Memory<byte> buffer,
            CancellationToken cancellationToken = default
        ) => inner.ReadAsync(buffer, cancellationToken);

        public override ValueTask WriteAsync(
            ReadOnlyMemory<byte> buffer,
            CancellationToken cancellationToken = default
        ) => inner.WriteAsync(buffer, cancellationToken);

        public override Task<int> ReadAsync(
            byte[] buffer,
            int offset,
            int count,
            CancellationToken cancellationToken
        ) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override Task WriteAsync(
            byte[] buffer,
            int offset,
            int count,
            CancellationToken cancellationToken
        ) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override long Seek(long offset, SeekOrigin origin) =>
            throw new NotSupportedException(Whole);

        public override void SetLength(long value) => throw new NotSupportedException(Whole);

        public override void Write(byte[] buffer, int offset, int count) =>
            throw new NotSupportedException(Whole);
    }
}
