using System.Globalization;
using Trellis.Lab;

namespace Trellis.Tests.SimilarSchools;

public sealed class NeighbourDistancesTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("trellis-lab-");

    public void Dispose() => folder.Delete(true);

    private string Write(string name, string text)
    {
        var path = Path.Combine(folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }

    private (int Code, string Out, string Errors) Run(string method, string values, string pairs)
    {
        var to = Path.Combine(folder.FullName, "out.csv");
        using var errors = new StringWriter();
        var code = NeighbourDistances.Run(method, values, pairs, to, errors);
        return (code, File.Exists(to) ? File.ReadAllText(to) : "", errors.ToString());
    }

    private const string SecondaryHeader =
        "URN,KS2RP,KS2MP,PPPerc,PercentEAL,Polar4QuintilePupils,PStability,IdaciPupils,PercentSchSupport,NumberOfPupils,PercentageStatementOrEHP\n";

    /// <summary>Every distance within the error allowed, each school's list in the published order but for ties within it.</summary>
    private void Compare(string method, string values, string neighbours, double allowed)
    {
        const string Left = "the Department's own distances are";
        if (
            !Shared.Has("reference/dfe-similar/" + values, Left, out var valuesPath)
            || !Shared.Has("reference/dfe-similar/" + neighbours, Left, out var pairsPath)
        )
            return;
        var (code, text, _) = Run(method, valuesPath, pairsPath);
        Assert.Equal(0, code);
        var published = File.ReadLines(pairsPath).Skip(1).Select(l => l.Split(',')).ToList();
        var ours = text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Skip(1)
            .Select(l => l.Split(','))
            .ToList();
        Assert.Equal(published.Count, ours.Count);
        var compared = 0;
        var last = new Dictionary<string, (double Published, double Ours)>();
        for (var i = 0; i < ours.Count; i++)
        {
            Assert.Equal(published[i][..2], ours[i][..2]);
            if (ours[i][2].Length == 0)
                continue;
            compared++;
            double theirs = double.Parse(published[i][2], CultureInfo.InvariantCulture),
                distance = double.Parse(ours[i][2], CultureInfo.InvariantCulture);
            Assert.InRange(distance - theirs, -allowed, allowed);
            if (last.TryGetValue(published[i][0], out var before))
                Assert.True(
                    distance >= before.Ours || theirs - before.Published <= allowed,
                    $"{string.Join(',', ours[i])} comes before its predecessor"
                );
            last[published[i][0]] = (theirs, distance);
        }
        Assert.True(compared > 100, $"only {compared} pairs had values");
    }

    [Fact]
    public void The_Departments_primary_distances_come_out_to_nine_decimals_and_in_its_order() =>
        Compare("dfe-2026-primary", "primary-2026-values.csv", "primary-2026-neighbours.csv", 1e-9);

    [Fact]
    public void The_Departments_secondary_distances_come_out_as_far_as_its_deviations_are_rounded() =>
        Compare(
            "dfe-2026-secondary-02",
            "secondary-2026-02-values.csv",
            "secondary-2026-02-neighbours.csv",
            5e-4
        );

    [Fact]
    public void A_pair_without_values_gets_an_empty_distance_and_is_counted()
    {
        var values = Write(
            "values.csv",
            SecondaryHeader
                + "100001,104,104,30,10,3,90,.2,10,1000,2\n"
                + "100002,106.48615,104,30,10,3,90,.2,10,1000,2\n"
        );
        var pairs = Write("pairs.csv", "Rank,NeighbourURN,URN\n1,100002,100001\n2,100003,100001\n");
        var (code, text, errors) = Run("dfe-2026-secondary-02", values, pairs);
        Assert.Equal(0, code);
        // One standard deviation of reading apart: the square root of its weight.
        var lines = text.Split('\n');
        Assert.Equal("URN,NeighbourURN,distance", lines[0]);
        Assert.Equal(
            Math.Sqrt(.36),
            double.Parse(lines[1].Split(',')[2], CultureInfo.InvariantCulture),
            1e-12
        );
        Assert.Equal("100001,100003,", lines[2]);
        Assert.Equal("1 pair has no distance: one of its schools has no values.", errors.Trim());
    }

    [Fact]
    public void An_empty_cell_makes_the_distance_partial_and_never_counts_as_zero()
    {
        var values = Write(
            "values.csv",
            SecondaryHeader
                + "100001,104,104,30,10,3,90,.2,10,1000,2\n"
                + "100002,106.48615,,30,10,3,90,.2,10,1000,SUPP\n"
        );
        var (_, text, _) = Run(
            "dfe-2026-secondary-02",
            values,
            Write("pairs.csv", "URN,NeighbourURN\n100001,100002\n")
        );
        // Maths (.24) and plans (.02) are not known: .36 x 1 / (1 - .26).
        Assert.Equal(
            Math.Sqrt(.36 / .74),
            double.Parse(text.Split('\n')[1].Split(',')[2], CultureInfo.InvariantCulture),
            1e-12
        );
    }

    [Fact]
    public void Headings_are_read_in_any_order_and_letter_case()
    {
        var values = Write(
            "values.csv",
            "percentagestatementorehp,urn,ks2mp,KS2RP,PPPERC,PercentEAL,Polar4QuintilePupils,PStability,IdaciPupils,PercentSchSupport,NumberOfPupils,Extra\r\n"
                + "2,100001,104,104,30,10,3,90,.2,10,1000,\r\n2,100002,104,104,43.98359,10,3,90,.2,10,1000,x\r\n"
        );
        var (code, text, _) = Run(
            "dfe-2026-secondary-02",
            values,
            Write("pairs.csv", "\uFEFFURN,NeighbourURN\r\n100001,100002\r\n")
        );
        Assert.Equal(0, code);
        Assert.Equal(
            Math.Sqrt(.10),
            double.Parse(text.Split('\n')[1].Split(',')[2], CultureInfo.InvariantCulture),
            1e-12
        );
    }

    [Fact]
    public void A_missing_column_is_named_with_its_file_and_nothing_is_written()
    {
        var values = Write("values.csv", "URN,KS2RP\n100001,104\n");
        var (code, text, errors) = Run(
            "dfe-2026-secondary-02",
            values,
            Write("pairs.csv", "URN,NeighbourURN\n")
        );
        Assert.Equal(2, code);
        Assert.Empty(text);
        Assert.StartsWith("values.csv has no column 'KS2MP'", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cell_that_is_no_number_is_named_with_file_line_and_column()
    {
        var values = Write(
            "values.csv",
            SecondaryHeader + "100001,high,104,30,10,3,90,.2,10,1000,2\n"
        );
        var (code, _, errors) = Run(
            "dfe-2026-secondary-02",
            values,
            Write("pairs.csv", "URN,NeighbourURN\n")
        );
        Assert.Equal(2, code);
        Assert.Equal(
            "values.csv, line 2, column 'KS2RP': 'high' is not a number, empty or a known mark.",
            errors.Trim()
        );
    }

    [Fact]
    public void A_method_that_does_not_exist_and_a_file_that_is_not_there_are_refused()
    {
        var pairs = Write("pairs.csv", "URN,NeighbourURN\n");
        Assert.Equal(2, Run("dfe-2031", pairs, pairs).Code);
        var (code, _, errors) = Run(
            "dfe-2026-primary",
            Path.Combine(folder.FullName, "absent.csv"),
            pairs
        );
        Assert.Equal(2, code);
        Assert.Contains("absent.csv", errors, StringComparison.Ordinal);
    }
}
