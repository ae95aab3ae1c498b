using System.CommandLine;
using Trellis.Access;
using Trellis.Fiction;
using Trellis.Serving;
using Trellis.Snapshots;
using Trellis.Store;

namespace Trellis.Commands;

/// <summary><c>trellis demo</c>: a fictional country written, imported and served, with nothing to set up.</summary>
internal static class DemoCommand
{
    private const int Small = 1_200;
    private const int England = 24_000;

    public static Command Create()
    {
        var scale = new Option<string>("--scale")
        {
            Description = $"A number of schools, or 'england' for {England}.",
            DefaultValueFactory = _ => $"{Small}",
        };
        var seed = new Option<int>("--seed")
        {
            Description = "Another seed gives another country.",
            DefaultValueFactory = _ => 1,
        };
        var folder = new Option<DirectoryInfo>("--folder")
        {
            Description = "Where the files and the store go.",
            DefaultValueFactory = _ => new DirectoryInfo(Path.Combine(".trellis", "demo")),
        };
        var urls = new Option<string>("--urls")
        {
            Description = "Where to listen.",
            DefaultValueFactory = _ => "http://127.0.0.1:5080",
        };
        var writeOnly = new Option<bool>("--write-only")
        {
            Description = "Write the files and stop.",
        };
        var command = new Command("demo", "Write a fictional country, import it, serve it.")
        {
            scale,
            seed,
            folder,
            urls,
            writeOnly,
        };
        command.SetAction(
            async (parsed, stop) =>
            {
                var text = parsed.GetValue(scale)!;
                if (
                    text != "england"
                    && !(int.TryParse(text, out var number) && number is >= 60 and <= 60_000)
                )
                {
                    await Console.Error.WriteLineAsync(
                        "--scale takes a number of schools from 60 to 60000, or 'england'."
                    );
                    return 2;
                }
                var schools = text == "england" ? England : int.Parse(text);
                var root = parsed.GetValue(folder)!.FullName;
                // A country of another size or seed has a folder of its own, so that files of two never mix.
                var files = Path.Combine(root, $"{schools}-{parsed.GetValue(seed)}", "files");
                await Console.Error.WriteLineAsync(
                    $"Writing a fictional country of {schools:N0} schools ..."
                );
                FictionalCountry.Write(files, schools, parsed.GetValue(seed));
                if (parsed.GetValue(writeOnly))
                {
                    await Console.Out.WriteLineAsync(files);
                    return 0;
                }
                var store = new SnapshotStore(
                    Path.Combine(root, $"{schools}-{parsed.GetValue(seed)}", "store")
                );
                var imported = store.Import(files, TimeProvider.System, acceptDrift: true);
                await Console.Error.WriteLineAsync(
                    $"Imported {imported.Snapshot.Schools.Count:N0} schools; every page says that the data is fictional."
                );
                await using var casework = Casework.At(store.Folder, null);
                await casework.Upgrade(TimeProvider.System, stop);
                var password = Secrets.Draw()[..20];
                var people = await DemoPeople.Prepare(
                    casework,
                    imported.Snapshot,
                    TimeProvider.System,
                    password,
                    stop
                );
                var neighbours = await DemoRegister.Prepare(
                    casework,
                    imported.Snapshot,
                    people,
                    TimeProvider.System,
                    password,
                    stop
                );
                await DemoCases.Prepare(
                    casework,
                    imported.Snapshot,
                    people,
                    TimeProvider.System,
                    stop
                );
                await DemoClosures.Prepare(
                    casework,
                    imported.Snapshot,
                    people,
                    TimeProvider.System,
                    stop
                );
                await DemoConsultations.Prepare(
                    casework,
                    imported.Snapshot,
                    people,
                    TimeProvider.System,
                    stop
                );
                await DemoDecisions.Prepare(
                    casework,
                    imported.Snapshot,
                    people,
                    TimeProvider.System,
                    stop
                );
                await using var site = Site.Build(
                    store,
                    [parsed.GetValue(urls)!],
                    TimeProvider.System,
                    options: Shared.Settings(new DirectoryInfo(store.Folder), casework) with
                    {
                        Server = null,
                        Demo = true,
                    }
                );
                await site.StartAsync(stop);
                foreach (var url in site.Urls)
                    await Console.Out.WriteLineAsync($"Open {url}");
                var example = imported.Snapshot.Schools.FirstOrDefault(s =>
                    s is { IsOpen: true, Current.Phase: Schools.Phase.Secondary }
                );
                if (example is not null)
                    await Console.Out.WriteLineAsync(
                        $"A school and those like it: {site.Urls.First()}/school/{example.Urn}/similar"
                    );
                await Console.Out.WriteLineAsync(
                    $"Sign in at {site.Urls.First()}/sign-in with the password {password} as"
                );
                foreach (var person in people.Concat(neighbours))
                    await Console.Out.WriteLineAsync($"  {person.Email}  {person.As}");
                await site.WaitForShutdownAsync(stop);
                return 0;
            }
        );
        return command;
    }
}
