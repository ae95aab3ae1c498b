using Trellis.Lab;

namespace Trellis.Assignment;

public sealed class OrLibraryTests
{
    private static IReadOnlyList<GeneralisedProblem> Read(string text)
    {
        using var reader = new StringReader(text);
        return OrLibrary.Read(reader, "gap.txt", maximise: false);
    }

    [Fact]
    public void Values_loads_and_capacities_are_read_by_agent_wherever_lines_break()
    {
        var problem = Assert.Single(Read(" 2 3 \n1 2\n3 4 5 6\r\n\n7 8 9 10 11\n12\t13 14"));
        Assert.Equal((2, 3), (problem.Agents, problem.Jobs));
        Assert.Equal([1, 2, 3, 4, 5, 6], problem.Values.ToArray());
        Assert.Equal([7, 8, 9, 10, 11, 12], problem.Loads.ToArray());
        Assert.Equal([13, 14], problem.Capacities.ToArray());
    }

    [Fact]
    public void A_file_of_several_problems_begins_with_their_number()
    {
        var problems = Read("2\n1 1\n5\n6\n7\n1 2\n1 2\n3 4\n9\n");
        Assert.Equal([7, 9], problems.Select(p => p.Capacities[0]));
    }

    [Fact]
    public void What_is_one_problem_by_its_length_is_one()
    {
        // Read as a number of problems, the first line would make two of one agent and one job each, and a number too few.
        Assert.Equal(2, Assert.Single(Read("2 1\n1\n5\n6\n7\n1 1")).Agents);
    }

    [Theory]
    [InlineData("", "gap.txt, line 1: there is nothing here")]
    [InlineData("2 2\n1 2\n3 x\n", "gap.txt, line 3: 'x' is not a whole number of 64 bits.")]
    [InlineData("1 1\n1.5\n1\n1\n", "gap.txt, line 2: '1.5' is not a whole number of 64 bits.")]
    [InlineData("1 1 1 99999999999999999999 1", "gap.txt, line 1: '99999999999999999999' is not")]
    [InlineData("1 1 \u001b[2J\0 1", "gap.txt, line 1: '?[2J?' is not a whole number of 64 bits.")]
    [InlineData("0 3\n", "gap.txt, line 1: the number of agents is 0; expected was 1 or more.")]
    [InlineData("3 0\n1\n", "gap.txt, line 1: the number of jobs is 0; expected was 1 or more.")]
    [InlineData("-1 3\n", "gap.txt, line 1: the number of agents is -1; expected was 1 or more.")]
    [InlineData(
        "2 2\n1 2\n3 4\n1 2\n",
        "gap.txt, line 4: the file ends after 8 numbers, where the load of job 1 at agent 2 was expected."
    )]
    [InlineData(
        "2 2\n1 2\n3 4\n1 2\n3 4\n9\n",
        "gap.txt, line 6: the file ends after 11 numbers, where the capacity of agent 2 was expected."
    )]
    [InlineData(
        "2 2\n1 2\n3",
        "gap.txt, line 3: the file ends after 5 numbers, where the value of job 2 at agent 2 was expected."
    )]
    [InlineData("2", "gap.txt, line 1: the file ends after 1 numbers, where the number of jobs")]
    [InlineData(
        "1 2\n1 2\n3 4\n9\n8\n",
        "gap.txt, line 5: '8' comes after the last capacity; 7 numbers were expected and 8 are there."
    )]
    [InlineData(
        "1 2\n1 2\n3 -4\n9\n",
        "gap.txt, line 3: the load of job 2 at agent 1 is -4; expected was 0 or more."
    )]
    [InlineData(
        "1 2\n1 2\n3 4\n-9\n",
        "gap.txt, line 4: the capacity of agent 1 is -9; expected was 0 or more."
    )]
    [InlineData(
        "1 1\n900000000000000000\n3\n9\n",
        "gap.txt, line 2: the value of job 1 at agent 1 is 900000000000000000; expected was less than"
    )]
    [InlineData("9000 9000\n1\n", "gap.txt, line 1: 9000 agents and 9000 jobs are more than")]
    [InlineData(
        "9223372036854775807 9223372036854775807\n1\n",
        "gap.txt, line 1: 9223372036854775807 agents"
    )]
    [InlineData(
        "2\n1 1\n5\n6\n7\n1 1\n5\n",
        "gap.txt, line 7: the file ends after 9 numbers, where the load of job 1 at agent 1 of problem 2 was expected."
    )]
    [InlineData(
        "0\n1 1\n",
        "gap.txt, line 1: the number of problems is 0; expected was 1 or more."
    )]
    public void A_file_that_is_not_as_described_is_refused_with_the_line(
        string text,
        string sentence
    ) =>
        Assert.StartsWith(
            sentence,
            Assert.Throws<InvalidDataException>(() => Read(text)).Message,
            StringComparison.Ordinal
        );
}
