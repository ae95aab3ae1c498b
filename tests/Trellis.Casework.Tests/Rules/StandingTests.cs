namespace Trellis.Rules;

/// <summary>The thirteen cases by which the law of each day is held to what was read of it; each is asked as a page and a command ask it.</summary>
public sealed class StandingTests
{
    private const string Community = "school=community; phase=primary; category=special-measures; ";

    [Fact]
    public void R1_A_report_of_May_2026_brings_the_duty_and_nobody_is_asked_by_law()
    {
        var may = Told.On("2026-05-10", Community + "report-on=2026-05-10", Subject.Order);

        Assert.Equal(Standard.Must, may.How("sponsored-academy"));
        Assert.Null(may.How("no-action"));
        Assert.True(may.Duties.Asks("order-must-be-made"));
        Assert.True(may.Finds("no-consultation-on-converting"));
        Assert.Empty(may.ByLaw);
        Assert.True(may.ByPractice.Asks("ask-everybody"));
        Assert.True(may.May.Asks("minister-approves-revoking"));
        Assert.True(may.Finds("order-keeps-its-law"));
        Assert.Equal("The Regional Director, for the Secretary of State", may.Decider);
    }

    [Fact]
    public void R1_Its_order_stays_under_the_old_law_after_the_duty_has_gone_until_it_is_carried_out_or_revoked()
    {
        const string ordered = Community + "report-on=2026-05-10; order-on=2026-05-20";
        var august = Told.On("2026-08-01", ordered, Subject.Order);

        Assert.True(august.Rests("cwsa2026-s58-9"));
        var duty = august.Rules.Single(r => r.Rule.Id.ToString() == "aa2010-s4-a1");
        Assert.Equal(new DateOnly(2026, 5, 20), duty.On);
        Assert.True(duty.IsSavedOn(august.On));
        Assert.Contains("58(9)", duty.Rule.Saving);
        Assert.Equal(Standard.Must, august.How("sponsored-academy"));
        Assert.True(august.Duties.Asks("order-had-to-be-made"));
        foreach (var ended in (string[])["revoked-on=2026-07-20", "converted-on=2026-07-20"])
            Assert.False(
                Told.On("2026-08-01", $"{ordered}; {ended}", Subject.Order).Rests("cwsa2026-s58-9"),
                ended
            );
    }

    [Fact]
    public void R2_A_report_of_July_2026_brings_a_power_a_policy_and_a_range_of_options()
    {
        var july = Told.On("2026-07-10", Community + "report-on=2026-07-10", Subject.Order);

        Assert.True(july.Rests("aa2010-s4-1b-2026"));
        Assert.False(july.Rests("aa2010-s4-a1"));
        Assert.False(july.Duties.Asks("order-must-be-made"));
        Assert.Equal(Standard.Usual, july.How("sponsored-academy"));
        Assert.True(july.Finds("structural-by-default"));
        Assert.Equal(
            [
                "sponsored-academy",
                "school-support",
                "hub-support",
                "service-agreement",
                "federation",
                "rise-support",
                "ieb",
                "no-action",
            ],
            july.Options.Select(o => o.Option.Id.ToString())
        );
        Assert.Empty(july.ByLaw);
        Assert.True(july.ByPractice.Asks("ask-everybody"));
    }

    [Fact]
    public void R3_A_church_school_with_a_foundation_is_asked_before_the_order_and_RISE_comes_first()
    {
        var september = Told.On(
            "2026-09-10",
            "school=voluntary-aided; foundation=yes; religious=yes; category=significant-improvement; report-on=2026-07-10",
            Subject.Order
        );

        Assert.True(september.ByLaw.Asks("foundation-before-the-order"));
        Assert.Equal(Standard.Usual, september.How("rise-support"));
        Assert.Equal(Standard.May, september.How("sponsored-academy"));
        Assert.True(september.Finds("rise-first"));
        Assert.True(september.Duties.Asks("diocese-consents"));
    }

    [Fact]
    public void R4_An_order_of_February_2026_still_asks_the_foundation_who_the_sponsor_is_in_August()
    {
        var august = Told.On(
            "2026-08-15",
            "school=voluntary-aided; order-on=2026-02-10; limb=duty; trust-chosen-on=2026-08-12",
            Subject.Order
        );

        Assert.True(august.ByLaw.Asks("foundation-on-the-sponsor"));
        Assert.True(
            august.Rules.Single(r => r.Rule.Id.ToString() == "aa2010-s5a").IsSavedOn(august.On)
        );
        Assert.True(august.Rests("cwsa2026-s58-9"));
        Assert.False(august.ByLaw.Asks("foundation-before-the-order"));
    }

    [Fact]
    public void R5_An_order_of_1_March_2016_is_of_limb_b_and_knows_no_section_5A()
    {
        const string told =
            "school=voluntary-aided; category=special-measures; order-on=2016-03-01";
        foreach (var day in (string[])["2016-03-01", "2016-06-01", "2026-11-22"])
        {
            var standing = Told.On(day, told, Subject.Order);
            Assert.True(standing.Rests("aa2010-s4-1b-2010"), day);
            Assert.False(standing.Rests("aa2010-s4-a1"), day);
            Assert.False(standing.Rests("aa2010-s5a"), day);
            Assert.False(standing.ByLaw.Asks("foundation-on-the-sponsor"), day);
        }
        Assert.Equal(
            "The Regional Schools Commissioner, for the Secretary of State",
            Told.On("2016-03-01", told, Subject.Order).Decider
        );
    }

    [Fact]
    public void R6_For_an_academy_in_special_measures_a_warning_is_presumed_and_a_transfer_is_a_choice()
    {
        var january = Told.On(
            "2026-01-31",
            "school=academy-in-trust; category=special-measures; report-on=2026-01-20",
            Subject.Transfer
        );

        Assert.True(january.Finds("warning-notice-presumed"));
        Assert.Equal(Standard.Usual, january.How("transfer"));
        Assert.True(january.May.Asks("end-the-agreement"));
        Assert.NotNull(january.How("own-trust-support"));
        Assert.Contains(january.Procedures, p => p.Id.ToString() == "transfer-underperforming");
        Assert.False(january.Rests("aa2010-s4-a1"));
    }

    [Fact]
    public void R7_Below_good_in_2022_and_2024_is_coasting_by_the_rules_of_2022_and_supported_first()
    {
        const string told =
            "school=single-academy; inspections=2022-05-10 requires-improvement, 2024-03-12 requires-improvement";
        var before = Told.On("2024-12-31", told, Subject.Transfer);
        var after = Told.On("2025-03-01", told, Subject.Transfer);
        var today = Told.On("2026-11-22", told, Subject.Transfer);

        foreach (var standing in (Standing[])[before, after, today])
        {
            Assert.True(standing.Finds("coasting"));
            Assert.True(standing.Rests("coasting-2022"));
            Assert.False(standing.Rests("coasting-2025"));
        }
        Assert.True(before.Rests("coasting-presumption"));
        Assert.False(before.Finds("no-structural-intervention"));
        Assert.True(after.Finds("no-structural-intervention"));
        Assert.True(after.Finds("stuck"));
        Assert.Equal(Standard.Usual, after.How("rise-support"));
    }

    [Fact]
    public void R8_A_report_card_of_February_2026_is_coasting_by_the_rules_of_2025_and_stuck()
    {
        var march = Told.On(
            "2026-03-01",
            "school=maintained; inspections=2022-05-10 requires-improvement, 2026-02-10 needs-attention",
            Subject.Order
        );

        Assert.True(march.Rests("coasting-2025"));
        Assert.False(march.Rests("coasting-2022"));
        Assert.Contains(
            "2025/1120",
            march.Findings.First(f => f.Effect.Id.ToString() == "coasting").Says
        );
        Assert.True(march.Finds("stuck"));
        Assert.Equal(Standard.Usual, march.How("rise-support"));
    }

    [Theory]
    [InlineData("pupils-signed=199; pupils-all=1000", "request-refused")]
    [InlineData("pupils-signed=200; pupils-all=1000", "request-accepted")]
    [InlineData("signed-percent=19.9", "request-refused")]
    [InlineData("signed-percent=20.0", "request-accepted")]
    public void R9_Parents_of_a_fifth_of_the_pupils_may_ask_to_leave_a_federation(
        string signed,
        string found
    )
    {
        var standing = Told.On(
            "2026-03-20",
            $"federation-schools=2; asked-by=parents; received-on=2026-03-02; notified-on=2026-03-05; {signed}",
            Subject.Federation
        );

        Assert.True(standing.Finds(found));
        Assert.True(standing.Finds("federation-would-end"));
        Assert.Contains(
            "by 9 March 2026",
            standing.Duties.First(d => d.Effect.Id.ToString() == "notices-within-a-week").Says
        );
        Assert.Contains(
            "not before 19 March 2026",
            standing.Duties.First(d => d.Effect.Id.ToString() == "meeting-not-before").Says
        );
    }

    [Theory]
    [InlineData("staff-signed=39; staff-all=100; asked-by=staff", "request-refused")]
    [InlineData("staff-signed=40; staff-all=100; asked-by=staff", "request-accepted")]
    [InlineData("governors-signed=1; asked-by=governors", "request-refused")]
    [InlineData("governors-signed=2; asked-by=governors", "request-accepted")]
    [InlineData("asked-by=trustees", "request-accepted")]
    public void So_may_two_fifths_of_the_staff_two_governors_and_some_by_themselves(
        string told,
        string found
    ) => Assert.True(Told.On("2026-03-20", told, Subject.Leave).Finds(found));

    [Theory]
    [InlineData("2026-04-11", "proposals-invalid")]
    [InlineData("2026-04-12", "proposals-valid")]
    public void R10_Proposals_to_federate_are_open_for_six_weeks(string closing, string found) =>
        Assert.True(
            Told.On(
                    "2026-03-01",
                    $"published-on=2026-03-01; closing-on={closing}",
                    Subject.Federation
                )
                .Finds(found)
        );

    [Theory]
    [InlineData(Subject.Grant)]
    [InlineData(Subject.Conversion)]
    public void R11_Two_schools_that_apply_on_10_January_2025_get_no_conversion_grant(Subject about)
    {
        Assert.True(
            Told.On("2025-01-10", "applied-on=2025-01-10; schools=2", about)
                .Finds("no-conversion-grant")
        );
        Assert.False(
            Told.On("2025-01-10", "applied-on=2024-12-20; schools=3", about)
                .Finds("no-conversion-grant")
        );
    }

    [Fact]
    public void R12_A_trust_with_an_open_notice_cannot_have_the_capacity_fund()
    {
        const string told =
            "fund=trust-capacity; applied-on=2024-03-01; grade=requires-improvement; investment-area=yes; ";

        Assert.True(
            Told.On("2024-03-01", told + "trust-notice=open", Subject.Grant)
                .Finds("trust-not-eligible")
        );
        var without = Told.On("2024-03-01", told + "trust-notice=none", Subject.Grant);
        Assert.False(without.Finds("trust-not-eligible"));
        Assert.True(without.Finds("trust-capacity-larger"));
    }

    [Theory]
    [InlineData("3.2, 3.0, 2.9", false)]
    [InlineData("3.2, 3.0, 3.0", true)]
    [InlineData("3.2, 3.0", false)]
    [InlineData("9, 3, 3, 0.1", true)]
    public void R13_The_Departments_measures_need_three_schools_with_three_full_years(
        string years,
        bool counted
    )
    {
        var standing = Told.On("2026-03-01", $"years-in-trust={years}", Subject.Measures);

        Assert.Equal(counted, standing.Finds("in-the-measures"));
        Assert.Equal(!counted, standing.Finds("not-in-the-measures"));
        Assert.Equal(!counted, standing.Finds("shown-over-time"));
    }

    [Theory]
    [InlineData("2021-05-10", false)]
    [InlineData("2022-09-01", true)]
    [InlineData("2025-11-17", true)]
    public void A_school_that_is_said_to_be_coasting_is_so_where_the_day_of_its_report_knew_a_test(
        string report,
        bool coasting
    ) =>
        Assert.Equal(
            coasting,
            Told.On(
                    "2026-11-22",
                    $"school=community; category=coasting; report-on={report}",
                    Subject.Order
                )
                .Finds("coasting")
        );

    [Fact]
    public void An_order_without_the_outcome_of_a_report_is_one_that_the_school_asks_for()
    {
        var standing = Standing.Of(Facts.None, new DateOnly(2026, 9, 1), Subject.Order);

        Assert.True(standing.Finds("say-the-category"));
        Assert.True(standing.Own.Asks("ask-to-convert"));
        Assert.True(standing.ByLaw.Asks("consult-on-converting"));
    }

    [Fact]
    public void A_school_of_no_kind_is_taken_for_one_that_the_question_is_about()
    {
        var day = new DateOnly(2026, 9, 1);

        Assert.NotNull(Standing.Of(Facts.None, day, Subject.Transfer).How("own-trust-support"));
        Assert.True(Standing.Of(Facts.None, day, Subject.Leave).Finds("no-right-in-law"));
        Assert.True(
            Told.On("2026-09-01", "asked-by=trustees", Subject.Leave).Finds("request-accepted")
        );
    }

    // What the paper of 2017 says of the law, sentence by sentence.

    [Fact]
    public void A11_Most_schools_decide_for_themselves()
    {
        var standing = Standing.Of(
            Told.Of("school=community; category=none"),
            new DateOnly(2026, 11, 22)
        );

        Assert.Equal([Subject.Conversion, Subject.Federation], standing.About);
        Assert.True(standing.Own.Asks("stay-maintained"));
        Assert.True(standing.Own.Asks("ask-to-convert"));
        Assert.DoesNotContain(standing.Options, o => o.How == Standard.Must);
        Assert.Equal("school-decides", standing.Findings[0].Effect.Id.ToString());
        // Who is in no federation is not told how to leave one.
        Assert.Equal(
            ["An order or a change of trust", "Forming a federation"],
            standing.Deciders.Select(d => d.Who)
        );
    }

    [Theory]
    [InlineData("special-measures", "2017-02-01", true)]
    [InlineData("significant-improvement", "2017-02-01", true)]
    [InlineData("none", "2017-02-01", false)]
    [InlineData("special-measures", "2016-04-17", false)]
    public void A12_A13_The_exception_was_a_maintained_school_in_a_category_for_which_an_order_had_to_be_made(
        string category,
        string report,
        bool must
    ) =>
        Assert.Equal(
            must,
            Told.On(
                    report,
                    $"school=community; category={category}; report-on={report}",
                    Subject.Order
                )
                .Duties.Asks("order-must-be-made")
        );

    [Fact]
    public void A15_An_order_may_be_revoked_before_the_school_converts_and_not_after()
    {
        const string told = "school=community; category=special-measures; order-on=2019-03-01";

        Assert.True(Told.On("2019-06-01", told, Subject.Order).May.Asks("revoke"));
        Assert.False(
            Told.On("2020-06-01", told + "; converted-on=2020-01-01", Subject.Order)
                .May.Asks("revoke")
        );
    }

    [Theory]
    [InlineData("well", true)]
    [InlineData("weak", false)]
    public void A46_Where_a_trust_closes_a_school_that_does_well_has_its_say_and_for_another_the_Department_decides(
        string performing,
        bool own
    )
    {
        var standing = Told.On(
            "2026-11-22",
            $"school=academy-in-trust; trust-closing=yes; performing={performing}",
            Subject.Transfer
        );

        Assert.Equal(own, standing.Own.Asks("rank-trusts"));
        Assert.Equal(!own, standing.Finds("department-decides"));
        Assert.True(standing.Duties.Asks("reasons-in-public"));
    }

    [Fact]
    public void A48_The_duty_was_revoked_and_the_orders_made_under_it_were_not()
    {
        const string told = "school=community; category=special-measures";

        Assert.True(Told.On("2026-06-28", told, Subject.Order).Duties.Asks("order-must-be-made"));
        Assert.False(Told.On("2026-06-29", told, Subject.Order).Duties.Asks("order-must-be-made"));
        Assert.True(
            Told.On("2030-01-01", told + "; order-on=2026-06-28", Subject.Order)
                .Rests("aa2010-s4-a1")
        );
    }

    [Fact]
    public void A6_No_form_is_the_only_one_but_where_the_law_says_so()
    {
        foreach (
            var school in (string[])
                ["community", "voluntary-aided", "single-academy", "academy-in-trust"]
        )
        foreach (var category in (string[])["none", "special-measures", "significant-improvement"])
        foreach (
            var day in (string[])
                ["2015-01-01", "2019-01-01", "2026-06-28", "2026-06-29", "2026-11-22"]
        )
        {
            var standing = Standing.Of(
                Told.Of($"school={school}; category={category}"),
                DateOnly.Parse(day)
            );
            Assert.True(standing.Options.Count > 1, $"{school}, {category}, {day}");
            var must = standing.Options.Where(o => o.How == Standard.Must).ToList();
            Assert.Equal(must.Count > 0, standing.Duties.Asks("order-must-be-made"));
            Assert.All(must, o => Assert.Contains(o.Because, b => b.Rule.Kind == RuleKind.Law));
        }
    }

    [Fact]
    public void A_school_in_a_trust_is_told_that_it_has_no_right_to_leave()
    {
        var agreed = Told.On(
            "2026-11-22",
            "school=academy-in-trust; trust-agrees=yes",
            Subject.Leave
        );
        var contested = Told.On(
            "2026-11-22",
            "school=academy-in-trust; trust-agrees=no; received-on=2026-11-02",
            Subject.Leave
        );

        Assert.True(agreed.Finds("no-right-in-law"));
        Assert.True(contested.Finds("request-has-no-effect"));
        // 30 working days after 2 November 2026: 2 + 28 days of six weeks, no bank holiday between.
        Assert.Equal(
            new DateOnly(2026, 12, 14),
            contested.Duties.Single(d => d.Effect.Id.ToString() == "trust-answers").By
        );
    }

    [Fact]
    public void An_academy_that_does_well_is_told_first_that_nobody_can_move_it_without_its_trust()
    {
        var well = Standing.Of(
            Told.Of("school=academy-in-trust; inspections=2024-03-12 good"),
            new DateOnly(2026, 11, 22)
        );

        Assert.Equal("nobody-moves-it", well.Findings[0].Effect.Id.ToString());
        Assert.False(well.Finds("transfer-grant"));
        Assert.Equal(Standard.May, well.How("own-trust-support"));
        Assert.Equal(Standard.May, well.How("transfer"));
    }

    [Fact]
    public void Help_is_due_twenty_working_days_after_an_order()
    {
        var standing = Told.On(
            "2026-08-01",
            "school=community; category=special-measures; order-on=2026-07-06",
            Subject.Order
        );

        // Four weeks of five working days, no bank holiday between.
        Assert.Equal(
            new DateOnly(2026, 8, 3),
            standing.Help.Single(h => h.Effect.Id.ToString() == "interim-support").By
        );
    }
}
