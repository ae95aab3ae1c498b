using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;
using Trellis.People;
using Trellis.Serving;

namespace Trellis.Pages.MyTrust;

/// <summary>How the schools that joined a trust did, for its own officers and nobody else.</summary>
[Access(Who.Holders, Role.TrustOfficer)]
public sealed class EffectPage(EffectShelf shelf) : TrustDeskPage
{
    public EffectTable Table { get; private set; } = null!;

    public IActionResult OnGet()
    {
        if (!FindTrust())
            return NotHere("Your trust is not in the register that this site holds.");
        var effects = shelf.Of(Snapshot.Id);
        Table = new EffectTable(
            effects,
            effects is null ? [] : EffectRow.Of(Snapshot, effects, Trust.Uid),
            NamesTrusts: false,
            "Results after joining"
        );
        return AnswerPrivately(
            new PageFrame
            {
                Title = $"Schools that joined {Trust.Name}, before and after",
                Section = "mine",
                Crumbs =
                [
                    new("Home", "/"),
                    new("Your trust", "/my-trust"),
                    new("Before and after joining"),
                ],
            },
            new Sheet(
                $"effect-{Trust.Uid}",
                $"How schools that joined {Trust.Name} did",
                EffectRow.Columns,
                [.. Table.Rows.Select(r => r.Cells())]
            )
        );
    }
}
