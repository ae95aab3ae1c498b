using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
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
}
