using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Trellis.Fiction;
using Trellis.Sources;

namespace Trellis.Tests.Fiction;

public sealed class FictionalCountryTests(FictionFolder folder) : IClassFixture<FictionFolder>
{
    private const string Extract = "gias/edubasealldata20261001.csv";
    private const string Links = "gias/links_edubasealldata20261001.csv";

    [Fact]
    public void The_same_seed_writes_the_same_bytes()
    {
        FictionalCountry.Write(folder.New("again"), schools: 60);
        Assert.Equal(Hashes(folder.Tiny), Hashes(folder.New("again")));
    }

    [Fact]
    public void Another_seed_is_another_country()
    {
        FictionalCountry.Write(folder.New("other"), schools: 60, seed: 2);
        Assert.NotEqual(
            Names(folder.Tiny).Order(StringComparer.Ordinal),
            Names(folder.New("other")).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void The_folder_says_that_it_is_fictional() =>
        Assert.StartsWith(
            "fictional data",
            File.ReadAllText(Path.Combine(folder.Tiny, FictionalCountry.Marker))
        );

    [Theory]
    [InlineData(59)]
    [InlineData(60_001)]
    public void Too_few_schools_to_show_everything_and_too_many_for_six_digits_are_refused(
        int schools
    ) =>
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            FictionalCountry.Write(folder.New("refused"), schools)
        );

    [Fact]
    public void As_many_schools_are_open_as_were_asked_for()
    {
        Assert.Equal(60, Open(folder.Tiny).Count);
        Assert.Equal(1200, Open(folder.Country).Count);
    }

    [Fact]
    public void The_importers_read_every_row_of_every_file()
    {
        var (_, manifest) = Import.Read(folder.Country);
        Assert.True(manifest.Fictional);
        Assert.Empty(manifest.Refused);
        Assert.Empty(manifest.Files.Where(f => f.RowsRejected > 0).Select(f => f.Path));
        Assert.Equal(
            Directory.EnumerateFiles(folder.Country, "*", SearchOption.AllDirectories).Count() - 1,
            manifest.Files.Count
        );
    }

    public static TheoryData<string, string, string> Layouts =>
        new()
        {
            { Extract, "gias.zip", "edubasealldata20220722.csv" },
            { Links, "gias.zip", "links_edubasealldata20260821.csv" },
            { "gias/allgroupsdata20171109.csv", "gias.zip", "allgroupsdata20171109.csv" },
            { "gias/allgroupsdata20261001.csv", "gias.zip", "allgroupsdata20260821.csv" },
            {
                "gias/grouplinks_edubaseallacademiesandfree20160901.csv",
                "gias.zip",
                "grouplinks_edubaseallacademiesandfree20160804.csv"
            },
            {
                "gias/grouplinks_edubaseallacademiesandfree20200901.csv",
                "gias.zip",
                "grouplinks_edubaseallacademiesandfree20200901.csv"
            },
            {
                "gias/grouplinks_edubaseallacademiesandfree20261001.csv",
                "gias.zip",
                "grouplinks_edubaseallacademiesandfree20240329.csv"
            },
            {
                "gias/grouplinks_edubaseallgroups20261001.csv",
                "gias.zip",
                "grouplinks_edubaseallgroups20220331.csv"
            },
            {
                "2018-2019/england_census.csv",
                "performance-tables-2018-2019.zip",
                "england_census.csv"
            },
            {
                "2021-2022/england_census.csv",
                "performance-tables-2021-2022.zip",
                "england_census.csv"
            },
            {
                "2022-2023/england_census.csv",
                "performance-tables-2022-2023.zip",
                "england_census.csv"
            },
            {
                "2024-2025/england_census.csv",
                "performance-tables-2023-2024.zip",
                "england_census.csv"
            },
            { "2022-2023/england_abs.csv", "performance-tables-2022-2023.zip", "england_abs.csv" },
            { "2018-2019/england_swf.csv", "performance-tables-2018-2019.zip", "england_swf.csv" },
            { "2018-2019/england_cfr.csv", "performance-tables-2017-2018.zip", "england_cfr.csv" },
            {
                "2021-2022/england_school_information.csv",
                "performance-tables-2021-2022.zip",
                "england_school_information.csv"
            },
            {
                "2018-2019/england_ks2final.csv",
                "performance-tables-2017-2018.zip",
                "england_ks2final.csv"
            },
            {
                "2024-2025/england_ks2final.csv",
                "performance-tables-2023-2024.zip",
                "england_ks2final.csv"
            },
            {
                "2018-2019/england_ks4final.csv",
                "performance-tables-2018-2019.zip",
                "england_ks4final.csv"
            },
            {
                "2024-2025/england_ks4final.csv",
                "performance-tables-2023-2024.zip",
                "england_ks4final.csv"
            },
            {
                "2018-2019/england_ks5final.csv",
                "performance-tables-2018-2019.zip",
                "england_ks5final.csv"
            },
            {
                "ofsted/inspection_history_2005-2020.csv",
                "ofsted.zip",
                "inspection_history_2005-2020.csv"
            },
            {
                "ofsted/Management_information_-_schools_-_31_August_2024.csv",
                "ofsted.zip",
                "Management_information_-_schools_-_28_February_2015.csv"
            },
            {
                "imd/File_7_-_All_IoD2019_Scores__Ranks__Deciles_and_Population_Denominators.csv",
                "imd.zip",
                "File_7_-_All_IoD2019_Scores__Ranks__Deciles_and_Population_Denominators.csv"
            },
            { "imd/imd2025_lsoa21.csv", "imd.zip", "imd2025_lsoa21.csv" },
            { "imd/RUC11_LSOA11_EW.csv", "imd.zip", "RUC11_LSOA11_EW.csv" },
            {
                "admissions/AppsandOffers_2025_SchoolLevel.csv",
                "admissions.zip",
                "AppsandOffers_2022_SchoolLevel.csv"
            },
            {
                "la/statistical_neighbours_2026-05.csv",
                "la.zip",
                "statistical_neighbours_2025-05.csv"
            },
            {
                "system-leaders/teaching-school-hubs.csv",
                "system-leaders.zip",
                "teaching-school-hubs.csv"
            },
            {
                "similar-schools/SimilarSchoolsPrimaryValuesEntry.csv",
                "similar-schools.zip",
                "SimilarSchoolsPrimaryValuesEntry.csv"
            },
            {
                "similar-schools/SimilarSchoolsSecondaryValuesEntry_20260608.csv",
                "similar-schools.zip",
                "SimilarSchoolsSecondaryValuesEntry_20260608.csv"
            },
            {
                "similar-schools/SimilarSchoolsSecondaryStandardDeviations.csv",
                "similar-schools.zip",
                "SimilarSchoolsSecondaryStandardDeviations.csv"
            },
        };

    // The fuller official files of deprivation go on after the columns that were kept in the shared ones.
    [Theory]
    [MemberData(nameof(Layouts))]
    public void A_file_begins_with_the_header_of_the_official_one_to_the_byte(
        string ours,
        string zip,
        string official
    )
    {
        if (!Shared.Has($"data/england/{zip}", $"the header of {ours}", out var path))
            return;
        using var archive = ZipFile.OpenRead(path);
        using var published = archive.Entries.First(e => e.Name == official).Open();
        using var written = File.OpenRead(Path.Combine(folder.Tiny, ours));
        var header = FirstLine(published);
        Assert.Equal(
            header,
            FirstLine(written)[..Math.Min(header.Length, FirstLine(written).Length)]
        );

        static string FirstLine(Stream stream)
        {
            if (stream.CanSeek)
                stream.Position = 0;
            using var reader = new StreamReader(stream, Encoding.UTF8, leaveOpen: true);
            return reader.ReadLine()!;
        }
    }

    [Fact]
    public void No_school_town_authority_or_group_bears_a_real_name()
    {
        if (
            !Shared.Has(
                "data/england/gias.zip",
                "generated names against the register",
                out var path
            )
        )
            return;
        using var archive = ZipFile.OpenRead(path);
        var real = new HashSet<string>(StringComparer.Ordinal);
        foreach (
            var entry in archive.Entries.Where(e =>
                e.Name.EndsWith(".csv", StringComparison.Ordinal)
            )
        )
        {
            using var stream = entry.Open();
            foreach (var row in Rows.Of(stream))
            foreach (
                var column in (string[])
                    [
                        "EstablishmentName",
                        "LinkName",
                        "Group Name",
                        "Town",
                        "Locality",
                        "LA (name)",
                        "DistrictAdministrative (name)",
                        "AdministrativeWard (name)",
                        "Trusts (name)",
                        "Federations (name)",
                        "Group Town",
                    ]
            )
                if (row.GetValueOrDefault(column) is { Length: > 0 } name)
                    real.Add(Normal(name));
        }
        Assert.Contains(Normal("Argyle Primary School"), real);
        Assert.True(real.Count > 40_000, $"The register at hand has only {real.Count} names.");
        Assert.DoesNotContain(
            Names(folder.Country).Concat(Names(folder.Tiny)),
            n => real.Contains(Normal(n))
        );
    }

    [Fact]
    public void Results_fall_and_absence_rises_with_poverty_as_in_life()
    {
        var census = By("2018-2019/england_census.csv", "URN", "PNUMFSMEVER");
        var points = By("2018-2019/england_ks4final.csv", "URN", "ATT8SCR");
        var reading = By("2018-2019/england_ks2final.csv", "URN", "PTRWM_EXP");
        var absence = By("2018-2019/england_abs.csv", "URN", "PERCTOT");
        // In England's tables of 2018/19: Attainment 8 with disadvantage about -.6, the expected standard about -.4.
        Assert.InRange(Correlation(census, points), -.85, -.4);
        Assert.InRange(Correlation(census, reading), -.7, -.2);
        Assert.InRange(Correlation(absence, points), -.95, -.4);
    }

    [Fact]
    public void A_school_is_much_the_same_school_the_next_year() =>
        Assert.InRange(
            Correlation(
                By("2022-2023/england_ks4final.csv", "URN", "ATT8SCR"),
                By("2023-2024/england_ks4final.csv", "URN", "ATT8SCR")
            ),
            .85,
            .995
        );

    [Theory]
    [InlineData("Primary")]
    [InlineData("Secondary")]
    [InlineData("All-through")]
    [InlineData("Middle deemed secondary")]
    [InlineData("Nursery")]
    [InlineData("16 plus")]
    [InlineData("Not applicable")]
    public void The_smallest_country_has_every_phase(string phase) =>
        Assert.Contains(Open(folder.Tiny), r => r["PhaseOfEducation (name)"] == phase);

    [Theory]
    [InlineData("Successor")]
    [InlineData("Predecessor")]
    [InlineData("Successor - merged")]
    [InlineData("Predecessor - amalgamated")]
    [InlineData("Successor - Split School")]
    [InlineData("Sixth Form Centre Link")]
    [InlineData("Other")]
    public void The_smallest_country_has_every_kind_of_link(string type) =>
        Assert.Contains(Rows.Of(Path.Combine(folder.Tiny, Links)), r => r["LinkType"] == type);

    [Theory]
    [InlineData("EstablishmentStatus (name)", "Closed")]
    [InlineData("EstablishmentStatus (name)", "Open, but proposed to close")]
    [InlineData("TypeOfEstablishment (name)", "Academy converter")]
    [InlineData("TypeOfEstablishment (name)", "Academy sponsor led")]
    [InlineData("ReasonEstablishmentOpened (name)", "Fresh Start")]
    [InlineData("ReasonEstablishmentOpened (name)", "New Provision")]
    [InlineData("OpenDate", "01-09-2026")]
    [InlineData("FederationFlag (name)", "Supported by a federation")]
    [InlineData("TrustSchoolFlag (name)", "Supported by a trust")]
    [InlineData("TrustSchoolFlag (name)", "Supported by a multi-academy trust")]
    [InlineData("TrustSchoolFlag (name)", "Supported by a single-academy trust")]
    [InlineData("EstablishmentTypeGroup (name)", "Independent schools")]
    public void The_smallest_country_has_every_kind_of_school(string column, string value) =>
        Assert.Contains(Rows.Of(Path.Combine(folder.Tiny, Extract)), r => r[column] == value);

    [Fact]
    public void In_the_smallest_country_a_single_trust_becomes_a_multi_one_with_and_without_a_new_uid()
    {
        var forms = GroupLinks(folder.Tiny)
            .Where(r => r["Companies House Number"].Length > 0)
            .GroupBy(r => r["Companies House Number"])
            .Where(g => g.Select(r => r["Group Type"]).Distinct().Count() == 2)
            .Select(g => g.Select(r => r["Linked UID"]).Distinct().Count())
            .ToArray();
        Assert.Contains(1, forms);
        Assert.Contains(2, forms);
    }

    [Fact]
    public void In_the_smallest_country_an_academy_moves_under_the_same_urn_and_a_trust_closes()
    {
        Assert.Contains(
            GroupLinks(folder.Tiny)
                .Where(r => r["Group Type"] != "School sponsor")
                .GroupBy(r => r["URN"]),
            g => g.Select(r => r["Companies House Number"]).Distinct().Count() > 1
        );
        Assert.Contains(
            Rows.Of(Path.Combine(folder.Tiny, "gias/allgroupsdata20261001.csv")),
            r => r["Group Status"] == "Closed" && r["Group Type"] == "Multi-academy trust"
        );
    }

    [Fact]
    public void A_sponsored_academy_is_counted_twice_in_the_group_links_as_published() =>
        Assert.Contains(
            GroupLinks(folder.Tiny),
            r => r["Group Type"] == "School sponsor" && r["TypeOfEstablishment (code)"] == "28"
        );

    [Fact]
    public void Figures_of_few_pupils_are_withheld()
    {
        Assert.Contains(
            Rows.Of(Path.Combine(folder.Country, "2018-2019/england_ks2final.csv")),
            r => r["PTRWM_EXP"] == "SUPP"
        );
        Assert.DoesNotContain(
            Rows.Of(Path.Combine(folder.Country, "2018-2019/england_ks2final.csv")),
            r =>
                int.TryParse(r["TELIG"], CultureInfo.InvariantCulture, out var pupils)
                && pupils <= 5
                && r["PTRWM_EXP"] != "SUPP"
        );
    }

    [Fact]
    public void Websites_lead_nowhere_and_telephones_ring_nobody()
    {
        var open = Open(folder.Country);
        Assert.All(open, r => Assert.EndsWith(".example.org/", r["SchoolWebsite"]));
        Assert.All(open, r => Assert.StartsWith("01632960", r["TelephoneNum"]));
    }

    private static string Normal(string name) =>
        new(name.Where(char.IsLetterOrDigit).Select(char.ToUpperInvariant).ToArray());

    private static List<Dictionary<string, string>> Open(string country) =>
        Rows.Of(Path.Combine(country, Extract))
            .Where(r => r["EstablishmentStatus (name)"] != "Closed")
            .ToList();

    private static IEnumerable<string> Names(string country) =>
        Rows.Of(Path.Combine(country, Extract))
            .SelectMany(r =>
                (string[])
                    [
                        r["EstablishmentName"],
                        r["Town"],
                        r["LA (name)"],
                        r["DistrictAdministrative (name)"],
                    ]
            )
            .Concat(
                Rows.Of(Path.Combine(country, "gias/allgroupsdata20261001.csv"))
                    .Select(r => r["Group Name"])
            )
            .Distinct();

    private static IEnumerable<Dictionary<string, string>> GroupLinks(string country) =>
        Directory
            .EnumerateFiles(Path.Combine(country, "gias"), "grouplinks_edubaseallacademies*.csv")
            .Order(StringComparer.Ordinal)
            .SelectMany(Rows.Of);

    private static Dictionary<string, string> Hashes(string country) =>
        Directory
            .EnumerateFiles(country, "*", SearchOption.AllDirectories)
            .ToDictionary(
                path => Path.GetRelativePath(country, path),
                path => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)))
            );

    private Dictionary<string, double> By(string file, string key, string column)
    {
        var figures = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var row in Rows.Of(Path.Combine(folder.Country, file)))
            if (
                row.GetValueOrDefault("RECTYPE", "1") == "1"
                && double.TryParse(
                    row[column].TrimEnd('%'),
                    NumberStyles.Float,
                    CultureInfo.InvariantCulture,
                    out var figure
                )
            )
                figures.TryAdd(row[key], figure);
        return figures;
    }

    private static double Correlation(
        Dictionary<string, double> one,
        Dictionary<string, double> other
    )
    {
        var pairs = one.Where(p => other.ContainsKey(p.Key))
            .Select(p => (X: p.Value, Y: other[p.Key]))
            .ToArray();
        double x = pairs.Average(p => p.X),
            y = pairs.Average(p => p.Y);
        return pairs.Sum(p => (p.X - x) * (p.Y - y))
            / Math.Sqrt(
                pairs.Sum(p => (p.X - x) * (p.X - x)) * pairs.Sum(p => (p.Y - y) * (p.Y - y))
            );
    }
}
