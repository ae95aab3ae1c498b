using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Trellis.Answers;
using Trellis.Bundles;
using Trellis.Lab;
using Trellis.MatchedSamples;

namespace Trellis.Commands;

/// <summary><c>trellis lab match</c>: comparison units for treated ones, how alike they are, and the effect on the treated.</summary>
internal static class LabMatch
{
    private static readonly Dictionary<string, MatchingMethod> Methods = new(StringComparer.Ordinal)
    {
        ["nearest"] = MatchingMethod.Nearest,
        ["optimal"] = MatchingMethod.Optimal,
        ["full"] = MatchingMethod.Full,
        ["subclass"] = MatchingMethod.Subclass,
        ["cem"] = MatchingMethod.CoarsenedExact,
        ["exact"] = MatchingMethod.Exact,
    };

    private static readonly Dictionary<string, MatchingDistance> Distances = new(
        StringComparer.Ordinal
    )
    {
        ["logit"] = MatchingDistance.Logit,
        ["probit"] = MatchingDistance.Probit,
        ["mahalanobis"] = MatchingDistance.Mahalanobis,
        ["robust-mahalanobis"] = MatchingDistance.RobustMahalanobis,
        ["euclidean"] = MatchingDistance.Euclidean,
        ["scaled-euclidean"] = MatchingDistance.ScaledEuclidean,
    };

    private static readonly Dictionary<string, CommonSupport> Supports = new(StringComparer.Ordinal)
    {
        ["none"] = CommonSupport.Everybody,
        ["treated"] = CommonSupport.WithoutTreatedOutside,
        ["control"] = CommonSupport.WithoutControlsOutside,
        ["both"] = CommonSupport.WithoutAnybodyOutside,
    };

    private static readonly Dictionary<string, MatchingOrder> Orders = new(StringComparer.Ordinal)
    {
        ["largest"] = MatchingOrder.Largest,
        ["smallest"] = MatchingOrder.Smallest,
        ["closest"] = MatchingOrder.Closest,
        ["data"] = MatchingOrder.Data,
    };

    public static Command Create()
    {
        var data = new Argument<FileInfo>("DATA.csv") { Description = "A row a unit." };
        var treat = Shared.Required<string>(
            "--treat",
            "The column that says who was treated: 1, or 0."
        );
        var covariates = Shared.Required<string>(
            "--covariates",
            "Columns to match on, as a,b,c; a column of words becomes one of 0 and 1 for each word."
        );
        var method = OneOf(
            "--method",
            "How comparisons are found: nearest unless said.",
            Methods.Keys
        );
        var distance = OneOf(
            "--distance",
            "How far two units are apart: logit (a propensity score) unless said.",
            Distances.Keys
        );
        var caliper = new Option<double?>("--caliper")
        {
            Description =
                "The furthest partners' propensity scores may be apart, in standard deviations of the score.",
        };
        var exact = new Option<string?>("--exact")
        {
            Description = "Columns partners must agree in.",
        };
        var replace = new Option<bool>("--replace")
        {
            Description = "Controls may be taken several times.",
        };
        var ratio = new Option<int>("--ratio")
        {
            Description = "Controls for each treated unit.",
            DefaultValueFactory = _ => 1,
        };
        var order = OneOf(
            "--order",
            "Who chooses first: largest for a propensity score, data otherwise, unless said.",
            Orders.Keys
        );
        var within = new Option<string?>("--mahvars")
        {
            Description =
                "Columns of a Mahalanobis distance by which partners are chosen; the propensity score then bounds and orders.",
        };
        var subclasses = new Option<int>("--subclasses")
        {
            Description = "How many subclasses.",
            DefaultValueFactory = _ => 6,
        };
        var ranges = new Option<string?>("--ranges")
        {
            Description =
                "Into how many ranges cem cuts a figure, as age:5,income:8; ⌈log₂ n⌉ + 1 where nothing is said.",
        };
        var slack = new Option<double>("--slack")
        {
            Description =
                "By what share a full match on a propensity score may be longer than the shortest for better balance; 0 for the shortest.",
            DefaultValueFactory = _ => new MatchingChoice(MatchingMethod.Full).BalanceSlack,
        };
        var mostControls = new Option<int?>("--max-controls")
        {
            Description = "The most controls a set of a full match may have.",
        };
        var mostTreated = new Option<int?>("--max-treated")
        {
            Description = "The most treated units a set of a full match may have.",
        };
        var discard = OneOf(
            "--discard",
            "Who is left out for a propensity score outside the other side's: none unless said.",
            Supports.Keys
        );
        var id = new Option<string?>("--id")
        {
            Description = "The column that names units; the row's number from 1 unless said.",
        };
        var outcome = new Option<string?>("--outcome")
        {
            Description = "The column to tell the effect on.",
        };
        var bundle = new Option<DirectoryInfo?>("--bundle")
        {
            Description =
                "A folder to write: data, settings, answers and a script of base R that finds them again.",
        };
        var json = Shared.AsJson();
        var command = new Command(
            "match",
            "Comparison units for treated ones, how alike they are, and the effect on the treated."
        )
        {
            data,
            treat,
            covariates,
            method,
            distance,
            caliper,
            exact,
            replace,
            ratio,
            order,
            within,
            subclasses,
            ranges,
            slack,
            mostControls,
            mostTreated,
            discard,
            id,
            outcome,
            bundle,
            json,
        };
        command.SetAction(parsed =>
        {
            var file = parsed.GetValue(data)!;
            if (parsed.GetValue(ratio) < 1)
                return Shared.Refuse(2, "--ratio is 1 or more.");
            if (parsed.GetValue(subclasses) < 2)
                return Shared.Refuse(2, "--subclasses is 2 or more.");
            var table = LabTable.Read(file);
            var choice = new MatchingChoice(
                Methods[parsed.GetValue(method) ?? "nearest"],
                Distances[parsed.GetValue(distance) ?? "logit"]
            )
            {
                Caliper = parsed.GetValue(caliper),
                Replace = parsed.GetValue(replace),
                Ratio = parsed.GetValue(ratio),
                Order = parsed.GetValue(order) is { } first ? Orders[first] : null,
                Subclasses = parsed.GetValue(subclasses),
                Ranges = Ranges(parsed.GetValue(ranges)),
                Support = Supports[parsed.GetValue(discard) ?? "none"],
                MostControls = parsed.GetValue(mostControls),
                MostTreated = parsed.GetValue(mostTreated),
                BalanceSlack = parsed.GetValue(slack),
            };
            var units = Units(
                table,
                parsed.GetValue(treat)!,
                Names(parsed.GetValue(covariates)),
                Names(parsed.GetValue(exact)),
                Names(parsed.GetValue(within)),
                parsed.GetValue(id)
            );
            var figures = parsed.GetValue(outcome) is { } column ? table.Figures(column) : null;
            try
            {
                Print(units, choice, figures, parsed.GetValue(bundle), parsed.GetValue(json));
            }
            catch (ArgumentException wrong)
            {
                return Shared.Refuse(2, wrong.Message);
            }
            return 0;
        });
        return command;
    }

    private static Option<string?> OneOf(string name, string what, IEnumerable<string> words)
    {
        var option = new Option<string?>(name) { Description = what };
        option.AcceptOnlyFromAmong([.. words]);
        return option;
    }

    private static string[] Names(string? columns) =>
        columns?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        ?? [];

    private static Dictionary<string, int> Ranges(string? stated)
    {
        var ranges = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var part in Names(stated))
            if (
                part.Split(':') is [var column, var number]
                && int.TryParse(
                    number,
                    NumberStyles.None,
                    CultureInfo.InvariantCulture,
                    out var count
                )
                && count > 0
            )
                ranges[column] = count;
            else
                throw new UnusableDataException(
                    $"--ranges: '{part}' is not a column and a number of ranges, as age:5."
                );
        return ranges;
    }

    private static MatchingUnits Units(
        LabTable table,
        string treat,
        string[] covariates,
        string[] exact,
        string[] within,
        string? id
    )
    {
        if (
            covariates
                .Concat(within)
                .Concat(exact)
                .Contains(treat, StringComparer.OrdinalIgnoreCase)
        )
            throw new UnusableDataException(
                $"'{treat}' says who was treated: it cannot be matched on as well."
            );
        var said = table
            .Labels(treat)
            .Select(
                (word, row) =>
                    Treated(word)
                    ?? throw new UnusableDataException(
                        $"{table.File}, line {table.Lines[row]}, column '{treat}': '{word}' does not say who was treated: 1 or 0 (or TRUE or FALSE, or yes or no)."
                    )
            )
            .ToArray();
        var names = id is null
            ? [.. Enumerable.Range(1, table.Count).Select(Whole)]
            : table.Labels(id);
        if (
            names.GroupBy(n => n, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is
            { } twice
        )
            throw new UnusableDataException(
                $"{table.File}: column '{id}' names {twice.Count()} rows '{twice.Key}'; a unit has one row."
            );
        return new MatchingUnits(
            said,
            [.. covariates.Select(Column)],
            // What must agree is compared as it is written, figures or not.
            [.. exact.Select(e => Covariate.OfKinds(e, Known(e)))],
            [.. within.Select(Column)]
        )
        {
            Names = names,
        };

        Covariate Column(string name)
        {
            if (table.IsNumeric(name))
                return Covariate.Of(name, table.Figures(name));
            var labels = Known(name);
            // A stray word among figures is a mistake in the file, not a kind: asking for figures says where it stands.
            var figures = labels.Count(l =>
                double.TryParse(l, NumberStyles.Float, CultureInfo.InvariantCulture, out _)
            );
            return 2 * figures > labels.Count(l => l.Length > 0)
                ? Covariate.Of(name, table.Figures(name))
                : Covariate.OfKinds(name, labels);
        }

        string[] Known(string name) => [.. table.Labels(name).Select(l => l is "NA" ? "" : l)];
    }

    private static bool? Treated(string word) =>
        word.ToUpperInvariant() switch
        {
            "TRUE" or "T" or "YES" => true,
            "FALSE" or "F" or "NO" => false,
            _ => double.TryParse(
                word,
                NumberStyles.Float,
                CultureInfo.InvariantCulture,
                out var figure
            ) && figure is 0 or 1
                ? figure == 1
                : null,
        };

    private static string Whole(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static void Print(
        MatchingUnits units,
        MatchingChoice choice,
        double[]? outcome,
        DirectoryInfo? bundle,
        bool json
    )
    {
        var watch = Stopwatch.StartNew();
        var sample = MatchedSample.Find(units, choice);
        var balance = sample.Balance();
        MatchedEffect? plain = null,
            adjusted = null;
        var reason = "";
        if (outcome is not null)
            try
            {
                plain = MatchedEffect.WeightedDifference(sample, outcome);
                adjusted = MatchedEffect.GComputation(sample, outcome);
            }
            catch (UnusableDataException few)
            {
                // Few matched units may have a difference of means and no regression, or not even that; who is matched stands.
                reason = few.Message;
            }
        var seconds = watch.Elapsed.TotalSeconds;
        if (bundle is not null)
            MatchingBundle.Of(sample, outcome).WriteTo(bundle);
        var remarks = sample
            .Remarks.Concat(plain?.Remarks ?? [])
            .Concat(adjusted?.Remarks ?? [])
            .DistinctBy(r => (r.Code, r.Sentence))
            .ToArray();
        if (!json)
        {
            Words(sample, balance, plain, adjusted, remarks);
            if (reason.Length > 0)
                Console.Out.WriteLine(
                    $"no effect{(plain is null ? "" : " adjusted as well")}: {reason}"
                );
            return;
        }
        var named = sample.Units.Names!;
        // Numbers stay numbers where every unit has one that is written as numbers are: 007 is a name.
        var numbered = named.All(n =>
            long.TryParse(
                n,
                NumberStyles.AllowLeadingSign,
                CultureInfo.InvariantCulture,
                out var number
            )
            && string.Equals(
                number.ToString(CultureInfo.InvariantCulture),
                n,
                StringComparison.Ordinal
            )
        );
        object Name(int unit) =>
            numbered ? long.Parse(named[unit], CultureInfo.InvariantCulture) : named[unit];
        LabAnswer.Print(
            new
            {
                NTreated = sample.Treated,
                NControl = sample.Controls,
                MatchedTreated = sample.MatchedTreated,
                MatchedControl = sample.MatchedControls,
                EffectiveControl = balance.ControlSize,
                Pairs = sample.Pairs.Select(p => new[] { Name(p.Treated), Name(p.Control) }),
                Weights = Enumerable
                    .Range(0, named.Count)
                    .ToDictionary(u => named[u], u => sample.Weights[u]),
                Subclasses = Enumerable
                    .Range(0, named.Count)
                    .Where(u => sample.Sets[u] > 0)
                    .ToDictionary(u => named[u], u => sample.Sets[u]),
                Distance = sample.Scores is { } scores
                    ? Enumerable.Range(0, named.Count).ToDictionary(u => named[u], u => scores[u])
                    : null,
                Balance = balance.Rows.Select(Row),
                BalanceOfDistance = balance.Score is { } score ? Row(score) : null,
                MaxAbsSmd = balance.LargestAfter,
                MaxAbsSmdBefore = balance.LargestBefore,
                MaxAbsSmdReason = !double.IsFinite(balance.LargestAfter)
                || !double.IsFinite(balance.LargestBefore)
                    ? "A covariate does not vary within the treated or the controls, and has no standardised difference."
                    : null,
                sample.TotalDistance,
                Reason = double.IsNaN(sample.TotalDistance)
                    ? "Sets made without pairs have no sum of distances."
                    : null,
                Att = outcome is null
                    ? null
                    : new
                    {
                        Estimate = plain?.Estimate,
                        Se = plain?.StandardError,
                        WeightedDiff = plain is null ? null : Effect(plain),
                        Gcomp = adjusted is null ? null : Effect(adjusted),
                        Reason = adjusted is null ? reason : null,
                    },
                Remarks = remarks.Select(r => new
                {
                    r.Code,
                    r.Count,
                    r.Sentence,
                }),
                Seconds = seconds,
            }
        );
    }

    private static object Row(BalanceRow row) =>
        new
        {
            Var = row.Variable,
            SmdBefore = row.Before.StandardisedDifference,
            SmdAfter = row.After.StandardisedDifference,
            VarianceRatioBefore = row.Before.VarianceRatio,
            VarianceRatio = row.After.VarianceRatio,
            EcdfMean = row.After.MeanGap,
            EcdfMax = row.After.GreatestGap,
            EcdfMeanBefore = row.Before.MeanGap,
            EcdfMaxBefore = row.Before.GreatestGap,
            MeanTreated = row.After.TreatedMean,
            MeanControl = row.After.ControlMean,
            MeanTreatedBefore = row.Before.TreatedMean,
            MeanControlBefore = row.Before.ControlMean,
            PairDistance = row.PairDifference,
            Reason = double.IsFinite(row.After.VarianceRatio)
            && double.IsFinite(row.Before.VarianceRatio)
                ? null
            : row.IsShare ? "A column of 0 and 1 has no variance ratio: its mean says all."
            : "One side has a single unit, or is the same throughout: what would be divided by its variance is not known.",
        };

    private static object Effect(MatchedEffect effect) =>
        new
        {
            effect.Estimate,
            Se = effect.StandardError,
            effect.Lower,
            effect.Upper,
            effect.P,
            effect.Clusters,
            effect.Rows,
        };

    private static void Words(
        MatchedSample sample,
        BalanceTable balance,
        MatchedEffect? plain,
        MatchedEffect? adjusted,
        IReadOnlyList<Remark> remarks
    )
    {
        void Line(FormattableString line) =>
            Console.Out.WriteLine(line.ToString(CultureInfo.InvariantCulture));
        Line(
            $"{sample.MatchedTreated:N0} of {sample.Treated:N0} treated units matched to {sample.MatchedControls:N0} of {sample.Controls:N0} controls (worth {balance.ControlSize:N1})"
        );
        if (!double.IsNaN(sample.TotalDistance))
            Line($"sum of distances {sample.TotalDistance:G6}");
        Line($"{"standard deviations of the treated apart", -42} {"before", 8} {"after", 8}");
        foreach (var row in balance.Rows)
            Line(
                $"  {row.Variable, -40} {row.Before.StandardisedDifference, 8:0.000} {row.After.StandardisedDifference, 8:0.000}"
            );
        Line(
            $"  {"largest", -40} {balance.LargestBefore, 8:0.000} {balance.LargestAfter, 8:0.000}"
        );
        if (plain is not null)
            Line(
                $"effect on the treated, difference of means: {plain.Estimate:G6} (95 % {plain.Lower:G6} to {plain.Upper:G6})"
            );
        if (adjusted is not null)
            Line(
                $"effect on the treated, adjusted as well:    {adjusted.Estimate:G6} (95 % {adjusted.Lower:G6} to {adjusted.Upper:G6})"
            );
        foreach (var remark in remarks)
            Console.Out.WriteLine(remark.Sentence);
    }
}
