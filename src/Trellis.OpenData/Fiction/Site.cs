namespace Trellis.Fiction;

internal enum SiteKind
{
    Primary,
    Infant,
    Junior,
    Middle,
    Secondary,
    AllThrough,
    Special,
    AlternativeProvision,
    Nursery,
    Independent,
    SixteenPlus,
}

/// <summary>A school as a place and a people, through whatever numbers it has borne.</summary>
internal sealed class Site
{
    public required int Id { get; init; }
    public required SiteKind Kind { get; init; }
    public required Town Town { get; init; }
    public required int Neighbourhood { get; init; }
    public required int Easting { get; init; }
    public required int Northing { get; init; }
    public required string Street { get; init; }
    public required string Postcode { get; init; }

    /// <summary>The name without the words for what kind of school it is: "Torvmere", "St Ebbin's".</summary>
    public required string Root { get; init; }
    public required string Religion { get; init; }
    public required string Gender { get; init; }
    public required bool Selective { get; init; }
    public required bool SixthForm { get; init; }

    /// <summary>Pupils when full.</summary>
    public required int Capacity { get; init; }

    /// <summary>How poor its pupils' homes are, in standard deviations between schools.</summary>
    public required double Deprivation { get; init; }

    /// <summary>How many of its pupils speak another language first, in standard deviations.</summary>
    public required double Eal { get; init; }

    /// <summary>How well it does with the pupils it has, in standard deviations, in the long run.</summary>
    public required double Quality { get; init; }

    /// <summary>How full it is, as a share of its places.</summary>
    public required double Fullness { get; init; }

    public int EstablishmentNumber { get; set; }

    /// <summary>Its entries in the register, oldest first.</summary>
    public List<Entry> Entries { get; } = [];

    public Area Area => Town.District.Area;

    public bool IsPrimary => Kind is SiteKind.Primary or SiteKind.Infant or SiteKind.Junior;

    public bool IsState => Kind is not SiteKind.Independent;

    public bool HasKeyStage2 =>
        Kind is SiteKind.Primary or SiteKind.Junior or SiteKind.AllThrough or SiteKind.Special;

    public bool HasKeyStage4 =>
        Kind
            is SiteKind.Secondary
                or SiteKind.AllThrough
                or SiteKind.Special
                or SiteKind.Independent;

    public bool HasKeyStage5 =>
        Kind is SiteKind.SixteenPlus
        || (SixthForm && Kind is SiteKind.Secondary or SiteKind.AllThrough or SiteKind.Independent);

    public (int Low, int High) Ages =>
        Kind switch
        {
            SiteKind.Primary => (Id % 3 == 0 ? 3 : 4, 11),
            SiteKind.Infant => (4, 7),
            SiteKind.Junior => (7, 11),
            SiteKind.Middle => (9, 13),
            SiteKind.Secondary => (11, SixthForm ? 18 : 16),
            SiteKind.AllThrough => (4, SixthForm ? 18 : 16),
            SiteKind.Special => (Id % 2 == 0 ? 4 : 2, 19),
            SiteKind.AlternativeProvision => (11, 16),
            SiteKind.Nursery => (2, 5),
            SiteKind.Independent => (Id % 2 == 0 ? 3 : 11, 18),
            _ => (16, 19),
        };

    public (string Code, string Name) Phase =>
        Kind switch
        {
            SiteKind.Primary or SiteKind.Infant or SiteKind.Junior => ("2", "Primary"),
            SiteKind.Middle => ("5", "Middle deemed secondary"),
            SiteKind.Secondary => ("4", "Secondary"),
            SiteKind.AllThrough => ("7", "All-through"),
            SiteKind.Nursery => ("1", "Nursery"),
            SiteKind.SixteenPlus => ("6", "16 plus"),
            _ => ("0", "Not applicable"),
        };

    /// <summary>The entry that was open on a day, or null.</summary>
    public Entry? On(DateOnly day)
    {
        foreach (var entry in Entries)
            if (entry.IsOpenOn(day))
                return entry;
        return null;
    }

    /// <summary>The first day of this school under any number; long ago where the register does not say.</summary>
    public DateOnly Began => Entries[0].Opened ?? Entry.LongAgo;
}

/// <summary>One entry of the register: one URN.</summary>
internal sealed class Entry
{
    public static readonly DateOnly LongAgo = new(1950, 9, 1);

    public required Site Site { get; init; }
    public required string Name { get; set; }
    public required SchoolType Type { get; init; }
    public int Urn { get; set; }

    /// <summary>Null where the register does not say: most schools that were never anything else.</summary>
    public DateOnly? Opened { get; init; }

    /// <summary>The last day, or null while it is open.</summary>
    public DateOnly? Closed { get; set; }
    public string Reason { get; init; } = "";
    public bool ProposedToClose { get; set; }
    public int EstablishmentNumber { get; set; }

    /// <summary>What it was called before <see cref="Renamed"/>, or null.</summary>
    public string? FormerName { get; set; }
    public DateOnly Renamed { get; set; }

    public Federation? Federation { get; set; }

    /// <summary>Its trusts, oldest first.</summary>
    public List<Belonging> Trusts { get; } = [];

    public string UrnText =>
        Urn.ToString("000000", System.Globalization.CultureInfo.InvariantCulture);

    public bool IsOpenOn(DateOnly day) =>
        (Opened ?? LongAgo) <= day && (Closed is not { } closed || day <= closed);

    public string NameOn(DateOnly day) => FormerName is { } former && day < Renamed ? former : Name;

    public Belonging? TrustOn(DateOnly day)
    {
        foreach (var belonging in Trusts)
            if (belonging.From <= day && (belonging.To is not { } to || day < to))
                return belonging;
        return null;
    }
}

/// <param name="Code">The register's code of the type.</param>
/// <param name="Short">As result tables write it (NFTYPE).</param>
internal sealed record SchoolType(string Code, string Name, string Group, string Short)
{
    public static readonly SchoolType Community = Maintained("01", "Community school", "CY");
    public static readonly SchoolType Aided = Maintained("02", "Voluntary aided school", "VA");
    public static readonly SchoolType Controlled = Maintained(
        "03",
        "Voluntary controlled school",
        "VC"
    );
    public static readonly SchoolType Foundation = Maintained("05", "Foundation school", "FD");
    public static readonly SchoolType Nursery = Maintained(
        "15",
        "Local authority nursery school",
        ""
    );
    public static readonly SchoolType PupilReferralUnit = Maintained(
        "14",
        "Pupil referral unit",
        "PRU"
    );
    public static readonly SchoolType CommunitySpecial = new(
        "07",
        "Community special school",
        "Special schools",
        "CYS"
    );
    public static readonly SchoolType Independent = new(
        "11",
        "Other independent school",
        "Independent schools",
        "IND"
    );
    public static readonly SchoolType College = new("31", "Sixth form centres", "Colleges", "SFC");
    public static readonly SchoolType Converter = Academy("34", "Academy converter", "ACC");
    public static readonly SchoolType Sponsored = Academy("28", "Academy sponsor led", "AC");
    public static readonly SchoolType SpecialConverter = Academy(
        "44",
        "Academy special converter",
        "ACCS"
    );
    public static readonly SchoolType SpecialSponsored = Academy(
        "33",
        "Academy special sponsor led",
        "ACS"
    );
    public static readonly SchoolType AlternativeConverter = Academy(
        "42",
        "Academy alternative provision converter",
        "ACCAP"
    );
    public static readonly SchoolType SixteenPlusConverter = Academy(
        "45",
        "Academy 16-19 converter",
        "ACC1619"
    );
    public static readonly SchoolType Free = new("35", "Free schools", "Free Schools", "F");
    public static readonly SchoolType FreeSpecial = new(
        "36",
        "Free schools special",
        "Free Schools",
        "FS"
    );

    public bool IsAcademy => Group is "Academies" or "Free Schools";

    public bool IsSponsored => this == Sponsored || this == SpecialSponsored;

    private static SchoolType Maintained(string code, string name, string shortName) =>
        new(code, name, "Local authority maintained schools", shortName);

    private static SchoolType Academy(string code, string name, string shortName) =>
        new(code, name, "Academies", shortName);
}

/// <summary>An academy in a trust, from a day to the first day no longer in it.</summary>
/// <param name="StatedJoined">The day the register states, which is not always the day it was.</param>
internal sealed record Belonging(Trust Trust, DateOnly From, DateOnly? To, DateOnly StatedJoined);

/// <summary>Two links of the register at once: what became of what.</summary>
/// <param name="Forward">The type seen from the older entry, as "Successor".</param>
/// <param name="Back">The type seen from the newer one, as "Predecessor".</param>
internal sealed record Link(Entry Older, Entry Newer, string Forward, string Back, DateOnly Date);

internal sealed record Federation(
    int Uid,
    string Name,
    DateOnly Opened,
    string TypeCode,
    string Type
);

/// <summary>An academy trust under one company number, whatever its form.</summary>
internal sealed class Trust
{
    public required int Index { get; init; }
    public required string Name { get; init; }
    public required Area Home { get; init; }
    public required DateOnly Opened { get; init; }
    public required int Target { get; set; }
    public required bool BeganSingle { get; init; }

    /// <summary>The day a single-academy trust became a multi-academy trust, or null.</summary>
    public DateOnly? BecameMulti { get; set; }

    /// <summary>Whether it got a new UID when it changed its form; otherwise only its type changed.</summary>
    public bool NewUidWithForm { get; init; }

    /// <summary>The day it handed its academies over and closed, or null.</summary>
    public DateOnly? Closed { get; set; }

    public int Uid { get; set; }

    /// <summary>Its UID while it was single, where that was another.</summary>
    public int SingleUid { get; set; }

    /// <summary>The UID of the school sponsor that goes with it, or 0.</summary>
    public int SponsorUid { get; set; }
    public int Members { get; set; }

    public string CompanyNumber => (99_000_001 + Index).ToString("00000000");

    public string GroupId => $"TR{90_001 + Index}";

    public int Ukprn => 19_000_001 + Index;

    public bool IsMultiOn(DateOnly day) =>
        !BeganSingle || (BecameMulti is { } became && became <= day);

    public int UidOn(DateOnly day) =>
        NewUidWithForm && BecameMulti is { } became && day < became ? SingleUid : Uid;
}
