using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;
using Trellis.Serving;
using Trellis.SimilarSchools;

namespace Trellis.Pages.Method;

/// <summary>The methods, each with what it is for.</summary>
[Access(Who.Everybody)]
public sealed class IndexView : SitePage
{
    public IActionResult OnGet() =>
        Answer(
            new PageFrame
            {
                Title = "Methods",
                Description =
                    "How Trellis says which schools are alike: each method with its weights, sources and weaknesses.",
                Section = "methods",
                Crumbs = [new PageLink("Home", "/"), new PageLink("Methods")],
            },
            new Sheet(
                "methods",
                "Methods",
                [
                    new("method", "Method"),
                    new("label", "Name"),
                    new("for", "For"),
                    new("variables", "Figures", "integer"),
                    new("take", "Schools it names", "integer"),
                    new("in_short", "In short"),
                    new("citation", "From"),
                ],
                [
                    .. SimilarMethods.All.Select(
                        IReadOnlyList<object?> (m) =>
                            [
                                m.Id,
                                m.Label,
                                For(m),
                                m.Variables.Count,
                                m.Take,
                                MethodGuide.For(m).InShort,
                                m.Citation,
                            ]
                    ),
                ]
            )
        );

    /// <summary>"primary schools and secondary schools".</summary>
    public static string For(SimilarMethod method) =>
        string.Join(" and ", method.Peers.Select(p => p.Words()));
}
