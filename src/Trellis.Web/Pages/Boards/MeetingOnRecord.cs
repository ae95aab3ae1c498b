using Trellis.Boards;
using Trellis.Components;
using Trellis.Pages.Decisions;
using Trellis.Pages.Joining;
using Trellis.People;
using Trellis.Procedures;
using Trellis.PublicRecord;
using Trellis.Snapshots;
using PublicStep = Trellis.Procedures.PublicStep;

namespace Trellis.Pages.Boards;

/// <summary>One meeting as anybody may read it, with the cases that were on its agenda.</summary>
public sealed class MeetingOnRecord
{
    public MeetingOnRecord(
        PublicEntry entry,
        PublicMeeting open,
        DecisionBook book,
        Snapshot snapshot,
        DateOnly today
    )
    {
        (Entry, Open, Today) = (entry, open, today);
        Ref = MeetingRef.Parse(open.Ref);
        Region = RolePlaces.Words(snapshot, Ref.Region);
        Clock = new MeetingClock(open.Day);
        Items =
        [
            .. open.Items.Select((item, place) => new ItemOnRecord(place + 1, item, this, book)),
        ];
    }

    public PublicEntry Entry { get; }

    public PublicMeeting Open { get; }

    public DateOnly Today { get; }

    public MeetingRef Ref { get; }

    public PageLink Region { get; }

    public MeetingClock Clock { get; }

    public IReadOnlyList<ItemOnRecord> Items { get; }

    public string Address => $"/meeting/{Ref.Path}";

    public PublicAgenda? Agenda => Open.Agendas is [.., var last] ? last : null;

    public bool IsCancelled => Open.CancelledOn is not null;

    /// <summary>The day on which the note was first published; null before.</summary>
    public DateOnly? PublishedOn => Open.Editions is [var first, ..] ? first.On : null;

    /// <summary>How many working days the note is, or was, late; 0 where it is not, and where none is owed.</summary>
    public int DaysLate => IsCancelled ? 0 : Clock.DaysLate(PublishedOn, Today);

    /// <summary>From the meeting to the first publication of its note, in working days; null before.</summary>
    public int? WorkingDaysTaken => PublishedOn is { } on ? Clock.WorkingDaysTo(on) : null;

    public int Redacted => Open.Withheld?.Redacted ?? 0;

    /// <summary>In per cent of the words of the published note; 0 where nothing is hidden.</summary>
    public double RedactedPercent => Open.Words == 0 ? 0 : 100.0 * Redacted / Open.Words;

    /// <summary>The items of which something else was decided than the board advised.</summary>
    public IEnumerable<ItemOnRecord> Otherwise => Items.Where(i => i.Otherwise.Length > 0);

    /// <summary>How far it is, in a few words: "Note due by 12 January 2027".</summary>
    public string Standing =>
        Open.Stage switch
        {
            "cancelled" => "Cancelled",
            "note-published" => Open.Editions.Count > 1
                ? $"Note published, amended {Open.Editions[^1].On.InWords()}"
                : $"Note published {PublishedOn!.Value.InWords()}",
            _ when Open.Day > Today => Agenda is { } agenda
                ? $"Agenda published {agenda.On.InWords()}"
                : "Agenda to come",
            _ when DaysLate > 0 => $"Note late: it was due by {Clock.PublishBy!.Value.InWords()}",
            _ => Clock.PublishBy is { } by ? $"Note due by {by.InWords()}" : "Note to come",
        };

    /// <summary>In words: "3 working days late", or nothing where it is not late.</summary>
    public string LateWords =>
        DaysLate == 0 ? ""
        : DaysLate == 1 ? "1 working day late"
        : $"{DaysLate:N0} working days late";

    public IEnumerable<PublicParagraph> Paragraphs(string? ofCase, string part) =>
        Open.Note.Where(p => p.Case == ofCase && p.Part == part);

    public string SeatWords(PublicAttendee one) =>
        one.Seat switch
        {
            "chair" => "chair",
            "decider" => "decides",
            "guest" => "guest",
            _ => "member",
        };
}

/// <summary>One case on an agenda: what was asked, advised and decided is read from the case.</summary>
public sealed class ItemOnRecord
{
    private const string BoardOn = "board-on";

    internal ItemOnRecord(int number, PublicItem item, MeetingOnRecord meeting, DecisionBook book)
    {
        (Number, Item) = (number, item);
        Case = CaseRef.TryParse(item.Case, null, out var reference) ? book.Find(reference) : null;
        Part = Case?.Parts.FirstOrDefault(p => p.Open.Id == item.Procedure);
        Meeting = meeting;
        var steps = Part?.Open.Steps ?? [];
        // What was recorded between this agenda and the next one on which the case was put is of this meeting.
        var from = steps
            .Select((step, place) => (step, place))
            .LastOrDefault(s =>
                s.step.Answers.Any(a => a.Ask == BoardOn && a.Day == meeting.Open.Day)
            );
        Put = from.step;
        Steps = from.step is null
            ? []
            : [.. steps.Skip(from.place + 1).TakeWhile(s => s.Answers.All(a => a.Ask != BoardOn))];
        AdviceStep = Steps.LastOrDefault(s => s.Answers.Any(a => a.Ask == "advice"));
        Decision = Part?.Decisions.FirstOrDefault(d => Steps.Contains(d.Step));
    }

    public int Number { get; }

    public PublicItem Item { get; }

    public MeetingOnRecord Meeting { get; }

    /// <summary>Null where the case is no longer published.</summary>
    public CaseOnRecord? Case { get; }

    public ProcedureOnRecord? Part { get; }

    private PublicStep? Put { get; }

    private IReadOnlyList<PublicStep> Steps { get; }

    private PublicStep? AdviceStep { get; }

    /// <summary>What was decided after this meeting; null where nothing is published.</summary>
    public TakenDecision? Decision { get; }

    public string Names => Case?.Names ?? "A case that is no longer published";

    public string Question => Put?.Answers.FirstOrDefault(a => a.Ask == "question")?.Text ?? "";

    /// <summary>"For it, with conditions"; empty where no advice is recorded.</summary>
    public string Advice =>
        AdviceStep?.Answers.First(a => a.Ask == "advice").Chosen is [var said, ..]
            ? said.Capital()
            : "";

    /// <summary>What the board said.</summary>
    public string AdviceBecause =>
        AdviceStep?.Answers.FirstOrDefault(a => a.Ask == "advice-because")?.Text ?? "";

    /// <summary>How something else was decided than was advised, in a sentence; empty where it was not, or one of both is missing.</summary>
    public string Otherwise =>
        (CodeOf(AdviceStep, "advice"), CodeOf(Decision?.Step, "decision")) switch
        {
            ("against", "approved") => "The board advised against it, and it was approved.",
            ("support", not (null or "approved")) =>
                "The board advised for it, and it was not approved.",
            ("conditions", not (null or "approved")) =>
                "The board advised for it with conditions, and it was not approved.",
            ("conditions", "approved") when Decision!.Conditions.Count == 0 =>
                "The board advised conditions, and it was approved without any.",
            _ => "",
        };

    /// <summary>Who left the room for it, by name; null where the meeting is not recorded.</summary>
    public IReadOnlyList<string>? Left =>
        Item.Left is { } left
            ?
            [
                .. left.Where(place => place < Meeting.Open.Attendance.Count)
                    .Select(place => Meeting.Open.Attendance[place].Name),
            ]
            : null;

    private string? CodeOf(PublicStep? step, string ask) =>
        step?.Answers.FirstOrDefault(a => a.Ask == ask)?.Chosen is not [var words, ..] ? null
        : Part?.Table?.AskOf(Code.Parse(ask)) is { } asked
            ? asked.Options.FirstOrDefault(o => o.Words == words)?.Id.ToString()
        : null;
}
