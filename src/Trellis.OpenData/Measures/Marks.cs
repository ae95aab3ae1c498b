using System.Collections.Frozen;

namespace Trellis.Measures;

/// <summary>The letters that publishers write where there is no figure, and what they mean.</summary>
public static class Marks
{
    private enum Sort
    {
        Withheld,
        DoesNotApply,
        Empty,
    }

    // Each mark as the Department or Ofsted explains it in the metadata of its files.
    private static readonly FrozenDictionary<string, (Sort Sort, string Words)> Known =
        new Dictionary<string, (Sort, string)>(StringComparer.OrdinalIgnoreCase)
        {
            [""] = (Sort.Empty, "the published file has no figure for it"),
            ["SUPP"] = (
                Sort.Withheld,
                "withheld by the publisher because few pupils are behind it"
            ),
            ["SUPPMAT"] = (
                Sort.Withheld,
                "withheld by the publisher because few schools of the trust are behind it"
            ),
            ["c"] = (Sort.Withheld, "withheld by the publisher as confidential"),
            ["x"] = (Sort.Withheld, "withheld by the publisher because few pupils are behind it"),
            ["low"] = (Sort.Withheld, "withheld by the publisher because few pupils are behind it"),
            ["LOWCOV"] = (Sort.Withheld, "not published: it would cover too few of the pupils"),
            ["NP"] = (Sort.Withheld, "not published for this school"),
            ["u"] = (Sort.Withheld, "not published: the figure is not reliable"),
            ["DNS"] = (Sort.Withheld, "the school did not supply it"),
            ["LT11"] = (
                Sort.Withheld,
                "withheld by the publisher because fewer than 11 pupils are behind it"
            ),
            ["UNAVAIL"] = (Sort.Withheld, "not available"),
            ["NSE"] = (Sort.DoesNotApply, "no pupils were entered"),
            ["NR"] = (Sort.DoesNotApply, "not required"),
            ["NOTREQ"] = (Sort.DoesNotApply, "not required"),
            ["NA"] = (Sort.DoesNotApply, "does not apply to this school"),
            ["N/A"] = (Sort.DoesNotApply, "does not apply to this school"),
            ["z"] = (Sort.DoesNotApply, "does not apply to this school"),
            ["NE"] = (Sort.DoesNotApply, "no pupils were entered"),
            ["NEW"] = (Sort.DoesNotApply, "the school was new that year"),
            ["RE"] = (Sort.DoesNotApply, "results came from a resit or an earlier year"),
            ["independent"] = (
                Sort.DoesNotApply,
                "an independent school may not enter pupils for this"
            ),
            [":"] = (Sort.Empty, "not available in the published file"),
            ["."] = (Sort.Empty, "not available in the published file"),
            [".."] = (Sort.Empty, "not available in the published file"),
            ["-"] = (Sort.Empty, "not available in the published file"),
            ["NULL"] = (Sort.Empty, "not available in the published file"),
        }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a cell that is not a figure is one of the marks we know.</summary>
    public static bool IsKnown(string mark) => Known.ContainsKey(mark);

    /// <summary>The mark as the reason for there being no figure.</summary>
    public static Published Read(string mark) =>
        Known.TryGetValue(mark, out var known)
            ? known.Sort switch
            {
                Sort.Withheld => new Published.Withheld(mark),
                Sort.DoesNotApply => new Published.NotApplicable(mark),
                _ => Published.NotCollected.It,
            }
            : new Published.Withheld(mark);

    /// <summary>Why there is no figure, as the end of a sentence ("withheld by the publisher because ..."); empty for a figure.</summary>
    public static string Why(Published published) =>
        published switch
        {
            Published.Figure => "",
            Published.Withheld withheld => Words(withheld.Mark),
            Published.NotApplicable notApplicable => Words(notApplicable.Mark),
            _ => "not in the published files",
        };

    private static string Words(string mark) =>
        Known.TryGetValue(mark, out var known) ? known.Words : $"marked '{mark}' by the publisher";
}
