using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Pages.Brokerage;
using Trellis.People;

namespace Trellis.Pages.Boards;

/// <summary>The paper of one case on an agenda, one side of A4. Who declared an interest in the case does not get it, and that they asked is written down.</summary>
[Access(Who.Holders, Role.RegionOfficer, Role.DecisionMaker, Role.BoardMember, Over = "region")]
public sealed class PaperPage : BoardDeskPage
{
    public PaperOfCase Paper { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(string region, string date, string reference)
    {
        if (
            !await Find(region, date)
            || Items.FirstOrDefault(i => $"{i.Item.Case}" == reference) is not { } item
        )
            return NotHere("There is no such paper.");
        if (await CaseDoor.Shut(Casework, item.Case, By, Time.GetUtcNow(), Today, Stop) is { } shut)
            return shut;
        Paper = await PaperOfCase.Of(item, Casework, Snapshot, Today, Stop);
        return AnswerPrivately(Frame($"Paper: {item.Names}"));
    }
}
