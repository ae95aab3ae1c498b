using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;
using Trellis.EvidenceLibrary;
using Trellis.Models;
using Trellis.Serving;

namespace Trellis.Pages.Claims;

/// <summary>One claim with what stands behind it: source, paragraph, design, strength with reasons, and what would settle it.</summary>
[Access(Who.Everybody)]
public sealed class OneClaimPage : SitePage
{
    public EvidenceClaim Claim { get; private set; } = null!;

    public EvidenceStrength Strength { get; private set; } = null!;

    /// <summary>The claims it points to and those that point to it, by their titles.</summary>
    public IReadOnlyList<EvidenceClaim> Related =>
        [
            .. EvidenceClaims
                .All.Where(c => Claim.SeeAlso.Contains(c.Id) || c.SeeAlso.Contains(Claim.Id))
                .OrderBy(c => c.Title, StringComparer.Ordinal),
        ];

    /// <summary>The programmes and funds it speaks of.</summary>
    public IReadOnlyList<Initiative> Initiatives =>
        [.. Initiative.All.Where(i => i.Claims.Contains(Claim))];

    public IReadOnlyList<PartnershipModel> Ways =>
        [.. Claim.Models.Select(id => PartnershipModels.Of(id)!)];

    public IActionResult OnGet(string slug)
    {
        if (EvidenceClaims.Of(slug) is not { } claim)
            return NotHere("There is no such claim. See /evidence for all.");
        Claim = claim;
        Strength = claim.Strength;
        return Answer(
            new PageFrame
            {
                Title = claim.Title,
                Description =
                    $"{claim.Title}: who says so, how it is known, how strong that is and what would settle it.",
                Section = "what-works",
                Crumbs =
                [
                    new("Home", "/"),
                    new("What works", "/what-works"),
                    new("What is known", "/evidence"),
                    new(claim.Title),
                ],
            },
            ClaimsSheet.Of($"evidence-{claim.Id}", claim.Title, [claim]),
            new Dictionary<string, object?>
            {
                ["strength"] = new
                {
                    grade = Strength.Grade,
                    inShort = Strength.InShort,
                    reasons = Strength.Reasons,
                    elsewhere = Strength.Elsewhere,
                },
                ["sources"] = claim.Words.Sources.Select(s => new
                {
                    key = s.Key,
                    title = s.Title,
                    publisher = s.Publisher,
                    address = s.Address,
                    dated = s.Dated?.ToString(),
                    read = s.Read.ToString(),
                    doubt = s.Doubt,
                }),
            },
            references: Citation.Of([claim])
        );
    }
}
