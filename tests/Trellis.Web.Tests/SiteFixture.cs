[assembly: AssemblyFixture(typeof(Trellis.SiteFixture))]

namespace Trellis;

/// <summary>One site over one small fictional country for all tests of pages.</summary>
public sealed class SiteFixture : IAsyncLifetime
{
    public RunningSite Site { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Site = await RunningSite.OverFiction(schools: 60);

    public ValueTask DisposeAsync() => Site.DisposeAsync();
}
