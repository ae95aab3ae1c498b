using Trellis.Journal;

namespace Trellis.Mail;

/// <summary>A message to one person, sent once: it waits in the outbox, written in the same transaction as what it tells of.</summary>
/// <param name="To">An e-mail address.</param>
/// <param name="Subject">One line.</param>
/// <param name="Body">Plain text.</param>
/// <param name="Leave">Where one click ends letters of this kind, for mail programs that show a button for it (RFC 8058); null for a letter that is about the reader's own doings.</param>
public sealed record Letter(FreeText To, FreeText Subject, FreeText Body, Uri? Leave = null);
