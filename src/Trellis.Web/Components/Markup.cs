using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Html;

namespace Trellis.Components;

/// <summary>Writes elements one after another; every text and attribute is encoded, only HTML that is typed so is not.</summary>
public sealed class Markup(TextWriter writer, HtmlEncoder encoder)
{
    /// <summary>Opens an element. An attribute without a value is left out; an empty value is written.</summary>
    public Markup Open(string tag, params ReadOnlySpan<(string Name, string? Value)> attributes) =>
        Open(tag, null, attributes);

    /// <summary>Opens an element with its own attributes first and then those a page added.</summary>
    public Markup Open(
        string tag,
        IReadOnlyDictionary<string, string?>? more,
        params ReadOnlySpan<(string Name, string? Value)> attributes
    )
    {
        writer.Write('<');
        writer.Write(tag);
        foreach (var (name, value) in attributes)
        {
            if (value is not null)
                Attribute(name, value);
        }

        foreach (var (name, value) in more ?? Component.NoAttributes)
            Attribute(name, value ?? "");
        writer.Write('>');
        return this;
    }

    public Markup Close(string tag)
    {
        writer.Write("</");
        writer.Write(tag);
        writer.Write('>');
        return this;
    }

    public Markup Text(string? text)
    {
        if (!string.IsNullOrEmpty(text))
            encoder.Encode(writer, text);
        return this;
    }

    /// <summary>Writes HTML where there is some, else text.</summary>
    public Markup Words(string? text, IHtmlContent? html)
    {
        if (html is null)
            return Text(text);
        html.WriteTo(writer, encoder);
        return this;
    }

    public Markup Add(IHtmlContent? content) => Words(null, content);

    /// <summary>Writes markup that stands in this source, never anything that was read.</summary>
    internal Markup Literal(string markup)
    {
        writer.Write(markup);
        return this;
    }

    private void Attribute(string name, string value)
    {
        writer.Write(' ');
        encoder.Encode(writer, name);
        writer.Write("=\"");
        encoder.Encode(writer, value);
        writer.Write('"');
    }
}

/// <summary>A piece of a page in the GOV.UK manner: plain data that writes itself as HTML.</summary>
/// <remarks>
/// Property names are those of the design system's own options, so that its documentation is ours. Where both
/// <c>Text</c> and <c>Html</c> are there, <c>Html</c> counts.
/// </remarks>
public abstract record Component : IHtmlContent
{
    internal static readonly IReadOnlyDictionary<string, string?> NoAttributes = new Dictionary<
        string,
        string?
    >(StringComparer.Ordinal);

    /// <summary>More classes, separated by spaces.</summary>
    public string? Classes { get; init; }

    /// <summary>More attributes; a null value writes the bare name.</summary>
    public IReadOnlyDictionary<string, string?>? Attributes { get; init; }

    public void WriteTo(TextWriter writer, HtmlEncoder encoder) =>
        Write(new Markup(writer, encoder));

    /// <summary>The component's HTML, as text.</summary>
    public string ToHtml()
    {
        using var writer = new StringWriter();
        WriteTo(writer, HtmlEncoder.Default);
        return writer.ToString();
    }

    protected internal abstract void Write(Markup markup);

    /// <summary>Joins classes; empty ones are left out.</summary>
    protected static string Join(params ReadOnlySpan<string?> classes)
    {
        var joined = new System.Text.StringBuilder();
        foreach (var name in classes)
        {
            if (!string.IsNullOrWhiteSpace(name))
                joined.Append(joined.Length > 0 ? " " : "").Append(name);
        }

        return joined.ToString();
    }

    /// <summary>A class when something holds.</summary>
    protected static string? If(bool holds, string name) => holds ? name : null;
}

/// <summary>Words with an element of their own, in text or in HTML.</summary>
public abstract record Wording : Component
{
    public string? Id { get; init; }

    public string? Text { get; init; }

    public IHtmlContent? Html { get; init; }
}
