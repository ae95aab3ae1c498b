using Trellis.Schools;

namespace Trellis.SimilarSchools;

/// <summary>Which schools may be named. What is not set does not filter; filters come before the nearest are taken.</summary>
/// <remarks>
/// A school of which the register does not say what a filter asks is left out: a filter promises. Only open schools are
/// ever named. Whether a school is coastal is not in the files, so there is no such filter.
/// </remarks>
public sealed record SimilarFilter
{
    public static readonly SimilarFilter None = new();

    /// <summary>At most so many kilometres in a straight line.</summary>
    public double? WithinKilometres { get; init; }

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

    /// <summary>Whether an establishment passes, apart from its trust.</summary>
    public bool Passes(Establishment own, Establishment other)
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
        if (Rural is { } rural && IsRural(other) != rural)
            return false;
        return WithinKilometres is not { } kilometres
            || (
                own.Place is { } here
                && other.Place is { } there
                && here.KilometresTo(there) <= kilometres
            );
    }

    /// <summary>Whether the neighbourhood is rural by the urban-rural class; null where the register does not say.</summary>
    public static bool? IsRural(Establishment establishment) =>
        establishment.UrbanRural.Length == 0
            ? null
            : establishment.UrbanRural.Contains("rural", StringComparison.OrdinalIgnoreCase);

    private static bool Among(IReadOnlyCollection<string> words, string word) =>
        words.Any(w => string.Equals(w, word, StringComparison.OrdinalIgnoreCase));
}
