namespace Trellis.Jobs;

/// <summary>All jobs of the program, by name: what <c>/admin/jobs</c> lists beside their last runs.</summary>
public sealed class Roster(IEnumerable<Job> jobs)
{
    public IReadOnlyList<Job> Jobs { get; } =
    [.. jobs.OrderBy(j => j.Name, StringComparer.Ordinal)];

    /// <summary>The job of a name; null where this program has none, as while an older one runs beside a newer.</summary>
    public Job? Find(string name) => Jobs.FirstOrDefault(j => j.Name == name);
}
