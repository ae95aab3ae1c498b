using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Trellis.Evaluations;
using Trellis.Matching;
using Trellis.Measures;
using Trellis.Partnerships;
using Trellis.Protocols;
using Trellis.Schools;
using Trellis.Serving;
using Trellis.Snapshots;
using Trellis.Store;

namespace Trellis.Pages.Partnerships;

/// <summary>What partnerships stated here are asked by their registered protocols, what a snapshot answers, and what was kept of earlier ones.</summary>
public static class EvaluationBook
{
    private static readonly ReadOnce<PublicResults> kept = new(
        PublicResults.Kind,
        PublicResults.Read
    );

    // A book is of one snapshot, day and step of the record, and so is what it answers.
    private static readonly ConditionalWeakTable<
        PartnershipBook,
        ConcurrentDictionary<PartnershipId, PartnershipAnswer>
    > answers = [];

    /// <summary>What a snapshot answers for a partnership; null where no evaluation is registered with it yet.</summary>
    /// <inheritdoc cref="PartnershipEvaluation.Of"/>
    public static PartnershipAnswer? Answer(
        PartnershipBook book,
        PublicPartnership open,
        Snapshot snapshot
    ) =>
        open.Evaluation is { } evaluation
            ? answers
                .GetOrCreateValue(book)
                .GetOrAdd(
                    open.Id,
                    _ => PartnershipEvaluation.Of(snapshot, Question(book, open, evaluation))
                )
            : null;

    /// <summary>All editions that were kept of a partnership; null where there are none.</summary>
    public static PublicResults? Kept(PublicRecordFile record, PartnershipId id) =>
        kept.All(record).FirstOrDefault(k => k.Value.Id == id).Value;

    /// <summary>The last kept answers of partnerships stated here as studies of one family of outcomes: those by which each is judged.</summary>
    public static IReadOnlyList<(PublicPartnership Open, PooledStudy Study)> Pooled(
        PartnershipBook book,
        PublicRecordFile record,
        OutcomeFamily family
    )
    {
        var last = kept.All(record).ToDictionary(k => k.Value.Id, k => k.Value.Editions);
        return
        [
            .. from open in book.Stated
            where last.ContainsKey(open.Id)
            // What later data no longer answer keeps its last answer.
            from found in last[open.Id]
                .Reverse()
                .SelectMany(e => e.Findings)
                .Where(f =>
                    f
                        is {
                            Of: FindingOf.Treated,
                            Judged: true,
                            Effect: not null,
                            Low: not null,
                            High: not null,
                        }
                    && Outcomes.Find(f.Outcome.Id())!.Family == family
                )
                .DistinctBy(f => (f.Outcome, f.Phase))
            select (
                open,
                StudyPooling.OfPartnership(
                    open.Id.ToString(),
                    open.Model.ToString(),
                    found.Phase,
                    found.Outcome.Id(),
                    found.Effect!.Value,
                    found.Low!.Value,
                    found.High!.Value
                )
            ),
        ];
    }

    /// <summary>What is asked: the terms that count, of the members as the register has them.</summary>
    public static PartnershipQuestion Question(
        PartnershipBook book,
        PublicPartnership open,
        RegisteredEvaluation evaluation
    )
    {
        var terms = evaluation.Counting;
        return new PartnershipQuestion(
            [
                .. open.Members.Select(m => new PartnershipMember(
                    UrnOf(m.Party),
                    m.From,
                    m.To,
                    m.Roles.Contains(MemberRole.Giver),
                    m.Roles.Contains(MemberRole.Taker),
                    m.ConfirmedOn is not null
                )),
            ],
            book.Stated.SelectMany(p => p.Members)
                .Select(m => UrnOf(m.Party))
                .OfType<Urn>()
                .ToHashSet(),
            terms.PrimarySchools.Id(),
            terms.SecondarySchools.Id(),
            [.. terms.Beside.Select(b => b.Id())],
            terms.Treated == WhoIsTreated.Takers,
            terms.Base == BaseYear.TwoYearsBefore ? 1 : 0,
            terms.From
        );
    }

    /// <summary>An answer as it is kept; its number, day and reasons are given when it is.</summary>
    public static ResultsEdition Edition(
        PartnershipAnswer answer,
        RegisteredEvaluation evaluation,
        Snapshot snapshot
    ) =>
        new(
            0,
            default,
            SnapshotMark.Parse(snapshot.Id),
            snapshot.RegisterDate,
            PartnershipEvaluation.Method,
            evaluation.Protocol.Hash,
            evaluation.Deviations.Count,
            answer.Members.Count(m => m.Case == MemberCase.Counts),
            [
                .. answer.Findings.Select(f => new KeptFinding(
                    CodeOf(f.Outcome),
                    f.Phase,
                    f.IsJudged,
                    f.Compared,
                    f.Newest,
                    f.Effect?.Effect,
                    f.Effect?.Low,
                    f.Effect?.High,
                    f.Effect?.SmallestSeen,
                    f.Effect is null ? null : f.ScaleDeviation,
                    f.Of
                )),
            ],
            []
        );

    /// <summary>The newest year of each outcome with results in a snapshot.</summary>
    public static IReadOnlyList<PublishedResults> Published(Snapshot snapshot)
    {
        var published = new List<PublishedResults>();
        foreach (var code in Enum.GetValues<OutcomeCode>())
            if (
                Outcomes.Find(code.Id()) is { } outcome
                && outcome
                    .Phases.SelectMany(p => SchoolYears.In(snapshot).Of(outcome, p).Years)
                    .Select(y => (Year?)y.Year)
                    .Max()
                    is { } newest
            )
                published.Add(new PublishedResults(code, newest));
        return published;
    }

    public static OutcomeCode CodeOf(Outcome outcome) =>
        Enum.GetValues<OutcomeCode>().First(c => c.Id() == outcome.Id);

    private static Urn? UrnOf(Party party) =>
        party.Kind == PartyKind.School ? new Urn(party.Number) : null;
}
