using System.Net;
using System.Text.Json;
using Trellis.Evaluations;

namespace Trellis.Open;

/// <summary>The panel file and its workbench over HTTP, on the fictional country.</summary>
public sealed class PanelPagesTests(SiteFixture fixture)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private HttpClient Client => fixture.Site.Client;

    private async Task<JsonElement> Json(string address)
    {
        using var answer = await Client.GetAsync(address, Stop);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Stop)).RootElement;
    }

    [Fact]
    public async Task The_panel_is_sent_as_a_file_whose_header_is_its_dictionary()
    {
        using var csv = await Client.GetAsync(
            "/data/panel.csv",
            HttpCompletionOption.ResponseHeadersRead,
            Stop
        );
        Assert.Null(csv.Content.Headers.ContentLength);
        var lines = (await csv.Content.ReadAsStringAsync(Stop)).Split("\r\n");
        var told = await Json("/data/panel.json");
        var meaning = await Json("/data/panel.csv-metadata.json");

        Assert.Equal("panel.csv", csv.Content.Headers.ContentDisposition?.FileName?.Trim('"'));
        Assert.Equal(string.Join(',', PanelFile.Dictionary.Select(c => c.Name)), lines[0]);
        Assert.Equal(told.GetProperty("rowsOfTheFile").GetInt32(), lines.Length - 2);
        Assert.Equal(
            PanelFile.Dictionary.Select(c => c.Name),
            meaning
                .GetProperty("tableSchema")
                .GetProperty("columns")
                .EnumerateArray()
                .Select(c => c.GetProperty("name").GetString()!)
        );
        Assert.Contains(
            told.GetProperty("snapshot").GetString()!,
            told.GetProperty("citation").GetString()!,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task The_workbench_counts_in_its_json_what_its_csv_and_page_count()
    {
        const string Question = "rows=year&columns=phase&figure=schools&outcome=absence";
        var json = await Json($"/workbench.json?{Question}");
        var csv = (await Client.GetStringAsync($"/workbench.csv?{Question}", Stop)).Split("\r\n");
        var page = await Client.GetStringAsync($"/workbench?{Question}", Stop);
        var rows = json.GetProperty("rows").EnumerateArray().ToList();

        Assert.Equal(rows.Count, csv.Length - 2);
        Assert.NotEmpty(rows);
        var schools = rows.Sum(r => r.GetProperty("school_years").GetInt32());
        var whole = await Json("/data/panel.json");
        Assert.Equal(whole.GetProperty("schoolYears").GetInt32(), schools);
        Assert.Contains($">{rows[0].GetProperty("schools").GetInt32():N0}<", page);
    }

    [Theory]
    [InlineData("rows=nothing", "There are no rows by this.")]
    [InlineData("rows=year&columns=year", "Rows are by this already.")]
    [InlineData("rows=year&columns=school", "too many columns")]
    [InlineData("columns=region&figure=share", "Choose what happened")]
    [InlineData("columns=region&figure=everything", "Choose one of: mean")]
    [InlineData("rows=since", "Choose what happened")]
    [InlineData("from=2019-2020&to=2017-2018", "The last year lies before the first.")]
    [InlineData("from=yesterday", "This is no school year.")]
    [InlineData("region=atlantis", "There is no such region.")]
    [InlineData("outcome=ks2&phase=secondary", "not published of secondary schools")]
    public async Task What_cannot_be_asked_is_said_at_its_box(string question, string said)
    {
        using var page = await Client.GetAsync($"/workbench?{question}", Stop);
        using var json = await Client.GetAsync($"/workbench.json?{question}", Stop);

        Assert.Equal(HttpStatusCode.BadRequest, page.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, json.StatusCode);
        var text = WebUtility.HtmlDecode(await page.Content.ReadAsStringAsync(Stop));
        Assert.Contains(said, text, StringComparison.Ordinal);
        Assert.Contains("govuk-error-message", text, StringComparison.Ordinal);
    }
}
