using Trellis.Journal;
using Trellis.People;
using Trellis.Procedures;

namespace Trellis.Closures;

/// <summary>Puts together what a plan for the schools of a closing trust starts from: each school with the help it is owed.</summary>
/// <param name="Schools">All schools of the case, once each.</param>
public sealed record BeginClosure(CaseRef Ref, IReadOnlyList<ClosingAcademy> Schools)
    : ClosureAct<ClosureBegun>(Ref)
{
    protected override Outcome<ClosureBegun> Apply(
        TrustClosure? before,
        ClosureTerms terms,
        Occasion now
    ) =>
        before is not null
            ? new Refusal("begun-already", "The facts of the schools are here already.")
        : terms.WhyNotAtDesk(
            now.By,
            ClosureTerms.Trigger,
            ClosureTerms.Programme,
            ClosureTerms.DataRoom,
            ClosureTerms.Preferences
        )
            is { } why
            ? why
        : terms.Closing is not { Kind: ScopeKind.Trust } closing
            ? new Refusal("no-trust-closes", "The schools of this case are in no trust together.")
        : !ClosureStages.SameOnce(Schools.Select(s => s.School), terms.Schools.Distinct())
            ? new Refusal(
                "schools-differ",
                "Name each school of the case once, and no other school."
            )
        : Schools
            .Select(s => DescribeAcademy.WhyNot(s.Challenge, s.Cluster))
            .FirstOrDefault(w => w is not null)
            is { } unfit
            ? unfit
        : new ClosureBegun(
            Ref,
            closing,
            terms.Region,
            [.. Schools.Select(s => s with { Wishes = [], Words = default, WishedOn = null })],
            now.Today
        );
}

/// <summary>The facts of the schools of a closing trust were put together.</summary>
public sealed record ClosureBegun(
    CaseRef Ref,
    Scope Closing,
    Scope Region,
    IReadOnlyList<ClosingAcademy> Schools,
    DateOnly On
) : Event<TrustClosure>
{
    public override TrustClosure After(TrustClosure? before, DateTimeOffset at) =>
        new(Ref, Closing, Region, On, Schools, [], [], [], [], [], []);
}
