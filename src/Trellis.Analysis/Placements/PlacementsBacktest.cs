using Trellis.Schools;
using Trellis.Snapshots;
using Trellis.Travel;

namespace Trellis.Placements;

/// <summary>How high the trusts stood that schools really joined.</summary>
/// <param name="Events">How many joins.</param>
/// <param name="R1">The share of joins whose trust stood first; NaN where there are none.</param>
/// <param name="R5">Among the first five.</param>
/// <param name="R10">Among the first ten.</param>
/// <param name="Mrr">The mean of 1 / rank, 0 for a trust that was left out.</param>
public sealed record Agreement(int Events, double R1, double R5, double R10, double Mrr)
{
    /// <param name="ranks">Counted from 1; 0 for a trust that was left out.</param>
    public static Agreement Of(IReadOnlyCollection<int> ranks) =>
        new(
            ranks.Count,
            ranks.Count(r => r == 1) / (double)ranks.Count,
            ranks.Count(r => r is >= 1 and <= 5) / (double)ranks.Count,
            ranks.Count(r => r is >= 1 and <= 10) / (double)ranks.Count,
            ranks.Sum(r => r > 0 ? 1d / r : 0) / ranks.Count
        );
}

/// <summary>The joins of one kind, by the published value and by two simpler orders.</summary>
/// <param name="Kind">"all", "transfers", "catholic", ...</param>
/// <param name="Value">By the published value, after the hard filters.</param>
/// <param name="Nearest">By the straight line to the trust's nearest school, over all multi-academy trusts.</param>
/// <param name="HandRule">By distance, denomination, authority and growth, over all multi-academy trusts.</param>
/// <param name="LeftOut">How many really joined a trust that a hard filter leaves out.</param>
public sealed record AgreementRow(
    string Kind,
    Agreement Value,
    Agreement Nearest,
    Agreement HandRule,
    int LeftOut
);

/// <summary>One join with the rank of its trust by each order; 0 where a hard filter leaves the trust out.</summary>
public sealed record JudgedJoin(
    Join Join,
    string Faith,
    Provision Provision,
    int Rank,
    int RankOfNearest,
    int RankOfHandRule,
    int Candidates,
    IReadOnlyList<string> Reasons
);

/// <summary>Past joins against the published value: agreement with decisions, not with truth.</summary>
public sealed record PlacementsBacktest(
    DateOnly From,
    DateOnly To,
    Criteria Criteria,
    string SnapshotId,
    IReadOnlyList<AgreementRow> Rows,
    IReadOnlyDictionary<NoJoin, int> NotJoins,
    IReadOnlyList<JudgedJoin> Judged
)
{
    public AgreementRow All => Rows[0];

    /// <summary>The row of a kind.</summary>
    public AgreementRow Of(string kind) => Rows.First(r => r.Kind == kind);

    /// <summary>Ranks the trusts for every real join between two days, from what was known the day before.</summary>
    public static PlacementsBacktest Run(
        Snapshot snapshot,
        DateOnly from,
        DateOnly to,
        Criteria? criteria = null,
        CancellationToken cancel = default
    )
    {
        var joins = Joins.Between(snapshot, from, to);
        var question = new MatchQuestion { Criteria = criteria ?? Criteria.Current };
        var days = joins
            .All.Select((join, at) => (join, at))
            .GroupBy(j => j.join.Day)
            .OrderByDescending(g => g.Count())
            .ToArray();
        var judged = new JudgedJoin[joins.All.Count];
        Parallel.ForEach(
            days,
            new ParallelOptions { CancellationToken = cancel },
            day =>
            {
                var matching = new TrustMatching(snapshot, day.Key.AddDays(-1));
                foreach (var (join, at) in day)
                    judged[at] = Judge(matching, join, question);
            }
        );
        return new PlacementsBacktest(
            from,
            to,
            question.Criteria,
            snapshot.Id,
            RowsOf(judged),
            joins.LeftOut,
            judged
        );
    }

    private static AgreementRow[] RowsOf(JudgedJoin[] judged)
    {
        return
        [
            Row("all", _ => true),
            Row("conversions", j => !j.Join.IsTransfer),
            Row("transfers", j => j.Join.IsTransfer),
            Row("catholic", j => j.Faith == Provisions.Catholic),
            Row("churchOfEngland", j => j.Faith == Provisions.ChurchOfEngland),
            Row("noChurch", j => j.Faith.Length == 0),
            Row("primary", j => j.Provision == Provision.Primary),
            Row("secondary", j => (j.Provision & Provision.Secondary) != Provision.None),
            Row(
                "special",
                j => (j.Provision & (Provision.Special | Provision.Alternative)) != Provision.None
            ),
        ];

        AgreementRow Row(string kind, Func<JudgedJoin, bool> of)
        {
            var those = judged.Where(of).ToArray();
            return new AgreementRow(
                kind,
                Agreement.Of([.. those.Select(j => j.Rank)]),
                Agreement.Of([.. those.Select(j => j.RankOfNearest)]),
                Agreement.Of([.. those.Select(j => j.RankOfHandRule)]),
                those.Count(j => j.Rank == 0)
            );
        }
    }

    private static JudgedJoin Judge(TrustMatching matching, Join join, MatchQuestion question)
    {
        var scores = new TrustScores(matching, join.School, question);
        var school = Sites.In(matching.Snapshot).Placed(join.School);
        var joined = matching.PlaceOf(join.Trust);
        var own = matching.PlaceOfTrust(join.School);
        var entries = Provisions.EntriesOn(matching.Snapshot, join.School, matching.Day);
        var faith = Provisions.FaithOf(entries);
        var count = matching.Trusts.Count;
        var near = new double[count];
        var hand = new double[count];
        var candidates = 0;
        for (var t = 0; t < count; t++)
        {
            near[t] = hand[t] = double.NegativeInfinity;
            var trust = matching.Trusts[t];
            if (t == own || !trust.IsMulti)
                continue;
            candidates++;
            (near[t], hand[t]) = Baselines(matching, school, faith, t);
        }
        return new JudgedJoin(
            join,
            faith,
            Provisions.Of(entries),
            joined < 0 ? 0 : scores.Above(joined) + 1,
            Rank(near, joined),
            Rank(hand, joined),
            candidates,
            joined < 0 ? ["It had no school the day before."] : scores.ReasonsOf(joined)
        );
    }

    /// <summary>Less the kilometres to the nearest school; and exp(-minutes / 20) with half a point each for a school of the same faith (or without one) and of the same authority, and a quarter for a school taken on in two years.</summary>
    private static (double Near, double Hand) Baselines(
        TrustMatching matching,
        School school,
        string faith,
        int t
    )
    {
        var members = matching.Members;
        var kilometres = double.PositiveInfinity;
        bool same = false,
            authority = false;
        for (var m = members.Starts[t]; m < members.Starts[t + 1]; m++)
        {
            same |= members.Faiths[m] == faith;
            authority |= school.Current.La is { } la && members.Authorities[m] == la.Value;
            if (school.Current.Place is { } here && members.Schools[m].Current.Place is { } there)
                kilometres = Math.Min(kilometres, here.KilometresTo(there));
        }
        // The estimate's own speed on main roads, a kilometre a minute, and its five minutes to start: no journey is looked up for a baseline.
        return (
            -kilometres,
            Math.Exp(-(TravelFormula.StartAndParking + (TravelFormula.Detour * kilometres)) / 20)
                + (same ? .5 : 0)
                + (authority ? .5 : 0)
                + (matching.Trusts[t].TakenOn > 0 ? .25 : 0)
        );
    }

    private static int Rank(double[] values, int joined)
    {
        if (joined < 0 || double.IsNegativeInfinity(values[joined]))
            return 0;
        var rank = 1;
        for (var t = 0; t < values.Length; t++)
            if (values[t] > values[joined] || (values[t] == values[joined] && t < joined))
                rank++;
        return rank;
    }
}
