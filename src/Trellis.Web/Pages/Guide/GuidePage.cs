using Microsoft.AspNetCore.Mvc;
using Trellis.Components;
using Trellis.Library;
using Trellis.Models;
using Trellis.Serving;

namespace Trellis.Pages.Guide;

/// <summary>What the guide's pages share.</summary>
public abstract class GuidePage : SitePage
{
    /// <summary>The models in the order of the alphabet: no other is anybody's to choose for the reader.</summary>
    public static IReadOnlyList<PartnershipModel> Alphabetical { get; } =
    [.. PartnershipModels.All.OrderBy(m => m.Name, StringComparer.Ordinal)];

    private protected IActionResult Guide(
        string title,
        string description,
        Sheet? sheet,
        IReadOnlyDictionary<string, object?>? facts = null,
        bool listed = true,
        params ReadOnlySpan<PageLink> above
    ) =>
        Answer(
            new PageFrame
            {
                Title = title,
                Description = description,
                Section = "guide",
                Crumbs = [new("Home", "/"), new("Guide", "/guide"), .. above, new PageLink(title)],
                Listed = listed,
            },
            sheet,
            facts
        );

    /// <summary>A value of the query that may be given several times, with what is no word of it left out.</summary>
    private protected IReadOnlyList<T> Ticked<T>(string key)
        where T : struct, Enum =>
        [
            .. Request
                .Query[key]
                .Select(word => CodeWord.Parse<T>(word ?? ""))
                .OfType<T>()
                .Distinct()
                .Order(),
        ];

    /// <summary>One value of the query; null where it is not given or no word of it.</summary>
    private protected T? One<T>(string key)
        where T : struct, Enum =>
        Request.Query.TryGetValue(key, out var words) ? CodeWord.Parse<T>(words[^1] ?? "") : null;

    /// <summary>The keys of a claim's sources, as files have them: "L4a, L4b".</summary>
    private protected static string Keys(Claim claim) =>
        string.Join(", ", claim.Sources.Select(s => s.Key));
}
