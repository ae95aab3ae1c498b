using Trellis.Bench;

namespace Trellis.Boards;

/// <summary>Random acts by random people, looked at again by tables that are written a second time; <c>trellis bench meetings</c> walks 10,000 times.</summary>
public sealed class MeetingWalkTests
{
    [Fact]
    public void Meetings_walk_only_where_the_table_lets_them_and_hide_what_is_redacted()
    {
        var walked = MeetingsBench.Run(walks: 600);

        Assert.Equal((0, 0), (walked.Illegal, walked.Unjournalled));
        Assert.Equal(walked.OfStages, walked.Stages);
        Assert.Equal(walked.OfActs, walked.Acts);
    }
}
