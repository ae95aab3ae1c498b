using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Trellis.Components;
using Trellis.Consultations;
using Trellis.People;
using Trellis.Procedures;
using Trellis.PublicRecord;
using Trellis.Schools;
using Trellis.Serving;
using Trellis.Store;

namespace Trellis.Pages.Consultations;

/// <summary>All consultations anybody may read of, in memory, the last changed first.</summary>
public sealed class ConsultationBook
{
    private static readonly ReadOnce<PublicCase> procedures = new(
        PublicCase.Kind,
        entry => JsonSerializer.Deserialize<PublicCase>(entry.Json)!,
        NotShownNow.Of
    );

    private static readonly ReadOnce<PublicConsultation> replies = new(
        PublicConsultation.Kind,
        entry => JsonSerializer.Deserialize<PublicConsultation>(entry.Json)!
    );

    private static readonly ConditionalWeakTable<PublicRecordFile, ConsultationBook> latest = [];

    private readonly IReadOnlyList<(PublicEntry Entry, PublicCase Value)> cases;
    private readonly IReadOnlyList<(PublicEntry Entry, PublicConsultation Value)> answered;
    private readonly DateOnly day;
    private readonly FrozenDictionary<string, ConsultationOnRecord> byId;
    private readonly ILookup<Scope, ConsultationOnRecord> bySchool;

    private ConsultationBook(
        IReadOnlyList<(PublicEntry Entry, PublicCase Value)> cases,
        IReadOnlyList<(PublicEntry Entry, PublicConsultation Value)> answered,
        DateOnly day
    )
    {
        (this.cases, this.answered, this.day) = (cases, answered, day);
        var counts = answered.ToDictionary(a => a.Value.Id, a => a.Value, StringComparer.Ordinal);
        All =
        [
            .. cases
                .Where(c =>
                    c.Value is { Procedure: "consultation", Case: not null }
                    || ConsultationOnRecord.IsPlanForViews(c.Value)
                )
                .Select(c => new ConsultationOnRecord(
                    c.Value,
                    counts.GetValueOrDefault(c.Value.Id),
                    day
                )),
        ];
        byId = All.ToFrozenDictionary(c => c.Id, StringComparer.Ordinal);
        bySchool = All.SelectMany(c => c.Schools.Select(s => (School: s, One: c)))
            .ToLookup(c => c.School, c => c.One);
    }

    /// <summary>As the public record stands now; the same book as long as nothing in it has changed.</summary>
    public static ConsultationBook Of(PublicRecordFile record, DateOnly day)
    {
        var (cases, answered) = (procedures.All(record), replies.All(record));
        if (
            latest.TryGetValue(record, out var book)
            && ReferenceEquals(book.cases, cases)
            && ReferenceEquals(book.answered, answered)
            && book.day == day
        )
            return book;
        book = new ConsultationBook(cases, answered, day);
        latest.AddOrUpdate(record, book);
        return book;
    }

    public IReadOnlyList<ConsultationOnRecord> All { get; }

    public ConsultationOnRecord? Find(CaseId id) => byId.GetValueOrDefault(id.ToString());

    /// <summary>Those about a school, the last changed first.</summary>
    public IEnumerable<ConsultationOnRecord> About(Urn school) => bySchool[Scope.School(school)];

    /// <summary>What the first screen of a school says: "Consultation open until 3 April 2026", with its page; null where none is open or coming.</summary>
    public PageLink? SentenceFor(Urn school) =>
        About(school)
            .Where(c => c.Standing is ConsultationStanding.Open or ConsultationStanding.Coming)
            .OrderBy(c => c.Closes)
            .Select(c => new PageLink(
                c.Standing == ConsultationStanding.Open
                    ? $"Consultation open until {c.Closes!.Value.InWords()}"
                    : $"Consultation opens on {c.Opens!.Value.InWords()}",
                c.Address
            ))
            .FirstOrDefault();

    /// <summary>Those that take replies today, and in which somebody takes part: the school itself, its authority, the trust it is in.</summary>
    /// <param name="over">As scopes are written.</param>
    public IEnumerable<ConsultationOnRecord> Asking(Scope over) =>
        All.Where(c =>
                c.Standing == ConsultationStanding.Open
                && c.Procedure.Parties.Any(p => p.Over == over.ToString())
            )
            .OrderBy(c => c.Closes);

    /// <summary>How many were not held, by the reason that was given; the most frequent first.</summary>
    public IReadOnlyList<(string Because, int Number)> NotHeld =>
        [
            .. All.Where(c => c.Standing == ConsultationStanding.NotHeld)
                .GroupBy(c => c.NotBecause, StringComparer.Ordinal)
                .Select(g => (g.Key, g.Count()))
                .OrderByDescending(g => g.Item2)
                .ThenBy(g => g.Key, StringComparer.Ordinal),
        ];
}
