using Trellis.Groups;
using Trellis.Measures;
using Trellis.Schools;

namespace Trellis.Snapshots;

/// <summary>What kind of thing changed between two snapshots.</summary>
public enum ChangeKind
{
    /// <summary>A URN the earlier snapshot did not know.</summary>
    EstablishmentAdded,

    /// <summary>A URN the later snapshot does not know.</summary>
    EstablishmentGone,

    /// <summary>Known before as not open, now open.</summary>
    EstablishmentOpened,

    /// <summary>Open before, now not.</summary>
    EstablishmentClosed,
    EstablishmentRenamed,
    GroupAdded,
    GroupGone,
    GroupClosed,
    GroupRenamed,
    MembershipBegun,
    MembershipEnded,

    /// <summary>A measure and year with figures where there were none.</summary>
    FiguresAdded,

    /// <summary>A measure and year whose figures are no longer there.</summary>
    FiguresGone,

    /// <summary>A measure and year in both, with at least one school's figure or reason changed.</summary>
    FiguresChanged,
}

/// <summary>One change, with what was before and after it in words.</summary>
/// <param name="Urn">The establishment it is about, or null.</param>
/// <param name="Uid">The group it is about, or null.</param>
/// <param name="Measure">The id of the measure it is about, or empty.</param>
/// <param name="Name">Of the establishment, the group or the measure, as the later snapshot that knows it writes it.</param>
/// <param name="Count">How many schools' figures it touches; 1 for an establishment, a group or a membership.</param>
public sealed record Change(
    ChangeKind Kind,
    Urn? Urn,
    Uid? Uid,
    string Measure,
    string Name,
    string Before,
    string After,
    int Count
);

/// <summary>What changed from one snapshot to another.</summary>
/// <param name="Before">The id of the earlier snapshot.</param>
/// <param name="After">The id of the later one.</param>
/// <param name="Changes">By kind, then by number or name; empty where the content is the same.</param>
public sealed record Diff(string Before, string After, IReadOnlyList<Change> Changes)
{
    public int Of(ChangeKind kind) => Changes.Count(c => c.Kind == kind);

    /// <summary>The kind in words, for headings: "Establishments opened".</summary>
    public static string Words(ChangeKind kind) =>
        kind switch
        {
            ChangeKind.EstablishmentAdded => "Establishments new to the files",
            ChangeKind.EstablishmentGone => "Establishments no longer in the files",
            ChangeKind.EstablishmentOpened => "Establishments opened",
            ChangeKind.EstablishmentClosed => "Establishments closed",
            ChangeKind.EstablishmentRenamed => "Establishments renamed",
            ChangeKind.GroupAdded => "Groups new to the files",
            ChangeKind.GroupGone => "Groups no longer in the files",
            ChangeKind.GroupClosed => "Groups closed",
            ChangeKind.GroupRenamed => "Groups renamed",
            ChangeKind.MembershipBegun => "Memberships begun",
            ChangeKind.MembershipEnded => "Memberships ended",
            ChangeKind.FiguresAdded => "Years of a measure added",
            ChangeKind.FiguresGone => "Years of a measure gone",
            _ => "Years of a measure with changed figures",
        };

    /// <summary>Holds two snapshots against each other. Pure: the same two give the same answer, and one with itself gives none.</summary>
    public static Diff Between(Snapshot before, Snapshot after)
    {
        if (before.Id == after.Id)
            return new(before.Id, after.Id, []);
        return new(
            before.Id,
            after.Id,
            [
                .. Establishments(before, after)
                    .Concat(Groups(before, after))
                    .Concat(Memberships(before, after))
                    .Concat(Figures(before, after))
                    .OrderBy(c => c.Kind)
                    .ThenBy(c => c.Urn?.Value ?? 0)
                    .ThenBy(c => c.Uid?.Value ?? 0)
                    .ThenBy(c => c.Measure, StringComparer.Ordinal)
                    .ThenBy(c => c.Before, StringComparer.Ordinal)
                    .ThenBy(c => c.After, StringComparer.Ordinal),
            ]
        );
    }

    private static IEnumerable<Change> Establishments(Snapshot before, Snapshot after)
    {
        foreach (var now in after.Establishments)
        {
            if (before.Find(now.Urn) is not { } was)
            {
                yield return About(ChangeKind.EstablishmentAdded, now, "", Words(now));
                continue;
            }
            if (now.IsOpen && !was.IsOpen)
                yield return About(ChangeKind.EstablishmentOpened, now, Words(was), Words(now));
            if (was.IsOpen && !now.IsOpen)
                yield return About(ChangeKind.EstablishmentClosed, now, Words(was), Words(now));
            if (was.Name != now.Name)
                yield return About(ChangeKind.EstablishmentRenamed, now, was.Name, now.Name);
        }
        foreach (var was in before.Establishments)
            if (after.Find(was.Urn) is null)
                yield return About(ChangeKind.EstablishmentGone, was, Words(was), "");
    }

    private static Change About(ChangeKind kind, Establishment one, string before, string after) =>
        new(kind, one.Urn, null, "", one.DisplayName, before, after, 1);

    private static string Words(Establishment establishment) =>
        establishment switch
        {
            { Status: Status.Closed, Closed: { } day } => $"closed {Day(day)}",
            { Status: Status.Closed } => "closed",
            { Status: Status.ProposedToOpen } => "proposed to open",
            { Status: Status.ProposedToClose } => "proposed to close",
            { Status: Status.Open, Opened: { } day } => $"open since {Day(day)}",
            { Status: Status.Open } => "open",
            _ => "status not known",
        };

    private static IEnumerable<Change> Groups(Snapshot before, Snapshot after)
    {
        foreach (var now in after.Groups)
        {
            if (before.Find(now.Uid) is not { } was)
            {
                yield return About(ChangeKind.GroupAdded, now, "", now.Type.Words());
                continue;
            }
            if (was.IsOpen && !now.IsOpen)
                yield return About(
                    ChangeKind.GroupClosed,
                    now,
                    "open",
                    now.Closed is { } day ? $"closed {Day(day)}" : "closed"
                );
            if (was.Name != now.Name)
                yield return About(ChangeKind.GroupRenamed, now, was.Name, now.Name);
        }
        foreach (var was in before.Groups)
            if (after.Find(was.Uid) is null)
                yield return About(ChangeKind.GroupGone, was, was.Type.Words(), "");
    }

    private static Change About(ChangeKind kind, Group one, string before, string after) =>
        new(kind, null, one.Uid, "", one.Name, before, after, 1);

    /// <summary>A membership has begun where the later snapshot has one the earlier had not; one whose known beginning moved is the same.</summary>
    private static IEnumerable<Change> Memberships(Snapshot before, Snapshot after)
    {
        var was = before.Memberships.ToLookup(m => (m.Urn, m.Uid));
        var now = after.Memberships.ToLookup(m => (m.Urn, m.Uid));
        foreach (var pair in now)
        {
            var older = was[pair.Key].ToArray();
            var newer = pair.ToArray();
            var name =
                $"{after.Find(pair.Key.Urn)?.DisplayName ?? $"URN {pair.Key.Urn}"} in {after.Find(pair.Key.Uid)?.Name ?? $"group {pair.Key.Uid}"}";
            foreach (var membership in newer.Skip(older.Length))
                yield return new(
                    ChangeKind.MembershipBegun,
                    pair.Key.Urn,
                    pair.Key.Uid,
                    "",
                    name,
                    "",
                    $"from {Day(membership.From)}",
                    1
                );
            for (var i = 0; i < newer.Length; i++)
                if (newer[i].To is { } to && (i >= older.Length || older[i].To is null))
                    yield return new(
                        ChangeKind.MembershipEnded,
                        pair.Key.Urn,
                        pair.Key.Uid,
                        "",
                        name,
                        i < older.Length ? $"from {Day(older[i].From)}" : "",
                        $"to {Day(to)}",
                        1
                    );
        }
        foreach (var pair in was)
        foreach (var membership in pair.Skip(now[pair.Key].Count()))
            yield return new(
                ChangeKind.MembershipEnded,
                pair.Key.Urn,
                pair.Key.Uid,
                "",
                $"{before.Find(pair.Key.Urn)?.DisplayName ?? $"URN {pair.Key.Urn}"} in {before.Find(pair.Key.Uid)?.Name ?? $"group {pair.Key.Uid}"}",
                $"from {Day(membership.From)}",
                "no longer in the files",
                1
            );
    }

    private static IEnumerable<Change> Figures(Snapshot before, Snapshot after)
    {
        foreach (var now in after.Measures.Columns)
        {
            var year = now.Measure.YearLabel(now.Year);
            if (before.Measures.Of(now.Measure.Id, now.Year) is not { } was)
            {
                yield return About(
                    ChangeKind.FiguresAdded,
                    now.Measure,
                    "",
                    year,
                    now.Rows.Establishments.Length
                );
                continue;
            }
            var changed = Changed(before, was, after, now);
            if (changed > 0)
                yield return About(ChangeKind.FiguresChanged, now.Measure, year, year, changed);
        }
        foreach (var was in before.Measures.Columns)
            if (after.Measures.Of(was.Measure.Id, was.Year) is null)
                yield return About(
                    ChangeKind.FiguresGone,
                    was.Measure,
                    was.Measure.YearLabel(was.Year),
                    "",
                    was.Rows.Establishments.Length
                );
    }

    private static Change About(
        ChangeKind kind,
        Measure measure,
        string before,
        string after,
        int count
    ) => new(kind, null, null, measure.Id, measure.Label, before, after, count);

    /// <summary>How many schools have another figure or another mark, or are in one of the two only. Both lists ascend by URN.</summary>
    private static int Changed(
        Snapshot before,
        MeasureColumn was,
        Snapshot after,
        MeasureColumn now
    )
    {
        int[] older = was.Rows.Establishments,
            newer = now.Rows.Establishments;
        int changed = 0,
            i = 0,
            j = 0;
        while (i < older.Length && j < newer.Length)
        {
            var order = before
                .Establishments[older[i]]
                .Urn.CompareTo(after.Establishments[newer[j]].Urn);
            if (order < 0)
                i++;
            else if (order > 0)
                j++;
            else if (
                was.RowOrNaN(i).Equals(now.RowOrNaN(j))
                && was.MarkAtRow(i) == now.MarkAtRow(j)
            )
            {
                i++;
                j++;
                continue;
            }
            else
            {
                i++;
                j++;
            }
            changed++;
        }
        return changed + older.Length - i + newer.Length - j;
    }

    private static string Day(DateOnly day) =>
        day.ToString("d MMMM yyyy", System.Globalization.CultureInfo.InvariantCulture);
}
