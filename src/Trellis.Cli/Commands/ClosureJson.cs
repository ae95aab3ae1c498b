using Trellis.Placements;

namespace Trellis.Commands;

/// <summary>A plan for a closing trust as JSON: what cannot be known is null.</summary>
internal static class ClosureJson
{
    // The schools that are said to need most help to be placed.
    public const int MostInNeed = 2;

    public static object Of(
        ClosureAnswer answer,
        IReadOnlyList<FileRemark> cleaned,
        ClosingTrust? closing
    )
    {
        var (plan, report) = (answer.Plan, answer.Report);
        return new
        {
            plan.Value,
            plan.Bound,
            plan.Gap,
            plan.Proven,
            Unplaced = plan.Unplaced.Select(s => s.Id),
            plan.LeastUnplaced,
            plan.PlacingProven,
            plan.WorstRank,
            plan.RankLimit,
            plan.LeastWorstRank,
            plan.RankProven,
            plan.ValueProven,
            plan.MatchValue,
            Seconds = answer.PlanSeconds,
            SecondsWithReport = answer.Seconds,
            Plan = report.Schools.Select(s => new
            {
                School = s.Placement.School.Id,
                s.Placement.School.Name,
                s.Placement.School.Challenge,
                Trust = s.Placement.Trust?.Id,
                TrustName = s.Placement.Trust?.Name,
                s.Placement.Value,
                s.Placement.Minutes,
                s.Placement.Rank,
                Why = s.Words,
                WhyNot = s.Others.Select(Reason),
            }),
            Report = new
            {
                WorstSchool = report.Worst is { } worst
                    ? new
                    {
                        School = worst.School.Id,
                        Trust = worst.Trust!.Id,
                        worst.Value,
                    }
                    : null,
                Trusts = report.Trusts.Select(t => new
                {
                    Trust = t.Trust.Id,
                    t.Trust.Name,
                    Schools = t.Schools.Select(s => s.Id),
                    t.Trust.Places,
                    t.PlacesLeft,
                    t.Trust.ChallengePoints,
                    PointsUsed = t.Points,
                    t.PointsLeft,
                    MeanChallenge = OrNull(t.MeanChallenge),
                    t.SpreadOfChallenge,
                    t.Pupils,
                }),
                Minutes = new
                {
                    report.Distances.Known,
                    Mean = OrNull(report.Distances.Mean),
                    report.Distances.Total,
                    Worst = report.Distances.Furthest?.Minutes,
                    WorstSchool = report.Distances.Furthest?.School.Id,
                },
                report.Pupils,
                LowerListed = report.LowerListed.Select(l => new
                {
                    School = l.Placement.School.Id,
                    Trust = l.Placement.Trust!.Id,
                    l.Placement.Rank,
                    Above = l.Above.Select(Reason),
                }),
                BlockingPairs = report.Blocking.Pairs.Select(b => new
                {
                    School = b.School.Id,
                    Trust = b.Trust.Id,
                    Instead = b.Instead?.Id,
                    b.PointsAllow,
                }),
                DeferredAcceptance = new
                {
                    Unplaced = report.Blocking.AgreedUnplaced,
                    Value = report.Blocking.AgreedValue,
                    OverPoints = report.Blocking.OverPoints.Select(t => t.Id),
                    Unfair = report.Blocking.Unfair.Select(t => t.Id),
                    report.Blocking.RatherAgreed,
                    report.Blocking.RatherPlan,
                    Plan = report.Blocking.Agreed.Select(p => new
                    {
                        School = p.School.Id,
                        Trust = p.Trust?.Id,
                    }),
                },
            },
            Prices = report.Prices.Select(p => new
            {
                Rule = p.Rule.Kind.ToString(),
                p.Rule.Name,
                p.Price,
                p.MorePlaced,
                p.ValueWithout,
                p.ValueWith,
                p.RankWithout,
                p.RankWith,
                p.Proven,
                Moves = p.Moves.Select(Moved),
                p.Words,
            }),
            Displacements = report.Displacements.Select(d => new
            {
                School = d.School.Id,
                Trust = d.Trust.Id,
                d.Cost,
                d.MoreLeftOut,
                d.Proven,
                Displaced = d.Displaced.Select(Moved),
                d.Words,
            }),
            Alternatives = report.Alternatives.Select(a => new
            {
                a.Value,
                a.Below,
                Moves = a.Moves.Select(Moved),
                Plan = a.Placements.Select(p => new { School = p.School.Id, Trust = p.Trust?.Id }),
            }),
            Conflict = report.Conflicts.Count > 0 ? Conflict(report.Conflicts[0], plan) : null,
            Conflicts = report.Conflicts.Select(c => Conflict(c, plan)),
            Arrivals = report.Trusts.Select(t => new
            {
                Trust = t.Trust.Id,
                t.PlacesLeft,
                t.PointsLeft,
                PriceOfLastPlace = t.Price,
                PriceByPoints = t.PointPrices.Select(
                    (price, at) => new { Points = at + 1, Price = price }
                ),
                Why = t.NoPrice,
            }),
            report.NotReached,
            Cleaned = cleaned.Select(c => c.ToString()),
            Closing = closing is null ? null : Closing(closing, plan),
        };
    }

    private static object Closing(ClosingTrust closing, ClosurePlan plan) =>
        new
        {
            Uid = closing.Trust.Uid.Value,
            closing.Trust.Name,
            On = closing.Day,
            Challenge = closing.Instance.Schools.Select(s => new
            {
                School = s.Id,
                s.Name,
                closing.Schools[s.Id].Points,
                closing.Schools[s.Id].AtMost,
                Parts = closing
                    .Schools[s.Id]
                    .Parts.Select(p => new
                    {
                        Part = p.Rule.Id,
                        p.Measured,
                        p.Rule.Unit,
                        p.Adds,
                        p.AsOf,
                        p.Words,
                        p.Rule.Source,
                    }),
            }),
            Receivers = closing.Receivers.Select(r => new
            {
                Uid = r.Trust.Uid.Value,
                r.Trust.Name,
                Schools = r.Trust.Schools.Count,
                r.Places,
                r.ChallengePoints,
                r.Words,
            }),
            NeedMost = closing
                .NeedMost(plan, MostInNeed)
                .Select(n => new
                {
                    School = n.School.Id,
                    n.School.Name,
                    n.Why,
                }),
            closing.Notes,
        };

    private static object Conflict(ClosureConflict conflict, ClosurePlan plan) =>
        new
        {
            School = conflict.School.Id,
            Schools = conflict.Schools.Select(s => s.Id),
            Rules = conflict.Rules.Select(r => new
            {
                Rule = r.Kind.ToString(),
                r.Name,
                Words = r.Words(plan.Instance),
            }),
            conflict.Smallest,
            conflict.Proven,
            conflict.Words,
        };

    private static object Reason(NotThere n) =>
        new
        {
            Trust = n.Trust.Id,
            Kind = n.Kind.ToString(),
            n.Value,
            n.Gain,
            n.Price,
            n.InTheWay,
            n.Words,
        };

    private static object Moved(Move m) =>
        new
        {
            School = m.School.Id,
            From = m.From?.Id,
            To = m.To?.Id,
            m.MoreMinutes,
            m.MoreValue,
        };

    // JSON has no NaN: a mean of nothing is null.
    private static double? OrNull(double value) => double.IsFinite(value) ? value : null;
}
