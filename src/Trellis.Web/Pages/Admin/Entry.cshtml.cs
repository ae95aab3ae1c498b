using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;
using Trellis.Journal;
using Trellis.People;
using Trellis.Serving;

namespace Trellis.Pages.Admin;

/// <summary>One entry of the journal, with each field before and after, and what chains it.</summary>
[Access(Who.Holders, Role.Administrator, Hidden = true)]
public sealed class EntryPage : AdminPage
{
    public Entry Entry { get; private set; } = null!;

    public IReadOnlyList<FieldChange> Changes { get; private set; } = [];

    public bool HasNext { get; private set; }

    public async Task<IActionResult> OnGetAsync(string number)
    {
        if (
            !long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var which)
            || await Casework.Entries(which, 2, Stop) is not { Count: > 0 } found
            || found[0].Number != which
        )
            return NotHere("The journal has no entry of that number.");
        var entry = found[0];
        Entry = entry;
        HasNext = found.Count > 1;
        Changes = EntryWords.Changes(entry);
        await Learn([entry.By, entry.Second, entry.Subject]);
        return AnswerPrivately(
            new PageFrame
            {
                Title = $"Entry {entry.Number}",
                Crumbs = Crumbs(
                    new PageLink("Journal", "/admin/journal"),
                    new PageLink($"Entry {entry.Number}")
                ),
            },
            new Sheet(
                $"entry-{entry.Number}",
                $"What entry {entry.Number} changed",
                [new("field", "Field"), new("before", "Before"), new("after", "After")],
                [
                    .. Changes.Select(c =>
                        (IReadOnlyList<object?>)
                            [c.Field, string.Join('\n', c.Before), string.Join('\n', c.After)]
                    ),
                ]
            ),
            new Dictionary<string, object?>
            {
                ["number"] = entry.Number,
                ["at"] = entry.At,
                ["act"] = entry.Act,
                ["payload"] = entry.Payload,
                ["previous"] = entry.Previous,
                ["hash"] = entry.Hash,
            }
        );
    }
}
