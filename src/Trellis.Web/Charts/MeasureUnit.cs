using Trellis.Measures;

namespace Trellis.Charts;

/// <summary>How the figures of a measure are written: its decimals, and the sign its unit has.</summary>
public static class MeasureUnit
{
    public static Unit Of(Measure measure) =>
        measure.Unit switch
        {
            Measures.Unit.Percent => new Unit(measure.Decimals, " %"),
            Measures.Unit.Pounds => new Unit(measure.Decimals, "", "£"),
            _ => new Unit(measure.Decimals),
        };

    /// <summary>"24.1 %", "£4,600"; null where there is no figure, and then <see cref="Marks.Why"/> says why.</summary>
    public static string? Words(Measure measure, Published value) =>
        value is Published.Figure figure ? Of(measure).Words(figure.Value) : null;
}
