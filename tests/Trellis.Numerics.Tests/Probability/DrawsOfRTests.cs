namespace Trellis.Probability;

public sealed class DrawsOfRTests
{
    // R 4.2: set.seed(0); runif(3), then again rnorm(3); set.seed(-7); runif(1000)[1000]; rnorm(1).
    [Fact]
    public void Numbers_are_those_of_R()
    {
        var uniform = new DrawsOfR(0);
        Assert.Equal(.8966972001362592, uniform.Uniform(), 1e-16);
        Assert.Equal(.26550866314209998, uniform.Uniform(), 1e-16);
        Assert.Equal(.37212389963679016, uniform.Uniform(), 1e-16);
        var normal = new DrawsOfR(0);
        Assert.Equal(1.2629542848807933, normal.Normal(), 1e-13);
        Assert.Equal(-.3262333607056494, normal.Normal(), 1e-13);
        Assert.Equal(1.3297992629225006, normal.Normal(), 1e-13);
        var later = new DrawsOfR(-7);
        for (var i = 0; i < 999; i++)
            later.Uniform();
        Assert.Equal(.78889958187937737, later.Uniform(), 1e-16);
        Assert.Equal(.37883743082252774, later.Normal(), 1e-13);
    }
}
