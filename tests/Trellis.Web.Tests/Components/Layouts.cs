using System.Diagnostics;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Razor;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Trellis.Components;

/// <summary>Puts the site's real layout around a body, as a page would.</summary>
internal static class Layouts
{
    public static async Task<string> Render(PageFrame frame, IHtmlContent body)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        builder.Services.AddRazorPages().AddApplicationPart(typeof(Assets).Assembly);
        await using var app = builder.Build();
        using var scope = app.Services.CreateScope();
        var services = scope.ServiceProvider;
        var engine = services.GetRequiredService<IRazorViewEngine>();
        var page = engine.GetPage(null!, "/Pages/Shared/_Layout.cshtml").Page!;
        page.BodyContent = body;
        var viewData = new ViewDataDictionary(
            new EmptyModelMetadataProvider(),
            new ModelStateDictionary()
        );
        viewData.Frame(frame);
        var http = new DefaultHttpContext { RequestServices = services };
        var action = new ActionContext(http, new RouteData(), new ActionDescriptor());
        await using var writer = new StringWriter();
        using var diagnostics = new DiagnosticListener("layout");
        var view = new RazorView(
            engine,
            services.GetRequiredService<IRazorPageActivator>(),
            [],
            page,
            HtmlEncoder.Default,
            diagnostics
        );
        var tempData = new TempDataDictionary(
            http,
            services.GetRequiredService<ITempDataProvider>()
        );
        await view.RenderAsync(
            new ViewContext(action, view, viewData, tempData, writer, new HtmlHelperOptions())
        );
        return writer.ToString();
    }
}
