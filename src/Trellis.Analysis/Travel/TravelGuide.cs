using System.Globalization;

namespace Trellis.Travel;

/// <summary>A number of the formula, with where it is from.</summary>
/// <param name="Words">What it is, as within a table.</param>
/// <param name="From">The publication, or that it is our assumption.</param>
public sealed record Parameter(string Words, double Value, string Unit, string From);

/// <summary>A journey worked through: each stretch of road with its speed and minutes.</summary>
/// <param name="Kilometres">Of road.</param>
/// <param name="Minutes">Not rounded.</param>
public sealed record Stretch(string Words, double Kilometres, double Speed, double Minutes);

/// <summary>How minutes and the coast are worked out and where that is weak, in plain words: for the method page and its document.</summary>
public static class TravelGuide
{
    public const string InShort =
        "Minutes by car estimated from the straight line between two schools and from town or country at each end; and how far a school is from the sea.";

    private const string Ours = "our assumption";

    public static readonly IReadOnlyList<string> What =
    [
        "Kilometres are measured in a straight line between the grid references in the register. Minutes are an estimate, and every page says so.",
        "A road is taken to be longer than the straight line by one and the same factor. At each end a few kilometres are driven as fast as one drives there; then main roads; on a long way, motorways. Some minutes are added to start and to park. The result is given in whole minutes.",
        "Whoever has a router's times can load them as a file of from,to,minutes with URNs (`--travel FILE.csv`, or the setting Trellis__Travel). They then count before the estimate, and pairs that are not in the file stay estimated and say so. A pair given one way only counts for both ways. An empty time says that there is no road.",
    ];

    public static readonly IReadOnlyList<Parameter> Parameters =
    [
        new(
            "kilometres of road to one in a straight line",
            TravelFormula.Detour,
            "",
            "1.3 give or take .1 for the road networks studied in arXiv:2406.06490 (2024); about 1.2 within cities (Newell 1980)"
        ),
        new(
            "to start, to park and to reach the door",
            TravelFormula.StartAndParking,
            "minutes",
            Ours
        ),
        new(
            "of road at each end driven at the speed of that end",
            TravelFormula.LocalKilometres,
            "km",
            Ours
        ),
        new(
            "speed at an end in a conurbation",
            TravelFormula.LocalSpeed(Setting.Conurbation),
            "km/h",
            LocalRoads
        ),
        new(
            "speed at an end in another town or city, or where the class is not known",
            TravelFormula.LocalSpeed(Setting.Town),
            "km/h",
            LocalRoads
        ),
        new(
            "speed at an end in the country",
            TravelFormula.LocalSpeed(Setting.Country),
            "km/h",
            LocalRoads
        ),
        new("of main road after that", TravelFormula.MainKilometres, "km", Ours),
        new(
            "speed on main roads",
            TravelFormula.MainSpeed,
            "km/h",
            "our assumption, between local A roads (41 km/h) and motorways and trunk roads (95 km/h)"
        ),
        new(
            "speed on the rest",
            TravelFormula.TrunkSpeed,
            "km/h",
            "a little below the 59.0 mph (95 km/h) on motorways and trunk roads, Department for Transport, year to June 2019"
        ),
    ];

    private const string LocalRoads =
        "our parting of the 25.4 mph (41 km/h) on local A roads, Department for Transport, year to June 2019";

    public static readonly IReadOnlyList<string> Weaknesses =
    [
        "It knows no roads. Across an estuary, a moor or the Fens without a bridge or a road it is too short: from Hull to Grimsby or from Liverpool to Birkenhead at the shore, look at a map.",
        "No road leads to the Isle of Wight or the Isles of Scilly: to and from them there is no journey by car. Among the Isles of Scilly boats are not reckoned with. Other islands are taken as reached by bridge or causeway.",
        "It knows no time of day. At the hours when schools begin and end, roads in cities are slower.",
        "It says nothing of buses and trains.",
        "It has not been fitted to measured journeys. Take it for a sieve, not a promise.",
    ];

    public static readonly IReadOnlyList<string> WhatOfTheCoast =
    [
        "A school is called coastal within 5.5 km of the coast, as FFT Education Datalab draws the line. The coast is worked out from the outlines of local authorities: what bounds the country, but not the land borders, and not the shores of tidal rivers above where they narrow. Those stretches are listed below.",
        "The outlines are light: corners are about a kilometre and a half apart, so a distance is right to about half a kilometre, and small creeks are missing.",
        "Compared with FFT's own flag for 3,295 secondary schools, 96 in 100 are the same. Of the 120 others 29 are around Bournemouth and Weymouth, by the sea, where that table has no flag; 26 are in Essex and Devon, mostly along creeks that the outlines do not show. The river stretches were chosen with that table at hand, so the agreement is no independent proof.",
    ];

    /// <summary>The stretches of an estimated journey, in the order driven; start and parking are not among them.</summary>
    public static IReadOnlyList<Stretch> WorkThrough(double kilometres, Setting from, Setting to)
    {
        var road = TravelFormula.Detour * kilometres;
        var leg = Math.Min(TravelFormula.LocalKilometres, road / 2);
        var main = Math.Min(TravelFormula.MainKilometres, road - (2 * leg));
        return
        [
            Driven("at one end", leg, TravelFormula.LocalSpeed(from)),
            Driven("at the other end", leg, TravelFormula.LocalSpeed(to)),
            Driven("main roads", main, TravelFormula.MainSpeed),
            Driven("motorways and trunk roads", road - (2 * leg) - main, TravelFormula.TrunkSpeed),
        ];

        static Stretch Driven(string words, double far, double speed) =>
            new(words, far, speed, 60 * far / speed);
    }

    /// <summary>A number as people write it, with no more decimals than it has.</summary>
    public static string Digits(double number) =>
        number.ToString("0.####", CultureInfo.InvariantCulture);
}
