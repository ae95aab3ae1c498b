using Trellis.Schools;
using Trellis.Search;
using Trellis.Snapshots;

namespace Trellis.Tests.Search;

/// <summary>How often real names are found, exact and disturbed. A hit on a name borne by several schools is any that bears exactly that name.</summary>
public sealed class RealNamesTests
{
    private static readonly Lazy<(Establishment[] Open, SearchIndex Index)?> england = new(() =>
    {
        if (
            !Shared.Has(
                "data/england/gias.zip",
                "how often real names are found is",
                out var archive
            )
        )
            return null;
        var all = RegisterOf2022.Read(archive);
        var snapshot = new Snapshot(
            "",
            new SnapshotContent { Establishments = all },
            Manifest.Empty
        );
        return (
            all.Where(e => e.IsOpen && e.Name.Length > 0).ToArray(),
            SearchIndex.Build(snapshot)
        );
    });

    [Fact]
    public void An_exact_name_comes_first_every_time() =>
        FirstAlways("name", e => e.Name, (e, hit) => hit.Name == e.Name);

    [Fact]
    public void An_exact_URN_comes_first_every_time() =>
        FirstAlways("URN", e => e.Urn.ToString(), (e, hit) => hit.School.Urn == e.Urn);

    [Fact]
    public void An_exact_postcode_comes_first_every_time() =>
        FirstAlways(
            "postcode",
            e => e.Postcode,
            (e, hit) => hit.School.Current.Postcode == e.Postcode
        );

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_name_with_a_slip_an_abbreviation_or_swapped_words_is_in_the_top_five(int seed)
    {
        if (england.Value is not var (open, index))
            return;
        var random = new Random(seed);
        var asked = new int[3];
        var found = new int[3];
        var missed = new List<string>();
        const int Names = 1500;
        for (var i = 0; i < Names; i++)
        {
            var school = open[random.Next(open.Length)];
            var way = i % 3;
            var text = way switch
            {
                0 => Disturbed.BySlip(school.Name, random),
                1 => Disturbed.ByAbbreviation(school.Name, random),
                _ => Disturbed.ByOrder(school.Name, random),
            };
            if (text is null)
                continue;
            asked[way]++;
            var top = index.Find(new SearchQuery { Text = text }).Hits.Take(5);
            if (top.Any(hit => hit.Name == school.Name))
                found[way]++;
            else
                missed.Add($"{text}  (for {school.Name}, {school.Urn})");
        }
        var share = 100.0 * found.Sum() / asked.Sum();
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"seed {seed}: in the top five {share:0.00} % of {asked.Sum()}: one slip {found[0]}/{asked[0]}, "
                + $"abbreviation {found[1]}/{asked[1]}, swapped words {found[2]}/{asked[2]}"
        );
        foreach (var miss in missed)
            TestContext.Current.TestOutputHelper!.WriteLine("missed: " + miss);
        Assert.True(asked.Sum() > 1000);
        Assert.True(share >= 97, $"{share:0.00} % is below 97 %");
    }

    private static void FirstAlways(
        string what,
        Func<Establishment, string> text,
        Func<Establishment, SchoolHit, bool> right
    )
    {
        if (england.Value is not var (open, index))
            return;
        var asked = 0;
        var wrong = new List<string>();
        for (var i = 0; i < open.Length; i += 16)
        {
            if (text(open[i]).Length == 0)
                continue;
            asked++;
            var hits = index.Find(new SearchQuery { Text = text(open[i]) }).Hits;
            if (hits is not [SchoolHit first, ..] || !right(open[i], first))
                wrong.Add(text(open[i]));
        }
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"exact {what}: first for {asked - wrong.Count} of {asked}"
        );
        Assert.True(asked > 1000);
        Assert.Empty(wrong);
    }
}
