using System.Text.Json;
using Trellis.Api;
using Trellis.Serving;
using Trellis.Snapshots;

namespace Trellis.Open;

public sealed class DescriptionTests(SiteFixture fixture)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static IReadOnlyList<string> Pages()
    {
        using var site = Site.Build(
            new SnapshotStore(Path.Combine(Path.GetTempPath(), "trellis-no-such-store")),
            ["http://127.0.0.1:0"],
            TimeProvider.System
        );
        return Description.PagesOf(site);
    }

    [Fact]
    public async Task The_description_in_the_repository_is_the_one_that_is_served()
    {
        var served = await fixture.Site.Client.GetStringAsync("/openapi/v1.json", Stop);
        var kept = Repository.PathTo("docs", "api", "openapi.v1.json");
        var written = File.Exists(kept) ? await File.ReadAllTextAsync(kept, Stop) : "";
        if (written.TrimEnd() != served.TrimEnd())
        {
            await File.WriteAllTextAsync(
                kept.Replace(".json", ".received.json", StringComparison.Ordinal),
                served + "\n",
                Stop
            );
            Assert.Fail(
                "The open API has changed. Read docs/api/openapi.v1.received.json, and put it in the place of openapi.v1.json if the change is meant."
            );
        }
    }

    [Fact]
    public void Every_page_is_described_or_named_as_no_part_of_the_api() =>
        Assert.DoesNotContain(
            Pages(),
            p =>
                p != Routes.Outlines
                && !Routes.NotPartOfTheApi.Contains(p)
                && Routes.All.All(r => r.Path != p)
        );

    [Fact]
    public async Task Each_address_without_a_parameter_answers_as_described()
    {
        var document = JsonDocument
            .Parse(await fixture.Site.Client.GetStringAsync("/openapi/v1.json", Stop))
            .RootElement;
        Assert.StartsWith("3.1", document.GetProperty("openapi").GetString());
        var asked = 0;
        foreach (var path in document.GetProperty("paths").EnumerateObject())
        {
            if (path.Name.Contains('{'))
                continue;
            var type = path
                .Value.GetProperty("get")
                .GetProperty("responses")
                .GetProperty("200")
                .GetProperty("content")
                .EnumerateObject()
                .Single()
                .Name;
            using var answer = await fixture.Site.Client.GetAsync(path.Name, Stop);
            Assert.True(answer.IsSuccessStatusCode, $"{path.Name}: {answer.StatusCode}");
            Assert.Equal(
                (path.Name, type),
                (path.Name, answer.Content.Headers.ContentType?.MediaType)
            );
            asked++;
        }
        Assert.True(asked >= 15, $"Only {asked} addresses were asked.");
    }

    [Fact]
    public async Task The_rows_of_a_page_have_the_columns_that_are_described()
    {
        foreach (var route in Routes.All.Where(r => r.Columns is not null && !r.Path.Contains('{')))
        {
            var answer = JsonDocument
                .Parse(await fixture.Site.Client.GetStringAsync($"{route.Path}.json", Stop))
                .RootElement;
            foreach (var row in answer.GetProperty("rows").EnumerateArray())
                Assert.Equal(
                    route.Columns!.Select(c => c.Name),
                    row.EnumerateObject().Select(c => c.Name)
                );
        }
    }
}
