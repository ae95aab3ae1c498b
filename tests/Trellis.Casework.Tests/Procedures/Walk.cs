using System.Globalization;
using Trellis.Brokerage;
using Trellis.Journal;
using Trellis.People;

namespace Trellis.Procedures;

/// <summary>One random walk through a procedure: actors, clock and answers are drawn, good ones and bad ones.</summary>
internal sealed class Walk
{
    public const string PrivateWords = "private words of a fictional case";
    public const string PublicWords = "public words of a fictional case";

    private static readonly Scope authority = Scope.Parse("local-authority:330");
    private static readonly Scope region = Scope.Parse("region:fictional-1");
    private static readonly PersonId adviser = Story.Id(7_000);
    private readonly Random chance;
    private readonly List<(Actor By, Scope As, Scope? Body)> people = [];
    private readonly HashSet<(string By, Scope As)> mayAct = [];
    private bool adopted;

    public Walk(Procedure table, int seed)
    {
        Table = table;
        chance = new Random(seed);
        Id = CaseId.From([
            (byte)(seed & 31),
            (byte)(seed >> 5 & 31),
            (byte)(seed >> 10 & 31),
            (byte)(seed >> 15 & 31),
            (byte)KnownProcedures.All.ToList().IndexOf(table),
            0,
            .. "walk"u8,
        ]);
        var last = table.Until ?? new DateOnly(2026, 11, 22);
        Today = table.From.AddDays(
            chance.Next(Math.Max(1, last.DayNumber - Earliest(table).DayNumber))
                + Earliest(table).DayNumber
                - table.From.DayNumber
        );
        // Some cases are stated by a school first, and taken on by their region on the way.
        adopted = chance.Next(4) > 0;
        Begin = Cast();
    }

    // The calendar knows nothing before 2006.
    private static DateOnly Earliest(Procedure table) =>
        table.From < new DateOnly(2006, 2, 1) ? new DateOnly(2006, 2, 1) : table.From;

    public Procedure Table { get; }

    public CaseId Id { get; }

    public DateOnly Today { get; private set; }

    public BeginProcedure Begin { get; }

    public Actor First { get; private set; } = null!;

    public Occasion Now(Actor by) =>
        new(by, new DateTimeOffset(Today, new TimeOnly(9, 0), TimeSpan.Zero), Today);

    /// <summary>Whether somebody was cast as one who may act in the name of a party.</summary>
    public bool MayAct(Actor by, Scope party) => mayAct.Contains((by.Id + by.Role, party));

    private BeginProcedure Cast()
    {
        var parties = new List<NewParty>();
        var number = 0;
        foreach (var side in Table.Sides)
        {
            var count = side.Least + chance.Next(Math.Min(3, side.Most - side.Least + 1));
            for (var i = 0; i < count; i++)
            {
                number++;
                var kind = side.Kinds[chance.Next(side.Kinds.Count)];
                var over = kind switch
                {
                    ScopeKind.School => Scope.Parse($"school:{100_000 + number}"),
                    ScopeKind.Trust => Scope.Parse($"trust:{2_000 + number}"),
                    ScopeKind.LocalAuthority => Scope.Parse($"local-authority:{330 + number}"),
                    ScopeKind.Diocese => Scope.Parse($"diocese:fictional-{number}"),
                    ScopeKind.Region => Scope.Parse($"region:fictional-{number}"),
                    _ => Scope.OwnCases,
                };
                if (over == Scope.OwnCases && i > 0)
                    break;
                PersonId? person = over == Scope.OwnCases ? adviser : null;
                Scope? body = kind == ScopeKind.School ? authority : null;
                parties.Add(new NewParty(side.Id, over, body, person));
                Add(over, body, number, person, side.Acts, side.Roles);
            }
        }
        // Who may come to take part later, and who never may.
        Add(Scope.Parse("school:109999"), authority, 900, null, acts: false);
        Add(Scope.Parse("trust:2999"), null, 902, null, acts: false);
        Add(Scope.OwnCases, null, 901, adviser, acts: false);
        foreach (var over in parties.Select(p => p.Over).Distinct().ToList())
        {
            people.Add(
                (
                    new Holder(Story.Id(5_000), new(Role.Administrator, Scope.Everywhere)),
                    over,
                    authority
                )
            );
            people.Add(
                (
                    new Holder(Story.Id(5_001), new(Role.Head, Scope.Parse("school:100999"))),
                    over,
                    authority
                )
            );
        }
        people.Add((new Program("walk"), parties[0].Over, authority));
        var starter = parties.First(p => Table.SideOf(p.Side)!.Begins);
        First = people.First(p => p.As == starter.Over && MayAct(p.By, p.As)).By;
        return new BeginProcedure(
            Id,
            Table.Id,
            Today,
            starter.Over,
            parties,
            Table.OfCase ? CaseRef.Parse("b" + Id.ToString()[1..]) : null
        );
    }

    private void Add(
        Scope over,
        Scope? body,
        int number,
        PersonId? person,
        bool acts,
        IReadOnlyList<Role>? only = null
    )
    {
        Role[] roles = over.Kind switch
        {
            ScopeKind.School => [Role.Head, Role.Governor],
            ScopeKind.Trust => [Role.TrustOfficer],
            ScopeKind.LocalAuthority => [Role.LocalAuthorityOfficer],
            ScopeKind.Diocese => [Role.DiocesanOfficer],
            ScopeKind.Region => [Role.RegionOfficer],
            _ => [Role.RiseAdviser],
        };
        foreach (var role in only is { Count: > 0 } ? only : roles)
        {
            var by = new Holder(person ?? Story.Id(number), new Appointment(role, over));
            people.Add((by, over, body));
            mayAct.Add((by.Id + by.Role, over));
        }
        // An officer of the authority speaks for its schools, and binds none.
        if (body is { } area)
        {
            var officer = new Holder(
                Story.Id(6_000),
                new Appointment(Role.LocalAuthorityOfficer, area)
            );
            people.Add((officer, over, body));
            if (!acts)
                mayAct.Add((officer.Id + officer.Role, over));
        }
    }

    /// <summary>Whoever opens the case of which the procedure is part.</summary>
    public Actor Officer { get; } =
        new Holder(Story.Id(8_000), new Appointment(Role.RegionOfficer, region));

    /// <summary>The case of which the procedure is part: a region's own.</summary>
    public OpenCase Opening(CaseRef whole) =>
        new(
            whole,
            Table.Id,
            [Scope.Parse("school:100001")],
            authority,
            authority,
            region,
            null,
            region
        );

    /// <summary>The next thing somebody tries, after some days.</summary>
    public (TakeStep Act, Occasion Now) Next(ProcedureCase at)
    {
        Today = Today.AddDays(
            chance.Next(10) switch
            {
                0 => -chance.Next(3),
                < 5 => 0,
                < 8 => chance.Next(10),
                _ => chance.Next(60),
            }
        );
        // Some things are only done after months of waiting.
        if (
            chance.Next(20) == 0
            && Table
                .StepsFrom(at.At, at.BegunOn)
                .Where(s => !at.HasHad(s))
                .SelectMany(s => s.Rules)
                .Where(r => r.Guard.Id == "today-not-before" && r.Unit == Unit.Months)
                .Select(r =>
                    at.AnswerTo(r.Than!.Value)?.Day is { } from
                        ? Spans.After(from, r.Count, r.Unit)
                        : null
                )
                .Min()
                is { } then
            && then > Today
        )
            Today = then;
        var open = Table.StepsFrom(at.At, at.BegunOn).Where(s => !at.HasHad(s)).ToList();
        // Most walks would end at once if an end were as likely as any other step.
        var on = open.Where(s => s.LeadsFrom(at.At).Any(to => !Table.StateOf(to)!.Final)).ToList();
        if (on.Count > 0 && chance.Next(12) > 0)
            open = on;
        // And most would go in a circle among steps that leave a case where it is.
        var anew = open.Where(s => at.History.All(t => t.Step != s.Id)).ToList();
        if (anew.Count > 0 && chance.Next(3) > 0)
            open = anew;
        var step =
            open.Count > 0 && chance.Next(10) > 0
                ? open[chance.Next(open.Count)]
                : Table.Steps[chance.Next(Table.Steps.Count)];
        var waits = at.WaitsFor(step);
        var fit = people
            .Where(p =>
                MayAct(p.By, p.As)
                && (
                    waits.Any(w => w.Over == p.As)
                    || !adopted
                        && at.Parties.Any(q => step.Stated.Contains(q.Side) && q.Over == p.As)
                )
            )
            .ToList();
        var (by, over, body) =
            fit.Count > 0 && chance.Next(10) > 0
                ? fit[chance.Next(fit.Count)]
                : people[chance.Next(people.Count)];
        return (
            new TakeStep(Id, step.Id, over, body, Answers(at, step))
            {
                Whole = HowTheCaseStands(step),
            },
            Now(by)
        );
    }

    /// <summary>How the case stands that it is part of: mostly as the rules of a step ask, at times otherwise.</summary>
    private CaseFacts HowTheCaseStands(Step step)
    {
        if (!Table.OfCase)
            return CaseFacts.None;
        adopted |= chance.Next(30) == 0;
        var siblings = new List<Sibling>();
        var known = new List<Code>();
        if (adopted)
            known.Add(CaseFacts.Adopted);
        foreach (var rule in step.Rules)
        {
            var kept = chance.Next(10) > 0;
            if (rule.Guard.Id == "case-stands" && kept)
                siblings.Add(
                    new Sibling(rule.Procedure!.Value, rule.At[chance.Next(rule.At.Count)])
                );
            if (rule.Guard.Id == "case-has-none" && !kept)
                siblings.Add(new Sibling(rule.Procedure!.Value, rule.At[0]));
            if (rule.Guard.Id == "case-knows" && rule.Fact != CaseFacts.Adopted && kept)
                known.Add(rule.Fact!.Value);
        }
        foreach (
            var other in KnownProcedures.All.Where(p =>
                p.OfCase
                && p.Id != Table.Id
                && chance.Next(5) == 0
                && !step.Rules.Any(r => r.Guard.Id == "case-has-none" && r.Procedure == p.Id)
            )
        )
            siblings.Add(new Sibling(other.Id, other.States[chance.Next(other.States.Count)].Id));
        return new CaseFacts(siblings, known, []);
    }

    private List<Answer> Answers(ProcedureCase at, Step step)
    {
        var answers = new List<Answer>();
        foreach (var ask in step.Asks)
            if (ask.IsAsked(answers) ? chance.Next(60) > 0 : chance.Next(60) == 0)
                answers.Add(AnswerTo(at, step, ask, answers));
        return answers;
    }

    private Answer AnswerTo(ProcedureCase at, Step step, Ask ask, List<Answer> before)
    {
        switch (ask.Kind)
        {
            case AskKind.Day
                when step.Rules.Any(r => r.Guard.Id == "first-of-month" && r.Field == ask.Id)
                    && chance.Next(6) > 0:
                return Answer.Of(
                    ask.Id,
                    new DateOnly(Today.Year, Today.Month, 1).AddMonths(chance.Next(3) / 2)
                );
            case AskKind.Day:
                // Near a border that a rule draws as often as not.
                var borders = step
                    .Rules.Where(r => r.Field == ask.Id && r.Than is not null)
                    .Select(r =>
                        (before.Find(a => a.Ask == r.Than) ?? at.AnswerTo(r.Than!.Value))?.Day
                            is { } from
                            ? Spans.After(from, r.Count, r.Unit)
                            : null
                    )
                    .OfType<DateOnly>()
                    .ToList();
                var near =
                    borders.Count > 0 && chance.Next(4) > 0
                        ? borders.Max().AddDays(chance.Next(4) - 1)
                        : Today.AddDays(-chance.Next(3) + (chance.Next(8) == 0 ? 40 : 0));
                return Answer.Of(ask.Id, near);
            case AskKind.Number
                when step.Rules.FirstOrDefault(r => r.Guard.Id == "at-most" && r.Field == ask.Id)
                    is { } most:
                return Answer.Of(
                    ask.Id,
                    chance.Next(8) == 0 ? most.Count + 1 : chance.Next(most.Count + 1)
                );
            case AskKind.Number:
                return Answer.Of(ask.Id, chance.Next(chance.Next(2) == 0 ? 12 : 300));
            case AskKind.Text:
                return Answer.Of(ask.Id, (FreeText)(ask.Public ? PublicWords : PrivateWords));
            case AskKind.Choice:
                return Answer.Of(
                    ask.Id,
                    ask.Options[chance.Next(2) * chance.Next(ask.Options.Count)].Id
                );
            case AskKind.Ticks:
                return Answer.Of(
                    ask.Id,
                    [.. ask.Options.Where(_ => chance.Next(40) > 0).Select(o => o.Id)]
                );
            case AskKind.Yes:
                return Answer.Of(ask.Id, Answer.Ticked);
            default:
                var side = Table.SideOf(ask.Side!.Value)!;
                return side.Kinds.Contains(ScopeKind.OwnCases)
                    ? Answer.Of(ask.Id, Scope.OwnCases, adviser)
                    : Answer.Of(
                        ask.Id,
                        at.Parties.FirstOrDefault(p => p.Side == side.Id)?.Over
                            ?? Scope.Parse(
                                side.Kinds.Contains(ScopeKind.Trust)
                                    ? "trust:2999"
                                    : "school:109999"
                            )
                    );
        }
    }

    /// <summary>How many walks there are: 10,000 a procedure where TRELLIS_WALKS says so, fewer in a usual run.</summary>
    public static int HowMany(int usual) =>
        int.TryParse(
            Environment.GetEnvironmentVariable("TRELLIS_WALKS"),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var many
        )
            ? many
            : usual;
}
