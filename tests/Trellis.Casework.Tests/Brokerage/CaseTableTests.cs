using Trellis.Procedures;

namespace Trellis.Brokerage;

/// <summary>What holds of the tables of cases together: whatever one asks of another is there.</summary>
public sealed class CaseTableTests
{
    private static IReadOnlyList<Procedure> Tables => [.. KnownProcedures.All.Where(p => p.OfCase)];

    [Fact]
    public void A_procedure_and_a_state_that_a_rule_names_are_there()
    {
        var missing =
            from table in Tables
            from step in table.Steps
            from rule in step.Rules
            where rule.Procedure is not null
            from at in rule.At
            where
                !KnownProcedures.All.Any(p =>
                    p.OfCase && p.Id == rule.Procedure && p.StateOf(at) is not null
                )
            select $"{table.Id}, {step.Id}: {rule.Procedure} never stands at '{at}'";

        Assert.Empty(missing);
    }

    [Fact]
    public void A_state_that_a_table_asks_of_itself_is_one_from_which_the_step_is_taken()
    {
        var missing =
            from table in Tables
            from step in table.Steps
            from rule in step.Rules
            where rule.Guard.Id == "at-state"
            from at in rule.At
            where !step.From.Contains(at)
            select $"{table.Id}, {step.Id}: never taken from '{at}'";

        Assert.Empty(missing);
    }

    [Fact]
    public void What_goes_beside_a_kind_of_case_is_there_and_so_are_the_states_at_which_it_begins()
    {
        var known = Tables.Select(t => t.Id).ToHashSet();

        Assert.Equal(7, CaseKind.All.Count);
        Assert.All(CaseKind.All, k => Assert.Contains(k.Main, known));
        Assert.Empty(CaseKind.All.SelectMany(k => k.Beside).Except(known));
        Assert.Empty(CaseKind.All.SelectMany(k => k.Later).Select(l => l.Procedure).Except(known));
        Assert.All(
            from kind in CaseKind.All
            from later in kind.Later
            select KnownProcedures.All.Last(p => p.Id == kind.Main).StateOf(later.At),
            Assert.NotNull
        );
    }

    [Fact]
    public void Only_a_decision_maker_decides_and_every_decision_of_a_region_waits_for_it_to_take_the_case_on()
    {
        foreach (var table in Tables)
        foreach (var step in table.Steps.Where(s => s.Id.ToString() == "decide"))
        {
            Assert.Equal(["decider"], step.Who.Select(w => w.ToString()));
            Assert.Equal([People.Role.DecisionMaker], table.SideOf(step.Who[0])!.Roles);
            Assert.Contains(step.Rules, r => r.Fact == CaseFacts.Adopted);
            Assert.Contains(step.Rules, r => r.Procedure == CaseKind.Consultation);
            Assert.Contains(step.Rules, r => r.Procedure == CaseKind.ChurchConsent && r.IfAny);
        }
    }

    [Fact]
    public void The_reasons_for_a_new_date_are_those_of_the_target_days_of_a_case()
    {
        var asks = Tables
            .SelectMany(t => t.Steps)
            .SelectMany(s => s.Asks)
            .Where(a => a.Id.ToString() == "delay-because")
            .ToList();

        Assert.NotEmpty(asks);
        Assert.All(
            asks,
            ask =>
                Assert.Equal(
                    DelayReasons.All.Select(r => (Journal.Naming.Of(r.ToString()), r.InWords())),
                    ask.Options.Select(o => (o.Id.ToString(), o.Words))
                )
        );
    }

    [Fact]
    public void Nobody_who_only_states_is_one_who_takes_the_step_anyway()
    {
        foreach (var table in Tables)
        foreach (var step in table.Steps)
        {
            Assert.Empty(step.Stated.Intersect(step.Who));
            Assert.False(step.Each && step.Stated.Count > 0);
        }
    }
}
