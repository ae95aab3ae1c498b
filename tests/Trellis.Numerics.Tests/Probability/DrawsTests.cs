namespace Trellis.Probability;

public sealed class DrawsTests
{
    [Fact]
    public void A_draw_is_the_same_whoever_asks_first()
    {
        var draws = new Draws(7, 3);
        var forward = Enumerable.Range(0, 100).Select(i => draws.Bits(i)).ToArray();
        var backward = Enumerable.Range(0, 100).Reverse().Select(i => draws.Bits(i)).Reverse();
        Assert.Equal(forward, backward);
        Assert.NotEqual(forward[0], new Draws(7, 4).Bits(0));
        Assert.NotEqual(forward[0], new Draws(8, 3).Bits(0));
    }

    [Fact]
    public void Uniform_draws_have_the_mean_and_variance_of_their_kind()
    {
        var draws = new Draws(11, 0);
        var uniform = Enumerable.Range(0, 200_000).Select(i => draws.Uniform(i)).ToArray();
        Assert.All(uniform, u => Assert.InRange(u, double.Epsilon, 1 - 1e-17));
        // Standard errors: 1/√12/√n = .00065 and about .00017.
        Assert.InRange(uniform.Average(), .497, .503);
        Assert.InRange(uniform.Average(u => (u - .5) * (u - .5)), 1 / 12.0 - .001, 1 / 12.0 + .001);
    }

    [Fact]
    public void Neighbouring_streams_have_nothing_to_do_with_each_other()
    {
        double together = 0;
        for (var i = 0; i < 100_000; i++)
            together += new Draws(1, 0).Normal(i) * new Draws(1, 1).Normal(i);
        Assert.InRange(together / 100_000, -.013, .013);
    }

    [Fact]
    public void An_order_holds_each_number_once_and_each_order_comes_as_often()
    {
        var seen = new Dictionary<string, int>();
        for (var stream = 0; stream < 6_000; stream++)
        {
            var order = new Draws(5, stream).Order(3);
            Assert.Equal([0, 1, 2], order.Order());
            var name = string.Join("", order);
            seen[name] = seen.GetValueOrDefault(name) + 1;
        }
        Assert.Equal(6, seen.Count);
        Assert.All(seen.Values, times => Assert.InRange(times, 850, 1_150));
    }
}
