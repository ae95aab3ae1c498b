using Trellis.Journal;
using Trellis.People;
using Trellis.Procedures;

namespace Trellis.Brokerage;

/// <summary>Opens a case: a region its own work, or a school, its trust or its authority the public timeline of what happens to it.</summary>
/// <param name="Ref">Drawn where the form was shown.</param>
/// <param name="As">In whose name it is opened.</param>
public sealed record OpenCase(
    CaseRef Ref,
    ProcedureId Main,
    IReadOnlyList<Scope> Schools,
    Scope? Body,
    Scope? Authority,
    Scope Region,
    Scope? Diocese,
    Scope As
) : Act<BrokerageCase, CaseOpened>
{
    public override string Subject => Ref.ToString();

    /// <summary>Who works on it, where the region opens it; null for whoever opens it.</summary>
    public PersonId? Officer { get; init; }

    /// <summary>The day on which it began, where that is before today; null for today.</summary>
    public DateOnly? BegunOn { get; init; }

    /// <summary>Whether a school of it has a religious character.</summary>
    public bool HasFaith { get; init; }

    /// <summary>Whether it is one of many of a file: whoever loads them does not work on all of them.</summary>
    public bool OfFile { get; init; }

    public override Outcome<CaseOpened> Apply(BrokerageCase? before, Occasion now)
    {
        if (before is not null)
            return new Refusal("opened-already", "This case has been opened already.");
        if (KnownProcedures.On(Main, now.Today) is not { OfCase: true })
            return new Refusal("case-unknown", "There is no such kind of case.");
        if (Schools.Count == 0 || Schools.Any(s => s.Kind != ScopeKind.School))
            return new Refusal("school-missing", "Name the school that the case is about.");
        // A caseload that was kept elsewhere is read from a file by whoever runs the program for the region.
        if (!(now.By is Terminal && As == Region || now.By is Holder by && MayOpen(by)))
            return new Refusal(
                "not-yours-to-open",
                "A case is opened by its region, or by the school, its trust or its local authority."
            );
        if (BegunOn > now.Today)
            return new Refusal(
                "day-not-come",
                $"{Spans.InWords(BegunOn.Value)} has not come. Today is {Spans.InWords(now.Today)}."
            );
        return new CaseOpened(
            Ref,
            Main,
            Schools,
            Body,
            Authority,
            Region,
            Diocese,
            now.Today,
            As,
            As == Region,
            As == Region ? Officer ?? (OfFile ? null : (now.By as Holder)?.Person) : null,
            BegunOn ?? now.Today,
            HasFaith
        );
    }

    private bool MayOpen(Holder by) =>
        As == Region ? by.As is { Role: Role.RegionOfficer, Over: var region } && region == Region
        : Schools.Contains(As) ? by.MaySpeakFor(As)
        : As == Body || As == Authority
            ? by.As is { Role: Role.TrustOfficer or Role.LocalAuthorityOfficer, Over: var own }
                && own == As
        : false;
}

/// <summary>A case was opened.</summary>
/// <param name="BegunOn">The day on which it began, where it was under way before it was opened here.</param>
/// <param name="Adopted">Whether the region opened it, so that it works on it from the first day.</param>
public sealed record CaseOpened(
    CaseRef Ref,
    ProcedureId Main,
    IReadOnlyList<Scope> Schools,
    Scope? Body,
    Scope? Authority,
    Scope Region,
    Scope? Diocese,
    DateOnly On,
    Scope By,
    bool Adopted,
    PersonId? Officer,
    DateOnly? BegunOn = null,
    bool HasFaith = false
) : Event<BrokerageCase>
{
    public override BrokerageCase After(BrokerageCase? before, DateTimeOffset at) =>
        new(
            Ref,
            Main,
            Schools,
            Body,
            Authority,
            Region,
            Diocese,
            On,
            new Doer(By, null),
            Adopted ? On : null,
            Officer,
            [],
            []
        )
        {
            BegunOn = BegunOn ?? On,
            HasFaith = HasFaith,
        };
}
