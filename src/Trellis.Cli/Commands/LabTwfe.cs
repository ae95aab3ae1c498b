using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Trellis.Answers;
using Trellis.Lab;
using Trellis.Regression;

namespace Trellis.Commands;

/// <summary><c>trellis lab twfe</c>: least squares beside any number of fixed effects, as fixest's feols counts it.</summary>
internal static class LabTwfe
{
    public static Command Create()
    {
        var file = new Argument<FileInfo>("DATA.csv") { Description = "A row an observation." };
        var outcome = Shared.Required<string>("--outcome", "The column that is told.");
        var columns = new Option<string?>("--columns")
        {
            Description = "Columns that tell it, by commas; a:b for the product of two.",
        };
        var effects = new Option<string?>("--effects")
        {
            Description =
                "Columns of which each value has a level of its own, by commas, as id,year.",
        };
        var interact = new Option<string?>("--interact")
        {
            Description =
                "factor,column,reference: a coefficient of the column for each value of the factor but the reference, as period,treat,5.",
        };
        var cluster = new Option<string?>("--cluster")
        {
            Description =
                "One column of clusters, or two by a comma; the first of --effects unless said.",
        };
        var uncertainty = new Option<string?>("--vcov")
        {
            Description = "iid, hc1 or cluster; cluster where there are clusters or effects.",
        };
        var weights = new Option<string?>("--weights")
        {
            Description = "The column that says how many each row counts for.",
        };
        var singletons = new Option<bool>("--drop-singletons")
        {
            Description =
                "Leave out rows that are alone in a level, and then those that become so.",
        };
        var json = Shared.AsJson();
        var command = new Command(
            "twfe",
            "Least squares beside fixed effects: a comparator; where treatment begins at several times use did, sunab or imputation."
        )
        {
            file,
            outcome,
            columns,
            effects,
            interact,
            cluster,
            uncertainty,
            weights,
            singletons,
            json,
        };
        command.SetAction(parsed =>
        {
            var table = LabTable.Read(parsed.GetValue(file)!);
            var rows = new FixedEffectsRows
            {
                Outcome = table.Figures(parsed.GetValue(outcome)!),
                Columns =
                [
                    .. LabPanel.Names(parsed.GetValue(columns)).Select(c => (c, Product(table, c))),
                ],
                Effects =
                [
                    .. LabPanel
                        .Names(parsed.GetValue(effects))
                        .Select(e => FixedEffect.Of(e, table.Labels(e))),
                ],
                Indicators = parsed.GetValue(interact) is { } words
                    ? [Interaction(table, words)]
                    : [],
                Clusters =
                [
                    .. LabPanel
                        .Names(parsed.GetValue(cluster))
                        .Select(c => FixedEffect.Of(c, table.Labels(c))),
                ],
                Weights = parsed.GetValue(weights) is { } w ? table.Figures(w) : null,
                Lines = table.Lines,
            };
            var watch = Stopwatch.StartNew();
            var answer = rows.Fit(
                Told(parsed.GetValue(uncertainty), rows),
                parsed.GetValue(singletons)
            );
            var seconds = watch.Elapsed.TotalSeconds;
            if (parsed.GetValue(json))
                LabAnswer.Print(
                    new
                    {
                        Coefficients = answer.Table.Coefficients.Select(LabCoefficients.Named),
                        Covariance = LabCoefficients.Rows(
                            answer.Table.Covariance,
                            answer.Table.Coefficients.Count
                        ),
                        Df = answer.Table.DegreesOfFreedom,
                        answer.Table.Clusters,
                        answer.LeftOut,
                        N = answer.Rows,
                        answer.Dropped,
                        Remarks = LabCoefficients.Remarks(answer.Remarks),
                        Seconds = seconds,
                    }
                );
            else
            {
                LabCoefficients.Head("column");
                foreach (var coefficient in answer.Table.Coefficients)
                    LabCoefficients.Line(coefficient.Name, coefficient);
                Console.Out.WriteLine(
                    string.Create(CultureInfo.InvariantCulture, $"{answer.Rows} rows")
                );
                LabCoefficients.Say(answer.Remarks);
            }
            return 0;
        });
        return command;
    }

    private static Uncertainty Told(string? word, FixedEffectsRows rows) =>
        word switch
        {
            null => rows.Clusters.Count > 0 || rows.Effects.Count > 0
                ? Uncertainty.Clustered
                : Uncertainty.Independent,
            "iid" => Uncertainty.Independent,
            "hc1" => Uncertainty.Heteroskedastic,
            "cluster" => Uncertainty.Clustered,
            _ => throw new UnusableDataException(
                $"--vcov is iid, hc1 or cluster; '{word}' is none of them."
            ),
        };

    private static double[] Product(LabTable table, string words)
    {
        var factors = words.Split(':', StringSplitOptions.TrimEntries);
        var product = table.Figures(factors[0]);
        foreach (var factor in factors.Skip(1))
        {
            var figures = table.Figures(factor);
            for (var row = 0; row < product.Length; row++)
                product[row] *= figures[row];
        }
        return product;
    }

    private static IndicatorColumns Interaction(LabTable table, string words)
    {
        var parts = words.Split(',', StringSplitOptions.TrimEntries);
        if (parts.Length is < 2 or > 3)
            throw new UnusableDataException(
                "--interact takes factor,column,reference, as period,treat,5."
            );
        var factor = table.IsNumeric(parts[0])
            ? FixedEffect.Of(parts[0], table.WholeNumbers(parts[0]))
            : FixedEffect.Of(parts[0], table.Labels(parts[0]));
        var reference = -1;
        if (parts.Length == 3)
        {
            reference = factor.Labels.ToList().IndexOf(parts[2]);
            if (reference < 0)
                throw new UnusableDataException(
                    $"--interact: '{parts[2]}' is no value of '{parts[0]}'."
                );
        }
        return new IndicatorColumns(
            [
                .. factor
                    .Labels.Where((_, l) => l != reference)
                    .Select(l => $"{parts[0]}::{l}:{parts[1]}"),
            ],
            [
                .. factor.Level.Select(l =>
                    l == reference ? -1
                    : reference >= 0 && l > reference ? l - 1
                    : l
                ),
            ],
            table.Figures(parts[1])
        );
    }
}
