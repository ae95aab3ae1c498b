using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using Trellis.Components;
using Trellis.Journal;
using Trellis.Serving;
using Trellis.Store;

namespace Trellis.Access;

/// <summary>What the pages of signing in share: no form of them is for programs, and none is listed.</summary>
public abstract class AccountPage : SitePage
{
    /// <summary>What is wrong with what was filled in.</summary>
    public IReadOnlyList<PageLink> Wrong { get; private set; } = [];

    /// <summary>Who asks; null where nobody is signed in.</summary>
    public Visitor? Visitor => HttpContext.Features.Get<Visitor>();

    public SiteOptions Options => Part<SiteOptions>();

    /// <summary>A part of the site.</summary>
    private protected T Part<T>()
        where T : notnull => HttpContext.RequestServices.GetRequiredService<T>();

    /// <summary>The store of what people record.</summary>
    /// <exception cref="StoreUnavailableException">It cannot be used now, or this site has none.</exception>
    protected Casework Casework
    {
        get
        {
            var opening = Part<Opening>();
            return Options.Casework is { } casework && opening.IsOpen
                ? casework
                : throw new StoreUnavailableException(opening.Trouble);
        }
    }

    /// <summary>The instant, from the edge.</summary>
    protected DateTimeOffset Now => Part<TimeProvider>().GetUtcNow();

    /// <summary>An act by somebody at this instant.</summary>
    protected Occasion By(Actor who, FreeText why = default) => new(who, Now, Today, why);

    /// <summary>The word that is wrong with one answer, or nothing.</summary>
    public string? WrongWith(string name) => Wrong.FirstOrDefault(w => w.Href == $"#{name}")?.Text;

    /// <summary>The page again, saying what is wrong with one answer; status 400.</summary>
    protected IActionResult Again(string name, string sentence, string title)
    {
        Wrong = [new PageLink(sentence, $"#{name}")];
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Show(title);
    }

    /// <summary>The page under a title.</summary>
    protected IActionResult Show(string title) =>
        Form.Ending.Length > 0
            ? NotHere("This page is for people, and has no form for programs.")
            : Answer(
                new PageFrame
                {
                    Title = title,
                    Crumbs = [new("Home", "/"), new(title)],
                    Listed = false,
                    ForPrograms = false,
                    HasErrors = Wrong.Count > 0,
                }
            );

    /// <summary>Sends the visitor on, by GET.</summary>
    protected RedirectResult See(string address) => new(address);
}
