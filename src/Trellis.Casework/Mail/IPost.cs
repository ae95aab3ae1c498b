namespace Trellis.Mail;

/// <summary>How letters leave: into a folder, or to a mail server.</summary>
public interface IPost
{
    /// <summary>Sends one letter; doing it twice sends the same letter under the same name.</summary>
    /// <exception cref="PostException">It did not leave, or nobody knows whether it did.</exception>
    Task Send(Envelope letter, CancellationToken stop);

    /// <summary>Where letters go, for people; never a password.</summary>
    string Place { get; }
}

/// <summary>A letter did not leave. The message says why, in a sentence that names no recipient.</summary>
public sealed class PostException(string sentence, Exception? cause = null)
    : IOException(sentence, cause);
