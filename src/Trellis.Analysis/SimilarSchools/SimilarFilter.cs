using Trellis.Schools;
using Trellis.Travel;

namespace Trellis.SimilarSchools;

/// <summary>Which schools may be named. What is not set does not filter; filters come before the nearest are taken.</summary>
/// <remarks>
/// A school of which the register does not say what a filter asks is left out: a filter promises. Only open schools are
/// ever named. Minutes are those of <see cref="Journeys"/>: a router's where they were loaded, else estimated. Whether a
/// school is coastal is in no file; it is worked out by <see cref="Coast"/>.
/// </remarks>
public sealed record SimilarFilter
{
    public static readonly SimilarFilter None = new();

    /// <summary>At most so many kilometres in a straight line.</summary>
    public double? WithinKilometres { get; init; }

    /// <summary>At most so many minutes by car. A school to which no road leads is left out.</summary>
    public double? WithinMinutes { get; init; }

    /// <summary>True for within <see cref="Coast.CoastalWithin"/> of the coast, false for further inland.</summary>
    public bool? Coastal { get; init; }

    public IReadOnlyCollection<string> Regions { get; init; } = [];

    /// <summary>"Community school", "Academy converter": the register's own words.</summary>
    public IReadOnlyCollection<string> Types { get; init; } = [];

    /// <summary>"Academies", "Local authority maintained schools".</summary>
    public IReadOnlyCollection<string> TypeGroups { get; init; } = [];

    public IReadOnlyCollection<Phase> Phases { get; init; } = [];

    public IReadOnlyCollection<LaCode> Authorities { get; init; } = [];

    /// <summary>True for rural, false for urban, by the class of the school's neighbourhood.</summary>
    public bool? Rural { get; init; }

    /// <summary>"Church of England", "None": the register's own words.</summary>
    public IReadOnlyCollection<string> Religions { get; init; } = [];

    /// <summary>Leaves out the schools of the school's own trust.</summary>
    public bool ExcludeOwnTrust { get; init; }

    /// <summary>In what a school has to be as the school that asks is, by the register.</summary>
    public IReadOnlyCollection<SameTrait> Same { get; init; } = [];

    /// <summary>Whether an establishment passes, apart from its trust.</summary>
    /// <param name="journeys">By which minutes are told.</param>
    public bool Passes(Establishment own, Establishment other, Journeys journeys)
    {
        if (Regions.Count > 0 && !Among(Regions, other.Region))
            return false;
        if (Types.Count > 0 && !Among(Types, other.Type))
            return false;
        if (TypeGroups.Count > 0 && !Among(TypeGroups, other.TypeGroup))
            return false;
        if (Phases.Count > 0 && !Phases.Contains(other.Phase))
            return false;
        if (Authorities.Count > 0 && !(other.La is { } la && Authorities.Contains(la)))
            return false;
        if (Religions.Count > 0 && !Among(Religions, other.Religion))
            return false;
        foreach (var trait in Same)
            if (!SameTraits.Shared(trait, own, other))
                return false;
        if (Rural is { } rural && IsRural(other) != rural)
            return false;
        if (
            WithinKilometres is { } kilometres
            && !(
                own.Place is { } here
                && other.Place is { } there
                && here.KilometresTo(there) <= kilometres
            )
        )
            return false;
        // A comparison with NaN is false: what is not known does not pass.
        if (WithinMinutes is { } minutes && !(journeys.Minutes(own, other) <= minutes))
            return false;
        return Coastal is not { } coastal
            || Coast.In(journeys.Snapshot).IsCoastal(other) == coastal;
    }

    /// <summary>Whether the neighbourhood is rural by the urban-rural class; null where the register does not say.</summary>
    public static bool? IsRural(Establishment establishment) =>
        establishment.UrbanRural.Length == 0
            ? null
            : establishment.UrbanRural.Contains("rural", StringComparison.OrdinalIgnoreCase);

    private static bool Among(IReadOnlyCollection<string> words, string word) =>
        words.Any(w => string.Equals(w, word, StringComparison.OrdinalIgnoreCase));
}
