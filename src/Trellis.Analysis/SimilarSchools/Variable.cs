using Trellis.Measures;
using Trellis.Neighbours;

namespace Trellis.SimilarSchools;

/// <summary>What a difference in a variable is divided by before it is weighted.</summary>
public abstract record Scale
{
    private Scale() { }

    /// <summary>The publisher's own coefficient of the squared difference, as it stands.</summary>
    public sealed record Coefficient(double Value) : Scale;

    /// <summary>A standard deviation the publisher gives: c = w / sd².</summary>
    public sealed record PublishedDeviation(double Value) : Scale;

    /// <summary>The standard deviation (n - 1) of the schools compared: c = w / sd².</summary>
    public sealed record Deviation : Scale
    {
        public static readonly Deviation OfPopulation = new();
    }

    /// <summary>The standard deviation (n - 1) of the schools compared, after the farthest figures were pulled in: c = w / sd².</summary>
    /// <param name="Tail">The share of figures at each end that is pulled in, 0 to .5.</param>
    public sealed record PulledIn(double Tail) : Scale;

    /// <summary>None: the figure is a standard one already, c = w.</summary>
    public sealed record One : Scale
    {
        public static readonly One ForStandardFigures = new();
    }

    /// <summary>The largest less the smallest figure of the schools compared: c = w / range².</summary>
    public sealed record Range : Scale
    {
        public static readonly Range OfPopulation = new();
    }
}

/// <summary>One thing in which schools are compared.</summary>
/// <param name="Id">Short and stable, a key in JSON: "pupil-premium".</param>
/// <param name="Label">In plain words, as within a sentence: "disadvantage".</param>
/// <param name="Weight">What it counts for, above zero; only ratios within a method matter where the scale is not a coefficient.</param>
/// <param name="Readings">Where its figure comes from, the first that a school has; empty where nothing open says it.</param>
public sealed record Variable(
    string Id,
    string Label,
    double Weight,
    Scale Scale,
    IReadOnlyList<Reading> Readings
)
{
    public Unit Unit { get; init; } = Unit.Points;

    /// <summary>Decimals shown.</summary>
    public int Decimals { get; init; }

    /// <summary>Whether schools are compared by the logarithm: twice as many pupils is as far from 100 as from 1,000. Figures of zero or less are then missing.</summary>
    public bool Logarithm { get; init; }

    /// <summary>Where set, the figure is what the register says of the school's present entry, null where it does not say; <see cref="Readings"/> are then empty.</summary>
    public Func<Schools.Establishment, double?>? Trait { get; init; }

    /// <summary>Whether it says where on the map a school is. It counts, but no sentence calls schools alike or unusual by it: minutes and kilometres say that better.</summary>
    public bool IsPlace => Trait is not null && Id is ("east" or "north");

    /// <summary>The learned axis whose places are its figures; empty for a variable that is read.</summary>
    public string Axis { get; init; } = "";

    /// <summary>The headings under which files of values give it; letter case does not matter. The id is always accepted.</summary>
    public IReadOnlyList<string> Headings { get; init; } = [];

    /// <summary>c of d² = sum of c (x - y)².</summary>
    /// <param name="figures">Those of the schools compared, after the logarithm; NaN where missing.</param>
    /// <returns>0 where the figures do not vary: they tell nobody apart.</returns>
    public double CoefficientOver(ReadOnlySpan<double> figures) =>
        Scale switch
        {
            Scale.Coefficient coefficient => coefficient.Value,
            Scale.PublishedDeviation published => Spread.Coefficient(Weight, published.Value),
            Scale.Range => Spread.Coefficient(Weight, Spread.Range(figures)),
            Scale.One => Weight,
            _ => Spread.Coefficient(Weight, Spread.StandardDeviation(figures)),
        };

    /// <summary>The same over figures whose deviation is known already.</summary>
    public double CoefficientOver(VariableFigures figures) =>
        Scale is Scale.Deviation or Scale.PulledIn
            ? Spread.Coefficient(Weight, figures.Deviation)
            : CoefficientOver(figures.Compared);

    /// <summary>The figure as it is compared.</summary>
    public double Compared(double figure) =>
        !Logarithm ? figure
        : figure > 0 ? Math.Log(figure)
        : double.NaN;

    /// <summary>The figure as a person reads it: "47 %", "£6,240", "104.1".</summary>
    /// <remarks>A place on a learned axis is shown as the share of schools of which less is expected: "62 of 100".</remarks>
    public string Show(double figure) =>
        Axis.Length > 0
            ? $"{Math.Clamp(Math.Round(100 * Shrinkage.Normal.Below(figure)), 1, 99)} of 100"
        : IsPlace ? $"{Number(figure)} km"
        : Unit switch
        {
            Unit.Percent => Number(figure) + " %",
            Unit.Pounds => (figure < 0 ? "-£" : "£") + Number(Math.Abs(figure)),
            _ => Number(figure),
        };

    private string Number(double figure) =>
        Math.Round(figure, Decimals, MidpointRounding.AwayFromZero)
            .ToString("N" + Decimals, System.Globalization.CultureInfo.InvariantCulture);
}
