using Trellis.Journal;
using Trellis.People;
using Trellis.Procedures;

namespace Trellis.Brokerage;

/// <summary>What officers do to a case, as rules without a store.</summary>
public sealed class CaseActsTests
{
    private static readonly CaseRef Ref = CaseRef.Parse("b0123456789");
    private static readonly Scope North = Scope.Parse("region:north-east");
    private static readonly Scope School = Scope.Parse("school:900001");
    private static readonly Scope Area = Scope.Parse("local-authority:901");
    private static readonly Holder Officer = Of(1, Role.RegionOfficer, North);
    private static readonly Holder Colleague = Of(2, Role.RegionOfficer, North);
    private static readonly Holder Director = Of(3, Role.DecisionMaker, North);
    private static readonly Holder Member = Of(4, Role.BoardMember, North);
    private static readonly Holder Elsewhere = Of(
        5,
        Role.RegionOfficer,
        Scope.Parse("region:london")
    );
    private static readonly Holder Head = Of(6, Role.Head, School);

    private static readonly DateOnly Today = Story.FirstDay;

    private static Holder Of(int number, Role role, Scope over) =>
        new(Story.Id(number), new Appointment(role, over));

    private static OpenCase Opening(Scope by) =>
        new(Ref, ProcedureId.Parse("academy-order"), [School], Area, Area, North, null, by);

    private static BrokerageCase Stated => After(null, Opening(School), Head)!;

    private static BrokerageCase Opened => After(null, Opening(North), Officer)!;

    private static Occasion On(Actor by, DateOnly? day = null, string why = "") =>
        new(by, Story.Begin, day ?? Today, why);

    private static BrokerageCase? After<TEvent>(
        BrokerageCase? before,
        Act<BrokerageCase, TEvent> act,
        Actor by,
        DateOnly? day = null,
        string why = ""
    )
        where TEvent : Event<BrokerageCase> =>
        act.Apply(before, On(by, day, why)) switch
        {
            Outcome<TEvent>.Happened happened => happened.Event.After(before, Story.Begin),
            Outcome<TEvent>.Unchanged => before,
            _ => null,
        };

    private static string Refused<TEvent>(
        BrokerageCase? before,
        Act<BrokerageCase, TEvent> act,
        Actor by,
        DateOnly? day = null
    )
        where TEvent : Event<BrokerageCase> =>
        Assert.IsType<Outcome<TEvent>.Refused>(act.Apply(before, On(by, day))).Why.Code;

    [Fact]
    public void An_officer_takes_on_what_a_school_stated_and_who_stated_it_stays()
    {
        var stated = Stated;
        Assert.Null(stated.AdoptedOn);
        Assert.Null(stated.Officer);

        var adopted = After(stated, new AdoptCase(Ref), Officer, Today.AddDays(3))!;

        Assert.Equal(Today.AddDays(3), adopted.AdoptedOn);
        Assert.Equal(Officer.Person, adopted.Officer);
        Assert.Equal(School, adopted.OpenedBy.Over);
        Assert.Equal(stated, adopted with { AdoptedOn = null, Officer = null });
    }

    [Fact]
    public void Only_an_officer_of_the_region_adopts_and_only_once()
    {
        Assert.Equal("not-your-case", Refused(Stated, new AdoptCase(Ref), Elsewhere));
        Assert.Equal("not-your-case", Refused(Stated, new AdoptCase(Ref), Director));
        Assert.Equal("not-your-case", Refused(Stated, new AdoptCase(Ref), Head));
        Assert.Equal("adopted-already", Refused(Opened, new AdoptCase(Ref), Officer));
        Assert.Equal("no-case", Refused(null, new AdoptCase(Ref), Officer));
    }

    [Fact]
    public void Whoever_opens_a_case_works_on_it_but_whoever_loads_a_file_does_not()
    {
        Assert.Equal(Officer.Person, Opened.Officer);
        Assert.Null(After(null, Opening(North) with { OfFile = true }, Officer)!.Officer);
        Assert.Equal(
            Colleague.Person,
            After(
                null,
                Opening(North) with
                {
                    OfFile = true,
                    Officer = Colleague.Person,
                },
                new Terminal()
            )!.Officer
        );
        Assert.Equal("not-yours-to-open", Refused(null, Opening(School), new Terminal()));
    }

    [Fact]
    public void A_case_is_given_to_an_officer_and_nothing_is_written_where_they_have_it()
    {
        var given = After(Opened, new AssignOfficer(Ref, Colleague.Person), Director)!;

        Assert.Equal(Colleague.Person, given.Officer);
        Assert.IsType<Outcome<OfficerAssigned>.Unchanged>(
            new AssignOfficer(Ref, Colleague.Person).Apply(given, On(Officer))
        );
        Assert.Equal("not-your-case", Refused(Opened, new AssignOfficer(Ref, null), Member));
    }

    [Fact]
    public void An_interest_closes_the_case_and_takes_it_from_the_officer()
    {
        var closed = After(
            Opened,
            new DeclareInterest(Ref, School, "My fictional sister teaches there.", null),
            Officer
        )!;

        Assert.Null(closed.Officer);
        Assert.NotNull(closed.InterestOf(Officer.Person));
        Assert.Equal("interest-declared", Refused(closed, new WriteNote(Ref, "A note"), Officer));
        Assert.Equal(
            "interest-declared",
            Refused(closed, new AssignOfficer(Ref, Officer.Person), Colleague)
        );
        Assert.Equal(
            "declared-already",
            Refused(closed, new DeclareInterest(Ref, Area, "Also this.", null), Officer)
        );
        Assert.Contains(Officer.Person, closed.FactsWith([]).Barred);
    }

    [Theory]
    [InlineData(-1, null)]
    [InlineData(-365 * 5, null)]
    [InlineData(-365 * 5 - 2, "interest-too-old")]
    [InlineData(1, "day-not-come")]
    public void An_interest_counts_for_five_years_after_its_end(int days, string? refused)
    {
        var act = new DeclareInterest(Ref, School, "I was a governor there.", Today.AddDays(days));

        if (refused is null)
            Assert.NotNull(After(Opened, act, Officer));
        else
            Assert.Equal(refused, Refused(Opened, act, Officer));
    }

    [Fact]
    public void An_interest_is_taken_back_by_another_with_a_reason_and_never_by_whoever_declared_it()
    {
        var closed = After(Opened, new DeclareInterest(Ref, School, "A mistake.", null), Officer)!;
        var back = new WithdrawInterest(Ref, Officer.Person);

        Assert.Equal("interest-declared", Refused(closed, back, Officer));
        Assert.Equal("reason-missing", Refused(closed, back, Colleague));
        Assert.Null(
            After(closed, back, Colleague, why: "It is another school.")!.InterestOf(Officer.Person)
        );
    }

    [Fact]
    public void Who_is_turned_away_is_written_down_once_a_day()
    {
        var closed = After(Opened, new DeclareInterest(Ref, School, "Kin.", null), Officer)!;
        var once = After(closed, new TurnAway(Ref), Officer)!;

        Assert.IsType<Outcome<PersonTurnedAway>.Unchanged>(
            new TurnAway(Ref).Apply(once, On(Officer))
        );
        var twice = After(once, new TurnAway(Ref), Officer, Today.AddDays(1))!;
        Assert.Equal([Today, Today.AddDays(1)], twice.TurnedAway.Select(t => t.On));
        Assert.Equal("no-interest", Refused(closed, new TurnAway(Ref), Colleague));
    }

    [Fact]
    public void A_day_that_moves_needs_a_reason_and_the_days_before_it_stay()
    {
        var first = After(Opened, Aim(40, null), Officer)!;
        Assert.Equal("reason-missing", Refused(first, Aim(60, null), Officer));

        var moved = After(first, Aim(60, DelayReason.Diocese), Colleague)!;

        Assert.Equal(Today.AddDays(60), moved.TargetOf(TargetKind.Decision)!.Day);
        Assert.Equal(
            [(Today.AddDays(40), null), (Today.AddDays(60), (DelayReason?)DelayReason.Diocese)],
            moved.Targets.Select(t => (t.Day, t.Why))
        );
        Assert.Null(moved.TargetOf(TargetKind.Opening));
        Assert.Equal("too-early", Refused(moved, Aim(-1, DelayReason.Finance), Officer));
        Assert.Same(moved, After(moved, Aim(60, DelayReason.Land), Officer));

        static SetTargetDay Aim(int days, DelayReason? why) =>
            new(Ref, TargetKind.Decision, Today.AddDays(days), why, default);
    }

    [Fact]
    public void Every_reason_for_a_moved_day_has_words() =>
        Assert.Equal(21, DelayReasons.All.Select(r => r.InWords()).Distinct().Count());

    [Fact]
    public void The_number_of_somebody_to_ring_is_not_given_twice_while_they_are_listed()
    {
        var one = After(Opened, Contact("Fictional Person 0001"), Officer)!;
        var two = After(one, Contact("Fictional Person 0002"), Officer)!;
        var left = After(two, new RemoveContact(Ref, 1), Officer)!;

        Assert.Equal([2], left.Contacts.Select(c => c.Number));
        Assert.Equal(
            [2, 3],
            After(left, Contact("Fictional Person 0003"), Officer)!.Contacts.Select(c => c.Number)
        );
        Assert.Equal("name-missing", Refused(Opened, Contact(" "), Officer));
        Assert.Equal("not-your-case", Refused(Opened, Contact("Fictional Person 0004"), Head));

        static NameContact Contact(string name) =>
            new(Ref, School, name, "chair of governors", "01234 567890");
    }

    [Fact]
    public void Nothing_that_is_the_desks_own_is_public()
    {
        var full = After(Opened, new WriteNote(Ref, "a note with marzipan"), Officer)!;
        full = After(
            full,
            new NameContact(Ref, School, "Marzipan Person", "head", "marzipan@fictional.example"),
            Officer
        )!;
        full = After(
            full,
            new SetTargetDay(Ref, TargetKind.Decision, Today, null, "because of marzipan"),
            Officer
        )!;
        full = After(full, new DeclareInterest(Ref, School, "marzipan kin", null), Colleague)!;

        var told = PublicBrokerage.Of(full).Json!;

        Assert.DoesNotContain("marzipan", told, StringComparison.OrdinalIgnoreCase);
        foreach (var person in new[] { Officer, Colleague })
            Assert.DoesNotContain($"{person.Person}", told);
    }

    [Theory]
    [InlineData(new[] { 1, 2, 3, 4 }, null)]
    [InlineData(new[] { 9, 1, 5, 3, 7 }, 5.0)]
    [InlineData(new[] { 6, 1, 2, 5, 4, 3 }, 3.5)]
    public void A_median_is_said_of_five_cases_or_more(int[] days, double? median) =>
        Assert.Equal(median, CaseClock.Median(days));
}
