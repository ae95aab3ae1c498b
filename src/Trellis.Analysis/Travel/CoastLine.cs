using Trellis.Places;

namespace Trellis.Travel;

/// <summary>A stretch of the outer border of England that is no coast: from one end, by way of a place between, to the other.</summary>
/// <param name="Name">In words, for the method page.</param>
/// <param name="By">Where the stretch leads through: it tells it from the other way round the country.</param>
public sealed record CoastLine(string Name, LonLat From, LonLat By, LonLat To)
{
    /// <summary>An end lies this near to the outline, or the stretch is not of this country.</summary>
    public const double NearestKilometres = 5;

    /// <summary>The two land borders, and the shores of tidal rivers above where they narrow.</summary>
    /// <remarks>
    /// Ends read off the map, each to about a kilometre; the nearest corner of the outline is taken. Borders: where they meet the
    /// sea on the Severn, the Dee, the Solway and the Tweed's coast. Rivers: where sea-side towns end and river towns begin;
    /// shorter rivers (Tyne, Wear, Orwell, Exe, Tamar, Southampton Water) are coast as far as the outline shows water.
    /// </remarks>
    public static readonly IReadOnlyList<CoastLine> NotCoast =
    [
        new("the border with Wales", new(-2.66f, 51.61f), new(-3.12f, 52.07f), new(-3.09f, 53.26f)),
        new(
            "the border with Scotland",
            new(-3.05f, 54.985f),
            new(-2.477f, 55.354f),
            new(-2.034f, 55.811f)
        ),
        new(
            "the Thames above Leigh-on-Sea, with the Medway and the Swale",
            new(.648f, 51.538f),
            new(.38f, 51.45f),
            new(.95f, 51.346f)
        ),
        new(
            "the Severn above Portishead",
            new(-2.756f, 51.494f),
            new(-2.63f, 51.6f),
            new(-2.652f, 51.61f)
        ),
        new(
            "the Mersey above Garston and Eastham",
            new(-2.903f, 53.346f),
            new(-2.735f, 53.348f),
            new(-2.934f, 53.313f)
        ),
        new(
            "the Ribble above Lytham",
            new(-2.953f, 53.733f),
            new(-2.794f, 53.752f),
            new(-2.954f, 53.695f)
        ),
        new(
            "the Humber above Hessle and Barton",
            new(-.419f, 53.72f),
            new(-.7f, 53.698f),
            new(-.443f, 53.697f)
        ),
        new(
            "the Tees above its mouth",
            new(-1.158f, 54.648f),
            new(-1.198f, 54.582f),
            new(-1.126f, 54.638f)
        ),
    ];
}
