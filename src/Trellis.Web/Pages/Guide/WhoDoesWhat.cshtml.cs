using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Library;
using Trellis.Models;
using Trellis.Serving;

namespace Trellis.Pages.Guide;

/// <summary>The part of governors, trusts, councils, dioceses and regions, in general and in each model.</summary>
[Access(Who.Everybody)]
public sealed class WhoDoesWhat : GuidePage
{
    /// <summary>What stands in the table, a body a column.</summary>
    public static IReadOnlyList<(ModelField Field, string Label)> Fields { get; } =
    [
        (ModelField.PartLocalGovernors, "Governors"),
        (ModelField.PartTrustees, "Trustees"),
        (ModelField.PartHead, "Head"),
        (ModelField.PartAuthority, "Council"),
        (ModelField.ConsentDiocese, "Diocese"),
        (ModelField.PartRegion, "Region"),
    ];

    /// <summary>The columns of the table.</summary>
    public static IReadOnlyList<SheetColumn> Columns { get; } =
    [
        new("id", "Id"),
        new("name", "Way"),
        .. Fields.SelectMany(f =>
            (SheetColumn[])
                [
                    new(
                        f.Label.ToLowerInvariant(),
                        f.Label,
                        What: "A code; empty where not known."
                    ),
                    new($"{f.Label.ToLowerInvariant()}_words", $"{f.Label}, in words"),
                    new(
                        $"{f.Label.ToLowerInvariant()}_sources",
                        $"{f.Label}: sources",
                        What: "Keys."
                    ),
                ]
        ),
    ];

    public IActionResult OnGet() =>
        Guide(
            "Who does what",
            "The part of governors, trusts, councils, dioceses and regions when schools work together.",
            new Sheet(
                "who-does-what",
                "Who does what",
                Columns,
                [
                    .. Alphabetical.Select(
                        IReadOnlyList<object?> (m) =>
                            [
                                m.Id.ToString(),
                                m.Name,
                                .. Fields.SelectMany(f =>
                                {
                                    var claim = m.On(f.Field, Today);
                                    return (object?[])
                                        [
                                            claim.Answer is { } answer ? CodeWord.Of(answer) : "",
                                            claim.Claim.Words,
                                            Keys(claim.Claim),
                                        ];
                                }),
                            ]
                    ),
                ]
            ),
            new Dictionary<string, object?>
            {
                ["parts"] = BodyPart.All.Select(p => new
                {
                    id = p.Id,
                    who = CodeWord.Of(p.Who),
                    words = p.Claim.Words,
                    brokering = p.Brokering,
                    sources = p.Claim.Sources.Select(s => s.Key),
                }),
            }
        );
}
