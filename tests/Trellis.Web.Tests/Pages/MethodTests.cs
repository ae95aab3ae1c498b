using System.Globalization;
using System.Net;
using System.Text.Json;
using AngleSharp.Dom;
using Trellis.Pages.Method;
using Trellis.SimilarSchools;
using Trellis.Travel;

namespace Trellis.Pages;

/// <summary>The pages of the methods: whoever reads one can work a distance out again.</summary>
public sealed class MethodTests(SiteFixture fixture)
{
    private RunningSite Site => fixture.Site;

    private Task<string> Text(string address) =>
        Site.Client.GetStringAsync(address, TestContext.Current.CancellationToken);

    private static double Value(IElement data) =>
        double.Parse(data.GetAttribute("value")!, NumberStyles.Float, CultureInfo.InvariantCulture);

    [Fact]
    public async Task Every_method_is_listed_and_has_its_page()
    {
        var (_, list) = await Site.Get("/method");
        Assert.Equal(
            SimilarMethods.All.Select(m => $"/method/{m.Id}"),
            list.QuerySelectorAll(".ranked h2 a").Select(a => a.GetAttribute("href"))
        );
        foreach (var method in SimilarMethods.All)
        {
            var (status, page) = await Site.Get($"/method/{method.Id}");
            Assert.Equal(HttpStatusCode.OK, status);
            Assert.Equal(
                method.For(method.Peers[0]).Variables.Count,
                page.QuerySelectorAll("#weights tbody tr").Length
            );
            Assert.Contains("Where it is weak", page.Body!.TextContent);
        }
        Assert.Equal(HttpStatusCode.NotFound, (await Site.Get("/method/best")).Status);
    }

    [Fact]
    public async Task The_page_of_travel_names_every_number_and_its_example_comes_out_when_worked_again()
    {
        var (status, page) = await Site.Get("/method/travel");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(
            TravelGuide.Parameters.Count,
            page.QuerySelectorAll("#parameters tbody tr").Length
        );
        var sum = page.QuerySelectorAll("#worked data.part").Sum(Value);
        Assert.Equal(
            Value(page.QuerySelector("#minutes")!),
            Math.Round(sum + TravelFormula.StartAndParking, MidpointRounding.AwayFromZero)
        );
        foreach (var line in CoastLine.NotCoast)
            Assert.Contains(line.Name, page.Body!.TextContent);
        Assert.Contains("all minutes are estimated", page.Body!.TextContent);
        Assert.NotNull((await Site.Get("/method")).Page.QuerySelector("a[href='/method/travel']"));
    }

    [Theory]
    [InlineData(1.323974e-7, "0.0000001323974")]
    [InlineData(0.04, "0.04")]
    [InlineData(0, "0")]
    [InlineData(1234.5, "1,234.5")]
    public void A_coefficient_is_written_in_plain_decimals(double number, string words) =>
        Assert.Equal(words, NamedView.Digits(number));

    [Fact]
    public async Task The_worked_example_comes_out_when_it_is_worked_again_from_what_the_page_says()
    {
        foreach (var method in SimilarMethods.All)
        {
            var (_, page) = await Site.Get($"/method/{method.Id}");
            var sum = 0.0;
            foreach (var row in page.QuerySelectorAll("#worked tbody tr"))
                if (
                    row.QuerySelectorAll("data").Select(Value).ToArray() is [var a, var b, var c, _]
                )
                    sum += c * (a - b) * (a - b);
            var rescaling = page.QuerySelector("#rescaling") is { } said ? Value(said) : 1;
            var distance = Value(page.QuerySelector("#distance")!);
            Assert.Equal(distance * distance, sum * rescaling, 1e-9 * Math.Max(1, sum));
            Assert.True(distance > 0, method.Id);
        }
    }

    [Fact]
    public async Task A_method_s_CSV_has_a_row_a_variable_with_its_weight_and_coefficient()
    {
        var csv = await Text("/method/dfe-2026-primary.csv");
        Assert.Contains("prior-attainment,prior attainment,0.4,", csv);
        Assert.Contains("7.648636603663171", csv);
    }

    [Fact]
    public async Task An_outsider_can_work_out_a_school_s_place_and_its_part_from_the_JSON_alone()
    {
        // As many primary schools as it takes to learn an axis.
        await using var site = await RunningSite.OverFiction(schools: 400);
        using var json = JsonDocument.Parse(
            await site.Client.GetStringAsync(
                "/method/trellis/axes.json?peers=primary",
                TestContext.Current.CancellationToken
            )
        );
        var page = json.RootElement;
        var names = page.EnumerateObject().Select(p => p.Name).ToArray();
        Assert.Equal(names.Distinct(), names);

        // The recipe of foldOf, in Python's way: big numbers, and what is over 32 bits dropped.
        const ulong All = 0xffffffff;
        var h = ((page.GetProperty("school").GetUInt64() * 2654435761) & All) ^ 2246822519;
        h ^= h >> 16;
        h = (h * 2246822507) & All;
        h ^= h >> 13;
        h = (h * 3266489909) & All;
        h ^= h >> 16;
        var fold = page.GetProperty("fold").GetInt32();
        Assert.Equal(fold, (int)(h % page.GetProperty("folds").GetUInt64()));

        var standard = page.GetProperty("inputs")
            .EnumerateArray()
            .ToDictionary(i => i.GetProperty("id").GetString()!, Standard);
        var place = 0.0;
        foreach (var term in page.GetProperty("rows").EnumerateArray())
        {
            if (
                term.GetProperty("axis").GetString() != page.GetProperty("axis").GetString()
                || term.GetProperty("fold").GetInt32() != fold
            )
                continue;
            string first = term.GetProperty("first").GetString()!,
                second = term.GetProperty("second").GetString()!;
            double? figure = first == "intercept" ? 1 : standard[first];
            var deviation = term.GetProperty("deviation").GetDouble();
            if (second.Length > 0)
                figure =
                    deviation > 0
                        ? ((figure * standard[second]) - term.GetProperty("mean").GetDouble())
                            / deviation
                        : 0;
            place += (figure ?? 0) * term.GetProperty("coefficient").GetDouble();
        }
        Assert.NotEqual(0, place);
        Assert.Equal(page.GetProperty("place").GetDouble(), place, 1e-9);

        double? Standard(JsonElement input)
        {
            var figure = page.GetProperty("figures")
                .GetProperty(input.GetProperty("id").GetString()!);
            var deviation = input.GetProperty("deviation").GetDouble();
            return figure.ValueKind == JsonValueKind.Null ? null
                : deviation > 0
                    ? (
                        Math.Clamp(
                            figure.GetDouble(),
                            input.GetProperty("low").GetDouble(),
                            input.GetProperty("high").GetDouble()
                        ) - input.GetProperty("mean").GetDouble()
                    ) / deviation
                : 0;
        }
    }

    [Theory]
    [InlineData("/method/trellis.json?peers=nope")]
    [InlineData("/method/trellis/axes.json?peers=nope")]
    [InlineData("/method/dfe-2026-primary?peers=secondary")]
    public async Task Constants_of_other_schools_than_those_asked_for_are_not_given(
        string address
    ) => Assert.Equal(HttpStatusCode.BadRequest, (await Site.Get(address)).Status);
}
