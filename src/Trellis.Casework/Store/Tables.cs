using Microsoft.EntityFrameworkCore;
using Trellis.Alerts;
using Trellis.Boards;
using Trellis.Brokerage;
using Trellis.Closures;
using Trellis.Consistency;
using Trellis.Consultations;
using Trellis.Enquiries;
using Trellis.Journal;
using Trellis.Listings;
using Trellis.Matching;
using Trellis.Partnerships;
using Trellis.Procedures;
using Trellis.Protocols;
using Trellis.PublicRecord;
using Trellis.Reminders;
using Trellis.TrustPlaces;

namespace Trellis.Store;

/// <summary>Where states of every kind are kept; a new kind adds its line here, its rows and a file under <c>Schema/</c>.</summary>
internal static class Tables
{
    public static readonly IReadOnlyList<Table> All =
    [
        new PersonTable(),
        new PublishedHeadTable(),
        new StatementTable(),
        new ProposalTable(),
        new WordingTable(),
        new RetentionTable(),
        new DocumentTable<Partnership>(p => p.Public),
        new DocumentTable<Listing>(PublicListing.Of),
        new DocumentTable<Enquiry>(),
        new DocumentTable<Shortlist>(),
        new DocumentTable<Introduction>(),
        new DocumentTable<ProcedureCase>(PublicCase.Of),
        new DocumentTable<Reminder>(),
        new DocumentTable<BrokerageCase>(PublicBrokerage.Of),
        new DocumentTable<Consultation>(PublicConsultation.Of),
        new DocumentTable<PersonReply>(),
        new DocumentTable<TrustCapacity>(PublicCapacity.Of),
        new DocumentTable<CaseRanking>(PublicRanking.Of),
        new DocumentTable<DueDiligenceList>(),
        new DocumentTable<Alert>(),
        new DocumentTable<ConsistencyReport>(PublicConsistency.Of),
        new DocumentTable<DecisionMeeting>(PublicMeeting.Of),
        new DocumentTable<TrustClosure>(PublicClosure.Of),
        new DocumentTable<PartnershipResults>(PublicResults.Of),
    ];

    /// <exception cref="InvalidOperationException">No table keeps this kind.</exception>
    public static Table<TState> Of<TState>()
        where TState : State =>
        All.OfType<Table<TState>>().SingleOrDefault()
        ?? throw new InvalidOperationException($"No table keeps a {typeof(TState).Name}.");
}

/// <summary>How states of one kind lie in tables.</summary>
internal abstract class Table
{
    public abstract void Map(ModelBuilder model);

    /// <summary>How the journal calls what is kept in it.</summary>
    public abstract string Kind { get; }

    /// <summary>Takes whole answers that people typed out of one state; where another answer has such words within it they stay.</summary>
    /// <returns>What is public of it, where that was changed by it.</returns>
    public virtual Task<IReadOnlyList<PublicChange>> EraseIn(
        CaseworkDb db,
        string key,
        IReadOnlySet<string> words,
        CancellationToken stop
    ) => Task.FromResult<IReadOnlyList<PublicChange>>([]);

    /// <summary>Takes names out of the words that people typed into states of this kind; ids, codes and days stay.</summary>
    /// <returns>What is public of those whose public part was changed by it.</returns>
    public virtual Task<IReadOnlyList<PublicChange>> Erase(
        CaseworkDb db,
        IReadOnlyList<string> names,
        CancellationToken stop
    ) => Task.FromResult<IReadOnlyList<PublicChange>>([]);
}

/// <inheritdoc/>
internal abstract class Table<TState> : Table
    where TState : State
{
    public override string Kind => Naming.Of(typeof(TState));

    /// <summary>The state of a key; null where there is none.</summary>
    public abstract Task<TState?> Load(CaseworkDb db, string key, CancellationToken stop);

    /// <summary>Makes the rows say what came of an act; the caller saves them.</summary>
    /// <param name="before">As it was loaded in the same transaction; null where it is new.</param>
    public abstract Task Save(CaseworkDb db, TState? before, TState after, CancellationToken stop);

    /// <summary>What people are told whose act would put something into a unique index twice, which no rule that sees one state can know.</summary>
    /// <param name="index">Its name, "table_column".</param>
    /// <returns>Null where it can only be our mistake.</returns>
    public virtual Refusal? Taken(string index) => null;

    /// <summary>Does in the same transaction what follows from an event elsewhere in the store: who is suspended has no sessions left.</summary>
    public virtual Task Follow(CaseworkDb db, Event<TState> happened, CancellationToken stop) =>
        Task.CompletedTask;
}
