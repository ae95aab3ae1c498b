using System.Runtime.CompilerServices;
using System.Text.Json;
using Trellis.Brokerage;
using Trellis.Procedures;
using Trellis.PublicRecord;
using Trellis.Serving;
using Trellis.Snapshots;
using Trellis.Store;

namespace Trellis.Pages.Decisions;

/// <summary>Every case of brokerage that anybody may read of, in memory: made anew when the public record, the snapshot or the day is another.</summary>
public sealed class DecisionBook
{
    private static readonly ReadOnce<PublicBrokerage> cases = new(
        PublicBrokerage.Kind,
        entry => JsonSerializer.Deserialize<PublicBrokerage>(entry.Json)!
    );
    private static readonly ReadOnce<ProcedureOnRecord> procedures = new(
        PublicCase.Kind,
        entry => new ProcedureOnRecord(entry, JsonSerializer.Deserialize<PublicCase>(entry.Json)!),
        one => new ProcedureOnRecord(one.Entry, NotShownNow.Of(one.Open))
    );
    private static readonly ConditionalWeakTable<PublicRecordFile, DecisionBook> latest = [];
    private static readonly Lock making = new();

    private readonly Snapshot snapshot;
    private readonly DateOnly day;
    private readonly IReadOnlyList<(PublicEntry Entry, PublicBrokerage Value)> wholes;
    private readonly IReadOnlyList<(PublicEntry Entry, ProcedureOnRecord Value)> parts;
    private readonly Dictionary<string, CaseOnRecord> byRef = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<CaseOnRecord>> byParty = new(StringComparer.Ordinal);

    private DecisionBook(
        IReadOnlyList<(PublicEntry Entry, PublicBrokerage Value)> wholes,
        IReadOnlyList<(PublicEntry Entry, ProcedureOnRecord Value)> parts,
        Snapshot snapshot,
        DateOnly day
    )
    {
        (this.wholes, this.parts, this.snapshot, this.day) = (wholes, parts, snapshot, day);
        var ofCase = parts
            .Where(p => p.Value.Open.Case is not null)
            .ToLookup(p => p.Value.Open.Case!, p => p.Value, StringComparer.Ordinal);
        foreach (var (entry, whole) in wholes)
        {
            var one = new CaseOnRecord(
                entry,
                whole,
                [
                    .. ofCase[whole.Ref]
                        .OrderBy(p => p.Open.Steps[0].On)
                        .ThenBy(p => p.Entry.Key, StringComparer.Ordinal),
                ],
                snapshot,
                day
            );
            byRef[whole.Ref] = one;
            foreach (var party in one.Parties)
            {
                if (!byParty.TryGetValue(party, out var its))
                    byParty[party] = its = [];
                its.Add(one);
            }
        }
        All =
        [
            .. byRef
                .Values.OrderByDescending(c => c.Whole.OpenedOn)
                .ThenBy(c => c.Names, StringComparer.OrdinalIgnoreCase)
                .ThenBy(c => c.Ref, StringComparer.Ordinal),
        ];
    }

    /// <summary>The book as the public record and the snapshot stand now; the same one as long as neither has changed anything in it.</summary>
    public static DecisionBook Of(PublicRecordFile record, Snapshot snapshot, DateOnly day)
    {
        var (wholes, parts) = (cases.All(record), procedures.All(record));
        if (latest.TryGetValue(record, out var book) && book.Holds(wholes, parts, snapshot, day))
            return book;
        lock (making)
        {
            if (latest.TryGetValue(record, out book) && book.Holds(wholes, parts, snapshot, day))
                return book;
            var next = new DecisionBook(wholes, parts, snapshot, day);
            latest.AddOrUpdate(record, next);
            return next;
        }
    }

    private bool Holds(
        IReadOnlyList<(PublicEntry Entry, PublicBrokerage Value)> nowWholes,
        IReadOnlyList<(PublicEntry Entry, ProcedureOnRecord Value)> nowParts,
        Snapshot from,
        DateOnly on
    ) =>
        ReferenceEquals(wholes, nowWholes)
        && ReferenceEquals(parts, nowParts)
        && snapshot == from
        && day == on;

    /// <summary>The newest first.</summary>
    public IReadOnlyList<CaseOnRecord> All { get; }

    /// <summary>The case of a reference; null where there is none that anybody may read.</summary>
    public CaseOnRecord? Find(CaseRef reference) => byRef.GetValueOrDefault(reference.ToString());

    /// <summary>The cases that concern a school, a trust, an authority or a region, the newest first.</summary>
    /// <param name="party">As scopes are written: "school:100000".</param>
    public IReadOnlyList<CaseOnRecord> Of(string party) =>
        byParty.TryGetValue(party, out var its)
            ?
            [
                .. its.OrderByDescending(c => c.Whole.OpenedOn)
                    .ThenBy(c => c.Ref, StringComparer.Ordinal),
            ]
            : [];

    /// <summary>The cases that concern any of some parties, each once, the newest first: a school has its earlier numbers too.</summary>
    public IReadOnlyList<CaseOnRecord> OfAny(IEnumerable<string> parties) =>
        [
            .. parties
                .SelectMany(Of)
                .Distinct()
                .OrderByDescending(c => c.Whole.OpenedOn)
                .ThenBy(c => c.Ref, StringComparer.Ordinal),
        ];

    /// <summary>What happened in the seven days up to the day of the book, in a few words each; nothing where nothing did.</summary>
    public IReadOnlyList<string> Week
    {
        get
        {
            var decided = All.Sum(c =>
                c.Decisions.Count(d => d.RecordedOn > day.AddDays(-7) && d.RecordedOn <= day)
            );
            var open = All.Count(c => c.Consultation is { State: "open" });
            return
            [
                .. new[]
                {
                    decided > 0
                        ? $"{decided:N0} {(decided == 1 ? "decision" : "decisions")} published"
                        : null,
                    open > 0
                        ? $"{open:N0} {(open == 1 ? "consultation" : "consultations")} open"
                        : null,
                }.OfType<string>(),
            ];
        }
    }
}
