using System.CommandLine;
using System.Globalization;
using Trellis.Placements;
using Trellis.Snapshots;

namespace Trellis.Commands;

/// <summary><c>trellis lab match-backtest</c>: how high the trusts stood that schools really joined.</summary>
internal static class LabMatchBacktest
{
    public static Command Create()
    {
        var store = Shared.Store();
        var from = Shared.Required<DateOnly>("--from", "The first day of joins, as 2014-01-01.");
        var to = Shared.Required<DateOnly>("--to", "The last day of joins.");
        var json = Shared.AsJson();
        var command = new Command(
            "match-backtest",
            "Past joins of trusts against the published value: agreement with decisions, not with truth."
        )
        {
            store,
            from,
            to,
            json,
        };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(to) < parsed.GetValue(from))
                return Shared.Refuse(2, "The last day comes before the first.");
            var report = PlacementsBacktest.Run(
                new SnapshotStore(parsed.GetValue(store)!.FullName).Load(),
                parsed.GetValue(from),
                parsed.GetValue(to)
            );
            if (parsed.GetValue(json))
                Shared.Print(AsJson(report));
            else
                Write(report, Console.Out);
            return report.All.Value.Events > 0
                ? 0
                : Shared.Refuse(1, "No school joined a trust that was there before, in this time.");
        });
        return command;
    }

    // JSON has no NaN: a share of nothing is null.
    private static double? OrNull(double value) => double.IsFinite(value) ? value : null;

    private static object AsJson(Agreement agreement) =>
        new
        {
            agreement.Events,
            R1 = OrNull(agreement.R1),
            R5 = OrNull(agreement.R5),
            R10 = OrNull(agreement.R10),
            Mrr = OrNull(agreement.Mrr),
        };

    internal static object AsJson(PlacementsBacktest report) =>
        new
        {
            report.All.Value.Events,
            R1 = OrNull(report.All.Value.R1),
            R5 = OrNull(report.All.Value.R5),
            R10 = OrNull(report.All.Value.R10),
            Mrr = OrNull(report.All.Value.Mrr),
            Transfers = AsJson(report.Of("transfers").Value),
            Catholic = AsJson(report.Of("catholic").Value),
            report.From,
            report.To,
            Criteria = report.Criteria.Version,
            Snapshot = report.SnapshotId,
            Candidates = report.Judged.Count == 0 ? 0 : report.Judged.Max(j => j.Candidates),
            NotJoins = report.NotJoins.ToDictionary(
                n => char.ToLowerInvariant(n.Key.ToString()[0]) + n.Key.ToString()[1..],
                n => n.Value
            ),
            Kinds = report.Rows.Select(r => new
            {
                r.Kind,
                Value = AsJson(r.Value),
                Nearest = AsJson(r.Nearest),
                HandRule = AsJson(r.HandRule),
                r.LeftOut,
            }),
        };

    private static void Write(PlacementsBacktest report, TextWriter to)
    {
        to.WriteLine(
            $"Joins of trusts from {report.From:d MMMM yyyy} to {report.To:d MMMM yyyy}, ranked from what was known the day before; criteria version {report.Criteria.Version}."
        );
        to.WriteLine(
            "  kind               joins    r1    r5   r10   mrr   left out   nearest: r1    r5   r10   hand rule: r1    r5   r10"
        );
        foreach (var row in report.Rows)
            to.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"  {row.Kind, -17} {row.Value.Events, 6}  {row.Value.R1:.000}  {row.Value.R5:.000}  {row.Value.R10:.000}  {row.Value.Mrr:.000}  {row.LeftOut, 6}            {row.Nearest.R1:.000}  {row.Nearest.R5:.000}  {row.Nearest.R10:.000}             {row.HandRule.R1:.000}  {row.HandRule.R5:.000}  {row.HandRule.R10:.000}"
                )
            );
        to.WriteLine(
            $"  not counted: {string.Join(", ", report.NotJoins.Select(n => $"{n.Key} {n.Value}"))}"
        );
    }
}
