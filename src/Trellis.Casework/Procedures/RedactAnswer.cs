using Trellis.Journal;
using Trellis.People;
using Trellis.Redactions;

namespace Trellis.Procedures;

/// <summary>Who works on the case that a procedure is part of, and what the whole case hides: what acts on redactions have to know.</summary>
/// <param name="Region">Whose officers, and whoever decides in it, hide words and let them go; null where the procedure stands by itself, and then nobody may.</param>
/// <param name="Barred">Who has declared an interest.</param>
/// <param name="Hidden">What the other procedures of the case hide.</param>
public sealed record RedactionDesk(
    Scope? Region,
    IReadOnlyList<PersonId> Barred,
    IReadOnlyList<HiddenWords> Hidden
)
{
    public static readonly RedactionDesk None = new(null, [], []);
}

/// <summary>An act on the redactions of a procedure's public answers. The store tells it who works on the case, and writes the public step with it, whoever asks.</summary>
public abstract record RedactingAct<TEvent>(CaseId Id) : Act<ProcedureCase, TEvent>
    where TEvent : Event<ProcedureCase>
{
    public override string Subject => Id.ToString();

    /// <summary>The store fills it in within the transaction.</summary>
    public RedactionDesk Desk { get; init; } = RedactionDesk.None;

    private protected Refusal? WhyNot(ProcedureCase? before, Occasion now) =>
        before is null ? new Refusal("no-case", "There is no such case.")
        : now.By is not Holder by
        || by.As.Role is not (Role.RegionOfficer or Role.DecisionMaker)
        || by.As.Over != Desk.Region
            ? new Refusal(
                "not-your-case",
                "This is for the officers of the region, and for whoever decides in it."
            )
        : Desk.Barred.Contains(by.Person)
            ? new Refusal(
                "interest-declared",
                "You have declared an interest in this case, so somebody else works on it."
            )
        : null;

    /// <summary>Why words cannot be let go: another redaction of the case hides the same ones, there or elsewhere.</summary>
    private protected Refusal? StillHidden(ProcedureCase before, int number)
    {
        var own = before.Redactions.Hidden(before.PublicTexts).ToLookup(h => h.Number == number);
        return
            CanaryScan.Hits(
                [.. own[false], .. Desk.Hidden],
                own[true].Select(h => new Output("", h.Words))
            )
                is [var hit, ..]
            ? new Refusal(
                "hidden-elsewhere",
                $"Another passage of this case hides the same words{(own[false].Any(h => h.Number == hit.Number) ? $", number {hit.Number:N0}" : "")}. Let that one go first."
            )
            : null;
    }
}

/// <summary>Keeps words of a public answer from the public: at once, and also where they were public already.</summary>
public sealed record RedactAnswer(CaseId Id, Passage What) : RedactingAct<AnswerRedacted>(Id)
{
    public override Outcome<AnswerRedacted> Apply(ProcedureCase? before, Occasion now) =>
        WhyNot(before, now) is { } no
            ? no
            : before!.Redactions.Propose(What, before.PublicTexts, (Holder)now.By, now.Today) switch
            {
                Outcome<Redaction>.Happened made => new AnswerRedacted(Id, made.Event),
                Outcome<Redaction>.Refused refused => refused.Why,
                _ => new Outcome<AnswerRedacted>.Unchanged(),
            };
}

/// <summary>Words of an answer are kept from the public.</summary>
public sealed record AnswerRedacted(CaseId Id, Redaction Made) : Event<ProcedureCase>
{
    public override ProcedureCase After(ProcedureCase? before, DateTimeOffset at) =>
        before! with
        {
            Redactions = before.Redactions.With(Made),
        };
}

/// <summary>Agrees to a redaction, as the second person that is asked for where much is hidden.</summary>
public sealed record AgreeToRedaction(CaseId Id, int Number) : RedactingAct<RedactionAgreed>(Id)
{
    public override Outcome<RedactionAgreed> Apply(ProcedureCase? before, Occasion now) =>
        WhyNot(before, now) is { } no
            ? no
            : before!.Redactions.Agree(Number, (Holder)now.By) switch
            {
                Outcome<Redaction>.Happened agreed => new RedactionAgreed(
                    Id,
                    Number,
                    agreed.Event.Second!.Value
                ),
                Outcome<Redaction>.Refused refused => refused.Why,
                _ => new Outcome<RedactionAgreed>.Unchanged(),
            };
}

/// <summary>A second person looked at a redaction and agreed.</summary>
public sealed record RedactionAgreed(CaseId Id, int Number, PersonId Second) : Event<ProcedureCase>
{
    public override ProcedureCase After(ProcedureCase? before, DateTimeOffset at) =>
        before! with
        {
            Redactions = before.Redactions.With(
                before.Redactions.Find(Number)! with
                {
                    Second = Second,
                }
            ),
        };
}

/// <summary>Lets hidden words go before their day, with a reason.</summary>
public sealed record LiftRedaction(CaseId Id, int Number) : RedactingAct<RedactionEnded>(Id)
{
    public override Outcome<RedactionEnded> Apply(ProcedureCase? before, Occasion now) =>
        WhyNot(before, now) is { } no ? no
        : !now.Why.IsThere ? new Refusal("reason-missing", "Say why the words may be read now.")
        : now.Why.Misfit("the reason", Redacting.LongestWhy, "reason") is { } unfit ? unfit
        : StillHidden(before!, Number) is { } same ? same
        : RedactionEnded.Of(Id, before!, Number, now.Today);
}

/// <summary>Lets hidden words go whose day has come: the program does, and nobody has to think of it.</summary>
public sealed record ReleaseRedaction(CaseId Id, int Number) : RedactingAct<RedactionEnded>(Id)
{
    public override Outcome<RedactionEnded> Apply(ProcedureCase? before, Occasion now) =>
        before is null ? new Refusal("no-case", "There is no such case.")
        : now.By is not Journal.Program
            ? new Refusal("not-by-hand", "The program lets words go on their day.")
        : before.Redactions.Find(Number) is { Ended: null } one && one.Holds(now.Today)
            ? new Refusal("not-due", $"These words are hidden until {Spans.InWords(one.Expires)}.")
        : StillHidden(before, Number) is { } same ? same
        : RedactionEnded.Of(Id, before, Number, now.Today);
}

/// <summary>Words are public again.</summary>
public sealed record RedactionEnded(CaseId Id, int Number, DateOnly On) : Event<ProcedureCase>
{
    public override ProcedureCase After(ProcedureCase? before, DateTimeOffset at) =>
        before! with
        {
            Redactions = before.Redactions.With(
                before.Redactions.Find(Number)! with
                {
                    Ended = On,
                }
            ),
        };

    internal static Outcome<RedactionEnded> Of(
        CaseId id,
        ProcedureCase before,
        int number,
        DateOnly today
    ) =>
        before.Redactions.Lift(number, today) switch
        {
            Outcome<Redaction>.Happened => new RedactionEnded(id, number, today),
            Outcome<Redaction>.Refused refused => refused.Why,
            _ => new Outcome<RedactionEnded>.Unchanged(),
        };
}

/// <summary>Asks for a redaction to be looked at again. Anybody does it on the public page, and who is nowhere kept, so the program is who acts.</summary>
public sealed record AskForReview(CaseId Id, int Number) : RedactingAct<ReviewAsked>(Id)
{
    public override Outcome<ReviewAsked> Apply(ProcedureCase? before, Occasion now) =>
        before is null ? new Refusal("no-case", "There is no such case.")
        : now.By is not Journal.Program
            ? new Refusal(
                "not-by-hand",
                "Ask on the public page of the case, where nobody is named."
            )
        : before.Redactions.AskAgain(Number, now.Today) switch
        {
            Outcome<RedactionReview>.Happened asked => new ReviewAsked(Id, asked.Event),
            Outcome<RedactionReview>.Refused refused => refused.Why,
            _ => new Outcome<ReviewAsked>.Unchanged(),
        };
}

/// <summary>Somebody asked for a redaction to be looked at again.</summary>
public sealed record ReviewAsked(CaseId Id, RedactionReview Asked) : Event<ProcedureCase>
{
    public override ProcedureCase After(ProcedureCase? before, DateTimeOffset at) =>
        before! with
        {
            Redactions = before.Redactions.With(Asked),
        };
}

/// <summary>Answers a review: the words stay hidden, or are public from then on. The answer is public.</summary>
/// <param name="Review">Its number.</param>
/// <param name="Found">Null where nothing was chosen, which is refused.</param>
public sealed record AnswerReview(CaseId Id, int Review, ReviewOutcome? Found, FreeText Words)
    : RedactingAct<ReviewAnswered>(Id)
{
    public override Outcome<ReviewAnswered> Apply(ProcedureCase? before, Occasion now)
    {
        if (WhyNot(before, now) is { } no)
            return no;
        var book = before!.Redactions;
        var answered = book.AnswerReview(
            Review,
            Found,
            Words,
            [.. book.Hidden(before.PublicTexts), .. Desk.Hidden.Select(h => h with { Number = 0 })],
            (Holder)now.By,
            now.Today
        );
        if (answered is Outcome<RedactionReview>.Refused refused)
            return refused.Why;
        if (answered is not Outcome<RedactionReview>.Happened { Event: var one })
            return new Outcome<ReviewAnswered>.Unchanged();
        return one.Outcome == ReviewOutcome.Released && StillHidden(before, one.Of) is { } same
            ? same
            : new ReviewAnswered(Id, one);
    }
}

/// <summary>A review was answered.</summary>
public sealed record ReviewAnswered(CaseId Id, RedactionReview Answered) : Event<ProcedureCase>
{
    public override ProcedureCase After(ProcedureCase? before, DateTimeOffset at)
    {
        var book = before!.Redactions.With(Answered);
        return before with
        {
            Redactions =
                Answered.Outcome == ReviewOutcome.Released
                && book.Find(Answered.Of) is { Ended: null } one
                    ? book.With(one with { Ended = Answered.AnsweredOn })
                    : book,
        };
    }
}
