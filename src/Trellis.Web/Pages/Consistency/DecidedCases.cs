using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Trellis.Consistency;
using Trellis.Groups;
using Trellis.Matching;
using Trellis.Pages.Decisions;
using Trellis.People;
using Trellis.Procedures;
using Trellis.Schools;
using Trellis.Snapshots;
using Trellis.Store;

namespace Trellis.Pages.Consistency;

/// <summary>The decided cases of the public record, each with what open files said of its school on that day. No word that is not public goes into it.</summary>
public sealed class DecidedCases
{
    private static readonly ConditionalWeakTable<DecisionBook, DecidedCases> ofBook = [];

    // What files say of a school on a past day is the same for every book of one snapshot.
    private static readonly ConditionalWeakTable<
        Snapshot,
        ConcurrentDictionary<(Urn, DateOnly, Uid?), SchoolThen?>
    > then = [];

    private readonly Dictionary<CaseRef, DecidedCase> byRef;

    private DecidedCases(DecisionBook book, Snapshot snapshot)
    {
        All =
        [
            .. book
                .All.Select(c => Of(c, snapshot))
                .OfType<DecidedCase>()
                .OrderBy(c => c.On)
                .ThenBy(c => c.Ref.ToString(), StringComparer.Ordinal),
        ];
        byRef = All.ToDictionary(c => c.Ref);
    }

    /// <summary>Those of a book; made once for it.</summary>
    public static DecidedCases Of(DecisionBook book, Snapshot snapshot) =>
        ofBook.GetValue(book, b => new DecidedCases(b, snapshot));

    /// <summary>By day of the decision.</summary>
    public IReadOnlyList<DecidedCase> All { get; }

    public DecidedCase? Find(CaseRef reference) => byRef.GetValueOrDefault(reference);

    /// <summary>A case as it would be held beside others if it were decided today; null where it is about several schools, or about one that no file knows.</summary>
    public static DecidedCase? AsOf(CaseOnRecord one, Snapshot snapshot, DateOnly today) =>
        Read(one, snapshot, today, null);

    /// <summary>An edition of a quarter as the public record and the snapshot stand now.</summary>
    public ReportEdition Edition(Quarter quarter, PublicRecordFile record, Snapshot snapshot) =>
        ReportEdition.Of(quarter, SnapshotMark.Parse(snapshot.Id), record.Number, All);

    private static DecidedCase? Of(CaseOnRecord one, Snapshot snapshot)
    {
        // Said again the same way, the first day counts: it is the one on which it was decided.
        TakenDecision? settled = null;
        foreach (var decision in one.Main?.Decisions ?? [])
            if (
                decision.StatedBy is null
                && DecidedCase.Says(decision.Code) is { } says
                && (settled is null || DecidedCase.Says(settled.Code) != says)
            )
                settled = decision;
        return settled is null ? null : Read(one, snapshot, settled.On, settled);
    }

    private static DecidedCase? Read(
        CaseOnRecord one,
        Snapshot snapshot,
        DateOnly on,
        TakenDecision? decision
    )
    {
        if (
            one.Whole.Schools is not [var only]
            || !Scope.TryParse(only, null, out var school)
            || !Urn.TryParse(school.Id, null, out var urn)
            || !Scope.TryParse(one.Whole.Region, null, out var region)
            || !ProcedureId.TryParse(one.Whole.Main, null, out var kind)
            || !CaseRef.TryParse(one.Ref, null, out var reference)
        )
            return null;
        var trust = TrustBy(one, on);
        // Of a case that is not decided the day is another one each day, so nothing is kept of it.
        var known = decision is null
            ? SchoolThen.On(snapshot, urn, on, trust)
            : then.GetOrCreateValue(snapshot)
                .GetOrAdd(
                    (urn, on, trust),
                    k => SchoolThen.On(snapshot, k.Item1, k.Item2, k.Item3)
                );
        return known is null
            ? null
            : new DecidedCase(
                reference,
                kind,
                one.Main?.Open.Version ?? one.Table?.Version ?? 0,
                school,
                region,
                on,
                Code.Parse(decision?.Code ?? "undecided"),
                decision is not null && DecidedCase.Says(decision.Code) == true,
                decision is null ? [] : Judged(decision),
                known
            );
    }

    /// <summary>The trust that is to take the school, as it was last named in public by a day.</summary>
    private static Uid? TrustBy(CaseOnRecord one, DateOnly on) =>
        (one.Main?.Open.Steps ?? [])
            .Where(s => s.On <= on || s.Answers.Any(a => a.Day <= on))
            .SelectMany(s => s.Answers)
            .Where(a => a.Party is not null && a.Party != one.Whole.Body)
            .Select(a => Scope.TryParse(a.Party, null, out var party) ? party : default)
            .Where(p => p.Kind == ScopeKind.Trust)
            .Select(p => Uid.TryParse(p.Id, null, out var uid) ? uid : (Uid?)null)
            .LastOrDefault(u => u is not null);

    private static List<Judged> Judged(TakenDecision decision)
    {
        var found = new List<Judged>();
        foreach (var (answer, _) in decision.Criteria)
        {
            var chosen = decision
                .Asked.Asks.FirstOrDefault(a => a.Id.ToString() == answer.Ask)
                ?.Options.FirstOrDefault(o => answer.Chosen.Contains(o.Words));
            Judgement? judgement = chosen?.Id.ToString() switch
            {
                "met" => Judgement.Met,
                "partly" => Judgement.Partly,
                "not-met" => Judgement.NotMet,
                _ => null,
            };
            if (judgement is { } known && Code.TryParse(answer.Ask, null, out var criterion))
                found.Add(new Judged(criterion, known));
        }
        return found;
    }
}
