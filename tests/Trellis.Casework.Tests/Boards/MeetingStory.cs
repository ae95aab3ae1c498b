using Trellis.Brokerage;
using Trellis.Journal;
using Trellis.People;
using Trellis.Redactions;

namespace Trellis.Boards;

/// <summary>One fictional meeting told act by act, with a clock that is moved.</summary>
internal sealed class MeetingStory
{
    public static readonly Scope Region = CaseStory.Region;
    public static readonly Holder Officer = CaseStory.Officer;
    public static readonly Holder Decider = CaseStory.Decider;
    public static readonly Holder Member = new(Story.Id(20), new(Role.BoardMember, Region));

    /// <summary>A Thursday.</summary>
    public static readonly DateOnly Day = new(2026, 11, 19);
    public static readonly MeetingRef Ref = MeetingRef.Of(Region, Day);

    public static readonly AgendaItem First = new(CaseStory.Ref, CaseStory.Id);
    public static readonly AgendaItem Second = new(
        CaseRef("b2222222222"),
        Procedures.CaseId.Parse("c2222222222")
    );

    public DecisionMeeting? Now { get; private set; }

    public DateOnly Today { get; set; } = new(2026, 11, 2);

    private static Procedures.CaseRef CaseRef(string text) => Procedures.CaseRef.Parse(text);

    public Occasion At(Actor by) =>
        new(by, new DateTimeOffset(Today, new TimeOnly(10, 0), TimeSpan.Zero), Today);

    public MeetingStory On(string day)
    {
        Today = DateOnly.Parse(day);
        return this;
    }

    public MeetingStory Does<TEvent>(Act<DecisionMeeting, TEvent> act, Actor? by = null)
        where TEvent : Event<DecisionMeeting>
    {
        var now = At(by ?? Officer);
        var outcome = act.Apply(Now, now);
        Now = Assert.IsType<Outcome<TEvent>.Happened>(outcome).Event.After(Now, now.At);
        return this;
    }

    public string Refused<TEvent>(Act<DecisionMeeting, TEvent> act, Actor? by = null)
        where TEvent : Event<DecisionMeeting> =>
        Assert.IsType<Outcome<TEvent>.Refused>(act.Apply(Now, At(by ?? Officer))).Why.Code;

    public static PublishAgenda AgendaOf(params IReadOnlyList<AgendaItem> items) =>
        new(Ref, "board@fictional.example", Day.AddDays(-1)) { Items = items };

    public static HoldMeeting Held(params IReadOnlyList<ItemInterest> interests) =>
        new(
            Ref,
            [
                new Attendee(Decider.Person, "Fictional Director", BoardSeat.Chair),
                new Attendee(Member.Person, "Fictional Member", BoardSeat.Member),
            ],
            2,
            [new ItemRecord(First.Case, interests.Count > 0 ? [1] : [], 3)]
        )
        {
            Interests = interests,
        };

    public static SetNote Discussed(params IReadOnlyList<string> paragraphs) =>
        new(Ref, First.Case, NotePart.Discussion, [.. paragraphs.Select(p => (FreeText)p)]);

    /// <summary>With one case, from the calendar to a draft that is finished and whose parties were told.</summary>
    public static MeetingStory Drafted(params IReadOnlyList<string> paragraphs) =>
        new MeetingStory()
            .Does(new ScheduleMeeting(Ref))
            .On("2026-11-10")
            .Does(AgendaOf(First))
            .Does(new SendPapers(Ref))
            .On("2026-11-19")
            .Does(Held())
            .On("2026-11-23")
            .Does(new TellParties(Ref, First.Case, new DateOnly(2026, 11, 30)))
            .Does(Discussed(paragraphs))
            .Does(new FinishNote(Ref))
            .On("2026-12-01");

    /// <summary>Hides the first place of some words.</summary>
    public RedactNote Hide(string words, bool coded = true)
    {
        var text = Now!.Texts.First(t => t.Text.Contains(words, StringComparison.Ordinal));
        return new RedactNote(
            Ref,
            new Passage(
                text.At,
                text.Text.IndexOf(words, StringComparison.Ordinal),
                words.Length,
                coded ? RedactionCode.CommercialInNegotiation : null,
                Today.AddMonths(4),
                "The price is being talked about."
            )
        );
    }
}
