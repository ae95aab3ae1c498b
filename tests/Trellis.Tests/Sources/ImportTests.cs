using System.IO.Compression;
using System.Text;
using Trellis.Fiction;
using Trellis.Measures;
using Trellis.Schools;
using Trellis.Snapshots;
using Trellis.Sources;

namespace Trellis.Tests.Sources;

public sealed class ImportTests
{
    private static readonly string[] TwoSchools =
    [
        "100001,Hill School,Open,Community school,Primary,,,201,City,3614,London,Smith",
        "100002,Vale School,Closed,Community school,Secondary,01-09-1960,31-08-2020,201,City,4001,London,Jones",
    ];

    private static Snapshot Read(FolderOfFiles folder)
    {
        var (content, manifest) = Import.Read(folder.Path);
        return new Snapshot(SnapshotFile.IdOf(content), content, manifest);
    }

    [Fact]
    public void A_school_is_read_with_its_words_numbers_and_dates()
    {
        using var folder = new FolderOfFiles().WithRegister(TwoSchools);
        var school = Read(folder).Find(new Urn(100002))!;
        Assert.Equal("Vale School", school.Name);
        Assert.Equal(Status.Closed, school.Status);
        Assert.Equal(Phase.Secondary, school.Phase);
        Assert.Equal(new DateOnly(1960, 9, 1), school.Opened);
        Assert.Equal(new DateOnly(2020, 8, 31), school.Closed);
        Assert.Equal("201/4001", school.LaEstab.ToString());
        Assert.Equal("London", school.Region);
    }

    [Fact]
    public void A_heads_name_is_dropped_at_the_door()
    {
        using var folder = new FolderOfFiles().WithRegister(TwoSchools);
        using var store = new FolderOfFiles();
        new SnapshotStore(store.Path).Import(folder.Path, TimeProvider.System);
        foreach (var file in Directory.EnumerateFiles(store.Path, "*", SearchOption.AllDirectories))
        {
            var bytes = File.ReadAllBytes(file);
            Assert.False(bytes.AsSpan().IndexOf("Smith"u8) >= 0, $"{file} holds a head's name");
        }
    }

    [Fact]
    public void Columns_in_another_order_and_extra_ones_change_nothing()
    {
        using var folder = new FolderOfFiles().WithRegister(TwoSchools);
        using var other = new FolderOfFiles().With(
            "edubasealldata20240901.csv",
            "Extra,CloseDate,OpenDate,URN,EstablishmentStatus (name),EstablishmentName,TypeOfEstablishment (name),PhaseOfEducation (name),GOR (name),EstablishmentNumber,LA (name),LA (code)",
            "x,31-08-2020,01-09-1960,100002,Closed,Vale School,Community school,Secondary,London,4001,City,201",
            "x,,,100001,Open,Hill School,Community school,Primary,London,3614,City,201"
        );
        Assert.Equal(Read(folder).Id, Read(other).Id);
    }

    [Fact]
    public void Letters_of_windows_1252_and_of_utf_8_give_the_same_names()
    {
        const string rows =
            "URN,EstablishmentName,EstablishmentStatus (name),TypeOfEstablishment (name)\n100001,Caf\u00E9 \u2013 \u2019School\u2019,Open,Free schools\n";
        using var utf8 = new FolderOfFiles().WithBytes(
            "edubasealldata20240901.csv",
            Encoding.UTF8.GetBytes(rows)
        );
        // In windows-1252: e acute is E9, the en dash 96, the apostrophe 92.
        using var ansi = new FolderOfFiles().WithBytes(
            "edubasealldata20240901.csv",
            Encoding.Latin1.GetBytes(rows.Replace('\u2013', '\u0096').Replace('\u2019', '\u0092'))
        );
        Assert.Equal("Caf\u00E9 \u2013 \u2019School\u2019", Read(ansi).Establishments[0].Name);
        Assert.Equal(Read(utf8).Id, Read(ansi).Id);
    }

    [Fact]
    public void The_same_files_shuffled_renamed_marked_and_zipped_give_the_same_id()
    {
        using var plain = new FolderOfFiles();
        FictionalCountry.Write(plain.Path, schools: 60);
        using var other = new FolderOfFiles();
        var chance = new Random(7);
        foreach (
            var path in Directory
                .EnumerateFiles(plain.Path, "*", SearchOption.AllDirectories)
                .OrderBy(_ => chance.Next())
        )
        {
            var relative = System.IO.Path.GetRelativePath(plain.Path, path);
            var bytes = Shuffled(path, File.ReadAllBytes(path), chance);
            var target = System.IO.Path.Combine(other.Path, "again", relative);
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
            switch (path.EndsWith(".csv", StringComparison.Ordinal) ? chance.Next(3) : 0)
            {
                case 1:
                    using (
                        var packed = new GZipStream(
                            File.Create(target + ".gz"),
                            CompressionLevel.Fastest
                        )
                    )
                        packed.Write(bytes);
                    break;
                case 2:
                    using (
                        var archive = ZipFile.Open(
                            System.IO.Path.ChangeExtension(target, ".zip"),
                            ZipArchiveMode.Create
                        )
                    )
                    using (
                        var entry = archive
                            .CreateEntry($"x-{System.IO.Path.GetFileName(target)}")
                            .Open()
                    )
                        entry.Write(bytes);
                    break;
                default:
                    File.WriteAllBytes(target, bytes);
                    break;
            }
        }
        Assert.Equal(Read(plain).Id, Read(other).Id);
    }

    /// <summary>The rows in another order, the line ends and the byte order mark changed where the bytes allow it.</summary>
    private static byte[] Shuffled(string path, byte[] bytes, Random chance)
    {
        if (!path.EndsWith(".csv", StringComparison.Ordinal))
            return bytes;
        var text = Encoding.Latin1.GetString(bytes);
        var marked = bytes.AsSpan().StartsWith("\uFEFF"u8);
        var lines = text[(marked ? 3 : 0)..]
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(l => l.TrimEnd('\r'))
            .ToArray();
        // A quoted field may hold a line break: such a file keeps its order.
        if (Array.TrueForAll(lines, l => l.Count(c => c == '"') % 2 == 0))
            chance.Shuffle(lines.AsSpan(1));
        var body = Encoding.Latin1.GetBytes(
            string.Join(chance.Next(2) == 0 ? "\r\n" : "\n", lines)
        );
        var isUtf8 = System.Text.Unicode.Utf8.IsValid(bytes);
        return isUtf8 && chance.Next(2) == 0 ? [0xEF, 0xBB, 0xBF, .. body] : body;
    }

    [Theory]
    [InlineData("2015-2016", "12.5", "0", null)]
    [InlineData("2015-2016", "0", "0", null)]
    [InlineData("2015-2016", "12.5", "20.1", 20.1)]
    [InlineData("2016-2017", "12.5", "0", null)]
    [InlineData("2016-2017", "0", "0", 0.0)]
    public void Nobody_eligible_in_six_years_beside_pupils_eligible_today_is_a_column_not_filled_in(
        string year,
        string today,
        string inSixYears,
        double? figure
    )
    {
        using var folder = new FolderOfFiles()
            .WithRegister(TwoSchools)
            .With(
                $"{year}/england_census.csv",
                "URN,LA,ESTAB,NOR,PNUMFSM,PNUMFSMEVER",
                $"100001,201,3614,234,{today},{inSixYears}"
            );
        var snapshot = Read(folder);
        var published = snapshot.Latest(snapshot.SchoolOf(new Urn(100001))!, "pupils.fsm6")?.Value;
        Assert.Equal(figure, (published as Published.Figure)?.Value);
    }

    [Fact]
    public void A_wrong_cell_is_refused_with_its_place_and_the_import_goes_on()
    {
        using var folder = new FolderOfFiles()
            .WithRegister(TwoSchools)
            .With(
                "2022-2023/england_census.csv",
                "URN,LA,ESTAB,NOR,PNUMEAL",
                "100001,201,3614,234,12.5",
                "100002,201,4001,900,many"
            );
        var snapshot = Read(folder);
        var file = Assert.Single(snapshot.Manifest.Files, f => f.RowsRejected > 0);
        var cell = Assert.Single(file.Rejected);
        Assert.Equal(
            (3, "PNUMEAL", "many", "a percentage between 0 and 100"),
            (
                cell.Line,
                cell.Column,
                cell.Value,
                cell.Expected.Replace(
                    " or a known mark",
                    " between 0 and 100",
                    StringComparison.Ordinal
                )
            )
        );
        Assert.Equal(
            new Published.Figure(12.5),
            snapshot.Latest(snapshot.SchoolOf(new Urn(100001))!, "pupils.eal")!.Value
        );
        Assert.Equal((2, 1, 1), (file.RowsIn, file.RowsKept, file.RowsRejected));
    }

    [Fact]
    public void A_percentage_over_a_hundred_is_refused()
    {
        using var folder = new FolderOfFiles()
            .WithRegister(TwoSchools)
            .With("2022-2023/england_census.csv", "URN,NOR,PNUMEAL", "100001,234,112.5");
        var file = Assert.Single(Read(folder).Manifest.Files, f => f.RowsRejected > 0);
        Assert.Equal("a percentage between 0 and 100", file.Rejected[0].Expected);
    }

    [Fact]
    public void A_withheld_figure_keeps_the_publishers_mark_and_is_never_zero()
    {
        using var folder = new FolderOfFiles()
            .WithRegister(TwoSchools)
            .With(
                "2022-2023/england_ks2final.csv",
                "RECTYPE,URN,PTRWM_EXP,READPROG",
                "1,100001,SUPP,",
                "4,,65%,0.1"
            );
        var snapshot = Read(folder);
        var school = snapshot.SchoolOf(new Urn(100001))!;
        Assert.Equal(
            new Published.Withheld("SUPP"),
            snapshot.Latest(school, "ks2.rwm-expected")!.Value
        );
        Assert.Equal(
            1,
            snapshot.Manifest.Files.Single(f => f.Source == "ks2/2022").RowsSetAside[
                "totals and other rows that are no school"
            ]
        );
    }

    [Theory]
    [InlineData("12.3%", 12.3)]
    [InlineData("\u00A340,571", 40571)]
    [InlineData("-0.45", -0.45)]
    [InlineData("9.3E-05", 0.000093)]
    [InlineData("  7 ", 7)]
    public void A_figure_is_read_as_the_nearest_double(string cell, double expected)
    {
        Assert.True(
            Figures.TryRead(Encoding.UTF8.GetBytes(cell.Trim()), out var value, out var mark)
        );
        Assert.Null(mark);
        Assert.Equal(expected, value);
    }

    [Theory]
    [InlineData("31-12-2021")]
    [InlineData("31/12/2021")]
    [InlineData("2021-12-31")]
    [InlineData("2021-12-31 00:00:00")]
    [InlineData("20211231")]
    public void A_date_is_read_in_each_of_the_publishers_ways(string text) =>
        Assert.Equal(new DateOnly(2021, 12, 31), Dates.Read(Encoding.ASCII.GetBytes(text)));

    [Theory]
    [InlineData("31-02-2021")]
    [InlineData("2021")]
    [InlineData("12-31-2021")]
    [InlineData("NULL")]
    public void What_is_no_date_is_none(string text) =>
        Assert.Null(Dates.Read(Encoding.ASCII.GetBytes(text)));

    [Fact]
    public void A_file_with_an_unknown_header_is_refused_by_name()
    {
        using var folder = new FolderOfFiles()
            .WithRegister(TwoSchools)
            .With("odd.csv", "a,b,c", "1,2,3");
        var wrong = Assert.Throws<UnreadableSourceException>(() => Read(folder));
        Assert.Equal("odd.csv", wrong.File);
        Assert.Contains("a, b, c", wrong.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_text_is_refused_by_name()
    {
        using var folder = new FolderOfFiles()
            .WithRegister(TwoSchools)
            .WithBytes("picture.csv", [0x50, 0, 1, 2, 3]);
        Assert.Contains(
            "not text",
            Assert.Throws<UnreadableSourceException>(() => Read(folder)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_results_file_without_a_year_anywhere_is_refused_with_what_to_do()
    {
        using var folder = new FolderOfFiles()
            .WithRegister(TwoSchools)
            .With("census.csv", "URN,NOR,PNUMEAL", "100001,234,12.5");
        Assert.Contains(
            "2018-2019",
            Assert.Throws<UnreadableSourceException>(() => Read(folder)).Why,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Two_different_files_for_one_year_are_refused()
    {
        using var folder = new FolderOfFiles()
            .WithRegister(TwoSchools)
            .With("2022-2023/england_census.csv", "URN,NOR,PNUMEAL", "100001,234,12.5")
            .With("copy/2022-2023/england_census.csv", "URN,NOR,PNUMEAL", "100001,235,12.5");
        Assert.Contains(
            "differ",
            Assert.Throws<UnreadableSourceException>(() => Read(folder)).Why,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_results_row_without_a_urn_is_joined_by_the_number_the_school_bore_that_year()
    {
        // 201/4001 was Vale School until 2020 and is New Vale since.
        using var folder = new FolderOfFiles()
            .WithRegister(
                TwoSchools[1],
                "100003,New Vale,Open,Academy converter,Secondary,01-09-2020,,201,City,4001,London,Lee"
            )
            .With(
                "2009-2010/england_ks4.csv",
                "RecType\tLACode\tEstabCode\tSchoolType\tTotPup\tP5ACinclEM",
                "1\t201\t4001\tCY\t127\t58%"
            );
        var snapshot = Read(folder);
        var series = snapshot.Series(snapshot.SchoolOf(new Urn(100002))!, "ks4.five-ac-em");
        Assert.Equal(new Published.Figure(58), Assert.Single(series).Value);
        Assert.Empty(snapshot.Series(snapshot.SchoolOf(new Urn(100003))!, "ks4.five-ac-em"));
    }

    [Fact]
    public void An_independent_school_that_shows_nought_for_an_exam_it_does_not_sit_has_no_figure()
    {
        using var folder = new FolderOfFiles()
            .WithRegister(TwoSchools)
            .With(
                "2023-2024/england_ks4final.csv",
                "RECTYPE,URN,NFTYPE,ATT8SCR,PTL2BASICS_95",
                "1,100001,IND,12.0,0%",
                "1,100002,CY,30.0,0%"
            );
        var snapshot = Read(folder);
        Assert.IsType<Published.NotApplicable>(
            snapshot.Latest(snapshot.SchoolOf(new Urn(100001))!, "ks4.english-maths-5")!.Value
        );
        Assert.Equal(
            new Published.Figure(0),
            snapshot.Latest(snapshot.SchoolOf(new Urn(100002))!, "ks4.english-maths-5")!.Value
        );
    }

    [Fact]
    public void A_joined_date_that_cannot_be_read_is_refused_and_never_taken_for_none()
    {
        using var folder = new FolderOfFiles()
            .WithRegister(TwoSchools)
            .With(
                "grouplinks_edubaseallacademiesandfree20240329.csv",
                "URN,Linked UID,Group Name,Group Type,Joined date,EstablishmentName",
                "100001,2001,Oak Trust,Multi-academy trust,01-09-2015,Hill School",
                "100002,2001,Oak Trust,Multi-academy trust,09/31/2015,Vale School"
            );
        var snapshot = Read(folder);
        var file = Assert.Single(snapshot.Manifest.Files, f => f.RowsRejected > 0);
        Assert.Equal(
            ("Joined date", "09/31/2015"),
            (file.Rejected[0].Column, file.Rejected[0].Value)
        );
        Assert.Equal(new Urn(100001), Assert.Single(snapshot.Memberships).Urn);
    }
}
