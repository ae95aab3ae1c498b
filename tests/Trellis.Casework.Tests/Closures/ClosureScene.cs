using Trellis.Journal;
using Trellis.People;
using Trellis.Placements;
using Trellis.Procedures;

namespace Trellis.Closures;

/// <summary>A closing trust outside of any store: acts are applied to it as the store applies them, and the case stands where a test puts it.</summary>
internal sealed class ClosureScene
{
    public static readonly CaseRef Ref = CaseRef.From([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);

    public ClosureScene(int schools = 12)
    {
        Tale = FictionalClosure.Of(schools);
        Terms = new ClosureTerms(
            CaseId.From([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]),
            ClosureTerms.Preferences,
            false,
            Tale.Schools,
            Tale.Closing,
            Tale.Region,
            Story.FirstDay.AddDays(30),
            [],
            0,
            true,
            []
        );
        Officer = new(Story.Id(1), new(Role.RegionOfficer, Tale.Region));
    }

    public FictionalClosure Tale { get; }

    public ClosureTerms Terms { get; set; }

    public TrustClosure? Now { get; private set; }

    public Holder Officer { get; }

    public Holder Head(Scope school) => new(Story.Id(2), new(Role.Head, school));

    public Holder TrustOf(Scope trust) => new(Story.Id(3), new(Role.TrustOfficer, trust));

    /// <summary>With all that schools and trusts said.</summary>
    public ClosureScene Offered()
    {
        Does(Officer, Tale.Begin(Ref));
        foreach (var invited in Tale.Invite(Ref))
            Does(Officer, invited);
        foreach (var offer in Tale.Offer(Ref))
            Does(TrustOf(offer.Trust), offer);
        foreach (var wish in Tale.Wish(Ref))
            Does(Head(wish.School), wish);
        return this;
    }

    public Outcome<TEvent> Try<TEvent>(Holder by, ClosureAct<TEvent> act)
        where TEvent : Event<TrustClosure> =>
        (act with { Terms = Terms }).Apply(Now, Story.By(by, 1));

    public ClosureScene Does<TEvent>(Holder by, ClosureAct<TEvent> act)
        where TEvent : Event<TrustClosure>
    {
        Now = Try(by, act) switch
        {
            Outcome<TEvent>.Happened { Event: var happened } => happened.After(
                Now,
                DateTimeOffset.UnixEpoch
            ),
            Outcome<TEvent>.Refused { Why: var why } => throw new Xunit.Sdk.XunitException(
                $"{act.GetType().Name}: {why.Code}: {why.Sentence}"
            ),
            _ => Now,
        };
        return this;
    }

    public string Refused<TEvent>(Holder by, ClosureAct<TEvent> act)
        where TEvent : Event<TrustClosure> =>
        Assert.IsType<Outcome<TEvent>.Refused>(Try(by, act)).Why.Code;

    public ClosureReport Report() =>
        ClosureReport.InFiveSeconds(Now!.Instance(Tale.NameOf), ClosureTale.Seed, new Clock());

    public KeptPlan Plan() => KeptPlan.Of(Now!, Report(), Story.FirstDay);

    /// <summary>Keeps the plan of the facts as they stand and publishes it.</summary>
    public ClosureScene Published()
    {
        Does(Officer, new KeepPlan(Ref, Plan()));
        Terms = Terms with { At = ClosureTerms.AssignmentDraft };
        return Does(Officer, new PublishPlan(Ref));
    }
}
