using Trellis.Groups;

namespace Trellis.Snapshots;

/// <summary>What must hold of every snapshot before it is published, each a sentence.</summary>
public static class Invariants
{
    private static readonly (string Sentence, Func<Snapshot, bool> Holds)[] All =
    [
        ("A snapshot has at least one establishment.", s => s.Establishments.Count > 0),
        (
            "No URN is borne by two establishments.",
            s =>
                s.Establishments.Zip(s.Establishments.Skip(1))
                    .All(p => p.First.Urn.Value < p.Second.Urn.Value)
        ),
        (
            "Every establishment is in exactly one school.",
            s =>
                s.Schools.Sum(x => x.Urns.Count) == s.Establishments.Count
                && s.Establishments.All(e => s.SchoolOf(e.Urn) is not null)
        ),
        (
            "Every membership begins before it ends.",
            s => s.Memberships.All(m => m.To is not { } to || m.From < to)
        ),
        (
            "Every membership is of an establishment and a group that are in the snapshot.",
            s => s.Memberships.All(m => s.PositionOf(m.Urn) >= 0 && s.Find(m.Uid) is not null)
        ),
        ("No establishment is in two academy trusts on one day.", InOneTrustAtATime),
        (
            "Every link is between two establishments of the snapshot.",
            s => s.Links.All(l => s.PositionOf(l.From) >= 0 && s.PositionOf(l.To) >= 0)
        ),
        (
            "Every row of a column is an establishment of the snapshot, once.",
            s =>
                s.Measures.Columns.Select(c => c.Rows)
                    .Distinct()
                    .All(r => Ascending(r.Establishments, s.Establishments.Count))
        ),
        (
            "Every percentage lies between 0 and 100.",
            s =>
                s.Measures.Columns.Where(c => c.Measure.Unit == Measures.Unit.Percent)
                    .All(c => Within(c, 0, 100))
        ),
        (
            "Every inspection has a headline grade from 1 to 4, a report card, or neither.",
            s => s.Inspections.All(i => i.Grade is null or (>= 1 and <= 4))
        ),
        (
            "Every column names a source of the snapshot.",
            s => s.Measures.Columns.All(c => s.Sources.Any(x => x.Key == c.Rows.Source))
        ),
    ];

    public static IReadOnlyList<string> Sentences => [.. All.Select(a => a.Sentence)];

    /// <summary>The sentences that do not hold; empty for a snapshot that may be published.</summary>
    public static IReadOnlyList<string> Broken(Snapshot snapshot) =>
        [.. All.Where(a => !a.Holds(snapshot)).Select(a => a.Sentence)];

    private static bool InOneTrustAtATime(Snapshot snapshot)
    {
        Membership? before = null;
        foreach (var membership in snapshot.Memberships)
        {
            if (snapshot.Find(membership.Uid) is not { IsAcademyTrust: true })
                continue;
            if (
                before is not null
                && before.Urn == membership.Urn
                && (before.To is not { } ended || ended > membership.From)
            )
                return false;
            before = membership;
        }
        return true;
    }

    private static bool Ascending(int[] positions, int count)
    {
        for (var i = 0; i < positions.Length; i++)
            if (
                positions[i] < 0
                || positions[i] >= count
                || (i > 0 && positions[i] <= positions[i - 1])
            )
                return false;
        return true;
    }

    private static bool Within(Measures.MeasureColumn column, double least, double largest)
    {
        for (var row = 0; row < column.Rows.Establishments.Length; row++)
            if (column.RowOrNaN(row) is var value && (value < least || value > largest))
                return false;
        return true;
    }
}
