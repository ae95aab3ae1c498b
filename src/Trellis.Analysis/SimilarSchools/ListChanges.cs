using Trellis.Schools;

namespace Trellis.SimilarSchools;

/// <summary>A school that joined or left a list.</summary>
/// <param name="Why">Within a sentence: "it closed", "disadvantage is 47 % there, 61 % here".</param>
public sealed record ListChange(School School, string Why);

/// <summary>How a school's list differs from that of the last release, and why.</summary>
/// <param name="Joined">Nearest first.</param>
/// <param name="Left">By URN.</param>
public sealed record ListChanges(IReadOnlyList<ListChange> Joined, IReadOnlyList<ListChange> Left)
{
    /// <summary>The changes of a list by a named method, without filters and of its usual length.</summary>
    /// <returns>Null where no release of the method is among the files, or it has no list for the school.</returns>
    public static ListChanges? Of(Likeness likeness, SimilarAnswer answer)
    {
        var snapshot = likeness.Snapshot;
        if (
            snapshot.PublishedNeighbours.Find(answer.Method.Id, answer.Peers.Key()) is not { } lists
        )
            return null;
        var before = new HashSet<School>();
        var any = false;
        foreach (var urn in answer.School.Urns)
        foreach (var named in lists.Of(urn))
        {
            any = true;
            // A number that no file knows any more cannot be told of.
            if (snapshot.SchoolOf(new Urn(named)) is { } school && school != answer.School)
                before.Add(school);
        }
        if (!any)
            return null;
        var now = answer.Neighbours.Select(n => n.School).ToHashSet();
        return new ListChanges(
            [
                .. answer
                    .Neighbours.Where(n => !before.Contains(n.School))
                    .Select(n => new ListChange(n.School, WhyNear(n))),
            ],
            [
                .. before
                    .Where(s => !now.Contains(s))
                    .OrderBy(s => s.Urn)
                    .Select(s => new ListChange(s, WhyGone(likeness, answer, s))),
            ]
        );
    }

    /// <summary>The weightiest figure that the two share; where they share none, that it is nearer than others.</summary>
    private static string WhyNear(SimilarSchool joined) =>
        joined
            .Contributions.Where(c =>
                !c.Variable.IsPlace && c.Deviations is { } d && Math.Abs(d) <= LikenessWords.Alike
            )
            .OrderBy(c => c.Variable.Axis.Length > 0)
            .ThenByDescending(c => c.Variable.Weight)
            .FirstOrDefault()
            is { } alike
            ? $"{Both(alike)}: near to yours"
            : "nearer than the schools that left";

    private static string WhyGone(Likeness likeness, SimilarAnswer answer, School gone)
    {
        if (!gone.IsOpen)
            return "it is no longer open";
        if (PeersOf.School(gone, likeness.Snapshot) is not { } peers)
            return "it is no longer compared";
        if (peers != answer.Peers)
            return $"it is now among the {peers.Words()}";
        return
            likeness.Pair(answer.School.Urn, gone.Urn, answer.Method) is { } pair
            && pair.Contributions.Where(c => !c.Variable.IsPlace).MaxBy(c => c.Squared ?? -1)
                is { Squared: not null } apart
            ? $"{Both(apart)}: what sets it apart most"
            : "too little is known of it now";
    }

    private static string Both(Contribution c) =>
        $"{c.Variable.Label} is {c.Variable.Show(c.Other!.Value)} there and {c.Variable.Show(c.Own!.Value)} here";
}
