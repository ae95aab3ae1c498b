using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;
using Trellis.Frozen;
using Trellis.Serving;

namespace Trellis.Pages;

/// <summary>A page as it stood when it was kept, with the same figures however often newer files are imported.</summary>
[Access(Who.Everybody)]
public sealed class FrozenPage(FrozenViews views) : SitePage
{
    public FrozenAbout About { get; private set; } = null!;

    /// <summary>The main part as our own program wrote it, its words escaped then.</summary>
    public string Main { get; private set; } = "";

    /// <summary>Whether the snapshot it is of is the one in use.</summary>
    public bool IsPresent => About.Snapshot == Snapshot.Id;

    public bool HasCsv { get; private set; }

    public IActionResult OnGet(string id)
    {
        if (views.Find(id) is not { } about)
            return NotHere("No view was kept under this address.");
        About = about;
        if (Form.Ending is ".csv" or ".json")
        {
            var form = Form.Ending[1..];
            if (views.Read(id, form) is not { } bytes)
                return NotHere("There was no table on this page, so there is no CSV of it.");
            Response.Headers.ETag = $"\"{id}-{form}\"";
            // What is frozen never changes.
            Response.Headers.CacheControl = "public, max-age=31536000, immutable";
            Response.Headers.Link = $"<{about.Address}>; rel=\"latest-version\"";
            return File(
                bytes,
                form == "csv"
                    ? "text/csv; charset=utf-8; header=present"
                    : "application/json; charset=utf-8",
                form == "csv" ? $"kept-{id}.csv" : null
            );
        }
        if (Form.Ending.Length > 0 || views.Read(id, "html") is not { } html)
            return NotHere("A kept view has a page, a CSV and a JSON, and no more.");
        Main = System.Text.Encoding.UTF8.GetString(html);
        HasCsv = views.Read(id, "csv") is not null;
        ViewData.Frame(
            new PageFrame
            {
                Title = $"{about.Title}, as kept",
                Description = $"{about.Title} as it stood in snapshot {about.Snapshot[..12]}.",
                Crumbs = [new("Home", "/"), new("The present view", about.Address), new("As kept")],
                Edition = new Edition(about.Snapshot, about.RegisterDate, Today, about.Fictional),
                Canonical = $"/p/{id}",
                Csv = HasCsv ? $"/p/{id}.csv" : null,
                Json = $"/p/{id}.json",
                Listed = false,
            }
        );
        return Page();
    }
}
