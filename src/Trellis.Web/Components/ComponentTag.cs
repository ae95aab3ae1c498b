using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Trellis.Components;

/// <summary>An element in a page that stands for a component; what it holds becomes the component's HTML.</summary>
/// <remarks>Attributes it does not know are handed on to the component's outer element.</remarks>
public abstract class ComponentTag : TagHelper
{
    /// <summary>More classes for the component's outer element.</summary>
    [HtmlAttributeName("class")]
    public string? Classes { get; set; }

    /// <summary>Makes the component.</summary>
    /// <param name="content">What the element holds; null when it holds nothing but blank space.</param>
    /// <param name="attributes">What was written on the element and is no property of it.</param>
    protected abstract Component Make(
        IHtmlContent? content,
        IReadOnlyDictionary<string, string?> attributes
    );

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var content = await output.GetChildContentAsync();
        var attributes = output.Attributes.ToDictionary(
            a => a.Name,
            a => a.ValueStyle == HtmlAttributeValueStyle.Minimized ? null : a.Value?.ToString(),
            StringComparer.Ordinal
        );
        output.TagName = null;
        output.Attributes.Clear();
        output.Content.SetHtmlContent(
            Make(content.IsEmptyOrWhiteSpace ? null : content, attributes)
        );
    }
}
