using System.Diagnostics.CodeAnalysis;
using Trellis.Evaluations;
using Trellis.Snapshots;

namespace Trellis.Pages.WhatWorks;

/// <summary>A registered study with the newest answer there is.</summary>
/// <param name="Study">The answer; null where it was never run.</param>
/// <param name="Book">The answers it stands among, with the snapshot they are of.</param>
/// <param name="WhyOld">Why the answer is one of earlier data; null where it is of the data in use.</param>
/// <param name="Before">The last answer before it; null where there is none.</param>
/// <param name="BookBefore">Of which data that was.</param>
public sealed record ShelvedStudy(
    StudyKey Key,
    Study? Study,
    StudyBook? Book,
    string? WhyOld,
    Study? Before,
    StudyBook? BookBefore
)
{
    /// <summary>What the audit of the method on the same data says of it; null where there was none.</summary>
    public AuditMark? Mark { get; init; }

    /// <summary>Whether there is an estimate.</summary>
    [MemberNotNullWhen(true, nameof(Study), nameof(Book))]
    public bool HasAnswer => Study?.Overall is not null;

    /// <summary>Why there is no estimate.</summary>
    public string WhyNone => Study?.NoAnswer ?? "It has not been run on these data yet.";
}

/// <summary>The answers of all studies as a site shows them: read once, and again when the files change.</summary>
/// <param name="store">The folder of the snapshots.</param>
public sealed class StudyShelf(DirectoryInfo store)
{
    private readonly Lock one = new();
    private readonly StudyFiles files = new(store);
    private string stamp = "";
    private IReadOnlyList<StudyBook> books = [];
    private readonly EvaluationFile<StudyAudit> audits = new(store, StudyAudit.Kind);
    private readonly Dictionary<string, StudyAudit?> read = new(StringComparer.Ordinal);

    /// <summary>What the method made of treatments that never were, on a snapshot; null where it was not audited there.</summary>
    public StudyAudit? AuditOf(string snapshot)
    {
        _ = Books;
        lock (one)
        {
            if (!read.TryGetValue(snapshot, out var audit))
                read[snapshot] = audit = audits.Of(snapshot);
            return audit;
        }
    }

    /// <summary>How far the studies of new data are; null while none are run.</summary>
    public (int Done, int Of)? Progress { get; private set; }

    /// <summary>Why they could not be run; null where they could. They are tried again.</summary>
    public string? Trouble { get; private set; }

    public StudyFiles Files => files;

    /// <summary>Which files it rests on: another text where one of them has changed.</summary>
    public string Stamp
    {
        get
        {
            _ = Books;
            return stamp;
        }
    }

    /// <summary>Notes how far the work is.</summary>
    public void Advance(int done, int of) => Progress = (done, of);

    /// <summary>Notes that the work is over.</summary>
    /// <param name="trouble">Why it could not be done; null where it was.</param>
    public void Rest(string? trouble) => (Progress, Trouble) = (null, trouble);

    /// <summary>Every book of the store, by the day of its register.</summary>
    public IReadOnlyList<StudyBook> Books
    {
        get
        {
            var folder = new DirectoryInfo(Path.Combine(store.FullName, "evaluations"));
            var now = folder.Exists
                ? string.Join(
                    '|',
                    folder
                        .GetFiles("*.json")
                        .OrderBy(f => f.Name, StringComparer.Ordinal)
                        .Select(f => $"{f.Name} {f.Length} {f.LastWriteTimeUtc.Ticks}")
                )
                : "";
            lock (one)
            {
                if (now != stamp)
                {
                    (books, stamp) = (files.All, now);
                    read.Clear();
                }
                return books;
            }
        }
    }

    /// <summary>Every registered study, by programme and plan.</summary>
    public IReadOnlyList<ShelvedStudy> All(Snapshot snapshot) =>
        [.. Programmes.All.SelectMany(p => p.Studies).Select(k => Of(k, snapshot))];

    /// <summary>A study's answer on the data in use; where those give none, the last one of earlier data with the reason.</summary>
    public ShelvedStudy Of(StudyKey key, Snapshot snapshot)
    {
        // Made-up schools and real ones are never set beside each other.
        var known = Books.Where(b => b.IsFictional == snapshot.IsFictional).ToList();
        var own = known.FirstOrDefault(b => b.Snapshot == snapshot.Id);
        var mine = own is null ? null : In(own);
        var answered = known.Where(b => In(b)?.Overall is not null).ToList();
        var shown = mine?.Overall is not null ? own : answered.LastOrDefault() ?? own;
        var before = shown is null
            ? null
            : answered.LastOrDefault(b =>
                b != shown && Nullable.Compare(b.RegisterDate, shown.RegisterDate) <= 0
            );
        return new ShelvedStudy(
            key,
            shown is null ? null : In(shown),
            shown,
            shown is null || shown == own ? null
                : mine is null ? "The studies of the newest data are not done yet."
                : $"The newest data no longer give an answer. {mine.NoAnswer}",
            before is null ? null : In(before),
            before
        )
        {
            Mark =
                shown is not null
                && In(shown) is { Overall: not null } study
                // An audit of another version of the method says nothing of this one.
                && AuditOf(shown.Snapshot) is { } audit
                && audit.Method == shown.Method
                    ? audit.MarkOf(study)
                    : null,
        };

        Study? In(StudyBook book) => book.Find(key.Programme.Slug, key.Id);
    }
}
