using Trellis.Procedures;

namespace Trellis.Closures;

/// <summary>A trust of twelve and one of twenty-one close in a store, from the first day to the last.</summary>
public sealed class ClosureTaleTests(Databases databases)
{
    private static readonly DateOnly day = new(2026, 9, 7);

    [Theory]
    [InlineData(Database.Sqlite, 12)]
    [InlineData(Database.Postgres, 21)]
    public async Task Every_school_of_a_closing_trust_gets_a_decision_with_its_reasons(
        Database database,
        int schools
    )
    {
        await using var store = await databases.Store(database);
        var fiction = FictionalClosure.Of(schools);
        var told = new ClosureTale(store, fiction, day, TimeProvider.System);
        await told.UntilOffers();
        foreach (var (_, change) in told.Changes().Take(4))
        {
            await change(default);
            var (plan, _) = await told.Solve();
            Assert.Null(KeepPlan.BrokenRule(await told.Closure(), plan));
        }
        await told.UntilMoved();

        var closure = await told.Closure();
        var main = (await store.Find<ProcedureCase>(told.Main.ToString()))!.State;
        var decisions = ClosureTerms.DecisionsIn(main);
        Assert.Equal(
            fiction.Schools.Select(s => s.Id).Order(),
            decisions.Select(d => d.School.Id).Order()
        );
        var json = PublicCase.Of(main).Json!;
        Assert.All(decisions, d => Assert.Contains(d.School.ToString(), json));
        Assert.Equal(
            decisions.Where(d => d.To is not null).Select(d => d.School.Id).Order(),
            closure.Moved.Select(m => m.School.Id).Order()
        );
        Assert.All(
            decisions.Where(d => d.To is null),
            d => Assert.Contains(closure.Residuals, r => r.School == d.School)
        );
        Assert.Equal(2, closure.Published.Count);
        Assert.Null((await store.Verify()).Fault);
    }

    [Fact]
    public async Task The_case_does_not_go_on_before_a_plan_is_kept_published_and_every_school_decided()
    {
        await using var store = await databases.Store(Database.Sqlite);
        var told = new ClosureTale(store, FictionalClosure.Of(12), day, TimeProvider.System);
        await told.UntilOffers();

        var facts = await store.FactsOf(told.Main);
        Assert.DoesNotContain(ClosureFacts.PlanKept, facts.Known);
        await told.Solve();
        facts = await store.FactsOf(told.Main);
        Assert.Contains(ClosureFacts.PlanKept, facts.Known);
        Assert.DoesNotContain(ClosureFacts.PlanPublished, facts.Known);
        Assert.DoesNotContain(ClosureFacts.AllDecided, facts.Known);
        // A trust that changes its mind makes the kept plan one of other facts.
        await told.Changes()[1].Do(default);
        Assert.DoesNotContain(ClosureFacts.PlanKept, (await store.FactsOf(told.Main)).Known);
        Assert.Equal(
            "not-your-case",
            (
                await told.Refused(
                    told.HeadOf(FictionalClosure.Of(12).Schools[0]),
                    new UnlockPlace(told.Ref, FictionalClosure.Of(12).Schools[0])
                )
            )!.Code
        );
    }
}
