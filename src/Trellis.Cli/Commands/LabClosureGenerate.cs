using System.CommandLine;
using Trellis.Placements;

namespace Trellis.Commands;

/// <summary><c>trellis lab closure-generate</c>: a closing trust that never was, as a file.</summary>
internal static class LabClosureGenerate
{
    public static Command Create()
    {
        var schools = new Option<int>("--schools")
        {
            Description = "How many schools the closing trust has.",
            DefaultValueFactory = _ => 120,
        };
        var trusts = new Option<int>("--trusts")
        {
            Description = "How many trusts could take some of them.",
            DefaultValueFactory = _ => 70,
        };
        var tight = new Option<bool>("--tight")
        {
            Description = "Places and challenge points just above what is needed.",
        };
        var seed = new Option<int>("--seed") { Description = "The same seed draws the same." };
        var command = new Command(
            "closure-generate",
            "Draws a fictional closing trust for 'lab closure'."
        )
        {
            schools,
            trusts,
            tight,
            seed,
        };
        command.SetAction(parsed =>
        {
            var (many, receivers) = (parsed.GetValue(schools), parsed.GetValue(trusts));
            if (many is < 1 or > 10_000 || receivers is < 1 or > 10_000)
                return Shared.Refuse(2, "--schools and --trusts are 1 to 10000.");
            Console.Out.Write(
                ClosureFile.Write(
                    ClosureGenerator.Draw(
                        many,
                        receivers,
                        parsed.GetValue(tight),
                        parsed.GetValue(seed)
                    )
                )
            );
            return 0;
        });
        return command;
    }
}
