using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Library;
using Trellis.Models;

namespace Trellis.Pages.Guide;

/// <summary>What the guide holds, and what never changes.</summary>
[Access(Who.Everybody)]
public sealed class GuideIndex : GuidePage
{
    public int Count => Alphabetical.Count;

    /// <summary>What the page itself says: what stays the same in a federation.</summary>
    public IReadOnlyList<Claim> Cited { get; } =
    [
        .. PartnershipModels
            .Of(ModelId.Parse("federation"))!
            .Claims.Where(c => c.About is >= ModelField.KeepsName and <= ModelField.KeepsCharacter)
            .Select(c => c.Claim),
    ];

    public IActionResult OnGet() =>
        Guide(
            "Working together",
            "How schools can work together: every way side by side, what changes and what stays.",
            null,
            new Dictionary<string, object?>
            {
                ["models"] = Alphabetical.Select(m => new
                {
                    id = m.Id.ToString(),
                    name = m.Name,
                    over = m.IsOver(Today),
                }),
            }
        );
}
