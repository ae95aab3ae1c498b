using System.Text;
using System.Xml;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Trellis.Serving;

/// <summary>Something that happened, in a feed.</summary>
/// <param name="Address">Where it can be read, as a path: "/journal/2026-11-22"; it is the entry's identity and never names another thing later.</param>
/// <param name="At">When it happened or last changed.</param>
public sealed record FeedEntry(string Address, string Title, DateTimeOffset At, string Summary);

/// <summary>A list of events as Atom (RFC 4287), the newest first.</summary>
/// <param name="Begun">What the feed says of its age while it has no entry.</param>
public sealed record Feed(string Title, DateTimeOffset Begun, IReadOnlyList<FeedEntry> Entries)
{
    public const string ContentType = "application/atom+xml";

    private const string Atom = "http://www.w3.org/2005/Atom";

    /// <summary>Writes it.</summary>
    /// <param name="host">Scheme and host as the reader knows them: "https://trellis.example".</param>
    /// <param name="page">The path of the page whose list this is.</param>
    internal void Write(Stream to, string host, string page)
    {
        using var xml = XmlWriter.Create(
            to,
            new XmlWriterSettings { Encoding = new UTF8Encoding(false), Indent = true }
        );
        xml.WriteStartElement("feed", Atom);
        xml.WriteElementString("title", Atom, Fit(Title));
        xml.WriteElementString("id", Atom, host + page);
        xml.WriteElementString(
            "updated",
            Atom,
            Instant(Entries.Count > 0 ? Entries.Max(e => e.At) : Begun)
        );
        Link(xml, "self", $"{host}{page}.atom");
        Link(xml, "alternate", host + page);
        xml.WriteStartElement("author", Atom);
        xml.WriteElementString("name", Atom, "Trellis");
        xml.WriteEndElement();
        foreach (var entry in Entries)
        {
            xml.WriteStartElement("entry", Atom);
            xml.WriteElementString("title", Atom, Fit(entry.Title));
            xml.WriteElementString("id", Atom, host + entry.Address);
            xml.WriteElementString("updated", Atom, Instant(entry.At));
            Link(xml, "alternate", host + entry.Address);
            // Text and not markup: whatever somebody typed, a reader shows it as they typed it.
            xml.WriteStartElement("summary", Atom);
            xml.WriteAttributeString("type", "text");
            xml.WriteString(Fit(entry.Summary));
            xml.WriteEndElement();
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
    }

    private static void Link(XmlWriter xml, string relation, string address)
    {
        xml.WriteStartElement("link", Atom);
        xml.WriteAttributeString("rel", relation);
        xml.WriteAttributeString("href", address);
        xml.WriteEndElement();
    }

    private static string Instant(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'");

    /// <summary>XML has no place for some characters, escaped or not.</summary>
    private static string Fit(string text)
    {
        var fit = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
            if (XmlConvert.IsXmlChar(text[i]))
                fit.Append(text[i]);
            else if (i + 1 < text.Length && XmlConvert.IsXmlSurrogatePair(text[i + 1], text[i]))
                fit.Append(text[i]).Append(text[++i]);
            else
                fit.Append('\uFFFD');
        return fit.ToString();
    }
}

/// <summary>A page's list of events as a feed.</summary>
internal sealed class FeedResult(Feed feed, string page) : IActionResult
{
    public async Task ExecuteResultAsync(ActionContext context)
    {
        var (request, response) = (context.HttpContext.Request, context.HttpContext.Response);
        using var buffer = new MemoryStream();
        feed.Write(buffer, $"{request.Scheme}://{request.Host}", page);
        response.ContentType = Feed.ContentType + "; charset=utf-8";
        response.ContentLength = buffer.Length;
        if (!HttpMethods.IsHead(request.Method))
            await response.Body.WriteAsync(
                buffer.GetBuffer().AsMemory(0, (int)buffer.Length),
                context.HttpContext.RequestAborted
            );
    }
}
