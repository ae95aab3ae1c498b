using System.Text.Json;
using Trellis.Effects;
using Trellis.Snapshots;

namespace Trellis.Evaluations;

/// <summary>All studies of a snapshot.</summary>
/// <param name="Snapshot">The id of the snapshot they were run on.</param>
/// <param name="RegisterDate">The day of its register; null where it has none.</param>
/// <param name="Method">The version of the method.</param>
/// <param name="Studies">By programme, then in the order of its plan.</param>
/// <param name="IsFictional">Whether its schools are made up.</param>
public sealed record StudyBook(
    string Snapshot,
    DateOnly? RegisterDate,
    string Method,
    IReadOnlyList<Study> Studies,
    bool IsFictional = false
)
{
    /// <summary>What the studies of each family of outcomes say together; empty in books from before they were put together.</summary>
    public IReadOnlyList<StudyPool> Pools { get; init; } = [];

    public Study? Find(string programme, string id) =>
        Studies.FirstOrDefault(s => s.Programme == programme && s.Id == id);

    /// <summary>Runs every study of some programmes; the same snapshot gives the same book.</summary>
    /// <param name="done">Told after each study: how many are done and of how many.</param>
    /// <param name="cores">How many studies run at a time at most; −1 for as many as there are cores. The book does not depend on it.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static StudyBook Run(
        Snapshot snapshot,
        IReadOnlyList<Programme> programmes,
        Action<int, int>? done = null,
        int cores = -1,
        CancellationToken stop = default
    )
    {
        StudyKey[] keys = [.. programmes.SelectMany(p => p.Studies)];
        var moved = new MovedStudy[keys.Length];
        var count = 0;
        var counting = new Lock();
        Parallel.For(
            0,
            keys.Length,
            new ParallelOptions
            {
                CancellationToken = stop,
                MaxDegreeOfParallelism = cores < 0 ? Environment.ProcessorCount : cores,
            },
            i =>
            {
                moved[i] = StudyRun.Of(snapshot, keys[i]);
                lock (counting)
                    done?.Invoke(++count, keys.Length);
            }
        );
        return new StudyBook(
            snapshot.Id,
            snapshot.RegisterDate,
            StudyPlan.Method,
            Judged([.. moved.Select(m => m.Study)], keys),
            snapshot.IsFictional
        )
        {
            Pools = StudyPooling.Of(keys, moved),
        };
    }

    /// <summary>What a study alone cannot say: whether the intake moved with it, chances put right for how many were asked, and the rating.</summary>
    private static IReadOnlyList<Study> Judged(Study[] studies, StudyKey[] keys)
    {
        var p = studies.Select(s => s.Diagnostics?.PValue ?? double.NaN).ToArray();
        var holm = Enumerable.Repeat(double.NaN, p.Length).ToArray();
        foreach (
            var family in Enumerable
                .Range(0, p.Length)
                .Where(i => keys[i].Outcome.Family != OutcomeFamily.Intake)
                .GroupBy(i => (keys[i].Programme.Slug, keys[i].Arm.Id, keys[i].Phase))
        )
        {
            int[] own = [.. family];
            var adjusted = MultipleTests.Holm([.. own.Select(i => p[i])]);
            for (var i = 0; i < own.Length; i++)
                holm[own[i]] = adjusted[i];
        }
        var across = MultipleTests.BenjaminiHochberg(p);
        return
        [
            .. studies.Select(
                (s, i) =>
                    s.Diagnostics is { } looked
                        ? Rated(
                            s with
                            {
                                Diagnostics = looked with
                                {
                                    // Who comes is a family of its own: one question a kind of school and phase.
                                    AdjustedPValue =
                                        keys[i].Outcome.Family == OutcomeFamily.Intake
                                            ? p[i]
                                            : holm[i],
                                    BookPValue = across[i],
                                    Composition = Intake(studies, keys, i),
                                },
                            },
                            keys[i]
                        )
                        : s
            ),
        ];
    }

    private static PlaceboLook? Intake(Study[] studies, StudyKey[] keys, int of)
    {
        var at = Array.FindIndex(
            keys,
            k =>
                k.Outcome.Family == OutcomeFamily.Intake
                && k.Programme.Slug == keys[of].Programme.Slug
                && k.Arm.Id == keys[of].Arm.Id
                && k.Phase == keys[of].Phase
        );
        if (at < 0 || at == of)
            return null;
        var name = keys[at].Outcome.Results;
        return studies[at].Overall is { } overall
            ? new PlaceboLook(name, overall, overall.HoldsZero, null)
            : new PlaceboLook(name, null, false, studies[at].NoAnswer);
    }

    private static Study Rated(Study study, StudyKey key) =>
        study with
        {
            Rating = RatingRule.Of(
                study.Diagnostics!,
                new RatingFacts(
                    study.Groups,
                    study.Controls > 0,
                    study.WindowYears.Count > 0
                        && key.Programme.Registered
                            <= new DateOnly(study.WindowYears[0].Starts + 1, 8, 31),
                    key.Programme.Registered,
                    key.Outcome.Family == OutcomeFamily.Intake
                )
            ),
        };

    /// <summary>The book as UTF-8 JSON: the same book gives the same bytes.</summary>
    public byte[] ToBytes() => EvaluationFile<StudyBook>.ToBytes(this);

    /// <exception cref="JsonException">It is no book.</exception>
    public static StudyBook FromBytes(byte[] bytes) => EvaluationFile<StudyBook>.FromBytes(bytes);
}

/// <summary>The books of a store, a file a snapshot under <c>evaluations</c>: none is ever overwritten by one of another snapshot.</summary>
/// <param name="store">The folder of the store.</param>
public sealed class StudyFiles(DirectoryInfo store)
{
    private readonly EvaluationFile<StudyBook> kept = new(store, "studies");

    /// <summary>Where they are; it may not be there yet.</summary>
    public string Folder => Path.Combine(store.FullName, "evaluations");

    /// <summary>The book of a snapshot by this version of the method; null where there is none, or it cannot be read.</summary>
    public StudyBook? Of(string snapshot) =>
        kept.Of(snapshot) is { } book && book.Method == StudyPlan.Method ? book : null;

    /// <summary>Every book that can be read, oldest register first, then by when it was written.</summary>
    public IReadOnlyList<StudyBook> All =>
        !Directory.Exists(Folder)
            ? []
            :
            [
                .. new DirectoryInfo(Folder)
                    .GetFiles("studies-*.json")
                    .OrderBy(f => f.LastWriteTimeUtc)
                    .Select(f => Read(f.FullName))
                    .OfType<StudyBook>()
                    .OrderBy(b => b.RegisterDate),
            ];

    /// <summary>Writes a book so that a reader sees the old file or the new one.</summary>
    /// <exception cref="IOException">The store cannot be written.</exception>
    public void Write(StudyBook book) => kept.Write(book.Snapshot, book);

    private static StudyBook? Read(string path)
    {
        try
        {
            return StudyBook.FromBytes(File.ReadAllBytes(path));
        }
        catch (JsonException)
        {
            // A file of another version, or one that was broken off: the studies are run again.
            return null;
        }
    }
}
