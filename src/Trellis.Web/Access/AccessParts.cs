using System.Net;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.CookiePolicy;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Trellis.Serving;

namespace Trellis.Access;

/// <summary>What signing in and the gate are made of, put into a site.</summary>
internal static class AccessParts
{
    public static void AddAccess(this IServiceCollection services, SiteOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton<Opening>();
        services.AddHostedService(s => s.GetRequiredService<Opening>());
        services.AddSingleton<SecurityLog>();
        services.AddHostedService(s => s.GetRequiredService<SecurityLog>());
        services.AddSingleton<Gate>();
        services.AddSingleton<Sessions>();
        services.AddSingleton<SignIns>();
        services.AddSingleton<Passkeys>();
        services.AddSingleton<Invitations>();
        services.AddSingleton<Whereabouts>();
        services.AddSingleton<OpenId>();
        services.AddSingleton<Resets>();
        services.AddHostedService(s => s.GetRequiredService<Resets>());
        Pacing.Put(services, options);
        services.Configure<MvcOptions>(mvc => mvc.Filters.Add<ForgedForms>());
        services.Configure<ForwardedHeadersOptions>(forwarded =>
        {
            forwarded.ForwardedHeaders =
                ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            forwarded.KnownProxies.Clear();
            forwarded.KnownIPNetworks.Clear();
            foreach (var proxy in options.Proxies)
                if (IPAddress.TryParse(proxy, out var address))
                    forwarded.KnownProxies.Add(address);
                else
                    forwarded.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(proxy));
        });
        // A part that works behind the pages and fails must not take the published pages with it.
        services.Configure<HostOptions>(host =>
            host.BackgroundServiceExceptionBehavior = BackgroundServiceExceptionBehavior.Ignore
        );
        var protection = services.AddDataProtection().SetApplicationName("Trellis");
        if (options.Casework is { } casework)
            services.Configure<KeyManagementOptions>(keys =>
                keys.XmlRepository = new WebKeys(casework)
            );
        else
            protection.UseEphemeralDataProtectionProvider();
        // It would read the keys while the site starts, and wait for a database that is stopped.
        if (
            services.FirstOrDefault(s =>
                s.ImplementationType?.Name == "DataProtectionHostedService"
            ) is
            { } early
        )
            services.Remove(early);
        services.Configure<AntiforgeryOptions>(forms =>
        {
            forms.Cookie.Name = "__Host-trellis-form";
            forms.Cookie.SameSite = SameSiteMode.Strict;
            // The cookie policy below makes it safe; to demand it here would refuse a proxy that speaks plainly to us.
            forms.Cookie.SecurePolicy = CookieSecurePolicy.None;
            forms.FormFieldName = "form-token";
            forms.SuppressXFrameOptionsHeader = true;
        });
    }

    /// <summary>Puts the gate behind routing: it has to know which page is asked for.</summary>
    public static void UseAccess(this WebApplication app)
    {
        app.UseCookiePolicy(
            new CookiePolicyOptions
            {
                Secure = CookieSecurePolicy.Always,
                HttpOnly = HttpOnlyPolicy.Always,
                MinimumSameSitePolicy = SameSiteMode.Lax,
            }
        );
        var gate = app.Services.GetRequiredService<Gate>();
        app.Use((http, next) => gate.Ask(http, next));
        app.UseRateLimiter();
    }
}
