using System.Text;

namespace Trellis.Mail;

/// <summary>A letter leaves whole, under one name, and nothing a person typed becomes a header.</summary>
public sealed class PostTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("trellis-post-").FullName;

    private static readonly Envelope letter = new(
        "12-1",
        "ada@school.example",
        "Your invitation",
        "Dear Ada Fictional,\n.\nPlease come.\n",
        new DateTimeOffset(2026, 10, 2, 9, 0, 0, TimeSpan.Zero)
    );

    private static SmtpSettings To(SmtpSink sink) =>
        new("trellis@trellis.example", "127.0.0.1", sink.Port, null, null, StartTls: false);

    [Fact]
    public async Task A_dropped_letter_is_a_file_that_a_mail_program_opens()
    {
        await new FileDrop(folder, "trellis@trellis.example").Send(letter, default);

        var file = Assert.Single(Directory.GetFiles(folder));
        Assert.Equal("12-1.eml", Path.GetFileName(file));
        var lines = await File.ReadAllLinesAsync(file);
        Assert.Equal(
            [
                "From: trellis@trellis.example",
                "To: ada@school.example",
                "Subject: Your invitation",
                "Date: Fri, 02 Oct 2026 09:00:00 +0000",
                "Message-ID: <12-1@trellis.example>",
            ],
            lines[..5]
        );
        Assert.Equal(
            "Dear Ada Fictional,\r\n.\r\nPlease come.\r\n",
            Encoding.UTF8.GetString(Convert.FromBase64String(lines[10]))
        );
    }

    [Fact]
    public async Task A_letter_that_can_be_ended_says_so_to_mail_programs_by_either_post()
    {
        var leave = $"https://trellis.example/alert/a0123456789/leave/{new string('S', 43)}";
        var ended = letter with { Leave = new Uri(leave) };
        await new FileDrop(folder, "trellis@trellis.example").Send(ended, default);
        var dropped = new SmtpSink.Taken(
            [],
            await File.ReadAllTextAsync(Path.Combine(folder, "12-1.eml"))
        );
        await using var sink = new SmtpSink();
        await new Smtp(To(sink)).Send(ended, default);

        foreach (var written in (SmtpSink.Taken[])[dropped, Assert.Single(sink.Letters)])
        {
            Assert.Equal($"<{leave}>", written.Header("List-Unsubscribe").Trim());
            Assert.Equal(
                "List-Unsubscribe=One-Click",
                written.Header("List-Unsubscribe-Post").Trim()
            );
        }
        // A mail program may post by itself only where it is encrypted on the way (RFC 8058, section 3.1).
        Assert.Equal(
            ["List-Unsubscribe"],
            (letter with { Leave = new Uri("http://trellis.example/x") }).LeaveHeaders.Select(h =>
                h.Name
            )
        );
        Assert.Empty(letter.LeaveHeaders);
    }

    [Fact]
    public async Task A_letter_that_is_dropped_twice_is_one_file()
    {
        var drop = new FileDrop(folder, "trellis@trellis.example");
        await drop.Send(letter, default);
        var first = await File.ReadAllBytesAsync(Path.Combine(folder, "12-1.eml"));

        await drop.Send(letter, default);

        Assert.Equal(
            first,
            await File.ReadAllBytesAsync(Assert.Single(Directory.GetFiles(folder)))
        );
    }

    [Fact]
    public async Task A_subject_in_other_letters_comes_in_encoded_words_that_fit_a_line()
    {
        var subject = string.Concat(Enumerable.Repeat("Ysgol Fictional – Â ŵ 学校 ", 6)).Trim();

        await new FileDrop(folder, "trellis@trellis.example").Send(
            letter with
            {
                Subject = subject,
            },
            default
        );

        var lines = await File.ReadAllLinesAsync(Path.Combine(folder, "12-1.eml"));
        var words = lines
            .SkipWhile(l => !l.StartsWith("Subject: ", StringComparison.Ordinal))
            .TakeWhile(l => !l.StartsWith("Date: ", StringComparison.Ordinal))
            .Select(l => l.Replace("Subject:", "", StringComparison.Ordinal).Trim())
            .ToArray();
        Assert.All(words, w => Assert.True(w.Length <= 75));
        Assert.Equal(
            Envelope.OneLine(subject),
            string.Concat(
                words.Select(w => Encoding.UTF8.GetString(Convert.FromBase64String(w[10..^2])))
            )
        );
    }

    [Fact]
    public async Task A_server_gets_the_letter_under_its_lasting_name()
    {
        await using var sink = new SmtpSink();
        var smtp = new Smtp(To(sink));

        await smtp.Send(letter, default);
        await smtp.Send(letter, default);

        Assert.Equal(2, sink.Letters.Count);
        Assert.All(
            sink.Letters,
            l =>
            {
                Assert.Equal("<12-1@trellis.example>", l.Header("Message-ID"));
                Assert.Equal("Your invitation", l.Header("Subject"));
                Assert.Equal(["ada@school.example"], l.Recipients);
            }
        );
    }

    public static TheoryData<string> Injections =>
        [
            "Hello\r\nBcc: everybody@school.example",
            "Hello\nBcc: everybody@school.example",
            "Hello\rBcc: everybody@school.example",
            "Hello\r\n\r\nAnother body",
            "Hello\u0085Bcc: everybody@school.example",
            "Hello\u2028Bcc: everybody@school.example",
            "Hello\u2029Bcc: everybody@school.example",
            "Hello\0\r\nBcc: everybody@school.example",
            "Hello\u000bBcc: everybody@school.example",
            "Hello\u000cBcc: everybody@school.example",
            "Hello\r\n.\r\nMAIL FROM:<x@school.example>",
            "=?utf-8?Q?Hello=0D=0ABcc:_everybody@school.example?=",
            "Hello%0d%0aBcc: everybody@school.example",
        ];

    private static readonly string[] known =
    [
        "From",
        "To",
        "Subject",
        "Date",
        "Message-ID",
        "Auto-Submitted",
        "MIME-Version",
        "Content-Type",
        "Content-Transfer-Encoding",
    ];

    [Theory, MemberData(nameof(Injections))]
    public async Task A_subject_stays_a_subject(string typed)
    {
        await using var sink = new SmtpSink();
        var tried = letter with { Subject = typed, Body = typed };

        await new Smtp(To(sink)).Send(tried, default);
        await new FileDrop(folder, "trellis@trellis.example").Send(tried, default);

        var sent = Assert.Single(sink.Letters);
        Assert.Equal(["ada@school.example"], sent.Recipients);
        var dropped = new SmtpSink.Taken(
            [],
            await File.ReadAllTextAsync(Path.Combine(folder, "12-1.eml"))
        );
        Assert.All(
            new[] { sent, dropped },
            l =>
                Assert.Equal(
                    known.Order(StringComparer.OrdinalIgnoreCase),
                    l.Headers.Select(h => h.Split(':')[0]).Order(StringComparer.OrdinalIgnoreCase),
                    StringComparer.OrdinalIgnoreCase
                )
        );
    }

    [Theory]
    [InlineData("ada@school.example\r\nBcc: everybody@school.example")]
    [InlineData("ada@school.example\nRCPT TO:<everybody@school.example>")]
    [InlineData("ada@school.example, everybody@school.example")]
    [InlineData("ada@school.example;everybody@school.example")]
    [InlineData("\"Ada\" <ada@school.example>")]
    [InlineData("<ada@school.example>")]
    [InlineData("ada@school.example ")]
    [InlineData("ada@school.example\0")]
    [InlineData("ada\u0085@school.example")]
    [InlineData("@school.example")]
    [InlineData("ada")]
    [InlineData("")]
    public async Task Nothing_is_sent_to_what_is_no_single_address(string typed)
    {
        await using var sink = new SmtpSink();
        var tried = letter with { To = typed };

        await Assert.ThrowsAsync<PostException>(() => new Smtp(To(sink)).Send(tried, default));
        await Assert.ThrowsAsync<PostException>(() =>
            new FileDrop(folder, "trellis@trellis.example").Send(tried, default)
        );

        Assert.Empty(sink.Letters);
        Assert.Empty(Directory.GetFiles(folder));
    }

    [Fact]
    public async Task A_letter_does_not_leave_a_server_that_offers_no_encryption_where_it_is_asked_for()
    {
        await using var sink = new SmtpSink();

        await Assert.ThrowsAsync<PostException>(() =>
            new Smtp(To(sink) with { StartTls = true }).Send(letter, default)
        );

        Assert.Empty(sink.Letters);
    }

    [Fact]
    public async Task What_a_server_refuses_is_told_without_the_address()
    {
        await using var sink = new SmtpSink(line =>
            line.StartsWith("RCPT", StringComparison.OrdinalIgnoreCase)
                ? "550 no such user ada@school.example"
                : null
        );

        var no = await Assert.ThrowsAsync<PostException>(() =>
            new Smtp(To(sink)).Send(letter, default)
        );

        Assert.Equal(
            "127.0.0.1 does not take letters to this address (550 MailboxUnavailable).",
            no.Message
        );
    }

    [Theory]
    [InlineData("Server", "mail.school.example:587x", "Trellis__Mail__Server is")]
    [InlineData("Server", "mail.school.example:70000", "Trellis__Mail__Server is")]
    [InlineData("Server", "mail school", "Trellis__Mail__Server is")]
    [InlineData("StartTls", "maybe", "Trellis__Mail__StartTls is")]
    [InlineData("From", "a@b.example\r\nBcc: c@d.example", "Trellis__Mail__From is")]
    [InlineData("From", "", "Trellis__Mail__From is missing")]
    public void A_setting_that_is_none_is_named(string name, string value, string sentence)
    {
        var settings = new Dictionary<string, string>
        {
            ["Server"] = "mail.school.example:25",
            ["From"] = "trellis@school.example",
            [name] = value,
        };

        var wrong = Assert.Throws<FormatException>(() =>
            PostSettings.Read(settings.GetValueOrDefault, folder)
        );

        Assert.StartsWith(sentence, wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_settings_letters_are_files() =>
        Assert.Equal(folder, Assert.IsType<FileDrop>(PostSettings.Read(_ => null, folder)).Place);

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
