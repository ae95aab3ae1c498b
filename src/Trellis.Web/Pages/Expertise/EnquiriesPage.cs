using Microsoft.AspNetCore.Mvc;
using Trellis.Components;
using Trellis.Enquiries;
using Trellis.Journal;
using Trellis.Listings;
using Trellis.Pages.Joining;
using Trellis.Partnerships;
using Trellis.People;
using Trellis.Serving;
using Trellis.Store;

namespace Trellis.Pages.Expertise;

/// <summary>What a party asked and was asked, and its shortlist. Nobody but the two parties of an enquiry reads it; the shortlist is its own.</summary>
public abstract class EnquiriesPage : PartyPage
{
    public static readonly IReadOnlyList<SheetColumn> Columns =
    [
        new("id", "Enquiry"),
        new("direction", "Sent or received"),
        new("with", "With"),
        new("topic", "Topic"),
        new("asked_on", "Asked on", "date"),
        new("standing", "How it stands"),
    ];

    public IReadOnlyList<Enquiry> Received { get; private set; } = [];

    public IReadOnlyList<Enquiry> Sent { get; private set; } = [];

    public Shortlist? Listed { get; private set; }

    /// <summary>Introductions that wait for this school's answer.</summary>
    public int Waiting { get; private set; }

    public string News { get; private set; } = "";

    public async Task<IActionResult> OnGetAsync()
    {
        if (!FindOwn())
            return NotHere("There is no page at this address.");
        News = Request.Query["done"].ToString() switch
        {
            "sent" => "The enquiry is there. Its people get a letter that one waits for them.",
            "answered" => "Your answer is there.",
            "withdrawn" => "The enquiry is withdrawn.",
            "listed" => "The shortlist is changed.",
            "unchanged" => "Nothing was different, so nothing was written.",
            _ => "",
        };
        return await Show();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (!FindOwn())
            return NotHere("There is no page at this address.");
        if (Typed("step") == "take")
            return Party.TryParse(Typed("party"), null, out var off)
                ? await Do(new TakeOffShortlist(Voice, off), $"take {off}")
                : await Show();
        if (
            RolePlaces.Read(Country, ScopeKind.School, Typed("who")) is not { } scope
            || Party.Of(scope) is not { } who
        )
        {
            Refuse("who", "Enter the school's URN or whole name");
            return await Show();
        }
        return await Do(new PutOnShortlist(Voice, who, Typed("note")), $"put {who}");
    }

    private async Task<IActionResult> Do<TEvent>(Act<Shortlist, TEvent> act, string what)
        where TEvent : Event<Shortlist>
    {
        switch (await Casework.Do(act, Now(), new Conditions(Once: OnceFor(what)), stop: Stop))
        {
            case Done<Shortlist>.Refused refused:
                Refuse(BoxOf(refused.Why) == "note" ? "note" : "who", refused.Why.Sentence);
                return await Show();
            case Done<Shortlist>.Unchanged:
                return Lead($"{At}/enquiries?done=unchanged");
            default:
                return Lead($"{At}/enquiries?done=listed");
        }
    }

    public string StandingOf(Enquiry enquiry) => EnquiryWords.Standing(enquiry, Today);

    public static string TopicOf(Enquiry enquiry) =>
        enquiry.Topic is { } topic ? Topics.Of(topic)?.Label ?? topic.ToString() : "";

    private async Task<IActionResult> Show()
    {
        var all = (await Casework.Documents<Enquiry>(Own.ToString(), stop: Stop))
            .Select(e => e.State)
            .OrderByDescending(e => e.AskedOn)
            .ToList();
        Received = all.FindAll(e => e.To == Own);
        Sent = all.FindAll(e => e.From == Own);
        Listed = (await Casework.Find<Shortlist>(Own.ToString(), Stop))?.State;
        if (IsSchool)
            Waiting = (await Casework.Documents<Introduction>(Own.ToString(), stop: Stop)).Count(
                i => i.State.Ended is null && i.State.Of(Own)?.Status == InvitedStatus.Invited
            );
        return AnswerPrivately(
            Frame("Enquiries"),
            new Sheet(
                "enquiries",
                $"Enquiries of {OwnName}",
                Columns,
                [
                    .. all.Select(e =>
                        (IReadOnlyList<object?>)
                            [
                                e.Key,
                                e.From == Own ? "sent" : "received",
                                NameOf(e.From == Own ? e.To : e.From).Text,
                                TopicOf(e),
                                e.AskedOn,
                                StandingOf(e),
                            ]
                    ),
                ]
            )
        );
    }
}

/// <summary>How an enquiry stands, in words.</summary>
public static class EnquiryWords
{
    public static string Standing(Enquiry enquiry, DateOnly today) =>
        enquiry switch
        {
            { WithdrawnOn: { } gone } => $"withdrawn on {gone.InWords()}",
            { Answer: null } => "waits for an answer",
            { Answer: { Kind: ReplyKind.Yes } yes } =>
                $"yes{(yes.DaysATerm is { } days ? $", {days} {(days == 1 ? "day" : "days")} a term" : "")}{(yes.Until is { } until ? $", until {until.InWords()}{(until < today ? " (over)" : "")}" : "")}",
            { Answer: { Kind: ReplyKind.NotNow, Reason: { } reason } } =>
                $"not now: {reason.InWords()}",
            _ => "no",
        };

    /// <summary>The reasons to choose from.</summary>
    public static IReadOnlyList<SelectItem?> Reasons { get; } =
    [
        new SelectItem { Value = "", Text = "Choose a reason" },
        .. Enum.GetValues<Reluctance>()
            .Select(r => new SelectItem
            {
                Value = Naming.Of(r.ToString()),
                Text = r.InWords().Capital(),
            }),
    ];

    /// <summary>The reason of a code; null where none was chosen.</summary>
    public static Reluctance? ReasonOf(string code)
    {
        foreach (var reason in Enum.GetValues<Reluctance>())
            if (Naming.Of(reason.ToString()) == code)
                return reason;
        return null;
    }
}
