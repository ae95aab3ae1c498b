using Trellis.Neighbours;

namespace Trellis.SimilarSchools;

/// <summary>How sure it is that a school belongs to another's list, given that the figures of small schools are partly chance.</summary>
/// <remarks>
/// Parametric bootstrap: the inputs of the school and of its nearest three times as many are drawn anew, each about its figure with
/// the standard deviation of the chance in it; places on the axes are worked out again from the drawn inputs by the same
/// published formulas; and the nearest are taken. What is known for certain, as the register's facts, is not drawn.
/// </remarks>
public static class Belonging
{
    public const int Draws = 200;

    /// <summary>Schools beyond so many times the list are too far to enter it by chance.</summary>
    private const int Reach = 3;

    /// <summary>The share of draws, 0 to 1, in which each school is among the nearest of another.</summary>
    /// <param name="take">How many nearest make the list.</param>
    /// <returns>By position in the population; schools in no draw are left out. Null for a method whose figures have no known chance.</returns>
    public static IReadOnlyDictionary<int, double>? Of(
        MethodPopulation population,
        int row,
        int take,
        int draws = Draws
    )
    {
        var method = population.Method;
        if (method.Variables.All(v => v.Axis.Length == 0))
            return null;
        var near = Nearest.To(population.Points, row, Reach * take, population.LeastKnown);
        int[] rows = [row, .. near.Select(n => n.Row)];
        var axes = population.Population.Axes;
        var inputs = axes.Inputs;
        // Input by input, who is drawn about what: the face variables are among the inputs.
        var drawn = inputs.Select(_ => new double[rows.Length]).ToArray();
        var columns = method.Variables.Select(_ => new double[rows.Length]).ToArray();
        var figures = new double[inputs.Count];
        var weights = method.Variables.Select(v => v.Weight).ToArray();
        var axisOf = method
            .Variables.Select(v => axes.Constants?.Axes.ToList().IndexOf(v.Axis) ?? -1)
            .ToArray();
        var inputOf = method
            .Variables.Select(v => inputs.ToList().FindIndex(n => n.Id == v.Id))
            .ToArray();
        var counts = new Dictionary<int, int>();
        // The same draws for the same school, whoever else asks.
        var chance = new Random(population.Population.Schools[row].Urn.Value);
        for (var draw = 0; draw < draws; draw++)
        {
            for (var k = 0; k < inputs.Count; k++)
            for (var i = 0; i < rows.Length; i++)
            {
                var deviation = inputs[k].Chance?[rows[i]] ?? 0;
                drawn[k][i] =
                    inputs[k].Figures[rows[i]] + (deviation > 0 ? deviation * Normal(chance) : 0);
            }
            for (var v = 0; v < columns.Length; v++)
            {
                var variable = method.Variables[v];
                if (variable.Axis.Length > 0)
                {
                    for (var i = 0; i < rows.Length; i++)
                    {
                        for (var k = 0; k < figures.Length; k++)
                            figures[k] = drawn[k][i];
                        columns[v][i] =
                            axisOf[v] < 0
                                ? double.NaN
                                : axes.Constants!.Place(figures, axisOf[v], axes.Folds[rows[i]]);
                    }
                }
                else if (inputOf[v] is >= 0 and var at)
                {
                    var standard = population.Figures[v].Standard;
                    for (var i = 0; i < rows.Length; i++)
                        columns[v][i] = standard is null
                            ? drawn[at][i]
                            : standard.Pulled(drawn[at][i]);
                }
                else
                    for (var i = 0; i < rows.Length; i++)
                        columns[v][i] = population.Figures[v].Compared[rows[i]];
            }
            var points = new Points(columns, population.Coefficients, weights, method.Missing);
            foreach (var neighbour in Nearest.To(points, 0, take, population.LeastKnown))
                counts[rows[neighbour.Row]] = counts.GetValueOrDefault(rows[neighbour.Row]) + 1;
        }
        return counts.ToDictionary(c => c.Key, c => c.Value / (double)draws);
    }

    /// <summary>A draw from the normal distribution with mean 0 and deviation 1 (Box and Muller 1958).</summary>
    private static double Normal(Random chance) =>
        Math.Sqrt(-2 * Math.Log(1 - chance.NextDouble()))
        * Math.Cos(2 * Math.PI * chance.NextDouble());
}
