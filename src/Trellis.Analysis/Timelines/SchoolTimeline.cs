using Trellis.Groups;
using Trellis.Inspections;
using Trellis.Schools;
using Trellis.Snapshots;

namespace Trellis.Timelines;

/// <summary>The past of a continuing school as dated events, through all its URNs.</summary>
public static class SchoolTimeline
{
    /// <summary>A gap between two trusts longer than this is told as leaving and, later, moving; days.</summary>
    private const int DaysBetweenTrusts = 31;

    /// <summary>A merger dated further than this from the opening came to a school that was there; days.</summary>
    private const int DaysAroundOpening = 62;

    /// <summary>Everything the snapshot records of a school, oldest first; what has no date stands where its order of URNs puts it.</summary>
    public static IReadOnlyList<SchoolEvent> Of(Snapshot snapshot, School school)
    {
        var told = new List<SchoolEvent>();
        for (var i = 0; i < school.Urns.Count; i++)
        {
            var entry = snapshot.Find(school.Urns[i])!;
            if (i == 0)
                Begin(snapshot, entry, told);
            else
                Continue(snapshot, snapshot.Find(school.Urns[i - 1])!, entry, told);
        }
        Groups(snapshot, school, told);
        foreach (var inspection in snapshot.InspectionsOf(school))
            told.Add(Inspected(snapshot, inspection));
        End(snapshot, school.Current, told);
        return told.Select((e, i) => (Event: e, Order: i))
            .OrderBy(e => e.Event.On ?? Undated(snapshot, e.Event))
            .ThenBy(e => e.Event.Kind)
            .ThenBy(e => e.Order)
            .Select(e => e.Event)
            .ToArray();
    }

    /// <summary>An undated beginning stands first; an undated end last.</summary>
    private static DateOnly Undated(Snapshot snapshot, SchoolEvent told) =>
        told.Kind switch
        {
            EventKind.Closed => DateOnly.MaxValue,
            EventKind.Merged or EventKind.Split => told.Schools.Any(s =>
                Kin.In(snapshot).After(told.Urn).Any(r => r.Urn == s)
            )
                ? DateOnly.MaxValue
                : DateOnly.MinValue,
            EventKind.NewUrn or EventKind.Converted or EventKind.Renamed => snapshot
                .Find(told.Urn)
                ?.Closed
                ?? DateOnly.MinValue,
            _ => DateOnly.MinValue,
        };

    private static void Begin(Snapshot snapshot, Establishment entry, List<SchoolEvent> told)
    {
        var reason = entry.ReasonOpened is { Length: > 0 } why and not "Not applicable"
            ? $" ({why.ToLowerInvariant()})"
            : "";
        told.Add(
            new SchoolEvent(
                entry.Opened,
                EventKind.Opened,
                $"Opened as {entry.DisplayName}{reason}",
                entry.Urn,
                [],
                [],
                entry.Opened is null
                    ? "the register gives no day"
                    : "the register states the day it opened",
                RegisterOf(snapshot, entry)
            )
        );
        var kin = Kin.In(snapshot);
        var parents = kin.Before(entry.Urn);
        foreach (var day in parents.GroupBy(p => p.On ?? entry.Opened).OrderBy(g => g.Key))
        {
            var names = Names(snapshot, day.Select(p => p.Urn));
            var splits =
                parents.Count == 1 && (day.First().Split || kin.After(day.First().Urn).Count > 1);
            told.Add(
                new SchoolEvent(
                    day.Key,
                    splits ? EventKind.Split : EventKind.Merged,
                    splits ? $"Split from {names}"
                        : IsBeginning(day.Key, entry.Opened) && parents.Count > 1
                            ? $"Formed from {names}"
                        : $"Took in {names}",
                    entry.Urn,
                    [.. day.Select(p => p.Urn)],
                    [],
                    Stated(day.First(), day.Key),
                    Newest(snapshot, "gias-links/")
                )
            );
        }
    }

    private static void Continue(
        Snapshot snapshot,
        Establishment last,
        Establishment entry,
        List<SchoolEvent> told
    )
    {
        var link = Kin.In(snapshot).Before(entry.Urn).FirstOrDefault(r => r.Urn == last.Urn);
        var day = entry.Opened ?? last.Closed?.AddDays(1) ?? link?.On;
        var known =
            entry.Opened is not null ? "the day the register says the new entry opened"
            : last.Closed is not null ? "the day after the register says the old entry closed"
            : link?.On is not null ? "the day stated with the link between the entries"
            : "the register gives no day";
        var became = IsAcademy(entry) && !IsAcademy(last);
        var type = entry.Type.Length == 0 ? "" : $": {Lower(entry.Type)}";
        told.Add(
            new SchoolEvent(
                day,
                became ? EventKind.Converted : EventKind.NewUrn,
                became
                    ? $"Became an academy{type}. Its URN changed from {last.Urn} to {entry.Urn}"
                    : $"New URN {entry.Urn} after {last.Urn}{type}",
                entry.Urn,
                [],
                [],
                $"the register links the two entries one to one; {known}",
                RegisterOf(snapshot, entry)
            )
        );
        if (
            entry.Name.Length > 0
            && last.Name.Length > 0
            && !string.Equals(
                Plain(entry.Name),
                Plain(last.Name),
                StringComparison.OrdinalIgnoreCase
            )
        )
            told.Add(
                new SchoolEvent(
                    day,
                    EventKind.Renamed,
                    $"Renamed from {last.Name} to {entry.Name}",
                    entry.Urn,
                    [],
                    [],
                    $"the names of the two entries differ; {known}",
                    RegisterOf(snapshot, entry)
                )
            );
    }

    private static void End(Snapshot snapshot, Establishment entry, List<SchoolEvent> told)
    {
        var kin = Kin.In(snapshot);
        var heirs = kin.After(entry.Urn);
        foreach (var day in heirs.GroupBy(h => h.On ?? entry.Closed).OrderBy(g => g.Key))
        {
            var names = Names(snapshot, day.Select(h => h.Urn));
            var splits = heirs.Count > 1 || day.First().Split;
            var others = kin.Before(day.First().Urn).Select(r => r.Urn).Where(u => u != entry.Urn);
            var with = splits ? "" : Names(snapshot, others);
            told.Add(
                new SchoolEvent(
                    day.Key,
                    splits ? EventKind.Split : EventKind.Merged,
                    splits ? $"Split: its pupils' places went on in {names}"
                        : with.Length == 0 ? $"Merged into {names}"
                        : $"Merged, with {with}, into {names}",
                    entry.Urn,
                    [.. day.Select(h => h.Urn), .. splits ? [] : others],
                    [],
                    Stated(day.First(), day.Key),
                    Newest(snapshot, "gias-links/")
                )
            );
        }
        if (entry.Status == Status.Closed)
            told.Add(
                new SchoolEvent(
                    entry.Closed,
                    EventKind.Closed,
                    $"Closed as {entry.DisplayName}",
                    entry.Urn,
                    [],
                    [],
                    entry.Closed is null
                        ? "the register says closed and gives no day"
                        : "the register states the day it closed",
                    RegisterOf(snapshot, entry)
                )
            );
    }

    private static void Groups(Snapshot snapshot, School school, List<SchoolEvent> told)
    {
        // A school is in one academy trust at a time; each other kind of group is a strand of its own.
        var strands = snapshot
            .MembershipsOf(school)
            .Select(m => (Membership: m, Group: snapshot.Find(m.Uid)))
            .Where(p => p.Group is not null)
            .GroupBy(p => p.Group!.IsAcademyTrust ? GroupType.MultiAcademyTrust : p.Group.Type);
        foreach (var strand in strands)
        {
            (Membership Membership, Group? Group)? before = null;
            foreach (var now in strand)
            {
                Enter(snapshot, strand.Key, before, now.Membership, now.Group!, told);
                before = now;
            }
            if (before is { Membership.To: { } end } last)
                told.Add(
                    new SchoolEvent(
                        end,
                        EventKind.Left,
                        $"Left {last.Group!.Name}",
                        last.Membership.Urn,
                        [],
                        [last.Group.Uid],
                        $"{Evidence.Words(last.Membership.ToEvidence)}; last seen there {InWords(last.Membership.LastSeen)}",
                        ListOf(snapshot, last.Membership.LastSeen)
                    )
                );
        }
    }

    private static void Enter(
        Snapshot snapshot,
        GroupType strand,
        (Membership Membership, Group? Group)? before,
        Membership now,
        Group group,
        List<SchoolEvent> told
    )
    {
        var source = ListOf(snapshot, now.FirstSeen);
        var evidence =
            $"{Evidence.Words(now.FromEvidence)}; first seen there {InWords(now.FirstSeen)}";
        if (before is not { } last)
        {
            told.Add(
                new(
                    now.From,
                    EventKind.Joined,
                    strand == GroupType.SchoolSponsor
                        ? $"Sponsored by {group.Name}"
                        : $"Joined {group.Name} ({Lower(group.TypeOn(now.From).Words())})",
                    now.Urn,
                    [],
                    [group.Uid],
                    evidence,
                    source
                )
            );
            return;
        }
        var gap =
            last.Membership.To is { } end && now.From.DayNumber - end.DayNumber > DaysBetweenTrusts;
        if (gap)
            told.Add(
                new(
                    last.Membership.To,
                    EventKind.Left,
                    $"Left {last.Group!.Name}",
                    last.Membership.Urn,
                    [],
                    [last.Group.Uid],
                    $"{Evidence.Words(last.Membership.ToEvidence)}; last seen there {InWords(last.Membership.LastSeen)}",
                    ListOf(snapshot, last.Membership.LastSeen)
                )
            );
        // The same trust under a new URN is no event of its own.
        if (last.Group!.Uid == group.Uid && !gap)
            return;
        var sameCompany =
            group.CompanyNumber.Length > 0 && group.CompanyNumber == last.Group.CompanyNumber;
        var kind =
            sameCompany ? EventKind.TrustChangedForm
            : strand == GroupType.MultiAcademyTrust && last.Group.Uid != group.Uid
                ? EventKind.MovedTrust
            : EventKind.Joined;
        told.Add(
            new(
                now.From,
                kind,
                kind switch
                {
                    EventKind.TrustChangedForm =>
                        $"Its trust changed its form: {last.Group.Name} ({Lower(last.Group.Type.Words())}) became {group.Name} ({Lower(group.TypeOn(now.From).Words())}) under one company number",
                    EventKind.MovedTrust => $"Moved from {last.Group.Name} to {group.Name}",
                    _ when strand == GroupType.SchoolSponsor => $"Sponsored by {group.Name}",
                    _ => $"Joined {group.Name} ({Lower(group.TypeOn(now.From).Words())})",
                },
                now.Urn,
                [],
                kind == EventKind.Joined ? [group.Uid] : [last.Group.Uid, group.Uid],
                evidence,
                source
            )
        );
    }

    private static SchoolEvent Inspected(Snapshot snapshot, Inspection inspection)
    {
        var card = inspection.Areas.Count > 0;
        var category =
            inspection.Category.Length == 0 ? "" : $" ({inspection.Category.ToLowerInvariant()})";
        return new(
            inspection.Date,
            EventKind.Inspected,
            card
                    ? $"Inspected by Ofsted, report card: {string.Join("; ", inspection.Areas.Select(a => $"{a.Area}: {a.Standard}"))}"
                : inspection.Grade is null
                    ? $"Inspected by Ofsted, without an overall grade{category}"
                : $"Inspected by Ofsted, overall grade: {inspection.GradeWords}{category}",
            inspection.Urn,
            [],
            [],
            "Ofsted lists the inspection with its day",
            card
                ? Newest(snapshot, "ofsted-report-cards/")
                : ListThatCould(snapshot, inspection.Date)
        );
    }

    /// <summary>Whether a merger began a school, or came to one that was there: links are dated within weeks of the opening.</summary>
    private static bool IsBeginning(DateOnly? merged, DateOnly? opened) =>
        merged is not { } on
        || opened is not { } first
        || Math.Abs(on.DayNumber - first.DayNumber) <= DaysAroundOpening;

    /// <summary>Free schools, studio schools and technical colleges are academies in law.</summary>
    private static bool IsAcademy(Establishment entry) =>
        entry.TypeGroup is "Academies" or "Free Schools"
        || entry.Type.StartsWith("Academy", StringComparison.OrdinalIgnoreCase)
        || entry.Type.StartsWith("Free school", StringComparison.OrdinalIgnoreCase);

    private static string Names(Snapshot snapshot, IEnumerable<Urn> urns)
    {
        var names = urns.Select(u => snapshot.Find(u)?.DisplayName ?? $"URN {u}").ToArray();
        return names.Length <= 1
            ? string.Concat(names)
            : $"{string.Join(", ", names[..^1])} and {names[^1]}";
    }

    // An apostrophe or a full stop more is the same name.
    private static string Plain(string name) =>
        string.Concat(name.Where(c => char.IsLetterOrDigit(c) || c == ' ')).Trim();

    private static string Stated(Relative relative, DateOnly? day) =>
        $"the register links them as '{relative.Words}'; "
        + (
            relative.On is not null ? "the day stated with the link"
            : day is null ? "no day is given"
            : "the day of the register's entry"
        );

    private static string Lower(string words) =>
        words.Length > 1 && char.IsLower(words[1])
            ? $"{char.ToLowerInvariant(words[0])}{words[1..]}"
            : words;

    private static string InWords(DateOnly day) => $"{day:d MMMM yyyy}";

    private static string RegisterOf(Snapshot snapshot, Establishment entry) =>
        snapshot
            .Sources.FirstOrDefault(s =>
                s.Date == entry.AsOf && s.Key.StartsWith("gias/", StringComparison.Ordinal)
            )
            ?.Key
        ?? Newest(snapshot, "gias/");

    private static string ListOf(Snapshot snapshot, DateOnly day) =>
        snapshot
            .Sources.FirstOrDefault(s =>
                s.Date == day && s.Key.StartsWith("gias-group-links/", StringComparison.Ordinal)
            )
            ?.Key
        ?? Newest(snapshot, "gias/");

    /// <summary>The first of Ofsted's lists that is young enough to hold an inspection.</summary>
    private static string ListThatCould(Snapshot snapshot, DateOnly day) =>
        snapshot
            .Sources.Where(s =>
                s.Key.StartsWith("ofsted-", StringComparison.Ordinal) && s.Date >= day
            )
            .MinBy(s => s.Date)
            ?.Key
        ?? Newest(snapshot, "ofsted-");

    private static string Newest(Snapshot snapshot, string prefix) =>
        snapshot
            .Sources.Where(s => s.Key.StartsWith(prefix, StringComparison.Ordinal))
            .MaxBy(s => s.Date)
            ?.Key
        ?? prefix.TrimEnd('/', '-');
}
