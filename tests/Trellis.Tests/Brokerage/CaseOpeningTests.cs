using Trellis.Brokerage;
using Trellis.Procedures;
using Trellis.Schools;
using Trellis.Tests.Placements;

namespace Trellis.Tests.Brokerage;

public sealed class CaseOpeningTests
{
    private static readonly DateOnly today = new(2026, 10, 5);

    private static CaseOpening OpeningOf(string religion)
    {
        var country = new DrawnTrusts();
        Urn urn = country.School(0, religion: religion);
        return CaseOpening.From(
            country.Snapshot(),
            CaseKind.Of(ProcedureId.Parse("academy-order"))!,
            [urn],
            null,
            today
        )!;
    }

    // Of the schools with a religious character that were open in July 2022, the register names the diocese of one in thirty.
    [Theory]
    [InlineData("Roman Catholic")]
    [InlineData("Church of England")]
    [InlineData("Orthodox Jewish")]
    public void A_case_of_a_school_with_a_faith_waits_for_consent_though_the_register_names_no_diocese(
        string religion
    )
    {
        var opening = OpeningOf(religion);

        Assert.Null(opening.Diocese);
        Assert.Contains(
            CaseKind.ChurchConsent,
            opening.Procedures(opening.Region, today).Select(p => p.Id)
        );
        // Whoever opens it, so that a school that states its own timeline is held to it too.
        Assert.Contains(
            CaseKind.ChurchConsent,
            opening.Procedures(opening.Schools[0], today).Select(p => p.Id)
        );
    }

    [Theory]
    [InlineData("Does not apply")]
    [InlineData("None")]
    [InlineData("")]
    public void A_case_of_a_school_without_a_faith_asks_no_diocese(string religion) =>
        Assert.DoesNotContain(
            CaseKind.ChurchConsent,
            OpeningOf(religion).Procedures(OpeningOf(religion).Region, today).Select(p => p.Id)
        );
}
