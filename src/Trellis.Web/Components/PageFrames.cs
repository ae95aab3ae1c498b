using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace Trellis.Components;

/// <summary>Carries the frame from a page to the layout.</summary>
public static class PageFrames
{
    private const string Key = "PageFrame";

    /// <summary>Sets the frame of the page; the last one set counts.</summary>
    public static void Frame(this ViewDataDictionary viewData, PageFrame frame) =>
        viewData[Key] = frame;

    /// <summary>The page's frame, or the bare one when it set none.</summary>
    public static PageFrame Frame(this ViewDataDictionary viewData) =>
        viewData[Key] as PageFrame ?? new PageFrame();
}
