using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using Trellis.Access;
using Trellis.Components;
using Trellis.Journal;
using Trellis.Pages.Joining;
using Trellis.Pages.Procedures;
using Trellis.People;
using Trellis.Procedures;
using Trellis.Redactions;
using Trellis.Serving;
using Trellis.Store;

namespace Trellis.Pages.Brokerage;

/// <summary>An answer as it is recorded, beside what everybody reads of it.</summary>
/// <param name="Public">Empty where nobody else reads it.</param>
/// <param name="Why">Why nobody else does; empty where everybody may.</param>
public sealed record BesidePublic(
    DateOnly On,
    string Step,
    string Question,
    string Recorded,
    string Public,
    string Why
);

/// <summary>What of a case everybody reads, beside what is recorded, word for word; and what the steps that come next would make public.</summary>
[Access(Who.SignedIn)]
public sealed class CasePublication : CaseDeskPage
{
    internal static readonly IReadOnlyList<SheetColumn> Columns =
    [
        new("part", "Part of the case"),
        new("on", "Recorded on", "date"),
        new("step", "Step"),
        new("question", "Question"),
        new("recorded", "As it is recorded"),
        new("public", "As everybody reads it", What: "Empty where nobody else reads it."),
        new("why", "Why nobody else reads it"),
    ];

    public override string Tab => "publish";

    public IReadOnlyList<(DeskProcedure In, IReadOnlyList<BesidePublic> Rows)> Parts
    {
        get;
        private set;
    } = [];

    public int WordsIn { get; private set; }

    public int WordsOut { get; private set; }

    /// <summary>Every public text of the case, to choose from.</summary>
    public IReadOnlyList<PublicWords> Texts { get; private set; } = [];

    /// <summary>What is hidden in the case, and what was.</summary>
    public IReadOnlyList<HiddenPassage> Passages { get; private set; } = [];

    /// <summary>What the public would read; null until it is asked for.</summary>
    public PassagePreview? Preview { get; private set; }

    /// <summary>Where hidden words can still be read by everybody, in public texts of the case and on its public page.</summary>
    public IReadOnlyList<string> StillSaid { get; private set; } = [];

    /// <summary>What was just done; empty where nothing was.</summary>
    public string News { get; private set; } = "";

    /// <summary>The reasons to choose from, in words.</summary>
    public static IReadOnlyList<Choice?> Codes =>
        [
            .. RedactionCodes.All.Select(c => new Choice
            {
                Value = Naming.Of(c.ToString()),
                Text = c.InWords().Capital(),
            }),
        ];

    public IReadOnlyList<SelectItem> TextItems =>
        [
            .. Texts.Select(t => new SelectItem
            {
                Value = t.Value,
                Text = $"{t.In.Table.Name}. {t.Name}",
            }),
        ];

    public async Task<IActionResult> OnGetAsync(string reference, string? done) =>
        await Find(reference) is { } other ? other : await Show(done);

    public async Task<IActionResult> OnPostAsync(string reference)
    {
        if (await Find(reference) is { } other)
            return other;
        if (!MayWork)
            return BadQuestion("not-your-case", "Only those who work on the case do this.");
        Texts = PublicWords.Of(Procedures);
        switch (Typed("step"))
        {
            case "look":
                Preview = Looked();
                return await Show();
            case "hide":
                return Looked() is { } ready
                    ? await Do(
                        ready.In.In,
                        new RedactAnswer(ready.In.In.Case.Id, PassageOf(ready)),
                        "words",
                        "hidden"
                    )
                    : await Show();
            case "agree":
                return await OfPassage(
                    (p, box) =>
                        Do(p.In, new AgreeToRedaction(p.In.Case.Id, p.One.Number), box, "agreed")
                );
            case "lift":
                return await OfPassage(
                    (p, box) =>
                        Do(
                            p.In,
                            new LiftRedaction(p.In.Case.Id, p.One.Number),
                            box,
                            "lifted",
                            Typed("lift-why")
                        )
                );
            case "answer":
                return await OfPassage(
                    (p, box) =>
                        Do(
                            p.In,
                            new AnswerReview(
                                p.In.Case.Id,
                                p.Reviews.FirstOrDefault()?.Number ?? 0,
                                Typed("outcome") switch
                                {
                                    "upheld" => ReviewOutcome.Upheld,
                                    "released" => ReviewOutcome.Released,
                                    _ => null,
                                },
                                Typed("answer")
                            ),
                            box,
                            "answered"
                        )
                );
            default:
                return BadQuestion("step-unknown", "This form asks for nothing known.");
        }
    }

    private async Task<IActionResult> OfPassage(
        Func<HiddenPassage, string, Task<IActionResult>> act
    )
    {
        var all = HiddenPassage.Of(Procedures, Visitor.Person.Id);
        if (all.FirstOrDefault(p => p.Value == Typed("passage")) is { } one)
            return await act(one, $"passage-{one.In.Case.Id}-{one.One.Number}");
        Refuse("passages", "This passage is not there. Look at the list again.");
        return await Show();
    }

    private async Task<IActionResult> Do<TEvent>(
        DeskProcedure of,
        RedactingAct<TEvent> act,
        string box,
        string news,
        string why = ""
    )
        where TEvent : Event<ProcedureCase>
    {
        // What is public is written with it by the store itself.
        var done = await Casework.Do(
            act,
            new Occasion(
                Desk!,
                Time.GetUtcNow(),
                Today,
                why.Length == 0 ? default : new FreeText(why)
            ),
            new Conditions(
                int.TryParse(Typed("version"), CultureInfo.InvariantCulture, out var seen)
                    ? seen
                    : of.Version,
                Once
            ),
            stop: Stop
        );
        switch (done)
        {
            case Done<ProcedureCase>.Refused refused:
                Refuse(
                    refused.Why.Code switch
                    {
                        "redaction-code-missing" => "code",
                        "redaction-expiry-missing"
                        or "redaction-expiry-past"
                        or "redaction-expiry-far" => "until-day",
                        _ => box,
                    },
                    refused.Why.Sentence
                );
                return await Show();
            case Done<ProcedureCase>.Overtaken:
                Refuse(
                    box,
                    "Somebody recorded something in this case first. Look at it, and send yours again."
                );
                return await Show();
            default:
                return Lead($"/case/{Case.Ref}/publish?done={news}");
        }
    }

    /// <summary>What the public will read of what the form asks for; null where something is wrong with it, which is then said.</summary>
    private PassagePreview? Looked()
    {
        if (Texts.FirstOrDefault(t => t.Value == Typed("text")) is not { } text)
        {
            Refuse("text", "Choose the text.");
            return null;
        }
        if (SpanIn(text.Text.Text) is not var (start, length))
            return null;
        var until = TypedDayOf("until");
        if (!until.IsEmpty && until.Read() is null)
        {
            Refuse("until-day", "Enter a day, like 1 4 2027.");
            return null;
        }
        var book = text.In.Case.Redactions;
        var asked = book.Propose(
            new Passage(
                text.Text.At,
                start,
                length,
                RedactionCodes
                    .All.Where(c => Naming.Of(c.ToString()) == Typed("code"))
                    .Select(c => (RedactionCode?)c)
                    .FirstOrDefault(),
                until.Read(),
                Typed("reason")
            ),
            text.In.Case.PublicTexts,
            Desk!,
            Today
        );
        if (asked is Outcome<Redaction>.Refused no)
            Refuse(
                no.Why.Code switch
                {
                    "redaction-code-missing" => "code",
                    "redaction-expiry-missing"
                    or "redaction-expiry-past"
                    or "redaction-expiry-far" => "until-day",
                    "reason-missing" or "reason-too-long" or "reason-unfit" => "reason",
                    _ => "words",
                },
                no.Why.Sentence
            );
        if (asked is not Outcome<Redaction>.Happened { Event: var made })
            return null;
        var after = book.With(made);
        return new PassagePreview(
            text,
            made,
            after.Open(text.Text.At, text.Text.Text).Text,
            after.Share(text.In.Case.PublicTexts)
        );
    }

    private static Passage PassageOf(PassagePreview ready) =>
        new(
            ready.Made.At,
            ready.Made.Start,
            ready.Made.Length,
            ready.Made.Code,
            ready.Made.Expires,
            ready.Made.Why
        );

    /// <summary>Where the typed words stand in a text; null where they stand there not at all, or more often and nobody said which.</summary>
    private (int Start, int Length)? SpanIn(string text)
    {
        if (Typed("words").Length == 0)
        {
            Refuse("words", "Copy the words that are to be hidden.");
            return null;
        }
        var places = Redacting.PlacesOf(text, Typed("words"));
        if (places.Count == 0)
        {
            Refuse("words", "These words do not stand in the text. Copy them as they stand there.");
            return null;
        }
        if (places.Count == 1)
            return places[0];
        if (
            int.TryParse(Typed("which"), CultureInfo.InvariantCulture, out var which)
            && which >= 1
            && which <= places.Count
        )
            return places[which - 1];
        Refuse(
            "which",
            $"These words stand there {places.Count:N0} times. Enter which one, from 1 to {places.Count:N0}, or copy more of the words around them."
        );
        return null;
    }

    /// <summary>Looks for what is hidden in every public text of the case, and in its public page as it stands, its feed and its files.</summary>
    private async Task<IReadOnlyList<string>> Canary()
    {
        IReadOnlyList<HiddenWords> hidden =
        [
            .. Procedures.SelectMany(
                (p, i) =>
                    p
                        .Case.Redactions.Hidden(p.Case.PublicTexts)
                        .Select(h => h with { Number = 1000 * i + h.Number })
            ),
        ];
        if (hidden.Count == 0)
            return [];
        var texts = Texts.Select(t => new Output(
            t.Name,
            t.In.Case.Redactions.Open(t.Text.At, t.Text.Text).Text
        ));
        var said = CanaryScan.Hits(hidden, texts).Select(h => h.Place);
        var pages = new List<Output>();
        var inside = HttpContext.RequestServices.GetRequiredService<Inside>();
        foreach (var ending in new[] { "", ".csv", ".json", ".atom" })
        {
            var answer = await inside.Ask(
                HttpContext.Features.Get<Country>()!,
                $"/decision/{Case.Ref}",
                QueryString.Empty,
                ending,
                Stop
            );
            if (answer.Status == StatusCodes.Status200OK)
                pages.Add(
                    new Output(
                        $"/decision/{Case.Ref}{ending}",
                        Encoding.UTF8.GetString(answer.Body)
                    )
                );
        }
        return
        [
            .. said.Concat(CanaryScan.Hits(hidden, pages).Select(h => h.Place))
                .Distinct(StringComparer.Ordinal),
        ];
    }

    private async Task<IActionResult> Show(string? done = null)
    {
        Texts = PublicWords.Of(Procedures);
        Passages = HiddenPassage.Of(Procedures, Visitor.Person.Id);
        StillSaid = await Canary();
        News = done switch
        {
            "hidden" =>
                "The words are hidden. In a few seconds they are gone from every public page, feed and file.",
            "agreed" => "You have agreed to it as the second person.",
            "lifted" => "The words are public from now on.",
            "answered" => "The answer is public.",
            _ => "",
        };
        Parts =
        [
            .. Procedures
                .Select(p => (p, (IReadOnlyList<BesidePublic>)[.. RowsOf(p)]))
                .Where(p => p.Item2.Count > 0),
        ];
        var rows = Parts.SelectMany(p => p.Rows).ToList();
        WordsIn = rows.Sum(r => Words(r.Recorded));
        WordsOut = rows.Sum(r => Words(r.Public));
        return AnswerPrivately(
            Frame("What is public"),
            new Sheet(
                $"public-{Case.Ref}",
                $"What is public: {SchoolNames}",
                Columns,
                [
                    .. Parts.SelectMany(p =>
                        p.Rows.Select(r =>
                            (IReadOnlyList<object?>)
                                [
                                    p.In.Table.Name,
                                    r.On,
                                    r.Step,
                                    r.Question,
                                    r.Recorded,
                                    r.Public,
                                    r.Why,
                                ]
                        )
                    ),
                ]
            ),
            new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["words"] = WordsIn,
                ["wordsPublic"] = WordsOut,
                ["passages"] = Passages.Select(p => new
                {
                    procedure = p.In.Case.Id.ToString(),
                    number = p.One.Number,
                    text = p.Name,
                    code = Naming.Of(p.One.Code.ToString()),
                    on = p.One.On,
                    until = p.One.Expires,
                    ended = p.One.Ended,
                    second = p.One.Second is not null,
                }),
                ["stillSaid"] = StillSaid,
            }
        );
    }

    /// <summary>The rows of a procedure. The public side is read from what the public record is given, and from nothing else.</summary>
    private IEnumerable<BesidePublic> RowsOf(DeskProcedure procedure)
    {
        var open = PublicCase.Of(procedure.Case).Json is { } json
            ? JsonSerializer.Deserialize<PublicCase>(json)!.OfOneSchool()
            : null;
        var told = new Queue<PublicStep>(open?.Steps ?? []);
        foreach (var taken in procedure.Case.History)
        {
            var step = procedure.Table.StepOf(taken.Step)!;
            var shown = step.IsPublic && told.TryDequeue(out var next) ? next : null;
            var asked = step.Asks.Where(a => taken.Answers.Any(g => g.Ask == a.Id)).ToList();
            if (asked.Count == 0)
                yield return new BesidePublic(
                    taken.On,
                    step.Name,
                    "",
                    "That it was done",
                    shown is null ? "" : "That it was done",
                    shown is null ? step.Private : ""
                );
            foreach (var ask in asked)
            {
                var recorded = CaseWords.Of(
                    ask,
                    taken.Answers.First(a => a.Ask == ask.Id),
                    Snapshot
                );
                var answer = shown?.Answers.FirstOrDefault(a => a.Ask == ask.Id.ToString());
                yield return new BesidePublic(
                    taken.On,
                    step.Name,
                    ask.Name,
                    recorded,
                    answer is null ? "" : Said(answer),
                    answer is not null ? ""
                        : shown is null ? step.Private
                        : "This answer is kept for those who take part."
                );
            }
        }
    }

    private string Said(PublicAnswer answer) =>
        answer switch
        {
            { Day: { } day } => day.InWords(),
            { Number: { } number } => $"{number:N0}",
            { Party: { } party } => Scope.TryParse(party, null, out var over)
                ? RolePlaces.Words(Snapshot, over).Text
                : "",
            { Chosen: [_, ..] chosen } => string.Join("; ", chosen),
            _ => answer.Text ?? "",
        };

    private static int Words(string text) =>
        text.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries).Length;

    /// <summary>The share of words that nobody else reads, in per cent, rounded up.</summary>
    public int WithheldPercent =>
        WordsIn == 0 ? 0 : (int)Math.Ceiling(100.0 * (WordsIn - WordsOut) / WordsIn);
}
