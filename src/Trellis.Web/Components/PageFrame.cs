using System.Globalization;

namespace Trellis.Components;

/// <summary>A link with its words.</summary>
/// <param name="Text">What a person reads.</param>
/// <param name="Href">The address; null for the page itself, or for what has no page.</param>
public sealed record PageLink(string Text, string? Href = null)
{
    /// <summary>The words, as a table that is downloaded has them.</summary>
    public override string ToString() => Text;
}

/// <summary>One of the site's sections in the bar under the header.</summary>
/// <param name="Key">What a page names to be shown as standing in this section.</param>
public sealed record SiteSection(string Key, string Text, string Href);

/// <summary>What all pages of one snapshot share: which snapshot, how old, real or fictional, and the sections.</summary>
/// <param name="SnapshotId">The hash of the snapshot's content, in hexadecimal.</param>
/// <param name="RegisterDate">The day the register of schools in it was published; null when no register is in it.</param>
/// <param name="Today">The legal day in London, from the edge.</param>
/// <param name="Fictional">Whether the schools in it are made up: then every page says so.</param>
public sealed record Edition(
    string SnapshotId,
    DateOnly? RegisterDate,
    DateOnly Today,
    bool Fictional
)
{
    /// <summary>A register older than this many days is no longer taken for how things stand.</summary>
    public const int DaysUntilOld = 90;

    /// <summary>Days since the register was published; null when its day is not known.</summary>
    public int? RegisterAgeDays => RegisterDate is { } day ? Today.DayNumber - day.DayNumber : null;

    public bool RegisterIsOld => RegisterAgeDays > DaysUntilOld;

    /// <summary>The sections whose pages there are, in the order shown.</summary>
    public IReadOnlyList<SiteSection> Sections { get; init; } =
    [
        new("find", "Find", "/search"),
        new("partnerships", "Partnerships", "/partnerships"),
        new("decisions", "Decisions", "/decisions"),
        new("what-works", "What works", "/what-works"),
        new("guide", "Guide", "/guide"),
        new("data", "Data", "/data"),
        new("methods", "Methods", "/method"),
        new("changes", "Changes", "/changes"),
    ];
}

/// <summary>What a page tells the layout about itself.</summary>
/// <remarks>
/// Put into the page's view data with <see cref="PageFrames.Frame(Microsoft.AspNetCore.Mvc.ViewFeatures.ViewDataDictionary, PageFrame)"/>.
/// A page that sets none (an error before there is a snapshot) gets the bare frame with the site's name.
/// </remarks>
public sealed record PageFrame
{
    /// <summary>The title without the site's name; the layout adds it, and "Error: " when <see cref="HasErrors"/>.</summary>
    public string? Title { get; init; }

    /// <summary>One or two sentences for search engines and shared links.</summary>
    public string? Description { get; init; }

    public Edition? Edition { get; init; }

    /// <summary>The key of the section the page stands in.</summary>
    public string? Section { get; init; }

    /// <summary>Where the page lies, from the home page to its parent, then itself without an address.</summary>
    public IReadOnlyList<PageLink> Crumbs { get; init; } = [];

    /// <summary>The one address of this page, path and query; without the host.</summary>
    public string? Canonical { get; init; }

    /// <summary>The same as a table, when there is one.</summary>
    public string? Csv { get; init; }

    /// <summary>The same for programs, when there is one.</summary>
    public string? Json { get; init; }

    /// <summary>Whether programs may ask for the page too; a form is for people.</summary>
    public bool ForPrograms { get; init; } = true;

    /// <summary>The page's events for feed readers, when there are any.</summary>
    public string? Feed { get; init; }

    /// <summary>What stands in the header's search box: what was asked for, on a page of results.</summary>
    public string? Query { get; init; }

    /// <summary>Whether the header has a search box; the home page has its own.</summary>
    public bool HeaderSearch { get; init; } = true;

    /// <summary>Whether the page shows errors in what was filled in; then its title says so first.</summary>
    public bool HasErrors { get; init; }

    /// <summary>Whether search engines may list it; not views with somebody's own filters or weights.</summary>
    public bool Listed { get; init; } = true;

    /// <summary>The whole title: "Error: Similar schools - Trellis".</summary>
    public string FullTitle =>
        $"{(HasErrors ? "Error: " : "")}{(Title is null ? "" : $"{Title} - ")}Trellis";
}

/// <summary>Days and ages as people read them.</summary>
public static class Dates
{
    /// <summary>"12 March 2026".</summary>
    public static string InWords(this DateOnly day) =>
        day.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>"12 Mar 2026", for tables and drawings.</summary>
    public static string InShort(this DateOnly day) =>
        day.ToString("d MMM yyyy", CultureInfo.InvariantCulture);
}
