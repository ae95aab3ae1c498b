using Trellis.Journal;
using Trellis.Procedures;

namespace Trellis.Closures;

/// <summary>Keeps a plan with its explanation. It has to be of the facts as they stand, and to keep every rule; how good it is, its bound says.</summary>
public sealed record KeepPlan(CaseRef Ref, KeptPlan Plan) : ClosureAct<PlanKept>(Ref)
{
    protected override Outcome<PlanKept> Apply(
        TrustClosure? before,
        ClosureTerms terms,
        Occasion now
    )
    {
        if (before is null)
            return ClosureTerms.NoClosure;
        if (terms.WhyNotAtDesk(now.By, ClosureStages.WithOffers) is { } no)
            return no;
        if (Plan.Basis != before.Basis())
            return new Refusal(
                "facts-changed",
                "Something has changed since this plan was made. Look at the plan as it is now, and keep that."
            );
        if (before.Newest is { } last && last.Mark == Plan.Mark)
            return new Outcome<PlanKept>.Unchanged();
        if (BrokenRule(before, Plan) is { } broken)
            return broken;
        return new PlanKept(
            Ref,
            Plan with
            {
                Number = (before.Newest?.Number ?? 0) + 1,
                On = now.Today,
            }
        );
    }

    /// <summary>The first rule that a plan breaks; null where it keeps all.</summary>
    public static Refusal? BrokenRule(TrustClosure closure, KeptPlan plan)
    {
        if (plan.Mark != KeptPlan.MarkOf(plan.Basis, plan.Placements))
            return new Refusal("mark-differs", "The mark of the plan is not of this plan.");
        if (
            !ClosureStages.SameOnce(
                plan.Placements.Select(p => p.School),
                closure.Schools.Select(s => s.School)
            )
        )
            return new Refusal("schools-differ", "A plan says of each school once where it goes.");
        foreach (var one in plan.Placements)
        {
            var school = closure.Of(one.School)!;
            var settled = closure.Locks.FirstOrDefault(l => l.School == one.School);
            if (one.To is not { } trust)
                continue;
            if (closure.Receiving(trust) is not { } receiver || !receiver.CouldTake(one.School))
                return new Refusal(
                    "cannot-go-there",
                    $"The plan sends school {one.School.Id} where it cannot go."
                );
            if (settled is not null && settled.Trust != trust)
                return new Refusal(
                    "settled-elsewhere",
                    $"School {one.School.Id} is settled elsewhere."
                );
            if (
                settled is null
                && school is { Performing: true, Wishes.Count: > 0 }
                && !school.Wishes.Contains(trust)
            )
                return new Refusal(
                    "off-its-list",
                    $"School {one.School.Id} does well, and this trust is not on its list."
                );
        }
        foreach (var receiver in closure.Receivers)
        {
            var taken = plan.Placements.Where(p => p.To == receiver.Trust).ToList();
            var points = taken.Sum(p => closure.Of(p.School)!.Challenge);
            if (taken.Count > (receiver.Offer?.Places ?? 0))
                return new Refusal(
                    "too-many-there",
                    $"The plan gives trust {receiver.Trust.Id} more schools than it offered to take."
                );
            if (points > (receiver.Offer?.ChallengePoints ?? 0))
                return new Refusal(
                    "too-hard-there",
                    $"The plan gives trust {receiver.Trust.Id} more challenge points than it offered to take."
                );
        }
        return null;
    }
}

/// <summary>A plan was kept.</summary>
public sealed record PlanKept(CaseRef Ref, KeptPlan Plan) : Event<TrustClosure>
{
    public override TrustClosure After(TrustClosure? before, DateTimeOffset at) =>
        before! with
        {
            Plans = [.. before.Plans, Plan],
        };
}

/// <summary>Publishes the plan that was kept last: once for views, and once as it was revised after them. It goes together with the step of the case that says so.</summary>
public sealed record PublishPlan(CaseRef Ref) : ClosureAct<PlanPublished>(Ref)
{
    protected override Outcome<PlanPublished> Apply(
        TrustClosure? before,
        ClosureTerms terms,
        Occasion now
    ) =>
        before is null ? ClosureTerms.NoClosure
        : terms.WhyNotAtDesk(now.By, ClosureTerms.AssignmentDraft, ClosureTerms.PublicViews)
            is { } no
            ? no
        : before.Newest is not { } plan ? new Refusal("no-plan", "Keep a plan first.")
        : plan.Basis != before.Basis()
            ? new Refusal(
                "facts-changed",
                "Something has changed since the plan was kept. Keep the plan as it is now first."
            )
        : before.Published.Count >= (terms.At == ClosureTerms.AssignmentDraft ? 1 : 2)
            ? new Refusal("published-already", "The plan was published already.")
        : new PlanPublished(Ref, plan.Number, now.Today);
}

/// <summary>A plan was published.</summary>
public sealed record PlanPublished(CaseRef Ref, int Number, DateOnly On) : Event<TrustClosure>
{
    public override TrustClosure After(TrustClosure? before, DateTimeOffset at) =>
        before! with
        {
            Published = [.. before.Published, new PublishedPlan(Number, On)],
        };
}
