using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;
using Trellis.Schools;
using Trellis.Snapshots;

namespace Trellis;

/// <summary>What came of asking for every page.</summary>
/// <param name="Requests">How many pages were asked for.</param>
/// <param name="Wrong">Each page that is not as it should be, with what is wrong, by address.</param>
public sealed record RenderReport(int Requests, IReadOnlyList<string> Wrong, TimeSpan Took)
{
    public override string ToString() =>
        $"{Requests:N0} pages in {Took.TotalMinutes:0.0} minutes, {Wrong.Count:N0} wrong"
        + string.Concat(Wrong.Take(20).Select(w => $"\n  {w}"));
}

/// <summary>Asks a running site for the pages of every URN and every trust of its snapshot.</summary>
public static partial class RenderEverything
{
    [GeneratedRegex("<[^>]*>", RegexOptions.None, 1000)]
    private static partial Regex Tags { get; }

    // "NaN" and "null" as words of the text: a figure that never was, shown as if it were one.
    [GeneratedRegex(@"\bNaN\b|\bnull\b|\bInfinity\b|∞", RegexOptions.None, 1000)]
    private static partial Regex NoFigure { get; }

    /// <param name="views">The pages of a school after its address: "", "/history".</param>
    /// <param name="trusts">Whether the pages of academy trusts are asked for too.</param>
    /// <param name="connections">How many requests are under way at once.</param>
    public static async Task<RenderReport> Of(
        Snapshot snapshot,
        HttpClient site,
        IReadOnlyList<string> views,
        bool trusts,
        int connections = 2
    )
    {
        var asked = Expected(snapshot, views, trusts);
        var wrong = new ConcurrentBag<string>();
        var began = Stopwatch.GetTimestamp();
        var count = 0;
        await Parallel.ForEachAsync(
            asked,
            new ParallelOptions { MaxDegreeOfParallelism = connections },
            async (page, cancel) =>
            {
                Interlocked.Increment(ref count);
                using var answer = await site.GetAsync(page.Address, cancel);
                if (answer.StatusCode != page.Status)
                    wrong.Add($"{page.Address}: {(int)answer.StatusCode}, not {(int)page.Status}");
                else if (page.Status == HttpStatusCode.SeeOther)
                {
                    if (answer.Headers.Location?.ToString() != page.To)
                        wrong.Add(
                            $"{page.Address}: leads to {answer.Headers.Location}, not {page.To}"
                        );
                }
                else if (Trouble(await answer.Content.ReadAsStringAsync(cancel)) is { } trouble)
                    wrong.Add($"{page.Address}: {trouble}");
            }
        );
        return new RenderReport(
            count,
            [.. wrong.Order(StringComparer.Ordinal)],
            Stopwatch.GetElapsedTime(began)
        );
    }

    /// <summary>What is wrong with a page's text, or null.</summary>
    public static string? Trouble(string html)
    {
        var text = Tags.Replace(html, " ");
        return NoFigure.Match(text) is { Success: true } found
                ? $"says '{found.Value}': ...{text[Math.Max(0, found.Index - 40)..Math.Min(text.Length, found.Index + 40)].Trim()}..."
            : !html.Contains("<h1", StringComparison.Ordinal) ? "has no heading"
            : !html.TrimEnd().EndsWith("</html>", StringComparison.Ordinal) ? "does not end"
            : null;
    }

    private static IEnumerable<(string Address, HttpStatusCode Status, string To)> Expected(
        Snapshot snapshot,
        IReadOnlyList<string> views,
        bool trusts
    )
    {
        foreach (var school in snapshot.Schools)
        foreach (Urn urn in school.Urns)
        foreach (var view in views)
            yield return urn == school.Urn
                ? ($"/school/{urn}{view}", HttpStatusCode.OK, "")
                : ($"/school/{urn}{view}", HttpStatusCode.SeeOther, $"/school/{school.Urn}{view}");
        if (trusts)
            foreach (var group in snapshot.Groups.Where(g => g.IsAcademyTrust))
                yield return ($"/trust/{group.Uid}", HttpStatusCode.OK, "");
    }
}
