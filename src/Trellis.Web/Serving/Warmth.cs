using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Trellis.Pages.Placements;
using Trellis.SimilarSchools;

namespace Trellis.Serving;

/// <summary>Asks the site for one page of each kind as soon as the country is in memory, so that the first visitor does not wait for code to be compiled and figures to be read.</summary>
public static class Warmth
{
    /// <summary>Returns when every kind of page has been asked for, or the site has stopped. An answer that fails is the next visitor's to report.</summary>
    public static async Task Up(WebApplication site, CancellationToken stop)
    {
        var countries = site.Services.GetRequiredService<Countries>();
        while (countries.Current is null)
            await Task.Delay(50, stop);
        var country = countries.Current;
        using var client = new HttpClient
        {
            BaseAddress = new Uri(site.Urls.First()),
            Timeout = TimeSpan.FromSeconds(30),
        };
        client.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        client.DefaultRequestHeaders.AcceptEncoding.ParseAdd("gzip");
        foreach (var address in Kinds(country))
            if (!await Asked(address))
                return;
        // A ranking answers those alone who are signed in, so it is asked here and not as a page. The past closure is seconds
        // of work, done once for a snapshot and kept: no page is asked that would wait for it.
        TrustsToday.Warm(country);
        await PastClosure
            .Of(country, site.Services.GetRequiredService<TimeProvider>())
            .WaitAsync(stop);
        await Asked("/method/placements");

        async Task<bool> Asked(string address)
        {
            try
            {
                using var answer = await client.GetAsync(address, stop);
                return true;
            }
            catch (HttpRequestException)
            {
                // Listening on a name that this machine does not resolve, or already stopping: visitors warm the rest.
                return false;
            }
        }
    }

    private static IEnumerable<string> Kinds(Country country)
    {
        yield return "/";
        yield return "/search?q=school";
        var snapshot = country.Snapshot;
        foreach (var peers in Enum.GetValues<Peers>())
            if (
                snapshot.Schools.FirstOrDefault(s => PeersOf.School(s, snapshot) == peers) is
                { } school
            )
                foreach (
                    var rest in (string[])
                        [
                            "",
                            "/similar",
                            "/partners?need=attendance",
                            "/performance",
                            "/history",
                            "/trusts",
                        ]
                )
                    yield return $"/school/{school.Urn}{rest}";
        if (
            snapshot.Groups.LastOrDefault(g => g is { IsAcademyTrust: true, IsOpen: true }) is
            { } trust
        )
            yield return $"/trust/{trust.Uid}";
        if (snapshot.LocalAuthorities is [.., var authority])
            yield return $"/local-authority/{authority.Code}";
        foreach (var phase in (string[])["secondary", "primary", "special"])
        foreach (var kind in (string[])["national", "regional"])
            yield return $"/families?kind={kind}&phase={phase}";
        // What is stated here is read and counted before anybody asks for it.
        yield return "/partnerships";
        yield return "/directory";
        yield return "/procedures";
        yield return "/guide/models";
        yield return "/method";
        yield return "/data";
        yield return "/workbench";
    }
}
