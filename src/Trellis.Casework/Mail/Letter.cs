using Trellis.Journal;

namespace Trellis.Mail;

/// <summary>A message to one person, sent once: it waits in the outbox, written in the same transaction as what it tells of.</summary>
/// <param name="To">An e-mail address.</param>
/// <param name="Subject">One line.</param>
/// <param name="Body">Plain text.</param>
public sealed record Letter(FreeText To, FreeText Subject, FreeText Body);
