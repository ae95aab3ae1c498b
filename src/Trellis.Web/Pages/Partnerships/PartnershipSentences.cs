using Trellis.Components;
using Trellis.Library;
using Trellis.Partnerships;

namespace Trellis.Pages.Partnerships;

/// <summary>Parts of a partnership as a few words.</summary>
public static class PartnershipSentences
{
    /// <summary>What a school has to do that became an academy while it sits in a joint committee.</summary>
    public static TaskItem Outgrown(string name, string address) =>
        TaskItem.Of(
            name,
            address,
            TaskState.NotStarted,
            $"The committee's rules are for maintained schools. Rule: {SourceLibrary.Of(Rights.JointCommitteeRule)!.Title}."
        );

    /// <summary>"A written agreement; looked at again on 1 September 2027; 90 days' notice; we share a SENCO".</summary>
    public static string Of(Agreement agreement)
    {
        var parts = new List<string>
        {
            agreement.Written ? "There is a written agreement" : "There is no written agreement",
        };
        if (agreement.ReviewOn is { } review)
            parts.Add($"the members look at it again on {review.InWords()}");
        if (agreement.NoticeDays is { } days)
            parts.Add($"who leaves says so {days} {(days == 1 ? "day" : "days")} before");
        if (agreement.Terms.IsThere)
            parts.Add($"{agreement.Terms}");
        return string.Join("; ", parts);
    }

    /// <summary>"£500 to set up; £1,200 each year; paid by the members themselves".</summary>
    public static string Of(Costs costs)
    {
        var parts = new List<string>();
        if (costs.SetUp is { } setUp)
            parts.Add($"{PartnershipWords.Pounds(setUp)} to set up");
        if (costs.EachYear is { } each)
            parts.Add($"{PartnershipWords.Pounds(each)} each year");
        if (costs.From.Count > 0)
            parts.Add(
                $"the money comes from {string.Join(" and ", costs.From.Select(f => f.InWords()))}"
            );
        if (costs.WhoPays.IsThere)
            parts.Add($"{costs.WhoPays}");
        return parts.Count == 0 ? "Nothing is said of costs" : string.Join("; ", parts).Capital();
    }
}
