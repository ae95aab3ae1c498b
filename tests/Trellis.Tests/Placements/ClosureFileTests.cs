using System.Text;
using Trellis.Placements;
using Trellis.Sources;

namespace Trellis.Tests.Placements;

public sealed class ClosureFileTests
{
    private static ClosureFile Read(string json) =>
        ClosureFile.Read("plan.json", Encoding.UTF8.GetBytes(json));

    private static string Refusal(string json) =>
        Assert.Throws<UnreadableSourceException>(() => Read(json)).Message;

    private const string Trusts = """
        "trusts":[{"id":"t1","places":2,"challengePoints":5},
         {"id":"t2","places":1,"challengePoints":4}],
        """;

    private const string Schools = """
        "schools":[{"id":"s1","challenge":4},
         {"id":"s2","challenge":2,"performing":true,"list":["t1"]}],
        """;

    private const string Places = """
        "places":[{"school":"s1","trust":"t2","value":0.6},
         {"school":"s2","trust":"t1","value":0.7},
         {"school":"s2","trust":"t2","value":0.5}]
        """;

    [Fact]
    public void The_example_of_the_format_is_read_without_a_remark()
    {
        var text = File.ReadAllText(Repository.PathTo("docs/formats/closure.md"));
        var json = text.Split("```json\n")[1].Split("```")[0];
        var file = Read(json);
        Assert.Empty(file.Cleaned);
        Assert.Equal(2, file.Instance.Schools.Count);
        Assert.Equal(210, file.Instance.Schools[0].Pupils);
        Assert.Null(file.Instance.Schools[1].Pupils);
        Assert.Equal(.7, file.Instance.FairShare);
        Assert.Null(file.Instance.Penalty);
        Assert.Equal([("s2", "t1")], file.Instance.Locks);
        Assert.Null(file.Instance.Places[2].Minutes);
    }

    [Fact]
    public void What_is_written_is_read_back_and_the_order_of_entries_does_not_show()
    {
        var file = Read("{" + Schools + Trusts + Places + "}").Instance;
        var turned = file with
        {
            Schools = [.. file.Schools.Reverse()],
            Trusts = [.. file.Trusts.Reverse()],
            Places = [.. file.Places.Reverse()],
        };
        var written = ClosureFile.Write(file);
        Assert.Equal(written, ClosureFile.Write(turned));
        Assert.Equal(written, ClosureFile.Write(Read(written).Instance));
    }

    [Fact]
    public void What_is_no_JSON_is_refused_with_its_line() =>
        Assert.StartsWith(
            "plan.json: line 3: it is no JSON: ",
            Refusal("{\n\"schools\":[],\n\"trusts\":[,]}"),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("", "plan.json: line 1: ")]
    [InlineData("[]", "line 1: the file is named fields in braces; there is a list.")]
    [InlineData("{\"schools\":[],\"trusts\":[]}", "line 1: 'places' is missing.")]
    [InlineData(
        "{\"schools\":[],\n\"trusts\":[],\"places\":[],\n\"penality\":3}",
        "line 3, penality: 'penality' is no field of the file; there are schools, trusts, places, ruledOut, locks, penalty, clusterCost, fairShare."
    )]
    [InlineData(
        "{\"schools\":[],\"trusts\":[],\"places\":[],\"fairShare\":1.5}",
        "line 1, fairShare: a number of 0 to 1 is expected; there is the number 1.5."
    )]
    [InlineData(
        "{\"schools\":[],\"trusts\":[],\"places\":[],\"penalty\":1e999}",
        "penalty: a number of 0 or more is expected; there is the number 1e999."
    )]
    [InlineData(
        "{\"schools\":[\n{\"id\":\"a\",\"challenge\":6}],\"trusts\":[],\"places\":[]}",
        "line 2, schools[0].challenge: a whole number of 1 to 5 is expected; there is the number 6."
    )]
    [InlineData(
        "{\"schools\":[],\"trusts\":[{\"id\":\"t\",\"places\":-1,\"challengePoints\":3}],\"places\":[]}",
        "trusts[0].places: a whole number of 0 or more is expected; there is the number -1."
    )]
    [InlineData(
        "{\"schools\":[],\"trusts\":[{\"id\":\"t\",\"places\":1,\"challengePoints\":3},{\"id\":\"t\",\"places\":2,\"challengePoints\":3}],\"places\":[]}",
        "trusts[1]: the trust 't' is there already and says something else."
    )]
    public void What_cannot_be_is_refused_with_its_place_and_why(string json, string why) =>
        Assert.Contains(why, Refusal(json), StringComparison.Ordinal);

    [Theory]
    [InlineData(
        "{\"school\":\"s1\",\"trust\":\"t2\",\"value\":1.01}",
        "places[0].value: a number of 0 to 1 is expected; there is the number 1.01."
    )]
    [InlineData(
        "{\"school\":\"s1\",\"trust\":\"t2\",\"value\":\"high\"}",
        "places[0].value: a number of 0 to 1 is expected; there is the text 'high'."
    )]
    [InlineData(
        "{\"school\":\"s1\",\"trust\":\"t2\",\"value\":0.5,\"minutes\":-3}",
        "places[0].minutes: a number of 0 or more is expected; there is the number -3."
    )]
    [InlineData(
        "{\"school\":\"s1\",\"trust\":\"t2\",\"value\":0.5},\n{\"school\":\"s1\",\"trust\":\"t2\",\"value\":0.4}",
        "places[1]: the pair of 's1' and 't2' is there already and says something else."
    )]
    public void A_place_that_cannot_be_is_refused(string place, string why) =>
        Assert.Contains(
            why,
            Refusal("{" + Schools + Trusts + "\"places\":[" + place + "]}"),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("{\"school\":\"x\",\"trust\":\"t2\"}", "'x' is no school of this file.")]
    [InlineData(
        "{\"school\":\"s1\",\"trust\":\"t1\"}",
        "'s1' cannot be locked to 't1': the trust has no place for it."
    )]
    [InlineData(
        "{\"school\":\"s2\",\"trust\":\"t2\"}",
        "'s2' cannot be locked to 't2': it is performing, and the trust is not on its list."
    )]
    public void A_lock_that_is_not_possible_is_refused(string @lock, string why) =>
        Assert.Contains(
            "locks[0]: " + why,
            Refusal("{" + Schools + Trusts + Places + ",\"locks\":[" + @lock + "]}"),
            StringComparison.Ordinal
        );

    [Fact]
    public void Locks_beyond_what_a_trust_takes_are_refused()
    {
        const string three = """
            {"schools":[{"id":"a","challenge":5},{"id":"b","challenge":5}],
             "trusts":[{"id":"t","places":2,"challengePoints":9}],
             "places":[{"school":"a","trust":"t","value":1},{"school":"b","trust":"t","value":1}],
             "locks":[{"school":"a","trust":"t"},{"school":"b","trust":"t"}]}
            """;
        Assert.Contains(
            "line 4, locks[1]: the schools locked to 't' have 10 challenge points, and it takes 9.",
            Refusal(three),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "2 schools are locked to 't', which has 1 places.",
            Refusal(three.Replace("\"places\":2", "\"places\":1", StringComparison.Ordinal)),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Everything_that_is_wrong_is_said_at_once() =>
        Assert.Equal(
            3,
            Refusal(
                    "{\"schools\":[{\"id\":\"a\",\"challenge\":0},{\"id\":\"\",\"challenge\":1}],\n\"trusts\":[],\"places\":{}}"
                )
                .Split('\n')
                .Length
        );

    [Fact]
    public void What_can_be_put_right_is_put_right_and_said()
    {
        var file = Read(
            "{"
                + Trusts
                + """
                "schools":[{"id":"s1","challenge":4,"list":["t1","t9","t2","t2"]},
                 {"id":"s2","challenge":2},
                 {"id":"s2","challenge":2}],
                "ruledOut":[{"school":"s2","trust":"t2","reason":"Too far."},
                 {"school":"s8","trust":"t2","reason":"Too far."}],
                "places":[{"school":"s1","trust":"t2","value":0.6},
                 {"school":"s1","trust":"t2","value":0.6},
                 {"school":"s2","trust":"t2","value":0.6},
                 {"school":"s2","trust":"t8","value":0.6}]
                }
                """
        );
        Assert.Equal(
            [
                "schools[0].list[1]: 't9' is no trust of this file; it was taken off the list.",
                "schools[0].list[3]: 't2' is on the list already; the first is kept.",
                "schools[0].list[0]: 't1' has no place for this school; it keeps its rank and cannot be given.",
                "schools[2]: the school 's2' is there already and says the same; the first is kept.",
                "ruledOut[1]: 's8' is no school of this file; the entry was passed over.",
                "places[1]: the pair is there already and says the same; the first is kept.",
                "places[2]: the pair is ruled out in this file; the place is passed over.",
                "places[3]: 't8' is no trust of this file; the entry was passed over.",
            ],
            file.Cleaned.Select(c =>
                c.ToString()[(c.ToString().IndexOf(", ", StringComparison.Ordinal) + 2)..]
            )
        );
        Assert.Equal(["t1", "t2"], file.Instance.Schools[0].List);
        Assert.Equal(2, file.Instance.Schools[0].RankOf("t2"));
        Assert.Single(file.Instance.Places);
    }
}
