using System.CommandLine;
using Trellis.Fetching;

namespace Trellis.Commands;

/// <summary><c>trellis fetch FOLDER</c>: the current official files, from where they are published.</summary>
internal static class FetchCommand
{
    public static Command Create()
    {
        var folder = new Argument<DirectoryInfo>("FOLDER")
        {
            Description =
                "Where to keep the files; broken transfers in it go on where they stopped.",
        };
        var from = new Option<Uri?>("--from")
        {
            Description = "Another server in place of the publishers', as http://127.0.0.1:5400.",
            CustomParser = result =>
            {
                if (
                    Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var address)
                    && address.Scheme is "http" or "https"
                )
                    return address;
                result.AddError($"'{result.Tokens[0].Value}' is no http address.");
                return null;
            },
        };
        var atOnce = new Option<int>("--at-once")
        {
            Description = "How many files at the same time, from 1 to 8.",
            DefaultValueFactory = _ => 3,
        };
        var json = Shared.AsJson();
        var command = new Command(
            "fetch",
            "Download the current official files: resumed, checked, never half-written."
        )
        {
            folder,
            from,
            atOnce,
            json,
        };
        command.SetAction(
            async (parsed, stop) =>
            {
                using var http = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
                http.DefaultRequestHeaders.UserAgent.ParseAdd("Trellis/1.0");
                var time = TimeProvider.System;
                var report = await Fetch.Into(
                    http,
                    parsed.GetValue(folder)!.FullName,
                    OfficialSources.All,
                    DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime),
                    time,
                    new FetchOptions(
                        parsed.GetValue(from),
                        Math.Clamp(parsed.GetValue(atOnce), 1, 8)
                    ),
                    stop
                );
                if (parsed.GetValue(json))
                    Shared.Print(report);
                else
                {
                    foreach (var file in report.Fetched)
                        await Console.Out.WriteLineAsync($"{file.File}: {file.Bytes:N0} bytes");
                    foreach (var missing in report.Missing)
                        await Console.Out.WriteLineAsync(
                            $"not fetched: {missing.Title}. {missing.Reason}"
                        );
                    await Console.Out.WriteLineAsync(
                        $"{report.Fetched.Count} files in place ({report.Unchanged} unchanged), {report.Missing.Count} not to be had."
                    );
                }
                return report.Missing.Count == 0 ? 0 : 1;
            }
        );
        return command;
    }
}
