using System.Text.Json.Serialization;
using Trellis.Journal;
using Trellis.People;
using Trellis.Procedures;
using Trellis.Redactions;

namespace Trellis.Boards;

/// <summary>How far a meeting is.</summary>
public enum MeetingStage
{
    /// <summary>Its day is in the calendar that anybody can read.</summary>
    Scheduled,
    AgendaPublished,
    PapersSent,
    Held,

    /// <summary>The note is written, and is looked at before it is published.</summary>
    NoteDrafted,
    NotePublished,

    /// <summary>It does not take place.</summary>
    Cancelled,
}

/// <summary>A meeting of a region's advisory board, at which cases are advised on and decided, and its note.</summary>
/// <remarks>What is advised and decided is in the procedures of the cases and is read from there. Here is what only the meeting knows.</remarks>
/// <param name="Agendas">As it was published, each edition after the one before; the last one holds.</param>
/// <param name="PapersOn">The day on which members were sent their papers; null before.</param>
/// <param name="Record">Who was there; null before it was held.</param>
/// <param name="Told">Which parties know what came of their case.</param>
/// <param name="Note">The paragraphs as they are worked on.</param>
/// <param name="Open">The paragraphs as they were last published; empty before.</param>
/// <param name="Redactions">Words of either that the public does not read.</param>
/// <param name="DraftedOn">The day on which the note was first said to be written; null before.</param>
/// <param name="Editions">When the note was published; more than one where it was amended.</param>
/// <param name="Cancelled">Null unless it does not take place.</param>
public sealed record DecisionMeeting(
    MeetingRef Ref,
    DateOnly ScheduledOn,
    IReadOnlyList<Agenda> Agendas,
    DateOnly? PapersOn,
    MeetingRecord? Record,
    IReadOnlyList<PartiesKnow> Told,
    IReadOnlyList<NoteParagraph> Note,
    IReadOnlyList<NoteParagraph> Open,
    RedactionBook Redactions,
    DateOnly? DraftedOn,
    IReadOnlyList<NoteEdition> Editions,
    Cancellation? Cancelled
) : Document
{
    public const int LongestParagraph = 2000;
    public const int MostParagraphs = 40;

    /// <summary>The highest number any paragraph ever had; none is given twice.</summary>
    public int Paragraphs { get; init; }

    /// <summary>Paragraphs that were taken out of a draft and of which words are hidden still, until the note is published: should the words come back in another place, they are hidden there.</summary>
    public IReadOnlyList<NoteParagraph> Vanished { get; init; } = [];

    public override string Key => Ref.ToString();

    public override IReadOnlyList<string> Involves =>
        [
            Ref.Region.ToString(),
            .. Items.Select(i => i.Case.Party).Distinct(StringComparer.Ordinal),
        ];

    [JsonIgnore]
    public Scope Region => Ref.Region;

    [JsonIgnore]
    public DateOnly Day => Ref.Day;

    /// <summary>The agenda that holds; null before one was published.</summary>
    [JsonIgnore]
    public Agenda? Agenda => Agendas is [.., var last] ? last : null;

    /// <summary>What is on it; empty before an agenda was published.</summary>
    [JsonIgnore]
    public IReadOnlyList<AgendaItem> Items => Agenda?.Items ?? [];

    [JsonIgnore]
    public MeetingStage Stage =>
        Cancelled is not null ? MeetingStage.Cancelled
        : Editions.Count > 0 ? MeetingStage.NotePublished
        : DraftedOn is not null ? MeetingStage.NoteDrafted
        : Record is not null ? MeetingStage.Held
        : PapersOn is not null ? MeetingStage.PapersSent
        : Agendas.Count > 0 ? MeetingStage.AgendaPublished
        : MeetingStage.Scheduled;

    public PartiesKnow? ToldOf(CaseRef item) => Told.FirstOrDefault(t => t.Case == item);

    /// <summary>All texts of which words can be hidden: as they are worked on, as they were published, and what of them is gone.</summary>
    [JsonIgnore]
    public IReadOnlyList<PlacedText> Texts => Placed(Note.Union(Open).Union(Vanished));

    /// <summary>Paragraphs as the rules of redacting have them.</summary>
    public static IReadOnlyList<PlacedText> Placed(IEnumerable<NoteParagraph> paragraphs) =>
        [.. paragraphs.Select(p => new PlacedText(p.At, p.Words.ToString()))];

    /// <inheritdoc/>
    public override Document Realigned(Document before)
    {
        if (Redactions.All.Count == 0)
            return this;
        var book = Redactions;
        var now = Texts.DistinctBy(t => t.At).ToDictionary(t => t.At, t => t.Text);
        foreach (var was in ((DecisionMeeting)before).Texts.DistinctBy(t => t.At))
            book = book.Corrected(was.At, was.Text, now.GetValueOrDefault(was.At), null);
        return this with { Redactions = book };
    }

    /// <summary>A paragraph as it is worked on, or as it was published; null where there is none.</summary>
    public NoteParagraph? ParagraphAt(TextAt at) =>
        Note.Concat(Open).FirstOrDefault(p => p.At == at);

    /// <summary>Where hidden words could still be read in what this meeting makes public; empty where they could nowhere.</summary>
    /// <param name="paragraphs">Those that are, or would be, published.</param>
    /// <param name="changed">What would be said of a new edition.</param>
    /// <param name="elsewhere">What the cases on its agenda hide; null for nothing. Its numbers are theirs.</param>
    public IReadOnlyList<CanaryHit> HiddenWordsIn(
        IReadOnlyList<NoteParagraph> paragraphs,
        FreeText changed = default,
        IReadOnlyList<HiddenWords>? elsewhere = null
    ) =>
        CanaryScan.Hits(
            // Also what is hidden in the edition before: its words may stand in another paragraph now.
            [.. Redactions.Hidden(Texts), .. elsewhere ?? []],
            [
                .. paragraphs.Select(p => new Output(
                    PlaceInWords(p),
                    Redactions.Open(p.At, p.Words.ToString()).Text
                )),
                .. Agendas.Select(a => new Output("the agenda", $"{a.Address} {a.Why}")),
                .. (Record?.Attendance ?? []).Select(a => new Output(
                    "the list of who was there",
                    a.Name.ToString()
                )),
                .. Editions.Select(e => new Output(
                    "what an edition says of itself",
                    e.Changed.ToString()
                )),
                new Output("what this edition says of itself", changed.ToString()),
            ]
        );

    /// <summary>"item 2, what was discussed".</summary>
    public string PlaceInWords(NoteParagraph paragraph) =>
        paragraph.Case is { } item
            ? $"item {1 + Items.TakeWhile(i => i.Case != item).Count()}, {paragraph.Part.InWords()}"
            : paragraph.Part.InWords();

    /// <summary>Whether more is hidden of paragraphs than one person may hide, and no second one has agreed.</summary>
    public bool WaitsForSecond(IReadOnlyList<NoteParagraph> paragraphs) =>
        Redactions.WaitsForSecond(Placed(paragraphs));
}

/// <summary>An agenda as it was published.</summary>
/// <param name="Address">Where anybody may send what they think of an item, until <paramref name="Until"/>.</param>
/// <param name="Until">The last day on which it is read before the meeting.</param>
/// <param name="Why">Why something was added late; empty where nothing was.</param>
public sealed record Agenda(
    DateOnly On,
    FreeText Address,
    DateOnly Until,
    IReadOnlyList<AgendaItem> Items,
    FreeText Why
);

/// <summary>A case on an agenda: the question, the advice and the decision are in its procedure.</summary>
public sealed record AgendaItem(CaseRef Case, CaseId Procedure);

/// <summary>As what somebody was at a meeting.</summary>
public enum BoardSeat
{
    Chair,
    Member,

    /// <summary>Decides, and does not chair.</summary>
    Decider,

    /// <summary>Advises in a public role of their own: of a diocese, of an authority.</summary>
    Guest,
}

/// <summary>Who was at a meeting, and what was noted of each item.</summary>
/// <param name="Officials">How many of the region's staff were there; their names are not kept.</param>
public sealed record MeetingRecord(
    DateOnly On,
    IReadOnlyList<Attendee> Attendance,
    int Officials,
    IReadOnlyList<ItemRecord> Items
);

/// <summary>Somebody who was there in a public role, so that the name is public.</summary>
/// <param name="Person">Null for a guest who has no account.</param>
public sealed record Attendee(PersonId? Person, FreeText Name, BoardSeat Seat);

/// <summary>What was noted of one item.</summary>
/// <param name="Left">Who left the room for it: places in the list of those who were there, from 0.</param>
/// <param name="Representations">How many wrote about it before the meeting.</param>
public sealed record ItemRecord(CaseRef Case, IReadOnlyList<int> Left, int Representations);

/// <summary>That the parties of a case know what was decided, and until when they may reply before the note is published.</summary>
public sealed record PartiesKnow(CaseRef Case, DateOnly On, DateOnly RepliesUntil);

/// <summary>A part of a note.</summary>
public enum NotePart
{
    /// <summary>What belongs to no item.</summary>
    General,

    /// <summary>What people wrote about an item before the meeting.</summary>
    Representations,

    /// <summary>What was discussed.</summary>
    Discussion,

    /// <summary>What is to be done next, and by whom.</summary>
    Actions,
}

/// <summary>Parts of a note in words.</summary>
public static class NoteParts
{
    /// <summary>As within a sentence: "what was discussed".</summary>
    public static string InWords(this NotePart part) =>
        part switch
        {
            NotePart.General => "what belongs to no case",
            NotePart.Representations => "what people wrote",
            NotePart.Discussion => "what was discussed",
            _ => "what comes next",
        };
}

/// <summary>A paragraph of a note. Its words never change: other words are another paragraph.</summary>
/// <param name="Number">Among all the note ever had, from 1.</param>
/// <param name="Case">The item; null for what belongs to none.</param>
public sealed record NoteParagraph(int Number, CaseRef? Case, NotePart Part, FreeText Words)
{
    /// <summary>As a redaction names it: "note.3".</summary>
    [JsonIgnore]
    public TextAt At => PlaceOf(Number);

    public static TextAt PlaceOf(int number) =>
        TextAt.Parse(
            string.Create(System.Globalization.CultureInfo.InvariantCulture, $"note.{number}")
        );
}

/// <summary>A publication of a note.</summary>
/// <param name="Changed">What is different from the one before; empty for the first.</param>
public sealed record NoteEdition(DateOnly On, FreeText Changed);

/// <summary>That a meeting does not take place.</summary>
public sealed record Cancellation(DateOnly On, FreeText Why);
