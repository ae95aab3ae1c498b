using Trellis.Components;
using Trellis.Consistency;
using Trellis.Pages.Joining;
using Trellis.People;
using Trellis.Procedures;
using Trellis.Serving;
using Trellis.Snapshots;
using Trellis.Store;

namespace Trellis.Pages.Consistency;

/// <summary>The quarters that are published, and how what is in them is said.</summary>
public static class ConsistencyBook
{
    private static readonly ReadOnce<PublicConsistency> quarters = new(
        PublicConsistency.Kind,
        entry => PublicConsistency.Read(entry.Json)
    );

    /// <summary>The newest first.</summary>
    public static IReadOnlyList<PublicConsistency> All(PublicRecordFile record) =>
        [.. quarters.All(record).Select(q => q.Value).OrderByDescending(q => q.Quarter)];

    /// <summary>A quarter; null where none of it is published.</summary>
    public static PublicConsistency? Find(PublicRecordFile record, Quarter quarter) =>
        quarters.All(record).Select(q => q.Value).FirstOrDefault(q => q.Quarter == quarter);

    /// <summary>What happened with a quarter, the newest first.</summary>
    public static IReadOnlyList<FeedEntry> Feed(PublicConsistency one, Snapshot snapshot) =>
        [
            .. one
                .Editions.Select(e => new FeedEntry(
                    $"/consistency/{one.Quarter}#edition-{e.Number}",
                    $"{one.Quarter.Words}: {(e.Number == 1 ? "published" : $"edition {e.Number}")}",
                    e.On.BeginsInLondon(),
                    InShort(e.Audit)
                ))
                .Concat(
                    one.Answers.Select(a => new FeedEntry(
                        $"/consistency/{one.Quarter}#{Key(a.Earlier, a.Later)}",
                        $"{one.Quarter.Words}: an answer from {RolePlaces.Words(snapshot, Scope.Parse(a.Region)).Text}",
                        a.ChangedOn.BeginsInLondon(),
                        a.Words
                    ))
                )
                .OrderByDescending(e => e.At),
        ];

    /// <summary>The place of a pair on its page.</summary>
    public static string Key(string earlier, string later) => $"pair-{earlier}-{later}";

    /// <summary>What a quarter holds, in two sentences.</summary>
    public static string InShort(QuarterAudit audit) =>
        audit.Decided == 0
            ? "No case about one school was decided."
            : $"{Counted(audit.Decided, "case was", "cases were")} decided, {audit.WithLike:N0} of them with a like case in the three years before. "
                + (
                    audit.Pairs.Count == 0
                        ? "None of these was decided differently."
                        : $"{Counted(audit.Pairs.Count, "pair of like cases was", "pairs of like cases were")} decided differently."
                );

    /// <summary>"1 case", "12 cases".</summary>
    public static string Counted(int number, string one, string several) =>
        $"{number:N0} {(number == 1 ? one : several)}";

    /// <summary>What came of a case, in the words of its table: "approved".</summary>
    public static string Outcome(DecidedCase one) =>
        KnownProcedures.Of(one.Kind, one.Version)?.StateOf(one.Outcome)?.Words is { } words
            ? Decisions.CaseSentences.Lower(words)
            : one.Outcome.ToString();

    /// <summary>A kind of case in words, as its newest table has it.</summary>
    public static string Kind(ProcedureId kind, DateOnly today) =>
        KnownProcedures.On(kind, today)?.Name ?? kind.ToString();

    /// <summary>A criterion in words.</summary>
    public static string Criterion(ProcedureId kind, Code criterion, DateOnly today) =>
        KnownProcedures.On(kind, today)?.AskOf(criterion)?.Name ?? criterion.ToString();

    /// <summary>How a criterion was found.</summary>
    public static string InWords(Judgement found) =>
        found switch
        {
            Judgement.Met => "met",
            Judgement.Partly => "partly met",
            _ => "not met",
        };

    /// <summary>What can be said of a criterion.</summary>
    public static string InWords(CriterionBeside one) =>
        one.Mattering switch
        {
            Mattering.Mattered =>
                $"It mattered: {Counted(one.Short - one.ShortFor, "decision", "decisions")} went against what was proposed while it was not fully met.",
            Mattering.NeverAgainst =>
                "It never mattered: whenever it was not fully met, the answer was yes all the same.",
            Mattering.AlwaysTheSame => "It never mattered: it was found the same in every case.",
            Mattering.NothingRefused => "Every answer was yes, so nothing can be seen.",
            _ => $"Fewer than {QuarterAudit.LeastForCriteria} decisions: too few to say.",
        };

    public static string Code(Mattering mattering) =>
        mattering switch
        {
            Mattering.Mattered => "mattered",
            Mattering.NeverAgainst => "never-against",
            Mattering.AlwaysTheSame => "always-the-same",
            Mattering.NothingRefused => "nothing-refused",
            _ => "too-few",
        };

    public static PageLink Named(Snapshot snapshot, Scope over) => RolePlaces.Words(snapshot, over);

    /// <summary>A figure of a school as people read it; null where there is none.</summary>
    public static string? Figure(LikeFact fact, double? figure) =>
        figure is not { } value
            ? null
            : fact.Id.ToString() switch
            {
                "free-meals" => $"{value:0.#} %",
                "balance" => $"{value:0.#} %",
                "kilometres" => $"{value:0.#} km",
                _ => $"{value:N0}",
            };

    /// <summary>A share in whole per cent.</summary>
    public static string Percent(double share) => $"{100 * share:0} %";
}
