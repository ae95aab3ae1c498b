using Trellis.Journal;
using Trellis.People;
using Trellis.Store;

namespace Trellis.Jobs;

/// <summary>The copy of each night.</summary>
public sealed class KeepingTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("trellis-keeping-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private async Task<Casework> Store()
    {
        var casework = await Casework.Open(folder, null, TimeProvider.System);
        await casework.Do(
            new InvitePerson(
                PersonId.From([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]),
                "Ada Fictional",
                "ada@fictional.example",
                new Appointment(Role.Administrator, Scope.Everywhere),
                new DateOnly(2026, 10, 2),
                null,
                null
            ),
            new Occasion(new Terminal(), TimeProvider.System.GetUtcNow(), new DateOnly(2026, 10, 2))
        );
        return casework;
    }

    private Task<string?> BackUp(Casework casework, DateOnly day) =>
        Keeping.BackUp(
            casework,
            Path.Combine(folder, "backups"),
            TimeProvider.System,
            day,
            CancellationToken.None
        );

    [Fact]
    public async Task A_day_has_one_copy_however_often_the_job_is_done()
    {
        await using var casework = await Store();
        var day = new DateOnly(2026, 10, 3);

        Assert.Equal(
            "Copied everything up to entry 1 into casework-2026-10-03.zip.",
            await BackUp(casework, day)
        );
        Assert.Null(await BackUp(casework, day));
    }

    [Fact]
    public async Task A_copy_is_kept_thirty_five_days_and_a_file_of_another_name_for_good()
    {
        await using var casework = await Store();
        var first = new DateOnly(2026, 10, 3);
        await BackUp(casework, first);
        var other = Path.Combine(folder, "backups", "casework-by-hand.zip");
        await File.WriteAllTextAsync(other, "somebody's own");

        await BackUp(casework, first.AddDays(35));
        Assert.True(File.Exists(Path.Combine(folder, "backups", "casework-2026-10-03.zip")));
        await BackUp(casework, first.AddDays(36));

        Assert.False(File.Exists(Path.Combine(folder, "backups", "casework-2026-10-03.zip")));
        Assert.True(File.Exists(other));
    }
}
