using System.Text.Json;
using Trellis.Evaluations;

namespace Trellis.Tests.Commands;

public sealed class EvaluateJsonTests
{
    [Fact]
    public void What_is_not_known_is_a_word_and_not_a_broken_answer()
    {
        var line = new AuditLine(
            AuditCase.Trusts,
            true,
            .05,
            0,
            20,
            20,
            120,
            .001,
            .04,
            .04,
            .95,
            double.NaN,
            .05,
            .2,
            .9,
            .11,
            0,
            double.NaN,
            double.NaN
        );
        var audit = new StudyAudit(
            "fictional",
            new DateOnly(2022, 7, 22),
            StudyPlan.Method,
            20,
            [new OutcomeAudit("ks2", "primary", null, [], 500, 500, [line])]
        );

        using var told = JsonDocument.Parse(
            Trellis.Commands.Shared.Told(audit, TimeSpan.FromSeconds(2.5))
        );

        Assert.Equal(2.5, told.RootElement.GetProperty("seconds").GetDouble());
        var one = told.RootElement.GetProperty("outcomes")[0].GetProperty("lines")[0];
        Assert.Equal("trusts", one.GetProperty("case").GetString());
        Assert.Equal(.95, one.GetProperty("coverage").GetDouble());
        Assert.Equal("NaN", one.GetProperty("bandCoverage").GetString());
    }
}
