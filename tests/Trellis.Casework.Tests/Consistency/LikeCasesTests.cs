using Trellis.Placements;
using Trellis.Procedures;
using Trellis.TrustPlaces;

namespace Trellis.Consistency;

/// <summary>How like two cases are can be worked out on paper.</summary>
public sealed class LikeCasesTests
{
    private static double? Apart(SchoolThen one, SchoolThen other) =>
        LikeCases.Beside(Decided.Case(1, then: one), Decided.Case(2, then: other))?.Distance;

    [Fact]
    public void A_worked_example_is_as_numpy_has_it()
    {
        // Steps: log2(400/200) = 1; (35-20)/10 = 1.5; 2-3 = -1; (1-(-4))/10 = .5; log2(30/15) = 1; log2(6/8) = -.415.
        var other = new SchoolThen(Provision.Primary, 400, 35, 2, 1, 25, 6);
        Assert.Equal(
            [1, 1.5, -1, .5, 1, -.415037499278844],
            LikeCases.Apart(Decided.Usual, other).Select(a => Math.Round(a.Steps!.Value, 15))
        );
        // numpy.sqrt(numpy.mean(steps ** 2))
        Assert.Equal(0.9723044898425284, Apart(Decided.Usual, other)!.Value, 1e-12);
        Assert.Equal(Apart(Decided.Usual, other), Apart(other, Decided.Usual));
        Assert.Equal("fair", LikeCases.InWords(0.9723044898425284));
    }

    [Fact]
    public void What_is_not_known_of_both_counts_neither_for_nor_against()
    {
        var other = new SchoolThen(Provision.Primary, 400, 35, 2, null, null, null);
        // The first three steps alone: sqrt((1 + 2.25 + 1) / 3).
        Assert.Equal(1.1902380714238083, Apart(Decided.Usual, other)!.Value, 1e-12);
        Assert.Equal(0, Apart(Decided.Usual, Decided.Usual));
    }

    [Fact]
    public void Of_two_things_known_of_both_nothing_is_said() =>
        Assert.Null(
            Apart(Decided.Usual, new SchoolThen(Provision.Primary, 400, 35, null, null, null, null))
        );

    [Fact]
    public void A_secondary_school_is_not_held_beside_a_primary_school_nor_a_transfer_beside_an_order()
    {
        Assert.Null(Apart(Decided.Usual, Decided.Usual with { Phase = Provision.Secondary }));
        var order = Decided.Case(2) with { Kind = ProcedureId.Parse("academy-order") };
        Assert.Null(LikeCases.Beside(Decided.Case(1), order));
    }

    [Fact]
    public void Beside_a_case_stand_the_five_most_like_it_of_the_three_years_before()
    {
        var one = Decided.Case(1);
        var cases = Enumerable
            .Range(2, 8)
            .Select(n =>
                Decided.Case(n, one.On.AddDays(-n), then: Decided.Usual with { FreeMeals = 20 + n })
            )
            .Append(Decided.Case(20, one.On.AddYears(-3).AddDays(-1)))
            .Append(Decided.Case(21, one.On))
            .Append(one)
            .ToList();
        Assert.Equal(
            new[] { 2, 3, 4, 5, 6 }.Select(n => Asking.Case(n)),
            LikeCases.EarlierThan(one, cases).Select(l => l.Case.Ref)
        );
        Assert.Contains(
            Asking.Case(20),
            LikeCases
                .EarlierThan(one, [Decided.Case(20, one.On.AddYears(-3))])
                .Select(l => l.Case.Ref)
        );
    }

    [Theory]
    [InlineData("approved", true)]
    [InlineData("order-made", null)]
    [InlineData("refused", false)]
    [InlineData("declined", false)]
    [InlineData("rise-first", false)]
    [InlineData("deferred", null)]
    [InlineData("minded", null)]
    public void A_decision_that_is_put_off_and_an_order_that_had_to_be_made_say_neither_yes_nor_no(
        string state,
        bool? says
    ) => Assert.Equal(says, DecidedCase.Says(state));
}
