using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Trellis.Api;

/// <summary>The description of the open API: OpenAPI 3.1 at /openapi/v1.json.</summary>
public static class Description
{
    public static void Add(IServiceCollection services) => services.AddOpenApi("v1");

    public static void Map(WebApplication app) => app.MapOpenApi("/openapi/{documentName}.json");
}
