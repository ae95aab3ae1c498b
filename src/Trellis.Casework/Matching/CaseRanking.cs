using Trellis.Groups;
using Trellis.Journal;
using Trellis.People;
using Trellis.Placements;
using Trellis.Procedures;

namespace Trellis.Matching;

/// <summary>The rankings of trusts on which choices in a case rest, each with all it was worked out from, so that anybody can work it out again.</summary>
/// <param name="Region">Whose officers keep them.</param>
/// <param name="Kept">Oldest first.</param>
public sealed record CaseRanking(CaseRef Ref, Scope Region, IReadOnlyList<KeptRanking> Kept)
    : Document
{
    public override string Key => Ref.ToString();

    public override IReadOnlyList<string> Involves => [Ref.Party, Region.ToString()];
}

/// <summary>What a kept ranking was for.</summary>
public enum RankingUse
{
    Shortlist,
    Invitation,
}

/// <summary>One ranking, and who was chosen from it.</summary>
/// <param name="Question">What was asked; with the snapshot and the criteria it gives the same answer for ever.</param>
/// <param name="Candidates">How many trusts were ranked.</param>
/// <param name="LeftOut">How many a hard filter left out.</param>
/// <param name="Ranked">The first ten, and whoever else was chosen or had declined, by rank.</param>
/// <param name="Open">The first ten without the school's own list, which is not public: what anybody can work out again. The same as the first of <paramref name="Ranked"/> where the school gave no list.</param>
/// <param name="PassedOver">Trusts that had declined or withdrawn in this case, and are no first choice any more.</param>
/// <param name="Chosen">Who was put on the shortlist, or invited; not public.</param>
/// <param name="Why">Why the first was not among them; public, empty where it was.</param>
public sealed record KeptRanking(
    RankingUse Use,
    DateOnly On,
    SnapshotMark Snapshot,
    int Criteria,
    RankingQuestion Question,
    int Candidates,
    int LeftOut,
    IReadOnlyList<KeptRank> Ranked,
    IReadOnlyList<KeptRank> Open,
    IReadOnlyList<Scope> PassedOver,
    IReadOnlyList<Scope> Chosen,
    FreeText Why
)
{
    /// <summary>The first that has not declined; null where all have.</summary>
    public KeptRank? First() => Ranked.FirstOrDefault(r => !PassedOver.Contains(r.Trust));

    /// <summary>Whether the first is among the chosen; true where there is none left to choose.</summary>
    public bool TookFirst() => First() is not { } first || Chosen.Contains(first.Trust);
}

/// <summary>A trust with its value.</summary>
/// <param name="IsLevel">Whether it cannot be told apart from the first.</param>
public sealed record KeptRank(
    Scope Trust,
    int Rank,
    double Value,
    double Low,
    double High,
    bool IsLevel
);

/// <summary>What was asked of the ranking, as it is kept.</summary>
/// <param name="Day">As known on which day.</param>
/// <param name="Challenge">The school's challenge points; null where they were not counted.</param>
/// <param name="Preferences">The school's own list, first choice first.</param>
/// <param name="Support">What the consultation said of a trust.</param>
/// <param name="Statements">What trusts stated, less what they had promised by then.</param>
public sealed record RankingQuestion(
    Scope School,
    DateOnly Day,
    int MostMinutes,
    int? Challenge,
    IReadOnlyList<Scope> Preferences,
    IReadOnlyList<KeptSupport> Support,
    IReadOnlyList<KeptStatement> Statements
)
{
    /// <summary>The same as the analysis asks it.</summary>
    /// <param name="top">How many are worded out.</param>
    public MatchQuestion Ask(Criteria criteria, int top) =>
        new()
        {
            MostMinutes = MostMinutes,
            Challenge = Challenge,
            Criteria = criteria,
            Preferences = [.. Preferences.Select(UidOf)],
            Consultations = Support.ToDictionary(s => UidOf(s.Trust), s => s.PerThousand / 1000d),
            Statements = Statements.ToDictionary(
                s => UidOf(s.Trust),
                s => new TrustStatement
                {
                    Places = s.Places,
                    HardCasesLeft = s.HardCasesLeft,
                    MostMinutes = s.MostMinutes,
                }
            ),
            Top = top,
        };

    private static Uid UidOf(Scope trust) => Uid.Parse(trust.Id, null);
}

/// <summary>How many of a thousand replies were in favour of a trust.</summary>
public sealed record KeptSupport(Scope Trust, int PerThousand);

/// <summary>What a trust stated, as it stood when the ranking was made.</summary>
public sealed record KeptStatement(Scope Trust, int? Places, int? HardCasesLeft, int? MostMinutes);
