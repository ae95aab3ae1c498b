using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;
using Trellis.People;
using Trellis.Store;

namespace Trellis.Pages.Admin;

/// <summary>What a backup holds, when the last one was made as far as this store knows, and how to make and try one.</summary>
[Access(Who.Holders, Role.Administrator, Hidden = true)]
public sealed class BackupsPage : AdminPage
{
    /// <summary>The last run of the job that makes one; null where none has run.</summary>
    public JobRun? Last { get; private set; }

    public long Head { get; private set; }

    public string Place => Casework.Place;

    public async Task<IActionResult> OnGetAsync()
    {
        Last = (await Casework.JobRuns(Stop)).FirstOrDefault(j => j.Name == "backup");
        Head = (await Casework.Head(Stop)).Number;
        return AnswerPrivately(
            new PageFrame { Title = "Backups", Crumbs = Crumbs(new PageLink("Backups")) },
            null,
            new Dictionary<string, object?>
            {
                ["store"] = Place,
                ["newestEntry"] = Head,
                ["lastBackup"] = Last?.DoneAt,
            }
        );
    }
}
