using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Trellis.Components;
using Trellis.Journal;
using Trellis.Mail;
using Trellis.Partnerships;
using Trellis.Search;
using Trellis.Serving;
using Trellis.Store;

namespace Trellis.Pages.Partnerships;

/// <summary>What drafts of annual returns are called in the store.</summary>
public static class ReturnDraft
{
    public const string Kind = "annual-return";
}

/// <summary>One thing that is done in a partnership: its questions, the answers to check, done. Who may not do it is told why before anything is asked.</summary>
public abstract class DeedPage : OwnPartnershipPage
{
    private const int LongestAnswer = 8000;
    private const int Found = 10;

    private Answers answers = new(new Dictionary<string, string[]>(StringComparer.Ordinal));

    public Deed Deed { get; private set; } = null!;

    public DeedPlace Place { get; private set; } = null!;

    /// <summary>Whether the answers are shown to be checked.</summary>
    public bool IsChecking { get; private set; }

    /// <summary>The box whose question is asked, where each has a page of its own; null where all are on one.</summary>
    public Box? Only { get; private set; }

    /// <summary>Why it cannot be done now, by whoever asks; empty where it can.</summary>
    public string Unable { get; private set; } = "";

    /// <summary>Who saved first; empty where nobody did.</summary>
    public string Overtaken { get; private set; } = "";

    /// <summary>The edition that the answers are meant to replace.</summary>
    public int Seen { get; private set; }

    /// <summary>Whether something has to be found before the form can be asked.</summary>
    public bool IsSeeking => Deed.Seeking is not null && !Deed.Fits(Place);

    public string Sought { get; private set; } = "";

    /// <summary>What was found, each with the address of the form about it.</summary>
    public IReadOnlyList<PageLink> Hits { get; private set; } = [];

    public IReadOnlyList<Box> Boxes { get; private set; } = [];

    public string Heading =>
        IsSeeking
            ? Deed.Seeking == Seeking.Member
                ? "State a further member"
                : "State what it led to"
            : Deed.Heading(Place);

    /// <summary>The address of this form with what it is about.</summary>
    public string SentTo => $"{At}/{Deed.Key}{Request.QueryString}";

    /// <summary>The parties in whose name it may be done, as answers to choose.</summary>
    public IReadOnlyList<Choice?> SpeakerChoices =>
        [.. Speakers.Select(s => new Choice { Value = $"{s.As}", Text = Named(s.As).Text })];

    public async Task<IActionResult> OnGetAsync(string id, string deed)
    {
        if (await Begin(id, deed) is { } other)
            return other;
        if (IsSeeking)
        {
            Look(Request.Query["q"].ToString().Trim());
            return Show();
        }
        if (Deed.OneByOne)
        {
            answers = await Kept();
            if (Unable.Length == 0 && Request.Query["at"] == "check")
                return Check();
            Only = Next(Request.Query["at"].ToString(), after: false);
            return Only is null ? Check() : Show();
        }
        return Show();
    }

    public async Task<IActionResult> OnPostAsync(string id, string deed)
    {
        if (await Begin(id, deed) is { } other)
            return other;
        if (IsSeeking || Unable.Length > 0)
            return Show();
        if (int.TryParse(Typed("version"), out var seen))
            Seen = seen;
        if (Deed.OneByOne && Typed("step") is not ("do" or "form"))
            return await Keep();
        answers = Deed.OneByOne ? await Kept() : Sent();
        if (Typed("step") == "form")
            return Show();
        if (Typed("step") != "do" && Boxes.Count > 0 && !Deed.IsLight)
            return Check();
        return await Do();
    }

    private async Task<IActionResult?> Begin(string id, string deed)
    {
        if (!Deeds.All.TryGetValue(deed, out var known) || !await Find(id))
            return NotHere("There is no page at this address.");
        Deed = known;
        // What shows what the members wrote for each other is for those who may read it.
        if (deed == "notes" && !ReadsNotes)
            return NotHere("There is no page at this address.");
        Seen = Version;
        Place = new DeedPlace(
            Whole,
            Chosen(),
            Snapshot,
            Book,
            Today,
            key => Request.Query[key].ToString()
        );
        if (Deed.Seeking is null && !Deed.Fits(Place))
            return NotHere("There is no page at this address.");
        if (IsSeeking)
            return null;
        Boxes = Deed.Boxes(Place);
        if (Boxes.Count == 0 || deed is "return")
            return null;
        // Said before anybody is asked anything, where no answer could make it right.
        if (Standing() is { } why)
            Unable = why.Sentence;
        return null;
    }

    /// <summary>In whose name: as the form or the address says, or else the first who is a member today.</summary>
    private Speaker Chosen()
    {
        var asked = Typed("as") is { Length: > 0 } typed ? typed : Request.Query["as"].ToString();
        return Speakers.FirstOrDefault(s => $"{s.As}" == asked)
            ?? Speakers.FirstOrDefault(s => Whole.IsIn(s.As, Today))
            ?? Speakers[0];
    }

    private Refusal? Standing() =>
        Whole.MayNotChange(
            Place.By,
            Occasion(),
            binds: Deed.Key is "change" or "deepen" or "aim" or "notice" or "end"
        );

    private Occasion Occasion() => Now() with { By = Place.Speaker.By };

    // --- finding what it is about --------------------------------------------------------------------------------------

    private void Look(string sought)
    {
        Sought = sought.Length > 100 ? sought[..100] : sought;
        if (Sought.Length == 0)
            return;
        var hits = Country
            .Search.Find(new SearchQuery { Text = Sought, PageSize = Found * 3 })
            .Hits;
        Hits =
            Deed.Seeking == Seeking.Member
                ?
                [
                    .. hits.Select(h => (Party: PartyNames.Of(h), Hit: h))
                        .Where(h => h.Party is not null)
                        .Take(Found)
                        .Select(h => new PageLink(
                            $"{h.Hit.Name}, {h.Party!.Value.Kind.InWords().ToLowerInvariant()}{(h.Hit is SchoolHit school ? $", {(school.School.Current.Town.Length > 0 ? $"{school.School.Current.Town}, " : "")}URN {school.School.Urn}" : "")}",
                            $"{At}/member?as={Place.As}&party={h.Party}"
                        )),
                ]
                :
                [
                    .. Book
                        .Stated.Where(p =>
                            p.Id != Whole.Id
                            && (
                                $"{p.Id}" == Sought
                                || p.Name.ToString()
                                    .Contains(Sought, StringComparison.OrdinalIgnoreCase)
                            )
                        )
                        .Take(Found)
                        .Select(p => new PageLink(
                            $"{p.Name}, {PartnershipWords.Name(p.Model).ToLowerInvariant()}, stated here",
                            $"{At}/led-to?as={Place.As}&later={p.Id}"
                        )),
                    .. hits.OfType<GroupHit>()
                        .Where(h => PartnershipBook.ModelOf(h.Group.Type) is not null)
                        .Take(Found)
                        .Select(h => new PageLink(
                            $"{h.Name}, {PartnershipWords.Name(PartnershipBook.ModelOf(h.Group.Type)!.Value).ToLowerInvariant()}, from the Department's register",
                            $"{At}/led-to?as={Place.As}&later=gias-{h.Group.Uid}"
                        )),
                ];
    }

    // --- answers -------------------------------------------------------------------------------------------------------

    private Answers Sent()
    {
        var given = new Dictionary<string, string[]>(StringComparer.Ordinal);
        if (Request.HasFormContentType)
            foreach (var (key, values) in Request.Form)
                given[key] =
                [
                    .. values.Select(v =>
                        (v is { Length: > LongestAnswer } ? v[..LongestAnswer] : v ?? "")
                            .Trim()
                            .ReplaceLineEndings("\n")
                    ),
                ];
        return new Answers(given);
    }

    private string DraftKey => $"{Desk.At} {Whole.Id} {Place.As}";

    private async Task<Answers> Kept()
    {
        var draft = await Casework.FindDraft(Visitor.Person.Id, ReturnDraft.Kind, DraftKey, Stop);
        Dictionary<string, string[]>? given = null;
        if (draft is not null)
            try
            {
                given = JsonSerializer.Deserialize<Dictionary<string, string[]>>(draft.Json);
            }
            catch (JsonException)
            {
                // Kept by an earlier program in another way: it is asked anew.
            }
        given ??= [];
        if (!given.ContainsKey("year") && Place.Asked("year").Length > 0)
            given["year"] = [Place.Asked("year")];
        return new Answers(given);
    }

    /// <summary>Keeps the answer to one question and goes on to the next.</summary>
    private async Task<IActionResult> Keep()
    {
        var sent = Sent();
        if (Boxes.FirstOrDefault(b => b.Key == Typed("box")) is not { } box)
            return Show();
        Only = box;
        var kept = await Kept();
        var given = kept.Given.ToDictionary(g => g.Key, g => g.Value, StringComparer.Ordinal);
        given[box.Key] = [.. sent.All(box.Key)];
        answers = new Answers(given);
        // The act itself reads the answers: what it says of this box is told now, the rest when it is its turn.
        _ = Deed.Act(Place, answers);
        if (
            answers.Wrong.FirstOrDefault(w => w.Box == box.Key) is { Sentence: { } sentence }
            || (sentence = Missing(box)) is not null
        )
        {
            Refuse(box.Key, sentence);
            return Show();
        }
        await Casework.SaveDraft(
            Visitor.Person.Id,
            ReturnDraft.Kind,
            DraftKey,
            JsonSerializer.Serialize(given),
            Time.GetUtcNow(),
            Stop
        );
        if (Typed("step") == "later")
            return Lead(At);
        var next = Request.Query["from"] == "check" ? null : Next(box.Key, after: true);
        return Lead($"{At}/{Deed.Key}?as={Place.As}&at={next?.Key ?? "check"}");
    }

    private string? Missing(Box box) =>
        box.Kind == BoxKind.One && answers.One(box.Key).Length == 0 ? "Choose one answer" : null;

    /// <summary>The question to ask: the one that is named, or the first without an answer.</summary>
    private Box? Next(string named, bool after)
    {
        var at = Boxes.ToList().FindIndex(b => b.Key == named);
        return at >= 0 && !after
            ? Boxes[at]
            : Boxes.Skip(at + 1).FirstOrDefault(b => !answers.Given.ContainsKey(b.Key))
                ?? Boxes.FirstOrDefault(b => !answers.Given.ContainsKey(b.Key));
    }

    private IActionResult Check()
    {
        var act = Deed.Act(Place, answers);
        foreach (var (box, sentence) in answers.Wrong)
            Refuse(Boxed(box), sentence);
        if (act is not null && Wrong.Count == 0 && act.Why(Whole, Occasion()) is { } no)
            Refuse(Boxed(no), no.Sentence);
        IsChecking = act is not null && Wrong.Count == 0;
        if (Deed.OneByOne && !IsChecking)
            Only = Next(Wrong is [var first, ..] ? first.Href!.TrimStart('#') : "", after: false);
        return Show();
    }

    private string Boxed(Refusal no) =>
        Boxed(
            Deed.Places.TryGetValue(no.Code, out var box) ? box
            : Boxes.Count > 0 ? Boxes[0].Key
            : "do"
        );

    /// <summary>Where the error summary leads: a date begins with its day.</summary>
    private string Boxed(string key) =>
        Boxes.FirstOrDefault(b => b.Key == key) is { Kind: BoxKind.Day } ? $"{key}-day" : key;

    private async Task<IActionResult> Do()
    {
        var act = Deed.Act(Place, answers);
        foreach (var (box, sentence) in answers.Wrong)
            Refuse(Boxed(box), sentence);
        if (act is null || Wrong.Count > 0)
            return Show();
        var now = Occasion();
        IReadOnlyList<Letter> letters = Deed.Asks(Place) is { } asked
            ? await Asking.Letters(
                Casework,
                Site,
                Snapshot,
                Whole.Id,
                Whole.Name,
                Whole.Model,
                Place.As,
                [asked],
                now,
                Stop
            )
            : [];
        var done = await act.Do(
            Casework,
            now,
            new Conditions(Deed.Replaces ? Seen : null, Once),
            letters,
            Stop
        );
        switch (done)
        {
            case Done<Partnership>.Refused refused:
                Refuse(Boxed(refused.Why), refused.Why.Sentence);
                if (Deed.OneByOne)
                    Only = Next(Wrong[0].Href!.TrimStart('#'), after: false);
                return Show();
            case Done<Partnership>.Overtaken late:
                var names = await Casework.Names([late.Theirs.By], Stop);
                Overtaken =
                    $"{names.GetValueOrDefault(late.Theirs.By, "Somebody")} saved first, on {late.Theirs.At.InLondon()}.";
                // Sending it once more replaces what they have now been told of.
                Seen = late.Now.Version;
                Refuse(Boxes[0].Key, "Somebody else changed this while you were writing");
                return Show();
            default:
                if (Deed.OneByOne)
                    await Casework.DropDraft(Visitor.Person.Id, ReturnDraft.Kind, DraftKey, Stop);
                return Lead(
                    $"{At}?done={(done is Done<Partnership>.Unchanged ? "unchanged" : Deed.Key)}"
                );
        }
    }

    // --- what the page shows -------------------------------------------------------------------------------------------

    /// <summary>Whether answers were sent or kept: then they stand in the boxes, and not what was there before.</summary>
    private bool HasAnswer(Box box) =>
        Request.HasFormContentType && !Deed.OneByOne
        || answers.Given.ContainsKey(box.Key)
        || answers.Given.ContainsKey($"{box.Key}-day");

    public string Text(Box box) => HasAnswer(box) ? answers.One(box.Key) : box.Text;

    /// <summary>The answers of a closed list.</summary>
    public static IReadOnlyList<SelectItem?> Listed(Box box) =>
        [
            .. (box.Choices ?? [])
                .OfType<Choice>()
                .Select(c => new SelectItem { Value = c.Value, Text = c.Text }),
        ];

    public IReadOnlyList<string> All(Box box) =>
        HasAnswer(box) ? answers.All(box.Key) : box.Now ?? [];

    public TypedDay Day(Box box) =>
        HasAnswer(box) ? answers.DayBoxes(box.Key)
        : DateOnly.TryParse(
            box.Text,
            System.Globalization.CultureInfo.InvariantCulture,
            out var day
        )
            ? TypedDay.Of(day)
        : TypedDay.Empty;

    /// <summary>Every answer with its way to change it.</summary>
    public IReadOnlyList<SummaryRow?> Rows =>
        [
            Speakers.Count > 1 ? SummaryRow.Of("In the name of", Named(Place.As).Text) : null,
            .. Boxes.Select(b =>
                Deed.OneByOne
                    ? SummaryRow.Of(
                        b.Label,
                        b.InWords(answers) is { Length: > 0 } said ? said : "Not provided"
                    ) with
                    {
                        Actions = new RowActions
                        {
                            Items =
                            [
                                new RowAction
                                {
                                    Text = "Change",
                                    Href = $"{At}/{Deed.Key}?as={Place.As}&at={b.Key}&from=check",
                                    VisuallyHiddenText = $"the answer to: {b.Label}",
                                },
                            ],
                        },
                    }
                    : SummaryRow.Answer(
                        b.Label,
                        b.InWords(answers),
                        b.Kind == BoxKind.Day ? $"{b.Key}-day" : b.Key
                    )
            ),
        ];

    /// <summary>What was answered, carried on the page that shows it.</summary>
    public IEnumerable<(string Name, string Value)> Carried =>
        Deed.OneByOne
            ? []
            : Boxes.SelectMany(b =>
                (
                    b.Kind == BoxKind.Day
                        ? new[] { $"{b.Key}-day", $"{b.Key}-month", $"{b.Key}-year" }
                        : [b.Key]
                ).SelectMany(key => answers.All(key).Select(v => (key, v)))
            );

    private IActionResult Show() =>
        AnswerPrivately(
            new PageFrame
            {
                Title = IsChecking ? "Check your answers" : Heading,
                Section = "mine",
                ForPrograms = false,
                Crumbs = [.. Above, new(Heading)],
            }
        );
}
