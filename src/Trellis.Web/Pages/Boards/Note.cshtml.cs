using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Boards;
using Trellis.Components;
using Trellis.Journal;
using Trellis.Pages.Decisions;
using Trellis.People;
using Trellis.Procedures;
using Trellis.PublicRecord;
using Trellis.Redactions;
using Trellis.Store;

namespace Trellis.Pages.Boards;

/// <summary>The note of a meeting: it is written, words are hidden in it, it is seen as everybody will see it, checked and published.</summary>
[Access(Who.Holders, Role.RegionOfficer, Role.DecisionMaker, Role.BoardMember, Over = "region")]
public sealed class NotePage(PublicRecordFile record) : BoardDeskPage
{
    internal static readonly IReadOnlyList<NotePart> PartsOfItem =
    [
        NotePart.Representations,
        NotePart.Discussion,
        NotePart.Actions,
    ];

    public MeetingClock Clock => new(Meeting.Day);

    /// <summary>The meeting as everybody would read it, were the note published as it stands.</summary>
    public MeetingOnRecord Preview { get; private set; } = null!;

    /// <summary>Where hidden words could still be read.</summary>
    public IReadOnlyList<CanaryHit> Hits { get; private set; } = [];

    public WordShare Share => Meeting.Redactions.Share(DecisionMeeting.Placed(Meeting.Note));

    public bool Waits => Meeting.WaitsForSecond(Meeting.Note);

    /// <summary>Whether the visitor could be the second person.</summary>
    public bool MayCheck =>
        MayWork
        && Meeting.Redactions.Holding.Any(r => r.Second is null)
        && Meeting.Redactions.Holding.Where(r => r.Second is null).All(r => r.By != By.Person);

    public async Task<IActionResult> OnGetAsync(string region, string date, string? done) =>
        await IsOpen(region, date) ? Show(done) : NotHere("There is no such note.");

    public async Task<IActionResult> OnPostAsync(string region, string date)
    {
        if (!await IsOpen(region, date))
            return NotHere("There is no such note.");
        if (!MayWork)
            return NotHere("There is no such note.");
        var note = $"{Address}/note";
        if (IsShut(Typed("step")))
        {
            Refuse(
                Typed("step") == "answer" ? "words" : "number",
                "You declared an interest in a case of this note, so somebody else does this."
            );
            return Show(null);
        }
        var led = Typed("step") switch
        {
            "write" => await Write(),
            "finish" => await Do(new FinishNote(Meeting.Ref), "finish", $"{note}?done=finished"),
            "hide" => await Hide(),
            "show" => await Do(
                new LiftNoteRedaction(Meeting.Ref, Number("number")),
                "number",
                $"{note}?done=shown#hide"
            ),
            "check" => await Do(new CheckNote(Meeting.Ref), "check", $"{note}?done=checked"),
            "answer" => await Do(
                new AnswerNoteReview(
                    Meeting.Ref,
                    Number("review"),
                    Enum.TryParse<ReviewOutcome>(Typed("outcome"), out var outcome)
                        ? outcome
                        : null,
                    Typed("words")
                ),
                "words",
                $"{note}?done=answered"
            ),
            "publish" => await Publish(),
            _ => BadQuestion("step-unknown", "This form asks for nothing known."),
        };
        return led ?? Show(null);
    }

    /// <summary>Whether what is asked for is about a case in which the visitor declared an interest.</summary>
    private bool IsShut(string step) =>
        step switch
        {
            "show" => Of(Number("number")),
            "answer" => Of(
                Meeting.Redactions.Reviews.FirstOrDefault(r => r.Number == Number("review"))?.Of
                    ?? 0
            ),
            // All is agreed to at once, so nobody agrees who may not read all of it.
            "check" => Meeting.Redactions.Holding.Any(r => r.Second is null && Of(r.Number)),
            _ => false,
        };

    private bool Of(int redaction) =>
        Meeting.Redactions.Find(redaction) is { } one
        && Meeting.ParagraphAt(one.At) is { } paragraph
        && IsShut(paragraph);

    private async Task<bool> IsOpen(string region, string date) =>
        await Find(region, date)
        && Meeting is { Record: not null, Cancelled: null }
        && (MayWork || Meeting.DraftedOn is not null);

    private int Number(string box) =>
        int.TryParse(Typed(box), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : 0;

    /// <summary>The box of a part of the note.</summary>
    public static string Box(int item, NotePart part) => $"{Naming.Of(part.ToString())}-{item}";

    /// <summary>The words of a part, paragraphs apart by an empty line; as they were typed where they were refused.</summary>
    public string WordsOf(int item, CaseRef? ofCase, NotePart part) =>
        Wrong.Count > 0 && Typed("step") == "write"
            ? Typed(Box(item, part))
            : string.Join(
                "\n\n",
                Meeting.Note.Where(p => p.Case == ofCase && p.Part == part).Select(p => p.Words)
            );

    private async Task<IActionResult?> Write()
    {
        var parts = new List<(string Box, CaseRef? Case, NotePart Part)>
        {
            (Box(0, NotePart.General), null, NotePart.General),
        };
        // Who declared an interest in a case writes nothing of it.
        foreach (var item in Items.Where(i => !i.Shut))
        foreach (var part in PartsOfItem)
            parts.Add((Box(item.Number, part), item.Item.Case, part));
        var acts = new List<(string Box, SetNote Act)>();
        foreach (var (box, ofCase, part) in parts)
            if (Request.Form.ContainsKey(box))
                acts.Add(
                    (
                        box,
                        new SetNote(
                            Meeting.Ref,
                            ofCase,
                            part,
                            Paragraphs(Request.Form[box].ToString())
                        )
                    )
                );
        var now = new Occasion(By, Time.GetUtcNow(), Today);
        // Each is tried first, so that what is wrong is said at its own box.
        foreach (var (box, act) in acts)
            if (act.Apply(Meeting, now) is Outcome<NoteSet>.Refused no)
                Refuse(box, no.Why.Sentence);
        if (Wrong.Count > 0)
            return null;
        var refused = await Casework.DoTogether(
            [
                .. acts.Where(a => a.Act.Apply(Meeting, now) is Outcome<NoteSet>.Happened)
                    .Select(a => Doing.Of(a.Act)),
            ],
            now,
            Stop
        );
        if (refused is null)
            return Lead($"{Address}/note?done=written");
        Refuse(acts[0].Box, refused.Sentence);
        return null;
    }

    private static IReadOnlyList<FreeText> Paragraphs(string typed) =>
        [
            .. typed
                .ReplaceLineEndings("\n")
                .Split(
                    "\n\n",
                    StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
                )
                .Select(words => (FreeText)words),
        ];

    private async Task<IActionResult?> Hide()
    {
        var paragraph = Meeting
            .Note.Union(Meeting.Open)
            .FirstOrDefault(p => p.Number == Number("paragraph") && !IsShut(p));
        if (paragraph is null)
        {
            Refuse("paragraph", "Choose the paragraph in which the words stand.");
            return null;
        }
        var text = paragraph.Words.ToString();
        var places = Redacting.PlacesOf(text, Typed("words"));
        if (places.Count == 0)
        {
            Refuse("words", "These words do not stand in this paragraph. Copy them from it.");
            return null;
        }
        if (places.Count > 1 && (Number("place") < 1 || Number("place") > places.Count))
        {
            Refuse(
                "place",
                $"These words stand there {places.Count} times. Say which of them, from 1 to {places.Count}, or copy more words."
            );
            return null;
        }
        var (start, length) = places[places.Count == 1 ? 0 : Number("place") - 1];
        return await Do(
            new RedactNote(
                Meeting.Ref,
                new Passage(
                    paragraph.At,
                    start,
                    length,
                    Enum.TryParse<RedactionCode>(Typed("code"), out var code)
                    && Enum.IsDefined(code)
                        ? code
                        : null,
                    TypedDayOf("expires").Read(),
                    Typed("why")
                )
            ),
            "words",
            $"{Address}/note?done=hidden#hide"
        );
    }

    private async Task<IActionResult?> Publish()
    {
        if (HitsNow() is [var hit, ..])
        {
            Refuse(
                "publish",
                $"Words that are hidden can still be read in {hit.Place}. Hide them there too, or say it in another way."
            );
            return null;
        }
        return await Do(
            new PublishNote(Meeting.Ref, Typed("changed")),
            "publish",
            $"{Address}/note?done=published"
        );
    }

    /// <summary>Looks for hidden words in all that this note and its cases make public.</summary>
    private IReadOnlyList<CanaryHit> HitsNow()
    {
        var hidden = Meeting.Redactions.Hidden(Meeting.Texts);
        var book = DecisionBook.Of(record, Snapshot, Today);
        return
        [
            .. Meeting.HiddenWordsIn(
                [.. Meeting.Note.Union(Meeting.Open)],
                elsewhere: HiddenInCases()
            ),
            .. CanaryScan.Hits(
                hidden,
                from item in Items
                let known = book.Find(item.Item.Case)
                where known is not null
                from part in known.Parts
                from step in part.Open.Steps
                from answer in step.Answers
                where answer.Text is { Length: > 0 }
                select new Output($"the public page of {item.Names}: {answer.Name}", answer.Text!)
            ),
        ];
    }

    private IActionResult Show(string? done)
    {
        News = done switch
        {
            "written" => "The note is kept. Nobody outside the region can read it yet.",
            "finished" => "The draft is finished.",
            "hidden" => "The words are hidden. Look below at what everybody reads.",
            "shown" => "The words are shown again.",
            "checked" => "You agree to what is hidden.",
            "answered" => "The answer is public.",
            "published" => "The note is published. Anybody can read it.",
            _ => "",
        };
        // Made as the public record is made, and read as a public page reads it.
        var json = PublicMeeting
            .Of(
                Meeting with
                {
                    // What was said of a case is closed, before it is published, to whoever declared an interest in it.
                    Open = [.. Meeting.Note.Where(p => !IsShut(p))],
                    Editions =
                        Meeting.Editions.Count > 0
                            ? Meeting.Editions
                            : [new NoteEdition(Today, default)],
                }
            )
            .Json!;
        Preview = new MeetingOnRecord(
            new PublicEntry(PublicMeeting.Kind, Meeting.Key, json, 0, Time.GetUtcNow()),
            JsonSerializer.Deserialize<PublicMeeting>(json)!,
            DecisionBook.Of(record, Snapshot, Today),
            Snapshot,
            Today
        );
        Hits = HitsNow();
        return AnswerPrivately(Frame("Note"));
    }

    public static IReadOnlyList<SelectItem?> Codes =>
        [
            new SelectItem { Value = "", Text = "Choose a reason" },
            .. RedactionCodes.All.Select(c => new SelectItem
            {
                Value = c.ToString(),
                Text = c.InWords().Capital(),
            }),
        ];

    /// <summary>Paragraphs of which words can be hidden, by where they stand; without those of a case that is closed to the visitor.</summary>
    public IReadOnlyList<SelectItem?> ParagraphItems =>
        [
            .. Meeting
                .Note.Union(Meeting.Open)
                .Where(p => !IsShut(p))
                .Select(p => new SelectItem
                {
                    Value = p.Number.ToString(CultureInfo.InvariantCulture),
                    Text = $"{Meeting.PlaceInWords(p).Capital()}: {Begins(p.Words.ToString())}",
                }),
        ];

    private bool IsShut(NoteParagraph paragraph) =>
        Items.Any(i => i.Shut && i.Item.Case == paragraph.Case);

    /// <summary>What hides words of a case that is open to the visitor, or of none.</summary>
    public IReadOnlyList<Redaction> Hidden =>
        [
            .. Meeting.Redactions.Holding.Where(r =>
                Meeting.ParagraphAt(r.At) is { } paragraph && !IsShut(paragraph)
            ),
        ];

    private static string Begins(string words) =>
        words.Length <= 50 ? words : $"{words[..words.LastIndexOf(' ', 50)]} ...";

    /// <summary>The words that a redaction hides, for those who work on the note.</summary>
    public string WordsOf(Redaction one) =>
        Meeting.Texts.FirstOrDefault(t => t.At == one.At) is { } text
        && one.Start < text.Text.Length
            ? text.Text[one.Start..Math.Min(one.End, text.Text.Length)]
            : "";

    /// <summary>The day from which words are shown again, as the form has it before anybody types: in three months.</summary>
    public TypedDay Expires =>
        TypedDayOf("expires") is { IsEmpty: false } typed ? typed : TypedDay.Of(Today.AddMonths(3));
}
