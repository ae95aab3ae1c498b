using System.CommandLine;
using Trellis.Commands;
using Trellis.Placements;

namespace Trellis.Tests.Commands;

/// <summary>The commands of the program as one tree: two of one name would break every call, and only when it is made.</summary>
public sealed class CommandTreeTests
{
    private static IEnumerable<(string Path, Command Command)> Under(
        Command command,
        string path
    ) =>
        command
            .Subcommands.SelectMany(c => Under(c, $"{path} {c.Name}".Trim()))
            .Prepend((path, command));

    private static IEnumerable<(string Path, Command Command)> All() =>
        Under(TrellisCommands.Create(), "");

    private static string[] Twice(IEnumerable<string> names) =>
        [
            .. names
                .GroupBy(n => n, StringComparer.Ordinal)
                .Where(g => g.Count() > 1)
                .Select(g => g.Key),
        ];

    [Fact]
    public void No_name_is_there_twice_in_one_level()
    {
        Assert.True(All().Count() > 30);
        Assert.All(
            All(),
            at =>
            {
                Assert.Empty(
                    Twice(at.Command.Subcommands.SelectMany(c => c.Aliases.Append(c.Name)))
                );
                Assert.Empty(Twice(at.Command.Options.SelectMany(o => o.Aliases.Append(o.Name))));
            }
        );
    }

    [Fact]
    public void Every_command_can_be_asked_for_its_help()
    {
        var root = TrellisCommands.Create();
        Assert.All(All(), at => Assert.Empty(root.Parse($"{at.Path} --help").Errors));
    }

    [Theory]
    [InlineData("--seconds", "1e18")]
    [InlineData("--seconds", "NaN")]
    [InlineData("--seconds", "Infinity")]
    [InlineData("--seconds", "0")]
    [InlineData("--seconds", "-1")]
    [InlineData("--explain-seconds", "1e18")]
    [InlineData("--explain-seconds", "NaN")]
    [InlineData("--explain-seconds", "-1")]
    public void Seconds_that_no_clock_counts_are_refused(string option, string seconds)
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var file = Path.Combine(folder.FullName, "instance.json");
            File.WriteAllText(file, ClosureFile.Write(ClosureGenerator.Draw(3, 2, false, 1)));
            Assert.Equal(
                2,
                TrellisCommands
                    .Create()
                    .Parse(["lab", "closure", "--instance", file, $"{option}={seconds}"])
                    .Invoke()
            );
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
