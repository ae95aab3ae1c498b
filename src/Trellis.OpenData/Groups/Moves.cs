using Trellis.Schools;
using Trellis.Snapshots;

namespace Trellis.Groups;

/// <summary>A school that left one academy trust for another.</summary>
/// <param name="Urn">Its URN in the trust it left.</param>
/// <param name="NewUrn">Its URN in the trust it joined: the same, or a successor's.</param>
public sealed record Move(
    Urn Urn,
    Urn NewUrn,
    Uid From,
    Uid To,
    DateOnly Date,
    EndEvidence Evidence
)
{
    /// <summary>The financial year the move lies in, by the year it begins: 2021 is April 2021 to March 2022.</summary>
    public int FinancialYear => Date.Month >= 4 ? Date.Year : Date.Year - 1;
}

public static class Moves
{
    /// <summary>Every move between academy trusts, by date. A trust that only changed its form under one company number is no move; nor is a sponsor.</summary>
    public static IReadOnlyList<Move> In(Snapshot snapshot)
    {
        var moves = new List<Move>();
        foreach (var school in snapshot.Schools)
        {
            Membership? before = null;
            foreach (var membership in snapshot.MembershipsOf(school))
            {
                if (snapshot.Find(membership.Uid) is not { IsAcademyTrust: true } trust)
                    continue;
                if (before is not null && before.Uid != membership.Uid)
                {
                    var left = snapshot.Find(before.Uid)!;
                    if (left.CompanyNumber.Length == 0 || left.CompanyNumber != trust.CompanyNumber)
                        moves.Add(
                            new Move(
                                before.Urn,
                                membership.Urn,
                                before.Uid,
                                membership.Uid,
                                membership.From,
                                membership.FromEvidence
                            )
                        );
                }
                before = membership;
            }
        }
        return moves.OrderBy(m => m.Date).ThenBy(m => m.NewUrn).ToArray();
    }
}
