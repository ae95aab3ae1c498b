using Trellis.Faults;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

// Three programs in one: the tests; `campaign [--quick] [ATTACK ...]`, which is what `./trellis bench faults` prints; `write ...`, the child that they kill.
return args switch
{
    ["write", .. var rest] => await Writer.Run(rest),
    ["campaign", .. var rest] => await Campaign.Run(
        quick: rest.Contains("--quick"),
        only: [.. rest.Where(r => r != "--quick")]
    ),
    _ when args.Contains("--server") || args.Contains("--internal-msbuild-node") =>
        await TestPlatformTestFramework.RunAsync(args, (_, _) => { }),
    _ => await ConsoleRunner.Run(args),
};
