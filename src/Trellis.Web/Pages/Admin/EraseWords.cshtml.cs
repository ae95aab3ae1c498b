using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;
using Trellis.Journal;
using Trellis.People;
using Trellis.Proposals;
using Trellis.Store;

namespace Trellis.Pages.Admin;

/// <summary>Proposes that words which should not have been written are taken out for good; another administrator confirms it.</summary>
[Access(Who.Holders, Role.Administrator, Hidden = true)]
public sealed class EraseWordsPage : AdminPage
{
    private Entry entry = null!;

    public long Number => entry.Number;

    /// <summary>The words of the entry that are still there. What a person is called is erased with the person.</summary>
    public IReadOnlyList<Choice> Words { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(string number) =>
        await Find(number) ? Show() : NotHere("The journal has no entry of that number.");

    public async Task<IActionResult> OnPostAsync(string number)
    {
        if (!await Find(number))
            return NotHere("The journal has no entry of that number.");
        if (Words.FirstOrDefault(w => w.Value == Typed("words")) is not { Value: { } path })
        {
            Refuse("words", "Choose the words that are to go.");
            return Show();
        }
        var done = await Casework.Propose(
            new EraseText(new TextPlace(Number, path)),
            ProposalId.From(RandomNumberGenerator.GetBytes(10)),
            Now(Typed("why")),
            new Conditions(Once: Once),
            Stop
        );
        if (done is Done<Proposal>.Refused { Why: var no })
        {
            Refuse("why", no.Sentence);
            return Show();
        }
        return Lead("/admin/proposals?done=asked");
    }

    private async Task<bool> Find(string number)
    {
        if (
            !long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var which)
            || await Casework.Entries(which, 1, Stop) is not [var found]
            || found.Number != which
        )
            return false;
        entry = found;
        Words =
        [
            .. entry
                .Texts.Where(t => t.Text is { Length: > 0 })
                .Where(t => entry.Kind != "person" || t.Path == "why")
                .Select(t => new Choice
                {
                    Value = t.Path,
                    Text = EntryWords.Readable(entry, t),
                    Hint = new Hint { Text = EntryWords.Where(t.Path) },
                }),
        ];
        return true;
    }

    private IActionResult Show() =>
        AnswerPrivately(
            new PageFrame
            {
                Title = $"Erase words of entry {Number}",
                Crumbs = Crumbs(
                    new PageLink("Journal", "/admin/journal"),
                    new PageLink($"Entry {Number}", $"/admin/journal/{Number}"),
                    new PageLink("Erase words")
                ),
            }
        );
}
