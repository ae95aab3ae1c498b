using Trellis.Distributions;
using Trellis.Measures;
using Trellis.Schools;
using Trellis.Snapshots;

namespace Trellis.Tests.Distributions;

public sealed class SpreadsTests
{
    [Theory]
    // Worked by hand: place (n - 1) p, then linear between its neighbours.
    [InlineData(new double[] { 1, 2, 3, 4 }, .1, 1.3)]
    [InlineData(new double[] { 1, 2, 3, 4 }, .5, 2.5)]
    [InlineData(new double[] { 10, 20, 40 }, .75, 30)]
    [InlineData(new double[] { 7 }, .9, 7)]
    public void A_quantile_of_type_seven_is_linear_between_its_neighbours(
        double[] sorted,
        double p,
        double expected
    ) => Assert.Equal(expected, Quantiles.OfSorted(sorted, p), 12);

    [Fact]
    public void Of_no_figures_there_is_no_quantile() =>
        Assert.True(double.IsNaN(Quantiles.OfSorted([], .5)));

    [Fact]
    public void Deciles_agree_with_a_slow_second_way()
    {
        var chance = new Random(20261122);
        for (var round = 0; round < 200; round++)
        {
            var figures = Enumerable
                .Range(0, chance.Next(2, 60))
                .Select(_ => (double)chance.Next(0, 40))
                .Order()
                .ToArray();
            var deciles = Quantiles.Deciles(figures);
            for (var tenth = 1; tenth <= 9; tenth++)
                Assert.Equal(Slowly(figures, tenth / 10.0), deciles[tenth - 1], 9);
        }
    }

    /// <summary>Walks the line through (i / (n - 1), figure i) until it has gone the share p.</summary>
    private static double Slowly(double[] sorted, double p)
    {
        var steps = sorted.Length - 1.0;
        for (var i = 1; i < sorted.Length; i++)
            if (i / steps >= p - 1e-15)
            {
                var share = (p - ((i - 1) / steps)) / (1 / steps);
                return (sorted[i - 1] * (1 - share)) + (sorted[i] * share);
            }
        return sorted[^1];
    }

    private static readonly Measure measure = new(
        "absence.overall",
        "Overall absence",
        "Attendance",
        Unit.Percent,
        1,
        "worse",
        "all",
        "",
        "",
        false,
        new DateOnly(2026, 1, 1)
    );

    private static Establishment Entry(
        int urn,
        string group = "Academies",
        Phase phase = Phase.Primary,
        DateOnly? opened = null,
        DateOnly? closed = null
    ) =>
        new()
        {
            Urn = new Urn(urn),
            TypeGroup = group,
            Phase = phase,
            Opened = opened,
            Closed = closed,
            Status = closed is null ? Status.Open : Status.Closed,
        };

    private static Snapshot Draw(
        IReadOnlyList<(Establishment Entry, double Figure)> entries,
        params Link[] links
    )
    {
        var sorted = entries.OrderBy(e => e.Entry.Urn).ToList();
        return new Snapshot(
            "drawn",
            new SnapshotContent
            {
                Establishments = [.. sorted.Select(e => e.Entry)],
                Links = links,
                Columns =
                [
                    MeasureColumn.Pack(
                        measure,
                        new Year(2018),
                        new RowIndex("absence/2018", [.. Enumerable.Range(0, sorted.Count)]),
                        sorted.Select(e => e.Figure).ToArray(),
                        sorted.Select(_ => "SUPP").ToArray()
                    ),
                ],
            },
            Manifest.Empty
        );
    }

    private static List<(Establishment, double)> Eleven() =>
        [.. Enumerable.Range(0, 11).Select(i => (Entry(100001 + i), (double)i))];

    [Fact]
    public void The_deciles_of_nought_to_ten_are_one_to_nine()
    {
        var spread = Spreads.In(Draw(Eleven())).Of(measure.Id, PhaseGroup.Primary, new Year(2018))!;
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8, 9], spread.Deciles.Select(d => Math.Round(d, 12)));
        Assert.Equal(11, spread.Schools);
        Assert.Equal(1, spread.TenthOf(0.5));
        Assert.Equal(6, spread.TenthOf(5.5));
        Assert.Equal(10, spread.TenthOf(9.5));
    }

    [Fact]
    public void Only_state_funded_schools_of_the_phase_that_were_open_that_year_with_a_figure_count()
    {
        var schools = Eleven();
        schools.AddRange([
            (Entry(200001, "Independent schools"), 99),
            (Entry(200002, phase: Phase.Secondary), 99),
            (Entry(200003, closed: new(2018, 8, 31)), 99), // the day before the year began
            (Entry(200004, opened: new(2019, 9, 1)), 99), // the day after it ended
            (Entry(200005), double.NaN),
        ]);
        var spread = Spreads.In(Draw(schools)).Of(measure.Id, PhaseGroup.Primary, new Year(2018))!;
        Assert.Equal(11, spread.Schools);
        Assert.Equal(5, spread.Deciles[4], 12);
    }

    [Fact]
    public void A_school_with_a_figure_under_two_urns_counts_once_with_the_later()
    {
        var schools = Eleven();
        schools.Add((Entry(300001, closed: new(2019, 3, 31)), 99));
        schools.Add((Entry(300002, opened: new(2019, 4, 1)), 10));
        var spread = Spreads
            .In(
                Draw(
                    schools,
                    new Link(new(300001), new(300002), LinkKind.Successor, null, "Successor")
                )
            )
            .Of(measure.Id, PhaseGroup.Primary, new Year(2018))!;
        Assert.Equal(12, spread.Schools);
        Assert.Equal(9.9, spread.Deciles[8], 12); // 0..10 and 10: place 11 x .9 = 9.9
    }

    [Fact]
    public void Fewer_than_ten_schools_are_no_field() =>
        Assert.Empty(Spreads.In(Draw(Eleven()[..9])).Of(measure.Id, PhaseGroup.Primary));

    [Fact]
    public void A_year_without_tests_says_so() =>
        Assert.Equal(
            "no tests were held, because of the coronavirus pandemic",
            Breaks.WhyNone(measure with { Id = "ks2.rwm-expected" }, new Year(2019))
        );
}
