using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Trellis.Serving;

namespace Trellis.Access;

/// <summary>Where the site is, for links in letters and for providers. What a request says of its host is never taken: a letter with a link to another's site would be the result.</summary>
public sealed class Whereabouts(SiteOptions options, IServer server)
{
    public Uri Site =>
        options.Address
        ?? new Uri(
            server
                .Features.Get<IServerAddressesFeature>()
                ?.Addresses.FirstOrDefault()
                ?.Replace("//*", "//localhost", StringComparison.Ordinal)
                .Replace("//+", "//localhost", StringComparison.Ordinal)
                .Replace("//0.0.0.0", "//localhost", StringComparison.Ordinal)
                .Replace("//[::]", "//localhost", StringComparison.Ordinal)
                ?? "http://localhost"
        );

    /// <summary>Where a browser sees the site, for passkeys, which hang on a name. A site without an address of its own has them only under "localhost": a browser gives none to a bare number, and any other name is what the request says.</summary>
    internal Uri SeenBy(HttpRequest request) =>
        options.Address is null
        && string.Equals(request.Host.Host, "localhost", StringComparison.OrdinalIgnoreCase)
            ? new Uri($"{request.Scheme}://{request.Host.ToUriComponent()}")
            : Site;
}
