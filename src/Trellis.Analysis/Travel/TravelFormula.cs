namespace Trellis.Travel;

/// <summary>What surrounds a school, as far as driving goes.</summary>
public enum Setting
{
    /// <summary>A town or city; also where the register does not say, as most schools are in one.</summary>
    Town,

    /// <summary>A conurbation, as London or Greater Manchester.</summary>
    Conurbation,

    /// <summary>The country: villages, small towns and scattered houses.</summary>
    Country,
}

/// <summary>The published formula: minutes by car from the straight line and from what surrounds each end.</summary>
/// <remarks>
/// An estimate, not a route. The detour is what studies of road networks find: roads are 1.3 times (give or take .1) as long
/// as the straight line (arXiv:2406.06490, 2024), about 1.2 within cities (Newell 1980). Of speeds the Department for Transport
/// publishes, for the year to June 2019, 25.4 mph (41 km/h) on local A roads, stops included, and 59.0 mph (95 km/h) on
/// motorways and trunk roads. How 41 km/h parts into conurbation, town and country, and where the faster roads begin, are our
/// assumptions: every figure stands here, on the method page and in docs/methods/travel.md.
/// </remarks>
public static class TravelFormula
{
    /// <summary>Minutes to start, to park and to reach the door, whatever the distance.</summary>
    public const double StartAndParking = 5;

    /// <summary>Kilometres of road to one kilometre in a straight line.</summary>
    public const double Detour = 1.3;

    /// <summary>Kilometres of road at each end that are driven at the speed of that end.</summary>
    public const double LocalKilometres = 5;

    /// <summary>After the local roads, kilometres of road driven at <see cref="MainSpeed"/>.</summary>
    public const double MainKilometres = 30;

    /// <summary>Kilometres an hour on main roads between places.</summary>
    public const double MainSpeed = 60;

    /// <summary>Kilometres an hour on what is left of a long journey: motorways and trunk roads.</summary>
    public const double TrunkSpeed = 90;

    /// <summary>Kilometres an hour on the roads around a school.</summary>
    public static double LocalSpeed(Setting setting) =>
        setting switch
        {
            Setting.Conurbation => 25,
            Setting.Country => 48,
            _ => 32,
        };

    /// <summary>The setting that an urban-rural class means, of 2011 or 2021; a town where the words are empty.</summary>
    public static Setting SettingOf(string urbanRural) =>
        urbanRural.Contains("rural", StringComparison.OrdinalIgnoreCase) ? Setting.Country
        : urbanRural.Contains("conurbation", StringComparison.OrdinalIgnoreCase)
            ? Setting.Conurbation
        : Setting.Town;

    /// <summary>The estimate, in whole minutes: it promises no more.</summary>
    /// <param name="kilometres">In a straight line, zero or more.</param>
    public static double Minutes(double kilometres, Setting from, Setting to) =>
        Whole(Unrounded(kilometres, LocalSpeed(from), LocalSpeed(to)));

    /// <summary>The same for speeds looked up before.</summary>
    internal static double Minutes(double kilometres, double fromSpeed, double toSpeed) =>
        Whole(Unrounded(kilometres, fromSpeed, toSpeed));

    /// <summary>No two schools further apart than this are within so many estimated minutes, whatever surrounds them.</summary>
    /// <returns>Kilometres in a straight line; negative where the minutes are too few for any journey.</returns>
    public static double FarthestKilometres(double minutes)
    {
        // Whole minutes up to n are all that is less than n + 1/2 before rounding.
        var left = Math.Floor(minutes) + .5 - StartAndParking;
        if (left <= 0)
            return -1;
        var fastest = LocalSpeed(Setting.Country);
        var local = 60 * 2 * LocalKilometres / fastest;
        var main = 60 * MainKilometres / MainSpeed;
        var road =
            left <= local ? left * fastest / 60
            : left <= local + main ? (2 * LocalKilometres) + ((left - local) * MainSpeed / 60)
            : (2 * LocalKilometres) + MainKilometres + ((left - local - main) * TrunkSpeed / 60);
        return road / Detour;
    }

    private static double Unrounded(double kilometres, double fromSpeed, double toSpeed)
    {
        var road = Detour * kilometres;
        var leg = Math.Min(LocalKilometres, road / 2);
        var rest = road - (2 * leg);
        var main = Math.Min(MainKilometres, rest);
        return StartAndParking
            + (
                60
                * (
                    (leg / fromSpeed)
                    + (leg / toSpeed)
                    + (main / MainSpeed)
                    + ((rest - main) / TrunkSpeed)
                )
            );
    }

    private static double Whole(double minutes) =>
        Math.Round(minutes, MidpointRounding.AwayFromZero);
}
