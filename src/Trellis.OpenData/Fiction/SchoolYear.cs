namespace Trellis.Fiction;

/// <summary>A school in one school year: what lies behind all the figures published of it.</summary>
/// <remarks>
/// Everything published follows from the same few things (how poor, how many languages, how good, how big), with noise that shrinks with
/// the number of pupils. So schools alike in intake are alike in results, schools differ for good reasons, and small ones by luck.
/// </remarks>
internal readonly record struct SchoolYear
{
    private SchoolYear(
        Site site,
        int starts,
        int pupils,
        double quality,
        double fsm,
        double everFsm
    )
    {
        (Site, Starts, Pupils, Quality) = (site, starts, pupils, quality);
        (Fsm, EverFsm) = (fsm, everFsm);
    }

    public Site Site { get; }

    /// <summary>The year it begins: 2018 is 2018/19.</summary>
    public int Starts { get; }

    public int Pupils { get; }

    /// <summary>How well it does with the pupils it has, this year.</summary>
    public double Quality { get; }

    public double Fsm { get; }

    public double EverFsm { get; }

    public double Girls { get; private init; }

    public double Eal { get; private init; }

    public double SenSupport { get; private init; }

    public double Ehc { get; private init; }

    /// <summary>What its pupils brought with them, in standard deviations between schools.</summary>
    public double Prior { get; private init; }

    /// <summary>Pupils in the last year of a key stage.</summary>
    public int Cohort { get; private init; }

    /// <summary>Full years since its first day, under any number; 99 where that is long ago.</summary>
    public int Age { get; private init; }

    public static SchoolYear Of(Site site, int starts, int seed)
    {
        // Quality wanders about its long-run level: four fifths of a deviation is kept from year to year.
        var drift = 0.0;
        for (var year = 2015; year <= starts; year++)
            drift =
                (.8 * drift) + (.33 * new Chance(seed, Purpose.Quality, site.Id, year).Normal());
        var chance = new Chance(seed, Purpose.Census, site.Id, starts);
        var began = site.Began;
        var age =
            began.Year < 2010 ? 99 : starts - (began.Month >= 9 ? began.Year : began.Year - 1);
        var span = Math.Max(1, site.Ages.High - site.Ages.Low);
        var grown =
            began.Year < 2013 || site.Entries[0].Reason != "New Provision"
                ? 1
                : Math.Clamp((age + 1.0) / span, .1, 1);
        var births = site.IsPrimary ? 1 - (.011 * (starts - 2018)) : 1 + (.008 * (starts - 2018));
        var pupils = Math.Max(
            9,
            (int)
                Math.Round(
                    site.Capacity * site.Fullness * grown * births * (1 + (.02 * chance.Normal()))
                )
        );
        var national = starts switch
        {
            <= 2018 => .118,
            2019 => .145,
            2020 => .163,
            2021 => .184,
            2022 => .198,
            2023 => .206,
            _ => .214,
        };
        var poor = site.Deprivation;
        var fsm = Share(
            national * (1 + (.5 * poor) + (.09 * poor * Math.Abs(poor))) + (.012 * chance.Normal()),
            .012,
            .78
        );
        var ever = Share(
            (fsm * (starts < 2020 ? 1.45 : 1.06)) + .02 + (.012 * chance.Normal()),
            .015,
            .85
        );
        var languages = site.Eal;
        var eal = Share(
            .1
                + (.1 * languages)
                + (.075 * languages * Math.Abs(languages))
                + (.01 * chance.Normal()),
            .003,
            .94
        );
        var special = site.Kind is SiteKind.Special;
        var support = Share(
            special
                ? .01
                : .128
                    + (.004 * (starts - 2018))
                    + (.022 * poor)
                    + (.03 * site.Fullness)
                    - .03
                    + (.045 * Steady(site, seed, 1))
                    + (.008 * chance.Normal()),
            .004,
            .45
        );
        var plans = Share(
            special
                ? .985 + (.01 * chance.Next())
                : .018 + (.0035 * (starts - 2018)) + (.003 * poor) + (.012 * Steady(site, seed, 2)),
            0,
            1
        );
        var girls = site.Gender switch
        {
            "Girls" => 1,
            "Boys" => 0,
            _ => special ? .3 + (.04 * chance.Normal()) : .492 + (.025 * chance.Normal()),
        };
        return new SchoolYear(site, starts, pupils, site.Quality + drift, fsm, ever)
        {
            Girls = Share(girls, 0, 1),
            Eal = eal,
            SenSupport = support,
            Ehc = plans,
            Prior =
                (-.62 * poor)
                + (.18 * Math.Min(2, languages))
                + (.35 * Steady(site, seed, 3))
                + (site.Selective ? 1.9 : 0),
            Cohort = Math.Max(
                1,
                (int)Math.Round(pupils / (double)span * (1 + (.06 * chance.Normal())))
            ),
            Age = age,
        };
    }

    /// <summary>The census of January, as the tables of its year count it.</summary>
    public DateOnly CensusDay => new(Starts + 1, 1, 18);

    /// <summary>The summer of the examinations.</summary>
    public DateOnly ExamDay => new(Starts + 1, 6, 1);

    /// <summary>Something of the school's own that stays from year to year: mean 0, deviation 1.</summary>
    private static double Steady(Site site, int seed, int which) =>
        new Chance(seed, Purpose.Census, site.Id, which).Normal();

    private static double Share(double value, double least, double most) =>
        Math.Clamp(value, least, most);
}
