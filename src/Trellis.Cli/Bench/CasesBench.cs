using System.Diagnostics;
using Trellis.Brokerage;
using Trellis.Journal;
using Trellis.People;
using Trellis.Procedures;
using Trellis.Store;

namespace Trellis.Bench;

/// <summary>What walks of one procedure came to.</summary>
/// <param name="Taken">Steps that were written.</param>
/// <param name="Refused">Steps that were drawn and refused, and are in no journal.</param>
/// <param name="States">How many of its states were reached.</param>
/// <param name="Illegal">States and steps that the table does not have so; 0 is the aim.</param>
public sealed record Walked(
    string Procedure,
    int Version,
    int Walks,
    long Taken,
    long Refused,
    int States,
    int OfStates,
    long Illegal,
    double Seconds
);

/// <summary><c>trellis bench cases</c>: random walks through every procedure in a real store, with random clocks and answers.</summary>
/// <remarks>
/// Acts go to the store as a page would send them, but for most of those that no store would take. What a state may be followed by is read from the table again here and not
/// from the act; afterwards the journal has one entry for each act that was written, and none besides.
/// </remarks>
internal static class CasesBench
{
    private const int AtOnce = 4;
    private const int LongestWalk = 60;

    /// <returns>The walks, and how many acts are missing from the journal or too many in it.</returns>
    /// <param name="only">One procedure; null for all.</param>
    public static async Task<(IReadOnlyList<Walked> Walked, long Unjournalled)> Run(
        int walks,
        ProcedureId? only,
        TextWriter output,
        CancellationToken stop
    )
    {
        var folder = Directory.CreateTempSubdirectory("trellis-walks-");
        try
        {
            await using var store = await Casework.Open(
                folder.FullName,
                null,
                TimeProvider.System,
                stop
            );
            var (all, written) = (new List<Walked>(), 0L);
            foreach (
                var table in KnownProcedures.All.Where(p =>
                    !p.ByRegister && (only is null || p.Id == only)
                )
            )
            {
                var (walked, entries) = await Walk(store, table, walks, stop);
                written += entries;
                all.Add(walked);
                output.WriteLine(
                    $"{walked.Procedure} {walked.Version}: {walked.Walks:N0} walks, {walked.Taken:N0} steps taken, {walked.Refused:N0} refused, {walked.States} of {walked.OfStates} states, {walked.Illegal} illegal, {walked.Seconds:N0} s"
                );
            }
            var unjournalled = Math.Abs((await store.Head(stop)).Number - written);
            var verified = await store.Verify(stop: stop);
            output.WriteLine(
                $"{written:N0} acts were written; {unjournalled:N0} are not in the journal or too many in it. {(verified.Fault is null ? "Its chain holds." : $"Its chain is broken: {verified.Fault}")}"
            );
            return (all, verified.Fault is null ? unjournalled : unjournalled + 1);
        }
        finally
        {
            folder.Delete(true);
        }
    }

    private static async Task<(Walked, long Entries)> Walk(
        Casework store,
        Procedure table,
        int walks,
        CancellationToken stop
    )
    {
        var clock = Stopwatch.StartNew();
        var states = new HashSet<Code>();
        var (taken, refused, illegal, entries) = (0L, 0L, 0L, 0L);
        await Parallel.ForEachAsync(
            Enumerable.Range(0, walks),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stop },
            async (seed, inner) =>
            {
                var walk = new CaseWalk(table, seed);
                var own = await walk.Go(store, LongestWalk, inner);
                lock (states)
                {
                    states.UnionWith(own.States);
                    taken += own.Taken;
                    refused += own.Refused;
                    illegal += own.Illegal;
                    entries += own.Entries;
                }
            }
        );
        return (
            new Walked(
                table.Id.ToString(),
                table.Version,
                walks,
                taken,
                refused,
                states.Count,
                table.States.Count,
                illegal,
                clock.Elapsed.TotalSeconds
            ),
            entries
        );
    }
}

/// <summary>One random walk: the procedure, and those beside it where it is part of a case.</summary>
internal sealed class CaseWalk
{
    private const int MostTries = 100;

    private static readonly Scope region = Scope.Parse("region:fictional-1");
    private static readonly Scope authority = Scope.Parse("local-authority:330");
    private static readonly ProcedureId[] besides =
    [
        CaseKind.Consultation,
        CaseKind.ChurchConsent,
        CaseKind.TrustMatch,
    ];

    private readonly Procedure table;
    private readonly Random chance;
    private readonly int seed;
    private readonly CaseRef? whole;
    private readonly List<ProcedureCase> cases = [];
    private DateOnly today;

    public CaseWalk(Procedure table, int seed)
    {
        this.table = table;
        this.seed = seed;
        chance = new Random(HashCode.Combine(seed, table.Version) ^ table.Id.ToString().Length);
        var first = table.From < new DateOnly(2010, 9, 1) ? new DateOnly(2010, 9, 1) : table.From;
        var last = table.Until ?? new DateOnly(2026, 11, 20);
        today = first.AddDays(chance.Next(Math.Max(1, last.DayNumber - first.DayNumber)));
        whole = table.OfCase ? CaseRef.From(Bytes(200)) : null;
    }

    public HashSet<Code> States { get; } = [];

    public long Taken { get; private set; }

    public long Refused { get; private set; }

    public long Illegal { get; private set; }

    /// <summary>Entries that the journal has to have of it.</summary>
    public long Entries { get; private set; }

    // One table and one seed make an id that no other walk has.
    private byte[] Bytes(int which) =>
        [
            (byte)(seed & 31),
            (byte)(seed >> 5 & 31),
            (byte)(seed >> 10 & 31),
            (byte)(seed >> 15 & 31),
            (byte)(KnownProcedures.All.ToList().IndexOf(table) & 31),
            (byte)(which & 31),
            (byte)(which >> 5),
            1,
            2,
            3,
        ];

    private static PersonId Person(int number) =>
        PersonId.From([(byte)number, (byte)(number >> 8), 1, 1, 1, 1, 1, 1, 1, 1]);

    public async Task<CaseWalk> Go(Casework store, int longest, CancellationToken stop)
    {
        if (whole is { } reference)
        {
            await Write(
                store,
                new OpenCase(
                    reference,
                    table.Id,
                    [Scope.Parse("school:100001")],
                    authority,
                    authority,
                    region,
                    null,
                    region
                ),
                new Holder(Person(1), new Appointment(Role.RegionOfficer, region)),
                stop
            );
        }
        await Begin(store, table, 0, stop);
        if (whole is not null)
            foreach (var other in besides.Where(b => b != table.Id && chance.Next(3) > 0))
                if (KnownProcedures.On(other, today) is { } beside && beside.InForceOn(today))
                    await Begin(store, beside, 1 + Array.IndexOf(besides, other), stop);
        for (var i = 0; i < longest && !cases[0].IsOver; i++)
            await Next(store, stop);
        foreach (var last in cases)
        {
            var kept = (await store.Find<ProcedureCase>(last.Key, stop))!;
            if (kept.State.At != last.At || kept.State.History.Count != last.History.Count)
                Illegal++;
        }
        return this;
    }

    private Occasion Now(Actor by) =>
        new(by, new DateTimeOffset(today, new TimeOnly(9, 0), TimeSpan.Zero), today);

    private async Task<Done<TState>> Write<TState, TEvent>(
        Casework store,
        Act<TState, TEvent> act,
        Actor by,
        CancellationToken stop
    )
        where TState : State
        where TEvent : Event<TState>
    {
        for (var tries = 1; ; tries++)
            try
            {
                var done = await store.Do(act, Now(by), stop: stop);
                if (done is Done<TState>.Written)
                    Entries++;
                return done;
            }
            catch (StoreUnavailableException) when (tries < MostTries)
            {
                // On a busy machine a write waits too long and is not done; a walk then waits, as a person would.
                await Task.Delay(TimeSpan.FromMilliseconds(100), stop);
            }
    }

    private async Task Begin(Casework store, Procedure begun, int which, CancellationToken stop)
    {
        var parties = new List<NewParty>();
        foreach (var side in begun.Sides)
            for (var i = 0; i < Math.Max(side.Least, Math.Min(1, side.Most)); i++)
                parties.Add(Party(side, i));
        var starter = parties.First(p => begun.SideOf(p.Side)!.Begins);
        var done = await Write(
            store,
            new BeginProcedure(
                CaseId.From(Bytes(which)),
                begun.Id,
                today,
                starter.Over,
                parties,
                whole
            ),
            Who(begun.SideOf(starter.Side)!, starter.Over, starter.Person),
            stop
        );
        cases.Add(
            done is Done<ProcedureCase>.Written written
                ? written.After.State
                : throw new InvalidOperationException(
                    $"{begun.Id} does not begin: {(done as Done<ProcedureCase>.Refused)?.Why.Sentence}"
                )
        );
        if (begun == table)
            States.Add(cases[^1].At);
    }

    private static NewParty Party(Side side, int number) =>
        side.Kinds[0] switch
        {
            ScopeKind.School => new(side.Id, Scope.Parse($"school:{100_001 + number}"), authority),
            ScopeKind.Trust => new(
                side.Id,
                Scope.Parse($"trust:{(side.Id.ToString() == "outgoing" ? 2_001 : 2_011) + number}"),
                null
            ),
            ScopeKind.LocalAuthority => new(
                side.Id,
                Scope.Parse($"local-authority:{330 + number}"),
                null
            ),
            ScopeKind.Diocese => new(side.Id, Scope.Parse($"diocese:fictional-{number}"), null),
            ScopeKind.Region => new(side.Id, region, null),
            _ => new(side.Id, Scope.OwnCases, null, Person(70)),
        };

    /// <summary>Somebody who may act for a party of a side.</summary>
    private static Holder Who(Side side, Scope over, PersonId? person) =>
        over.Kind switch
        {
            ScopeKind.School => new(Person(10), new Appointment(Role.Head, over)),
            ScopeKind.Trust => new(Person(20), new Appointment(Role.TrustOfficer, over)),
            ScopeKind.LocalAuthority => new(
                Person(30),
                new Appointment(Role.LocalAuthorityOfficer, over)
            ),
            ScopeKind.Diocese => new(Person(40), new Appointment(Role.DiocesanOfficer, over)),
            ScopeKind.Region => new(
                Person(50),
                new Appointment(side.Roles is [var role, ..] ? role : Role.RegionOfficer, over)
            ),
            _ => new(person ?? Person(70), new Appointment(Role.RiseAdviser, Scope.OwnCases)),
        };

    private async Task Next(Casework store, CancellationToken stop)
    {
        today = today.AddDays(
            chance.Next(10) switch
            {
                < 5 => 0,
                < 8 => chance.Next(10),
                _ => chance.Next(60),
            }
        );
        // Those beside it go on too, so that what waits for them comes to be.
        var which = chance.Next(3) == 0 ? chance.Next(cases.Count) : 0;
        var at = cases[which];
        if (at.IsOver)
            return;
        var open = at.Table.StepsFrom(at.At, at.BegunOn).ToList();
        var on = open.Where(s => s.LeadsFrom(at.At).Any(to => !at.Table.StateOf(to)!.Final))
            .ToList();
        if (on.Count > 0 && chance.Next(8) > 0)
            open = on;
        var anew = open.Where(s => at.History.All(t => t.Step != s.Id)).ToList();
        if (anew.Count > 0 && chance.Next(3) > 0)
            open = anew;
        var step =
            open.Count > 0 && chance.Next(12) > 0
                ? open[chance.Next(open.Count)]
                : at.Table.Steps[chance.Next(at.Table.Steps.Count)];
        var waits = at.WaitsFor(step);
        var party =
            waits.Count > 0 && chance.Next(12) > 0
                ? waits[chance.Next(waits.Count)]
                : at.Parties[chance.Next(at.Parties.Count)];
        var by = Who(at.Table.SideOf(party.Side)!, party.Over, party.Person);
        var act = new TakeStep(
            at.Id,
            step.Id,
            party.Over,
            party.Over.Kind == ScopeKind.School ? authority : null,
            Answers(at, step)
        );
        // Whatever is refused even where the case stands as well as it can is sent once in a while only: most of what is drawn is.
        if (
            (act with { Whole = AtBest(at) }).Apply(at, Now(by)) is Outcome<StepTaken>.Refused
            && chance.Next(20) > 0
        )
        {
            Refused++;
            return;
        }
        switch (await Write(store, act, by, stop))
        {
            case Done<ProcedureCase>.Written { After.State: var after }:
                Judge(at, step, after);
                cases[which] = after;
                if (which == 0)
                {
                    Taken++;
                    States.Add(after.At);
                }
                break;
            case Done<ProcedureCase>.Refused:
                Refused++;
                break;
            default:
                Illegal++;
                break;
        }
    }

    /// <summary>How the case stands, with all that a rule may ask to be known of it.</summary>
    private CaseFacts AtBest(ProcedureCase at) =>
        whole is null
            ? CaseFacts.None
            : new CaseFacts(
                [.. cases.Where(c => c != at).Select(c => new Sibling(c.Procedure, c.At))],
                [
                    .. at
                        .Table.Steps.SelectMany(s => s.Rules)
                        .Select(r => r.Fact)
                        .OfType<Code>()
                        .Distinct(),
                ],
                []
            );

    /// <summary>Whether a step that was written is one that the table has, by whom, from where and to where.</summary>
    private void Judge(ProcedureCase before, Step step, ProcedureCase after)
    {
        var decided =
            step.Id.ToString() != "decide"
            || !before.Table.OfCase
            || cases.Exists(c =>
                c.Procedure == CaseKind.Consultation && c.At.ToString() is "reported" or "bypassed"
            )
                && !cases.Exists(c =>
                    c.Procedure == CaseKind.ChurchConsent && c.At.ToString() != "granted"
                );
        if (
            before.IsOver
            || before.Table.StateOf(after.At) is null
            || !step.From.Contains(before.At)
            || after.At != before.At && !step.LeadsFrom(before.At).Contains(after.At)
            || !step.Who.Contains(after.History[^1].Side)
            || after.History.Count != before.History.Count + 1
            || !decided
        )
            Illegal++;
    }

    private List<Answer> Answers(ProcedureCase at, Step step)
    {
        var answers = new List<Answer>();
        foreach (var ask in step.Asks)
            if (ask.IsAsked(answers) ? chance.Next(80) > 0 : chance.Next(80) == 0)
                answers.Add(AnswerTo(at, step, ask, answers));
        return answers;
    }

    private Answer AnswerTo(ProcedureCase at, Step step, Ask ask, List<Answer> before)
    {
        switch (ask.Kind)
        {
            case AskKind.Day
                when step.Rules.Any(r => r.Guard.Id == "first-of-month" && r.Field == ask.Id):
                return Answer.Of(
                    ask.Id,
                    new DateOnly(today.Year, today.Month, 1).AddMonths(chance.Next(3) / 2)
                );
            case AskKind.Day:
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
                return Answer.Of(
                    ask.Id,
                    borders.Count > 0 && chance.Next(4) > 0
                        ? borders.Max().AddDays(chance.Next(4) - 1)
                        : today.AddDays(-chance.Next(3))
                );
            case AskKind.Number:
                var most = step.Rules.FirstOrDefault(r =>
                    r.Guard.Id == "at-most" && r.Field == ask.Id
                );
                return Answer.Of(
                    ask.Id,
                    most is null ? chance.Next(chance.Next(2) == 0 ? 12 : 300)
                        : chance.Next(8) == 0 ? most.Count + 1
                        : chance.Next(most.Count + 1)
                );
            case AskKind.Text:
                return Answer.Of(ask.Id, (FreeText)"words of a fictional case");
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
                var side = at.Table.SideOf(ask.Side!.Value)!;
                return side.Kinds.Contains(ScopeKind.OwnCases)
                    ? Answer.Of(ask.Id, Scope.OwnCases, Person(70))
                    : Answer.Of(
                        ask.Id,
                        at.Parties.FirstOrDefault(p => p.Side == side.Id)?.Over
                            ?? Party(side, 5).Over
                    );
        }
    }
}
