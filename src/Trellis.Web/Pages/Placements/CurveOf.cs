using System.Globalization;
using Trellis.Charts;
using Trellis.Placements;
using Trellis.Shrinkage;

namespace Trellis.Pages.Placements;

/// <summary>The curve of a criterion as its file states it, drawn from its own numbers.</summary>
public static class CurveOf
{
    /// <summary>The curve of a criterion; null where the file names none that can be drawn.</summary>
    public static ValueCurve? Drawn(Criterion criterion)
    {
        double Of(string name) => criterion[name];
        return criterion.Id switch
        {
            "travel" => new(
                $"A trust's nearest school is worth {At(0)} next door, {At(10)} at 10 minutes, {At(20)} at 20, {At(40)} at 40 and {At(60)} at an hour.",
                "minutes by car to one of its schools",
                Line(0, 90, m => Math.Exp(-m / Of("scale")))
            ),
            "cluster" => new(
                $"Each school within {Of("within"):0} minutes adds the same, up to {Of("full"):0}; more add nothing.",
                $"schools within {Of("within"):0} minutes",
                Line(0, 2 * Of("full"), n => n / Of("full"))
            ),
            "area" => new(
                $"With a school in the same authority it is worth {Two(Of("present"))} at least, and 1 where all its schools are there; with none, {Two(Of("region"))} at most.",
                "share of its schools in the authority",
                Line(0, 1, s => Of("present") + (1 - Of("present")) * s)
            ),
            "phase" => new(
                $"Each school of the same phase adds the same, up to {Of("full"):0}; more add nothing.",
                "schools of the same phase",
                Line(0, 2 * Of("full"), n => n / Of("full"))
            ),
            "denomination" => new(
                "The value is the share of its schools with the same religious character.",
                "share of its schools with the same character",
                Line(0, 1, s => s)
            ),
            "capacity" => new(
                $"Growth up to {100 * Of("brake"):0} % a year takes nothing off; from there the value falls, to nothing at {200 * Of("brake"):0} %.",
                "growth in a year, share of its schools",
                Line(0, 1, g => 2 - g / Of("brake"))
            ),
            "challenge" => new(
                $"The value is 1 where a trust has {Of("full"):0} times the points of the school left, and less in proportion.",
                "points left, as times those of the school",
                Line(0, 2 * Of("full"), p => p / Of("full"))
            ),
            "track" => new(
                "Results as those of like schools are worth one half; one standard deviation between trusts better 0.84, one worse 0.16.",
                "standard deviations between trusts",
                Line(-3, 3, Normal.Below)
            ),
            "finance" => new(
                $"Reserves of {100 * Of("full"):0} % of a year's income or more are worth 1, none nothing.",
                "reserves as a share of a year's income",
                Line(0, 2 * Of("full"), r => r / Of("full"))
            ),
            "preference" => new(
                $"The first on the school's list is worth 1, each further one {Two(Of("step"))} less.",
                "place on the school's list",
                [
                    .. Enumerable
                        .Range(1, 5)
                        .Select(p => ((double)p, Math.Max(0, 1 - Of("step") * (p - 1)))),
                ],
                Steps: true
            ),
            "flags" => new(
                $"Each of building, PFI contract and deficit that the trust cannot carry takes {Two(Of("step"))} off.",
                "how many it says it cannot carry",
                [
                    .. Enumerable
                        .Range(0, 4)
                        .Select(n => ((double)n, Math.Max(0, 1 - Of("step") * n))),
                ],
                Steps: true
            ),
            _ => null,
        };

        string At(double minutes) => Two(Math.Exp(-minutes / Of("scale")));
    }

    private static (double X, double Y)[] Line(
        double from,
        double to,
        Func<double, double> value
    ) =>
        [
            .. Enumerable
                .Range(0, 61)
                .Select(i => from + (to - from) * i / 60)
                .Select(x => (x, Math.Clamp(value(x), 0, 1))),
        ];

    private static string Two(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
