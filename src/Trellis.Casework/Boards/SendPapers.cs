using Trellis.Journal;

namespace Trellis.Boards;

/// <summary>Sends the members their papers: the page of each case is open to them, but where they declared an interest.</summary>
public sealed record SendPapers(MeetingRef Ref) : Act<DecisionMeeting, PapersSent>
{
    public override string Subject => Ref.ToString();

    public override Outcome<PapersSent> Apply(DecisionMeeting? before, Occasion now) =>
        AtTheBoard.WhyNot(before, now.By) is { } no ? no
        : before!.Agenda is null ? new Refusal("no-agenda", "Publish the agenda first.")
        : before.Record is not null ? new Refusal("held-already", "The meeting was held already.")
        : before.PapersOn is not null ? new Outcome<PapersSent>.Unchanged()
        : new PapersSent(Ref, now.Today);
}

/// <summary>Members have their papers.</summary>
public sealed record PapersSent(MeetingRef Ref, DateOnly On) : Event<DecisionMeeting>
{
    public override DecisionMeeting After(DecisionMeeting? before, DateTimeOffset at) =>
        before! with
        {
            PapersOn = On,
        };
}
