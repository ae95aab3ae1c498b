using Trellis.Components;
using Trellis.Enquiries;
using Trellis.Listings;
using Trellis.Partnerships;
using Trellis.Store;

namespace Trellis.Pages.Expertise;

/// <summary>What a party may do about the directory and about what it was asked, for its list of tasks.</summary>
public static class DirectoryTasks
{
    public static async Task<IReadOnlyList<TaskItem?>> Of(
        Casework casework,
        Party party,
        DateOnly today,
        CancellationToken stop
    )
    {
        var own = party.ToString();
        var at = PartyPage.DeskOf(party);
        var open = 0;
        foreach (var listing in await casework.Documents<Listing>(own, stop: stop))
            if (listing.State.StandingOn(today) == ListingStanding.Open)
                open++;
        var unanswered = (await casework.Documents<Enquiry>(own, stop: stop)).Count(e =>
            e.State.To == party && e.State is { Answer: null, WithdrawnOn: null }
        );
        var invited =
            party.Kind == PartyKind.School
                ? (await casework.Documents<Introduction>(own, stop: stop)).Count(i =>
                    i.State.Ended is null && i.State.Of(party)?.Status == InvitedStatus.Invited
                )
                : 0;
        return
        [
            TaskItem.Of(
                "Say what you need and what you can offer",
                $"{at}/offers",
                open > 0 ? TaskState.Completed : TaskState.NotStarted,
                open > 0
                    ? $"{open} {(open == 1 ? "entry" : "entries")} of yours in the directory."
                    : "Help, days, posts to share. Everybody can read it."
            ),
            TaskItem.Of(
                "Ask others, and answer them",
                $"{at}/enquiries",
                unanswered > 0 ? TaskState.NotStarted : TaskState.Completed,
                unanswered > 0
                    ? $"{unanswered} {(unanswered == 1 ? "enquiry waits" : "enquiries wait")} for your answer."
                    : "Nothing waits for your answer."
            ),
            invited > 0
                ? TaskItem.Of(
                    "Answer your local authority",
                    $"{at}/introductions",
                    TaskState.NotStarted,
                    $"{invited} {(invited == 1 ? "introduction waits" : "introductions wait")} for your answer."
                )
                : null,
        ];
    }
}
