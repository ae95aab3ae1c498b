namespace Trellis.Faults;

/// <summary>A file that cannot be what it claims is refused by name with exit code 2, and nothing changes.</summary>
public sealed class MalformedTests(Countries countries) : IClassFixture<Countries>
{
    private const string Establishments = "edubasealldata*.csv";
    private const string Links = "links_edubasealldata*.csv";

    private static readonly Dictionary<string, Func<string, string>> Ways = new(
        StringComparer.Ordinal
    )
    {
        ["a zip cut short"] = f => Spoil.Zip(f, Links, b => b[..(b.Length / 2)]),
        ["a zip with a byte changed"] = f =>
            Spoil.Zip(
                f,
                Links,
                b =>
                {
                    b[b.Length / 2] ^= 0xFF;
                    return b;
                }
            ),
        ["a zip that unpacks to gigabytes"] = Spoil.Bomb,
        ["a gzip that does not end"] = Spoil.EndlessGzip,
        ["a path that leads out of its zip"] = f => Spoil.PathTrick(f, "../../escaped.csv"),
        ["a path from the root"] = f => Spoil.PathTrick(f, "/escaped.csv"),
        ["a path with backslashes"] = f => Spoil.PathTrick(f, "..\\..\\escaped.csv"),
        ["a NUL in the text"] = f => Spoil.Nul(f, Establishments),
        ["noise instead of text"] = f => Spoil.Noise(f, Links),
        ["a header nobody knows"] = f => Spoil.Lines(f, Links, (t, at, _) => at == 0 ? "a,b,c" : t),
        ["no rows under the header"] = f =>
            Spoil.Lines(f, Establishments, (t, at, _) => at == 0 ? t : null),
        ["a required column renamed"] = f =>
            Spoil.Rename(f, Establishments, "EstablishmentName", "Name of school"),
        ["a required column dropped"] = f => Spoil.Column(f, Establishments, "URN", null),
        ["a column of an earlier import renamed"] = f =>
            Spoil.Rename(f, "*census*.csv", "PNUMEAL", "PCTEAL"),
        ["a column of an earlier import dropped"] = f =>
            Spoil.Column(f, "*census*.csv", "PNUMEAL", null),
        ["a column of figures turned into words"] = f =>
            Spoil.Column(f, "*census*.csv", "PNUMEAL", _ => "about a third"),
        ["dates written otherwise"] = f =>
            Spoil.Column(
                f,
                Establishments,
                "OpenDate",
                d => d.Split('-') is [var day, var month, var year] ? $"{year}.{month}.{day}" : d
            ),
        ["three rows of ten gone"] = f => Spoil.ThinOut(f, Establishments),
    };

    public static TheoryData<string> Names => [.. Ways.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_file_that_cannot_be_what_it_claims_is_refused_by_name_and_nothing_changes(
        string wrong
    )
    {
        using var scratch = new Scratch();
        var store = new Store(scratch["store"]);
        store.Import(countries.First);
        var before = Scratch.Photograph(store.Folder);
        var folder = scratch.Copy(countries.First, "spoiled");
        var name = Ways[wrong](folder);

        var answer = store.Try(folder);

        Assert.True(answer.Code == 2, $"exit code {answer.Code}: {answer.Error}{answer.Output}");
        Assert.Contains(name, answer.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", answer.Error, StringComparison.Ordinal);
        Assert.Equal(before, Scratch.Photograph(store.Folder));
        Assert.False(File.Exists(Path.Combine(scratch.Root, "escaped.csv")));
    }

    [Fact]
    public void The_same_files_under_other_names_and_zipped_are_not_refused()
    {
        using var scratch = new Scratch();
        var folder = scratch.Copy(countries.First, "zipped");
        Spoil.Zip(folder, Links, whole => whole);
        Assert.Equal(countries.FirstId, new Store(scratch["store"]).Import(folder));
    }

    [Fact]
    public void A_folder_that_is_not_there_is_named()
    {
        using var scratch = new Scratch();
        var answer = new Store(scratch["store"]).Try(scratch["nowhere"]);
        Assert.Equal(2, answer.Code);
        Assert.Contains("nowhere", answer.Error, StringComparison.Ordinal);
    }
}
