using System.CommandLine;
using Trellis.Serving;
using Trellis.Snapshots;

namespace Trellis.Commands;

/// <summary><c>trellis serve --store DIR --urls URL</c>: the pages and the open API.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var store = Shared.Store();
        var urls = new Option<string[]>("--urls")
        {
            Description = "Where to listen.",
            DefaultValueFactory = _ => ["http://127.0.0.1:5080"],
            AllowMultipleArgumentsPerToken = true,
        };
        var travel = Shared.Travel();
        var command = new Command(
            "serve",
            "Serve the pages and the open API of the published snapshot."
        )
        {
            store,
            urls,
            travel,
        };
        command.SetAction(
            async (parsed, stop) =>
            {
                // A definition that does not fit stops the start, and not the page that happens to ask for it first.
                StoreCommands.ReadDefinitions();
                var listen = parsed
                    .GetValue(urls)!
                    .SelectMany(u => u.Split(';', StringSplitOptions.RemoveEmptyEntries))
                    .ToArray();
                if (listen.Length == 0 || !Array.TrueForAll(listen, IsAddress))
                {
                    await Console.Error.WriteLineAsync(
                        "--urls takes addresses as http://127.0.0.1:5080; put a proxy in front for https."
                    );
                    return 2;
                }
                var times = Shared.Times(
                    parsed.GetValue(travel)
                        ?? (
                            Environment.GetEnvironmentVariable("Trellis__Travel")
                                is { Length: > 0 } set
                                ? new FileInfo(set)
                                : null
                        ),
                    out var unusable
                );
                if (unusable.Length > 0)
                {
                    await Console.Error.WriteLineAsync(unusable);
                    return 2;
                }
                await using var casework = Shared.CaseworkOf(parsed.GetValue(store)!);
                await using var site = Site.Build(
                    new SnapshotStore(parsed.GetValue(store)!.FullName),
                    listen,
                    TimeProvider.System,
                    times,
                    Shared.Settings(parsed.GetValue(store)!, casework)
                );
                await site.StartAsync(stop);
                foreach (var url in site.Urls)
                    await Console.Error.WriteLineAsync($"Serving {url}");
                _ = Warmth.Up(site, stop);
                await site.WaitForShutdownAsync(stop);
                return 0;
            }
        );
        return command;
    }

    private static bool IsAddress(string text) =>
        Uri.TryCreate(
            text.Replace("//*", "//localhost", StringComparison.Ordinal)
                .Replace("//+", "//localhost", StringComparison.Ordinal),
            UriKind.Absolute,
            out var uri
        )
        && uri.Scheme == "http";
}
