using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Boards;
using Trellis.People;
using Trellis.Procedures;
using Trellis.Serving;
using Trellis.Store;

namespace Trellis.Pages.Boards;

/// <summary>A region's board for those who sit on it and those who prepare it: the next agenda, notes that are due, and what came of past advice.</summary>
[Access(Who.Holders, Role.RegionOfficer, Role.DecisionMaker, Role.BoardMember, Over = "region")]
public sealed class BoardPage(PublicRecordFile record) : BoardDeskPage
{
    internal static readonly IReadOnlyList<SheetColumn> Columns =
    [
        new("day", "Day of the meeting", "date"),
        new("case", "Case"),
        new("names", "Schools"),
        new("advice", "What the board advised"),
        new("decision", "What was decided", What: "Empty where nothing is published."),
        new("decided_on", "Decided on", "date"),
        new("state", "Where the case stands now"),
        new("otherwise", "Decided otherwise", What: "In a sentence; empty where it was not."),
    ];

    /// <summary>Those to come, the next one first.</summary>
    public IReadOnlyList<DecisionMeeting> Coming { get; private set; } = [];

    /// <summary>Those that were held or should have been, and whose note is not published, the oldest first.</summary>
    public IReadOnlyList<DecisionMeeting> Owed { get; private set; } = [];

    /// <summary>What was advised, the latest first.</summary>
    public IReadOnlyList<ItemOnRecord> Advised { get; private set; } = [];

    public BoardFigures Figures { get; private set; } = null!;

    public int CasesOn(DecisionMeeting meeting) => drafts.GetValueOrDefault(meeting.Day);

    private Dictionary<DateOnly, int> drafts = [];

    public async Task<IActionResult> OnGetAsync(string region, string? done) =>
        IsRegion(region) ? await Show(done) : Nowhere();

    public async Task<IActionResult> OnPostAsync(string region)
    {
        if (!IsRegion(region))
            return Nowhere();
        if (TypedDayOf("day").Read() is not { } day)
            Refuse("day", "Enter the day, like 10 12 2026");
        else
        {
            var meeting = MeetingRef.Of(Region, day);
            if (
                await Do(
                    new ScheduleMeeting(meeting),
                    "day",
                    $"/board/{meeting.Path}?done=called"
                ) is
                { } led
            )
                return led;
        }
        return await Show(null);
    }

    private IActionResult Nowhere() => NotHere("There is no page at this address.");

    private async Task<IActionResult> Show(string? done)
    {
        News = done == "cancelled" ? "The meeting is cancelled. Anybody can read why." : "";
        var all = (await Casework.Documents<DecisionMeeting>(Region.ToString(), stop: Stop))
            .Select(m => m.State)
            .OrderBy(m => m.Day)
            .ToList();
        Coming = [.. all.Where(m => m.Day >= Today && m.Cancelled is null && m.Record is null)];
        Owed =
        [
            .. all.Where(m =>
                m.Cancelled is null
                && m.Editions.Count == 0
                && (m.Day < Today || m.Record is not null)
            ),
        ];
        drafts = (
            await Casework.Documents<ProcedureCase>(Region.ToString(), take: 10_000, stop: Stop)
        )
            .Where(p => p.State.Of is not null)
            .Select(p => AgendaDraft.DayOf(p.State))
            .OfType<DateOnly>()
            .CountBy(d => d)
            .ToDictionary();
        var book = MeetingBook.Of(record, Snapshot, Today);
        Advised = [.. book.In(Region.Id).SelectMany(m => m.Items).Where(i => i.Advice.Length > 0)];
        Figures = BoardFigures.Of(new(RegionName), Region.Id, book.In(Region.Id));
        return AnswerPrivately(
            Frame($"Advisory board, {RegionName}", ofMeeting: false),
            new Sheet(
                $"board-{Region.Id}",
                $"What came of advice: {RegionName}",
                Columns,
                [
                    .. Advised.Select(i =>
                        (IReadOnlyList<object?>)
                            [
                                i.Meeting.Open.Day,
                                i.Item.Case,
                                i.Names,
                                i.Advice,
                                i.Decision?.Words,
                                i.Decision?.On,
                                i.Case?.StateWords,
                                i.Otherwise,
                            ]
                    ),
                ]
            ),
            new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["coming"] = Coming.Select(m => m.Day),
                ["notesOwed"] = Owed.Select(m => m.Day),
                ["advisedAndDecided"] = Figures.Advised,
                ["decidedOtherwise"] = Figures.Otherwise,
            }
        );
    }
}
