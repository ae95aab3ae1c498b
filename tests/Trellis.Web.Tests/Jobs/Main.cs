using Trellis.Jobs;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

// The tests, and `node ...`: a node with one job, which a test kills.
return args switch
{
    ["node", var connection, var log, var hangs] => await JobNode.Run(
        connection,
        log,
        hangs == "hangs"
    ),
    _ when args.Contains("--server") || args.Contains("--internal-msbuild-node") =>
        await TestPlatformTestFramework.RunAsync(args, (_, _) => { }),
    _ => await ConsoleRunner.Run(args),
};
