using Trellis.Enquiries;
using Trellis.PublicRecord;
using Trellis.Store;

namespace Trellis.Pages.Expertise;

/// <summary>What is counted of an authority's introductions whenever one of them changes.</summary>
internal static class Broker
{
    /// <summary>The authority's other introductions.</summary>
    public static async Task<IReadOnlyList<Introduction>> OthersOf(
        Casework casework,
        Introduction one,
        CancellationToken stop
    ) => [.. (await Of(casework, one.By.ToString(), stop)).Where(i => i.Id != one.Id)];

    /// <summary>All introductions by an authority.</summary>
    public static async Task<IReadOnlyList<Introduction>> Of(
        Casework casework,
        string authority,
        CancellationToken stop
    ) =>
        [
            .. (await casework.Documents<Introduction>(authority, take: 10_000, stop: stop))
                .Select(i => i.State)
                .Where(i => i.By.ToString() == authority)
                .OrderByDescending(i => i.ProposedOn),
        ];

    public static PublicChange Counts(Introduction after, IReadOnlyList<Introduction> others) =>
        IntroductionCounts.Of(after.By, others.Append(after)).ToPublic();
}
