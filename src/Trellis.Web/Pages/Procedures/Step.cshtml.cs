using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;
using Trellis.Journal;
using Trellis.Pages.Joining;
using Trellis.Pages.Matching;
using Trellis.People;
using Trellis.Procedures;
using Trellis.Serving;
using Trellis.Store;
using Given = Trellis.Procedures.Answer;

namespace Trellis.Pages.Procedures;

/// <summary>Takes a step of a case: its questions, the answers to check, done; or stops the case.</summary>
[Access(Who.SignedIn)]
public sealed class StepOfCase : CasePage
{
    /// <summary>Of the answers to a step that somebody has given and not recorded.</summary>
    internal const string DraftKind = "procedure-step";

    /// <summary>What stands for stopping in the address, beside the steps.</summary>
    private const string Stopping = "stop-it";

    /// <summary>The step; null where the case is to be stopped.</summary>
    public OpenStep? Open { get; private set; }

    /// <summary>Those in whose name it can be taken.</summary>
    public IReadOnlyList<Seat> Able { get; private set; } = [];

    /// <summary>Why it cannot be taken now; empty where it can.</summary>
    public string Unable { get; private set; } = "";

    public bool IsChecking { get; private set; }

    /// <summary>The edition that the answers are meant to go with.</summary>
    public int Seen { get; private set; }

    /// <summary>Who saved first; empty where nobody did.</summary>
    public string Overtaken { get; private set; } = "";

    /// <summary>Whether the latest step, which the visitor's party took, is corrected.</summary>
    public bool IsCorrecting { get; private set; }

    /// <summary>Since when the answers are kept; empty where none were.</summary>
    public string KeptSince { get; private set; } = "";

    /// <summary>What stands in the boxes before anybody types: what was kept or, for a correction, recorded.</summary>
    private IReadOnlyDictionary<string, string[]> kept = new Dictionary<string, string[]>();

    private readonly List<Given> answers = [];

    /// <summary>What happens to a trust's places with the step; null where nothing does.</summary>
    private PlaceBeside? beside;

    public string Heading => Open?.Step.Name ?? "Stop it before its end";

    public IReadOnlyList<SummaryRow?> Rows =>
        Open is null
            ? []
            :
            [
                .. from ask in Open.Step.Asks
                from answer in answers
                where answer.Ask == ask.Id
                select SummaryRow.Answer(
                    ask.Name,
                    CaseWords.Of(ask, answer, Snapshot),
                    $"{ask.Id}"
                ),
            ];

    public IReadOnlyList<Choice?> Voices =>
        [
            .. Able.Select(s => new Choice
            {
                Value = $"{s.Party.Over}",
                Text = CaseWords.Name(Case, s.Party, Snapshot).Text,
            }),
        ];

    /// <summary>In whose name.</summary>
    public Seat Voice => Able.FirstOrDefault(s => $"{s.Party.Over}" == Typed("as")) ?? Able[0];

    // The buttons of the form are called "step" too, and what a form sends goes before the address.
    public async Task<IActionResult> OnGetAsync(string id, [FromRoute] string step) =>
        await Begin(id, step) && await Remembered() ? Show() : Nothing;

    public async Task<IActionResult> OnPostAsync(string id, [FromRoute] string step)
    {
        if (!await Begin(id, step))
            return Nothing;
        if (Unable.Length > 0)
            return Show();
        if (int.TryParse(Typed("version"), CultureInfo.InvariantCulture, out var seen))
            Seen = seen;
        if (Open is null)
            return await Finish(
                new StopProcedure(Case.Id, Voice.Party.Over, Voice.Body, Typed("why")),
                "why",
                "stopped"
            );
        if (Typed("step") == "throw-away")
        {
            await Casework.DropDraft(Visitor.Person.Id, DraftKind, DraftKey, Stop);
            return Lead($"{Onward}?done=thrown-away");
        }
        foreach (var ask in Open.Step.Asks)
            await Read(ask);
        if (Typed("step") != "do")
            await Keep();
        if (Typed("step") == "later")
            return Lead($"{Onward}?done=kept");
        // What is not asked is no answer, whatever stands in its box.
        answers.RemoveAll(a => !Open.Step.Asks.First(k => k.Id == a.Ask).IsAsked(answers));
        if (Wrong.Count == 0)
            foreach (
                var objection in Answering.Check(
                    Table,
                    Whole,
                    Open.Step,
                    answers,
                    IsCorrecting ? Case.History[^1].On : Today,
                    Facts,
                    Voice.IsStating(Open.Step)
                )
            )
                Refuse(BoxOf(objection.Ask), objection.Why.Sentence);
        if (Wrong.Count > 0 || Typed("step") == "form")
            return Show();
        if (Typed("step") != "do")
        {
            IsChecking = true;
            return Show();
        }
        if (IsCorrecting)
            return await Finish(
                new CorrectStep(Case.Id, Open.Step.Id, Voice.Party.Over, Voice.Body, answers),
                BoxOf(Open.Step.Asks.Count > 0 ? Open.Step.Asks[0].Id : null),
                "corrected"
            );
        return await Finish(
            new TakeStep(Case.Id, Open.Step.Id, Voice.Party.Over, Voice.Body, answers),
            BoxOf(Open.Step.Asks.Count > 0 ? Open.Step.Asks[0].Id : null),
            "step"
        );
    }

    private async Task<bool> Begin(string id, string step)
    {
        if (!await Find(id) || !Code.TryParse(step, null, out var code))
            return false;
        Seen = Version;
        if (step == Stopping)
        {
            Able = [.. Seats.Where(s => s.MayAct && Table.SideOf(s.Party.Side)!.Begins)];
            Unable =
                Case.IsOver ? "This has come to its end."
                : Able.Count == 0 ? "Only those who may begin such a procedure can stop it."
                : "";
            return true;
        }
        if (Table.StepOf(code) is not { } known)
            return false;
        IsCorrecting = Request.Query["correct"] == "yes";
        if (IsCorrecting)
        {
            Open = new OpenStep(known, [], null, null, false);
            Able = CanCorrect is { } own && Case.History[^1].Step == code ? [own] : [];
            Unable =
                Able.Count == 0
                    ? "Only the latest step can be corrected, by those in whose name it was taken."
                    : "";
            return true;
        }
        Open =
            Where.Open.FirstOrDefault(o => o.Step.Id == code)
            ?? new OpenStep(known, [], null, null, false);
        Able = MayTake(Open);
        beside = await PlaceBeside.Of(Casework, Snapshot, Case, code, Facts, Stop);
        Facts = beside?.Facts ?? Facts;
        Unable =
            !Where.Open.Contains(Open)
                ? $"This step is not open now. The case is in the state '{Where.State.Words}'."
            : Able.Count == 0
                ? $"This step waits for {Names(Open.Waits)}, and somebody who acts for them has to take it."
            : "";
        return true;
    }

    private async Task<IActionResult> Finish<TEvent>(
        Act<ProcedureCase, TEvent> act,
        string box,
        string news
    )
        where TEvent : Event<ProcedureCase>
    {
        var before = Case;
        var now = new Occasion(Voice.By, Time.GetUtcNow(), Today);
        var turns = await Turns.Of(
            Casework,
            Site,
            Snapshot,
            Table,
            [
                .. before.Parties,
                .. answers
                    .Where(a => a.Party is not null)
                    .Select(a => new CaseParty(
                        Table.AskOf(a.Ask)!.Side!.Value,
                        a.Party!.Value,
                        a.Person
                    )),
            ],
            now,
            Stop
        );
        if (beside is not null)
        {
            var why = await Casework.DoTogether(
                [
                    beside.Act(new Conditions(Once: Once)),
                    Doing.Of(
                        act,
                        new Conditions(Seen),
                        (_, after) =>
                            new Alongside(
                                turns.Letters(before, after, Today),
                                [PublicCase.Of(after)]
                            )
                    ),
                ],
                now,
                Stop
            );
            if (why is not null and not { Code: "sent-already" })
            {
                Refuse(box, why.Sentence);
                return Show();
            }
            await Casework.DropDraft(Visitor.Person.Id, DraftKind, DraftKey, Stop);
            return Lead($"/procedure/{Case.Id}?done={news}");
        }
        var done = await Casework.Do(
            act,
            now,
            new Conditions(Seen, Once),
            (_, after) =>
                new Alongside(turns.Letters(before, after, Today), [PublicCase.Of(after)]),
            Stop
        );
        switch (done)
        {
            case Done<ProcedureCase>.Refused refused:
                Refuse(box, refused.Why.Sentence);
                return Show();
            case Done<ProcedureCase>.Overtaken late:
                var names = await Casework.Names([late.Theirs.By], Stop);
                Overtaken =
                    $"{names.GetValueOrDefault(late.Theirs.By, "Somebody")} recorded something first, on {late.Theirs.At.InLondon()}.";
                Seen = late.Now.Version;
                Refuse(box, "Something was recorded while you were writing");
                return Show();
            default:
                if (Open is not null)
                    await Casework.DropDraft(Visitor.Person.Id, DraftKind, DraftKey, Stop);
                return Lead($"{Onward}?done={news}");
        }
    }

    /// <summary>The case without the step, where it is corrected.</summary>
    private ProcedureCase Whole => IsCorrecting ? Case.BeforeLatest()! : Case;

    private string DraftKey => KeyOf(Case.Id, Open!.Step.Id, IsCorrecting);

    internal static string KeyOf(CaseId id, Code step, bool correcting) =>
        correcting ? $"{id} {step} correct" : $"{id} {step}";

    /// <summary>Keeps what stands in the boxes, right or wrong, until it is recorded.</summary>
    private Task Keep() =>
        Casework.SaveDraft(
            Visitor.Person.Id,
            DraftKind,
            DraftKey,
            JsonSerializer.Serialize(
                Boxes
                    .Select(b => (Box: b, Values: Chosen(b).ToArray()))
                    .Where(b => b.Values.Any(v => v.Length > 0))
                    .ToDictionary(b => b.Box, b => b.Values, StringComparer.Ordinal)
            ),
            Time.GetUtcNow(),
            Stop
        );

    /// <summary>Puts into the boxes what the visitor had answered, or what is recorded and to be corrected.</summary>
    private async Task<bool> Remembered()
    {
        if (Open is null || Unable.Length > 0)
            return true;
        if (await Casework.FindDraft(Visitor.Person.Id, DraftKind, DraftKey, Stop) is { } draft)
            try
            {
                kept = JsonSerializer.Deserialize<Dictionary<string, string[]>>(draft.Json) ?? [];
                KeptSince = draft.SavedAt.DayInLondon().InWords();
                return true;
            }
            catch (JsonException)
            {
                // Kept by an earlier program in another way: it is asked anew.
            }
        // A page that leads here may know some of the answers; whoever takes the step sees and checks them.
        kept = IsCorrecting
            ? Recorded(Case.History[^1])
            : Boxes
                .Where(box => Request.Query.ContainsKey(box))
                .ToDictionary(
                    box => box,
                    box => Request.Query[box].OfType<string>().Take(1).ToArray(),
                    StringComparer.Ordinal
                );
        return true;
    }

    private Dictionary<string, string[]> Recorded(Taken taken)
    {
        var boxes = new Dictionary<string, string[]>(StringComparer.Ordinal);
        foreach (var answer in taken.Answers)
            if (answer.Day is { } day)
            {
                boxes[$"{answer.Ask}-day"] = [$"{day.Day}"];
                boxes[$"{answer.Ask}-month"] = [$"{day.Month}"];
                boxes[$"{answer.Ask}-year"] = [$"{day.Year}"];
            }
            else
                boxes[$"{answer.Ask}"] =
                    answer.Number is { } number ? [$"{number}"]
                    : answer.Text.Text is { } text ? [text]
                    : answer is { Party: { } party, Person: null }
                        ? [RolePlaces.Words(Snapshot, party).Text]
                    : answer.Party is not null ? []
                    : [.. answer.Chosen.Select(c => $"{c}")];
        return boxes;
    }

    /// <summary>The box that a message is about.</summary>
    private static string BoxOf(Code? ask) => ask is { } code ? $"{code}" : "step";

    private async Task Read(Ask ask)
    {
        var box = $"{ask.Id}";
        switch (ask.Kind)
        {
            case AskKind.Day:
                var typed = TypedDayOf(box);
                if (typed.Read() is { } day)
                    answers.Add(Given.Of(ask.Id, day));
                else if (!typed.IsEmpty)
                    Refuse(box, $"{ask.Name}: enter a day, like 1 9 2026");
                break;
            case AskKind.Number:
                var text = Typed(box).Replace(",", "", StringComparison.Ordinal);
                if (
                    int.TryParse(
                        text,
                        NumberStyles.None,
                        CultureInfo.InvariantCulture,
                        out var number
                    )
                )
                    answers.Add(Given.Of(ask.Id, number));
                else if (text.Length > 0)
                    Refuse(box, $"{ask.Name}: enter a whole number");
                break;
            case AskKind.Text:
                if (Typed(box) is { Length: > 0 } words)
                    answers.Add(Given.Of(ask.Id, (FreeText)words.ReplaceLineEndings("\n")));
                break;
            case AskKind.Party:
                if (Typed(box) is { Length: > 0 } named)
                    await ReadParty(ask, box, named);
                // A person stands in no box: one who is not named anew stays.
                else if (
                    IsCorrecting
                    && Able.Count > 0
                    && Case.History[^1].Answers.FirstOrDefault(a => a.Ask == ask.Id)
                        is { Person: not null } recorded
                )
                    answers.Add(recorded);
                break;
            default:
                var chosen = Chosen(box)
                    .Select(c => Code.TryParse(c, null, out var code) ? code : default)
                    .Where(c => c != default)
                    .Distinct()
                    .ToList();
                if (chosen.Count > 0)
                    answers.Add(Given.Of(ask.Id, chosen));
                break;
        }
    }

    private async Task ReadParty(Ask ask, string box, string named)
    {
        var kinds = Table.SideOf(ask.Side!.Value)!.Kinds;
        if (kinds.Contains(ScopeKind.OwnCases))
        {
            var person = await Casework.PersonAt(named, Stop);
            if (
                person is not null
                && person.Roles(Today, Time.GetUtcNow()).Any(r => r.Role == Role.RiseAdviser)
            )
                answers.Add(Given.Of(ask.Id, Scope.OwnCases, person.Id));
            else
                Refuse(box, $"{ask.Name}: no adviser signs in here with this address");
            return;
        }
        var found = kinds.Select(k => RolePlaces.Read(Country, k, named)).OfType<Scope>().ToList();
        if (found is [var one])
            answers.Add(Given.Of(ask.Id, one));
        else
            Refuse(box, $"{ask.Name}: enter its number or its whole name");
    }

    private IEnumerable<string> Chosen(string box) =>
        Request.HasFormContentType ? Request.Form[box].OfType<string>().Take(100) : [];

    // --- what stands in the boxes ---------------------------------------------------------------------------------------

    public string TextOf(Ask ask) => Standing($"{ask.Id}");

    public TypedDay DayOf(Ask ask) =>
        new(Standing($"{ask.Id}-day"), Standing($"{ask.Id}-month"), Standing($"{ask.Id}-year"));

    public IReadOnlyList<string> AllOf(Ask ask) =>
        Request.HasFormContentType
            ? [.. Chosen($"{ask.Id}")]
            : kept.GetValueOrDefault($"{ask.Id}", []);

    private string Standing(string box) =>
        Request.HasFormContentType
            ? Typed(box)
            : kept.GetValueOrDefault(box, []).FirstOrDefault() ?? "";

    /// <summary>What was typed into the boxes of the step, for the page on which it is checked.</summary>
    public IEnumerable<(string Name, string Value)> Carried =>
        Boxes.SelectMany(box => Chosen(box).Select(value => (box, value)));

    private IEnumerable<string> Boxes =>
        Open!.Step.Asks.SelectMany(a =>
            a.Kind == AskKind.Day
                ? new[] { $"{a.Id}-day", $"{a.Id}-month", $"{a.Id}-year" }
                : [$"{a.Id}"]
        );

    public IReadOnlyList<Choice?> Among(Ask ask) =>
        ask.Kind == AskKind.Yes
            ? [new Choice { Value = "yes", Text = "Yes" }]
            :
            [
                .. ask.Options.Select(o => new Choice
                {
                    Value = $"{o.Id}",
                    Text = o.Words.Capital(),
                    Hint =
                        ask.Kind == AskKind.Ticks && o.IfAny && MustBeWhole(ask)
                            ? new Hint { Text = "If there is one" }
                            : null,
                }),
            ];

    /// <summary>Whether its choices fit on one line: a form of many criteria is then half as long.</summary>
    public static bool IsShort(Ask ask) =>
        ask.Group.Length > 0 && ask.Options.Count <= 3 && ask.Options.Sum(o => o.Words.Length) < 40;

    private bool MustBeWhole(Ask ask) =>
        Open!.Step.Rules.Any(r => r.Guard.Id == "all-ticked" && r.Field == ask.Id);

    /// <summary>The hint of a question, with when it is asked, and its dates worked out.</summary>
    public string HintOf(Ask ask)
    {
        var parts = new List<string>();
        if (ask.When is { } when)
        {
            var other = Table.AskOf(when.Ask)!;
            parts.Add(
                $"Answer only where '{other.Name}' is '{other.Options.First(o => o.Id == when.Choice).Words}'."
            );
        }
        if (ask.Hint.Length > 0)
            parts.Add(ask.Hint);
        foreach (var rule in Open!.Step.Rules.Where(r => r.Field == ask.Id && r.Than is not null))
            if (
                Whole.AnswerTo(rule.Than!.Value)?.Day is { } from
                && Spans.After(from, rule.Count, rule.Unit) is { } border
            )
                parts.Add(
                    $"{(rule.Guard.Id == "not-before" ? "Not before" : "Not after")} {border.InWords()}{(rule.Count > 0 ? $": {Spans.InWords(rule.Count, rule.Unit)} after {from.InWords()}" : "")}."
                );
        if (ask.Optional)
            parts.Add("You can leave this out.");
        if (ask.Public && ask.Kind != AskKind.Text)
            parts.Add("This is published.");
        return string.Join(' ', parts);
    }

    private IActionResult Show() =>
        AnswerPrivately(
            new PageFrame
            {
                Title =
                    IsChecking ? $"Check your answers: {Heading}"
                    : IsCorrecting ? $"Correct: {Heading}"
                    : Heading,
                Section = "mine",
                Crumbs = [.. Above, new(Heading)],
            }
        );
}
