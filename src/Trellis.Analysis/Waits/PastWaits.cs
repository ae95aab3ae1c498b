using System.Collections.Frozen;
using System.Globalization;
using System.Runtime.CompilerServices;
using Trellis.Inspections;
using Trellis.Schools;
using Trellis.Snapshots;
using Trellis.Survival;
using Trellis.Timelines;

namespace Trellis.Waits;

/// <summary>How long schools that were judged inadequate waited until they opened with a sponsor, from published files alone.</summary>
/// <remarks>
/// The rules are in docs/methods/waits.md, and bench/waits.py applies them to the files without any of this code. One wait a
/// school: the last, because of earlier ones the school recovered.
/// </remarks>
public sealed class PastWaits
{
    /// <summary>From this day until 28 June 2026 an order had to be made for a school in a category of concern: Education and Adoption Act 2016, section 7.</summary>
    public static readonly DateOnly DutyFrom = new(2016, 4, 18);

    private static readonly FrozenSet<string> maintained = new[]
    {
        "Community school",
        "Foundation school",
        "Voluntary aided school",
        "Voluntary controlled school",
        "Community special school",
        "Foundation special school",
        "Pupil referral unit",
        "Local authority nursery school",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> sponsored = new[]
    {
        "Academy sponsor led",
        "Academy special sponsor led",
        "Academy alternative provision sponsor led",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    // A snapshot never changes, so what is derived from it may be kept as long as it lives.
    private static readonly ConditionalWeakTable<Snapshot, PastWaits> known = [];

    private readonly Snapshot snapshot;
    private readonly FrozenDictionary<Urn, WaitSpell> bySchool;

    private PastWaits(Snapshot snapshot)
    {
        this.snapshot = snapshot;
        Lists =
        [
            .. snapshot
                .Sources.Where(s => s.Key.StartsWith("ofsted-mi/", StringComparison.Ordinal))
                .Select(s => s.Date)
                .Order(),
        ];
        FollowedUntil = snapshot
            .Sources.Where(s => s.Key.StartsWith("gias-links/", StringComparison.Ordinal))
            .Select(s => (DateOnly?)s.Date)
            .Max();
        var graded = snapshot.Inspections.Where(i => i.Grade is not null).ToList();
        JudgedUntil = graded.Count > 0 ? graded.Max(i => i.Date) : null;
        HistoryFrom = FirstClosedBeyond(graded);
        Spells = FollowedUntil is null
            ? []
            :
            [
                .. snapshot
                    .Schools.Select(SpellOf)
                    .OfType<WaitSpell>()
                    .OrderBy(s => s.JudgedOn)
                    .ThenBy(s => s.Urn),
            ];
        bySchool = Spells.ToFrozenDictionary(s => s.School.Urn);
        Groups = WaitGroup.Of(this);
    }

    public static PastWaits In(Snapshot snapshot) =>
        known.GetValue(snapshot, static s => new PastWaits(s));

    /// <summary>By the day of the judgement; empty where the files tell of no links or no judgements.</summary>
    public IReadOnlyList<WaitSpell> Spells { get; }

    /// <summary>All waits together first, then by law, region and phase.</summary>
    public IReadOnlyList<WaitGroup> Groups { get; }

    /// <summary>The days of Ofsted's monthly lists that are among the files.</summary>
    public IReadOnlyList<DateOnly> Lists { get; }

    /// <summary>The day of the newest list of links: openings after it are not known; null where there is none.</summary>
    public DateOnly? FollowedUntil { get; }

    /// <summary>The day of the newest dated judgement; null where there is none.</summary>
    public DateOnly? JudgedUntil { get; }

    /// <summary>
    /// The day on which the first school closed of which only the history of judgements tells, after the last monthly list: schools
    /// that closed before it, and after that list, are not among the files. Null where there is no monthly list or no such school.
    /// </summary>
    public DateOnly? HistoryFrom { get; }

    /// <summary>The wait of a school; null where it had none that the files tell of.</summary>
    public WaitSpell? Of(School school) => bySchool.GetValueOrDefault(school.Urn);

    /// <summary>The share that still waited by days since the judgement.</summary>
    public static KaplanMeier Figures(IEnumerable<WaitSpell> spells) =>
        KaplanMeier.Of(
            spells
                .Where(s => s.Days is not null)
                .Select(s => new Followed(
                    s.Days!.Value,
                    s.IsOver,
                    s.ListedOn.DayNumber - s.JudgedOn.DayNumber
                ))
        );

    private DateOnly? FirstClosedBeyond(List<Inspection> graded) =>
        Lists is not [.., var last]
            ? null
            : graded
                .Where(i => i.Date > last)
                .Select(i => snapshot.Find(i.Urn))
                .OfType<Establishment>()
                .Where(e => maintained.Contains(e.Type) && !e.IsOpen)
                .Min(e => e.Closed);

    private WaitSpell? SpellOf(School school)
    {
        var entries = school
            .Urns.Select(u => snapshot.Find(u)!)
            .TakeWhile(e => maintained.Contains(e.Type))
            .ToList();
        if (entries.Count == 0)
            return null;
        var judged = entries
            .SelectMany(e => snapshot.InspectionsOf(e.Urn))
            .Where(i => i.Grade is not null)
            .OrderBy(i => i.Date)
            .ThenBy(i => i.Grade)
            .ThenBy(i => i.Urn)
            .ToList();
        var last = judged.FindLastIndex(i => i.Grade == 4);
        if (last < 0)
            return null;
        var first = last;
        while (first > 0 && judged[first - 1].Grade == 4)
            first--;
        var start = judged[first];
        var better = last + 1 < judged.Count ? judged[last + 1] : null;
        var (outcome, on, successor) = EndOf(school, entries, start.Date);
        if (on is null || on < start.Date)
            (outcome, on) = (WaitOutcome.DayNotKnown, null);
        var evidence = new List<string>
        {
            $"Ofsted judged {start.Urn} inadequate on {Day(start.Date)}"
                + (last > first ? $", and again on {Day(judged[last].Date)}." : "."),
        };
        DateOnly? later = null;
        // Orders are carried out for a while after a school was judged better, so that it is followed for a year more.
        if (
            better?.Date.AddYears(1) is { } until
            && until <= FollowedUntil
            && (on is null || until < on)
        )
        {
            later = outcome == WaitOutcome.Sponsored ? on : null;
            (outcome, on) = (WaitOutcome.JudgedBetter, until);
            if (later is null)
                successor = null;
        }
        if (better is not null)
            evidence.Add(
                $"Ofsted judged {better.Urn} {better.GradeWords.ToLowerInvariant()} on {Day(better.Date)}."
            );
        if (successor is { } into)
            evidence.AddRange(Link(entries[^1].Urn, into));
        else if (outcome == WaitOutcome.Closed)
            evidence.Add($"The register says that {entries[^1].Urn} closed on {Day(on!.Value)}.");
        return new WaitSpell(
            school,
            RegionOf(school),
            start.Urn,
            start.Date,
            ListedFrom(start.Date),
            outcome,
            on,
            successor,
            better?.Date,
            later,
            evidence
        );
    }

    // An entry that closed long ago is little more than a number: its authority knows where it was.
    private string RegionOf(School school) =>
        school
            .Urns.Reverse()
            .Select(u => snapshot.Find(u)!)
            .SelectMany(e =>
                new[] { e.Region, e.La is { } la ? snapshot.Find(la)?.Region ?? "" : "" }
            )
            .FirstOrDefault(r => r.Length > 0)
        ?? "";

    private (WaitOutcome Outcome, DateOnly? On, Urn? Successor) EndOf(
        School school,
        List<Establishment> entries,
        DateOnly start
    )
    {
        var last = entries[^1];
        var after = Kin.In(snapshot).After(last.Urn);
        if (school.Urns.Count > entries.Count)
        {
            var follows = snapshot.Find(school.Urns[entries.Count])!;
            return (
                Became(follows),
                follows.Opened ?? after.FirstOrDefault(r => r.Urn == follows.Urn)?.On,
                follows.Urn
            );
        }
        if (after.Count > 0)
        {
            var into = after.Where(r => sponsored.Contains(snapshot.Find(r.Urn)!.Type)).ToList();
            var (on, urn) = (into.Count > 0 ? into : after)
                .Select(r =>
                    (
                        On: snapshot.Find(r.Urn)!.Opened is { } opened && opened >= start
                            ? opened
                            : r.On ?? last.Closed ?? DateOnly.MaxValue,
                        r.Urn
                    )
                )
                .Min();
            return (
                into.Count > 0 ? WaitOutcome.Sponsored : WaitOutcome.JoinedAnother,
                on == DateOnly.MaxValue ? null : on,
                urn
            );
        }
        return last switch
        {
            { IsOpen: true } => (WaitOutcome.NoLongerFollowed, FollowedUntil, null),
            { Closed: { } closed } => (WaitOutcome.Closed, closed, null),
            { Status: Status.NotKnown } => (WaitOutcome.NoLongerFollowed, FollowedUntil, null),
            _ => (WaitOutcome.Closed, null, null),
        };
    }

    private static WaitOutcome Became(Establishment follows) =>
        sponsored.Contains(follows.Type) ? WaitOutcome.Sponsored
        : follows.Type.StartsWith("Academy", StringComparison.OrdinalIgnoreCase)
            ? WaitOutcome.AcademyOtherwise
        : WaitOutcome.JoinedAnother;

    private DateOnly ListedFrom(DateOnly judged)
    {
        foreach (var list in Lists)
            if (list >= judged)
                return list;
        return HistoryFrom is { } from && from > judged ? from : judged;
    }

    private IEnumerable<string> Link(Urn from, Urn into)
    {
        var link = Kin.In(snapshot).After(from).First(r => r.Urn == into);
        yield return $"The register links {from} to {into} ({link.Words}{(link.On is { } day ? $", {Day(day)}" : ", without a day")}).";
        var entry = snapshot.Find(into)!;
        yield return $"The register has {into} as {(entry.Type.Length > 0 ? $"\"{entry.Type}\"" : "an entry without a type")}{(entry.Opened is { } opened ? $", opened on {Day(opened)}" : ", without a day of opening")}.";
    }

    private static string Day(DateOnly day) =>
        day.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);
}
