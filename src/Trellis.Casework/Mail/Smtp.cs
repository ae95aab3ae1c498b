using System.Net;
using System.Net.Mail;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;

namespace Trellis.Mail;

/// <summary>Letters to a mail server.</summary>
public sealed class Smtp(SmtpSettings settings) : IPost
{
    // A server that does not answer may not outlast the claim on the letter: another node would send it meanwhile.
    private static readonly TimeSpan patience = TimeSpan.FromSeconds(45);

    public string Place =>
        $"{settings.Host}:{settings.Port}{(settings.StartTls ? "" : ", not encrypted")}";

    /// <inheritdoc/>
    public async Task Send(Envelope letter, CancellationToken stop)
    {
        if (!Envelope.Fits(letter.To))
            throw new PostException("The address is not one that a letter can be sent to.");
        using var message = new MailMessage(settings.From, letter.To)
        {
            Subject = Envelope.OneLine(letter.Subject),
            SubjectEncoding = Encoding.UTF8,
            Body = letter.Body.ReplaceLineEndings("\r\n"),
            BodyEncoding = Encoding.UTF8,
            HeadersEncoding = Encoding.UTF8,
        };
        message.Headers.Add("Message-ID", letter.MessageId(settings.From));
        message.Headers.Add("Auto-Submitted", "auto-generated");
        foreach (var (name, value) in letter.LeaveHeaders)
            message.Headers.Add(name, value);
        using var client = new SmtpClient(settings.Host, settings.Port)
        {
            EnableSsl = settings.StartTls,
            DeliveryMethod = SmtpDeliveryMethod.Network,
        };
        if (settings.User is { Length: > 0 } user)
            client.Credentials = new NetworkCredential(user, settings.Password);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(patience);
        try
        {
            await client.SendMailAsync(message, limit.Token);
        }
        catch (Exception wrong)
            when (wrong
                    is SmtpException
                        or IOException
                        or SocketException
                        or AuthenticationException
                        or InvalidOperationException
                        or FormatException
                || (wrong is OperationCanceledException && !stop.IsCancellationRequested)
            )
        {
            throw new PostException(Said(wrong), wrong);
        }
    }

    // A server's own words often repeat the address it was given; they stay in the exception beneath.
    private string Said(Exception wrong) =>
        wrong switch
        {
            SmtpFailedRecipientException no =>
                $"{settings.Host} does not take letters to this address ({(int)no.StatusCode} {no.StatusCode}).",
            SmtpException { StatusCode: not SmtpStatusCode.GeneralFailure } no =>
                $"{settings.Host} refused the letter ({(int)no.StatusCode} {no.StatusCode}).",
            OperationCanceledException => $"{settings.Host} did not answer in time.",
            _ => $"{settings.Host} could not be reached, or the encryption did not come about.",
        };
}

/// <summary>Which mail server, and as whom.</summary>
/// <param name="From">The sender's address.</param>
/// <param name="User">Null or empty where the server asks for none.</param>
/// <param name="StartTls">Whether letters leave only encrypted; off is for a server on the same machine.</param>
public sealed record SmtpSettings(
    string From,
    string Host,
    int Port,
    string? User,
    string? Password,
    bool StartTls
);
