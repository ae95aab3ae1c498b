using Trellis.Components;
using Trellis.Procedures;
using Trellis.Serving;

namespace Trellis.Pages.Decisions;

/// <summary>Something that happened in a case and is published.</summary>
/// <param name="Key">Its place on the page of the case; it never names another thing later.</param>
/// <param name="On">The day on which it was recorded.</param>
/// <param name="Words">What happened.</param>
/// <param name="By">Who did it, as scopes are written; null where it is never named.</param>
/// <param name="Part">Of which procedure of the case; null for the case itself.</param>
/// <param name="Step">The published step; null for what is not one.</param>
public sealed record CaseEvent(
    string Key,
    DateOnly On,
    string Words,
    string? By,
    ProcedureOnRecord? Part,
    PublicStep? Step
);

/// <summary>What happened in cases, as entries of a feed and as a timeline.</summary>
public static class DecisionFeeds
{
    /// <summary>When this part of the site began.</summary>
    public static readonly DateTimeOffset Begun = new(2026, 11, 22, 0, 0, 0, TimeSpan.Zero);

    /// <summary>All of a case, the earliest first.</summary>
    public static IReadOnlyList<CaseEvent> Timeline(CaseOnRecord one)
    {
        var whole = one.Whole;
        var lines = new List<CaseEvent>
        {
            new(
                "opened",
                whole.OpenedOn,
                one.IsStated ? $"Stated by {one.OpenedBy.Text}" : "Opened by the region",
                whole.OpenedBy,
                null,
                null
            ),
        };
        if (one.IsStated && whole.AdoptedOn is { } adopted)
            lines.Add(
                new(
                    "adopted",
                    adopted,
                    $"Adopted by the region, {one.Region.Text}",
                    whole.Region,
                    null,
                    null
                )
            );
        foreach (var part in one.Parts)
        {
            // Trusts that are asked are counted and not told one by one.
            if (CaseOnRecord.IsAsking(part) && part.State != "agreed")
                continue;
            for (var i = 0; i < part.Open.Steps.Count; i++)
            {
                var step = part.Open.Steps[i];
                lines.Add(new($"{part.Open.Id}-{i + 1}", step.On, step.Name, step.By, part, step));
            }
            if (part.Open.StoppedOn is { } stopped)
                lines.Add(
                    new(
                        $"{part.Open.Id}-stopped",
                        stopped,
                        $"{part.Open.Name}: stopped",
                        null,
                        part,
                        null
                    )
                );
        }
        return [.. lines.OrderBy(l => l.On)];
    }

    /// <summary>A case as a feed, the newest first.</summary>
    public static IReadOnlyList<FeedEntry> Of(CaseOnRecord one, bool withName = false) =>
        [
            .. Timeline(one)
                .Select(l => new FeedEntry(
                    $"{one.Address}#{l.Key}",
                    withName ? $"{one.Names}: {l.Words}" : l.Words,
                    l.On.BeginsInLondon(),
                    $"{one.KindWords}, {one.Names}. {l.On.InWords()}. {l.Words}."
                ))
                .Reverse(),
        ];

    /// <summary>The newest events of some cases, each with the names of the schools, the newest first.</summary>
    /// <param name="take">At most so many.</param>
    public static IReadOnlyList<FeedEntry> Newest(IReadOnlyList<CaseOnRecord> cases, int take) =>
        [
            .. cases
                .SelectMany(c => Of(c, withName: true))
                .OrderByDescending(e => e.At)
                .ThenBy(e => e.Address, StringComparer.Ordinal)
                .Take(take),
        ];
}
