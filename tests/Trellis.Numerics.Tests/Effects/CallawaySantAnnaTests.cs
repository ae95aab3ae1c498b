using Trellis.Reference;

namespace Trellis.Effects;

/// <summary>Group-time effects against R's did 2.5.1, whose answers are full precision.</summary>
public sealed class CallawaySantAnnaTests
{
    internal static PanelRows? Counties(params string[] covariates)
    {
        var table = ReferenceTable.Read("mpdta.csv", "group-time effects against R's did");
        return table is null
            ? null
            : new PanelRows
            {
                Unit = table.Labels("countyreal"),
                Time = table.WholeNumbers("year"),
                FirstTreated =
                [
                    .. table
                        .Figures("first.treat")
                        .Select(f => f == 0 ? double.PositiveInfinity : f),
                ],
                Outcome = table.Figures("lemp"),
                Covariates = [.. covariates.Select(c => new NamedColumn(c, table.Figures(c)))],
            };
    }

    internal static TwoPeriodMethod MethodOf(string name) =>
        name switch
        {
            "dr" => TwoPeriodMethod.DoublyRobust,
            "ipw" => TwoPeriodMethod.InverseProbability,
            _ => TwoPeriodMethod.Regression,
        };

    [Theory]
    [InlineData("dr", "nevertreated", "1")]
    [InlineData("dr", "nevertreated", "lpop")]
    [InlineData("dr", "notyettreated", "1")]
    [InlineData("dr", "notyettreated", "lpop")]
    [InlineData("ipw", "nevertreated", "1")]
    [InlineData("ipw", "notyettreated", "1")]
    [InlineData("reg", "nevertreated", "1")]
    [InlineData("reg", "notyettreated", "1")]
    public void Each_group_at_each_time_is_as_in_did(string method, string controls, string x)
    {
        var expected = ReferenceTable.Read(
            "expected/did_attgt.csv",
            "group-time effects against R's did"
        );
        if (expected is null || Counties(x == "1" ? [] : [x]) is not { } rows)
            return;
        var effects = CallawaySantAnna.Estimate(
            rows,
            new StaggeredDesign
            {
                Method = MethodOf(method),
                Controls =
                    controls == "nevertreated"
                        ? ControlGroup.NeverTreated
                        : ControlGroup.NotYetTreated,
            }
        );
        int[] own = [.. expected.Where(("est", method), ("ctrl", controls), ("x", x))];
        Assert.Equal(12, own.Length);
        Assert.Equal(own.Length, effects.Cells.Count);
        Assert.Equal(500, effects.Number);
        for (var i = 0; i < own.Length; i++)
        {
            var cell = effects.Cells[i];
            Assert.Equal(expected.Figure(own[i], "group"), cell.Group);
            Assert.Equal(expected.Figure(own[i], "time"), cell.Time);
            Near.Relative(
                expected.Figure(own[i], "att"),
                cell.Effect,
                1e-6,
                $"effect of {cell.Group} at {cell.Time}"
            );
            Near.Relative(
                expected.Figure(own[i], "se"),
                cell.StandardError,
                1e-6,
                $"error of {cell.Group} at {cell.Time}"
            );
        }
    }
}
