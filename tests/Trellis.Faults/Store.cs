namespace Trellis.Faults;

/// <summary>A store, seen from outside as its users see it.</summary>
public sealed record Store(string Folder)
{
    /// <summary>Imports and gives the id of the snapshot.</summary>
    public string Import(string folder) =>
        TrellisProgram
            .Run("import", folder, "--store", Folder, "--json")
            .Json.GetProperty("snapshot")
            .GetString()!;

    /// <summary>Tries to import what may be refused.</summary>
    public Answer Try(string folder) =>
        TrellisProgram.Run("import", folder, "--store", Folder, "--json");

    /// <summary>The id of the snapshot that readers get now.</summary>
    public string Served() =>
        TrellisProgram
            .Run("snapshots", "--store", Folder, "--json")
            .Json.GetProperty("current")
            .GetString()!;

    /// <summary>Reads everything back.</summary>
    public void AssertWhole()
    {
        var answer = TrellisProgram.Run("doctor", "--store", Folder, "--json");
        Assert.True(answer.Code == 0, $"exit code {answer.Code}: {answer.Error}{answer.Output}");
    }
}
