using Trellis.Effects;
using Trellis.Probability;
using Trellis.Regression;

namespace Trellis.Evaluations;

/// <summary>The never treated schools of a study, with their real years, holes, covariates and places, to deal treatments on that never were.</summary>
internal sealed class AuditPanel
{
    // Nobody is all but sure to be treated: then nobody like them would be left to compare with.
    private const double Likeliest = .8;

    private readonly PanelRows rows;
    private readonly int times;
    private readonly int[] free;
    private readonly IReadOnlyList<int> sizes;

    public AuditPanel(StudySample sample)
    {
        rows = sample.Rows;
        times = sample.Years.Count;
        var first = Enumerable
            .Range(0, rows.Unit.Count / times)
            .Select(u => rows.FirstTreated[u * times])
            .ToArray();
        free = [.. Enumerable.Range(0, first.Length).Where(u => !double.IsFinite(first[u]))];
        FirstYears = [.. first.Where(double.IsFinite).Select(f => (int)f)];
        Share = (double)FirstYears.Count / first.Length;
        var partnership = rows.Clusters[0].Values;
        sizes =
        [
            .. Enumerable
                .Range(0, first.Length)
                .Where(u => double.IsFinite(first[u]))
                .GroupBy(u => partnership[u * times])
                .Select(g => g.Count())
                .Order(),
        ];
        Chances = LikeTheTreated(first);
    }

    /// <summary>The first years of the really treated, one a school: a year is drawn as often as it really was.</summary>
    public IReadOnlyList<int> FirstYears { get; }

    /// <summary>The share of schools that was really treated.</summary>
    public double Share { get; }

    public int Schools => free.Length;

    /// <summary>For each never treated school the chance by which one with its characteristics was really treated, scaled to <see cref="Share"/> on average.</summary>
    public IReadOnlyDictionary<string, double> Chances { get; }

    /// <summary>Schools drawn without looking, ascending.</summary>
    public int[] Some(Draws chance, int most) =>
        [.. chance.Order(free.Length).Take(most).Select(o => free[o]).Order()];

    /// <summary>The rows of schools, all as never treated, each school for itself.</summary>
    public PanelRows Of(int[] units)
    {
        var at = units.SelectMany(u => Enumerable.Range(u * times, times)).ToArray();
        var first = new double[at.Length];
        Array.Fill(first, double.PositiveInfinity);
        return new PanelRows
        {
            Unit = Array.ConvertAll(at, r => rows.Unit[r]),
            Time = Array.ConvertAll(at, r => rows.Time[r]),
            FirstTreated = first,
            Outcome = Array.ConvertAll(at, r => rows.Outcome[r]),
            Covariates =
            [
                .. rows.Covariates.Select(c =>
                    c with
                    {
                        Values = Array.ConvertAll(at, r => c.Values[r]),
                    }
                ),
            ],
        };
    }

    /// <summary>The local authority of each row.</summary>
    public NamedLabels Areas(int[] units) =>
        Labels(StudySample.Authority, units, [.. units.Select(AreaOf)]);

    /// <summary>Made-up trusts of neighbours: as large as real ones, within a local authority as far as it goes.</summary>
    public NamedLabels Trusts(int[] units, Draws chance)
    {
        var order = Enumerable
            .Range(0, units.Length)
            .OrderBy(i => AreaOf(units[i]), StringComparer.Ordinal)
            .ThenBy(i => chance.Bits(i))
            .ToArray();
        var trust = new string[units.Length];
        for (int at = 0, number = 0; at < order.Length; number++)
        {
            var size = sizes[chance.Below(units.Length + number, sizes.Count)];
            for (var end = Math.Min(at + size, order.Length); at < end; at++)
                trust[order[at]] = $"trust {number}";
        }
        return Labels(StudySample.Partnership, units, trust);
    }

    /// <summary>As registered: the treated of one trust lie together, everybody else alone.</summary>
    public static NamedLabels Registered(PanelRows dealt, NamedLabels trusts) =>
        trusts with
        {
            Values =
            [
                .. trusts.Values.Select(
                    (t, r) => double.IsFinite(dealt.FirstTreated[r]) ? t : dealt.Unit[r]
                ),
            ],
        };

    private string AreaOf(int unit) => rows.Clusters[1].Values[unit * times];

    private NamedLabels Labels(string name, int[] units, string[] each) =>
        new(name, [.. units.SelectMany((_, i) => Enumerable.Repeat(each[i], times))]);

    private Dictionary<string, double> LikeTheTreated(double[] first)
    {
        double[][] columns =
        [
            [.. Enumerable.Repeat(1.0, first.Length)],
            .. rows.Covariates.Select(c =>
                (double[])[.. Enumerable.Range(0, first.Length).Select(u => c.Values[u * times])]
            ),
        ];
        var fit = BinaryRegression.Fit(
            columns,
            Array.ConvertAll(first, f => double.IsFinite(f) ? 1.0 : 0)
        );
        var scale = Share / free.Average(u => fit.Chances[u]);
        return free.ToDictionary(
            u => rows.Unit[u * times],
            u => Math.Min(Likeliest, scale * fit.Chances[u]),
            StringComparer.Ordinal
        );
    }
}
