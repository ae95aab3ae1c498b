using Microsoft.AspNetCore.Mvc;
using Trellis.Components;
using Trellis.Models;
using Trellis.Pages.Joining;
using Trellis.Partnerships;

namespace Trellis.Pages.Partnerships;

/// <summary>One partnership as those see it who speak for a member: what there is to do, who has answered, and what the members write for each other.</summary>
public abstract class TasksPage : OwnPartnershipPage
{
    public string News { get; private set; } = "";

    /// <summary>What waits for an answer or is due.</summary>
    public IReadOnlyList<TaskItem?> Waiting { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(string id)
    {
        if (!await Find(id))
            return NotHere("There is no page at this address.");
        News = Request.Query["done"].ToString() switch
        {
            "registered" =>
                "The partnership is registered, and an evaluation was registered with it. The other members are asked to confirm that they are in it.",
            "unchanged" => "That is as it was, so nothing was written.",
            var deed when Deeds.All.TryGetValue(deed, out var known) => known.News,
            _ => "",
        };
        Waiting = [.. Speakers.SelectMany(Due)];
        return AnswerPrivately(
            new PageFrame
            {
                Title = Whole.Name.ToString(),
                Section = "mine",
                ForPrograms = false,
                Crumbs = [new("Home", "/"), new(Desk.Name, Desk.At), new(Whole.Name.ToString())],
            }
        );
    }

    /// <summary>Whether one of the visitor's parties is a member today by its own word.</summary>
    public bool IsIn => Whole.Ended is null && Speakers.Any(s => Whole.IsIn(s.As, Today));

    /// <summary>The members that became academies and can sit in it no more.</summary>
    public IReadOnlyList<Party> Outgrown =>
        IsIn
            ?
            [
                .. Whole
                    .Members.Select(m => m.Party)
                    .Distinct()
                    .Where(p => Whole.HasOutgrown(RolePlaces.VoiceOf(Snapshot, p), Today)),
            ]
            : [];

    /// <summary>Whether anybody can read of it.</summary>
    public bool IsPublic => Whole.Public.Json is not null;

    private string Whose(Speaker speaker) =>
        Speakers.Count > 1 ? $" for {Named(speaker.As).Text}" : "";

    private IEnumerable<TaskItem> Due(Speaker speaker)
    {
        if (Whole.Of(speaker.As) is not { } member)
            yield break;
        if (Whole.Ended is null && member.Status is MemberStatus.Stated or MemberStatus.Denied)
        {
            var why = PartnershipModels.Of(Whole.Model) is { } model
                ? speaker.Voice.MayConfirm(speaker.By, model)
                : null;
            yield return TaskItem.Of(
                $"Confirm that you are in it{Whose(speaker)}",
                why is null ? $"{At}/confirm?as={speaker.As}" : null,
                why is null ? TaskState.NotStarted : TaskState.CannotStart,
                why?.Sentence
                    ?? (
                        member.Status == MemberStatus.Denied
                            ? "You have said that you are not. You can change your mind."
                            : $"{Named(member.StatedBy).Text} stated it on {member.StatedOn.InWords()}."
                    )
            );
        }
        // What another said of it can be taken back when it is over too.
        if (!member.HasConfirmed && member.Status is (MemberStatus.Stated or MemberStatus.Left))
            yield return TaskItem.Of(
                member.Status == MemberStatus.Stated && Whole.Ended is null
                    ? $"Or say that you are not in it{Whose(speaker)}"
                    : $"Say that you were never in it{Whose(speaker)}, if that is so",
                $"{At}/deny?as={speaker.As}",
                TaskState.NotStarted,
                "Then nobody reads of you in it any more."
            );
        if (Whole.HasOutgrown(speaker.Voice, Today))
            yield return PartnershipSentences.Outgrown(
                $"{(Speakers.Count > 1 ? Named(speaker.As).Text : "Your school")} is an academy now: leave, or end it",
                $"{At}/leave?as={speaker.As}"
            );
        foreach (var year in Whole.ReturnsDue(speaker.As, Today))
            yield return TaskItem.Of(
                $"Annual return for {year}{Whose(speaker)}",
                $"{At}/return?as={speaker.As}&year={year}",
                TaskState.NotStarted,
                "At most ten short questions. The school year has ended, and none is filed."
            );
    }

    /// <summary>What members can do at any time, in groups.</summary>
    public IReadOnlyList<(string Group, IReadOnlyList<PageLink> Links)> CanDo
    {
        get
        {
            var groups = new List<(string, IReadOnlyList<PageLink>)>();
            if (IsIn)
            {
                groups.Add(
                    (
                        "Change the members",
                        [
                            new("State a further member", $"{At}/member"),
                            .. Speakers
                                .Where(s => Whole.IsIn(s.As, Today))
                                .Select(s => new PageLink(
                                    $"Change what {Named(s.As).Text} does in it",
                                    $"{At}/roles?as={s.As}&party={s.As}"
                                )),
                        ]
                    )
                );
                groups.Add(
                    (
                        "What it is",
                        [
                            new("Change name, purposes, agreement or costs", $"{At}/change"),
                            new("Change how deep it goes", $"{At}/deepen"),
                            new("Set an aim", $"{At}/aim"),
                            .. Whole.Evaluation is null
                                ? (PageLink[])[]
                                : [new("State a change of how it is judged", $"{At}/protocol")],
                            .. Whole
                                .Aims.Select((a, i) => (Aim: a, At: i))
                                .Where(a => a.Aim.DroppedOn is null)
                                .Select(a => new PageLink(
                                    $"Drop the aim: {a.Aim.What}",
                                    $"{At}/drop-aim?number={a.At}"
                                )),
                        ]
                    )
                );
                groups.Add(
                    (
                        "What you share",
                        [
                            new("Share a post", $"{At}/post"),
                            .. Whole
                                .Posts.Select((p, i) => (Post: p, At: i))
                                .Where(p => p.Post.To is null)
                                .Select(p => new PageLink(
                                    $"End the post: {p.Post.Role}",
                                    $"{At}/end-post?number={p.At}"
                                )),
                            new("Share training", $"{At}/training"),
                            new("Share a service", $"{At}/service"),
                            .. Whole
                                .Services.Select((s, i) => (Service: s, At: i))
                                .Where(s => s.Service.To is null)
                                .Select(s => new PageLink(
                                    $"End the service: {s.Service.What}",
                                    $"{At}/end-service?number={s.At}"
                                )),
                        ]
                    )
                );
            }
            var ends = new List<PageLink>();
            if (Speakers.Any(s => Whole.Members.Any(m => m.Party == s.As && m.HasConfirmed)))
            {
                ends.Add(new("File an annual return", $"{At}/return"));
                ends.Add(new("State what it led to", $"{At}/led-to"));
            }
            if (IsIn)
            {
                ends.AddRange(
                    Speakers
                        .Where(s => Whole.IsIn(s.As, Today))
                        .SelectMany(s =>
                            Whole.Of(s.As)!.NoticeOn is not null
                                ? new PageLink[]
                                {
                                    new(
                                        $"Take your notice back{Whose(s)}",
                                        $"{At}/withdraw-notice?as={s.As}"
                                    ),
                                }
                                :
                                [
                                    new($"Give notice{Whose(s)}", $"{At}/notice?as={s.As}"),
                                    new(
                                        $"Say that you have left{Whose(s)}",
                                        $"{At}/leave?as={s.As}"
                                    ),
                                ]
                        )
                );
                ends.Add(new("End it for all", $"{At}/end"));
            }
            if (ends.Count > 0)
                groups.Add(("The year, and the end", ends));
            return groups;
        }
    }

    /// <summary>What can be done about another member.</summary>
    public IReadOnlyList<PageLink> About(Member member)
    {
        if (!IsIn || Speakers.Any(s => s.As == member.Party) || Whole.Of(member.Party) != member)
            return [];
        var links = new List<PageLink>();
        if (member.Status is MemberStatus.Stated && Speakers.Any(s => s.As == member.StatedBy))
            links.Add(new("take back", $"{At}/retract?party={member.Party}"));
        if (member.IsOpenAfter(Today))
        {
            links.Add(new("roles", $"{At}/roles?party={member.Party}"));
            if (
                !member.Party.CanAnswer
                || PartyNames.School(Snapshot, member.Party) is { Current.Closed: not null }
            )
                links.Add(new("has left", $"{At}/leave?party={member.Party}"));
        }
        return links;
    }

    /// <summary>How a membership stands, in a few words.</summary>
    public string StandingOf(Member member) =>
        member.Status switch
        {
            MemberStatus.Stated => member.Party.CanAnswer
                ? $"Stated by {Named(member.StatedBy).Text}, has not answered"
                : $"Stated by {Named(member.StatedBy).Text}",
            MemberStatus.Denied => "Says that it is no member",
            _ when member.To is { } to && to > Today =>
                $"Has given notice; its last day is {member.LastDay!.Value.InWords()}",
            _ when member.To is not null =>
                $"Left; its last day was {member.LastDay!.Value.InWords()}",
            _ => $"Confirmed on {member.AnsweredOn!.Value.InWords()}",
        };
}
