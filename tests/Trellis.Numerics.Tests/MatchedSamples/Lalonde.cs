using Trellis.Reference;

namespace Trellis.MatchedSamples;

/// <summary>The job training of Lalonde (1986) as Dehejia and Wahba use it: 185 trained, 429 from a panel.</summary>
internal static class Lalonde
{
    public static readonly string[] Names =
    [
        "age",
        "educ",
        "race",
        "married",
        "nodegree",
        "re74",
        "re75",
    ];

    public static ReferenceTable? Table() =>
        ReferenceTable.Read("matchit_lalonde.csv", "matched samples against MatchIt");

    public static MatchingUnits Units(ReferenceTable table, params string[] exact) =>
        new(
            [.. table.WholeNumbers("treat").Select(t => t == 1)],
            [.. Names.Select(n => Column(table, n))],
            [.. exact.Select(n => Column(table, n))],
            []
        )
        {
            Names = table.Labels("unit"),
        };

    public static Covariate Column(ReferenceTable table, string name) =>
        name == "race"
            ? Covariate.OfKinds(name, table.Labels(name))
            : Covariate.Of(name, table.Figures(name));
}
