using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace Trellis.Access;

/// <summary>What a site answered, its page read.</summary>
public sealed record Answer(
    HttpStatusCode Status,
    string? Leads,
    string Text,
    HttpResponseMessage Whole
)
{
    public IDocument Page => new HtmlParser().ParseDocument(Text);

    public string? Header(string name) =>
        Whole.Headers.TryGetValues(name, out var values) ? string.Join(",", values) : null;
}

/// <summary>A visitor with cookies of their own, who sends forms as a browser does; safe cookies are sent to this machine too, as browsers do.</summary>
public sealed class Browser(string site) : IDisposable
{
    private readonly HttpClient client = new(
        new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }
    )
    {
        BaseAddress = new Uri(site),
    };

    /// <summary>Cookies by name; a test may change them.</summary>
    public Dictionary<string, string> Cookies { get; } = [];

    public Task<Answer> Get(string address, params (string Name, string Value)[] headers) =>
        Send(HttpMethod.Get, address, null, headers);

    /// <summary>Opens a page and sends its form: the hidden fields as they stand, the others as given.</summary>
    /// <param name="handler">Which of its forms, by the end of its address; empty for the first without one.</param>
    public async Task<Answer> Fill(
        string address,
        Dictionary<string, string> fields,
        string handler = ""
    )
    {
        var page = (await Get(address)).Page;
        var form =
            page.QuerySelectorAll("main form[method=post]")
                .FirstOrDefault(f =>
                    handler.Length == 0 || f.GetAttribute("action")?.Contains(handler) == true
                )
            ?? throw new InvalidOperationException($"No form at {address}: {page.Title}");
        var all = form.QuerySelectorAll("input[type=hidden]")
            .ToDictionary(i => i.GetAttribute("name")!, i => i.GetAttribute("value") ?? "");
        foreach (var (name, value) in fields)
            all[name] = value;
        return await Post(
            form.GetAttribute("action") is { Length: > 0 } action ? action : address,
            all
        );
    }

    public Task<Answer> Post(
        string address,
        Dictionary<string, string> fields,
        params (string Name, string Value)[] headers
    ) => Send(HttpMethod.Post, address, new FormUrlEncodedContent(fields), headers);

    /// <summary>As <see cref="Fill"/>, where a name may stand several times: boxes that are ticked.</summary>
    public async Task<Answer> Tick(string address, params (string Name, string Value)[] fields) =>
        await Tick(address, await Get(address), fields);

    /// <summary>Sends the form of a page that is open: its hidden fields as they stand, the others as given.</summary>
    public async Task<Answer> Tick(
        string address,
        Answer open,
        params (string Name, string Value)[] fields
    )
    {
        var form = open.Page.QuerySelector("main form[method=post]")!;
        return await Send(
            HttpMethod.Post,
            address,
            new FormUrlEncodedContent(
                form.QuerySelectorAll("input[type=hidden]")
                    .Select(i => (i.GetAttribute("name")!, i.GetAttribute("value") ?? ""))
                    .Concat(fields)
                    .Select(f => KeyValuePair.Create(f.Item1, f.Item2))
            ),
            []
        );
    }

    /// <summary>Sends fields as they are given; a name may stand several times.</summary>
    public Task<Answer> Raw(string address, params IEnumerable<(string, string)> fields) =>
        Send(
            HttpMethod.Post,
            address,
            new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Item1, f.Item2))),
            []
        );

    public Task<Answer> SignIn(string email, string password) =>
        Fill("/sign-in", new() { ["email"] = email, ["password"] = password });

    private async Task<Answer> Send(
        HttpMethod method,
        string address,
        HttpContent? content,
        (string Name, string Value)[] headers
    )
    {
        var request = new HttpRequestMessage(method, address) { Content = content };
        request.Headers.TryAddWithoutValidation("Accept", "text/html");
        if (Cookies.Count > 0)
            request.Headers.TryAddWithoutValidation(
                "Cookie",
                string.Join("; ", Cookies.Select(c => $"{c.Key}={c.Value}"))
            );
        foreach (var (name, value) in headers)
        {
            request.Headers.Remove(name);
            request.Headers.TryAddWithoutValidation(name, value);
        }
        var answer = await client.SendAsync(request);
        if (answer.Headers.TryGetValues("Set-Cookie", out var set))
            foreach (var cookie in set)
            {
                var pair = cookie.Split(';')[0].Split('=', 2);
                if (pair[1].Length == 0)
                    Cookies.Remove(pair[0]);
                else
                    Cookies[pair[0]] = pair[1];
            }
        return new Answer(
            answer.StatusCode,
            answer.Headers.Location?.OriginalString,
            await answer.Content.ReadAsStringAsync(),
            answer
        );
    }

    public void Dispose() => client.Dispose();
}
