using Trellis.Closures;
using Trellis.Journal;
using Trellis.People;
using Trellis.Procedures;

namespace Trellis.Brokerage;

/// <summary>One fictional case told step by step, with a clock that is moved: what a test does not say is answered with what usually is.</summary>
internal sealed class CaseStory
{
    public static readonly Scope Region = Scope.Parse("region:fictional-1");
    public static readonly Scope School = Scope.Parse("school:100001");
    public static readonly Scope Authority = Scope.Parse("local-authority:330");
    public static readonly Scope Old = Scope.Parse("trust:2001");
    public static readonly Scope New = Scope.Parse("trust:2002");
    public static readonly Scope Other = Scope.Parse("trust:2003");
    public static readonly Scope See = Scope.Parse("diocese:fictional-1");

    public static readonly Holder Officer = new(Story.Id(1), new(Role.RegionOfficer, Region));
    public static readonly Holder Decider = new(Story.Id(2), new(Role.DecisionMaker, Region));
    public static readonly Holder SecondDecider = new(Story.Id(3), new(Role.DecisionMaker, Region));
    public static readonly Holder Head = new(Story.Id(4), new(Role.Head, School));
    public static readonly Holder Council = new(
        Story.Id(5),
        new(Role.LocalAuthorityOfficer, Authority)
    );
    public static readonly Holder OldTrust = new(Story.Id(6), new(Role.TrustOfficer, Old));
    public static readonly Holder NewTrust = new(Story.Id(7), new(Role.TrustOfficer, New));
    public static readonly Holder OtherTrust = new(Story.Id(8), new(Role.TrustOfficer, Other));
    public static readonly Holder Bishop = new(Story.Id(9), new(Role.DiocesanOfficer, See));

    public static readonly CaseId Id = CaseId.From([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    public static readonly CaseRef Ref = CaseRef.From([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);

    private readonly Scope body;
    private readonly List<Sibling> siblings = [];

    /// <param name="procedure">The table that it follows.</param>
    /// <param name="day">The day on which it begins.</param>
    /// <param name="by">Who begins it: the region's officer where nobody is named.</param>
    /// <param name="adopted">Whether a region works on it.</param>
    public CaseStory(string procedure, string day, Holder? by = null, bool adopted = true)
    {
        var table = KnownProcedures.On(ProcedureId.Parse(procedure), DateOnly.Parse(day))!;
        body = table.Sides.Any(s => s.Id == C("outgoing") && s.Least > 0) ? Old : Authority;
        IsAdopted = adopted;
        Day = DateOnly.Parse(day);
        Begin = new BeginProcedure(
            Id,
            table.Id,
            Day,
            (by ?? Officer).As.Over,
            [
                .. table
                    .Sides.Select(s =>
                        s.Id.ToString() switch
                        {
                            "officer" or "decider" => new NewParty(s.Id, Region, null),
                            "school" => new NewParty(s.Id, School, body),
                            "authority" => new NewParty(s.Id, Authority, null),
                            "outgoing" => s.Least > 0 ? new NewParty(s.Id, Old, null) : null,
                            "diocese" => new NewParty(s.Id, See, null),
                            _ => null,
                        }
                    )
                    .OfType<NewParty>(),
            ],
            Ref
        );
        var now = At(by ?? Officer);
        Now = Assert
            .IsType<Outcome<ProcedureBegun>.Happened>(Begin.Apply(null, now))
            .Event.After(null, now.At);
    }

    public BeginProcedure Begin { get; }

    public ProcedureCase Now { get; private set; }

    public DateOnly Day { get; private set; }

    public bool IsAdopted { get; set; }

    public string State => Now.At.ToString();

    public static Code C(string text) => Code.Parse(text);

    public static Answer On(string ask, string day) => Answer.Of(C(ask), DateOnly.Parse(day));

    public static Answer Say(string ask, string words) => Answer.Of(C(ask), (FreeText)words);

    public static Answer Choose(string ask, params IReadOnlyList<string> chosen) =>
        Answer.Of(C(ask), [.. chosen.Select(C)]);

    public static Answer Many(string ask, int number) => Answer.Of(C(ask), number);

    public static Answer Name(string ask, Scope party) => Answer.Of(C(ask), party);

    /// <summary>Where another procedure of the case stands from now on.</summary>
    public CaseStory Beside(string procedure, string at)
    {
        siblings.RemoveAll(s => s.Procedure.ToString() == procedure);
        siblings.Add(new Sibling(ProcedureId.Parse(procedure), C(at)));
        return this;
    }

    /// <summary>Facts that stand beside the case, beyond that a region works on it: of a closing trust, all that is kept with its plan.</summary>
    public IReadOnlyList<Code> Known { get; set; } = [C("replies-read"), .. ClosureFacts.All];

    public CaseFacts Facts =>
        new(siblings, [.. Known, .. IsAdopted ? new[] { CaseFacts.Adopted } : []], []);

    public Occasion At(Holder by) =>
        new(by, new DateTimeOffset(Day, new TimeOnly(10, 0), TimeSpan.Zero), Day);

    /// <summary>A step as an act, all its questions answered.</summary>
    public TakeStep Act(string step, Holder by, params IReadOnlyList<Answer> said)
    {
        var answers = new List<Answer>();
        foreach (var ask in Now.Table.StepOf(C(step))!.Asks)
            if (said.FirstOrDefault(a => a.Ask == ask.Id) is { } given)
                answers.Add(given);
            else if (ask.IsAsked(answers) && !ask.Optional)
                answers.Add(Usual(ask));
        return new TakeStep(
            Id,
            C(step),
            by.As.Over,
            by.As.Over == School ? body : null,
            [.. answers, .. said.Where(a => !answers.Contains(a))]
        )
        {
            Whole = Facts,
        };
    }

    private Answer Usual(Ask ask) =>
        ask.Kind switch
        {
            AskKind.Day => Answer.Of(ask.Id, Day),
            AskKind.Number => Answer.Of(ask.Id, 0),
            AskKind.Text => Answer.Of(ask.Id, (FreeText)"Words of a fictional case."),
            AskKind.Choice => Answer.Of(ask.Id, ask.Options[0].Id),
            AskKind.Ticks => Answer.Of(ask.Id, [.. ask.Options.Select(o => o.Id)]),
            AskKind.Party => Answer.Of(ask.Id, New),
            _ => Answer.Of(ask.Id, Answer.Ticked),
        };

    /// <summary>Takes a step on a day; the clock is moved to it.</summary>
    public CaseStory Does(string step, Holder by, string day, params IReadOnlyList<Answer> said)
    {
        Day = DateOnly.Parse(day);
        Now = Act(step, by, said).Apply(Now, At(by)) switch
        {
            Outcome<StepTaken>.Happened { Event: var taken } => taken.After(Now, At(by).At),
            Outcome<StepTaken>.Refused { Why: var why } => throw new Xunit.Sdk.XunitException(
                $"{step}: {why.Code}: {why.Sentence}"
            ),
            _ => throw new Xunit.Sdk.XunitException("unchanged"),
        };
        return this;
    }

    /// <summary>Why a step is refused on a day; the clock is moved to it.</summary>
    public Refusal Refused(string step, Holder by, string day, params IReadOnlyList<Answer> said)
    {
        Day = DateOnly.Parse(day);
        return Assert
            .IsType<Outcome<StepTaken>.Refused>(Act(step, by, said).Apply(Now, At(by)))
            .Why;
    }

    public Taken Last => Now.History[^1];
}
