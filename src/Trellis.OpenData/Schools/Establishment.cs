namespace Trellis.Schools;

/// <summary>One entry of the register: one URN, as last stated by the published files.</summary>
/// <remarks>
/// Each field is taken from the newest file that states it; an empty cell never overwrites. An empty string or null
/// means "the files do not say", never "none". Names of head teachers are dropped at the door.
/// </remarks>
public sealed record Establishment
{
    public required Urn Urn { get; init; }

    /// <summary>The name; empty for the few URNs known only from results or links.</summary>
    public string Name { get; init; } = "";

    public LaCode? La { get; init; }

    /// <summary>The authority's name as the register writes it.</summary>
    public string LaName { get; init; } = "";

    public LaEstab? LaEstab { get; init; }

    public Ukprn? Ukprn { get; init; }

    /// <summary>"Community school", "Academy converter", ...: the register's own words.</summary>
    public string Type { get; init; } = "";

    /// <summary>"Local authority maintained schools", "Academies", "Independent schools", ...</summary>
    public string TypeGroup { get; init; } = "";

    public Status Status { get; init; }

    public string ReasonOpened { get; init; } = "";

    public DateOnly? Opened { get; init; }

    public DateOnly? Closed { get; init; }

    public Phase Phase { get; init; }

    public int? LowAge { get; init; }

    public int? HighAge { get; init; }

    public string SixthForm { get; init; } = "";

    public string Gender { get; init; } = "";

    public string Religion { get; init; } = "";

    public string Diocese { get; init; } = "";

    public string Admissions { get; init; } = "";

    /// <summary>Places for pupils.</summary>
    public int? Capacity { get; init; }

    /// <summary>Pupils on roll, as the register states it; the census has the dated figure.</summary>
    public int? Pupils { get; init; }

    /// <summary>Pupils eligible for free school meals, per cent of the roll.</summary>
    public double? PercentFsm { get; init; }

    public string Street { get; init; } = "";

    public string Locality { get; init; } = "";

    public string Address3 { get; init; } = "";

    public string Town { get; init; } = "";

    public string County { get; init; } = "";

    /// <summary>In capitals with one space, as "SW1A 1AA".</summary>
    public string Postcode { get; init; } = "";

    /// <summary>An http or https address, or empty; e-mail addresses typed there are dropped.</summary>
    public string Website { get; init; } = "";

    public string Telephone { get; init; } = "";

    /// <summary>The name of one of the nine regions, or empty.</summary>
    public string Region { get; init; } = "";

    public string District { get; init; } = "";

    public string Ward { get; init; } = "";

    public string Constituency { get; init; } = "";

    /// <summary>The urban-rural class in words, without the "(England/Wales)" prefix.</summary>
    public string UrbanRural { get; init; } = "";

    /// <summary>The place on the National Grid, or null.</summary>
    public GridPoint? Place { get; init; }

    public string Msoa { get; init; } = "";

    public string Lsoa { get; init; } = "";

    /// <summary>The headline grade the register repeats, in words; the inspections themselves are kept apart.</summary>
    public string OfstedRating { get; init; } = "";

    /// <summary>The date of the newest file that speaks of this establishment.</summary>
    public DateOnly AsOf { get; init; }

    public bool IsOpen => Status is Status.Open or Status.ProposedToClose;

    /// <summary>The name, or "URN 123456" where the files give none.</summary>
    public string DisplayName => Name.Length > 0 ? Name : $"URN {Urn}";
}

/// <summary>A place on the British National Grid, in metres.</summary>
public readonly record struct GridPoint(int Easting, int Northing)
{
    /// <summary>The straight-line distance, in kilometres on the grid (its scale error is under .04 %).</summary>
    public double KilometresTo(GridPoint other)
    {
        double east = Easting - other.Easting,
            north = Northing - other.Northing;
        return Math.Sqrt((east * east) + (north * north)) / 1000;
    }
}
