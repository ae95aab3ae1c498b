using Microsoft.AspNetCore.Mvc;
using Trellis.Enquiries;
using Trellis.Journal;
using Trellis.Listings;
using Trellis.Serving;
using Trellis.Store;

namespace Trellis.Pages.Expertise;

/// <summary>Introductions that name a school: what it was asked and said, and which of the others agreed. Why others declined it does not read.</summary>
public abstract class IntroductionsPage : PartyPage
{
    public static readonly IReadOnlyList<SheetColumn> Columns =
    [
        new("id", "Introduction"),
        new("by", "By"),
        new("topic", "Topic"),
        new("proposed_on", "Proposed on", "date"),
        new("our_answer", "Our answer"),
        new("agreed", "Others that agreed"),
        new("closed_on", "Closed on", "date"),
    ];

    public IReadOnlyList<Introduction> All { get; private set; } = [];

    /// <summary>The introduction whose form was sent wrongly.</summary>
    public string WrongIn { get; private set; } = "";

    public bool Done { get; private set; }

    public static IReadOnlyList<Components.Choice?> Choices { get; } =
    [
        new Components.Choice { Value = "yes", Text = "Yes, introduce us" },
        new Components.Choice { Value = "no", Text = "No" },
    ];

    public IReadOnlyList<Invited> Others(Introduction one) =>
        [.. one.Schools.Where(s => s.School != Own)];

    public static string TopicOf(Introduction one) =>
        Topics.Of(one.Topic)?.Label ?? one.Topic.ToString();

    public async Task<IActionResult> OnGetAsync()
    {
        if (!FindOwn())
            return NotHere("There is no page at this address.");
        Done = Request.Query["done"] == "answered";
        return await Show();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (
            !FindOwn()
            || !IntroductionId.TryParse(Typed("which"), null, out var id)
            || await Casework.Find<Introduction>(id.ToString(), Stop) is not { } found
            || found.State.Of(Own) is null
        )
            return NotHere("There is no page at this address.");
        WrongIn = id.ToString();
        var box = $"answer-{id}";
        if (Typed(box) is not ("yes" or "no"))
        {
            Refuse(box, "Choose an answer");
            return await Show();
        }
        var act = new AnswerIntroduction(
            id,
            Voice,
            Typed(box) == "yes",
            EnquiryWords.ReasonOf(Typed($"reason-{id}")),
            Typed($"words-{id}")
        );
        var people = await PeopleOf(found.State.By);
        var area = await Broker.OthersOf(Casework, found.State, Stop);
        var done = await Casework.Do(
            act,
            Now(),
            new Conditions(Once: OnceFor(id.ToString())),
            (_, after) =>
                new Alongside(
                    Tell(
                        people,
                        "A school has answered your introduction on Trellis",
                        $"{OwnName} has answered.",
                        $"{DeskOf(after.By)}/broker/{after.Id}"
                    ),
                    [Broker.Counts(after, area)]
                ),
            Stop
        );
        if (done is not Done<Introduction>.Refused refused)
            return Lead($"{At}/introductions?done=answered");
        Refuse(
            BoxOf(refused.Why) switch
            {
                "reason" => $"reason-{id}",
                "the" => $"words-{id}",
                _ => box,
            },
            refused.Why.Sentence
        );
        return await Show();
    }

    private async Task<IActionResult> Show()
    {
        All =
        [
            .. (await Casework.Documents<Introduction>(Own.ToString(), stop: Stop))
                .Select(i => i.State)
                .OrderBy(i => i.Ended is not null)
                .ThenByDescending(i => i.ProposedOn),
        ];
        return AnswerPrivately(
            Frame("Introductions"),
            new Sheet(
                "introductions",
                $"Introductions of {OwnName}",
                Columns,
                [
                    .. All.Select(i =>
                        (IReadOnlyList<object?>)
                            [
                                i.Key,
                                NameOf(i.By).Text,
                                TopicOf(i),
                                i.ProposedOn,
                                Naming.Of(i.Of(Own)!.Status.ToString()),
                                string.Join(
                                    "; ",
                                    Others(i)
                                        .Where(o => o.Status == InvitedStatus.Agreed)
                                        .Select(o => NameOf(o.School).Text)
                                ),
                                i.Ended?.On,
                            ]
                    ),
                ]
            )
        );
    }
}
