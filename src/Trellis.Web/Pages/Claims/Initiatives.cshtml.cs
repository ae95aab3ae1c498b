using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;
using Trellis.EvidenceLibrary;
using Trellis.Library;
using Trellis.Models;
using Trellis.Serving;

namespace Trellis.Pages.Claims;

/// <summary>The programmes and funds by which schools were brought to work together.</summary>
[Access(Who.Everybody)]
public sealed class InitiativesPage : SitePage
{
    public static IReadOnlyList<SheetColumn> Columns { get; } =
    [
        new("id", "Id"),
        new("name", "Scheme or fund"),
        new("aims", "What it was for", What: "Or why that is not known."),
        new("known", "Known", "boolean", What: "Whether its aims are known."),
        new("from", "From", What: "A day, month or year; empty where not known."),
        new("until", "Until", What: "A day, month or year; empty where not known or still there."),
        new("reach", "How far it went"),
        new("models", "Ways of working together", What: "Ids of /guide/models."),
        new("atkinson", "Of the 17", "boolean", What: "Listed by Atkinson and others in 2007."),
        new("claims", "Claims about it", What: "Ids of /evidence."),
        new("sure", "How sure", What: "seen, inferred or memory; empty where not known."),
        new("sources", "Sources", What: "Keys."),
        new("addresses", "Addresses of the sources"),
        new("doubt", "Doubt"),
    ];

    public static IReadOnlyList<Initiative> All => Initiative.All;

    /// <summary>How many were read of the 17 schemes that the review of 2007 lists.</summary>
    public static int Named => All.Count(i => i.IsFromAtkinson) - 1;

    /// <summary>"2003 to 2011", "from 2025", or that the years were not read.</summary>
    internal static string When(Initiative one) =>
        (one.Aims.From, one.Aims.Until) switch
        {
            (null, null) => "Years not read",
            ({ } from, { } until) when from == until => from.InWords,
            ({ } from, { } until) => $"{from.InWords} to {until.InWords}",
            ({ } from, null) => $"From {from.InWords}",
            (null, { } until) => $"Until {until.InWords}",
        };

    internal static IEnumerable<PartnershipModel> Ways(Initiative one) =>
        one.Models.Select(id => PartnershipModels.Of(id)!);

    public IActionResult OnGet() =>
        Answer(
            new PageFrame
            {
                Title = "Schemes and funds",
                Description =
                    "Programmes and funds that brought schools in England to work together: what each was for, when, and what is claimed of it.",
                Section = "what-works",
                Crumbs =
                [
                    new("Home", "/"),
                    new("What works", "/what-works"),
                    new("What is known", "/evidence"),
                    new("Schemes and funds"),
                ],
            },
            new Sheet(
                "initiatives",
                "Schemes and funds",
                Columns,
                [
                    .. All.Select(
                        IReadOnlyList<object?> (i) =>
                            [
                                i.Id,
                                i.Name,
                                i.Aims.Words,
                                i.Aims.IsKnown,
                                i.Aims.From?.ToString() ?? "",
                                i.Aims.Until?.ToString() ?? "",
                                i.Reach,
                                string.Join(", ", i.Models),
                                i.IsFromAtkinson,
                                string.Join(", ", i.Claims.Select(c => c.Id)),
                                i.Aims.IsKnown ? CodeWord.Of(i.Aims.Sure) : "",
                                string.Join(", ", i.Aims.Sources.Select(s => s.Key)),
                                string.Join(
                                    ' ',
                                    i.Aims.Sources.Select(s => s.Address).Where(a => a.Length > 0)
                                ),
                                i.Aims.Doubt,
                            ]
                    ),
                ]
            )
        );
}
