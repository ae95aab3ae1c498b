using System.CommandLine;
using System.Diagnostics;
using Trellis.Bundles;
using Trellis.Effects;
using Trellis.Lab;

namespace Trellis.Commands;

/// <summary><c>trellis lab did</c>: what treatment did to groups treated at different times, with its averages, bands and pre-test.</summary>
internal static class LabDid
{
    public static Command Create()
    {
        var panel = new LabPanel();
        var control = Choice("--control", "Who stands for the treated.", "never", "notyet");
        var method = Choice("--method", "How covariates are allowed for.", "dr", "ipw", "reg");
        var from = Choice("--base", "From when effects are measured.", "varying", "universal");
        var anticipation = new Option<int>("--anticipation")
        {
            Description = "How many times before treatment it may already work.",
        };
        var unbalanced = new Option<bool>("--unbalanced")
        {
            Description = "Use units where they are seen, though not at every time.",
        };
        var sections = new Option<bool>("--cross-sections")
        {
            Description = "Each row is somebody else.",
        };
        var bootstrap = new Option<int>("--bootstrap")
        {
            Description =
                "Draws of the multiplier bootstrap: its standard errors and uniform bands. 0 for analytic errors alone.",
        };
        var balance = new Option<int?>("--balance")
        {
            Description = "Event study of groups seen for this many times after treatment.",
        };
        var seed = new Option<long>("--seed") { Description = "Of the bootstrap." };
        var randomise = new Option<int>("--randomise")
        {
            Description =
                "Draws of randomisation inference, for few treated clusters: dates of treatment are dealt again among the clusters of the first --cluster (units without), each deal estimated anew.",
        };
        var bundle = new Option<DirectoryInfo?>("--bundle")
        {
            Description =
                "A folder to write: data, settings, answers and a script of base R that finds them again.",
        };
        var json = Shared.AsJson();
        var command = new Command(
            "did",
            "Effects of groups treated at different times (Callaway and Sant'Anna), with averages, bands and pre-test."
        );
        panel.AddTo(command);
        foreach (
            Option option in (Option[])
                [
                    control,
                    method,
                    from,
                    anticipation,
                    unbalanced,
                    sections,
                    bootstrap,
                    balance,
                    seed,
                    randomise,
                    bundle,
                    json,
                ]
        )
            command.Add(option);
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(unbalanced) && parsed.GetValue(sections))
                return Shared.Refuse(2, "Say --unbalanced or --cross-sections, not both.");
            if (
                parsed.GetValue(anticipation) < 0
                || parsed.GetValue(bootstrap) < 0
                || parsed.GetValue(randomise) < 0
            )
                return Shared.Refuse(
                    2,
                    "--anticipation, --bootstrap and --randomise are 0 or more."
                );
            if (LabPanel.Names(parsed.GetValue(panel.Cluster)).Length > 2)
                return Shared.Refuse(2, "--cluster takes one or two columns.");
            var rows = panel.Read(parsed);
            var watch = Stopwatch.StartNew();
            var design = new StaggeredDesign
            {
                Method = parsed.GetValue(method) switch
                {
                    "ipw" => TwoPeriodMethod.InverseProbability,
                    "reg" => TwoPeriodMethod.Regression,
                    _ => TwoPeriodMethod.DoublyRobust,
                },
                Controls =
                    parsed.GetValue(control) == "notyet"
                        ? ControlGroup.NotYetTreated
                        : ControlGroup.NeverTreated,
                Base =
                    parsed.GetValue(from) == "universal"
                        ? BasePeriod.Universal
                        : BasePeriod.Varying,
                Anticipation = parsed.GetValue(anticipation),
                Sampling =
                    parsed.GetValue(unbalanced) ? Sampling.UnbalancedPanel
                    : parsed.GetValue(sections) ? Sampling.CrossSections
                    : Sampling.BalancedPanel,
            };
            var effects = CallawaySantAnna.Estimate(rows, design);
            var study = StaggeredStudy.Of(
                effects,
                parsed.GetValue(balance),
                parsed.GetValue(bootstrap),
                parsed.GetValue(seed),
                parsed.GetValue(randomise) > 0
                    ? RandomisedAdoption.Test(
                        rows,
                        design,
                        rows.Clusters.Count > 0 ? rows.Clusters[0] : null,
                        parsed.GetValue(randomise),
                        parsed.GetValue(seed)
                    )
                    : null
            );
            var seconds = watch.Elapsed.TotalSeconds;
            if (parsed.GetValue(bundle) is { } folder)
                DifferenceBundle
                    .Of(
                        rows,
                        design,
                        effects,
                        parsed.GetValue(balance),
                        parsed.GetValue(bootstrap),
                        parsed.GetValue(seed)
                    )
                    .WriteTo(folder);
            if (parsed.GetValue(json))
                LabAnswer.Print(study.Answer(seconds));
            else
                study.Print(Console.Out, seconds);
            return 0;
        });
        return command;
    }

    /// <summary>An option of a few words, the first of them unless said.</summary>
    public static Option<string> Choice(string name, string what, params string[] words)
    {
        var option = new Option<string>(name)
        {
            Description = what,
            DefaultValueFactory = _ => words[0],
        };
        option.AcceptOnlyFromAmong(words);
        return option;
    }
}
