using Trellis.Access;
using Trellis.Brokerage;
using Trellis.Journal;
using Trellis.People;
using Trellis.Places;
using Trellis.Procedures;
using Trellis.Schools;
using Trellis.Store;
using Answer = Trellis.Procedures.Answer;

namespace Trellis.Decisions;

/// <summary>Cases of brokerage as people open and decide them, by acts, so that tests of what is public need no forms.</summary>
internal sealed class CasesOnRecord(PeopleSite site)
{
    private byte drawn;

    /// <summary>An officer of the region of a school.</summary>
    public Holder Officer(School school) =>
        new(Person(1), new(Role.RegionOfficer, RegionOf(school)));

    public Holder Decider(School school) =>
        new(Person(2), new(Role.DecisionMaker, RegionOf(school)));

    public static Holder Head(School school) =>
        new(Person(3), new(Role.Head, Scope.School(school.Urn)));

    public static Scope RegionOf(School school) =>
        new(ScopeKind.Region, Regions.Slug(school.Current.Region));

    private static Scope AuthorityOf(School school) =>
        new(ScopeKind.LocalAuthority, $"{school.Current.La}");

    private static PersonId Person(byte number) =>
        PersonId.From([number, 7, 7, 7, 7, 7, 7, 7, 7, 7]);

    /// <summary>Another officer of the region.</summary>
    public Holder Other(School school) => new(Person(4), new(Role.RegionOfficer, RegionOf(school)));

    /// <summary>Everybody who acts in these cases.</summary>
    public static IEnumerable<PersonId> People =>
        Enumerable.Range(1, 4).Select(n => Person((byte)n));

    /// <summary>Who is responsible for a school: its trust, or its authority.</summary>
    private Scope BodyOf(School school) =>
        site.Site.Snapshot.TrustOf(school.Urn) is { } trust
            ? Scope.Trust(trust.Uid)
            : AuthorityOf(school);

    /// <summary>Opens a case, in the name of its region or of the school.</summary>
    public async Task<CaseRef> Open(
        School school,
        bool stated = false,
        string kind = "academy-order"
    )
    {
        var by = stated ? Head(school) : Officer(school);
        var reference = CaseRef.From([++drawn, 1, 1, 1, 1, 1, 1, 1, 1, 1]);
        await Do(
            new OpenCase(
                reference,
                ProcedureId.Parse(kind),
                [Scope.School(school.Urn)],
                BodyOf(school),
                AuthorityOf(school),
                RegionOf(school),
                null,
                by.As.Over
            ),
            by,
            PublicBrokerage.Of
        );
        await Begin(reference, kind, by, school);
        return reference;
    }

    public async Task Begin(CaseRef reference, string procedure, Holder by, School school)
    {
        var table = KnownProcedures.On(ProcedureId.Parse(procedure), site.Today)!;
        var parties = new List<NewParty>();
        foreach (var side in table.Sides)
        {
            var over =
                side.Kinds.Contains(ScopeKind.Region) ? RegionOf(school)
                : side.Kinds.Contains(ScopeKind.School) ? Scope.School(school.Urn)
                : side.Kinds.Contains(ScopeKind.LocalAuthority) ? AuthorityOf(school)
                : side.Id.ToString() == "outgoing"
                && BodyOf(school) is { Kind: ScopeKind.Trust } body
                    ? body
                : (Scope?)null;
            if (over is { } named)
                parties.Add(new NewParty(side.Id, named, AuthorityOf(school)));
        }
        await Do(
            new BeginProcedure(
                Id(reference, procedure),
                table.Id,
                site.Today,
                by.As.Over,
                parties,
                reference
            ),
            by,
            PublicCase.Of
        );
    }

    /// <summary>Takes a school in special measures to the decision of its region to help it first.</summary>
    public async Task SupportFirst(CaseRef reference, School school)
    {
        await Take(reference, "academy-order", "weigh-options", Officer(school));
        await Take(
            reference,
            "academy-order",
            "choose-support",
            Decider(school),
            Day("support-review-on", site.Today.AddDays(200))
        );
    }

    /// <summary>Takes a case from its proposal over the board to a decision, without a consultation, for a reason from the list.</summary>
    public async Task ToDecision(CaseRef reference, School school)
    {
        const string Order = "academy-order";
        await Take(reference, Order, "weigh-options", Officer(school));
        await Take(
            reference,
            Order,
            "propose-order",
            Decider(school),
            Day("views-until", site.Today.AddDays(40))
        );
        await Begin(reference, "consultation", Officer(school), school);
        await Take(
            reference,
            "consultation",
            "bypass",
            Officer(school),
            Chose("not-because", "children-at-risk")
        );
        await Take(
            reference,
            Order,
            "put-on-agenda",
            Officer(school),
            Day("board-on", site.Today.AddDays(45))
        );
        site.Clock.Pass(TimeSpan.FromDays(60));
        await Take(
            reference,
            Order,
            "record-advice",
            Officer(school),
            Day("advised-on", site.Today.AddDays(-15))
        );
        await Take(
            reference,
            Order,
            "decide",
            Decider(school),
            Chose("finance", "partly"),
            Wrote("conditions", "A fictional condition.")
        );
    }

    /// <summary>The id that the procedure of a case has in these tests.</summary>
    // No id has the letter i.
    public static CaseId Id(CaseRef reference, string procedure) =>
        CaseId.Parse($"c{reference.ToString()[1..^1]}{(procedure[0] == 'i' ? 's' : procedure[0])}");

    /// <summary>Takes a step. What is asked and not given is answered with today, the first choice, every box and fictional words.</summary>
    public Task Take(
        CaseRef reference,
        string procedure,
        string step,
        Holder by,
        params IReadOnlyList<Answer> given
    )
    {
        var asked = KnownProcedures
            .On(ProcedureId.Parse(procedure), site.Today)!
            .StepOf(Code.Parse(step))!;
        var answers = given.ToList();
        foreach (var ask in asked.Asks)
            if (!ask.Optional && !answers.Exists(a => a.Ask == ask.Id) && ask.IsAsked(answers))
                answers.Add(
                    ask.Kind switch
                    {
                        AskKind.Day => Answer.Of(ask.Id, site.Today),
                        AskKind.Number => Answer.Of(ask.Id, 1),
                        AskKind.Text => Answer.Of(
                            ask.Id,
                            (FreeText)$"Fictional words on {ask.Id}."
                        ),
                        AskKind.Choice => Answer.Of(ask.Id, ask.Options[0].Id),
                        AskKind.Ticks => Answer.Of(ask.Id, [.. ask.Options.Select(o => o.Id)]),
                        AskKind.Yes => Answer.Of(ask.Id, Answer.Ticked),
                        _ => throw new InvalidOperationException($"Name {ask.Id}."),
                    }
                );
        return Do(
            new TakeStep(Id(reference, procedure), Code.Parse(step), by.As.Over, null, answers),
            by,
            PublicCase.Of
        );
    }

    public static Answer Day(string ask, DateOnly day) => Answer.Of(Code.Parse(ask), day);

    public static Answer Chose(string ask, params IReadOnlyList<string> chosen) =>
        Answer.Of(Code.Parse(ask), [.. chosen.Select(c => Code.Parse(c))]);

    public static Answer Wrote(string ask, string text) =>
        Answer.Of(Code.Parse(ask), (FreeText)text);

    public async Task Do<TState, TEvent>(
        Act<TState, TEvent> act,
        Actor by,
        Func<TState, PublicRecord.PublicChange> open
    )
        where TState : State
        where TEvent : Event<TState>
    {
        var done = await site.Casework.Do(
            act,
            site.On(by),
            beside: (_, after) => new Alongside([], [open(after)])
        );
        Assert.True(
            done is Done<TState>.Written,
            done is Done<TState>.Refused { Why: var why }
                ? $"{why.Code}: {why.Sentence}"
                : $"{done}"
        );
    }

    public Task Follow() => site.Site.Part<PublicRecordFile>().Follow(site.Casework, site.Clock);
}
