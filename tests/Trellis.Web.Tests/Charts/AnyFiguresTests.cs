using System.Globalization;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Trellis.Components;

namespace Trellis.Charts;

/// <summary>Whatever the figures are, a drawing holds only numbers within its frame, and no word of a machine.</summary>
public sealed partial class AnyFiguresTests
{
    private static readonly Gen<double?> Figure = Gen.Frequency(
        (6, Gen.Choose(-2000, 2000).Select(i => (double?)(i / 10.0))),
        (2, Gen.Constant((double?)null)),
        (1, Gen.Constant((double?)42)),
        (
            1,
            Gen.Elements<double?>(
                double.NaN,
                double.PositiveInfinity,
                double.NegativeInfinity,
                double.MaxValue,
                double.MinValue,
                double.Epsilon,
                -0.0,
                1e15,
                -1e-12,
                1e150
            )
        )
    );

    private static readonly Gen<double?[]> Figures = Gen.OneOf(
        Figure.ArrayOf(),
        Figure.ArrayOf(1),
        Figure.SelectMany(f => Gen.Choose(0, 12).Select(n => Enumerable.Repeat(f, n).ToArray()))
    );

    [Fact]
    public void Ranked_bars_hold_for_any_figures() =>
        Check(figures =>
            (
                Gallery.Ranked with
                {
                    Bars =
                    [
                        .. figures.Select((f, i) => new RankedBar($"School {i}", f, Mine: i == 0)),
                    ],
                    Middle = figures.FirstOrDefault(),
                }
            ).ToHtml()
        );

    [Fact]
    public void Contributions_hold_for_any_figures() =>
        Check(figures =>
            (
                Gallery.Parts with
                {
                    Parts =
                    [
                        .. figures.Select(
                            (f, i) => new Contribution($"Characteristic {i}", "1", "2", f)
                        ),
                    ],
                }
            ).ToHtml()
        );

    [Fact]
    public void Years_hold_for_any_figures() =>
        Check(figures =>
            (
                Gallery.Years with
                {
                    Mine =
                    [
                        .. figures.Select(
                            (f, i) => new YearFigure(2000 + i * 2 % 17, $"{2000 + i * 2 % 17}", f)
                        ),
                    ],
                    Field =
                    [
                        .. figures.Select(
                            (f, i) =>
                                new YearDeciles(
                                    2001 + i,
                                    [
                                        .. Enumerable
                                            .Range(1, i % 4 == 3 ? 4 : 9)
                                            .Select(d => (f ?? 1) + d),
                                    ]
                                )
                        ),
                    ],
                }
            ).ToHtml()
        );

    [Fact]
    public void Sparklines_hold_for_any_figures() =>
        Check(figures => new Sparkline(figures).ToHtml());

    [Fact]
    public void A_scale_has_few_rising_round_marks_around_all_its_values() =>
        Prop.ForAll(
                Figures.ToArbitrary(),
                figures =>
                {
                    var values = figures.OfType<double>().ToList();
                    var scale = Scale.Nice(values, 0, 100);
                    Assert.InRange(scale.Ticks.Count, 2, 20);
                    Assert.Equal(scale.Ticks, scale.Ticks.Distinct().Order());
                    Assert.All(
                        values.Where(v => Math.Abs(v) < 1e140),
                        v => Assert.InRange(v, scale.Low - Slack(scale), scale.High + Slack(scale))
                    );
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(300).WithReplay(20260821, 7));

    private static double Slack(Scale scale) => (scale.High - scale.Low) * 1e-6;

    private static void Check(Func<double?[], string> draw) =>
        Prop.ForAll(
                Figures.ToArbitrary(),
                figures =>
                {
                    var html = draw(figures);
                    Assert.Equal(html, draw(figures));
                    Assert.DoesNotContain("NaN", html, StringComparison.OrdinalIgnoreCase);
                    Assert.DoesNotContain("Infinity", html, StringComparison.OrdinalIgnoreCase);
                    Assert.DoesNotContain("∞", html, StringComparison.Ordinal);
                    Assert.DoesNotContain("&#x221E;", html, StringComparison.Ordinal);
                    foreach (Match place in Place().Matches(html))
                    {
                        var share = double.Parse(
                            place.Groups["share"].Value,
                            CultureInfo.InvariantCulture
                        );
                        Assert.InRange(share, -0.01, 100.01);
                    }
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(300).WithReplay(20260821, 7));

    [GeneratedRegex(
        "(?:x|x1|x2|cx|width)=\"(?<share>[^\"%]*)%\"",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Place();
}
