using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.People;

namespace Trellis.Pages.Boards;

/// <summary>The agenda of a meeting with all its papers, to be printed at once, each paper on a page of its own; without those that are closed to whoever asks.</summary>
[Access(Who.Holders, Role.RegionOfficer, Role.DecisionMaker, Role.BoardMember, Over = "region")]
public sealed class BundlePage : BoardDeskPage
{
    public IReadOnlyList<PaperOfCase> Papers { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(string region, string date)
    {
        if (!await Find(region, date))
            return NotHere("There is no such meeting.");
        var papers = new List<PaperOfCase>();
        foreach (var item in Items.Where(i => !i.Shut))
            papers.Add(await PaperOfCase.Of(item, Casework, Snapshot, Today, Stop));
        Papers = papers;
        return AnswerPrivately(Frame("Agenda and papers"));
    }
}
