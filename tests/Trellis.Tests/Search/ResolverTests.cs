using Trellis.Groups;
using Trellis.Places;
using Trellis.Schools;
using Trellis.Search;
using Trellis.Snapshots;

namespace Trellis.Tests.Search;

public sealed class ResolverTests
{
    private static readonly DateOnly day = new(2022, 7, 22);

    private static readonly Snapshot snapshot = new(
        "numbers",
        new SnapshotContent
        {
            Establishments =
            [
                School(100001, Status.Closed, 2013614, 10012345),
                School(140001, Status.Open, 2013614, 10054321),
                School(100002, Status.Closed, 2013700, null),
                School(100003, Status.Open, 2013700, null),
            ],
            Links =
            [
                new Link(new Urn(100001), new Urn(140001), LinkKind.Successor, day, "Successor"),
            ],
            Groups =
            [
                Trust(201, "", null),
                Trust(2044, "07654321", 10066666),
                Trust(100002, "SC123456", null),
                Trust(5555, "10012345", null),
            ],
            LocalAuthorities =
            [
                new LocalAuthority(new LaCode(201), "City of London", "E09000001", "London", []),
            ],
        },
        Manifest.Empty
    );

    private static Establishment School(int urn, Status status, int laEstab, int? ukprn) =>
        new()
        {
            Urn = new Urn(urn),
            Name = "A school",
            Status = status,
            LaEstab = new LaEstab(laEstab),
            Ukprn = ukprn is { } number ? new Ukprn(number) : null,
        };

    private static Group Trust(int uid, string company, int? ukprn) =>
        new(
            new Uid(uid),
            "A trust",
            [new DatedType(day, GroupType.MultiAcademyTrust)],
            "",
            company,
            ukprn is { } number ? new Ukprn(number) : null,
            day,
            null,
            true,
            "",
            day
        );

    [Theory]
    [InlineData("140001", "/school/140001")]
    [InlineData("100001", "/school/140001")] // an earlier URN: the continuing school
    [InlineData("urn 100001", "/school/140001")]
    [InlineData("201/3614", "/school/140001")]
    [InlineData("2013614", "/school/140001")]
    [InlineData("10012345", "/school/140001")] // a UKPRN before a company number
    [InlineData("company 10012345", "/trust/5555")]
    [InlineData("10054321", "/school/140001")]
    [InlineData("10066666", "/trust/2044")]
    [InlineData("2044", "/trust/2044")]
    [InlineData("UID: 2044", "/trust/2044")]
    [InlineData("07654321", "/trust/2044")]
    [InlineData("7654321", "/trust/2044")]
    [InlineData("sc123456", "/trust/100002")]
    [InlineData("100002", "/school/100002")] // a URN before a UID
    [InlineData("uid 100002", "/trust/100002")]
    [InlineData("201", "/local-authority/201")] // an authority before a UID
    [InlineData("uid 201", "/trust/201")]
    [InlineData("e09000001", "/local-authority/201")]
    [InlineData("2013700", "/school/100003")] // two schools bear it: the open one
    [InlineData("Yorkshire and The Humber", "/region/yorkshire-and-the-humber")]
    [InlineData("east-of-england", "/region/east-of-england")]
    public void A_number_leads_to_the_page_of_what_bears_it(string text, string address) =>
        Assert.Equal(address, Resolver.Resolve(snapshot, text));

    [Theory]
    [InlineData("")]
    [InlineData("999999")]
    [InlineData("urn 2044")]
    [InlineData("10099999")]
    [InlineData("A school")]
    [InlineData("99999999999999999999")]
    [InlineData("-140001")]
    public void What_nothing_bears_leads_nowhere(string text) =>
        Assert.Null(Resolver.Resolve(snapshot, text));
}
