using System.CommandLine;
using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Trellis.Access;
using Trellis.Evaluations;
using Trellis.Mail;
using Trellis.Serving;
using Trellis.Snapshots;
using Trellis.Sources;
using Trellis.Store;
using Trellis.Travel;

namespace Trellis.Commands;

/// <summary>Options that many verbs take, and how answers are printed.</summary>
internal static class Shared
{
    public static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static Option<DirectoryInfo> Store() =>
        new("--store")
        {
            Description = "The folder that holds the snapshots.",
            DefaultValueFactory = _ => new DirectoryInfo(".trellis"),
        };

    public static Option<bool> AsJson() =>
        new("--json") { Description = "Answer in JSON, numbers in full precision." };

    /// <summary>The seed of the published order of names that breaks ties.</summary>
    public static Option<long> TieSeed() =>
        new("--seed")
        {
            Description =
                "Ties are broken by the SHA-256 of \"seed:name\", lowest first; the seed is 0 unless said.",
        };

    public static Option<FileInfo?> Travel() =>
        new("--travel")
        {
            Description =
                "A router's times between schools, as from,to,minutes with URNs (.csv or .csv.gz); what is not in it is estimated.",
        };

    /// <summary>The times of a file; null with a sentence where it cannot be used, or with none where no file is named.</summary>
    public static TravelMatrix? Times(FileInfo? file, out string refusal)
    {
        refusal = "";
        if (file is null)
            return null;
        try
        {
            return TravelMatrix.Load(file.FullName);
        }
        catch (Exception wrong)
            when (wrong is UnreadableSourceException or IOException or UnauthorizedAccessException)
        {
            refusal = wrong.Message;
            return null;
        }
    }

    /// <summary>The journeys of a snapshot with a router's times; says on the error stream what of them could not be used.</summary>
    public static Journeys JourneysOf(Snapshot snapshot, TravelMatrix? times)
    {
        if (times is null)
            return Journeys.In(snapshot);
        var journeys = new Journeys(snapshot, times);
        if (journeys.PassedOver > 0)
            Console.Error.WriteLine(
                $"{times.File}: {journeys.PassedOver:N0} of {times.Count:N0} journeys name a URN that is no school of this snapshot; they are passed over."
            );
        return journeys;
    }

    /// <summary>Casework as the environment names it: Trellis__Casework for a server, else a file in the folder of the store. Nothing is opened yet.</summary>
    public static Casework CaseworkOf(DirectoryInfo store) =>
        Casework.At(store.FullName, Setting("Trellis__Casework"));

    /// <summary>What the environment says of the site: Trellis__Address, Trellis__Proxies (by commas), Trellis__Mail__Server, Trellis__Providers__0__Issuer and so on.</summary>
    /// <exception cref="UnreadableSourceException">A setting cannot be what it should be.</exception>
    public static SiteOptions Settings(DirectoryInfo store, Casework? casework)
    {
        var options = new SiteOptions
        {
            Casework = casework,
            Server = Setting("Trellis__Casework"),
            Post = Post(store),
        };
        if (Setting("Trellis__Address") is { } address)
            options = options with
            {
                Address =
                    Uri.TryCreate(address, UriKind.Absolute, out var uri)
                    && uri.Scheme is "http" or "https"
                        ? uri
                        : throw new UnreadableSourceException(
                            "Trellis__Address",
                            "this setting takes an address, as https://trellis.example."
                        ),
            };
        if (Setting("Trellis__Proxies") is { } proxies)
            options = options with
            {
                Proxies = proxies.Split(
                    ',',
                    StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries
                ),
            };
        foreach (var proxy in options.Proxies)
            if (!IPAddress.TryParse(proxy, out _) && !IPNetwork.TryParse(proxy, out _))
                throw new UnreadableSourceException(
                    "Trellis__Proxies",
                    $"'{proxy}' is no address of a proxy, as 10.0.0.5 or 10.0.0.0/8."
                );
        return options with { Providers = Providers() };
    }

    private static List<Provider> Providers()
    {
        var all = new List<Provider>();
        while (Setting($"Trellis__Providers__{all.Count}__Issuer") is { } issuer)
        {
            var at = $"Trellis__Providers__{all.Count}__";
            var client =
                Setting(at + "ClientId")
                ?? throw new UnreadableSourceException(
                    at + "ClientId",
                    "this setting is missing: what the provider calls this site."
                );
            // Plain http would let anybody on the way say who somebody is; on this machine nobody is on the way.
            if (
                !Uri.TryCreate(issuer, UriKind.Absolute, out var there)
                || !(there.Scheme == "https" || there is { Scheme: "http", IsLoopback: true })
            )
                throw new UnreadableSourceException(
                    at + "Issuer",
                    "this setting takes the provider's address, as https://sign-in.example."
                );
            var provider = new Provider(
                Setting(at + "Name") ?? there.Host,
                issuer,
                client,
                Setting(at + "Secret") ?? ""
            );
            if (provider.Key.Length == 0 || all.Exists(p => p.Key == provider.Key))
                throw new UnreadableSourceException(
                    at + "Name",
                    "this setting takes a name of its own for each provider."
                );
            all.Add(provider);
        }
        return all;
    }

    private static IPost Post(DirectoryInfo store)
    {
        try
        {
            return PostSettings.Read(
                name => Setting($"Trellis__Mail__{name}"),
                Path.Combine(store.FullName, "mail")
            );
        }
        catch (FormatException wrong)
        {
            throw new UnreadableSourceException("Trellis__Mail", wrong.Message, wrong);
        }
    }

    private static string? Setting(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } set ? set : null;

    /// <summary>Says why not, and gives back the code to end with: 2 for what is no question, 1 for what is not there.</summary>
    public static int Refuse(int code, string sentence)
    {
        Console.Error.WriteLine(sentence);
        return code;
    }

    /// <summary>The outcome that an option names, all where it names none; null where there is no such outcome, and then that was said.</summary>
    public static IReadOnlyList<Outcome>? Asked(ParseResult parsed, Option<string?> option)
    {
        if (parsed.GetValue(option) is not { } id)
            return Outcomes.All;
        if (Outcomes.Find(id) is { } outcome)
            return [outcome];
        Refuse(2, $"There is no outcome '{id}'. There are: {string.Join(", ", Outcomes.All)}.");
        return null;
    }

    /// <summary>Answers about a snapshot as their file has them, with how long they took: what is not known is a word there, for plain JSON has no number for it.</summary>
    public static string Told<T>(T answers, TimeSpan took)
        where T : class
    {
        var told = JsonNode.Parse(EvaluationFile<T>.ToBytes(answers))!.AsObject();
        told["seconds"] = took.TotalSeconds;
        return told.ToJsonString(Json);
    }

    /// <summary>An option that has to be given.</summary>
    public static Option<T> Required<T>(string name, string what) =>
        new(name) { Description = what, Required = true };

    public static void Print(object answer) =>
        Console.Out.WriteLine(JsonSerializer.Serialize(answer, Json));
}
