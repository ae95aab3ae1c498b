using Trellis.Components;
using Trellis.Measures;

namespace Trellis.Serving;

/// <summary>A cell of a sheet as a page shows it.</summary>
public static class SheetWords
{
    public static string Of(object? cell) =>
        cell switch
        {
            null => "",
            Published.Figure figure => Number(figure.Value),
            Published missing => Marks.Why(missing),
            double number => double.IsFinite(number) ? Number(number) : "",
            int whole => whole.ToString("N0"),
            DateOnly day => day.InShort(),
            DateTimeOffset instant => instant.InLondon(),
            long whole => whole.ToString("N0"),
            bool truth => truth ? "yes" : "no",
            _ => cell.ToString() ?? "",
        };

    private static string Number(double value) => value.ToString("#,0.##");
}
