using Trellis.Journal;
using Trellis.Partnerships;
using Trellis.Sources;

namespace Trellis.Procedures;

/// <summary>What holds of every table: no state is out of reach, none is a trap, and every step says who, by what rule and what is public.</summary>
public sealed class TableTests
{
    /// <summary>What is wrong with a table for a case that began on a day.</summary>
    private static IEnumerable<string> Faults(Procedure table, DateOnly begunOn)
    {
        var steps = table.Steps.Where(s => s.HeldOn(begunOn)).ToList();
        var next = table.States.ToDictionary(
            s => s.Id,
            s =>
                steps
                    .Where(p => p.From.Contains(s.Id))
                    .SelectMany(p => p.LeadsFrom(s.Id))
                    .ToHashSet()
        );
        var reached = new HashSet<Code> { table.States[0].Id };
        while (reached.SelectMany(r => next[r]).Except(reached).ToList() is { Count: > 0 } more)
            reached.UnionWith(more);
        foreach (var state in table.States.Where(s => !reached.Contains(s.Id)))
            yield return $"{state.Id} is out of reach";

        var ends = table.States.Where(s => s.Final).Select(s => s.Id).ToHashSet();
        while (
            next.Where(n => !ends.Contains(n.Key) && n.Value.Overlaps(ends))
                .Select(n => n.Key)
                .ToList()
                is { Count: > 0 } more
        )
            ends.UnionWith(more);
        foreach (var state in table.States.Where(s => !ends.Contains(s.Id)))
            yield return $"{state.Id} is a dead end";

        foreach (var step in steps)
        {
            if (step.Who.Count == 0)
                yield return $"{step.Id} has nobody who takes it";
            if (step.Rules.Count == 0 && step.NoRule.Length == 0)
                yield return $"{step.Id} has no rule and does not say why";
            if (step.Publishes.Length == 0 == (step.Private.Length == 0))
                yield return $"{step.Id} does not say what is published, or why nothing is";
            if (step.IsPublic && step.Asks.All(a => !a.Public) && step.Asks.Count > 0)
                yield return $"{step.Id} publishes, and none of its answers is public";
            if (step.Each && !step.From.Any(f => step.LeadsFrom(f).Any()))
                yield return $"{step.Id} leads nowhere";
        }
        foreach (var state in table.States.Where(s => s.Final))
            if (next[state.Id].Count > 0)
                yield return $"{state.Id} is final and goes on";
    }

    /// <summary>One day of each stretch in which the same steps hold.</summary>
    private static IEnumerable<DateOnly> Days(Procedure table) =>
        table
            .Steps.SelectMany(s => new[] { s.HeldFrom, s.HeldUntil?.AddDays(1) })
            .OfType<DateOnly>()
            .Append(table.From)
            .Distinct();

    public static TheoryData<string, int> All
    {
        get
        {
            var all = new TheoryData<string, int>();
            foreach (var table in KnownProcedures.All)
                all.Add(table.Id.ToString(), table.Version);
            return all;
        }
    }

    [Theory, MemberData(nameof(All))]
    public void Every_state_is_in_reach_of_its_start_and_an_end_is_in_reach_of_it(
        string id,
        int version
    )
    {
        var table = KnownProcedures.Of(ProcedureId.Parse(id), version)!;

        Assert.Empty(
            Days(table).SelectMany(day => Faults(table, day).Select(f => $"{day:yyyy-MM-dd}: {f}"))
        );
    }

    private const string Small = """
        id: small
        version: 1
        name: A fictional procedure
        models: [federation]
        for: A fictional purpose.
        from: 2020-01-01
        law:
          - { key: X, says: A fictional rule, address: 'https://fictional.example', from: 2020-01-01 }
        sides:
          - { id: school, name: The school, kinds: [school], least: 1, most: 2, begins: true }
        states:
          - { id: begun, words: Begun, now: Something is done. }
          - { id: middle, words: In the middle, now: More is done. }
          - { id: done, words: Done, now: Nothing. , final: true }
        steps:
          - id: first
            name: Do it
            from: [begun]
            to: middle
            who: [school]
            asks:
              - { id: day, name: The day, kind: day, public: true }
            rules:
              - { rule: not-future, field: day }
            publishes: The day.
            source: X
          - id: second
            name: Do more
            from: [middle]
            to: done
            who: [school]
            no-rule: It is fiction.
            private: It is fiction.
            source: X
        reviewed: 2026-11-22
        review-by: 2027-11-22
        """;

    private static Procedure Changed(string was, string becomes)
    {
        Assert.Contains(was, Small);
        return ProcedureTable.Parse(
            "small.yaml",
            Small.Replace(was, becomes, StringComparison.Ordinal)
        );
    }

    [Fact]
    public void The_small_table_is_sound() =>
        Assert.Empty(Faults(Changed("small", "small"), new DateOnly(2026, 1, 1)));

    [Theory]
    [InlineData("to: middle", "to: done", "middle is out of reach")]
    [InlineData(
        "to: done",
        "to: begun",
        "done is out of reach|begun is a dead end|middle is a dead end"
    )]
    [InlineData(
        "to: done",
        "to: as-it-was",
        "done is out of reach|begun is a dead end|middle is a dead end"
    )]
    [InlineData(
        "    source: X\n  - id: second",
        "    source: X\n    held-until: 2020-12-31\n  - id: second",
        "middle is out of reach|done is out of reach|begun is a dead end"
    )]
    [InlineData(", public: true", "", "first publishes, and none of its answers is public")]
    public void A_table_with_a_trap_is_noticed(string was, string becomes, string faults) =>
        Assert.Equal(
            faults.Split('|'),
            Faults(Changed(was.ReplaceLineEndings("\n"), becomes), new DateOnly(2026, 1, 1))
        );

    [Theory]
    [InlineData(
        "rule: not-future",
        "rule: not-futur",
        "line 24: there is no rule 'not-futur'; there are: "
    )]
    [InlineData(
        "rule: not-future",
        "rule: not-before",
        "line 24: the rule 'not-before' needs 'than'."
    )]
    [InlineData("field: day", "field: night", "line 24: nothing asks for 'night' here.")]
    [InlineData("kind: day", "kind: text", "line 24: 'day' is not answered with a day.")]
    [InlineData(
        "to: middle",
        "to: middel",
        "line 19: 'to': there is no 'middel' in this procedure."
    )]
    [InlineData("from: [middle]", "from: [done]", "line 29: nothing follows 'done': it is final.")]
    [InlineData("who: [school]", "who: [trust]", "line 20: 'who': there is no 'trust' in this")]
    [InlineData(
        "no-rule: It is fiction.",
        "note: It is fiction.",
        "line 27: a step has 'rules', or says"
    )]
    [InlineData(
        "private: It is fiction.",
        "note: It is fiction.",
        "line 27: a step says what it 'pub"
    )]
    [InlineData(
        "publishes: The day.",
        "private: No.",
        "line 25: 'day' is public and the step is not."
    )]
    [InlineData("source: X", "source: Y", "line 26: there is no law with the key 'Y'.")]
    [InlineData("models: [federation]", "models: [club]", "line 4: there is no model 'club'.")]
    [InlineData("- id: second", "- id: first", "line 27: 'steps' has two of 'first'.")]
    [InlineData(
        ", begins: true",
        "",
        "line 10: no side 'begins', so that no case could ever begin."
    )]
    public void A_table_whose_parts_do_not_fit_is_refused_with_the_line(
        string was,
        string becomes,
        string why
    ) =>
        Assert.StartsWith(
            "small.yaml: " + why,
            Assert.Throws<UnreadableSourceException>(() => Changed(was, becomes)).Message
        );

    [Fact]
    public void The_procedures_of_this_country_are_there()
    {
        Assert.Equal(
            [
                "designation-of-a-provider",
                "federation-formation",
                "federation-joining",
                "federation-leaving",
                "joining-a-partnership",
                "joint-committee",
                "leaving-a-partnership",
                "support-deployment",
            ],
            KnownProcedures.All.Where(p => !p.OfCase).Select(p => p.Id.ToString()).Distinct()
        );
        Assert.Equal(
            (1, 2),
            (
                KnownProcedures
                    .On(ProcedureId.Parse("support-deployment"), new DateOnly(2019, 1, 1))!
                    .Version,
                KnownProcedures
                    .On(ProcedureId.Parse("support-deployment"), new DateOnly(2026, 1, 1))!
                    .Version
            )
        );
    }

    [Fact]
    public void The_steps_of_the_register_are_acts_of_the_register()
    {
        var acts = typeof(RegisterPartnership)
            .Assembly.GetTypes()
            .Where(t => t.Namespace == "Trellis.Partnerships" && !t.IsAbstract)
            .Where(t =>
                t.BaseType is { IsGenericType: true } b
                && b.Name.StartsWith("Act`", StringComparison.Ordinal)
            )
            .Select(Naming.Of)
            .ToList();

        Assert.Contains("register-partnership", acts);
        Assert.Empty(
            KnownProcedures
                .All.Where(p => p.ByRegister)
                .SelectMany(p => p.Steps)
                .Select(s => s.Act)
                .Except(acts)
        );
    }

    [Fact]
    public void What_is_not_known_for_sure_is_said_in_the_table()
    {
        // Regulations 10 and 31 to 33 of 2012 were read by their headings only.
        foreach (
            var (id, step) in new[]
            {
                ("federation-formation", "decide"),
                ("federation-leaving", "set-day"),
                ("federation-leaving", "leave"),
            }
        )
            Assert.Contains(
                "heading only",
                KnownProcedures
                    .On(ProcedureId.Parse(id), new DateOnly(2026, 1, 1))!
                    .StepOf(Code.Parse(step))!
                    .Note
            );
        Assert.All(
            KnownProcedures.All.Where(p => !p.ByRegister && !p.OfCase),
            p => Assert.NotEmpty(p.Uncertain)
        );
    }
}
