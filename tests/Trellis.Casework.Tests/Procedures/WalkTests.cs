using System.Collections.Concurrent;
using Trellis.Brokerage;
using Trellis.Journal;
using Trellis.People;
using Trellis.Store;

namespace Trellis.Procedures;

/// <summary>Random walks through every procedure, with random people, clocks and answers: no rule is ever broken, and every act is in the journal.</summary>
public sealed class WalkTests(Databases databases)
{
    private const int Usual = 200;
    private const int LongestWalk = 70;

    public static TheoryData<string, int> Tables
    {
        get
        {
            var all = new TheoryData<string, int>();
            foreach (var table in KnownProcedures.All.Where(p => !p.ByRegister))
                all.Add(table.Id.ToString(), table.Version);
            return all;
        }
    }

    private static Procedure TableOf(string id, int version) =>
        KnownProcedures.Of(ProcedureId.Parse(id), version)!;

    /// <summary>What is wrong with a step that was taken, by rules written here once more and not read from the guards.</summary>
    private static IEnumerable<string> Wrong(
        Walk walk,
        ProcedureCase before,
        StepTaken taken,
        ProcedureCase after,
        Actor by,
        CaseFacts? whole = null
    )
    {
        var table = walk.Table;
        var step = table.StepOf(taken.Step)!;
        if (table.StateOf(after.At) is null)
            yield return $"'{after.At}' is no state";
        if (table.StateOf(before.At)!.Final || before.Stopped is not null)
            yield return "something happened after the end";
        if (!step.From.Contains(before.At))
            yield return $"{step.Id} is not open in {before.At}";
        if (after.At != before.At && !step.LeadsFrom(before.At).Contains(after.At))
            yield return $"{step.Id} does not lead to {after.At}";
        if (!walk.MayAct(by, taken.By.Over) || by is not Holder)
            yield return $"{by.Role} over {by.Scope} acted for {taken.By.Over}";
        var states =
            !step.Who.Contains(taken.Side)
            && step.Stated.Contains(taken.Side)
            && whole is { IsAdopted: false };
        if (!step.Who.Contains(taken.Side) && !states)
            yield return $"{taken.Side} has no part in {step.Id}";
        if (after.History.Count != before.History.Count + 1)
            yield return "a step is not in the history";
        var round = after.History.Skip(before.Entered).Where(t => t.Step == step.Id).ToList();
        if (step.Each && round.GroupBy(t => t.By).Any(g => g.Count() > 1))
            yield return $"one party took {step.Id} twice";
        if (
            step.Each
            && taken.Moves
                != before
                    .Parties.Where(p => step.Who.Contains(p.Side) && before.StillTakesPart(p))
                    .All(p => round.Exists(t => t.By == p.Doer))
        )
            yield return $"{step.Id} went on without all, or waited for nobody";

        DateOnly Day(string ask) => after.AnswerTo(Code.Parse(ask))!.Day!.Value;
        int Number(string ask) => after.AnswerTo(Code.Parse(ask))!.Number!.Value;
        bool Is(string ask, string choice) =>
            after.AnswerTo(Code.Parse(ask))!.Chosen.Contains(Code.Parse(choice));
        int Apart(string first, string second) => Day(second).DayNumber - Day(first).DayNumber;
        switch (step.Id.ToString())
        {
            case "publish-proposals" when Apart("published-on", "closing-on") < 42:
                yield return "proposals were open for less than six weeks";
                break;
            case "publish-proposals" when Number("governors") < 7:
                yield return "a governing body of fewer than seven";
                break;
            case "consider-jointly" when Apart("closing-on", "jointly-on") < 1:
                yield return "responses were considered while they could still come";
                break;
            case "federate" when taken.On < Day("federates-on"):
                yield return "federated before the federation date";
                break;
            case "receive-request" when Is("asked-by", "governors"):
                if (Number("governors-signed") < 2)
                    yield return "one governor asked";
                break;
            case "receive-request" when Is("asked-by", "parents"):
                if (Number("pupils-signed") * 5 < Number("pupils-all"))
                    yield return "too few parents asked";
                break;
            case "receive-request" when Is("asked-by", "staff"):
                if (Number("staff-signed") * 5 < Number("staff-all") * 2)
                    yield return "too few staff asked";
                break;
            case "give-notices":
                var late = Apart("received-on", "notified-on") > 7;
                if (late != taken.Late)
                    yield return "late notices are not marked, or those in time are";
                if (late && !taken.Answers.Any(a => a.Ask == Code.Parse("late-because")))
                    yield return "late notices without a reason";
                break;
            case "consider" when Apart("notified-on", "considered-on") < 14:
                yield return "a request was considered too early";
                break;
            case "dissolve" when taken.On < Day("dissolves-on"):
                yield return "a federation ended before its day";
                break;
            default:
                break;
        }
        if (table.OfCase)
            foreach (var why in WrongInCase(before, step, taken, after, states, whole!))
                yield return why;

        var told = PublicCase.Of(after).Json ?? "";
        if (told.Contains(Walk.PrivateWords, StringComparison.Ordinal))
            yield return "private words are public";
        if (told.Contains(taken.Person.ToString(), StringComparison.Ordinal))
            yield return "a person is public";
        if (told.Length == 0 != !after.History.Any(t => table.StepOf(t.Step)!.IsPublic))
            yield return "published without a published step, or not with one";
    }

    /// <summary>What is wrong with a step of a case of brokerage; the law and its dates stand here once more.</summary>
    private static IEnumerable<string> WrongInCase(
        ProcedureCase before,
        Step step,
        StepTaken taken,
        ProcedureCase after,
        bool states,
        CaseFacts whole
    )
    {
        DateOnly? Day(string ask) => after.AnswerTo(Code.Parse(ask))?.Day;
        int? Number(string ask) => after.AnswerTo(Code.Parse(ask))?.Number;
        bool Is(string ask, string choice) =>
            after.AnswerTo(Code.Parse(ask))?.Chosen.Contains(Code.Parse(choice)) == true;
        bool Stands(string procedure, params string[] at) =>
            whole.Siblings.Any(s =>
                s.Procedure.ToString() == procedure && at.Contains(s.At.ToString())
            );
        bool Has(string procedure) => whole.Siblings.Any(s => s.Procedure.ToString() == procedure);
        var category =
            Is("category", "special-measures") || Is("category", "significant-improvement");
        bool Duty(string ask) =>
            Day(ask) >= new DateOnly(2016, 4, 18) && Day(ask) <= new DateOnly(2026, 6, 28);
        switch (after.Procedure.ToString(), step.Id.ToString())
        {
            case ("academy-order", "make-order"):
                if (Is("limb", "duty") && !(Duty("order-on") && category))
                    yield return "an order under a duty that did not hold";
                if (Is("limb", "power") && Duty("order-on") && category)
                    yield return "an order that may be made where it had to be";
                if (!states && Is("limb", "duty") != (before.At.ToString() == "eligible"))
                    yield return "an order without its decision, or a duty that was decided";
                if (
                    !states
                    && Is("limb", "power")
                    && Is("foundation", "yes")
                    && !(Day("foundation-on") <= Day("order-on"))
                )
                    yield return "an order for a school with a foundation that was not asked";
                break;
            case ("academy-order", "choose-support") when category && Duty("support-from"):
            case ("academy-order", "propose-order") when category && Duty("proposed-on"):
                yield return "a choice where there was a duty";
                break;
            case ("academy-order", "revoke"):
                if (Is("limb", "application"))
                    yield return "an order on application was revoked";
                if (Is("revoked-because", "improved") && !(Number("visits") > 0))
                    yield return "revoked for an improvement that nobody saw";
                if (!(Day("minister-on") <= Day("revoked-on")))
                    yield return "revoked without a minister";
                break;
            case ("academy-order", "sign-agreement")
                when !states
                    && Is("limb", "duty")
                    && Is("foundation", "yes")
                    && Day("sponsor-asked-on") is null:
                yield return "signed without asking the foundation about the trust";
                break;
            case ("academy-order", "open") when Day("opened-on")?.Day != 1:
            case (_, "transfer") when Day("transferred-on")?.Day != 1:
            case (_, "move-group") when Day("moved-on")?.Day != 1:
                yield return "not on the first of a month";
                break;
            case (_, "make-ready")
                when Number("grant") >= 100_000 && !Is("grant-by", "director-general"):
                yield return "a large grant without the director general";
                break;
            case ("transfer-underperforming", "issue-notice")
                when !after.History.Any(t => t.Step.ToString() is "plan-support" or "skip-support"):
                yield return "a notice with no support, and no reason why not";
                break;
            case ("request-to-leave", "register"):
                if (Is("asked-by", "parents") && Number("pupils-signed") * 5 < Number("pupils-all"))
                    yield return "too few parents asked";
                if (Is("asked-by", "staff") && Number("staff-signed") * 5 < Number("staff-all") * 2)
                    yield return "too few staff asked";
                if (
                    Is("asked-by", "governing-body")
                    && Number("governors-for") * 2 <= Number("governors-all")
                )
                    yield return "no majority asked";
                break;
            case ("trust-closes", "wind-up") when Number("left-over") > 0:
                yield return "wound up with an academy in it";
                break;
            default:
                break;
        }
        if (step.Id.ToString() != "decide")
            yield break;
        if (!states && !whole.IsAdopted)
            yield return "decided in a case that no region works on";
        if (!states && !Stands("consultation", "reported", "bypassed"))
            yield return "decided without a consultation";
        if (!states && Has("church-consent") && !Stands("church-consent", "granted"))
            yield return "decided without the diocese";
        foreach (
            var criterion in new[]
            {
                "education",
                "improvement",
                "workforce",
                "finance",
                "governance",
            }
        )
            if (
                !taken.Answers.Any(a =>
                    a.Ask.ToString() == $"{criterion}-because" && a.Text.IsThere
                )
            )
                yield return $"decided without a reason on {criterion}";
    }

    private static ProcedureCase Begun(Walk walk) =>
        Assert
            .IsType<Outcome<ProcedureBegun>.Happened>(walk.Begin.Apply(null, walk.Now(walk.First)))
            .Event.After(null, Story.Begin);

    [Theory, MemberData(nameof(Tables))]
    public void No_walk_comes_to_an_illegal_state_and_every_state_and_step_is_walked(
        string id,
        int version
    )
    {
        var table = TableOf(id, version);
        var (states, steps) = (
            new ConcurrentDictionary<Code, bool>(),
            new ConcurrentDictionary<Code, bool>()
        );
        var wrong = new ConcurrentBag<string>();
        var (tried, taken) = (0, 0);
        Parallel.For(
            0,
            Walk.HowMany(Usual),
            seed =>
            {
                var walk = new Walk(table, seed);
                var at = Begun(walk);
                states[at.At] = true;
                for (var i = 0; i < LongestWalk && !at.IsOver; i++)
                {
                    var (act, now) = walk.Next(at);
                    Interlocked.Increment(ref tried);
                    if (act.Apply(at, now) is not Outcome<StepTaken>.Happened { Event: var step })
                        continue;
                    Interlocked.Increment(ref taken);
                    var after = step.After(at, now.At);
                    foreach (var why in Wrong(walk, at, step, after, now.By, act.Whole))
                        wrong.Add($"walk {seed}: {why}");
                    at = after;
                    states[at.At] = true;
                    steps[step.Step] = true;
                    _ = WhereWeAre.Of(at, now.Today);
                }
            }
        );

        TestContext.Current.SendDiagnosticMessage(
            $"{id} {version}: {Walk.HowMany(Usual):N0} walks, {tried:N0} acts tried, {taken:N0} taken"
        );
        Assert.Empty(wrong.Take(10));
        Assert.Empty(table.States.Select(s => s.Id).Except(states.Keys));
        Assert.Empty(table.Steps.Select(s => s.Id).Except(steps.Keys));
    }

    [Fact]
    public void A_walk_that_breaks_a_rule_is_noticed()
    {
        var walk = new Walk(TableOf("federation-leaving", 1), 1);
        var before = Begun(walk);
        var forged = new StepTaken(
            walk.Id,
            Code.Parse("set-day"),
            Code.Parse("school"),
            before.Parties[0].Doer,
            Story.Id(1),
            Role.Head,
            walk.Today,
            [],
            null,
            false,
            true,
            Code.Parse("left"),
            []
        );

        Assert.Equal(
            [
                "set-day is not open in waiting",
                "set-day does not lead to left",
                "program over everywhere acted for school:100001",
                "school has no part in set-day",
            ],
            Wrong(walk, before, forged, forged.After(before, Story.Begin), new Program("walk"))
                .Select(w => w.Replace("walk over", "program over", StringComparison.Ordinal))
                .Take(4)
        );
    }

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task Every_act_of_a_walk_is_one_entry_of_the_journal_and_no_other_is(
        Database database
    )
    {
        await using var store = await databases.Store(database);
        var happened = 0;
        foreach (var table in KnownProcedures.All.Where(p => !p.ByRegister))
            for (var seed = 0; seed < Math.Min(60, Walk.HowMany(Usual) / 100); seed++)
            {
                var walk = new Walk(table, 100_000 + seed);
                if (walk.Begin.Of is { } whole)
                {
                    Assert.IsType<Done<BrokerageCase>.Written>(
                        await store.Do(walk.Opening(whole), walk.Now(walk.Officer))
                    );
                    happened++;
                }
                var at = Assert
                    .IsType<Done<ProcedureCase>.Written>(
                        await store.Do(walk.Begin, walk.Now(walk.First), beside: Publishing)
                    )
                    .After.State;
                happened++;
                for (var i = 0; i < LongestWalk && !at.IsOver; i++)
                {
                    var (drawn, now) = walk.Next(at);
                    var act = drawn with { Whole = await store.FactsOf(walk.Id) };
                    var pure = act.Apply(at, now);
                    var done = await store.Do(act, now, beside: Publishing);
                    if (pure is Outcome<StepTaken>.Happened { Event: var step })
                    {
                        happened++;
                        at = Assert.IsType<Done<ProcedureCase>.Written>(done).After.State;
                        Assert.Equal(at.At, step.To);
                    }
                    else
                        Assert.IsType<Done<ProcedureCase>.Refused>(done);
                }
                var kept = (await store.Find<ProcedureCase>(at.Key))!;
                Assert.Equal(ActJson.Write(at), ActJson.Write(kept.State));
                Assert.Equal(at.History.Count + 1, kept.Version);
            }

        Assert.Equal(happened, (await store.Head()).Number);
        var verified = await store.Verify();
        Assert.Null(verified.Fault);
    }

    private static Alongside Publishing<TEvent>(TEvent happened, ProcedureCase after) =>
        new([], [PublicCase.Of(after)]);
}
