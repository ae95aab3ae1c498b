using Trellis.Journal;
using Trellis.Models;
using Trellis.People;

namespace Trellis.Partnerships;

/// <summary>A school that becomes an academy sits in a joint committee whose rules are not for it.</summary>
public sealed class OutgrownTests
{
    private static readonly Scope trust = Scope.Parse("trust:2345");

    private static Partnership Registered(string model)
    {
        var now = Story.By(RegisterPartnershipTests.HeadOfFirst, 2);
        var act = RegisterPartnershipTests.Cluster() with { Model = ModelId.Parse(model) };
        return Assert
            .IsType<Outcome<PartnershipRegistered>.Happened>(act.Apply(null, now))
            .Event.After(null, now.At);
    }

    [Theory]
    [InlineData("joint-committee", true, true)]
    [InlineData("joint-committee", false, false)]
    [InlineData("informal-collaboration", true, false)]
    public void Only_an_academy_in_a_joint_committee_has_outgrown_it(
        string model,
        bool isAcademy,
        bool outgrown
    )
    {
        var by = RegisterPartnershipTests.Cluster().By;
        var voice = isAcademy ? new Voice(by.As, trust) : by;

        Assert.Equal(outgrown, Registered(model).HasOutgrown(voice, Story.FirstDay));
    }
}
