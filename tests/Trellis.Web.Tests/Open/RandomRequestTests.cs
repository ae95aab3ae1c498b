using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Trellis.Api;

namespace Trellis.Open;

/// <summary>Addresses nobody would write, over a plain socket so that no client tidies them first.</summary>
public sealed class RandomRequestTests(SiteFixture fixture, ITestOutputHelper output)
{
    private const int InCi = 2_000;

    private static readonly string[] Odd =
    [
        "%00",
        "%0d%0aX-Injected:%201",
        "%ff%fe",
        "%",
        "%zz",
        "..%2f..%2f",
        "../",
        "'",
        "\"",
        "<script>",
        "%3Cscript%3Ealert(1)%3C/script%3E",
        "NaN",
        "-1",
        "0",
        "99999999999999999999",
        "1e308",
        "2147483648",
        "%E2%80%AE",
        "%F0%9F%8F%AB",
        "%C3%28",
        ";",
        "&&&===",
        "[]",
        "{urn}",
        "%25",
        "+",
        "%20",
        "null",
        "\u00e9",
        ":",
        "*",
        "'%20OR%201=1--",
        "a.b.c",
        ".csv",
        ".json",
        ".csv-metadata.json",
        "|",
        "\\",
        "/",
        "//",
        "?",
    ];

    private static readonly string[] Headers =
    [
        "Content-Security-Policy:",
        "X-Content-Type-Options: nosniff",
        "Referrer-Policy:",
        "Cross-Origin-Opener-Policy: same-origin",
        "Permissions-Policy:",
    ];

    private string[] Words() =>
        [
            .. fixture.Site.Snapshot.Establishments.Take(20).Select(e => $"{e.Urn}"),
            .. fixture.Site.Snapshot.Groups.Take(10).Select(g => $"{g.Uid}"),
            .. fixture.Site.Snapshot.LocalAuthorities.Take(5).Select(a => $"{a.Code}"),
            .. fixture.Site.Snapshot.Measures.All.Take(10).Select(m => m.Id),
            "2018-2019",
            "dfe-2026-primary",
            "fft-default",
            "north-east",
            "school",
            "primary",
            "rural",
            "named-by",
            "25",
            "ks4.attainment8:2",
        ];

    private string Address(Random chance, string[] words)
    {
        var route = Routes.All[chance.Next(Routes.All.Count)];
        var address = route.Path;
        foreach (var parameter in route.Parameters.Where(p => p.In == "path"))
            address = address.Replace(
                $"{{{parameter.Name}}}",
                Named(chance, parameter.Name, words)
            );
        address += Pick(chance, ["", "", ".json", ".csv", ".csv-metadata.json"]);
        var separator = '?';
        foreach (var parameter in route.Parameters.Where(p => p.In == "query"))
            if (chance.Next(3) == 0)
            {
                address += $"{separator}{parameter.Name}={Word(chance, words)}";
                separator = '&';
            }
        // Now and then a byte is dropped, doubled, or something odd is put in.
        for (var i = chance.Next(3); i > 0; i--)
        {
            var at = 1 + chance.Next(address.Length);
            address = chance.Next(3) switch
            {
                0 when at < address.Length => address.Remove(at, 1),
                1 => address.Insert(at, Pick(chance, Odd)),
                _ => address.Insert(at, $"%{chance.Next(256):x2}"),
            };
        }
        return address;
    }

    /// <summary>Three times in four a name that is there, so that pages are reached and not only refusals.</summary>
    private string Named(Random chance, string parameter, string[] words)
    {
        var snapshot = fixture.Site.Snapshot;
        return chance.Next(4) == 0
            ? Word(chance, words)
            : parameter switch
            {
                "urn" or "other" => $"{Pick(chance, snapshot.Establishments).Urn}",
                "uid" => $"{Pick(chance, snapshot.Groups).Uid}",
                "code" => $"{Pick(chance, snapshot.LocalAuthorities).Code}",
                "slug" => Places.Regions.Slug(Pick(chance, Places.Regions.Names)),
                "id" => Pick(chance, [Pick(chance, snapshot.Measures.All).Id, snapshot.Id]),
                "year" => "2018-2019",
                "name" => Pick(chance, SimilarSchools.SimilarMethods.All).Id,
                _ => Word(chance, words),
            };
    }

    private static string Word(Random chance, string[] words) =>
        chance.Next(4) == 0 ? Pick(chance, Odd) : Pick(chance, words);

    private static T Pick<T>(Random chance, IReadOnlyList<T> among) =>
        among[chance.Next(among.Count)];

    private static async Task<string> Ask(Uri site, string address, CancellationToken stop)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(site.Host, site.Port, stop);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(
            Encoding.Latin1.GetBytes(
                $"GET {address.Replace(' ', '+')} HTTP/1.1\r\nHost: {site.Authority}\r\nAccept: text/html\r\nConnection: close\r\n\r\n"
            ),
            stop
        );
        using var answer = new MemoryStream();
        await stream.CopyToAsync(answer, stop);
        return Encoding.UTF8.GetString(answer.ToArray());
    }

    [Fact]
    public async Task No_address_however_odd_is_a_fault_of_ours()
    {
        var stop = TestContext.Current.CancellationToken;
        var times = int.TryParse(
            Environment.GetEnvironmentVariable("TRELLIS_RANDOM_REQUESTS"),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var asked
        )
            ? asked
            : InCi;
        var chance = new Random(20261122);
        var words = Words();
        var site = fixture.Site.Client.BaseAddress!;
        var wrong = new List<string>();
        var statuses = new SortedDictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < times; i++)
        {
            var address = Address(chance, words);
            var answer = await Ask(site, address, stop);
            var status = answer.Length > 12 ? answer[9..12] : "none";
            statuses[status] = statuses.GetValueOrDefault(status) + 1;
            var end = answer.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            var head = end < 0 ? answer : answer[..end];
            var body = end < 0 ? "" : answer[end..];
            if (status is "none" || status[0] == '5')
                wrong.Add($"{status} {address}");
            // What is no HTTP at all is refused by the server before it is a request of ours: it has no page and no body.
            var isRefusedUnread = status == "400" && body.Trim().Length == 0;
            if (!isRefusedUnread && Headers.Any(h => !head.Contains(h, StringComparison.Ordinal)))
                wrong.Add($"a header is missing: {address}");
            if (head.Contains("\nX-Injected", StringComparison.OrdinalIgnoreCase))
                wrong.Add($"a header was injected: {address}");
            if (head.Contains("\nServer:", StringComparison.OrdinalIgnoreCase))
                wrong.Add($"the server names itself: {address}");
            if (
                !address.Contains("NaN", StringComparison.Ordinal)
                && body.Contains("NaN", StringComparison.Ordinal)
            )
                wrong.Add($"NaN: {address}");
            if (body.Contains("<script>alert", StringComparison.Ordinal))
                wrong.Add($"a script came through: {address}");
        }
        output.WriteLine(
            $"{times:N0} requests: {string.Join(", ", statuses.Select(s => $"{s.Value:N0} x {s.Key}"))}. TRELLIS_RANDOM_REQUESTS=20000 asks more."
        );
        Assert.Empty(wrong.Take(20));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/data")]
    [InlineData("/data.csv")]
    [InlineData("/data.json")]
    [InlineData("/data/files/establishments.csv")]
    [InlineData("/data/files/trellis.sqlite")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    [InlineData("/nowhere")]
    [InlineData("/nowhere.json")]
    [InlineData("/p/nothing")]
    public async Task Every_answer_says_what_a_browser_may_do_with_it(string address)
    {
        using var answer = await fixture.Site.Client.GetAsync(
            address,
            TestContext.Current.CancellationToken
        );
        string Header(string name) => string.Join(' ', answer.Headers.GetValues(name));
        var policy = Header("Content-Security-Policy");
        Assert.Contains("default-src 'none'", policy);
        Assert.Contains("frame-ancestors 'none'", policy);
        Assert.Contains("object-src 'none'", policy);
        Assert.DoesNotContain("unsafe", policy);
        Assert.Equal("nosniff", Header("X-Content-Type-Options"));
        Assert.Equal("strict-origin-when-cross-origin", Header("Referrer-Policy"));
        Assert.Equal("same-origin", Header("Cross-Origin-Opener-Policy"));
        Assert.False(answer.Headers.Contains("Server"));
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }
}
