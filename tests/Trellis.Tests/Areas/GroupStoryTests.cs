using Trellis.Areas;
using Trellis.Groups;
using Trellis.Schools;
using Trellis.Snapshots;

namespace Trellis.Tests.Areas;

/// <summary>
/// Trust 10 had schools A to E. A is there. B moved to trust 20. C closed and was merged into A. D left and is in no other
/// trust the files show. E was there when 10 was under UID 11, the same company.
/// </summary>
public sealed class GroupStoryTests
{
    private static readonly DateOnly seen = new(2020, 3, 1);

    private static readonly Snapshot snapshot = Drawn();
    private static readonly GroupStory story = GroupStory.Of(snapshot, snapshot.Find(new Uid(10))!);

    [Fact]
    public void A_school_that_is_there_says_since_when_and_how_that_is_known()
    {
        var member = story.Now.Single();
        Assert.Equal("A", member.School.Name);
        Assert.Equal(
            (new DateOnly(2015, 9, 1), EndEvidence.JoinedDate),
            (member.Membership.From, member.Membership.FromEvidence)
        );
        Assert.Null(member.Latest);
    }

    [Fact]
    public void A_school_that_moved_names_the_trust_it_went_to() =>
        Assert.Equal((20, false), Where("B", d => (d.Next!.Uid.Value, d.IsSameTrust)));

    [Fact]
    public void A_school_that_closed_names_the_school_it_was_merged_into() =>
        Assert.Equal(["A"], Where("C", d => d.Successors.Select(s => s.Name).ToArray()));

    [Fact]
    public void A_school_that_no_file_shows_elsewhere_is_not_given_a_place() =>
        Assert.Equal((true, 0), Where("D", d => (d.Next is null, d.Successors.Count)));

    [Fact]
    public void A_trust_that_changed_its_form_lost_no_school()
    {
        var before = GroupStory.Of(snapshot, snapshot.Find(new Uid(11))!);
        var gone = before.Left.Single(d => d.School.Name == "E");
        Assert.True(gone.IsSameTrust);
        Assert.Equal(
            [10],
            AreaBook.Of(snapshot).OtherFormsOf(before.Group).Select(g => g.Uid.Value)
        );
    }

    [Fact]
    public void Its_size_is_counted_each_September_and_on_the_last_day_known() =>
        // 2015: A. 2016: A, B, C. 2017: A, B, C, D. 2018: A, C, D (B moved). 2019: A, D (C closed). 2020: A (D left).
        Assert.Equal(
            [(2015, 1), (2016, 3), (2017, 4), (2018, 3), (2019, 2), (2020, 1)],
            story.Sizes.Select(s => (s.On.Year, s.Schools))
        );

    [Fact]
    public void A_group_that_no_file_shows_a_school_in_has_an_empty_story()
    {
        var none = GroupStory.Of(snapshot, snapshot.Find(new Uid(30))!);
        Assert.Empty(none.Now);
        Assert.Empty(none.Left);
        Assert.Empty(none.Sizes);
    }

    private static T Where<T>(string name, Func<Departure, T> ask) =>
        ask(story.Left.Single(d => d.School.Name == name));

    private static Snapshot Drawn() =>
        new(
            "drawn",
            new SnapshotContent
            {
                Establishments =
                [
                    School(100001, "A"),
                    School(100002, "B"),
                    School(100003, "C") with
                    {
                        Status = Status.Closed,
                        Closed = new DateOnly(2019, 8, 31),
                    },
                    School(100004, "D"),
                    School(100005, "E"),
                    School(100006, "Other parent") with
                    {
                        Status = Status.Closed,
                    },
                ],
                Links =
                [
                    new Link(
                        new Urn(100003),
                        new Urn(100001),
                        LinkKind.SuccessorMerged,
                        null,
                        "Successor - merged"
                    ),
                ],
                Groups = [Trust(10, "01"), Trust(11, "01"), Trust(20, "02"), Trust(30, "")],
                Memberships =
                [
                    In(100001, 10, new(2015, 9, 1), null),
                    In(100002, 10, new(2016, 1, 1), new(2018, 1, 1)),
                    In(100002, 20, new(2018, 1, 1), null),
                    In(100003, 10, new(2016, 1, 1), new(2019, 8, 31)),
                    In(100004, 10, new(2017, 1, 1), new(2020, 1, 1)),
                    In(100005, 11, new(2012, 1, 1), new(2014, 1, 1)),
                    In(100005, 10, new(2020, 2, 1), new(2020, 2, 15)),
                ],
            },
            Manifest.Empty
        );

    private static Establishment School(int urn, string name) =>
        new()
        {
            Urn = new Urn(urn),
            Name = name,
            Status = Status.Open,
        };

    private static Group Trust(int uid, string company) =>
        new(
            new Uid(uid),
            $"Trust {uid}",
            [new DatedType(new(2010, 1, 1), GroupType.MultiAcademyTrust)],
            "",
            company,
            null,
            null,
            null,
            true,
            "",
            seen
        );

    private static Membership In(int urn, int uid, DateOnly from, DateOnly? to) =>
        new(
            new Urn(urn),
            new Uid(uid),
            from,
            to,
            EndEvidence.JoinedDate,
            to is null ? EndEvidence.StillThere : EndEvidence.NextBegan,
            from,
            to?.AddDays(-1) ?? seen
        );
}
