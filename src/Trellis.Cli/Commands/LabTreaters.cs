using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Trellis.Effects;
using Trellis.Lab;

namespace Trellis.Commands;

/// <summary><c>trellis lab treaters</c>: what each of many who treat did, all against the same never treated units.</summary>
internal static class LabTreaters
{
    public static Command Create()
    {
        var panel = new LabPanel();
        var treatedBy = Shared.Required<string>(
            "--treated-by",
            "The column that says who treats a unit, as its trust; not looked at for the never treated."
        );
        var method = LabDid.Choice(
            "--method",
            "How covariates are allowed for.",
            "dr",
            "ipw",
            "reg"
        );
        var from = LabDid.Choice(
            "--base",
            "From when effects are measured.",
            "varying",
            "universal"
        );
        var anticipation = new Option<int>("--anticipation")
        {
            Description = "How many times before treatment it may already work.",
        };
        var json = Shared.AsJson();
        var command = new Command(
            "treaters",
            "What each of many who treat (every trust, say) did, against the same never treated units."
        );
        panel.AddTo(command);
        foreach (Option option in (Option[])[treatedBy, method, from, anticipation, json])
            command.Add(option);
        command.SetAction(parsed =>
        {
            var path = parsed.GetValue(panel.File)!;
            if (parsed.GetValue(anticipation) < 0)
                return Shared.Refuse(2, "--anticipation is 0 or more.");
            if (LabPanel.Names(parsed.GetValue(panel.Cluster)).Length > 2)
                return Shared.Refuse(2, "--cluster takes one or two columns.");
            var table = LabTable.Read(path);
            var rows = panel.Read(parsed, table);
            var name = parsed.GetValue(treatedBy)!;
            var labels = new NamedLabels(name, table.Labels(name));
            var watch = Stopwatch.StartNew();
            var all = SharedControls.Estimate(
                rows,
                labels,
                new StaggeredDesign
                {
                    Method = parsed.GetValue(method) switch
                    {
                        "ipw" => TwoPeriodMethod.InverseProbability,
                        "reg" => TwoPeriodMethod.Regression,
                        _ => TwoPeriodMethod.DoublyRobust,
                    },
                    Base =
                        parsed.GetValue(from) == "universal"
                            ? BasePeriod.Universal
                            : BasePeriod.Varying,
                    Anticipation = parsed.GetValue(anticipation),
                }
            );
            var seconds = watch.Elapsed.TotalSeconds;
            if (parsed.GetValue(json))
                LabAnswer.Print(Answer(all, seconds));
            else
                Print(all, seconds);
            return 0;
        });
        return command;
    }

    private static object Answer(TreatedEffects all, double seconds) =>
        new
        {
            Treaters = all.Each.Select(one => new
            {
                one.Name,
                one.Treated,
                Att = one.Overall,
                Se = one.StandardError,
                Placebo = new
                {
                    P = one.PlaceboPValue,
                    one.PlaceboInterval.Low,
                    one.PlaceboInterval.High,
                },
                Egt = one.ByEventTime.Select(e => new
                {
                    E = e.EventTime,
                    Att = e.Effect,
                    Se = e.StandardError,
                }),
                one.Reason,
            }),
            Answered = all.Each.Count(one => double.IsFinite(one.Overall)),
            all.Remarks,
            Seconds = seconds,
        };

    private static void Print(TreatedEffects all, double seconds)
    {
        Console.Out.WriteLine(
            $"{"units", 7}{"effect", 12}{"std error", 12}{"placebo p", 12}  who   (effects in the unit of the outcome)"
        );
        foreach (var one in all.Each)
            Console.Out.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{one.Treated, 7}{Figure(one.Overall)}{Figure(one.StandardError)}{Figure(one.PlaceboPValue)}  {one.Name}{(one.Reason is null ? "" : $": {one.Reason}")}"
                )
            );
        foreach (var remark in all.Remarks)
            Console.Out.WriteLine(remark.Sentence);
        Console.Out.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{all.Each.Count} treaters, {all.Each.Count(one => double.IsFinite(one.Overall))} with an effect; {seconds:0.000} seconds. Below 15 units a standard error is likely too small: read the placebo."
            )
        );
    }

    private static string Figure(double value) =>
        double.IsNaN(value)
            ? $"{"-", 12}"
            : string.Create(CultureInfo.InvariantCulture, $"{value, 12:0.00000}");
}
