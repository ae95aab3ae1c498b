using Trellis.Brokerage;
using Trellis.Journal;
using Trellis.People;
using Trellis.Placements;
using Trellis.Procedures;
using Trellis.Store;

namespace Trellis.Closures;

/// <summary>The closure of a fictional trust told to a store from the first day to the last, by those whose turn each step is, with a clock that only goes on.</summary>
/// <param name="day">The first day.</param>
/// <param name="time">By which plans are stopped.</param>
public sealed class ClosureTale(
    Casework store,
    FictionalClosure tale,
    DateOnly day,
    TimeProvider time
)
{
    /// <summary>The same seed gives the same plan wherever it is made.</summary>
    public const ulong Seed = 1;

    private static readonly Scope authority = Scope.Parse("local-authority:384");

    public CaseRef Ref { get; } =
        CaseRef.From([3, 1, 4, 1, 5, 9, 2, 6, 5, (byte)(tale.Schools.Count % 32)]);

    public CaseId Main { get; } =
        CaseId.From([3, 1, 4, 1, 5, 9, 2, 6, 5, (byte)(tale.Schools.Count % 32)]);

    public CaseId Consultation { get; } =
        CaseId.From([2, 7, 1, 8, 2, 8, 1, 8, 2, (byte)(tale.Schools.Count % 32)]);

    public DateOnly Day { get; private set; } = day;

    public Holder Officer { get; } = Person(1, Role.RegionOfficer, tale.Region);

    public Holder Decider { get; } = Person(2, Role.DecisionMaker, tale.Region);

    public Holder HeadOf(Scope school) =>
        Person(10 + tale.Schools.ToList().IndexOf(school), Role.Head, school);

    public Holder OfficerOf(Scope trust) =>
        Person(100 + tale.Trusts.ToList().IndexOf(trust), Role.TrustOfficer, trust);

    public Occasion Now(Holder by) =>
        new(by, new DateTimeOffset(Day, new TimeOnly(10, 0), TimeSpan.Zero), Day);

    public async Task<TrustClosure> Closure(CancellationToken stop = default) =>
        (await store.Find<TrustClosure>(Ref.ToString(), stop))!.State;

    /// <summary>Opens the case, puts the facts together, invites trusts, and takes their offers and the wishes of the schools.</summary>
    public async Task UntilOffers(CancellationToken stop = default)
    {
        var opening = new CaseOpening(
            CaseKind.Of(ClosureTerms.Table)!,
            tale.Schools,
            tale.Closing,
            authority,
            tale.Region,
            null,
            null,
            Day
        );
        await Together(
            Officer,
            opening.Acts(
                Ref,
                tale.Region,
                id => id == ClosureTerms.Table ? Main : Consultation,
                Day
            ),
            stop
        );
        await Together(Officer, [Step(Main, Officer, "set-programme")], stop);
        await Together(Officer, [Step(Main, Officer, "open-data-room")], stop);
        await Do(Officer, tale.Begin(Ref), stop);
        var until = Spans.After(Day, 25, Unit.SchoolDays)!.Value;
        await Together(
            Officer,
            [Step(Main, Officer, "ask-wishes", Answer.Of(C("wishes-until"), until))],
            stop
        );
        foreach (var invited in tale.Invite(Ref))
            await Do(Officer, invited, stop);
        foreach (var offer in tale.Offer(Ref))
            await Do(OfficerOf(offer.Trust), offer, stop);
        foreach (var wish in tale.Wish(Ref))
            await Do(HeadOf(wish.School), wish, stop);
    }

    /// <summary>Makes the plan of the facts as they stand, and keeps it.</summary>
    public async Task<(KeptPlan Plan, ClosureReport Report)> Solve(CancellationToken stop = default)
    {
        var closure = await Closure(stop);
        var report = ClosureReport.InFiveSeconds(closure.Instance(tale.NameOf), Seed, time);
        await Do(Officer, new KeepPlan(Ref, KeptPlan.Of(closure, report, Day)), stop);
        return ((await Closure(stop)).Newest!, report);
    }

    /// <summary>Changes of every kind, one after another, as trusts and schools make them up to the last day.</summary>
    public IReadOnlyList<(string Words, Func<CancellationToken, Task> Do)> Changes()
    {
        var (first, second) = (tale.Trusts[0], tale.Trusts[1]);
        var wish = tale.Wish(Ref)[0];
        var school = tale.Schools[1];
        return
        [
            ("as first offered", _ => Task.CompletedTask),
            (
                "a trust offers one place less",
                stop => Offer(first, o => o with { Places = Math.Max(0, o.Places - 1) }, stop)
            ),
            (
                "a trust takes its offer back",
                stop => Offer(second, o => o with { Places = 0 }, stop)
            ),
            (
                "it offers again, and refuses one school",
                stop => Offer(second, o => o with { Refuses = [school] }, stop)
            ),
            (
                "a school turns its list round",
                stop =>
                    Do(HeadOf(wish.School), wish with { Wishes = [.. wish.Wishes.Reverse()] }, stop)
            ),
            (
                "a school counts more challenge points",
                stop =>
                    Do(
                        Officer,
                        new DescribeAcademy(
                            Ref,
                            school,
                            5,
                            false,
                            default,
                            "The roof, in words of a fictional officer."
                        ),
                        stop
                    )
            ),
            (
                "a school is settled with a trust",
                async stop =>
                {
                    var closure = await Closure(stop);
                    var free = closure.Receivers.First(r =>
                        r is { Offer.Places: > 0 } && r.CouldTake(school)
                    );
                    await Do(
                        Officer,
                        new LockPlace(Ref, school, free.Trust, "They share a fictional site."),
                        stop
                    );
                }
            ),
            ("it is settled no more", stop => Do(Officer, new UnlockPlace(Ref, school), stop)),
        ];

        Task Offer(Scope trust, Func<OfferPlaces, OfferPlaces> changed, CancellationToken stop) =>
            Do(OfficerOf(trust), changed(tale.Offer(Ref).First(o => o.Trust == trust)), stop);
    }

    /// <summary>Drafts, publishes for views, revises once they are over, decides about each school, moves those that have a trust, and names the others with who works on them.</summary>
    public async Task UntilMoved(CancellationToken stop = default)
    {
        Day = Spans.After(Day, 30, Unit.SchoolDays)!.Value;
        var (plan, _) = await Solve(stop);
        var left = plan.Left.Count();
        await Together(
            Officer,
            [
                Step(
                    Main,
                    Officer,
                    "draft-assignment",
                    Answer.Of(C("placed"), plan.Placements.Count - left),
                    Answer.Of(C("unplaced"), left)
                ),
            ],
            stop
        );
        var until = Spans.After(Day, 16, Unit.WorkingDays)!.Value;
        await Together(
            Officer,
            [
                Act(new PublishPlan(Ref)),
                Step(Main, Officer, "open-views", Answer.Of(C("views-until"), until)),
            ],
            stop
        );
        await Together(Officer, [Step(Consultation, Officer, "bypass")], stop);
        Day = until.AddDays(1);
        await Together(Officer, [Act(new PublishPlan(Ref)), Step(Main, Officer, "revise")], stop);
        foreach (var one in plan.Placements)
            await Together(
                Decider,
                [
                    Step(
                        Main,
                        Decider,
                        "decide",
                        [
                            Answer.Of(C("decided-school"), one.School),
                            one.To is { } to
                                ? Answer.Of(C("receiver"), to)
                                : Answer.Of(C("outcome"), C("left")),
                        ]
                    ),
                ],
                stop
            );
        await Together(
            Decider,
            [
                Step(
                    Main,
                    Decider,
                    "all-decided",
                    Answer.Of(C("with-trust"), plan.Placements.Count - left),
                    Answer.Of(C("without-trust"), left)
                ),
            ],
            stop
        );
        var moving = plan.Placements.Where(p => p.To is not null).Select(p => p.School).ToList();
        foreach (var group in moving.Chunk((moving.Count + 1) / 2))
        {
            Day = new DateOnly(Day.Year, Day.Month, 1).AddMonths(1);
            await Together(
                Officer,
                [
                    Act(new MoveSchools(Ref, group, Day)),
                    Step(Main, Officer, "move-group", Answer.Of(C("moved"), group.Length)),
                ],
                stop
            );
        }
        foreach (var one in plan.Left)
            await Do(
                Officer,
                new NameResidual(
                    Ref,
                    one.School,
                    [C("pfi")],
                    authority,
                    Day.AddDays(60),
                    "Fictional terms for its contract are sought."
                ),
                stop
            );
        if (left > 0)
            await Together(
                Officer,
                [Step(Main, Officer, "list-residuals", Answer.Of(C("residual"), left))],
                stop
            );
    }

    /// <summary>Does one act, or says loudly why it was refused.</summary>
    /// <exception cref="InvalidOperationException">It was refused.</exception>
    public async Task Do<TEvent>(
        Holder by,
        ClosureAct<TEvent> act,
        CancellationToken stop = default
    )
        where TEvent : Event<TrustClosure>
    {
        if (await Refused(by, act, stop) is { } why)
            throw new InvalidOperationException(
                $"{act.GetType().Name}: {why.Code}: {why.Sentence}"
            );
    }

    /// <summary>Does one act.</summary>
    /// <returns>Why it was refused; null where it was done.</returns>
    public Task<Refusal?> Refused<TEvent>(
        Holder by,
        ClosureAct<TEvent> act,
        CancellationToken stop = default
    )
        where TEvent : Event<TrustClosure> => store.DoTogether([Act(act)], Now(by), stop);

    /// <summary>An act with what is public after it.</summary>
    public static Doing Act<TEvent>(ClosureAct<TEvent> act, Conditions? conditions = null)
        where TEvent : Event<TrustClosure> =>
        Doing.Of(act, conditions, (_, after) => new Alongside([], [PublicClosure.Of(after)]));

    private async Task Together(Holder by, IReadOnlyList<Doing> acts, CancellationToken stop)
    {
        if (await store.DoTogether(acts, Now(by), stop) is { } why)
            throw new InvalidOperationException($"{why.Code}: {why.Sentence}");
    }

    /// <summary>A step with what is said, and the usual answers to all else that it asks.</summary>
    private Doing Step(CaseId id, Holder by, string step, params IReadOnlyList<Answer> said)
    {
        var table = KnownProcedures.On(
            id == Main ? ClosureTerms.Table : CaseKind.Consultation,
            Day
        )!;
        var answers = new List<Answer>();
        foreach (var ask in table.StepOf(C(step))!.Asks)
            if (said.FirstOrDefault(a => a.Ask == ask.Id) is { } given)
                answers.Add(given);
            else if (ask.IsAsked(answers) && !ask.Optional && Usual(ask) is { } usual)
                answers.Add(usual);
        return Doing.Of(
            new TakeStep(id, C(step), by.As.Over, null, answers),
            beside: (_, after) => new Alongside([], [PublicCase.Of(after)])
        );
    }

    private Answer? Usual(Ask ask) =>
        ask.Kind switch
        {
            AskKind.Day => Answer.Of(ask.Id, Day),
            AskKind.Number => Answer.Of(ask.Id, 0),
            AskKind.Text => Answer.Of(ask.Id, (FreeText)"Words of a fictional case."),
            AskKind.Choice => Answer.Of(ask.Id, ask.Options[0].Id),
            AskKind.Ticks => Answer.Of(ask.Id, [.. ask.Options.Select(o => o.Id)]),
            AskKind.Party => null,
            _ => Answer.Of(ask.Id, Answer.Ticked),
        };

    private static Code C(string text) => Code.Parse(text);

    private static Holder Person(int number, Role role, Scope over) =>
        new(PersonId.From([7, 7, 7, 7, 7, 7, 7, 7, 7, (byte)number]), new Appointment(role, over));
}
