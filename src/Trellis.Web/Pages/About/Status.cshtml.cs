using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;
using Trellis.Serving;
using Trellis.Snapshots;

namespace Trellis.Pages.About;

/// <summary>Whether the site is well, for people: which snapshot, how old, and what is wrong if anything is.</summary>
[Access(Who.Everybody)]
public sealed class StatusPage(Countries countries) : SitePage
{
    public Publication? Published { get; private set; }

    /// <summary>Why a newer snapshot is not served; empty where all is well.</summary>
    public string Trouble { get; private set; } = "";

    /// <summary>Days since the snapshot was published, in London's days.</summary>
    public int? Days { get; private set; }

    public IActionResult OnGet()
    {
        Published = countries.Store.History().LastOrDefault(p => p.Id == Snapshot.Id);
        Trouble = countries.Trouble;
        Days = Published is { } published
            ? Today.DayNumber - DateOnly.FromDateTime(published.At.UtcDateTime).DayNumber
            : null;
        Response.Headers.CacheControl = "no-store";
        return Answer(
            new PageFrame
            {
                Title = "Status",
                Description = "Whether this site is well, and how old its data is.",
                Crumbs = [new("Home", "/"), new("Status")],
            },
            null,
            new Dictionary<string, object?>
            {
                ["published"] = Published?.At,
                ["days"] = Days,
                ["registerDate"] = Snapshot.RegisterDate,
                ["registerDays"] = Edition.RegisterAgeDays,
                ["trouble"] = Trouble,
            }
        );
    }
}
