using System.Globalization;
using Trellis.Effects;
using Trellis.Probability;

namespace Trellis.Bench;

/// <summary>Treatments that never were, dealt on the never treated units of the simulated panel, with an effect that was put there.</summary>
internal static class NumericsKnownTruth
{
    private const int Units = 1_000;
    private const double Effect = .05;
    private const double Dip = .15;
    private const int OfDistrict = 10;
    private const int BootstrapDraws = 1_000;

    public static void Run(NumericsBench bench)
    {
        var panel = NumericsPanel.Read(bench);
        var free = panel.NeverTreated();
        var times = panel.Rows.Time.Distinct().Order().ToArray();
        int[] groups = [times[4], times[6], times[8]];
        var adoption = new PlaceboAdoption
        {
            Groups = groups,
            TreatedShare = .4,
            Effect = Effect,
        };
        var plain = KnownTruthAudit.Run(
            bench.Draws,
            i => Draw(adoption.Deal(Some(panel, free, i), new Draws(102, i)), adoption, i)
        );
        Add(
            bench,
            plain,
            "average effect of a placebo adoption among 1,000 schools",
            plain.Covered,
            plain.Answered
        );
        Add(
            bench,
            plain,
            "its event study, all within one band",
            plain.BandCovered,
            plain.Answered
        );
        var nothing = adoption with { Effect = 0 };
        var size = KnownTruthAudit.Run(
            bench.Draws,
            i => Draw(nothing.Deal(Some(panel, free, i), new Draws(103, i)), nothing, i)
        );
        Add(
            bench,
            size,
            "a placebo adoption without effect: intervals that hold 0",
            size.Covered,
            size.Answered
        );
        // Ten schools of each district, so that 2,000 data sets take a minute.
        var whole = panel.Of(
            [
                .. free.GroupBy(f => panel.District.Values[f])
                    .SelectMany(district => district.Take(OfDistrict)),
            ],
            clustered: true
        );
        var clustered = KnownTruthAudit.Run(
            bench.Draws,
            i => Draw(adoption.Deal(whole, new Draws(104, i), whole.Clusters[0]), adoption, i)
        );
        Add(
            bench,
            clustered,
            "districts adopt whole, errors by district",
            clustered.Covered,
            clustered.Answered
        );
        Dips(bench, panel, free, adoption);
    }

    private static void Dips(
        NumericsBench bench,
        NumericsPanel panel,
        int[] free,
        PlaceboAdoption adoption
    )
    {
        foreach (var dip in (double[])[0, Dip])
        {
            var dipping = adoption with { Dip = dip };
            var name = string.Create(
                CultureInfo.InvariantCulture,
                $"dip of {dip:0.00} before joining"
            );
            var registered = KnownTruthAudit.Run(
                bench.Draws,
                i => Looked(dipping.Deal(Some(panel, free, i), new Draws(105, i)), dipping, false)
            );
            var rebased = KnownTruthAudit.Run(
                bench.Draws,
                i => Looked(dipping.Deal(Some(panel, free, i), new Draws(105, i)), dipping, true)
            );
            // What a dip does to the registered estimate is shown, not asked to be right.
            Add(
                bench,
                registered,
                $"{name}: registered estimate, a year before as base",
                registered.Covered,
                registered.Answered,
                dip > 0
            );
            Add(
                bench,
                registered,
                $"{name}: registered estimate where a dip was detected",
                registered.MarkedCovered,
                registered.Marked,
                any: true,
                marked: true
            );
            Add(
                bench,
                rebased,
                $"{name}: re-based estimate, two years before",
                rebased.Covered,
                rebased.Answered
            );
            Add(
                bench,
                rebased,
                $"{name}: re-based estimate where a dip was detected",
                rebased.MarkedCovered,
                rebased.Marked,
                any: true,
                marked: true
            );
        }
    }

    private static void Add(
        NumericsBench bench,
        AuditAnswer audit,
        string what,
        int covered,
        int of,
        bool any = false,
        bool marked = false
    ) =>
        bench.Add(
            new NumericsCoverage(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{what}; 0 left out by {audit.Power:0.000}, standard error {audit.MeanStandardError:0.0000} beside a spread of {audit.Spread:0.0000}"
                ),
                of,
                covered,
                marked ? audit.MarkedBias : audit.Bias,
                any ? 0
                    : bench.Draws >= 1_000 ? .93
                    : .90,
                any ? 1
                    : bench.Draws >= 1_000 ? .97
                    : .99
            )
        );

    private static PanelRows Some(NumericsPanel panel, int[] free, int draw)
    {
        var order = new Draws(101, draw).Order(free.Length);
        return panel.Of([.. order.Take(Units).Select(o => free[o])], clustered: false);
    }

    private static AuditDraw Draw(PanelRows rows, PlaceboAdoption adoption, int draw)
    {
        var effects = CallawaySantAnna.Estimate(rows, cores: 1);
        AverageEffect[] parts =
        [
            Aggregates.Simple(effects).Overall,
            .. Aggregates.Dynamic(effects).Parts.Where(p => !p.Reference),
        ];
        var drawn = MultiplierBootstrap.Run(
            [.. parts.Select(p => p.Influence)],
            effects.Clusters,
            BootstrapDraws,
            draw
        );
        // The effect is the same at all times since treatment, so any average of it is it.
        return new AuditDraw(
            [adoption.Effect, .. parts.Skip(1).Select(p => adoption.Truth(p.At!.Value))],
            [.. parts.Select(p => p.Effect)],
            // The band as it is printed, by the bootstrap's errors; the first interval by the influence function's.
            [parts[0].StandardError, .. drawn.StandardErrors.Skip(1)],
            drawn.CriticalValue()
        );
    }

    private static AuditDraw Looked(PanelRows rows, PlaceboAdoption adoption, bool rebased)
    {
        var dip = DipBeforeTreatment.Look(
            CallawaySantAnna.Estimate(rows, cores: 1),
            CallawaySantAnna.Estimate(rows, new StaggeredDesign { Anticipation = 1 }, cores: 1)
        );
        var estimate = rebased ? dip.Rebased : dip.Registered;
        return new AuditDraw(
            [adoption.Effect],
            [estimate.Effect],
            [estimate.StandardError],
            Marked: dip.Detected
        );
    }
}
