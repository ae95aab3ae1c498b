using System.Runtime.CompilerServices;
using Trellis.Components;
using Trellis.Groups;
using Trellis.Models;
using Trellis.Partnerships;
using Trellis.PublicRecord;
using Trellis.Schools;
using Trellis.Serving;
using Trellis.Snapshots;
using Trellis.Store;

namespace Trellis.Pages.Partnerships;

/// <summary>A partnership in the public list: one that its members stated here, or a group of the Department's register.</summary>
/// <param name="Id">"w3k5..." or "gias-2345".</param>
/// <param name="Page">Its name, with the page it has.</param>
/// <param name="IsStated">Whether it was stated here; else it is from the Department's register.</param>
/// <param name="Standing">Whose word it is; null for those of the Department's register.</param>
/// <param name="Ended">The first day on which it was no more; null while it goes on, or where the register closes it without a day.</param>
/// <param name="GoesOn">Whether it goes on, as far as is known.</param>
/// <param name="Members">How many are in it now; where it has ended, how many ever were.</param>
/// <param name="Phases">A bit for each phase of its schools.</param>
/// <param name="Regions">A bit for each region of its schools, in the order of <see cref="Places.Regions.Names"/>.</param>
/// <param name="Purposes">A bit for each purpose; none for those of the Department's register, which states none.</param>
public sealed record ListedPartnership(
    string Id,
    PageLink Page,
    ModelId Model,
    bool IsStated,
    Standing? Standing,
    DateOnly? Began,
    DateOnly? Ended,
    bool GoesOn,
    int Members,
    int Phases,
    int Regions,
    int Purposes,
    Depth? Depth
);

/// <summary>All partnerships anybody may read of: counted once a snapshot and once a step of the public record.</summary>
public sealed class PartnershipBook
{
    private static readonly ConditionalWeakTable<
        Snapshot,
        IReadOnlyList<ListedPartnership>
    > groups = [];
    private static readonly ConditionalWeakTable<PublicRecordFile, PartnershipBook> latest = [];

    private static readonly ReadOnce<PublicPartnership> open = new(
        PublicPartnership.Kind,
        PublicPartnership.Read
    );
    private static readonly Lock making = new();

    private readonly Snapshot snapshot;
    private readonly DateOnly day;
    private readonly IReadOnlyList<(PublicEntry Entry, PublicPartnership Open)> all;
    private readonly Dictionary<string, (PublicPartnership Open, ListedPartnership Row)> read = new(
        StringComparer.Ordinal
    );
    private readonly Dictionary<Party, List<PublicPartnership>> byParty = [];
    private readonly Lazy<IReadOnlyList<string>> week;
    private readonly Lazy<int> goingOn;

    private PartnershipBook(
        IReadOnlyList<(PublicEntry Entry, PublicPartnership Open)> all,
        Snapshot snapshot,
        DateOnly day,
        PartnershipBook? before
    )
    {
        (this.all, this.snapshot, this.day) = (all, snapshot, day);
        // Of another day or snapshot the rows are other rows.
        if (before is not null && (before.snapshot != snapshot || before.day != day))
            before = null;
        foreach (var (entry, one) in all)
        {
            read[entry.Key] =
                before is not null
                && before.read.TryGetValue(entry.Key, out var known)
                && ReferenceEquals(known.Open, one)
                    ? known
                    : (one, Row(snapshot, one, day));
            foreach (var party in one.Members.Select(m => m.Party).Distinct())
            {
                if (!byParty.TryGetValue(party, out var its))
                    byParty[party] = its = [];
                its.Add(one);
            }
        }
        Stated = [.. all.Select(a => a.Open)];
        All =
        [
            .. read
                .Values.OrderByDescending(r => r.Open.StatedOn)
                .ThenBy(r => r.Row.Page.Text, StringComparer.OrdinalIgnoreCase)
                .ThenBy(r => r.Row.Id, StringComparer.Ordinal)
                .Select(r => r.Row),
            .. groups.GetValue(snapshot, Groups),
        ];
        week = new(ThisWeek);
        goingOn = new(() => Stated.Count(p => p.EndedOn is not { } end || end > day));
    }

    /// <summary>The book as the public record and the snapshot stand now; the same one as long as neither has changed anything in it.</summary>
    public static PartnershipBook Of(PublicRecordFile record, Snapshot snapshot, DateOnly day)
    {
        var all = open.All(record);
        if (latest.TryGetValue(record, out var book) && book.Holds(all, snapshot, day))
            return book;
        lock (making)
        {
            latest.TryGetValue(record, out book);
            if (book is not null && book.Holds(all, snapshot, day))
                return book;
            var next = new PartnershipBook(all, snapshot, day, book);
            latest.AddOrUpdate(record, next);
            return next;
        }
    }

    private bool Holds(
        IReadOnlyList<(PublicEntry Entry, PublicPartnership Open)> now,
        Snapshot from,
        DateOnly on
    ) => ReferenceEquals(all, now) && snapshot == from && day == on;

    /// <summary>Those stated here, the newest statement first; then the groups of the Department's register by name: first those that go on and have schools, then those that ended or have none.</summary>
    public IReadOnlyList<ListedPartnership> All { get; }

    /// <summary>Those stated here, the last changed first.</summary>
    public IReadOnlyList<PublicPartnership> Stated { get; }

    /// <summary>One that was stated here; null where there is none that anybody may read.</summary>
    public PublicPartnership? Find(PartnershipId id) =>
        read.TryGetValue(id.ToString(), out var known) ? known.Open : null;

    /// <summary>Those that name a party among their members, at any time.</summary>
    public IReadOnlyList<PublicPartnership> Of(Party party) =>
        byParty.TryGetValue(party, out var its) ? its : [];

    /// <summary>The partnerships that a school is in on the day of the book, by any of its URNs, with the model, the day since when and whose word it is.</summary>
    public IEnumerable<(PublicPartnership Partnership, string Words)> Now(IEnumerable<Urn> urns) =>
        urns.Select(Party.School)
            .SelectMany(party =>
                Of(party)
                    .Where(p => p.EndedOn is not { } end || end > day)
                    .Select(p =>
                        (
                            Partnership: p,
                            Member: p.MembersOn(day).FirstOrDefault(m => m.Party == party)
                        )
                    )
            )
            .Where(p => p.Member is not null)
            .DistinctBy(p => p.Partnership.Id)
            .OrderBy(p => p.Partnership.Name.ToString(), StringComparer.OrdinalIgnoreCase)
            .Select(p =>
                (
                    p.Partnership,
                    $"{PartnershipWords.Name(p.Partnership.Model).ToLowerInvariant()}, since {p.Member!.From.InWords()}; {p.Member.InWords(by => PartnershipFeeds.NameOf(p.Partnership, snapshot, by))}"
                )
            );

    /// <summary>What members state of a school's partnerships, by any of its URNs, the earliest first: it joined, it left.</summary>
    public IReadOnlyList<(DateOnly On, PublicPartnership Partnership, string Words)> StoryOf(
        IEnumerable<Urn> urns
    )
    {
        var parties = urns.Select(Party.School).ToHashSet();
        return
        [
            .. parties
                .SelectMany(Of)
                .DistinctBy(p => p.Id)
                .SelectMany(p =>
                    p.Members.Where(m => parties.Contains(m.Party))
                        .SelectMany(m =>
                        {
                            var word = m.InWords(by => PartnershipFeeds.NameOf(p, snapshot, by));
                            var first = (
                                m.From,
                                p,
                                $"In the partnership {p.Name} from this day; {word}"
                            );
                            return m.To is { } to
                                ?
                                [
                                    first,
                                    (
                                        to.AddDays(-1),
                                        p,
                                        $"Last day in the partnership {p.Name}{(m.Why is { } why ? $": {Stories.Of(why)}" : "")}"
                                    ),
                                ]
                                : new (DateOnly, PublicPartnership, string)[] { first };
                        })
                )
                .OrderBy(l => l.Item1)
                .ThenBy(l => l.Item3, StringComparer.Ordinal),
        ];
    }

    /// <summary>What happened in the seven days up to the day of the book, in a few words each; nothing where nothing did.</summary>
    public IReadOnlyList<string> Week => week.Value;

    private IReadOnlyList<string> ThisWeek()
    {
        var kinds = Stated
            .SelectMany(p => p.Story)
            .Where(l => l.On > day.AddDays(-7) && l.On <= day)
            .CountBy(l => l.Kind)
            .ToDictionary();
        string? Counted(StoryKind kind, string one, string many) =>
            kinds.GetValueOrDefault(kind) is > 0 and var n
                ? $"{n:N0} {(n == 1 ? one : many)}"
                : null;
        return
        [
            .. new[]
            {
                Counted(StoryKind.Stated, "partnership stated", "partnerships stated"),
                Counted(StoryKind.Confirmed, "member confirmed", "members confirmed"),
                Counted(StoryKind.ReturnFiled, "annual return filed", "annual returns filed"),
                Counted(StoryKind.Left, "member left", "members left"),
                Counted(StoryKind.Ended, "partnership ended", "partnerships ended"),
            }.OfType<string>(),
        ];
    }

    /// <summary>How many were stated here and go on today.</summary>
    public int StatedGoingOn => goingOn.Value;

    /// <summary>What a later partnership or group is called, with its page.</summary>
    public PageLink NameOf(Successor later) =>
        later.Here is { } id
            ? new(Find(id)?.Name.ToString() ?? "another partnership", $"/partnership/{id}")
        : later.Group is { } uid
            ? new(
                snapshot.Find(uid)?.Name is { Length: > 0 } name ? name : $"group {uid}",
                $"/trust/{uid}"
            )
        : new("another partnership");

    private static ListedPartnership Row(Snapshot snapshot, PublicPartnership open, DateOnly day)
    {
        var goesOn = open.EndedOn is not { } end || end > day;
        var now = open.MembersOn(day).Select(m => m.Party).Distinct().ToArray();
        var ever = open.Members.Select(m => m.Party).Distinct().ToArray();
        var counted = goesOn ? now : ever;
        int phases = 0,
            regions = 0;
        foreach (var party in counted)
            Count(snapshot, party, ref phases, ref regions);
        return new ListedPartnership(
            $"{open.Id}",
            new PageLink(open.Name.ToString(), $"/partnership/{open.Id}"),
            open.Model,
            true,
            open.Standing,
            open.Began,
            open.EndedOn,
            goesOn,
            counted.Length,
            phases,
            regions,
            open.Purposes.Aggregate(0, (all, p) => all | (1 << (int)p)),
            open.DepthOn(day)
        );
    }

    private static void Count(Snapshot snapshot, Party party, ref int phases, ref int regions)
    {
        if (party.Kind == PartyKind.School && PartyNames.School(snapshot, party) is { } school)
            Count(school.Current, ref phases, ref regions);
        else if (
            party.Kind == PartyKind.LocalAuthority
            && PartyNames.Authority(snapshot, party) is { } authority
        )
            regions |= Bit(authority.Region);
    }

    private static void Count(Establishment now, ref int phases, ref int regions)
    {
        phases |= 1 << (int)now.Phase;
        regions |= Bit(now.Region);
    }

    private static int Bit(string region)
    {
        for (var i = 0; i < Places.Regions.Names.Count; i++)
            if (Places.Regions.Names[i] == region)
                return 1 << i;
        return 0;
    }

    private static IReadOnlyList<ListedPartnership> Groups(Snapshot snapshot)
    {
        var rows = new List<(bool Now, ListedPartnership Row)>();
        foreach (var group in snapshot.Groups)
        {
            if (ModelOf(group.Type) is not { } model)
                continue;
            int phases = 0,
                regions = 0;
            var memberships = snapshot.MembershipsIn(group.Uid).ToList();
            var now = memberships.Where(m => m.To is null).ToList();
            var counted = (now.Count > 0 ? now : memberships)
                .Select(m => snapshot.SchoolOf(m.Urn))
                .OfType<School>()
                .Distinct()
                .ToList();
            foreach (var school in counted)
                Count(school.Current, ref phases, ref regions);
            var row = new ListedPartnership(
                $"gias-{group.Uid}",
                new PageLink(group.Name, $"/trust/{group.Uid}"),
                model,
                false,
                null,
                group.Opened,
                group.Closed,
                group.IsOpen,
                counted.Count,
                phases,
                regions,
                0,
                PartnershipModels.Of(model) is { } known ? (Depth)known.Depth : null
            );
            rows.Add((group.IsOpen && now.Count > 0, row));
        }
        return
        [
            // What the register keeps as a number or a letter for a name has no schools: it comes last.
            .. rows.OrderByDescending(r => r.Now)
                .ThenBy(r => r.Row.Page.Text, StringComparer.OrdinalIgnoreCase)
                .ThenBy(r => r.Row.Id, StringComparer.Ordinal)
                .Select(r => r.Row),
        ];
    }

    /// <summary>The way of working together that a group of the Department's register is; null for what is none, as a list of children's centres.</summary>
    public static ModelId? ModelOf(GroupType type) =>
        type switch
        {
            GroupType.Federation => ModelId.Parse("federation"),
            GroupType.MultiAcademyTrust => ModelId.Parse("multi-academy-trust"),
            GroupType.SingleAcademyTrust => ModelId.Parse("single-academy-trust"),
            GroupType.UmbrellaTrust => ModelId.Parse("umbrella-trust"),
            GroupType.FoundationTrust => ModelId.Parse("foundation-trust"),
            _ => null,
        };
}
