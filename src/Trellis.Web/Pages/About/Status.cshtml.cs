using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;
using Trellis.Serving;
using Trellis.Snapshots;
using Trellis.Store;

namespace Trellis.Pages.About;

/// <summary>Whether the site is well, for people: which snapshot, how old, and what is wrong if anything is.</summary>
[Access(Who.Everybody)]
public sealed class StatusPage(
    Countries countries,
    PublicRecordFile record,
    SiteOptions options,
    TimeProvider time
) : SitePage
{
    public Publication? Published { get; private set; }

    /// <summary>Why a newer snapshot is not served; empty where all is well.</summary>
    public string Trouble { get; private set; } = "";

    /// <summary>Days since the snapshot was published, in London's days.</summary>
    public int? Days { get; private set; }

    /// <summary>How what people record is, in a sentence.</summary>
    public string Casework { get; private set; } = "";

    /// <summary>How far public pages are behind what people published, in a sentence.</summary>
    public string Record { get; private set; } = "";

    /// <summary>How letters fare, in a sentence.</summary>
    public string Letters { get; private set; } = "";

    /// <summary>How the jobs fare, in a sentence.</summary>
    public string Jobs { get; private set; } = "";

    /// <summary>Whether all of it is as it should be.</summary>
    public bool IsWell { get; private set; }

    public async Task<IActionResult> OnGetAsync()
    {
        await Look();
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
                ["well"] = IsWell,
                ["casework"] = Casework,
                ["publicRecord"] = Record,
                ["letters"] = Letters,
                ["jobs"] = Jobs,
            }
        );
    }

    private async Task Look()
    {
        IsWell = countries.Trouble.Length == 0;
        if (options.Casework is not { } store)
        {
            (Casework, Record) = ("This site publishes only, and nobody signs in.", "Not needed.");
            (Letters, Jobs) = ("Not needed.", "Not needed.");
            return;
        }
        var now = time.GetUtcNow();
        var late = record.HeardAt is not { } heard || (now - heard).TotalSeconds > 60;
        Record =
            record.HeardAt is not { } at
                ? "It has not followed what people publish since the program began."
            : late
                ? $"It has not heard of what people publish since {at.InLondon()}. What it has goes on being shown."
            : "It follows what people publish within seconds.";
        try
        {
            // A database that hangs is told of too, and this page is asked most when one does.
            var patient = TimeSpan.FromSeconds(1);
            var stop = HttpContext.RequestAborted;
            var letters = await store.LettersWaiting(100, stop).WaitAsync(patient, stop);
            var jobs = await store.JobRuns(stop).WaitAsync(patient, stop);
            var (stuck, failed) = (
                letters.Count(l => l.Trouble is not null),
                jobs.Count(j => j.Outcome == JobOutcome.Failed)
            );
            Casework = "People can sign in, record and decide.";
            Letters =
                stuck > 0
                    ? "Some letters could not be sent at the last try. They will be tried again."
                : letters.Count > 0 ? "Some letters wait to be sent."
                : "Every letter has left.";
            Jobs =
                failed > 0
                    ? $"{(failed == 1 ? "One job" : $"{failed} jobs")} failed at the last run."
                : jobs.Count == 0 ? "No job has run yet."
                : "Every job did what it should.";
            IsWell &= stuck == 0 && failed == 0 && !late;
        }
        catch (Exception down)
            when (down is StoreUnavailableException or StoreDamagedException or TimeoutException)
        {
            Casework =
                "What people record cannot be reached just now. Nobody can sign in; everything published can be read.";
            (Letters, Jobs) = ("Not known just now.", "Not known just now.");
            IsWell = false;
        }
    }
}
