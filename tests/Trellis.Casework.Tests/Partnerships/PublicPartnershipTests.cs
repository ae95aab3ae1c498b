using Trellis.Journal;
using Trellis.PublicRecord;
using Trellis.Schools;

namespace Trellis.Partnerships;

/// <summary>What of a partnership anybody may read.</summary>
public sealed class PublicPartnershipTests
{
    private static readonly Party first = Party.School(new Urn(100_000));
    private static readonly Party second = Party.School(new Urn(100_001));

    private static Partnership Stated(bool confirmed) =>
        new PartnershipRegistered(
            RegisterPartnershipTests.Cluster().Id,
            first,
            confirmed,
            "Fictional reading cluster",
            RegisterPartnershipTests.Cluster().Model,
            new DateOnly(2025, 9, 1),
            [Purpose.StaffPractice],
            Depth.Planned,
            Willingness.Willing,
            default,
            RegisterPartnershipTests.Cluster().Members,
            Agreement.None,
            Costs.NotSaid,
            [],
            Story.FirstDay,
            RegisterPartnershipTests.Protocol
        ).After(null, Story.Begin);

    private static PublicPartnership? Read(Partnership whole) =>
        whole.Public.Json is { } json
            ? PublicPartnership.Read(
                new PublicEntry(PublicPartnership.Kind, whole.Key, json, 1, Story.Begin)
            )
            : null;

    [Fact]
    public void Nothing_is_public_before_one_member_has_said_itself_that_it_is_one() =>
        Assert.Null(Stated(confirmed: false).Public.Json);

    [Fact]
    public void A_member_that_has_not_answered_is_public_as_another_s_word()
    {
        var open = Read(Stated(confirmed: true))!;

        Assert.Equal(Standing.Stated, open.Standing);
        Assert.Equal(
            "stated by school:100000, not confirmed",
            open.Members[1].InWords(p => p.ToString())
        );
        Assert.Equal("confirmed on 2 October 2026", open.Members[0].InWords(p => p.ToString()));
        Assert.Equal(
            ["began-2025-09-01", "stated-2026-10-02-school-100000"],
            open.Story.Select(l => l.Key)
        );
    }

    [Fact]
    public void It_is_kept_without_what_is_computed_of_it()
    {
        var kept = ActJson.Write(Stated(confirmed: true));
        Assert.DoesNotContain("\"public\"", kept, StringComparison.Ordinal);
        Assert.DoesNotContain("\"involves\"", kept, StringComparison.Ordinal);
    }

    [Fact]
    public void What_both_say_is_confirmed()
    {
        var both = new MembershipConfirmed(
            Stated(true).Id,
            second,
            Story.FirstDay.AddDays(3)
        ).After(Stated(true), Story.Begin.AddDays(3));
        var open = Read(both)!;

        Assert.Equal(Standing.Confirmed, open.Standing);
        Assert.Equal(
            "school:100001 confirmed that it is a member.",
            open.Story[^1].InWords(p => p.ToString(), _ => "")
        );
    }
}
