using System.Globalization;
using System.Net;
using System.Text.Json;
using Trellis.Snapshots;

namespace Trellis.Open;

public sealed class DownloadTests(SiteFixture fixture)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private HttpClient Client => fixture.Site.Client;

    private async Task<JsonElement> Json(string address)
    {
        using var answer = await Client.GetAsync(address, Stop);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Stop)).RootElement;
    }

    private async Task<List<string[]>> Csv(string address)
    {
        await using var stream = await Client.GetStreamAsync(address, Stop);
        using var text = new StreamReader(stream);
        return Rows(await text.ReadToEndAsync(Stop));
    }

    // A second, plain reader of RFC 4180, so that the writer is not checked by its own library.
    private static List<string[]> Rows(string text)
    {
        var rows = new List<string[]>();
        var row = new List<string>();
        var cell = new System.Text.StringBuilder();
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (quoted)
            {
                if (c == '"' && i + 1 < text.Length && text[i + 1] == '"')
                    cell.Append(text[++i]);
                else if (c == '"')
                    quoted = false;
                else
                    cell.Append(c);
            }
            else if (c == '"')
                quoted = true;
            else if (c == ',')
            {
                row.Add(cell.ToString());
                cell.Clear();
            }
            else if (c == '\n')
            {
                row.Add(cell.ToString());
                cell.Clear();
                rows.Add([.. row]);
                row.Clear();
            }
            else if (c != '\r')
                cell.Append(c);
        }
        return rows;
    }

    private static object? Read(string cell, string type) =>
        type switch
        {
            _ when cell.Length == 0 => null,
            "integer" => int.Parse(cell, CultureInfo.InvariantCulture),
            "number" => double.Parse(cell, CultureInfo.InvariantCulture),
            "boolean" => bool.Parse(cell),
            "date" => DateOnly.ParseExact(cell, "yyyy-MM-dd", CultureInfo.InvariantCulture),
            _ => cell,
        };

    private static object? Unescaped(object? cell) =>
        cell is string { Length: > 1 } text && text[0] == '\'' && "=+-@\t\r".Contains(text[1])
            ? text[1..]
            : cell;

    [Fact]
    public async Task Every_table_reads_back_from_its_csv_by_what_stands_beside_it()
    {
        foreach (var table in OpenTables.Of(fixture.Site.Snapshot))
        {
            var meaning = await Json($"/data/files/{table.Name}.csv-metadata.json");
            var columns = meaning
                .GetProperty("tableSchema")
                .GetProperty("columns")
                .EnumerateArray()
                .Select(c =>
                    (
                        Name: c.GetProperty("name").GetString()!,
                        Type: c.GetProperty("datatype") is { ValueKind: JsonValueKind.Object } date
                            ? date.GetProperty("base").GetString()!
                            : c.GetProperty("datatype").GetString()!
                    )
                )
                .ToArray();
            Assert.Equal(
                "http://www.w3.org/ns/csvw",
                meaning.GetProperty("@context")[0].GetString()
            );
            var rows = await Csv(meaning.GetProperty("url").GetString()!);
            Assert.Equal(columns.Select(c => c.Name), rows[0]);
            var expected = table
                .Rows.Select(r => r.Select(c => c is "" ? null : c).ToArray())
                .ToArray();
            Assert.Equal(table.RowCount, expected.Length);
            Assert.Equal(expected.Length, rows.Count - 1);
            for (var i = 0; i < expected.Length; i++)
                Assert.Equal(
                    expected[i],
                    rows[i + 1].Select((cell, c) => Unescaped(Read(cell, columns[c].Type)))
                );
        }
    }

    [Fact]
    public async Task The_package_lists_every_table_and_each_is_there()
    {
        var package = await Json("/data/files/datapackage.json");
        var resources = package.GetProperty("resources").EnumerateArray().ToArray();
        Assert.Equal(
            OpenTables.Of(fixture.Site.Snapshot).Select(t => t.Name).Append("panel"),
            resources.Select(r => r.GetProperty("name").GetString())
        );
        foreach (var resource in resources)
        {
            using var request = new HttpRequestMessage(
                HttpMethod.Head,
                $"/data/files/{resource.GetProperty("path").GetString()}"
            );
            using var answer = await Client.SendAsync(request, Stop);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }

    [Fact]
    public async Task A_broken_download_of_the_database_is_continued()
    {
        var whole = await Client.GetByteArrayAsync("/data/files/trellis.sqlite", Stop);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/data/files/trellis.sqlite");
        request.Headers.Range = new(whole.Length / 2, null);
        using var rest = await Client.SendAsync(request, Stop);
        Assert.Equal(HttpStatusCode.PartialContent, rest.StatusCode);
        Assert.Equal(whole[(whole.Length / 2)..], await rest.Content.ReadAsByteArrayAsync(Stop));
        Assert.Equal("SQLite format 3\0"u8.ToArray(), whole[..16]);
    }

    [Theory]
    [InlineData("/data/files/nothing.csv")]
    [InlineData("/data/files/nothing.csv-metadata.json")]
    [InlineData("/data/files/..%2f..%2fcurrent.json")]
    [InlineData("/data/measures/ks4.nothing.json")]
    [InlineData("/data/imports/ffffffffffff.csv")]
    [InlineData("/p/00000000000000000000.json")]
    [InlineData("/nowhere.csv")]
    [InlineData("/school/100%2500.json")]
    public async Task What_is_not_there_is_a_problem_with_a_sentence(string address)
    {
        using var answer = await Client.GetAsync(address, Stop);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Stop)).RootElement;
        Assert.Equal(404, problem.GetProperty("status").GetInt32());
        Assert.EndsWith(".", problem.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task The_meaning_of_a_pages_table_is_where_its_link_points()
    {
        using var csv = await Client.GetAsync("/data/measures.csv", Stop);
        var link = Assert.Single(csv.Headers.GetValues("Link"));
        var address = link[(link.IndexOf('<') + 1)..link.IndexOf('>')];
        var meaning = await Json(address);
        Assert.Equal("/data/measures.csv", meaning.GetProperty("url").GetString());
    }
}
