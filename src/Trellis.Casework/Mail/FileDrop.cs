using System.Text;

namespace Trellis.Mail;

/// <summary>Letters as files in a folder, one <c>.eml</c> each, which any mail program opens: for trying things out, and for sites whose mail another program carries.</summary>
/// <param name="folder">Made where it is not there.</param>
/// <param name="from">The sender's address.</param>
public sealed class FileDrop(string folder, string from) : IPost
{
    public string Place => folder;

    /// <inheritdoc/>
    /// <remarks>Written aside, brought to the disk and renamed to the letter's id: a reader sees a whole letter or none, and sending twice is the same file.</remarks>
    public async Task Send(Envelope letter, CancellationToken stop)
    {
        if (!Envelope.Fits(letter.To))
            throw new PostException("The address is not one that a letter can be sent to.");
        if (!letter.Id.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
            throw new PostException("The letter's id cannot be the name of a file.");
        try
        {
            Directory.CreateDirectory(folder);
            var whole = Path.Combine(folder, $"{letter.Id}.eml");
            var aside = whole + ".part";
            await using (var file = new FileStream(aside, Private(FileMode.Create)))
            {
                await file.WriteAsync(Encoding.ASCII.GetBytes(Written(letter)), stop);
                file.Flush(flushToDisk: true);
            }
            File.Move(aside, whole, overwrite: true);
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            throw new PostException($"{folder}: {wrong.Message}", wrong);
        }
    }

    // Letters hold addresses and links that open accounts: nobody else on the machine reads them.
    private static FileStreamOptions Private(FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return options;
    }

    /// <summary>The letter as RFC 5322 has it, ASCII throughout: the subject as encoded words (RFC 2047), the body in base64.</summary>
    private string Written(Envelope letter) =>
        string.Join(
            "\r\n",
            [
                $"From: {from}",
                $"To: {letter.To}",
                $"Subject: {Subject(Envelope.OneLine(letter.Subject))}",
                $"Date: {letter.MadeAt.UtcDateTime:ddd, dd MMM yyyy HH:mm:ss} +0000",
                $"Message-ID: {letter.MessageId(from)}",
                "Auto-Submitted: auto-generated",
                .. letter.LeaveHeaders.Select(h => $"{h.Name}: {h.Value}"),
                "MIME-Version: 1.0",
                "Content-Type: text/plain; charset=utf-8",
                "Content-Transfer-Encoding: base64",
                "",
                Convert.ToBase64String(
                    Encoding.UTF8.GetBytes(letter.Body.ReplaceLineEndings("\r\n")),
                    Base64FormattingOptions.InsertLineBreaks
                ),
                "",
            ]
        );

    private static string Subject(string line)
    {
        if (line.All(c => c is >= ' ' and <= '~'))
            return line;
        // An encoded word is at most 75 characters: 45 bytes in base64 with its frame are 72.
        var words = new List<string>();
        var word = new List<byte>(45);
        foreach (var rune in line.EnumerateRunes())
        {
            var bytes = Encoding.UTF8.GetBytes(rune.ToString());
            if (word.Count + bytes.Length > 45)
            {
                words.Add(Encoded(word));
                word.Clear();
            }
            word.AddRange(bytes);
        }
        words.Add(Encoded(word));
        return string.Join("\r\n ", words);

        static string Encoded(List<byte> bytes) =>
            $"=?utf-8?B?{Convert.ToBase64String([.. bytes])}?=";
    }
}
