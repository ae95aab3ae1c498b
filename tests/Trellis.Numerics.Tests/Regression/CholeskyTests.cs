namespace Trellis.Regression;

public sealed class CholeskyTests
{
    [Fact]
    public void Two_equations_are_solved_as_on_paper()
    {
        // 4x + 2y = 10 and 2x + 3y = 7: y = (7 - 10 / 2) / (3 - 2 * 2 / 4) = 1, x = (10 - 2) / 4 = 2.
        // What stands above the diagonal is not read.
        double[] matrix = [4, 99, 2, 3],
            right = [10, 7];
        Cholesky.Solve(matrix, right);
        Assert.Equal(2, right[0], 1e-12);
        Assert.Equal(1, right[1], 1e-12);
    }

    [Fact]
    public void What_it_finds_solves_the_equations()
    {
        var chance = new Random(3);
        for (var size = 1; size <= 30; size++)
        {
            // B B' + 1 is positive whatever B is.
            var b = Enumerable
                .Range(0, size * size)
                .Select(_ => chance.NextDouble() - .5)
                .ToArray();
            var matrix = new double[size * size];
            for (var i = 0; i < size; i++)
            for (var j = 0; j < size; j++)
                matrix[(i * size) + j] =
                    Enumerable.Range(0, size).Sum(k => b[(i * size) + k] * b[(j * size) + k])
                    + (i == j ? 1 : 0);
            var right = Enumerable.Range(0, size).Select(_ => chance.NextDouble()).ToArray();
            var found = (double[])right.Clone();
            Cholesky.Solve((double[])matrix.Clone(), found);
            for (var i = 0; i < size; i++)
                Assert.Equal(
                    right[i],
                    Enumerable.Range(0, size).Sum(j => matrix[(i * size) + j] * found[j]),
                    1e-10
                );
        }
    }

    [Fact]
    public void An_unknown_that_the_others_say_already_is_left_out()
    {
        // The second is the first again, the fourth is nothing: x = 6 / 2, z = 5 / 5.
        double[] matrix = [2, 0, 0, 0, 2, 2, 0, 0, 0, 0, 5, 0, 0, 0, 0, 0],
            right = [6, 6, 5, 0];
        Cholesky.Solve(matrix, right);
        Assert.Equal([3, 0, 1, 0], right.Select(x => Math.Round(x, 12)));
        // Left out is exactly nothing.
        Assert.Equal((0, 0), (right[1], right[3]));
    }
}
