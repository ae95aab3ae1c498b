using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Pages.Guide;
using Trellis.Procedures;
using Trellis.Serving;

namespace Trellis.Pages.Procedures;

/// <summary>The procedures that this system knows: how something is done that has steps, deadlines and people who must agree.</summary>
[Access(Who.Everybody)]
public sealed class ProceduresGuide : GuidePage
{
    internal static readonly IReadOnlyList<SheetColumn> Columns =
    [
        new("procedure", "Procedure"),
        new("version", "Version", "integer"),
        new("name", "Name"),
        new("for", "What it is for"),
        new("from", "In force from", "date"),
        new("until", "In force until", "date", What: "Empty where it still is."),
        new("steps", "Steps", "integer"),
    ];

    /// <summary>Every procedure as it is in force today, or was last.</summary>
    public IReadOnlyList<Procedure> InForce { get; private set; } = [];

    public IActionResult OnGet()
    {
        InForce =
        [
            .. KnownProcedures
                .All.Select(p => p.Id)
                .Distinct()
                .Select(id => KnownProcedures.On(id, Today)!)
                .OrderBy(p => p.Name, StringComparer.Ordinal),
        ];
        return Guide(
            "How it is done",
            "Procedures for partnerships of schools in England: every step, who takes it, by when, what is published, and the rule behind it.",
            new Sheet(
                "procedures",
                "Procedures",
                Columns,
                [
                    .. KnownProcedures.All.Select(p =>
                        (IReadOnlyList<object?>)
                            [$"{p.Id}", p.Version, p.Name, p.For, p.From, p.Until, p.Steps.Count]
                    ),
                ]
            )
        );
    }
}
