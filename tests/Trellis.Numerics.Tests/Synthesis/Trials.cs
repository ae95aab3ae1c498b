using Trellis.Reference;

namespace Trellis.Synthesis;

/// <summary>The two data sets that metafor's own examples use; null where the reference folder is not at hand.</summary>
internal static class Trials
{
    /// <summary>Thirteen trials of a vaccine (Colditz and others 1994): log risk ratios.</summary>
    public static Studies? Vaccine(params string[] moderators)
    {
        if (
            ReferenceTable.Read(
                "expected/metafor_bcg_yi_vi.csv",
                "meta-analysis of thirteen trials"
            )
            is not { } effects
        )
            return null;
        var table = ReferenceTable.Read("metadat_dat.bcg.csv", "their moderators")!;
        return Studies.Of(
            effects.Figures("yi"),
            effects.Figures("vi"),
            [.. moderators.Select(m => new Moderator(m, table.Figures(m)))],
            table.Labels("author")
        );
    }

    /// <summary>Fifty-six schools in eleven districts (Konstantopoulos 2011), with both as levels.</summary>
    public static (Studies Studies, GroupingLevel District, GroupingLevel School)? Schools(
        params string[] moderators
    )
    {
        if (
            ReferenceTable.Read(
                "metadat_dat.konstantopoulos2011.csv",
                "meta-analysis of schools in districts"
            )
            is not { } table
        )
            return null;
        return (
            Studies.Of(
                table.Figures("yi"),
                table.Figures("vi"),
                [.. moderators.Select(m => new Moderator(m, table.Figures(m)))]
            ),
            new GroupingLevel("district", table.Labels("district")),
            new GroupingLevel("school", table.Labels("school"))
        );
    }
}
