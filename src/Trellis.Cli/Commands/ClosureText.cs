using System.Globalization;
using Trellis.Placements;

namespace Trellis.Commands;

/// <summary>A plan for a closing trust as text for people.</summary>
internal static class ClosureText
{
    private const int Shown = 12;

    public static void Write(
        ClosureAnswer answer,
        IReadOnlyList<FileRemark> cleaned,
        ClosingTrust? closing,
        TextWriter to
    )
    {
        var (plan, report) = (answer.Plan, answer.Report);
        void Line(FormattableString text) =>
            to.WriteLine(text.ToString(CultureInfo.InvariantCulture));
        void Many(string heading, IEnumerable<string> lines)
        {
            var all = lines.ToArray();
            if (all.Length == 0)
                return;
            to.WriteLine();
            to.WriteLine(heading);
            foreach (var line in all.Take(Shown))
                to.WriteLine("  " + line);
            if (all.Length > Shown)
                Line($"  and {all.Length - Shown} more (--json has all)");
        }

        if (closing is not null)
        {
            Line(
                $"{closing.Trust.Name} ({closing.Trust.Uid}) on {closing.Day:d MMMM yyyy}, as far as open data go:"
            );
            foreach (var note in closing.Notes)
                to.WriteLine("  " + note);
            to.WriteLine();
        }
        var count = plan.Placements.Count;
        Line(
            $"{count - plan.Unplaced.Count} of {count} schools have a trust; value {plan.Value:0.000}, at most {plan.Bound:0.000} (gap {plan.Gap:P2}); {(plan.Proven ? "proven to be the best" : "not proven to be the best")}; {answer.PlanSeconds:0.00} s."
        );
        if (!plan.PlacingProven)
            Line(
                $"At least {plan.LeastUnplaced} must be left out; whether it has to be {plan.Unplaced.Count} is not proven."
            );
        if (plan.WorstRank > 0)
            Line(
                $"Nobody gets a trust lower than number {plan.WorstRank} on its list{(plan.RankProven ? "" : $"; whether number {plan.LeastWorstRank} would do is not proven")}."
            );
        to.WriteLine();
        foreach (var school in report.Schools)
        {
            var p = school.Placement;
            Line(
                $"{p.School.Name} ({(p.School.Challenge == 1 ? "1 challenge point" : $"{p.School.Challenge} challenge points")}): {p.Trust?.Name ?? "no trust"}{(p.Trust is null ? "" : $", {p.Value:0.000}")}{(p.Minutes is { } far ? $", {far:0.#} min" : "")}{(p.Rank > 0 ? $", choice {p.Rank}" : "")}"
            );
            foreach (
                var other in school
                    .Others.Where(o =>
                        o.Gain is > 0 || o.Kind == NotThereKind.Rank || p.Trust is null
                    )
                    .Take(2)
            )
                to.WriteLine($"    not {other.Trust.Name}: {other.Words}");
        }
        if (closing is not null)
        {
            to.WriteLine();
            to.WriteLine("Those that need most help to be placed:");
            foreach (var (school, why) in closing.NeedMost(plan, ClosureJson.MostInNeed))
                to.WriteLine($"  {school.Name}: {why}");
        }
        if (report.Worst is { } worst)
        {
            to.WriteLine();
            Line(
                $"The worst match is that of {worst.School.Name} with {worst.Trust!.Name}, {worst.Value:0.000}."
            );
        }
        if (report.Distances is { Known: > 0 } distances)
            Line(
                $"By car: {distances.Mean:0.0} minutes on average, {distances.Total:0.#} altogether, {distances.Furthest!.Minutes:0.#} at most ({distances.Furthest.School.Name}). {report.Pupils} pupils."
            );
        Many(
            "What each trust takes:",
            report
                .Trusts.Where(t => t.Schools.Count > 0)
                .Select(t =>
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{t.Trust.Name}: {t.Schools.Count} of {t.Trust.Places} places, {t.Points} of {t.Trust.ChallengePoints} challenge points{(t.Price > 0 ? $", a place costs {(t.Price > 1 ? "more than any match is worth" : t.Price.Value.ToString("0.000", CultureInfo.InvariantCulture))}" : "")}"
                    )
                )
        );
        Many(
            "Lower on its list than others:",
            report.LowerListed.SelectMany(l =>
                l.Above.Select(a => $"{l.Placement.School.Name}, not {a.Trust.Name}: {a.Words}")
            )
        );
        Many("What the rules cost:", report.Prices.Where(p => p.Costs).Select(p => p.Words));
        Many("What it would take:", report.Displacements.Select(d => d.Words));
        if (report.Alternatives.Count > 0 || !report.NotReached.Any())
        {
            to.WriteLine();
            Line(
                $"{report.Alternatives.Count} other {(report.Alternatives.Count == 1 ? "plan" : "plans")} within 1 % were found{(report.Alternatives.Count < ClosureReport.AlternativesSought ? "; there may be no more" : "")}:"
            );
            foreach (var other in report.Alternatives)
                Line(
                    $"  value {other.Value:0.000} ({other.Below:P2} less), {other.Moves.Count} schools elsewhere"
                );
        }
        Many(
            $"{report.Blocking.Pairs.Count} pairs of a school and a trust would rather have each other:",
            report.Blocking.Pairs.Select(b =>
                $"{b.School.Name} and {b.Trust.Name}{(b.Instead is null ? "" : $" (instead of {b.Instead.Name})")}{(b.PointsAllow ? "" : ", but for its challenge points")}"
            )
        );
        to.WriteLine();
        Line(
            $"Left to themselves (deferred acceptance) {report.Blocking.AgreedUnplaced} schools would have no trust, at a value of {report.Blocking.AgreedValue:0.000}; {report.Blocking.OverPoints.Count} trusts would take more challenge points than they can, {report.Blocking.Unfair.Count} only easy schools."
        );
        foreach (var conflict in report.Conflicts)
        {
            to.WriteLine();
            foreach (var line in conflict.Words.Take(Shown))
                to.WriteLine(line);
            if (conflict.Words.Count > Shown)
                Line($"- and {conflict.Words.Count - Shown} more (--json has all)");
            if (!conflict.Smallest)
                to.WriteLine("Time was up: some of these may not be needed.");
            if (!conflict.Proven)
                to.WriteLine("Not proven: no plan was found that does it, and none was ruled out.");
        }
        Many("Not reached, because time was up:", report.NotReached);
        Many("Put right in the file:", cleaned.Select(c => c.ToString()));
    }
}
