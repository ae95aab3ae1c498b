using Trellis.Journal;
using Trellis.Mail;
using Trellis.Partnerships;
using Trellis.Snapshots;
using Trellis.Store;

namespace Trellis.Pages.Partnerships;

/// <summary>What a form about one partnership is asked in.</summary>
/// <param name="Whole">The partnership as it stands.</param>
/// <param name="Speaker">In whose name.</param>
/// <param name="Asked">What the address says beside the deed: which member, which aim.</param>
public sealed record DeedPlace(
    Partnership Whole,
    Speaker Speaker,
    Snapshot Snapshot,
    PartnershipBook Book,
    DateOnly Today,
    Func<string, string> Asked
)
{
    public Party As => Speaker.As;

    public Voice By => Speaker.Voice;

    public PartnershipId Id => Whole.Id;

    /// <summary>What a member is called.</summary>
    public string Named(Party party) =>
        PartyNames.Of(Snapshot, party, Whole.Of(party)?.Name ?? default).Text;

    /// <summary>The party that the address names; null where it names none.</summary>
    public Party? Party(string key) =>
        Trellis.Partnerships.Party.TryParse(Asked(key), null, out var party) ? party : null;

    /// <summary>The number that the address names; -1 where it names none.</summary>
    public int Number(string key) =>
        int.TryParse(
            Asked(key),
            System.Globalization.NumberStyles.None,
            System.Globalization.CultureInfo.InvariantCulture,
            out var number
        )
            ? number
            : -1;
}

/// <summary>An act that is ready to be done.</summary>
/// <param name="Why">Why it may not be done; null where it may.</param>
/// <param name="Do">Does it; the public record takes what is public of it in the same transaction.</param>
public sealed record ReadyAct(
    Func<Partnership, Occasion, Refusal?> Why,
    Func<
        Casework,
        Occasion,
        Conditions,
        IReadOnlyList<Letter>,
        CancellationToken,
        Task<Done<Partnership>>
    > Do
)
{
    public static ReadyAct Of<TEvent>(Act<Partnership, TEvent> act)
        where TEvent : Event<Partnership> =>
        new(
            (before, now) => act.Apply(before, now) is Outcome<TEvent>.Refused no ? no.Why : null,
            (casework, now, conditions, letters, stop) =>
                casework.Do(
                    act,
                    now,
                    conditions,
                    (_, after) => new Alongside(letters, [after.Public]),
                    stop
                )
        );
}

/// <summary>Something members do in a partnership: its form, and the act that comes of it.</summary>
/// <param name="Key">As in the address.</param>
/// <param name="Heading">With the place it is asked in.</param>
/// <param name="What">What comes of it, for whoever decides.</param>
/// <param name="Button">What the last button says.</param>
/// <param name="Boxes">The questions; none where there is nothing to answer.</param>
/// <param name="Act">The act, from the answers; what cannot be read is said in the answers.</param>
/// <param name="News">What is said when it is done.</param>
public sealed record Deed(
    string Key,
    Func<DeedPlace, string> Heading,
    Func<DeedPlace, string> What,
    string Button,
    Func<DeedPlace, IReadOnlyList<Box>> Boxes,
    Func<DeedPlace, Answers, ReadyAct?> Act,
    string News
)
{
    /// <summary>Whether the button warns: what is done cannot be undone.</summary>
    public bool IsGrave { get; init; }

    /// <summary>Whether it is done without a page to check the answers: it can be done again at any time.</summary>
    public bool IsLight { get; init; }

    /// <summary>Whether it replaces what stands, so that it matters who was first.</summary>
    public bool Replaces { get; init; }

    /// <summary>Whether each question has a page of its own, and the answers are kept until they are sent.</summary>
    public bool OneByOne { get; init; }

    /// <summary>What is looked for before the form: a member, a later partnership; null for nothing.</summary>
    public Seeking? Seeking { get; init; }

    /// <summary>The box at which a refusal is told, by its code; the first where the code is not here.</summary>
    public IReadOnlyDictionary<string, string> Places { get; init; } =
        new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Whom the act asks to answer; nobody else gets a letter.</summary>
    public Func<DeedPlace, Party?> Asks { get; init; } = _ => null;

    /// <summary>Whether the form can be asked at all, by what the address names.</summary>
    public Func<DeedPlace, bool> Fits { get; init; } = _ => true;
}

/// <summary>What a form looks for first.</summary>
public enum Seeking
{
    Member,
    Later,
}
