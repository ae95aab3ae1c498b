using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;
using Trellis.Placements;
using Trellis.Serving;

namespace Trellis.Pages.Placements;

/// <summary>How trusts are ranked for one school, how many schools are placed at once, and a past closure worked through in public.</summary>
[Access(Who.Everybody)]
public sealed class MethodView : SitePage
{
    public Criteria Criteria { get; } = Criteria.Current;

    /// <summary>What decides before any value is worked out, a sentence each.</summary>
    public static IReadOnlyList<string> Filters { get; } =
    [
        "It runs the school already.",
        "It is a single-academy trust: its articles are for one school.",
        "The school has a religious character and none of the trust's schools has the same. No open file lists articles, so this is an estimate from the schools a trust has.",
        "All its schools are Roman Catholic and the school is not.",
        "It says that it has no places, or fewer challenge points left than the school counts.",
        "It grows so fast that it is left to settle.",
        "Its nearest school is farther by car than was asked for, or no road leads there.",
    ];

    /// <summary>The rules of a plan for many schools, in words and as a formula.</summary>
    public static IReadOnlyList<(string Words, string Formula)> Rules { get; } =
    [
        (
            "Every school goes to one trust, or to none where nothing else can be.",
            "Σⱼ x(i,j) + u(i) = 1"
        ),
        ("A trust takes no more schools than it has places for.", "Σᵢ x(i,j) ≤ K(j)"),
        ("And no more challenge points altogether than it has left.", "Σᵢ c(i) x(i,j) ≤ C(j)"),
        (
            "Nobody takes only the easy ones: a trust that takes two or more takes on average at least ρ of the mean challenge of all.",
            "Σᵢ c(i) x(i,j) ≥ ρ · mean(c) · Σᵢ x(i,j)"
        ),
        (
            "A performing school that gave a list goes only to a trust on it.",
            "x(i,j) = 0 off its list"
        ),
        (
            "As few as possible are left over; then nobody gets a trust lower on its list than must be; then the values together are the most, less κ for each further trust that the schools of one place are spread over.",
            "max Σ V(i,j) x(i,j) − P Σ u(i) − κ Σ (trusts used by a place − 1)"
        ),
    ];

    public static IReadOnlyList<SheetColumn> Columns => OneCriteria.Columns;

    public IActionResult OnGet() =>
        Answer(
            new PageFrame
            {
                Title = "How schools are placed with trusts",
                Description =
                    "How trusts are ranked for a school by published criteria, how many schools are placed at once, and a past closure worked through.",
                Section = "methods",
                Crumbs =
                [
                    new PageLink("Home", "/"),
                    new PageLink("Methods", "/method"),
                    new PageLink("Placing schools with trusts"),
                ],
                Canonical = "/method/placements",
            },
            OneCriteria.SheetOf(Criteria)
        );
}
