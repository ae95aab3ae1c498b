using System.Text.Json;
using Trellis.Journal;
using Trellis.PublicRecord;
using Trellis.Redactions;

namespace Trellis.Boards;

/// <summary>A meeting as the public record has it. Questions, advice and decisions are in the entries of the procedures that its items name.</summary>
/// <param name="Region">"region:north-east".</param>
/// <param name="Stage">"scheduled", "agenda-published", "papers-sent", "held", "note-drafted", "note-published", "cancelled".</param>
/// <param name="HeldOn">The day on which it was recorded that it took place; null before.</param>
/// <param name="NoteBy">Until when the note has to be published; null where the calendar does not reach so far.</param>
/// <param name="Note">The paragraphs of the note, built without what is redacted; empty before it is published.</param>
/// <param name="Withheld">What is hidden of the published note; null where nothing ever was.</param>
/// <param name="Words">How many words the published note has, with those that are not shown.</param>
public sealed record PublicMeeting(
    string Ref,
    string Region,
    DateOnly Day,
    string Stage,
    DateOnly ScheduledOn,
    IReadOnlyList<PublicAgenda> Agendas,
    DateOnly? PapersOn,
    DateOnly? HeldOn,
    IReadOnlyList<PublicAttendee> Attendance,
    int Officials,
    IReadOnlyList<PublicItem> Items,
    DateOnly? DraftedOn,
    DateOnly? NoteBy,
    IReadOnlyList<PublicEdition> Editions,
    IReadOnlyList<PublicParagraph> Note,
    PublicWithheld? Withheld,
    int Words,
    DateOnly? CancelledOn,
    string? CancelledBecause
)
{
    public const string Kind = "meeting";

    /// <summary>What anybody may read of a meeting; never a word that is redacted, nor why.</summary>
    public static PublicChange Of(DecisionMeeting given)
    {
        var texts = DecisionMeeting.Placed(given.Open);
        var open = texts.Select(t => t.At).ToHashSet();
        // What hides words of a draft is nobody else's yet.
        var book = new RedactionBook(
            [.. given.Redactions.All.Where(r => open.Contains(r.At))],
            given.Redactions.Reviews
        );
        return new PublicChange(
            Kind,
            given.Key,
            JsonSerializer.Serialize(
                new PublicMeeting(
                    given.Key,
                    given.Region.ToString(),
                    given.Day,
                    Naming.Of(given.Stage.ToString()),
                    given.ScheduledOn,
                    [
                        .. given.Agendas.Select(a => new PublicAgenda(
                            a.On,
                            a.Address.ToString(),
                            a.Until,
                            [.. a.Items.Select(i => i.Case.ToString())],
                            a.Why.Text
                        )),
                    ],
                    given.PapersOn,
                    given.Record?.On,
                    [
                        .. (given.Record?.Attendance ?? []).Select(a => new PublicAttendee(
                            a.Name.ToString(),
                            Naming.Of(a.Seat.ToString())
                        )),
                    ],
                    given.Record?.Officials ?? 0,
                    [
                        .. given.Items.Select(i =>
                        {
                            var noted = given.Record?.Items.FirstOrDefault(r => r.Case == i.Case);
                            var told = given.ToldOf(i.Case);
                            return new PublicItem(
                                i.Case.ToString(),
                                i.Procedure.ToString(),
                                noted?.Left,
                                noted?.Representations,
                                told?.On,
                                told?.RepliesUntil
                            );
                        }),
                    ],
                    given.DraftedOn,
                    new MeetingClock(given.Day).PublishBy,
                    [.. given.Editions.Select(e => new PublicEdition(e.On, e.Changed.Text))],
                    [
                        .. given.Open.Select(p => new PublicParagraph(
                            p.Number,
                            p.Case?.ToString(),
                            Naming.Of(p.Part.ToString()),
                            book.Open(p.At, p.Words.ToString()).Text
                        )),
                    ],
                    PublicWithheld.Of(book, texts),
                    book.Share(texts).Words,
                    given.Cancelled?.On,
                    given.Cancelled?.Why.Text
                )
            )
        );
    }
}

/// <summary>An agenda as it was published.</summary>
/// <param name="Cases">In their order.</param>
/// <param name="Because">Why something was added late; null where nothing was.</param>
public sealed record PublicAgenda(
    DateOnly On,
    string Address,
    DateOnly Until,
    IReadOnlyList<string> Cases,
    string? Because
);

/// <param name="Seat">"chair", "member", "decider", "guest".</param>
public sealed record PublicAttendee(string Name, string Seat);

/// <summary>An item of the agenda that holds.</summary>
/// <param name="Procedure">The procedure with the question, the advice and the decision.</param>
/// <param name="Left">Places in the list of those who were there, from 0; null before the meeting was held.</param>
/// <param name="Representations">How many wrote about it before the meeting; null before it was held.</param>
/// <param name="ToldOn">The day on which the parties were told; null before.</param>
public sealed record PublicItem(
    string Case,
    string Procedure,
    IReadOnlyList<int>? Left,
    int? Representations,
    DateOnly? ToldOn,
    DateOnly? RepliesUntil
);

public sealed record PublicEdition(DateOnly On, string? Changed);

/// <param name="Case">The item; null for what belongs to none.</param>
/// <param name="Part">"general", "representations", "discussion", "actions".</param>
public sealed record PublicParagraph(int Number, string? Case, string Part, string Text);
