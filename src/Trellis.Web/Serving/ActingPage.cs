using System.Security.Cryptography;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using Trellis.Access;
using Trellis.Components;
using Trellis.Journal;
using Trellis.Store;

namespace Trellis.Serving;

/// <summary>What pages share on which somebody signed in reads or does something: who it is, the store, and a form that keeps what was typed.</summary>
public abstract class ActingPage : SitePage
{
    /// <summary>The longest answer that a form reads; the rules themselves are stricter.</summary>
    private const int LongestAnswer = 8000;

    private string? once;

    /// <summary>Who asks; the middleware lets nobody else in.</summary>
    public Visitor Visitor =>
        HttpContext.Features.Get<Visitor>()
        ?? throw new InvalidOperationException("A page for somebody was asked by nobody.");

    public SiteOptions Options => HttpContext.RequestServices.GetRequiredService<SiteOptions>();

    /// <exception cref="StoreUnavailableException">The site keeps no casework.</exception>
    public Casework Casework =>
        Options.Casework
        ?? throw new StoreUnavailableException("This site publishes only and keeps no casework.");

    /// <summary>Where people reach the site, for links in letters; never what a request says of its host.</summary>
    protected Uri Site =>
        Options.Address
        ?? new Uri(
            HttpContext
                .RequestServices.GetRequiredService<IServer>()
                .Features.Get<IServerAddressesFeature>()!
                .Addresses.First()
        );

    protected Invitations Invitations =>
        HttpContext.RequestServices.GetRequiredService<Invitations>();

    protected TimeProvider Time => HttpContext.RequestServices.GetRequiredService<TimeProvider>();

    protected CancellationToken Stop => HttpContext.RequestAborted;

    /// <summary>What is wrong with the form, each with a link to its box.</summary>
    public List<PageLink> Wrong { get; } = [];

    /// <summary>The key of this form, drawn when it is first shown and carried from step to step, so that a second post writes nothing.</summary>
    public string Once =>
        once ??= Typed("once") is { Length: 32 } carried
            ? carried
            : Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>What somebody typed into a box, without blanks around it; empty where nothing was.</summary>
    public string Typed(string name)
    {
        if (!Request.HasFormContentType)
            return "";
        var text = Request.Form[name].ToString();
        return (text.Length > LongestAnswer ? text[..LongestAnswer] : text).Trim();
    }

    /// <summary>A date as somebody typed it into three boxes.</summary>
    public TypedDay TypedDayOf(string name) =>
        new(Typed($"{name}-day"), Typed($"{name}-month"), Typed($"{name}-year"));

    /// <summary>What is wrong with a box; null where nothing is.</summary>
    public string? WrongAt(string name) =>
        Wrong.Find(w => w.Href == $"#{name}" || w.Href == $"#{name}-day")?.Text;

    /// <summary>Says what is wrong with a box.</summary>
    protected void Refuse(string name, string sentence) => Wrong.Add(new(sentence, $"#{name}"));

    /// <summary>The visitor, now and today, with the reason they typed.</summary>
    protected Occasion Now(string why = "") =>
        new(Visitor.Holder, Time.GetUtcNow(), Today, why.Length == 0 ? default : new FreeText(why));

    /// <summary>Answers as <see cref="SitePage.Answer"/> does, for one person: no search engine lists it and nobody keeps it.</summary>
    protected IActionResult AnswerPrivately(
        PageFrame frame,
        Sheet? sheet = null,
        IReadOnlyDictionary<string, object?>? facts = null,
        Feed? feed = null
    )
    {
        if (Wrong.Count > 0)
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Answer(
            frame with
            {
                HasErrors = Wrong.Count > 0,
                Listed = false,
                Canonical = Request.Path,
            },
            sheet,
            facts,
            feed
        );
    }

    /// <summary>Leads on after something was done, so that going back or loading again does not do it twice.</summary>
    protected IActionResult Lead(string address)
    {
        Response.Headers.Location = address;
        return new StatusCodeResult(StatusCodes.Status303SeeOther);
    }
}
