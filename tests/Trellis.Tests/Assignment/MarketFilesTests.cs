using System.Text;
using System.Text.Json.Nodes;
using Trellis.Lab;
using Trellis.Sources;
using Trellis.Tests;
using Trellis.Tests.SimilarSchools;
using Trellis.Tests.Sources;

namespace Trellis.Assignment;

/// <summary>Files of preferences and networks as people write them: what they give, and what becomes of what is wrong in them.</summary>
public sealed class MarketFilesTests : IDisposable
{
    private readonly FolderOfFiles files = new();

    public void Dispose() => files.Dispose();

    private const string Example = """
        {"residents":{"A":["C"],"S":["C","M"],"D":["C","M","G"],"J":["C","G","M"],"L":["M","C","G"]},
         "hospitals":{"M":["D","L","S","J"],"C":["D","A","S","L","J"],"G":["D","J","L"]},
         "capacities":{"M":2,"C":2,"G":2}}
        """;

    private static ResidentsFile Residents(string json, long seed = 0) =>
        ResidentsFile.Read("market.json", Encoding.UTF8.GetBytes(json), seed);

    private static FlowFile Flow(string json) =>
        FlowFile.Read("network.json", Encoding.UTF8.GetBytes(json));

    private static TradingFile Trading(string json) =>
        TradingFile.Read("swaps.json", Encoding.UTF8.GetBytes(json), 0);

    private static string Refusal(Func<object> read) =>
        Assert.Throws<UnreadableSourceException>(read).Message;

    private (int Code, JsonNode? Answer, string Errors) Run(string verb, string option, string json)
    {
        var path = Path.Combine(files.Path, "input.json");
        File.WriteAllText(path, json);
        var (code, text, errors) = ProgramRun.Of("lab", verb, option, path, "--json");
        return (code, code == 0 ? JsonNode.Parse(text) : null, errors);
    }

    [Fact]
    public void The_published_example_is_answered_from_the_terminal()
    {
        var (code, answer, _) = Run("residents", "--preferences", Example);
        Assert.Equal(0, code);
        Assert.Equal(
            """{"M":["L","S"],"C":["D","A"],"G":["J"]}""",
            answer!["matching"]!.ToJsonString()
        );
        Assert.Equal(
            "[] 0 []",
            $"{answer["unmatched"]!.ToJsonString()} {answer["blockingPairs"]} {answer["cleaned"]!.ToJsonString()}"
        );
    }

    [Fact]
    public void What_cannot_be_read_ends_with_2_its_line_and_why()
    {
        var (code, _, errors) = Run("residents", "--preferences", "{\"residents\":{},\n\"x\" 3}");
        Assert.Equal(2, code);
        Assert.StartsWith("input.json: line 2: it is no JSON", errors, StringComparison.Ordinal);
        Assert.Equal(2, ProgramRun.Of("lab", "flow", "--instance", "none.json").Code);
    }

    [Fact]
    public void Everything_taken_off_a_list_is_said_with_its_line()
    {
        var file = Residents(
            """
            {"residents":{"A":["C","X","C"],
             "B":[["C","M"],[],["M"]],
             "E":[]},
             "hospitals":{"M":["B","Z"],"C":["A"]},
             "note":"fictional",
             "capacities":{"M":2,"C":2.0,"Q":3}}
            """
        );
        Assert.Equal([1, 0, -1], file.Market.ResidentsPropose().HospitalOf);
        Assert.Equal(
            [
                "line 1, residents.A[1]: 'X' is no hospital of this file; it was taken off the list of 'A'.",
                "line 1, residents.A[2]: 'C' is on the list of 'A' already; the first is kept.",
                "line 2, residents.B[1]: a tie of nobody; it was taken off the list.",
                "line 2, residents.B[2][0]: 'M' is on the list of 'B' already; the first is kept.",
                "line 2, residents.B[0][0]: 'C' does not list 'B'; it was taken off the list of 'B'.",
                "line 4, hospitals.M[1]: 'Z' is no resident of this file; it was taken off the list of 'M'.",
                "line 5, note: 'note' is no field of the file and was passed over; there are residents, hospitals, capacities.",
                "line 6, capacities.Q: 'Q' is no hospital of this file; its places were passed over.",
            ],
            file.Cleaned.Select(r => r.ToString())
        );
    }

    [Theory]
    [InlineData(
        """{"residents":{"A":["M"]},"hospitals":{"M":["A"]},"capacities":{}}""",
        "line 1, hospitals.M: capacities does not say how many places 'M' has."
    )]
    [InlineData(
        """{"residents":{"A":["M"]},"hospitals":{"M":["A"]},"capacities":{"M":-1}}""",
        "line 1, capacities.M: 'M' has -1 places; the least is 0."
    )]
    [InlineData(
        """{"residents":{"A":["M"]},"hospitals":{"M":["A"]},"capacities":{"M":1.5}}""",
        "line 1, capacities.M: a whole number of places is expected; there is the number 1.5."
    )]
    [InlineData(
        """{"residents":{"A":[1]},"hospitals":{},"capacities":{}}""",
        "line 1, residents.A[0]: the name of a hospital in quotes is expected; there is the number 1."
    )]
    [InlineData(
        """{"residents":{"A":[],"A":[]},"hospitals":{},"capacities":{}}""",
        "line 1, residents.A: resident 'A' is there twice, first in line 1."
    )]
    [InlineData(
        """{"residents":{"A":"M"},"hospitals":{"M":[]},"capacities":{"M":1}}""",
        "line 1, residents.A: a list of hospitals is expected; there is the text 'M'."
    )]
    [InlineData(
        """{"residents":{},"hospitals":[]}""",
        "line 1: the file has no 'capacities'.\nline 1, hospitals: an object with a field for each hospital is expected; there is a list."
    )]
    public void A_market_that_cannot_be_is_refused_with_every_reason(string json, string said) =>
        Assert.Equal("market.json: " + said, Refusal(() => Residents(json)));

    [Fact]
    public void Ties_are_broken_by_the_published_order_and_another_seed_breaks_them_otherwise()
    {
        const string Tied = """
            {"residents":{"A":["M"],"B":["M"],"C":["M"],"D":["M"]},
             "hospitals":{"M":[["A","B","C","D"]]},"capacities":{"M":1}}
            """;
        var taken = Enumerable
            .Range(0, 20)
            .Select(seed => Residents(Tied, seed).Market.ResidentsPropose().ResidentsOf[0].Single())
            .ToArray();
        // SHA-256 of 7:A is the least of the four.
        Assert.Equal((0, 1), (taken[7], Residents(Tied).Ties));
        Assert.Equal(4, taken.Distinct().Count());
    }

    [Fact]
    public void Swaps_are_answered_from_the_terminal_and_what_nobody_has_is_taken_off()
    {
        var (code, answer, _) = Run(
            "trading-cycles",
            "--preferences",
            """
            {"agents":{"1":["h3","h2","h4","h1"],"2":["h3","h5","h6"],"3":["h3","h1"],
              "4":["h2","h5","h6","h4"],"5":["h1","h3","h2"],"6":["h2","h4","h5","h6","attic"]},
             "owns":{"1":"h1","2":"h2","3":"h3","4":"h4","5":"h5","6":"h6"}}
            """
        );
        Assert.Equal(0, code);
        Assert.Equal(
            """{"1":"h2","2":"h5","3":"h3","4":"h6","5":"h1","6":"h4"}""",
            answer!["matching"]!.ToJsonString()
        );
        Assert.Equal("""[["3"],["1","2","5"],["4","6"]]""", answer["cycles"]!.ToJsonString());
        Assert.Equal("line 2, agents.6[4]", answer["cleaned"]![0]!["place"]!.GetValue<string>());
    }

    [Fact]
    public void Free_places_and_those_who_wait_can_be_stated()
    {
        var plan = Trading(
                """{"agents":{"a":["y"],"b":["x"],"c":["z"]},"owns":{"a":"x"},"places":{"x":1,"y":1,"z":0}}"""
            )
            .Plan();
        Assert.Equal([1, 0, -1], plan.BinOf);
    }

    [Theory]
    [InlineData(
        """{"agents":{"a":[],"b":[]},"owns":{"a":"x","b":"x"}}""",
        "line 1, owns.a: 2 agents own 'x'; where there are several of an item, say in places how many."
    )]
    [InlineData(
        """{"agents":{"a":[],"b":[]},"owns":{"a":"x","b":"x"},"places":{"x":1}}""",
        "line 1, places.x: 2 agents own 'x', of which there are 1."
    )]
    [InlineData(
        """{"agents":{"a":[]},"owns":{"a":"x"},"places":{"y":1}}""",
        "line 1, owns.a: places does not say how many 'x' there are."
    )]
    [InlineData(
        """{"agents":{"a":[]},"owns":{"q":"x","a":4}}""",
        "line 1, owns.q: 'q' is no agent of this file, so nobody can say whether 'x' may be traded.\nline 1, owns.a: the name of what 'a' owns is expected in quotes; there is the number 4."
    )]
    public void Swaps_that_cannot_be_are_refused_with_every_reason(string json, string said) =>
        Assert.Equal("swaps.json: " + said, Refusal(() => Trading(json)));

    [Fact]
    public void A_network_is_answered_from_the_terminal_with_prices_that_prove_it()
    {
        var (code, answer, _) = Run(
            "flow",
            "--instance",
            """
            {"nodes":[{"id":"a","supply":4},{"id":"b"},{"id":"c","supply":-4}],
             "arcs":[{"from":"a","to":"b","capacity":4,"cost":2},{"from":"a","to":"c","capacity":2,"cost":2},
                     {"from":"b","to":"c","capacity":3,"cost":1,"atLeast":1}]}
            """
        );
        Assert.Equal(0, code);
        Assert.Equal(
            (true, (2 * 2) + (2 * 2) + (2 * 1), 0),
            (
                answer!["feasible"]!.GetValue<bool>(),
                answer["cost"]!.GetValue<int>(),
                answer["undelivered"]!.GetValue<int>()
            )
        );
        Assert.Equal(
            [2, 2, 2],
            answer["flows"]!.AsArray().Select(f => f!["flow"]!.GetValue<int>())
        );
        // The way over b is between its bounds, so the prices differ by just its costs.
        int Price(string node) => answer["prices"]![node]!.GetValue<int>();
        Assert.Equal((2, 1), (Price("b") - Price("a"), Price("c") - Price("b")));
    }

    [Theory]
    [InlineData(
        """{"nodes":[{"id":"a","supply":4.5}],"arcs":[]}""",
        "line 1, nodes[0].supply: supply is a whole number; there is the number 4.5."
    )]
    [InlineData(
        """{"nodes":[{"id":"a","supply":4}],"arcs":[]}""",
        "line 1, nodes: the supplies add up to 4; what is given and what is taken have to be equal."
    )]
    [InlineData(
        """{"nodes":[{"id":"a"},{"id":"a"}],"arcs":[]}""",
        "line 1, nodes[1].id: node 'a' is there twice, first in line 1."
    )]
    [InlineData(
        """{"nodes":[{"id":"a"},{"supply":0}],"arcs":[]}""",
        "line 1, nodes[1]: a node has no 'id'."
    )]
    [InlineData("""{"nodes":[],"arcs":[]}""", "line 1: there are no nodes.")]
    [InlineData(
        """{"nodes":[{"id":"a"}],"arcs":[{"from":"a","to":"z","cost":1}]}""",
        "line 1, arcs[0].to: 'z' is no node of this file."
    )]
    [InlineData(
        """{"nodes":[{"id":"a"}],"arcs":[{"from":"a","to":"a","cost":1}]}""",
        "line 1, arcs[0]: the arc leads from 'a' to itself."
    )]
    [InlineData(
        ArcStart + """ "cost":1,"capacity":-4}]}""",
        "line 1, arcs[0].capacity: capacity is 0 to 1000000000000; there is the number -4."
    )]
    [InlineData(
        ArcStart + """ "cost":1e30}]}""",
        "line 1, arcs[0].cost: cost is -1000000000000 to 1000000000000; there is the number 1e30."
    )]
    [InlineData(
        ArcStart + """ "cost":1,"capacity":3,"atLeast":5}]}""",
        "line 1, arcs[0]: the arc carries at least 5 and at most 3, which cannot be."
    )]
    [InlineData(
        ArcStart + """ "cost":1,"atleast":5}]}""",
        "line 1, arcs[0].atleast: 'atleast' is no field of an arc; there are from, to, cost, capacity, atLeast."
    )]
    [InlineData(ArcStart + """ "capacity":1}]}""", "line 1, arcs[0]: an arc has no 'cost'.")]
    public void A_network_that_cannot_be_is_refused_with_every_reason(string json, string said) =>
        Assert.Equal("network.json: " + said, Refusal(() => Flow(json)));

    private const string ArcStart =
        """{"nodes":[{"id":"a"},{"id":"b"}],"arcs":[{"from":"a","to":"b", """;

    [Fact]
    public void A_network_that_gains_without_end_is_refused_and_one_that_cannot_deliver_says_how_much()
    {
        Assert.Contains(
            "costs less than nothing",
            Refusal(() =>
                Flow(ArcStart + """ "cost":-2},{"from":"b","to":"a","cost":1}]}""")
                    .Solve("network.json")
            ),
            StringComparison.Ordinal
        );
        var answer = Flow(
                """{"nodes":[{"id":"a","supply":5},{"id":"b","supply":-5}],"arcs":[{"from":"a","to":"b","capacity":2,"cost":3}]}"""
            )
            .Solve("network.json");
        Assert.Equal((false, 3, (Int128)6), (answer.Feasible, answer.Undelivered, answer.Cost));
    }

    [Fact]
    public void Every_example_of_the_page_about_these_files_is_read()
    {
        var examples = File.ReadAllText(Repository.PathTo("docs/formats/markets.md"))
            .Split("```json\n")[1..]
            .Select(part => part.Split("```")[0])
            .ToArray();
        Assert.Equal(3, examples.Length);
        Assert.Empty(Residents(examples[0]).Cleaned);
        Assert.Equal(1, Residents(examples[0]).Ties);
        Assert.Empty(Trading(examples[1]).Cleaned);
        Assert.True(Flow(examples[2]).Solve("network.json").Feasible);
    }
}
