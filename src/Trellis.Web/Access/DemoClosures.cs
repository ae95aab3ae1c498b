using Trellis.Brokerage;
using Trellis.Closures;
using Trellis.Journal;
using Trellis.Pages.Closures;
using Trellis.People;
using Trellis.Procedures;
using Trellis.Serving;
using Trellis.Snapshots;
using Trellis.Store;
using Answer = Trellis.Procedures.Answer;

namespace Trellis.Access;

/// <summary>The closing trust of the demo: its schools with the help they are owed, trusts that were asked and what they offered, and a plan that is published for views.</summary>
/// <remarks>It goes on with the case that <see cref="DemoCases"/> opened; what visitors have done in it stays.</remarks>
public static class DemoClosures
{
    private const int Asked = 6;

    // The last wishes came in 23 days ago, as the case has it.
    private const int DaysSinceDraft = 20;
    private const int DaysSincePublished = 18;
    private const int DaysOfViewsLeft = 12;

    /// <summary>Writes what is not there yet.</summary>
    /// <param name="people">Those of the demo, prepared already.</param>
    /// <exception cref="StoreUnavailableException">It cannot be written now.</exception>
    public static async Task Prepare(
        Casework casework,
        Snapshot snapshot,
        IReadOnlyList<DemoPerson> people,
        TimeProvider time,
        CancellationToken stop = default
    )
    {
        var reference = CaseRef.From(DemoPeople.Ten("case closes"));
        var today = new LondonDay(time).Today;
        var person = people.Single(p => p.As.Role == Role.RegionOfficer);
        var officer = new Holder((await casework.PersonAt(person.Email, stop))!.Id, person.As);
        if (
            await casework.Find<TrustClosure>(reference.ToString(), stop) is not null
            || await casework.Find<BrokerageCase>(reference.ToString(), stop)
                is not { State: var given }
            || given.Body is not { Kind: ScopeKind.Trust } closing
            || await casework.ClosureTermsOf(reference, stop) is not { } terms
        )
            return;
        var draft = today.AddDays(-DaysSinceDraft);
        if (
            !await Do(
                draft,
                new BeginClosure(reference, ClosureDesk.Academies(snapshot, closing, given.Schools))
            )
        )
            return;
        var trusts = ClosureDesk.Suggested(snapshot, await Closure(), Asked);
        foreach (var (trust, _, _) in trusts)
            await Do(
                draft,
                new InviteReceiver(
                    reference,
                    trust,
                    ClosureDesk.FitsOf(snapshot, await Closure(), trust)
                )
            );
        // Together a place more than is needed, and points for schools of middling need.
        var each = (given.Schools.Count + trusts.Count) / Math.Max(1, trusts.Count);
        foreach (var (trust, _, _) in trusts)
            await Do(
                draft,
                new OfferPlaces(
                    reference,
                    trust,
                    each,
                    each * 4,
                    [],
                    "In words of a fictional trust: with a grant for the boilers."
                )
            );
        var closure = await Closure();
        if (closure.Receivers.Count == 0)
            return;
        var report = ClosureDesk.PlanOf(snapshot, closure, time);
        var left = report.Plan.Unplaced.Count;
        if (
            !await Do(
                draft,
                new KeepPlan(reference, KeptPlan.Of(closure, report, draft)),
                Step(
                    "draft-assignment",
                    Answer.Of(C("draft-on"), draft),
                    Answer.Of(C("placed"), closure.Schools.Count - left),
                    Answer.Of(C("unplaced"), left)
                )
            )
        )
            return;
        var published = today.AddDays(-DaysSincePublished);
        await Do(
            published,
            new PublishPlan(reference),
            Step(
                "open-views",
                Answer.Of(C("views-from"), published),
                Answer.Of(C("views-until"), today.AddDays(DaysOfViewsLeft)),
                Answer.Of(
                    C("views-at"),
                    (FreeText)"On this site, on the page of the closure; all in it is fictional."
                )
            )
        );

        async Task<TrustClosure> Closure() =>
            (await casework.Find<TrustClosure>(reference.ToString(), stop))!.State;

        async Task<bool> Do<TEvent>(
            DateOnly day,
            ClosureAct<TEvent> act,
            params IReadOnlyList<Doing> beside
        )
            where TEvent : Event<TrustClosure> =>
            await casework.DoTogether(
                [ClosureTale.Act(act), .. beside],
                new(officer, new DateTimeOffset(day, new TimeOnly(10, 0), TimeSpan.Zero), day),
                stop
            )
                is null;

        Doing Step(string step, params IReadOnlyList<Answer> answers) =>
            Doing.Of(
                new TakeStep(terms.Procedure, C(step), given.Region, null, answers),
                beside: (_, after) => new Alongside([], [PublicCase.Of(after)])
            );
    }

    private static Code C(string text) => Code.Parse(text);
}
