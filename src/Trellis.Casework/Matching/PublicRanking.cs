using Trellis.Journal;
using Trellis.PublicRecord;

namespace Trellis.Matching;

/// <summary>The rankings of a case as the public record has them: all they were worked out from but the school's own list of trusts, and not who was chosen.</summary>
public sealed record PublicRanking(string Ref, IReadOnlyList<PublicKeptRanking> Kept)
{
    public const string Kind = "ranking";

    /// <summary>How many trusts of a ranking are named.</summary>
    public const int Named = 10;

    /// <summary>What anybody may read of the rankings of a case.</summary>
    public static PublicChange Of(CaseRanking given) =>
        new(
            Kind,
            given.Key,
            ActJson.Write(new PublicRanking(given.Key, [.. given.Kept.Select(Of)]))
        );

    private static PublicKeptRanking Of(KeptRanking kept) =>
        new(
            Naming.Of(kept.Use.ToString()),
            kept.On,
            kept.Snapshot.ToString(),
            kept.Criteria,
            kept.Question with
            {
                Preferences = [],
            },
            kept.Question.Preferences.Count > 0,
            kept.Candidates,
            kept.LeftOut,
            [.. kept.Open.Take(Named)],
            kept.Chosen.Count,
            kept.TookFirst(),
            kept.Why.ToString()
        );

    /// <summary>Reads what was published.</summary>
    public static PublicRanking Read(string json) => ActJson.Read<PublicRanking>(json);
}

/// <summary>One ranking of a case.</summary>
/// <param name="Use">"shortlist" or "invitation".</param>
/// <param name="Question">Without the school's own list, which is not public.</param>
/// <param name="SchoolListCounted">Whether the choice counted the school's own list too.</param>
/// <param name="Ranked">The first ten without the school's own list.</param>
/// <param name="Chosen">How many trusts were chosen; which is not told.</param>
/// <param name="TookFirst">Whether the first that had not declined was among them.</param>
/// <param name="Why">Why it was not; empty where it was.</param>
public sealed record PublicKeptRanking(
    string Use,
    DateOnly On,
    string Snapshot,
    int Criteria,
    RankingQuestion Question,
    bool SchoolListCounted,
    int Candidates,
    int LeftOut,
    IReadOnlyList<KeptRank> Ranked,
    int Chosen,
    bool TookFirst,
    string Why
);
