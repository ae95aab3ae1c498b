using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Boards;
using Trellis.Components;
using Trellis.Journal;
using Trellis.Mail;
using Trellis.Pages.Procedures;
using Trellis.People;
using Trellis.Procedures;
using Trellis.Serving;
using Trellis.Store;

namespace Trellis.Pages.Boards;

/// <summary>One meeting for those who prepare it and those who sit in it: its agenda, its papers, who was there, and what is still to do.</summary>
[Access(Who.Holders, Role.RegionOfficer, Role.DecisionMaker, Role.BoardMember, Over = "region")]
public sealed class BoardMeetingPage : BoardDeskPage
{
    internal static readonly IReadOnlyList<SheetColumn> Columns =
    [
        new("item", "Item", "integer"),
        new("case", "Case"),
        new("names", "Schools"),
        new("question", "The question"),
        new("published", "On the published agenda", "boolean"),
        new("advice", "Advice"),
        new("decision", "Decision"),
        new("told_on", "Parties told on", "date"),
    ];

    public MeetingClock Clock => new(Meeting.Day);

    /// <summary>Cases of the region that could be put on this agenda: the step is open and the region works on them.</summary>
    public IReadOnlyList<(string Names, string Kind, string Address)> Ready { get; private set; } =
    [];

    /// <summary>Whether the agenda that is published and the cases say different things.</summary>
    public bool HasChanged =>
        Meeting.Agenda is { } agenda && !Items.Select(i => i.Item).SequenceEqual(agenda.Items);

    public IReadOnlyList<(Person Person, Role Role)> Seats { get; private set; } = [];

    /// <summary>Names of those who declared an interest, by case.</summary>
    public IReadOnlyDictionary<string, string> Names { get; private set; } =
        new Dictionary<string, string>(StringComparer.Ordinal);

    public async Task<IActionResult> OnGetAsync(string region, string date, string? done) =>
        await Find(region, date) ? await Show(done) : NotHere("There is no such meeting.");

    public async Task<IActionResult> OnPostAsync(string region, string date)
    {
        if (!await Find(region, date))
            return NotHere("There is no such meeting.");
        var led = Typed("step") switch
        {
            "agenda" => await PublishIt(),
            "papers" => await SendThem(),
            "held" => await Record(),
            "told" => await Tell(),
            "cancel" => await Do(
                new CancelMeeting(Meeting.Ref, Typed("cancelled-because")),
                "cancelled-because",
                $"/board/{Region.Id}?done=cancelled"
            ),
            _ => BadQuestion("step-unknown", "This form asks for nothing known."),
        };
        return led ?? await Show(null);
    }

    private async Task<IActionResult?> PublishIt()
    {
        if (TypedDayOf("until").Read() is { } until)
            return await Do(
                new PublishAgenda(Meeting.Ref, Typed("address"), until, Typed("because")),
                "address",
                $"{Address}?done=agenda"
            );
        Refuse("until", "Enter the last day, like 9 12 2026");
        return null;
    }

    private async Task<IActionResult?> SendThem()
    {
        var people = (await Board()).Select(b => b.Person).ToList();
        return await Do(
            new SendPapers(Meeting.Ref),
            "papers",
            $"{Address}?done=papers",
            letters: after =>
                [
                    .. people
                        .Where(p => p.Email.IsThere)
                        .Select(p => new Letter(
                            p.Email,
                            $"Papers for the board on {after.Day.InWords()}",
                            $"Hello {p.Name}\n\nThe papers for the meeting of the advisory board, {RegionName}, on {after.Day.InWords()} are ready:\n\n{new Uri(Site, $"{Address}/bundle")}\n\nIf you have an interest in a school or trust on the agenda, declare it before you open the paper.\n"
                        )),
                ]
        );
    }

    private async Task<IActionResult?> Record()
    {
        var seats = await Board();
        var there = Request.Form["there"].OfType<string>().ToHashSet(StringComparer.Ordinal);
        var attendance = seats
            .Where(s => there.Contains(s.Person.Key))
            .Select(s => new Attendee(
                s.Person.Id,
                s.Person.Name,
                s.Person.Key == Typed("chair") ? BoardSeat.Chair
                    : s.Role == Role.DecisionMaker ? BoardSeat.Decider
                    : BoardSeat.Member
            ))
            .ToList();
        attendance.AddRange(
            Typed("guests")
                .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Select(name => new Attendee(null, name, BoardSeat.Guest))
        );
        var items = Meeting
            .Items.Select(
                (item, i) =>
                    new ItemRecord(
                        item.Case,
                        [
                            .. Request
                                .Form[$"left-{i + 1}"]
                                .OfType<string>()
                                .Select(key => attendance.FindIndex(a => $"{a.Person}" == key))
                                .Where(place => place >= 0),
                        ],
                        Whole($"wrote-{i + 1}")
                    )
            )
            .ToList();
        return await Do(
            new HoldMeeting(Meeting.Ref, attendance, Whole("officials"), items),
            "there",
            $"{Address}?done=held"
        );
    }

    private int Whole(string box) =>
        Typed(box).Length == 0 ? 0
        : int.TryParse(Typed(box), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
        : -1;

    private async Task<IActionResult?> Tell()
    {
        if (!CaseRef.TryParse(Typed("case"), null, out var item))
            return BadQuestion("case-unknown", "This form names no case.");
        if (TypedDayOf($"replies-{item}").Read() is { } until)
            return await Do(
                new TellParties(Meeting.Ref, item, until),
                $"replies-{item}",
                $"{Address}?done=told"
            );
        Refuse($"replies-{item}", "Enter the last day for replies, like 3 12 2026");
        return null;
    }

    private async Task<IActionResult> Show(string? done)
    {
        News = done switch
        {
            "called" => "The meeting is called. Its day is in the public calendar.",
            "agenda" => "The agenda is published. Anybody can read it.",
            "papers" => "The papers are sent to the members.",
            "held" => "It is recorded who was there.",
            "told" => "It is recorded that they know.",
            _ => "",
        };
        Seats = MayWork ? await Board() : [];
        Names = await Casework.Names(
            Items.SelectMany(i => i.Case.Interests).Select(i => i.Person.ToString()).Distinct(),
            Stop
        );
        if (MayWork && Meeting.Record is null && Meeting.Cancelled is null)
            Ready = await Found();
        return AnswerPrivately(
            Frame(DayTitle),
            new Sheet(
                $"board-{Meeting.Ref}",
                DayTitle,
                Columns,
                [
                    .. Items.Select(i =>
                        (IReadOnlyList<object?>)
                            [
                                i.Number,
                                i.Item.Case.ToString(),
                                i.Names,
                                i.Question,
                                i.Published,
                                i.Shut ? "" : i.Chosen("advice", Meeting.Day),
                                i.Shut ? "" : i.Chosen("decision", Meeting.Day),
                                Meeting.ToldOf(i.Item.Case)?.On,
                            ]
                    ),
                ]
            ),
            new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["stage"] = Naming.Of(Meeting.Stage.ToString()),
                ["agendaBy"] = Clock.AgendaBy,
                ["draftBy"] = Clock.DraftBy,
                ["publishBy"] = Clock.PublishBy,
            }
        );
    }

    private async Task<IReadOnlyList<(string, string, string)>> Found()
    {
        var step = Code.Parse("put-on-agenda");
        var ready = new List<(string, string, string)>();
        foreach (
            var whole in await Trellis.Brokerage.Caseload.Of(
                Casework,
                Region.ToString(),
                Today,
                Stop
            )
        )
            if (
                whole.Case.IsAdopted
                && whole.Case.InterestOf(By.Person) is null
                && whole.Open.Any(o => o.Step.Step.Id == step && o.In == whole.Main)
            )
                ready.Add(
                    (
                        CaseWords.Together([
                            .. whole.Case.Schools.Select(s =>
                                Joining.RolePlaces.Words(Snapshot, s).Text
                            ),
                        ]),
                        whole.Main.Table.Name,
                        $"/procedure/{whole.Main.Id}/put-on-agenda?{DayAs("board-on")}"
                    )
                );
        return ready;
    }

    /// <summary>Who declared an interest in a case, by name.</summary>
    public string InterestsIn(DeskItem item) =>
        string.Join(
            ", ",
            item.Case.Interests.Select(i => Names.GetValueOrDefault($"{i.Person}", "somebody"))
        );

    /// <summary>The last day on which views are taken, as the form has it before anybody types.</summary>
    public TypedDay Until =>
        TypedDayOf("until") is { IsEmpty: false } typed ? typed
        : Meeting.Agenda is { } agenda ? TypedDay.Of(agenda.Until)
        : TypedDay.Of(Meeting.Day.AddDays(-2));

    /// <summary>The last day for replies of those who are told today: five working days on, or the day on which the note is due.</summary>
    public TypedDay RepliesUntil(CaseRef item)
    {
        if (TypedDayOf($"replies-{item}") is { IsEmpty: false } typed)
            return typed;
        var five = Calendar.WorkingDays.England.TryAdd(Today, 5) ?? Today.AddDays(7);
        return TypedDay.Of(Clock.PublishBy is { } due && due > Today && five > due ? due : five);
    }

    public bool WasThere(Person person) =>
        Request.HasFormContentType
            ? Request.Form["there"].Contains(person.Key)
            : Meeting.Record?.Attendance.Any(a => a.Person == person.Id) ?? true;

    public string Chair =>
        Request.HasFormContentType ? Typed("chair")
        : Meeting.Record?.Attendance.FirstOrDefault(a => a.Seat == BoardSeat.Chair)?.Person
            is { } chair
            ? $"{chair}"
        : Seats is [var first, ..] ? first.Person.Key
        : "";

    /// <summary>Whether somebody is ticked as having left the room: whoever declared an interest is, before anybody ticks.</summary>
    public bool Left(DeskItem item, Person person) =>
        Request.HasFormContentType ? Request.Form[$"left-{item.Number}"].Contains(person.Key)
        : Meeting.Record is { } held
            ? held.Items.FirstOrDefault(i => i.Case == item.Item.Case) is { } noted
                && noted.Left.Any(place => held.Attendance[place].Person == person.Id)
        : item.Case.InterestOf(person.Id) is not null;

    public int Wrote(DeskItem item) =>
        Meeting.Record?.Items.FirstOrDefault(i => i.Case == item.Item.Case)?.Representations ?? 0;

    /// <summary>How many left the room, for the form that records the advice.</summary>
    public int LeftFor(DeskItem item) =>
        Meeting.Record?.Items.FirstOrDefault(i => i.Case == item.Item.Case)?.Left.Count ?? 0;

    /// <summary>What is to be done now, in a sentence.</summary>
    public string NextWords =>
        Meeting.Stage switch
        {
            MeetingStage.Cancelled => "The meeting does not take place.",
            MeetingStage.Scheduled => Clock.AgendaBy is { } by
                ? $"Put cases on the agenda and publish it by {by.InWords()}."
                : "Put cases on the agenda and publish it.",
            MeetingStage.AgendaPublished when Meeting.Day > Today =>
                "Send the members their papers.",
            MeetingStage.PapersSent when Meeting.Day > Today => "All is ready for the meeting.",
            MeetingStage.AgendaPublished or MeetingStage.PapersSent =>
                "Record who was there, and who left the room.",
            MeetingStage.Held => $"Write the note by {Clock.DraftBy?.InWords()}.",
            MeetingStage.NoteDrafted =>
                $"Look at what has to be hidden, tell the parties, and publish the note by {Clock.PublishBy?.InWords()}.",
            _ => "The note is published.",
        };
}
