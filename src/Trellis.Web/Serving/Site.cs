using System.IO.Compression;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Trellis.Access;
using Trellis.Components;
using Trellis.Frozen;
using Trellis.Jobs;
using Trellis.Pages.Alerts;
using Trellis.Pages.Consultations;
using Trellis.Pages.WhatWorks;
using Trellis.Snapshots;
using Trellis.Store;
using Trellis.Travel;

namespace Trellis.Serving;

/// <summary>The web site over a store of snapshots.</summary>
public static class Site
{
    /// <summary>Builds the site; the caller starts it.</summary>
    /// <param name="store">The snapshots; the site answers 503 until the first is in memory.</param>
    /// <param name="urls">Where to listen, as "http://127.0.0.1:5080"; port 0 takes a free one.</param>
    /// <param name="time">The clock; tests give their own.</param>
    /// <param name="times">A router's times between schools; null where minutes are estimated.</param>
    /// <param name="options">Casework and what goes with it; null for a site that only publishes.</param>
    public static WebApplication Build(
        SnapshotStore store,
        IReadOnlyList<string> urls,
        TimeProvider time,
        TravelMatrix? times = null,
        SiteOptions? options = null
    )
    {
        options ??= new SiteOptions();
        var builder = WebApplication.CreateSlimBuilder(
            new WebApplicationOptions { ApplicationName = typeof(Site).Assembly.GetName().Name }
        );
        builder.WebHost.UseKestrelHttpsConfiguration().UseUrls([.. urls]);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 64 << 10;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        });
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        // What stops the site from starting is told once, in a sentence, by who started it.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);
        // That keys lie unencrypted in the store is decided; that the store is away is told by who asks it.
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Critical);
        // Pages with a form say "no-store", which is more than it asks and which it warns of at each.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Antiforgery", LogLevel.Error);
        var services = builder.Services;
        services.AddSingleton(time);
        services.AddSingleton<LondonDay>();
        services.AddSingleton(new Countries(store, time, times));
        services.AddAccess(options);
        services.AddSingleton(_ => PublicRecordFile.Open(options.Folder ?? store.Folder));
        if (options.Casework is { } casework)
        {
            services.AddHostedService(all => new PublicFollower(
                all.GetRequiredService<PublicRecordFile>(),
                casework,
                all.GetRequiredService<Opening>().Done,
                time,
                all.GetRequiredService<ILogger<PublicFollower>>()
            ));
            services.AddJobs(
                new JobSettings(
                    casework,
                    options.Server,
                    all => all.GetRequiredService<Opening>().Done,
                    options.MakesUpJobs
                )
            );
            services.AddKeeping(casework);
            services.AddReminding(casework);
            services.AddNoteReleasing(casework);
            services.AddComparingDecisions(casework);
            services.AddEvaluatingPartnerships(casework);
            if (options.RunsStudies)
                services.AddEvaluatingStudies();
            services.AddConsulting(casework);
            Alerting.Add(services, casework);
            if (options.Post is { } post)
                services.AddMail(post);
        }
        services.AddRazorPages().AddApplicationPart(typeof(Site).Assembly);
        // Names with accents and the en dash are letters, not entities.
        services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
        services.Configure<RouteOptions>(routes => routes.LowercaseUrls = true);
        services.AddResponseCompression(compression =>
        {
            compression.EnableForHttps = true;
            compression.Providers.Add<GzipCompressionProvider>();
            compression.MimeTypes =
            [
                .. ResponseCompressionDefaults.MimeTypes,
                "application/problem+json",
                "application/geo+json",
                "application/csvm+json",
                "application/ld+json",
                "text/csv",
            ];
        });
        services.Configure<GzipCompressionProviderOptions>(gzip =>
            gzip.Level = CompressionLevel.Fastest
        );
        services.AddSingleton(new FrozenViews(Path.Combine(store.Folder, "frozen")));
        services.AddSingleton(new Differences(store));
        services.AddSingleton(new StudyShelf(new DirectoryInfo(store.Folder)));
        services.AddSingleton(new Pages.MyTrust.EffectShelf(store));
        services.AddSingleton<Inside>();

        var app = builder.Build();
        // The word of a named proxy comes before all that looks at scheme and address; nobody else's is heard.
        if (options.Proxies.Count > 0)
            app.UseForwardedHeaders();
        // Before all that write an answer, so that refusals are compressed too.
        app.UseResponseCompression();
        app.UseExceptionHandler(
            new ExceptionHandlerOptions
            {
                ExceptionHandler = Fail,
                // What a visitor sent wrongly is no mistake of ours to look into; and a store that is stopped is told by who
                // follows it, once and not at every request.
                SuppressDiagnosticsCallback = failure =>
                    failure.Exception is BadHttpRequestException
                    || Unsent.IsLater(failure.Exception),
            }
        );
        app.Use(Headers);
        app.Use(Begin);
        var inside = app.Services.GetRequiredService<Inside>();
        app.Use(inside.Stand);
        app.UseStatusCodePages(context => Say(context.HttpContext));
        app.Use(RefuseMethods);
        app.UseRouting();
        app.Use(RefuseBlanks);
        app.UseAccess();
        app.MapAssets().WithMetadata(new AccessAttribute(Who.Everybody));
        app.MapMethods("/health/live", Reading, () => Results.Text("live"))
            .ExcludeFromDescription()
            .WithMetadata(new AccessAttribute(Who.Everybody));
        app.MapMethods(
                "/health/ready",
                Reading,
                (Countries countries) =>
                    countries.Current is { } country
                        ? Results.Json(
                            new
                            {
                                ready = true,
                                snapshot = country.Snapshot.Id,
                                trouble = countries.Trouble,
                            }
                        )
                        : Results.Json(
                            new { ready = false, trouble = countries.Trouble },
                            statusCode: 503
                        )
            )
            .ExcludeFromDescription()
            .WithMetadata(new AccessAttribute(Who.Everybody));
        app.MapRazorPages();
        Api.Downloads.Map(app);
        Api.Description.Map(app);
        StudyBundles.Map(app);
        PoolBundles.Map(app);
        new Freeze(
            app.Services.GetRequiredService<FrozenViews>(),
            new Pace(time, each: 12, all: 60),
            time
        ).Map(app, inside);
        return app;
    }

    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Takes the ending off the address, gives the request its snapshot, and answers 304 where the browser has this very page.</summary>
    private static async Task Begin(HttpContext context, RequestDelegate next)
    {
        if (
            context.Request.Path.StartsWithSegments("/health")
            || context.Request.Path.StartsWithSegments("/assets")
        )
        {
            await next(context);
            return;
        }
        var countries = context.RequestServices.GetRequiredService<Countries>();
        if (countries.Current is not { } country)
        {
            context.Response.Headers.RetryAfter = "5";
            await StatusSentence.WriteProblem(
                context,
                503,
                "not-ready",
                countries.Trouble.Length > 0
                    ? countries.Trouble
                    : "The country is still being read; try again in a few seconds."
            );
            return;
        }
        context.Features.Set(country);
        AnswerForm.Take(context);

        // A page is a function of the snapshot with the router's times, the public record, the address, the day and the program: these are its tag.
        // What a visitor sees who is signed in is theirs, and no tag could say so.
        if (
            !Sessions.Said(context.Request)
            && (
                HttpMethods.IsGet(context.Request.Method)
                || HttpMethods.IsHead(context.Request.Method)
            )
        )
        {
            var today = context.RequestServices.GetRequiredService<LondonDay>().Today;
            var record = context.RequestServices.GetRequiredService<PublicRecordFile>();
            // A node that is behind shows less, and whoever kept the whole page is not told that it is the same.
            var tag =
                $"\"{country.Tag}-{record.Number:x}{(record.IsBehind ? "b" : "")}-{today.DayNumber:x}-{Build12}\"";
            if (
                context
                    .Request.Headers.IfNoneMatch.ToString()
                    .Contains(tag, StringComparison.Ordinal)
            )
            {
                context.Response.StatusCode = StatusCodes.Status304NotModified;
                context.Response.Headers.ETag = tag;
                return;
            }
            context.Response.OnStarting(() =>
            {
                if (
                    context.Response.StatusCode == StatusCodes.Status200OK
                    && context.Response.Headers.ETag.Count == 0
                    && !Discretion.IsKept(context)
                )
                {
                    context.Response.Headers.ETag = tag;
                    context.Response.Headers.CacheControl = "public, max-age=0, must-revalidate";
                }
                return Task.CompletedTask;
            });
        }
        await next(context);
    }

    private static readonly string Build12 =
        typeof(Site).Assembly.ManifestModule.ModuleVersionId.ToString("N")[..12];

    /// <summary>A part of the address that is blank ("/school/%20") names nothing; no page is asked about it.</summary>
    private static Task RefuseBlanks(HttpContext context, RequestDelegate next) =>
        context.Request.RouteValues.Values.Any(v =>
            v is string text && text.AsSpan().IsWhiteSpace()
        )
            ? StatusSentence.WriteAsync(
                context,
                StatusCodes.Status404NotFound,
                "There is no page at this address."
            )
            : next(context);

    /// <summary>Nothing answers any other method. A page has no question to answer then, and would fail.</summary>
    private static Task RefuseMethods(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Method is "GET" or "HEAD" or "POST")
            return next(context);
        context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
        context.Response.Headers.Allow = "GET, HEAD, POST";
        return Task.CompletedTask;
    }

    private static Task Headers(HttpContext context, RequestDelegate next)
    {
        SetHeaders(context);
        return next(context);
    }

    private static void SetHeaders(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy =
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "strict-origin-when-cross-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "geolocation=(), camera=(), microphone=()";
        if (context.Request.IsHttps)
            headers.StrictTransportSecurity = "max-age=31536000; includeSubDomains";
        // Open data: any page of any site may read it.
        headers.AccessControlAllowOrigin = "*";
    }

    /// <summary>A status without words (no such route, a method not allowed) gets its sentence.</summary>
    private static Task Say(HttpContext context) =>
        StatusSentence.WriteAsync(
            context,
            context.Response.StatusCode,
            context.Response.StatusCode switch
            {
                404 => "There is no page at this address.",
                405 => "This address answers only reading.",
                _ => "The request could not be answered.",
            }
        );

    /// <summary>Our mistake: logged by the framework once, told without details. What could not be read is told with the status that says why.</summary>
    private static async Task Fail(HttpContext context)
    {
        // The framework has cleared what was set before the failure.
        SetHeaders(context);
        if (await Unsent.Answer(context))
            return;
        if (
            context.Features.Get<IExceptionHandlerFeature>()?.Error
            is BadHttpRequestException unread
        )
        {
            await StatusSentence.WriteAsync(
                context,
                unread.StatusCode,
                unread.StatusCode == StatusCodes.Status413PayloadTooLarge
                    ? "That is more than a page here takes at once."
                    : "The request could not be read."
            );
            return;
        }
        await StatusSentence.WriteAsync(
            context,
            500,
            "Something went wrong on our side. It has been noted."
        );
    }
}
