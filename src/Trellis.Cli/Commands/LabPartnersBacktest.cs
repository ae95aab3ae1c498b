using System.CommandLine;
using System.Globalization;
using Trellis.Measures;
using Trellis.Partners;
using Trellis.SimilarSchools;
using Trellis.Snapshots;

namespace Trellis.Commands;

/// <summary><c>trellis lab partners-backtest</c>: partners chosen in one year, judged by the next.</summary>
internal static class LabPartnersBacktest
{
    public static Command Create()
    {
        var store = Shared.Store();
        var choose = new Option<Year>("--choose")
        {
            Description =
                "The last year whose figures are seen, by the year it begins in: 2017 for 2017/18.",
            CustomParser = Parse,
            Required = true,
        };
        var judge = new Option<Year>("--judge")
        {
            Description = "The year by whose figures the choice is judged.",
            CustomParser = Parse,
            Required = true,
        };
        var within = new Option<string>("--within")
        {
            Description = "How far a partner may be: 60min or 40km.",
            DefaultValueFactory = _ => "60min",
        };
        var method = new Option<string?>("--method")
        {
            Description = "How schools are compared; without it the one for each phase.",
        };
        var json = Shared.AsJson();
        var command = new Command(
            "partners-backtest",
            "Partners chosen with what was known in one year, judged by the figures of another."
        )
        {
            store,
            choose,
            judge,
            within,
            method,
            json,
        };
        command.SetAction(parsed =>
        {
            if (Reach.Parse(parsed.GetValue(within)!) is not { } reach)
            {
                Console.Error.WriteLine(
                    $"'{parsed.GetValue(within)}' is not how far: 60min or 40km."
                );
                return 2;
            }
            SimilarMethod? chosen = null;
            if (parsed.GetValue(method) is { } name && (chosen = SimilarMethods.Find(name)) is null)
            {
                Console.Error.WriteLine($"There is no method '{name}'.");
                return 2;
            }
            if (parsed.GetValue(judge).CompareTo(parsed.GetValue(choose)) <= 0)
            {
                Console.Error.WriteLine("The year of judging comes after the year of choosing.");
                return 2;
            }
            var report = PartnersBacktest.Run(
                new SnapshotStore(parsed.GetValue(store)!.FullName).Load(),
                parsed.GetValue(choose),
                parsed.GetValue(judge),
                reach,
                peers =>
                    chosen is { } one && one.Peers.Contains(peers)
                        ? one
                        : SimilarMethods.DefaultFor(peers)
            );
            if (parsed.GetValue(json))
                Shared.Print(AsJson(report));
            else
                Write(report, Console.Out);
            if (report.All.Pairs > 0)
                return 0;
            Console.Error.WriteLine(
                $"No need has figures of at least two years up to {report.Choose} and of {report.Judge}."
            );
            return 1;
        });
        return command;
    }

    private static Year Parse(System.CommandLine.Parsing.ArgumentResult result)
    {
        if (Year.TryParse(result.Tokens[0].Value, null, out var year))
            return year;
        result.AddError($"'{result.Tokens[0].Value}' is not a year: 2017, or 2017/18.");
        return default;
    }

    // JSON has no NaN: a share of nothing is null.
    private static double? OrNull(double value) => double.IsFinite(value) ? value : null;

    private static object AsJson(BacktestReport report) =>
        new
        {
            N = report.All.Chosen,
            Kept = OrNull(report.All.Kept),
            StillBetter = OrNull(report.All.StillBetter),
            CalibrationError = OrNull(report.All.CalibrationError),
            KeptOfRaw = OrNull(report.All.KeptOfRaw),
            Choose = report.Choose.ToString(),
            Judge = report.Judge.ToString(),
            Within = report.Within.Words,
            Snapshot = report.SnapshotId,
            Kinds = report.Kinds.Select(AsJson),
            Shortlists = report.Shortlists.Select(AsJson),
            Rows = report.Rows.Select(AsJson),
        };

    private static object AsJson(BacktestRow row) =>
        new
        {
            row.Peers,
            row.Need,
            row.Pairs,
            N = row.Chosen,
            row.Schools,
            row.Asking,
            Kept = OrNull(row.Kept),
            KeptOfRaw = OrNull(row.KeptOfRaw),
            StillBetter = OrNull(row.StillBetter),
            Promised = OrNull(row.Promised),
            CalibrationError = OrNull(row.CalibrationError),
            CalibrationErrorByWidth = OrNull(row.CalibrationErrorByWidth),
            Tenths = row.Tenths.Select(t => new { t.Promised, t.Observed }),
        };

    private static void Write(BacktestReport report, TextWriter to)
    {
        to.WriteLine(
            $"Chosen in {report.Choose}, judged in {report.Judge}, within {report.Within.Words}. Kept: of the advantage promised (of the plain averages)."
        );
        to.WriteLine(
            "  schools             need                 pairs    chosen  schools   asking  promised  still  kept  (plain)   off"
        );
        foreach (
            var row in report.Rows.Concat(report.Kinds).Append(report.All).Concat(report.Shortlists)
        )
            to.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"  {row.Peers, -19} {row.Need, -18} {row.Pairs, 8} {row.Chosen, 9} {row.Schools, 8} {row.Asking, 8}      {row.Promised:.000}   {row.StillBetter:.000}  {row.Kept:0.00}     {row.KeptOfRaw:0.00}  {row.CalibrationError:.0000}"
                )
            );
    }
}
