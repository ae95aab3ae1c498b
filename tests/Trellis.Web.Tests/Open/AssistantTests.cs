using System.Diagnostics;
using System.Text.Json;
using Trellis.Fiction;
using Trellis.Snapshots;

namespace Trellis.Open;

/// <summary>The program spoken to as an assistant speaks to it: a line of JSON each way.</summary>
public sealed class AssistantTests : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("trellis-mcp-").FullName;
    private Process program = null!;
    private Snapshot snapshot = null!;
    private int last;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var files = Path.Combine(folder, "files");
        FictionalCountry.Write(files, schools: 60);
        var store = Path.Combine(folder, "store");
        snapshot = new SnapshotStore(store).Import(files, TimeProvider.System).Snapshot;
        var bin = new DirectoryInfo(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        program = Process.Start(
            new ProcessStartInfo(
                Path.Combine(bin.Parent!.Parent!.FullName, "Trellis.Cli", bin.Name, "trellis"),
                ["mcp", "--store", store]
            )
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        var hello = await Ask(
            "initialize",
            """{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"test","version":"1"}}"""
        );
        Assert.Equal("trellis", hello.GetProperty("serverInfo").GetProperty("name").GetString());
        await program.StandardInput.WriteLineAsync(
            """{"jsonrpc":"2.0","method":"notifications/initialized"}"""
        );
    }

    public async ValueTask DisposeAsync()
    {
        program.StandardInput.Close();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await program.WaitForExitAsync(patience.Token);
        var left = await program.StandardOutput.ReadToEndAsync(patience.Token);
        program.Dispose();
        Directory.Delete(folder, recursive: true);
        Assert.Equal("", left);
    }

    [Fact]
    public async Task Requests_piped_in_whole_are_all_answered_before_the_program_ends()
    {
        foreach (var id in (int[])[101, 102, 103])
            await program.StandardInput.WriteLineAsync(
                $$$$"""{"jsonrpc":"2.0","id":{{{{id}}}},"method":"tools/call","params":{"name":"search","arguments":{"text":"school"}}}"""
            );
        program.StandardInput.Close();
        var answered = new List<int>();
        while (await program.StandardOutput.ReadLineAsync(Stop) is { } line)
            answered.Add(JsonDocument.Parse(line).RootElement.GetProperty("id").GetInt32());
        Assert.Equal([101, 102, 103], answered.Order());
    }

    /// <summary>Every line on standard output is an answer: one that is no JSON fails here.</summary>
    private async Task<JsonElement> Ask(string method, string parameters)
    {
        var id = ++last;
        await program.StandardInput.WriteLineAsync(
            $$"""{"jsonrpc":"2.0","id":{{id}},"method":"{{method}}","params":{{parameters}}}"""
        );
        await program.StandardInput.FlushAsync(Stop);
        var line = await program.StandardOutput.ReadLineAsync(Stop);
        var answer = JsonDocument.Parse(line!).RootElement;
        Assert.Equal(id, answer.GetProperty("id").GetInt32());
        return answer.GetProperty("result");
    }

    private async Task<(bool Failed, string Text)> Call(string tool, string arguments)
    {
        var result = await Ask("tools/call", $$"""{"name":"{{tool}}","arguments":{{arguments}}}""");
        return (
            result.TryGetProperty("isError", out var failed) && failed.GetBoolean(),
            result.GetProperty("content")[0].GetProperty("text").GetString()!
        );
    }

    [Fact]
    public async Task The_tools_are_listed_and_only_read()
    {
        var tools = (await Ask("tools/list", "{}")).GetProperty("tools").EnumerateArray().ToArray();
        Assert.Equal(
            ["search", "school", "similar", "trust"],
            tools.Select(t => t.GetProperty("name").GetString())
        );
        Assert.All(
            tools,
            t => Assert.True(t.GetProperty("annotations").GetProperty("readOnlyHint").GetBoolean())
        );
    }

    [Fact]
    public async Task A_school_is_found_read_and_compared_with_sources_and_snapshot()
    {
        var school = snapshot.Schools.First(s =>
            s.IsOpen && SimilarSchools.PeersOf.School(s, snapshot) == SimilarSchools.Peers.Primary
        );
        var (failed, text) = await Call(
            "search",
            JsonSerializer.Serialize(new { text = school.Name, count = 3 })
        );
        Assert.False(failed, text);
        var found = JsonDocument.Parse(text).RootElement;
        Assert.Equal(snapshot.Id, found.GetProperty("snapshot").GetString());
        Assert.Contains(
            found.GetProperty("hits").EnumerateArray(),
            h =>
                h.GetProperty("urn").ValueKind == JsonValueKind.Number
                && h.GetProperty("urn").GetInt32() == school.Urn.Value
        );

        (failed, text) = await Call("school", $$"""{"urn":{{school.Urn}}}""");
        Assert.False(failed, text);
        var read = JsonDocument.Parse(text).RootElement;
        Assert.Equal(school.Name, read.GetProperty("name").GetString());
        Assert.NotEmpty(read.GetProperty("figures").EnumerateArray());
        Assert.All(
            read.GetProperty("figures").EnumerateArray(),
            f =>
            {
                Assert.NotEqual("", f.GetProperty("source").GetString());
                Assert.True(
                    f.GetProperty("figure").ValueKind == JsonValueKind.Number
                        || f.GetProperty("missing").GetString()!.Length > 0
                );
            }
        );

        (failed, text) = await Call("similar", $$"""{"urn":{{school.Urn}},"count":3}""");
        Assert.False(failed, text);
        Assert.Equal(
            3,
            JsonDocument.Parse(text).RootElement.GetProperty("neighbours").GetArrayLength()
        );
    }

    [Fact]
    public async Task A_trust_lists_its_schools()
    {
        var uid = snapshot.Memberships[0].Uid;
        var (failed, text) = await Call("trust", $$"""{"uid":{{uid}}}""");
        Assert.False(failed, text);
        Assert.Equal(
            snapshot.MembershipsIn(uid).Count(),
            JsonDocument.Parse(text).RootElement.GetProperty("schools").GetArrayLength()
        );
    }

    [Theory]
    [InlineData("search", "{}")]
    [InlineData("search", """{"text":"x","count":0}""")]
    [InlineData("school", """{"urn":999999}""")]
    [InlineData("school", """{"urn":"abc"}""")]
    [InlineData("similar", """{"urn":1.5}""")]
    [InlineData("trust", """{"uid":null}""")]
    [InlineData("drop-everything", "{}")]
    public async Task What_cannot_be_answered_is_a_failure_with_a_sentence(string tool, string with)
    {
        var (failed, text) = await Call(tool, with);
        Assert.True(failed);
        Assert.EndsWith(".", text);
    }
}
