using System.Globalization;
using System.IO.Compression;
using Trellis.Fiction;
using Trellis.Places;
using Trellis.Schools;
using Trellis.Snapshots;
using Trellis.Sources;
using Trellis.Travel;

namespace Trellis.Tests.Travel;

public sealed class CoastTests
{
    private static Outline Box(string name, float west, float south, float east, float north) =>
        new(
            "local-authority",
            "",
            name,
            [
                [
                    [
                        new(west, south),
                        new(east, south),
                        new(east, north),
                        new(west, north),
                        new(west, south),
                    ],
                ],
            ]
        );

    private static Snapshot Country(params Outline[] outlines) =>
        new("0123456789abcdef", new SnapshotContent { Outlines = outlines }, Manifest.Empty);

    // Easting 400000, northing 300000 lies at 2.0015° west, 52.598° north.
    private static readonly GridPoint Middle = new(400_000, 300_000);

    [Fact]
    public void The_border_between_two_areas_is_no_coast()
    {
        var coast = Coast.In(Country(Box("west", -3, 52, -2, 53), Box("east", -2, 52, -1, 53)));
        // Two thirds of a degree at most: 0.4 degrees up to the northern edge, 44.7 km.
        Assert.Equal(44.7, coast.Kilometres(Middle)!.Value, .3);
        // Two degrees of longitude along 52° and along 53°, and a degree of latitude at either end.
        Assert.Equal(2 * 111.25 * (1 + .6157 + .6018), coast.LengthKilometres, .1);
    }

    [Fact]
    public void Neighbours_drawn_with_different_corners_have_no_coast_between_them()
    {
        var tall = Box("west", -3, 52, -2, 53);
        var coast = Coast.In(
            Country(tall, Box("south", -2, 52, -1, 52.5f), Box("north", -2, 52.5f, -1, 53))
        );
        Assert.Equal(44.7, coast.Kilometres(Middle)!.Value, .3);
    }

    [Fact]
    public void Areas_in_another_order_have_the_same_coast()
    {
        Outline west = Box("west", -3, 52, -2, 53),
            east = Box("east", -2, 52, -1, 53);
        Assert.Equal(
            Coast.In(Country(west, east)).Kilometres(Middle),
            Coast.In(Country(east, west)).Kilometres(Middle)
        );
    }

    [Fact]
    public void Without_outlines_nothing_is_said_of_the_coast()
    {
        var coast = Coast.In(Country());
        Assert.Null(coast.Kilometres(Middle));
        Assert.Null(coast.IsCoastal(new Establishment { Urn = new Urn(100001), Place = Middle }));
        Assert.False(coast.IsKnown);
    }

    [Fact]
    public void A_school_without_a_place_is_neither_coastal_nor_not() =>
        Assert.Null(
            Coast
                .In(Country(Box("area", -3, 52, -2, 53)))
                .IsCoastal(new Establishment { Urn = new Urn(100001) })
        );

    [Fact]
    public void A_fictional_country_is_an_island()
    {
        var files = Directory.CreateTempSubdirectory("trellis-coast-");
        try
        {
            FictionalCountry.Write(files.FullName, schools: 400, seed: 5);
            var (content, manifest) = Import.Read(files.FullName);
            var country = new Snapshot("0123456789abcdef", content, manifest);
            Assert.True(country.IsFictional);
            var coast = Coast.In(country);
            var kilometres = country
                .Establishments.Where(e => e.Place is not null)
                .Select(e => coast.Kilometres(e.Place!.Value)!.Value)
                .ToArray();
            TestContext.Current.SendDiagnosticMessage(
                "{0:N0} km of coast; schools from {1:N1} to {2:N1} km from it",
                coast.LengthKilometres,
                kilometres.Min(),
                kilometres.Max()
            );
            Assert.Contains(kilometres, far => far < 10);
            Assert.Contains(kilometres, far => far > 60);
        }
        finally
        {
            files.Delete(true);
        }
    }

    private static Snapshot? England(string what)
    {
        if (!Shared.Has("data/england/geography.zip", what, out var path))
            return null;
        using var archive = ZipFile.OpenRead(path);
        using var entry = archive.GetEntry("local-authorities-2023.geojson")!.Open();
        using var bytes = new MemoryStream();
        entry.CopyTo(bytes);
        return Country([.. Outlines.Read("local-authorities", bytes.ToArray()).Features]);
    }

    [Theory]
    // Grid references of the places, and how far the sea is by the map, to a kilometre.
    [InlineData("Brighton Pier", 531_300, 103_800, 0, 1)]
    [InlineData("Coton in the Elms, the place furthest from the sea", 424_500, 315_300, 95, 125)]
    [InlineData("Hay-on-Wye, on the Welsh border", 323_000, 242_400, 45, 75)]
    [InlineData("Kielder, on the Scottish border", 362_700, 593_500, 40, 65)]
    [InlineData("Blackpool Tower", 330_600, 436_000, 0, 1)]
    [InlineData("Gravesend, on the Thames", 564_800, 174_000, 10, 30)]
    [InlineData("Widnes, on the Mersey", 351_000, 385_000, 10, 25)]
    [InlineData("Charing Cross", 530_000, 180_400, 40, 65)]
    [InlineData("Penzance", 147_300, 30_200, 0, 1)]
    [InlineData("Berwick-upon-Tweed", 399_800, 652_900, 0, 2)]
    public void The_coast_of_England_is_where_the_map_has_it(
        string place,
        int easting,
        int northing,
        double least,
        double most
    )
    {
        if (England($"how far {place} is from the coast") is { } england)
            Assert.InRange(
                Coast.In(england).Kilometres(new GridPoint(easting, northing))!.Value,
                least,
                most
            );
    }

    [Fact]
    public void Nineteen_of_twenty_schools_are_coastal_where_FFT_has_them_so()
    {
        if (
            England("the coastal flag against FFT's") is not { } england
            || !Shared.Has(
                "reference/fft/ks4.csv.gz",
                "the coastal flag against FFT's",
                out var fft
            )
        )
            return;
        using var reader = new StreamReader(
            new GZipStream(File.OpenRead(fft), CompressionMode.Decompress)
        );
        var header = Cells(reader.ReadLine()!);
        int coastal = header.IndexOf("Coastal"),
            place = header.IndexOf("Distance");
        var coast = Coast.In(england);
        int agree = 0,
            all = 0,
            said = 0,
            found = 0;
        while (reader.ReadLine() is { } line)
        {
            var cells = Cells(line);
            if (cells[place].Split(';') is not [var east, var north])
                continue;
            var far = coast.Kilometres(
                new GridPoint(
                    int.Parse(east, CultureInfo.InvariantCulture),
                    int.Parse(north, CultureInfo.InvariantCulture)
                )
            );
            all++;
            said += cells[coastal] == "1" ? 1 : 0;
            found += far <= Coast.CoastalWithin ? 1 : 0;
            agree += far <= Coast.CoastalWithin == (cells[coastal] == "1") ? 1 : 0;
        }
        TestContext.Current.SendDiagnosticMessage(
            "{0} of {1} schools as FFT has them; FFT has {2} coastal, we have {3}; {4:N0} km of coast",
            agree,
            all,
            said,
            found,
            coast.LengthKilometres
        );
        Assert.Equal(3295, all);
        // What the method page and its document say.
        Assert.Equal(.96, agree / (double)all, .005);
        Assert.Equal(120, all - agree);
    }

    private static List<string> Cells(string line)
    {
        var cells = new List<string>();
        var cell = "";
        var quoted = false;
        foreach (var c in line)
            if (c == '"')
                quoted = !quoted;
            else if (c == ',' && !quoted)
            {
                cells.Add(cell);
                cell = "";
            }
            else
                cell += c;
        cells.Add(cell);
        return cells;
    }
}
