using System.Text;

namespace Trellis.Fiction;

/// <summary>A country that does not exist, in the files its publishers would have published.</summary>
/// <remarks>
/// Everything is drawn from a seed: the same seed and number of schools give the same bytes on any machine. Names, numbers and
/// addresses are invented; authorities are numbered from 500, URNs from 900001, postcodes begin with letters no real one begins with, telephone
/// numbers are of the range kept for drama, and websites are under example.org. Only the names of the nine regions are real.
/// </remarks>
public static class FictionalCountry
{
    /// <summary>The file that marks a folder as fictional; an importer that finds it says so on every page.</summary>
    public const string Marker = "FICTIONAL.txt";

    /// <summary>As many schools as England has.</summary>
    public const int EnglandSchools = 24_000;

    /// <summary>The day the invented register was drawn up.</summary>
    public static readonly DateOnly RegisterDate = new(2026, 10, 1);

    /// <summary>Writes the country's files under a folder, which is created where there is none; files of the same names are replaced.</summary>
    /// <param name="schools">How many open schools, from 60; closed ones and earlier numbers come on top.</param>
    /// <param name="seed">Another seed, another country.</param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 60 schools cannot hold one of everything; URNs of six digits end at 60,000.</exception>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static void Write(string folder, int schools = 1200, int seed = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(schools, 60);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(schools, 60_000);
        Directory.CreateDirectory(folder);
        // The mark first: a folder that was half written is marked too.
        File.WriteAllText(
            Path.Combine(folder, Marker),
            "fictional data: every school, trust, place and figure in this folder is invented by Trellis "
                + $"(schools {schools}, seed {seed}). None of it describes England.\n",
            new UTF8Encoding(false)
        );
        var land = new Land(seed, schools);
        var lives = new Lives(land, schools, seed);
        new RegisterFiles(Path.Combine(folder, "gias"), land, lives, seed).Write();
        new PerformanceFiles(folder, lives, seed).Write();
        new InspectionFiles(Path.Combine(folder, "ofsted"), lives, seed).Write();
        new PlaceFiles(folder, land, lives, seed).Write();
        new IntakeFiles(folder, land, lives, seed).Write();
    }
}
