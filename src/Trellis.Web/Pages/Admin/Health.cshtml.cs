using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;
using Trellis.People;
using Trellis.Serving;
using Trellis.Store;

namespace Trellis.Pages.Admin;

/// <summary>How this node is: its stores, its memory, and how far the public record is behind.</summary>
[Access(Who.Holders, Role.Administrator, Hidden = true)]
public sealed class HealthPage(Countries countries, PublicRecordFile record) : AdminPage
{
    public Sheet List { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync()
    {
        var head = await Casework.Head(Stop);
        var memory = GC.GetGCMemoryInfo();
        List = new Sheet(
            "health",
            "How this node is",
            [new("what", "What"), new("state", "State")],
            [
                ["Snapshot", $"{Snapshot.ShortId}, {Snapshot.Schools.Count:N0} schools in memory"],
                [
                    "Newer snapshot",
                    countries.Trouble.Length == 0 ? "None is waiting" : countries.Trouble,
                ],
                ["Casework store", Casework.Place],
                [
                    "Kind of store",
                    Casework.IsServer ? "PostgreSQL, shared by all nodes" : "SQLite, in one file",
                ],
                ["Newest entry of the journal", $"{head.Number:N0}"],
                ["Public record is at entry", $"{record.Number:N0}"],
                [
                    "Public record last heard of the store",
                    record.HeardAt is { } heard ? heard.InLondon() : "Not since the program began",
                ],
                ["Memory in use", $"{Environment.WorkingSet / 1_048_576:N0} MB"],
                [
                    "Of it managed",
                    $"{GC.GetTotalMemory(forceFullCollection: false) / 1_048_576:N0} MB of {memory.TotalAvailableMemoryBytes / 1_048_576:N0} MB available",
                ],
                ["Disk free beside the snapshots", DiskWords()],
            ]
        );
        return AnswerPrivately(
            new PageFrame { Title = "Health", Crumbs = Crumbs(new PageLink("Health")) },
            List
        );
    }

    private string DiskWords()
    {
        try
        {
            var disk = new DriveInfo(Path.GetFullPath(countries.Store.Folder));
            return $"{disk.AvailableFreeSpace / 1_048_576:N0} MB";
        }
        catch (Exception wrong) when (wrong is IOException or ArgumentException)
        {
            return "Cannot be told";
        }
    }
}
