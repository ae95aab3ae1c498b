using System.Text.Json;
using Trellis.Journal;
using Trellis.Partnerships;
using Trellis.PublicRecord;

namespace Trellis.Enquiries;

/// <summary>Some of a whole, by code; null stands for those that are too few to be told apart.</summary>
public sealed record Counted(string? Code, int Count);

/// <summary>What came of an authority's introductions, as anybody may read it: no school, and no count under five.</summary>
/// <param name="Answers">Schools by answer: "agreed", "declined", "invited" (not answered). Empty where there are fewer than five in all.</param>
/// <param name="Reasons">Those that declined, by reason. Empty where there are fewer than five.</param>
public sealed record IntroductionCounts(
    string Area,
    IReadOnlyList<Counted> Answers,
    IReadOnlyList<Counted> Reasons
)
{
    public const string RecordKind = "introduction-counts";

    /// <summary>The fewest that are told apart.</summary>
    public const int Fewest = 5;

    /// <param name="all">Every introduction of the authority.</param>
    public static IntroductionCounts Of(Party area, IEnumerable<Introduction> all)
    {
        var schools = all.SelectMany(i => i.Schools).ToList();
        return new IntroductionCounts(
            area.ToString(),
            Merged(schools.Select(s => Naming.Of(s.Status.ToString()))),
            Merged(
                schools
                    .Where(s => s.Status == InvitedStatus.Declined)
                    .Select(s => Naming.Of(s.Reason.ToString()!))
            )
        );
    }

    /// <summary>What anybody may read; nothing where there is no count that may be told.</summary>
    public PublicChange ToPublic() =>
        new(RecordKind, Area, Answers.Count == 0 ? null : JsonSerializer.Serialize(this));

    /// <summary>Counts by code, those under five together under no code; where all of these together are under five, the next larger goes to them.</summary>
    /// <remarks>So that no count under five can be had by subtracting those told from the whole.</remarks>
    public static IReadOnlyList<Counted> Merged(IEnumerable<string> codes)
    {
        var counts = codes
            .GroupBy(c => c, StringComparer.Ordinal)
            .Select(g => new Counted(g.Key, g.Count()))
            .OrderByDescending(c => c.Count)
            .ThenBy(c => c.Code, StringComparer.Ordinal)
            .ToList();
        if (counts.Sum(c => c.Count) < Fewest)
            return [];
        var together = 0;
        while (counts is [.., var least] && (least.Count < Fewest || together is > 0 and < Fewest))
        {
            together += least.Count;
            counts.RemoveAt(counts.Count - 1);
        }
        if (together > 0)
            counts.Add(new Counted(null, together));
        return counts;
    }
}
