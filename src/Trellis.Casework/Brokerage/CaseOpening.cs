using Trellis.Mail;
using Trellis.People;
using Trellis.Placements;
using Trellis.Places;
using Trellis.Procedures;
using Trellis.Schools;
using Trellis.Snapshots;
using Trellis.Store;

namespace Trellis.Brokerage;

/// <summary>All that a case about some schools is opened with. The register says most of it, so that people type only what it cannot know.</summary>
/// <param name="Body">The trust that the schools are in; where they are in none, their local authority. Null where they have not the same one.</param>
/// <param name="Diocese">Of a school with a religious character whose diocese the register names.</param>
/// <param name="Incoming">The trust that is to take them, where it is known already.</param>
/// <param name="BegunOn">The day on which it began; before today for a case that is under way already.</param>
public sealed record CaseOpening(
    CaseKind Kind,
    IReadOnlyList<Scope> Schools,
    Scope? Body,
    Scope? Authority,
    Scope Region,
    Scope? Diocese,
    Scope? Incoming,
    DateOnly BegunOn
)
{
    /// <summary>Whether a school of it has a religious character: the consent of its diocese or religious body is then part of the case, also where the register names none.</summary>
    public bool HasFaith { get; init; }

    /// <summary>What the register says of the schools.</summary>
    /// <param name="schools">By any number they ever had.</param>
    /// <returns>Null where the register has not all of them, or does not know in which region the first one lies.</returns>
    public static CaseOpening? From(
        Snapshot snapshot,
        CaseKind kind,
        IReadOnlyList<Urn> schools,
        Scope? incoming,
        DateOnly begunOn
    )
    {
        var found = schools.Select(u => snapshot.SchoolOf(u)?.Current).ToList();
        if (found is [] || found.Contains(null) || RegionOf(snapshot, found[0]!) is not { } region)
            return null;
        var known = found.OfType<Establishment>().Distinct().ToList();
        return new CaseOpening(
            kind,
            [.. known.Select(s => Scope.School(s.Urn))],
            Same(known.Select(s => BodyOf(snapshot, s))),
            Same(known.Select(AuthorityOf)),
            region,
            known.Select(DioceseOf).FirstOrDefault(d => d is not null),
            incoming,
            begunOn
        )
        {
            HasFaith = known.Exists(s => Provisions.FaithOf([s]).Length > 0),
        };
    }

    /// <summary>The procedures that it begins with: the one that leads it, and those beside it that whoever opens it may begin.</summary>
    /// <param name="by">In whose name: those that only the region may begin wait until it adopts the case.</param>
    public IReadOnlyList<Procedure> Procedures(Scope by, DateOnly today) =>
        [
            .. Wanted
                .Select(id => KnownProcedures.On(id, DayOf(id, today)))
                .OfType<Procedure>()
                .Where(p =>
                    p.OfCase
                    && (
                        p.Id == Kind.Main
                        || p.Sides.Any(s => s.Begins && PartiesOn(s).Contains(by))
                            && p.Sides.All(s => PartiesOn(s).Count >= s.Least)
                    )
                ),
        ];

    /// <summary>The acts that open it, to be done together.</summary>
    /// <param name="by">In whose name.</param>
    /// <param name="ids">The id of each procedure: drawn by chance for a form, made from the reference for a file.</param>
    /// <param name="officer">Who works on it; null for whoever opens it.</param>
    /// <param name="once">The key of the form; null where there is none.</param>
    /// <param name="ofFile">Whether it is one of many of a file, so that nobody works on it where <paramref name="officer"/> is null.</param>
    /// <param name="letters">To those whose turn it is as each procedure begins; null for none.</param>
    public IReadOnlyList<Doing> Acts(
        CaseRef reference,
        Scope by,
        Func<ProcedureId, CaseId> ids,
        DateOnly today,
        PersonId? officer = null,
        string? once = null,
        bool ofFile = false,
        Func<ProcedureCase, IReadOnlyList<Letter>>? letters = null
    ) =>
        [
            Doing.Of(
                Open(reference, by, officer) with
                {
                    OfFile = ofFile,
                },
                new Conditions(Once: once),
                (_, after) => new Alongside([], [PublicBrokerage.Of(after)])
            ),
            .. Procedures(by, today)
                .Select(p =>
                    Doing.Of(Begin(reference, p.Id, by, ids, today), beside: Told(letters))
                ),
        ];

    private static Func<ProcedureBegun, ProcedureCase, Alongside>? Told(
        Func<ProcedureCase, IReadOnlyList<Letter>>? letters
    ) => letters is null ? null : (_, after) => new Alongside(letters(after), []);

    /// <summary>Who takes part in one of its procedures from its first day.</summary>
    public IReadOnlyList<CaseParty> PartiesOf(Procedure table) =>
        [
            .. from side in table.Sides
            from over in PartiesOn(side)
            select new CaseParty(side.Id, over, null),
        ];

    /// <summary>The act that makes the case itself.</summary>
    public OpenCase Open(CaseRef reference, Scope by, PersonId? officer = null) =>
        new(reference, Kind.Main, Schools, Body, Authority, Region, Diocese, by)
        {
            Officer = officer,
            BegunOn = BegunOn,
            HasFaith = HasFaith,
        };

    /// <summary>The act that begins one of its procedures.</summary>
    public BeginProcedure Begin(
        CaseRef reference,
        ProcedureId id,
        Scope by,
        Func<ProcedureId, CaseId> ids,
        DateOnly today
    )
    {
        var day = DayOf(id, today);
        return new BeginProcedure(
            ids(id),
            id,
            day,
            by,
            [
                .. from side in KnownProcedures.On(id, day)?.Sides ?? []
                from over in PartiesOn(side)
                select new NewParty(side.Id, over, over.Kind == ScopeKind.School ? Body : null),
            ],
            reference
        );
    }

    /// <summary>What has to happen beside the adoption of a case: those procedures begin that only the region may begin.</summary>
    /// <param name="there">The procedures that it has.</param>
    public IReadOnlyList<Doing> Missing(
        CaseRef reference,
        IReadOnlyList<ProcedureId> there,
        Func<ProcedureId, CaseId> ids,
        DateOnly today,
        Func<ProcedureCase, IReadOnlyList<Letter>>? letters = null
    ) =>
        [
            .. Procedures(Region, today)
                .Where(p => !there.Contains(p.Id))
                .Select(p =>
                    Doing.Of(Begin(reference, p.Id, Region, ids, today), beside: Told(letters))
                ),
        ];

    /// <summary>The procedures that can begin beside a case now that the one that leads it has come so far: support while the school waits, finding a trust.</summary>
    /// <param name="at">The state of the one that leads it.</param>
    public IReadOnlyList<Procedure> Due(
        Code at,
        IReadOnlyList<ProcedureId> there,
        DateOnly today
    ) =>
        [
            .. Kind
                .Later.Where(l => l.At == at && !there.Contains(l.Procedure))
                .Select(l => KnownProcedures.On(l.Procedure, today))
                .OfType<Procedure>()
                .Where(p =>
                    p.OfCase
                    && p.Sides.Any(s => s.Begins && PartiesOn(s).Contains(Region))
                    && p.Sides.All(s => PartiesOn(s).Count >= s.Least)
                ),
        ];

    /// <summary>The opening that a case had, for what is to be begun in it later.</summary>
    public static CaseOpening? Of(BrokerageCase given, DateOnly today) =>
        CaseKind.Of(given.Main) is { } kind
            ? new CaseOpening(
                kind,
                given.Schools,
                given.Body,
                given.Authority,
                given.Region,
                given.Diocese,
                null,
                today
            )
            {
                HasFaith = given.HasFaith,
            }
            : null;

    private IReadOnlyList<ProcedureId> Wanted =>
        [
            Kind.Main,
            .. Kind
                .Beside.Concat(IsConsented ? new[] { CaseKind.ChurchConsent } : [])
                .Distinct()
                .Where(id => id != CaseKind.ChurchConsent || IsConsented),
        ];

    private bool IsConsented => HasFaith || Diocese is not null;

    // What leads the case began on its day, under the table of that day; what stands beside it where there was a table then.
    private DateOnly DayOf(ProcedureId id, DateOnly today) =>
        id == Kind.Main || KnownProcedures.On(id, BegunOn) is { } table && table.InForceOn(BegunOn)
            ? BegunOn
            : today;

    private IReadOnlyList<Scope> PartiesOn(Side side) =>
        [
            .. (
                side.Kinds.Contains(ScopeKind.School) ? Schools
                : side.Kinds.Contains(ScopeKind.Region) ? [Region]
                : side.Kinds.Contains(ScopeKind.LocalAuthority) ? One(Authority)
                : side.Kinds.Contains(ScopeKind.Diocese) ? One(Diocese)
                : side.Kinds.Contains(ScopeKind.Trust)
                    ? One(side.Id == Outgoing ? Body : Incoming)
                        .Where(t => t.Kind == ScopeKind.Trust)
                : []
            ).Take(side.Most),
        ];

    private static readonly Code Outgoing = Code.Parse("outgoing");

    private static IReadOnlyList<Scope> One(Scope? given) => given is { } one ? [one] : [];

    private static Scope? Same(IEnumerable<Scope?> all) =>
        all.Distinct().ToList() is [var one] ? one : null;

    private static Scope? BodyOf(Snapshot snapshot, Establishment school) =>
        snapshot.TrustOf(school.Urn) is { } trust ? Scope.Trust(trust.Uid) : AuthorityOf(school);

    private static Scope? AuthorityOf(Establishment school) =>
        school.La is { } la ? new Scope(ScopeKind.LocalAuthority, la.ToString()) : null;

    private static Scope? RegionOf(Snapshot snapshot, Establishment school) =>
        Regions.Canonical(
            school.Region.Length > 0 ? school.Region
            : school.La is { } la ? snapshot.Find(la)?.Region ?? ""
            : ""
        )
            is { } name
            ? new Scope(ScopeKind.Region, Regions.Slug(name))
            : null;

    // "Diocese of Leeds", and in many rows "Not applicable" or a code without a name.
    private static Scope? DioceseOf(Establishment school) =>
        school.Diocese.Contains("diocese", StringComparison.OrdinalIgnoreCase)
            ? Scope.Diocese(school.Diocese)
            : null;
}
