using Trellis.Groups;
using Trellis.Journal;
using Trellis.Measures;
using Trellis.Models;
using Trellis.People;
using Trellis.Protocols;
using Trellis.Schools;
using Trellis.Store;

namespace Trellis.Partnerships;

/// <summary>An act somebody may try: through its pure rule alone, or through a store.</summary>
/// <param name="Act">The type of the act.</param>
/// <param name="Pure">What became of it: "happened", "unchanged" or the code of the refusal; and the state after.</param>
internal sealed record Try(
    Type Act,
    Func<Partnership?, Occasion, (string Outcome, Partnership? After)> Pure,
    Func<Casework, Occasion, Task<Done<Partnership>>> Stored
)
{
    public static Try Of<TEvent>(Act<Partnership, TEvent> act)
        where TEvent : Event<Partnership> =>
        new(
            act.GetType(),
            (before, now) =>
                act.Apply(before, now) switch
                {
                    Outcome<TEvent>.Happened { Event: var happened } => (
                        "happened",
                        happened.After(before, now.At)
                    ),
                    Outcome<TEvent>.Refused { Why: var why } => (why.Code, before),
                    _ => ("unchanged", before),
                },
            (store, now) =>
                store.Do(act, now, beside: (_, after) => new Alongside([], [after.Public]))
        );
}

/// <summary>Random people trying random acts in one partnership, with a clock that goes on by random steps. The same seed gives the same walk.</summary>
internal sealed class Walk(int seed)
{
    public const string Private = "canary";

    private static readonly Scope authority = new(ScopeKind.LocalAuthority, "330");
    private static readonly Scope trust = new(ScopeKind.Trust, "2345");
    private static readonly Party college = new(PartyKind.College, 1);
    private static readonly (Party Party, Scope? Body)[] parties =
    [
        (Party.School(new Urn(100_000)), authority),
        (Party.School(new Urn(100_001)), authority),
        (Party.School(new Urn(100_002)), authority),
        (Party.School(new Urn(100_003)), trust),
        (Party.Trust(new Uid(2345)), null),
        (Party.LocalAuthority(LaCode.Parse("330")), null),
        (college, null),
    ];
    private static readonly ModelId[] models =
    [
        ModelId.Parse("informal-collaboration"),
        ModelId.Parse("service-agreement"),
        ModelId.Parse("joint-committee"),
        ModelId.Parse("peer-review"),
        ModelId.Parse("federation"),
    ];

    /// <summary>Each party by somebody who may act for it.</summary>
    public static IEnumerable<(Voice Voice, Actor Actor)> Everybody =>
        parties
            .Where(p => p.Party.CanAnswer)
            .Select(p =>
                (
                    new Voice(p.Party, p.Body),
                    (Actor)(
                        p.Body is { Kind: ScopeKind.Trust } over ? Holding(Role.TrustOfficer, over)
                        : p.Party.Kind == PartyKind.School
                            ? Holding(Role.Head, p.Party.Scope!.Value)
                        : p.Party.Kind == PartyKind.Trust
                            ? Holding(Role.TrustOfficer, p.Party.Scope!.Value)
                        : Holding(Role.LocalAuthorityOfficer, p.Party.Scope!.Value)
                    )
                )
            );

    private readonly Random chance = new(seed);
    private int written;

    // Five bits of each byte are kept.
    public PartnershipId Id { get; } =
        PartnershipId.From([
            .. Enumerable.Range(0, 10).Select(i => (byte)(seed >> (5 * i % 30) & 31)),
        ]);

    /// <summary>The clock.</summary>
    public DateTimeOffset At { get; private set; } = Journal.Story.Begin;

    public DateOnly Today => DateOnly.FromDateTime(At.UtcDateTime);

    /// <summary>Who tries next, when, and what.</summary>
    public (Occasion Now, Try Try) Next(Partnership? whole)
    {
        At += TimeSpan.FromMinutes(
            chance.Next(10) switch
            {
                0 => 0,
                < 7 => chance.Next(1, 3000),
                < 9 => chance.Next(1440, 60 * 1440),
                _ => chance.Next(60 * 1440, 400 * 1440),
            }
        );
        // Two in three steps go on until something happens, so that a walk gets far; the others try what comes.
        var tries = chance.Next(3) == 0 ? 1 : 12;
        while (true)
        {
            var voice = Voice();
            var now = new Occasion(Somebody(voice), At, Today);
            var one = Act(voice, whole);
            if (--tries <= 0 || one.Pure(whole, now).Outcome == "happened")
                return (now, one);
        }
    }

    private Voice Voice()
    {
        var (party, body) = One(parties);
        return new Voice(party, body);
    }

    // Mostly one of the party's own people, else anybody.
    private Actor Somebody(Voice voice)
    {
        var kind = chance.Next(12);
        if (kind == 0)
            return new Program("retention");
        if (kind == 1)
            return Holding(Role.Administrator, Scope.Everywhere);
        var own = kind < 4 ? One(parties).Party : voice.As;
        return kind switch
        {
            < 7 when voice.Body is { Kind: ScopeKind.Trust } over => Holding(
                Role.TrustOfficer,
                over
            ),
            7 when voice.Body is { Kind: ScopeKind.LocalAuthority } over => Holding(
                Role.LocalAuthorityOfficer,
                over
            ),
            _ => own.Kind switch
            {
                PartyKind.School => Holding(
                    chance.Next(2) == 0 ? Role.Head : Role.Governor,
                    own.Scope!.Value
                ),
                PartyKind.Trust => Holding(Role.TrustOfficer, own.Scope!.Value),
                PartyKind.LocalAuthority => Holding(Role.LocalAuthorityOfficer, own.Scope!.Value),
                _ => Holding(Role.Head, parties[0].Party.Scope!.Value),
            },
        };
    }

    private static Holder Holding(Role role, Scope over) =>
        new(Journal.Story.Id(7), new Appointment(role, over));

    private Try Act(Voice by, Partnership? whole)
    {
        // Nothing can be done before it is stated, and little after it ended.
        if (whole is null && chance.Next(4) > 0)
            return Try.Of(Register(by));
        return chance.Next(30) switch
        {
            0 => Try.Of(Register(by)),
            1 or 2 or 3 => Try.Of(new ConfirmMembership(Id, by)),
            4 => Try.Of(new DenyMembership(Id, by)),
            5 or 6 => Try.Of(
                new ProposeMember(Id, by, One(parties).Party, Words(""), Some<MemberRole>(), Day())
            ),
            7 => Try.Of(new RetractMember(Id, by, One(parties).Party)),
            8 => Try.Of(new SetMemberRoles(Id, by, One(parties).Party, Some<MemberRole>())),
            9 or 10 => Try.Of(new GiveNotice(Id, by, Day(), One(Enum.GetValues<EndReason>()))),
            11 => Try.Of(new WithdrawNotice(Id, by)),
            12 => Try.Of(
                new LeavePartnership(
                    Id,
                    by,
                    chance.Next(2) == 0 ? by.As : One(parties).Party,
                    Day(),
                    One(Enum.GetValues<EndReason>())
                )
                {
                    ClosedOn = chance.Next(3) == 0 ? Today : null,
                }
            ),
            13 => Try.Of(
                new ChangePartnership(
                    Id,
                    by,
                    Words("Fictional cluster"),
                    Some<Purpose>(),
                    One(Enum.GetValues<Willingness>()),
                    Words(""),
                    Agreed(),
                    Cost()
                )
            ),
            14 => Try.Of(new DeepenPartnership(Id, by, One(Enum.GetValues<Depth>()), Day())),
            15 or 28 => Try.Of(
                new SharePost(Id, by, Words("SENCO"), chance.Next(-1, 80), Employer(by), Day())
            ),
            16 or 27 => Try.Of(new EndPost(Id, by, Place(whole?.Posts.Count), Day())),
            17 => Try.Of(
                new ShareTraining(
                    Id,
                    by,
                    Words("Phonics"),
                    One(Enum.GetValues<TrainingProvider>()),
                    Day()
                )
            ),
            18 => Try.Of(new ShareService(Id, by, Words("Payroll"), Day(), Figure())),
            19 => Try.Of(new EndService(Id, by, Place(whole?.Services.Count), Day())),
            20 => Try.Of(
                new SetAim(
                    Id,
                    by,
                    Words("Reading"),
                    chance.Next(2) == 0 ? MeasureId.Parse("ks2.reading-expected") : null,
                    chance.Next(2) == 0 ? chance.Next(100_000) : null,
                    chance.Next(2) == 0 ? new Year(Today.Year + chance.Next(-3, 4)) : null
                )
            ),
            21 => Try.Of(new DropAim(Id, by, Place(whole?.Aims.Count))),
            22 or 23 => Try.Of(
                new FileReturn(
                    Id,
                    by,
                    new Year(Today.Year + chance.Next(-2, 1)),
                    Figure(),
                    Figure(),
                    Figure(),
                    Some<Purpose>(),
                    chance.Next(0, 7),
                    Words("It went well"),
                    Hidden("bad"),
                    One(Enum.GetValues<Outlook>())
                )
            ),
            24 => Try.Of(
                new LinkLaterPartnership(
                    Id,
                    by,
                    chance.Next(2) == 0 ? PartnershipId.From(new byte[10]) : null,
                    chance.Next(2) == 0 ? new Uid(2345) : null
                )
                {
                    IsThere = chance.Next(4) > 0,
                }
            ),
            29 => Try.Of(
                new DeviateFromProtocol(
                    Id,
                    by,
                    new ProtocolTerms(
                        One(Enum.GetValues<OutcomeCode>()),
                        OutcomeCode.Ks4,
                        [],
                        One(Enum.GetValues<WhoIsTreated>()),
                        ComparatorRule.NearestUnpartnered1,
                        One(Enum.GetValues<BaseYear>()),
                        null
                    ),
                    Words("We teach juniors")
                )
                {
                    Published = [new PublishedResults(OutcomeCode.Ks4, new Year(Today.Year))],
                }
            ),
            25 => chance.Next(8) == 0
                ? Try.Of(
                    new EndPartnership(
                        Id,
                        by,
                        Day(),
                        One(Enum.GetValues<EndReason>()),
                        Hidden("end")
                    )
                )
                : Try.Of(new ConfirmMembership(Id, by)),
            _ => Try.Of(new WriteNote(Id, by, Hidden("note"))),
        };
    }

    private RegisterPartnership Register(Voice by)
    {
        var began = Today.AddDays(-chance.Next(-5, 800));
        var others = parties
            .Where(p => p.Party != by.As && chance.Next(3) == 0)
            .Select(p => new NewMember(
                p.Party,
                p.Party.CanAnswer ? default : "Fictional College",
                Some<MemberRole>(),
                began
            ));
        return new RegisterPartnership(
            Id,
            by,
            "Fictional cluster",
            One(models),
            began,
            [Purpose.StaffPractice],
            One(Enum.GetValues<Depth>()),
            Willingness.Willing,
            default,
            [new NewMember(by.As, default, Some<MemberRole>(), began), .. others],
            Agreed(),
            Cost(),
            []
        );
    }

    private Party Employer(Voice by) => chance.Next(3) > 0 ? by.As : One(parties).Party;

    private Agreement Agreed() =>
        new(
            chance.Next(2) == 0,
            chance.Next(2) == 0 ? Today.AddYears(1) : null,
            chance.Next(3) switch
            {
                0 => null,
                1 => 30,
                _ => chance.Next(-2, 200),
            },
            Words("In a few words")
        );

    private Costs Cost() => new(Figure(), Figure(), Some<Funding>(), Words("Each a share"));

    private int? Figure() => chance.Next(3) == 0 ? null : chance.Next(-1, 5000);

    // Around today, so that many are legal and many are not.
    private DateOnly Day() =>
        chance.Next(6) switch
        {
            0 or 1 => Today,
            2 => Today.AddDays(chance.Next(1, 400)),
            3 => Today.AddDays(-chance.Next(1, 30)),
            4 => Today.AddDays(-chance.Next(1, 900)),
            _ => Today.AddDays(chance.Next(-3, 60)),
        };

    private FreeText Words(string usual) =>
        chance.Next(20) switch
        {
            0 => "",
            1 => new string('x', 1200),
            2 => "a bell \u0007",
            < 8 => $"Fictional words {chance.Next(5)}",
            _ => usual,
        };

    private FreeText Hidden(string where) => $"{Private}-{where}-{++written}";

    private int Place(int? of) => chance.Next(-1, (of ?? 0) + 2);

    private T One<T>(IReadOnlyList<T> from) => from[chance.Next(from.Count)];

    private IReadOnlyList<T> Some<T>()
        where T : struct, Enum => [.. Enum.GetValues<T>().Where(_ => chance.Next(4) == 0)];
}
