using System.Globalization;
using System.Text.Json;
using Trellis.Fiction;
using Trellis.Schools;
using Trellis.SimilarSchools;
using Trellis.Snapshots;
using Trellis.Travel;

namespace Trellis.Tests.SimilarSchools;

/// <summary>"similar" and "lab neighbours" as a process: arguments in, two streams and an exit code out.</summary>
public sealed class SimilarCommandTests(FictionalStore fiction) : IClassFixture<FictionalStore>
{
    private School Of(Peers peers) =>
        fiction.Snapshot.Schools.First(s => PeersOf.School(s, fiction.Snapshot) == peers);

    [Fact]
    public void The_answer_in_JSON_has_the_promised_shape_and_its_parts_add_up()
    {
        var school = Of(Peers.Primary);
        var (code, text, errors) = ProgramRun.Of(
            "similar",
            $"{school.Urn}",
            "--store",
            fiction.Store,
            "--method",
            "dfe-2026-primary",
            "-k",
            "5",
            "--json"
        );
        Assert.True(code == 0, errors);
        using var json = JsonDocument.Parse(text);
        Assert.Equal(
            ["urn", "method", "neighbours"],
            json.RootElement.EnumerateObject().Select(p => p.Name)
        );
        Assert.Equal(school.Urn.Value, json.RootElement.GetProperty("urn").GetInt32());
        Assert.Equal("dfe-2026-primary", json.RootElement.GetProperty("method").GetString());
        var neighbours = json.RootElement.GetProperty("neighbours").EnumerateArray().ToArray();
        Assert.Equal(5, neighbours.Length);
        for (var i = 0; i < neighbours.Length; i++)
        {
            Assert.Equal(
                [
                    "urn",
                    "distance",
                    "rank",
                    "membership",
                    "contributions",
                    "known",
                    "of",
                    "kilometres",
                    "minutes",
                    "estimated",
                ],
                neighbours[i].EnumerateObject().Select(p => p.Name)
            );
            Assert.Equal(i + 1, neighbours[i].GetProperty("rank").GetInt32());
            Assert.Equal(9, neighbours[i].GetProperty("of").GetInt32());
            var distance = neighbours[i].GetProperty("distance").GetDouble();
            var sum = neighbours[i]
                .GetProperty("contributions")
                .EnumerateObject()
                .Sum(c => c.Value.GetDouble());
            Assert.InRange(sum / (distance * distance), 1 - 1e-9, 1 + 1e-9);
        }
    }

    [Fact]
    public void Within_leaves_out_what_is_further_in_minutes_or_in_kilometres()
    {
        var school = Of(Peers.Primary);
        double[] Ask(string within, string of) =>
            [
                .. JsonDocument
                    .Parse(
                        ProgramRun
                            .Of(
                                "similar",
                                $"{school.Urn}",
                                "--store",
                                fiction.Store,
                                "--within",
                                within,
                                "--json"
                            )
                            .Out
                    )
                    .RootElement.GetProperty("neighbours")
                    .EnumerateArray()
                    .Select(n => n.GetProperty(of).GetDouble()),
            ];

        var minutes = Ask("60min", "minutes");
        Assert.NotEmpty(minutes);
        Assert.All(minutes, m => Assert.InRange(m, TravelFormula.StartAndParking, 60));
        var kilometres = Ask("30km", "kilometres");
        Assert.NotEmpty(kilometres);
        Assert.All(kilometres, k => Assert.InRange(k, 0, 30));

        var (code, text, errors) = ProgramRun.Of(
            "similar",
            $"{school.Urn}",
            "--store",
            fiction.Store,
            "--within",
            "an hour"
        );
        Assert.Equal((2, ""), (code, text));
        Assert.Contains("60min or 40km; it was 'an hour'", errors);
    }

    [Fact]
    public void A_routers_times_are_used_and_a_bad_file_of_them_is_refused_by_line()
    {
        var school = Of(Peers.Primary);
        var file = Path.GetTempFileName();
        try
        {
            (int Code, string Out, string Errors) Ask() =>
                ProgramRun.Of(
                    "similar",
                    $"{school.Urn}",
                    "--store",
                    fiction.Store,
                    "--travel",
                    file,
                    "-k",
                    "2",
                    "--json"
                );

            File.WriteAllText(file, "from,to,minutes\n");
            var first = Neighbours(Ask().Out)[0].GetProperty("urn").GetInt32();
            File.WriteAllText(file, $"from,to,minutes\n{school.Urn},{first},12.25\n");
            var loaded = Neighbours(Ask().Out);
            Assert.Equal(12.25, loaded[0].GetProperty("minutes").GetDouble());
            Assert.False(loaded[0].GetProperty("estimated").GetBoolean());
            Assert.True(loaded[1].GetProperty("estimated").GetBoolean());

            File.WriteAllText(file, $"from,to,minutes\n{school.Urn},{first},soon\n");
            var (code, text, errors) = Ask();
            Assert.Equal((2, ""), (code, text));
            Assert.Contains("line 2, column 'minutes': 'soon'", errors);
        }
        finally
        {
            File.Delete(file);
        }

        static JsonElement[] Neighbours(string text) =>
            [.. JsonDocument.Parse(text).RootElement.GetProperty("neighbours").EnumerateArray()];
    }

    [Fact]
    public void For_people_it_is_a_table_with_reasons()
    {
        var school = Of(Peers.Secondary);
        var (code, text, _) = ProgramRun.Of(
            "similar",
            $"{school.Urn}",
            "--store",
            fiction.Store,
            "-k",
            "3"
        );
        Assert.Equal(0, code);
        Assert.StartsWith($"3 schools most like {school.Name}", text);
        Assert.Contains("method trellis", text);
    }

    [Fact]
    public void What_is_not_there_ends_in_1_and_what_is_no_question_in_2_each_with_a_sentence()
    {
        var (code, text, errors) = ProgramRun.Of("similar", "999999", "--store", fiction.Store);
        Assert.Equal((1, ""), (code, text));
        Assert.Contains("999999", errors);

        (code, text, errors) = ProgramRun.Of("similar", "Ashford", "--store", fiction.Store);
        Assert.Equal((1, ""), (code, text));
        Assert.Contains("is not a URN", errors);

        var school = Of(Peers.Primary);
        (code, text, errors) = ProgramRun.Of(
            "similar",
            $"{school.Urn}",
            "--store",
            fiction.Store,
            "--method",
            "best"
        );
        Assert.Equal((2, ""), (code, text));
        Assert.Contains("There is no method 'best'", errors);

        (code, _, errors) = ProgramRun.Of(
            "similar",
            $"{school.Urn}",
            "--store",
            fiction.Store,
            "--method",
            "dfe-2026-secondary-02"
        );
        Assert.Equal(1, code);
        Assert.Contains("does not compare primary schools", errors);

        (code, _, _) = ProgramRun.Of(
            "similar",
            $"{school.Urn}",
            "--store",
            fiction.Store,
            "-k",
            "0"
        );
        Assert.Equal(2, code);
    }

    [Fact]
    public void The_Departments_distances_come_out_of_the_command()
    {
        foreach (
            var (method, files, allowed) in new[]
            {
                ("dfe-2026-primary", "primary-2026", 1e-9),
                ("dfe-2026-secondary-02", "secondary-2026-02", 5e-4),
            }
        )
        {
            const string Left = "the Department's own distances are";
            if (
                !Shared.Has($"reference/dfe-similar/{files}-values.csv", Left, out var values)
                || !Shared.Has($"reference/dfe-similar/{files}-neighbours.csv", Left, out var pairs)
            )
                continue;
            var to = Path.Combine(fiction.Folder, files + ".csv");
            var (code, text, errors) = ProgramRun.Of(
                "lab",
                "neighbours",
                "--method",
                method,
                "--values",
                values,
                "--pairs",
                pairs,
                "--out",
                to
            );
            Assert.True(code == 0, errors);
            Assert.Empty(text);
            var published = File.ReadLines(pairs).Skip(1).Select(l => l.Split(',')).ToArray();
            var ours = File.ReadLines(to).Skip(1).Select(l => l.Split(',')).ToArray();
            Assert.Equal(published.Length, ours.Length);
            var empty = ours.Count(o => o[2].Length == 0);
            Assert.True(empty < ours.Length - 100);
            if (empty > 0)
                Assert.Contains($"{empty} pairs have no distance", errors);
            foreach (var (theirs, mine) in published.Zip(ours).Where(p => p.Second[2].Length > 0))
                Assert.Equal(
                    double.Parse(theirs[2], CultureInfo.InvariantCulture),
                    double.Parse(mine[2], CultureInfo.InvariantCulture),
                    allowed
                );
        }
    }

    [Fact]
    public void Lab_neighbours_without_its_files_says_which_flag_is_missing()
    {
        var (code, _, errors) = ProgramRun.Of("lab", "neighbours", "--method", "dfe-2026-primary");
        Assert.NotEqual(0, code);
        Assert.Contains("--values", errors);
    }
}

/// <summary>A small fictional country, imported once.</summary>
public sealed class FictionalStore : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("trellis-similar-");

    public FictionalStore()
    {
        var files = Path.Combine(folder.FullName, "files");
        FictionalCountry.Write(files, 60);
        Snapshot = new SnapshotStore(Store).Import(files, TimeProvider.System).Snapshot;
    }

    public string Folder => folder.FullName;

    public string Store => Path.Combine(folder.FullName, "store");

    public Snapshot Snapshot { get; }

    public void Dispose() => folder.Delete(true);
}
