using Microsoft.Data.Sqlite;
using Trellis.Fiction;

namespace Trellis.Snapshots;

public sealed class PlainDatabaseTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("trellis-plain-").FullName;
    private readonly SnapshotStore store;
    private readonly Snapshot snapshot;

    public PlainDatabaseTests()
    {
        var files = Path.Combine(folder, "files");
        FictionalCountry.Write(files, schools: 60);
        store = new SnapshotStore(Path.Combine(folder, "store"));
        snapshot = store.Import(files, TimeProvider.System).Snapshot;
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static T Ask<T>(string path, string question)
    {
        using var connection = new SqliteConnection(
            $"Data Source={path};Mode=ReadOnly;Pooling=False"
        );
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = question;
        return (T)command.ExecuteScalar()!;
    }

    [Fact]
    public void Every_table_is_in_the_file_with_all_its_rows()
    {
        var path = Path.Combine(folder, "all.sqlite");
        PlainDatabase.Write(path, snapshot);
        foreach (var table in OpenTables.Of(snapshot))
            Assert.Equal(
                (table.Name, (long)table.RowCount),
                (table.Name, Ask<long>(path, $"SELECT count(*) FROM {table.SqlName}"))
            );
        Assert.Equal("ok", Ask<string>(path, "PRAGMA integrity_check"));
        Assert.Equal(
            snapshot.Id,
            Ask<string>(path, "SELECT value FROM about WHERE key='snapshot'")
        );
    }

    [Fact]
    public void A_figure_in_the_file_is_the_figure_of_the_snapshot()
    {
        var path = Path.Combine(folder, "all.sqlite");
        PlainDatabase.Write(path, snapshot);
        var checks = 0;
        foreach (var column in snapshot.Measures.Columns.Where((_, i) => i % 7 == 0))
        {
            var table = OpenTables
                .Of(snapshot)
                .First(t =>
                    t.Source == column.Rows.Source
                    && t.Columns.Any(c => c.Name == OpenTables.Name(column.Measure.Id))
                );
            var expected = Enumerable
                .Range(0, column.Rows.Establishments.Length)
                .Select(column.RowOrNaN)
                .Where(v => !double.IsNaN(v))
                .ToArray();
            Assert.Equal(
                expected.Length,
                Ask<long>(
                    path,
                    $"SELECT count({OpenTables.Name(column.Measure.Id)}) FROM {table.SqlName}"
                )
            );
            if (expected.Length > 0)
                Assert.Equal(
                    expected.Sum(),
                    Ask<double>(
                        path,
                        $"SELECT sum({OpenTables.Name(column.Measure.Id)}) FROM {table.SqlName}"
                    ),
                    1e-6 * (1 + Math.Abs(expected.Sum()))
                );
            checks++;
        }
        Assert.True(checks > 5);
    }

    [Fact]
    public void It_is_made_once_beside_the_snapshot_and_a_half_made_one_is_not_there()
    {
        var path = PlainDatabase.Beside(store, snapshot);
        var made = File.GetLastWriteTimeUtc(path);
        Assert.Equal(path, PlainDatabase.Beside(store, snapshot));
        Assert.Equal(made, File.GetLastWriteTimeUtc(path));
        Assert.Equal([path], Directory.GetFiles(Path.GetDirectoryName(path)!));
    }
}
