using System.Globalization;
using Trellis.Journal;
using Trellis.People;
using Trellis.Procedures;

namespace Trellis.Closures;

/// <summary>A closing trust with fictional names on the real map of England: what tests and measurements of plans are told about.</summary>
/// <remarks>
/// The towns and the distances between them are real, and so is the shape of what happened: one trust of 21 schools in the towns around
/// Wakefield with eight receivers, one of 12 spread from Swindon to the Wash; one school in three in deficit, one bound by a PFI contract.
/// Schools, trusts, points, wishes and offers are made up. Values follow from distance and phase by a sum written here, not from files.
/// </remarks>
public sealed class FictionalClosure
{
    private sealed record Town(string Name, int Easting, int Northing);

    // Kilometres on the national grid, to the nearest.
    private static readonly Town[] north =
    [
        new("Wakefield", 433, 420),
        new("Pontefract", 446, 422),
        new("Castleford", 443, 426),
        new("Hemsworth", 443, 413),
        new("Barnsley", 434, 406),
        new("Mexborough", 447, 400),
        new("Doncaster", 457, 403),
        new("Thorne", 469, 413),
        new("Goole", 474, 423),
        new("Selby", 461, 432),
        new("Bradford", 416, 433),
        new("Bridlington", 518, 467),
    ];

    private static readonly Town[] south =
    [
        new("Corby", 489, 289),
        new("Kettering", 487, 279),
        new("Northampton", 475, 261),
        new("Daventry", 457, 262),
        new("Wellingborough", 489, 268),
        new("Wisbech", 546, 309),
        new("Swindon", 415, 184),
        new("Reading", 472, 173),
        new("Maidenhead", 489, 181),
    ];

    private static readonly Town[] northernTrusts =
    [
        new("Leeds", 430, 434),
        new("Huddersfield", 414, 417),
        new("Sheffield", 435, 387),
        new("Scunthorpe", 489, 411),
        new("Hull", 510, 429),
        new("York", 460, 452),
        new("Rotherham", 443, 393),
        new("Dewsbury", 424, 422),
    ];

    private static readonly Town[] southernTrusts =
    [
        new("Leicester", 459, 304),
        new("Peterborough", 519, 299),
        new("Milton Keynes", 485, 239),
        new("Oxford", 451, 206),
        new("Slough", 498, 180),
        new("Rugby", 450, 275),
    ];

    private readonly (Scope School, Town Town, bool Secondary, int Points)[] schools;
    private readonly (Scope Trust, Town Town, int Secondaries, int Places, int Points)[] trusts;
    private readonly Dictionary<Scope, string> names = [];

    private FictionalClosure(int number)
    {
        var (towns, homes) = number == 21 ? (north, northernTrusts) : (south, southernTrusts);
        Closing = Trust(0);
        names[Closing] = "Fictional Vale Academies Trust";
        schools =
        [
            .. Enumerable
                .Range(0, number)
                .Select(i =>
                {
                    var secondary = i % 3 == 2;
                    var school = new Scope(
                        ScopeKind.School,
                        (900_001 + i).ToString(CultureInfo.InvariantCulture)
                    );
                    var town = towns[i % towns.Length];
                    names[school] =
                        $"{town.Name} {(i < towns.Length ? "Mill" : "Park")} {(secondary ? "Academy" : "Primary")} (fictional)";
                    return (school, town, secondary, 1 + (i * 7 + 3) % 5);
                }),
        ];
        // A little more room than is needed, so that not every rule bites and some do.
        trusts =
        [
            .. homes.Select(
                (town, t) =>
                {
                    var trust = Trust(t + 1);
                    names[trust] = $"{town.Name} Learning Trust (fictional)";
                    var places = number / homes.Length + 1 + (t % 3 == 0 ? 1 : 0);
                    return (trust, town, t % 4, places, places * 3 + 2);
                }
            ),
        ];
    }

    /// <summary>One of 12 or of 21 schools.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Another number is asked for.</exception>
    public static FictionalClosure Of(int number) =>
        number is 12 or 21
            ? new FictionalClosure(number)
            : throw new ArgumentOutOfRangeException(nameof(number), number, "12 or 21 schools.");

    /// <summary>The trust that closes.</summary>
    public Scope Closing { get; }

    public Scope Region { get; } = Scope.Parse("region:yorkshire-and-the-humber");

    public IReadOnlyList<Scope> Schools => [.. schools.Select(s => s.School)];

    public IReadOnlyList<Scope> Trusts => [.. trusts.Select(t => t.Trust)];

    public string NameOf(Scope scope) => names.GetValueOrDefault(scope, scope.Id);

    /// <summary>Puts the facts of the schools together.</summary>
    public BeginClosure Begin(CaseRef reference) =>
        new(
            reference,
            [
                .. schools.Select(
                    (s, i) =>
                        new ClosingAcademy(
                            s.School,
                            s.Points,
                            [.. Owed(i)],
                            schools.Count(o => o.Town == s.Town) > 1
                                ? s.Town.Name
                                : default(FreeText),
                            s.Points <= 2,
                            s.Secondary ? 700 + 23 * i : 210 + 11 * i,
                            [],
                            default,
                            null
                        )
                ),
            ]
        );

    /// <summary>Invites every trust, with how well each school would fit.</summary>
    public IReadOnlyList<InviteReceiver> Invite(CaseRef reference) =>
        [
            .. trusts.Select(t => new InviteReceiver(
                reference,
                t.Trust,
                [
                    .. schools.Select(s =>
                        FitOf(s.School, s.Town, s.Secondary, t.Town, t.Secondaries)
                    ),
                ]
            )),
        ];

    /// <summary>What each trust offers; the last takes no school that is bound by a PFI contract.</summary>
    public IReadOnlyList<OfferPlaces> Offer(CaseRef reference) =>
        [
            .. trusts.Select(
                (t, i) =>
                    new OfferPlaces(
                        reference,
                        t.Trust,
                        t.Places,
                        t.Points,
                        i == trusts.Length - 1 ? [schools[5].School] : [],
                        "With a grant for what has to be mended, in words of a fictional trust."
                    )
            ),
        ];

    /// <summary>The lists of the schools that do well: the three trusts nearest to each.</summary>
    public IReadOnlyList<StateWishes> Wish(CaseRef reference) =>
        [
            .. schools
                .Where(s => s.Points <= 2)
                .Select(s => new StateWishes(
                    reference,
                    s.School,
                    null,
                    [
                        .. trusts
                            .Where(t => MinutesBetween(s.Town, t.Town) <= MostMinutes)
                            .OrderBy(t => MinutesBetween(s.Town, t.Town))
                            .Take(3)
                            .Select(t => t.Trust),
                    ],
                    "Our pupils come on foot, in words of a fictional school."
                )),
        ];

    private const int MostMinutes = 120;

    private static Scope Trust(int number) =>
        new(ScopeKind.Trust, (90_001 + number).ToString(CultureInfo.InvariantCulture));

    private static IEnumerable<Code> Owed(int school)
    {
        if (school % 2 == 0)
            yield return Code.Parse("residual");
        if (school % 3 == 0)
            yield return Code.Parse("deficit");
        if (school == 5)
            yield return Code.Parse("building");
    }

    // By the straight line, a quarter longer by road, at 50 kilometres an hour, and five minutes in towns.
    private static double MinutesBetween(Town one, Town other) =>
        5
        + Math.Sqrt(
            Math.Pow(one.Easting - other.Easting, 2) + Math.Pow(one.Northing - other.Northing, 2)
        )
            * 1.25
            / 50
            * 60;

    private static Fit FitOf(Scope school, Town town, bool secondary, Town trust, int secondaries)
    {
        var minutes = MinutesBetween(town, trust);
        if (minutes > MostMinutes)
            return new(
                school,
                null,
                null,
                "Its nearest school is more than two hours away by car."
            );
        var phase = secondary ? secondaries / 3d : 1 - secondaries / 6d;
        return new(
            school,
            (int)Math.Round((.6 * Math.Exp(-minutes / 60) + .4 * Math.Min(1, phase)) * 10_000),
            (int)Math.Round(minutes * 10),
            default
        );
    }
}
