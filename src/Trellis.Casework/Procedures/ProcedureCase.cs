using System.Text.Json.Serialization;
using Trellis.Journal;
using Trellis.Partnerships;
using Trellis.People;
using Trellis.Redactions;

namespace Trellis.Procedures;

/// <summary>A procedure that some schools, and others, go through: how far they are, and what was done by whom.</summary>
/// <param name="Version">The version of the table that was in force when it began; it is followed to the end.</param>
/// <param name="At">The state it is in.</param>
/// <param name="Since">The day on which that state was reached.</param>
/// <param name="Entered">How many steps had been taken when it was reached: those after it count towards a step that each side takes.</param>
/// <param name="Stopped">Null while it goes on, or once it came to its end.</param>
/// <param name="Of">The case of brokerage it is a part of; null for a procedure that stands by itself.</param>
/// <param name="Before">Where it stood before its latest step, which can be corrected; null where none was taken, or before this was kept.</param>
public sealed record ProcedureCase(
    CaseId Id,
    ProcedureId Procedure,
    int Version,
    DateOnly BegunOn,
    IReadOnlyList<CaseParty> Parties,
    Code At,
    DateOnly Since,
    int Entered,
    IReadOnlyList<Taken> History,
    Stop? Stopped,
    Stand? Before = null,
    CaseRef? Of = null
) : Document
{
    /// <summary>Words of its public answers that the public does not read.</summary>
    public RedactionBook Redactions { get; init; } = RedactionBook.None;

    public override string Key => Id.ToString();

    public override IReadOnlyList<string> Involves =>
        [
            .. Parties
                .Select(p => p.Person is { } person ? $"person:{person}" : p.Over.ToString())
                .Distinct(StringComparer.Ordinal),
            .. Of is { } whole ? [whole.Party] : Array.Empty<string>(),
        ];

    /// <summary>The table it follows.</summary>
    /// <exception cref="InvalidOperationException">This program does not have that version.</exception>
    [JsonIgnore]
    public Procedure Table =>
        KnownProcedures.Of(Procedure, Version)
        ?? throw new InvalidOperationException(
            $"There is no version {Version} of the procedure '{Procedure}' in this program."
        );

    public IEnumerable<CaseParty> On(Code side) => Parties.Where(p => p.Side == side);

    /// <summary>The latest answer to a question; null where it was never answered.</summary>
    /// <param name="among">Only among so many first steps; null for all.</param>
    public Answer? AnswerTo(Code ask, int? among = null)
    {
        for (var i = (among ?? History.Count) - 1; i >= 0; i--)
            if (History[i].Answers.FirstOrDefault(a => a.Ask == ask) is { } answer)
                return answer;
        return null;
    }

    /// <summary>The words of its published steps that everybody may read, whole, with those that are hidden.</summary>
    [JsonIgnore]
    public IReadOnlyList<PlacedText> PublicTexts =>
        [
            .. from taken in History.Index()
            let step = Table.StepOf(taken.Item.Step)
            where step is { IsPublic: true }
            from ask in step.Asks
            where ask.Public
            from answer in taken.Item.Answers
            where answer.Ask == ask.Id && answer.Text.IsThere
            select new PlacedText(TextOf(taken.Index, ask.Id), answer.Text.Text!),
        ];

    /// <summary>How redactions call the answer to a question of a step.</summary>
    /// <param name="taken">Which step, counted from 0; its place never changes.</param>
    public static TextAt TextOf(int taken, Code ask) => TextAt.Parse($"{taken}.{ask}");

    /// <inheritdoc/>
    public override Document Realigned(Document before) =>
        Redactions.All.Count == 0 ? this : Realigned((ProcedureCase)before, null);

    /// <summary>The redactions moved to where their words stand now, after answers were changed.</summary>
    /// <param name="today">The day of a redaction that ends because its answer is gone; null where an erasure took the words, and then it stays for what is left.</param>
    internal ProcedureCase Realigned(ProcedureCase before, DateOnly? today)
    {
        var book = Redactions;
        var now = PublicTexts.ToDictionary(t => t.At, t => t.Text);
        foreach (var was in before.PublicTexts)
            book = book.Corrected(was.At, was.Text, now.GetValueOrDefault(was.At), today);
        return this with { Redactions = book };
    }

    /// <summary>Why the latest step cannot be published as it is: a public answer of it says words that are hidden elsewhere in the case; null where none does.</summary>
    /// <param name="elsewhere">What the other procedures of the case hide.</param>
    internal Refusal? SaysHidden(IReadOnlyList<HiddenWords> elsewhere)
    {
        if (elsewhere.Count == 0 && Redactions.All.Count == 0)
            return null;
        var (texts, place) = (PublicTexts, History.Count - 1);
        foreach (var ask in Table.StepOf(History[place].Step)!.Asks)
            if (
                texts.FirstOrDefault(t => t.At == TextOf(place, ask.Id)) is { } text
                && CanaryScan.Hits(
                    [.. Redactions.Hidden(texts), .. elsewhere],
                    [new Output(ask.Name, Redactions.Open(text.At, text.Text).Text)]
                )
                    is [_, ..]
            )
                return new Refusal(
                    "hidden-words-said",
                    $"{ask.Name}: this says words of the case that are kept from the public, and everybody would read it. Say it in another way, or ask the region."
                );
        return null;
    }

    /// <summary>Whether nothing can be done any more.</summary>
    [JsonIgnore]
    public bool IsOver => Stopped is not null || Table.StateOf(At) is { Final: true };

    /// <summary>As it was before its latest step; null where that is not known.</summary>
    public ProcedureCase? BeforeLatest() =>
        Before is { } was && History.Count > 0
            ? this with
            {
                At = was.At,
                Since = was.Since,
                Entered = was.Entered,
                Parties = [.. Parties.Take(was.Parties)],
                History = [.. History.SkipLast(1)],
                Before = null,
            }
            : null;

    /// <summary>Whether a step that is taken at most once was taken.</summary>
    public bool HasHad(Step step) => step.Once && History.Any(t => t.Step == step.Id);

    /// <summary>Whether a party has not been followed by another one on its side: where one trust gave up and a second was found, the first takes no more steps.</summary>
    public bool StillTakesPart(CaseParty party)
    {
        if (Table.SideOf(party.Side) is not { Most: 1 })
            return true;
        for (var i = History.Count - 1; i >= 0; i--)
            foreach (var answer in History[i].Answers)
                if (answer.Party is { } named && Table.AskOf(answer.Ask)?.Side == party.Side)
                    return named == party.Over;
        return true;
    }

    /// <summary>The parties that a step still waits for: those of its sides, or, where each takes it, those that have not.</summary>
    public IReadOnlyList<CaseParty> WaitsFor(Step step) =>
        [
            .. Parties.Where(p =>
                step.Who.Contains(p.Side)
                && StillTakesPart(p)
                && !(
                    step.Each && History.Skip(Entered).Any(t => t.Step == step.Id && t.By == p.Doer)
                )
            ),
        ];
}

/// <summary>Where a case stood.</summary>
/// <param name="Parties">How many took part.</param>
public sealed record Stand(Code At, DateOnly Since, int Entered, int Parties);

/// <summary>Somebody who takes part in a case.</summary>
/// <param name="Over">As scopes are written: "school:100000", "local-authority:330".</param>
/// <param name="Person">Of a side that is one person, such as an adviser.</param>
public sealed record CaseParty(Code Side, Scope Over, PersonId? Person)
{
    /// <summary>Who it is, on whichever side.</summary>
    [JsonIgnore]
    public Doer Doer => new(Over, Person);

    /// <summary>Whether somebody may take a step of its side.</summary>
    /// <param name="body">Who acts for it where it is a school: its trust or local authority, as the register of schools names it.</param>
    public bool MayBeSpokenForBy(Actor by, Side side, Scope? body) =>
        (side.Roles.Count == 0 || by is Holder { As.Role: var role } && side.Roles.Contains(role))
        && (
            Party.Of(Over) is { } party
                ? side.Acts
                    ? new Voice(party, body).MayAct(by)
                    : new Voice(party, body).MaySpeak(by)
                : by is Holder holder
                    && (
                        Person is { } adviser
                            ? holder.Person == adviser && holder.As.Role == Role.RiseAdviser
                            : holder.As.Over == Over
                                && holder.As.Role
                                    is Role.DiocesanOfficer
                                        or Role.RegionOfficer
                                        or Role.DecisionMaker
                    )
        );
}

/// <summary>An organisation, or one person.</summary>
public sealed record Doer(Scope Over, PersonId? Person);

/// <summary>A step that was taken.</summary>
/// <param name="Person">Who took it, in which role; never public.</param>
/// <param name="On">The day on which it was recorded.</param>
/// <param name="Due">Until when it had to be; null where no rule says.</param>
/// <param name="To">The state after it.</param>
/// <param name="CorrectedOn">The day on which its answers were last corrected; null where they never were.</param>
public sealed record Taken(
    Code Step,
    Code Side,
    Doer By,
    PersonId Person,
    Role As,
    DateOnly On,
    IReadOnlyList<Answer> Answers,
    DateOnly? Due,
    bool Late,
    Code To,
    DateOnly? CorrectedOn = null
);

/// <summary>That a case was given up before its end.</summary>
public sealed record Stop(DateOnly On, Doer By, FreeText Why);
