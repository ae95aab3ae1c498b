namespace Trellis.Mail;

/// <summary>What settings say of mail: without any, letters are files in a folder.</summary>
public static class PostSettings
{
    /// <summary>The sender where none is set. Nobody can answer there.</summary>
    public const string NoSender = "trellis@localhost.invalid";

    /// <summary>The post that settings ask for.</summary>
    /// <param name="setting">Gives the text of "From", "Server", "User", "Password" or "StartTls"; null where it is not set.</param>
    /// <param name="folder">Where letters are dropped when no server is named.</param>
    /// <exception cref="FormatException">A setting is not what it should be; the message names it and says what would do.</exception>
    public static IPost Read(Func<string, string?> setting, string folder)
    {
        var from = setting("From") is { Length: > 0 } named ? named : NoSender;
        if (!Envelope.Fits(from))
            throw new FormatException(
                $"Trellis__Mail__From is '{from}'; it takes one e-mail address, like trellis@school.example."
            );
        if (setting("Server") is not { Length: > 0 } server)
            return new FileDrop(folder, from);
        if (from == NoSender)
            throw new FormatException(
                "Trellis__Mail__From is missing; a mail server needs the sender's address."
            );
        var parts = server.Split(':');
        var port = 587;
        if (
            parts.Length > 2
            || Uri.CheckHostName(parts[0]) == UriHostNameType.Unknown
            || (parts.Length == 2 && (!int.TryParse(parts[1], out port) || port is < 1 or > 65535))
        )
            throw new FormatException(
                $"Trellis__Mail__Server is '{server}'; it takes a host and a port, like mail.school.example:587."
            );
        var startTls = setting("StartTls") switch
        {
            null or "" or "yes" => true,
            "no" => false,
            var other => throw new FormatException(
                $"Trellis__Mail__StartTls is '{other}'; it takes yes or no."
            ),
        };
        return new Smtp(
            new SmtpSettings(from, parts[0], port, setting("User"), setting("Password"), startTls)
        );
    }
}
