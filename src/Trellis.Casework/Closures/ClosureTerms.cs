using Trellis.Brokerage;
using Trellis.Journal;
using Trellis.People;
using Trellis.Procedures;

namespace Trellis.Closures;

/// <summary>What is decided about one school of a closing trust.</summary>
/// <param name="To">The trust that takes it; null where none can so far.</param>
public sealed record SchoolDecision(Scope School, Scope? To, DateOnly On);

/// <summary>What an act on the closure of a trust has to know of its case: how far it is, and what is decided.</summary>
/// <param name="At">The state of the procedure that leads the case.</param>
/// <param name="Decisions">The newest of each school.</param>
/// <param name="Groups">How many groups of schools are recorded to have moved.</param>
/// <param name="Adopted">Whether the region works on it.</param>
/// <param name="Barred">Who has declared an interest in it.</param>
public sealed record ClosureTerms(
    CaseId Procedure,
    Code At,
    bool IsStopped,
    IReadOnlyList<Scope> Schools,
    Scope? Closing,
    Scope Region,
    DateOnly? WishesUntil,
    IReadOnlyList<SchoolDecision> Decisions,
    int Groups,
    bool Adopted,
    IReadOnlyList<PersonId> Barred
)
{
    public static readonly ProcedureId Table = ProcedureId.Parse("trust-closes");

    public static readonly Code Trigger = Code.Parse("trigger");
    public static readonly Code Programme = Code.Parse("programme");
    public static readonly Code DataRoom = Code.Parse("data-room");
    public static readonly Code Preferences = Code.Parse("preferences");
    public static readonly Code AssignmentDraft = Code.Parse("assignment-draft");
    public static readonly Code PublicViews = Code.Parse("public-views");
    public static readonly Code Revised = Code.Parse("revised");
    public static readonly Code Decided = Code.Parse("decided");
    public static readonly Code Moving = Code.Parse("moving");
    public static readonly Code Left = Code.Parse("residuals");

    private static readonly Code decide = Code.Parse("decide");
    private static readonly Code decidedSchool = Code.Parse("decided-school");
    private static readonly Code receiver = Code.Parse("receiver");
    private static readonly Code decidedOn = Code.Parse("decided-on");
    private static readonly Code wishesUntil = Code.Parse("wishes-until");

    /// <summary>Those of a case; null where it is none of a closing trust.</summary>
    /// <param name="main">The procedure that leads it.</param>
    public static ClosureTerms? Of(BrokerageCase? given, ProcedureCase? main) =>
        given is not null && main is not null && main.Procedure == Table && main.Of == given.Ref
            ? new(
                main.Id,
                main.At,
                main.Stopped is not null,
                given.Schools,
                given.Body,
                given.Region,
                main.AnswerTo(wishesUntil)?.Day,
                DecisionsIn(main),
                ClosureFacts.GroupsIn(main),
                given.IsAdopted,
                [.. given.Interests.Select(i => i.Person)]
            )
            : null;

    /// <summary>What is decided about each school: the newest word, in the order in which they were first decided.</summary>
    public static IReadOnlyList<SchoolDecision> DecisionsIn(ProcedureCase main)
    {
        var found = new List<SchoolDecision>();
        foreach (var taken in main.History.Where(t => t.Step == decide))
            if (Answer(taken, decidedSchool)?.Party is { } school)
            {
                var decision = new SchoolDecision(
                    school,
                    Answer(taken, receiver)?.Party,
                    Answer(taken, decidedOn)?.Day ?? taken.On
                );
                var at = found.FindIndex(d => d.School == school);
                if (at < 0)
                    found.Add(decision);
                else
                    found[at] = decision;
            }
        return found;
    }

    private static Answer? Answer(Taken taken, Code ask) =>
        taken.Answers.FirstOrDefault(a => a.Ask == ask);

    public SchoolDecision? DecisionOn(Scope school) =>
        Decisions.FirstOrDefault(d => d.School == school);

    /// <summary>Why somebody may not work on it for the region now; null where they may.</summary>
    /// <param name="at">The states in which it can be done.</param>
    internal Refusal? WhyNotAtDesk(Actor by, params ReadOnlySpan<Code> at) =>
        by
            is not Holder
            {
                As: { Role: Role.RegionOfficer or Role.DecisionMaker, Over: var over }
            } person
        || over != Region
            ? new Refusal(
                "not-your-case",
                "This is for the officers of the region, and for whoever decides in it."
            )
        : Barred.Contains(person.Person)
            ? new Refusal(
                "interest-declared",
                "You declared an interest in this case, so somebody else works on it."
            )
        : !Adopted
            ? new Refusal("not-adopted", "The region takes the case on before it works on it.")
        : WhyNotNow(at);

    /// <summary>Why something cannot be done as far as the case is; null where it can.</summary>
    internal Refusal? WhyNotNow(ReadOnlySpan<Code> at) =>
        IsStopped ? new Refusal("stopped", "This closure was given up.")
        : at.Contains(At) ? null
        : new Refusal(
            "not-at-this-stage",
            $"This cannot be done now. The case stands at '{KnownProcedures.On(Table, DateOnly.MaxValue)?.StateOf(At)?.Words ?? At.ToString()}'."
        );

    internal static readonly Refusal NoClosure = new(
        "no-closure",
        "There is no plan for the schools of a closing trust here."
    );
}

/// <summary>An act on the closure of a trust; the store tells it how its case stands, within the transaction.</summary>
/// <typeparam name="TEvent">What happened, in the past tense.</typeparam>
public abstract record ClosureAct<TEvent>(CaseRef Ref) : Act<TrustClosure, TEvent>
    where TEvent : Event<TrustClosure>
{
    public override string Subject => Ref.ToString();

    /// <summary>How the case stands; null where there is no case of a closing trust.</summary>
    public ClosureTerms? Terms { get; init; }

    public sealed override Outcome<TEvent> Apply(TrustClosure? before, Occasion now) =>
        Terms is { } terms ? Apply(before, terms, now) : ClosureTerms.NoClosure;

    /// <inheritdoc cref="Act{TState, TEvent}.Apply"/>
    protected abstract Outcome<TEvent> Apply(
        TrustClosure? before,
        ClosureTerms terms,
        Occasion now
    );
}
