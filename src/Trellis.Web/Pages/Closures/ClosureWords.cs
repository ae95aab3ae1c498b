using System.Globalization;
using Trellis.Closures;
using Trellis.Components;
using Trellis.Pages.Joining;
using Trellis.Pages.Placements;
using Trellis.People;
using Trellis.Placements;
using Trellis.Snapshots;

namespace Trellis.Pages.Closures;

/// <summary>What is kept and published of a closing trust as codes and numbers, in sentences.</summary>
public static class ClosureWords
{
    public static PageLink NameOf(Snapshot snapshot, string over) =>
        Scope.TryParse(over, null, out var scope) ? RolePlaces.Words(snapshot, scope) : new(over);

    public static string Name(Snapshot snapshot, Scope scope) =>
        RolePlaces.Words(snapshot, scope).Text;

    /// <summary>"14"; "not known".</summary>
    /// <param name="tenths">Of a minute.</param>
    public static string Minutes(int? tenths) =>
        tenths is { } known
            ? PlanView.Whole((double)known / TrustClosure.PartsOfMinute)
            : "not known";

    /// <summary>Why a school would not go to a trust of the published plan.</summary>
    public static string WhyNot(string why) =>
        why switch
        {
            "full" => "Its places go to other schools.",
            "points" => "The help it has room for is given to others.",
            "fair-share-there" =>
                "A trust would then take too little of the hard work, and another too much.",
            "worth-less" => "The match is worth no more than the one it has.",
            "together" => "Schools of one place would be parted.",
            "settled" => "What the school wants, or what is settled for it, leads elsewhere.",
            "ruled-out" or "no-place" => "It cannot take this school.",
            _ => "The plan could be changed here, and is not proven to be the best.",
        };

    /// <summary>Where a school goes in a published plan, and why, in a sentence.</summary>
    public static string Proposal(Snapshot snapshot, PublicPlacement proposed) =>
        proposed.To is { } to
            ? $"By the plan it would go to {NameOf(snapshot, to).Text}{(proposed.Minutes is null ? "" : $", whose nearest school is {Minutes(proposed.Minutes)} minutes away by car, estimated")}."
            : "By the plan no trust is found for it yet.";

    /// <summary>A move that another plan makes: "Ashford Vale School would go to Northern Learning, 9 minutes farther".</summary>
    public static string Move(Snapshot snapshot, PublicMove move) =>
        $"{NameOf(snapshot, move.School).Text} would {(move.To is { } to ? $"go to {NameOf(snapshot, to).Text}" : "have no trust")}{Farther(move.MoreMinutes)}";

    private static string Farther(int? tenths) =>
        tenths is not { } more || Math.Abs(more) < TrustClosure.PartsOfMinute
            ? ""
            : $", {PlanView.Whole(Math.Abs((double)more) / TrustClosure.PartsOfMinute)} minutes {(more > 0 ? "farther" : "nearer")}";

    /// <summary>What keeping schools together costs, in a sentence.</summary>
    public static string Cost(Snapshot snapshot, PublicCost cost) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{(cost.Place.Length > 0 ? $"Keeping the schools of {cost.Place} together" : "Keeping schools of one place together")} costs {(double)cost.Price / TrustClosure.PartsOfValue:0.00} of value (a match is worth 0 to 1): else {string.Join("; ", cost.Moves.Select(m => Move(snapshot, m)))}."
        );

    /// <summary>"0.12 %" of ten-thousandths.</summary>
    public static string Below(int parts) =>
        PlanView.Percent((double)parts / TrustClosure.PartsOfValue);

    /// <summary>Why a school is left, in words.</summary>
    public static string Because(IEnumerable<string> codes) =>
        string.Join(
            ", ",
            codes.Select(c =>
                NameResidual.Reasons.FirstOrDefault(r => r.Code.ToString() == c).Words ?? c
            )
        );

    /// <summary>How a school stands, for tags.</summary>
    public static string Standing(string standing) =>
        standing switch
        {
            "moved" => "Moved",
            "placed" => "Decided",
            "left" => "No trust yet",
            "planned" => "In the plan",
            _ => "Not planned yet",
        };

    /// <summary>What a reader has to know of a plan, in sentences.</summary>
    public static string Proof(bool proven) =>
        proven
            ? "It is proven that no plan under the published rules is better."
            : "It is not proven to be the best plan under the published rules.";

    /// <summary>The parts of the rules for challenge points that add to a school's, the largest first.</summary>
    public static IReadOnlyList<Trellis.Procedures.Code> OwedOf(ChallengePoints points) =>
        [
            .. points
                .Parts.Where(p => p.Adds > 0)
                .OrderByDescending(p => p.Adds)
                .Select(p => Trellis.Procedures.Code.Parse(p.Rule.Id)),
        ];
}
