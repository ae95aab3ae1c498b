using System.CommandLine;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using Trellis.Groups;
using Trellis.Measures;
using Trellis.Schools;
using Trellis.Search;
using Trellis.SimilarSchools;
using Trellis.Snapshots;

namespace Trellis.Commands;

/// <summary><c>trellis mcp --store DIR</c>: the same answers for assistants, over standard input and output, reading only.</summary>
internal static class McpCommand
{
    private const int MostHits = 50;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static Command Create()
    {
        var store = Shared.Store();
        var command = new Command(
            "mcp",
            "Answer an assistant over standard input and output (Model Context Protocol), reading only."
        )
        {
            store,
        };
        command.SetAction(
            async (parsed, stop) =>
            {
                var snapshot = new SnapshotStore(parsed.GetValue(store)!.FullName).Load();
                var search = SearchIndex.Build(snapshot);
                var options = new McpServerOptions
                {
                    ServerInfo = new Implementation { Name = "trellis", Version = "1" },
                    ServerInstructions =
                        $"Schools, trusts and published figures of {(snapshot.IsFictional ? "a fictional country" : "England")} from snapshot {snapshot.Id}. Every figure names its source. A figure that is missing says why; it is never zero.",
                    Handlers = new McpServerHandlers
                    {
                        ListToolsHandler = (_, _) =>
                            ValueTask.FromResult(new ListToolsResult { Tools = [.. Tools] }),
                        CallToolHandler = (request, _) =>
                            ValueTask.FromResult(Call(snapshot, search, request.Params)),
                    },
                };
                using var talk = new LastAnswers(
                    Console.OpenStandardInput(),
                    Console.OpenStandardOutput()
                );
                await using var server = McpServer.Create(
                    new StreamServerTransport(talk.Input, talk.Output, "trellis"),
                    options
                );
                await server.RunAsync(stop);
                return 0;
            }
        );
        return command;
    }

    private static readonly IReadOnlyList<Tool> Tools =
    [
        Describe(
            "search",
            "Find schools, trusts, councils and regions by name, place, postcode or number.",
            """
            {"type":"object","properties":{
              "text":{"type":"string","description":"A name, a place, a postcode, a URN, a UID, ..."},
              "count":{"type":"integer","minimum":1,"maximum":50,"description":"How many; 10 where nothing is said."}},
             "required":["text"]}
            """
        ),
        Describe(
            "school",
            "A school by URN: facts of the register, its groups, its inspections and its newest figures, each with its source.",
            """
            {"type":"object","properties":{"urn":{"type":"integer","description":"Six digits; an earlier URN of the school will do."}},"required":["urn"]}
            """
        ),
        Describe(
            "similar",
            "The schools most like a school, with what each characteristic adds to the squared distance.",
            """
            {"type":"object","properties":{
              "urn":{"type":"integer"},
              "method":{"type":"string","description":"dfe-2026-primary, dfe-2026-secondary-02, dfe-2012, fft-default or finance-2024; the usual one for the school where nothing is said."},
              "count":{"type":"integer","minimum":1,"maximum":500,"description":"How many; 10 where nothing is said."}},
             "required":["urn"]}
            """
        ),
        Describe(
            "trust",
            "A trust or another group by UID: its schools with the day each joined or left and how that is known.",
            """
            {"type":"object","properties":{"uid":{"type":"integer"}},"required":["uid"]}
            """
        ),
    ];

    private static Tool Describe(string name, string what, string schema) =>
        new()
        {
            Name = name,
            Description = what,
            InputSchema = JsonDocument.Parse(schema).RootElement,
            Annotations = new ToolAnnotations
            {
                ReadOnlyHint = true,
                IdempotentHint = true,
                OpenWorldHint = false,
            },
        };

    private static CallToolResult Call(
        Snapshot snapshot,
        SearchIndex search,
        CallToolRequestParams? request
    )
    {
        var arguments = new Arguments(request?.Arguments);
        return request?.Name switch
        {
            "search" => Search(snapshot, search, arguments),
            "school" => School(snapshot, arguments),
            "similar" => Similar(snapshot, arguments),
            "trust" => Trust(snapshot, arguments),
            _ => No($"There is no tool '{request?.Name}': search, school, similar or trust."),
        };
    }

    private static CallToolResult Search(Snapshot snapshot, SearchIndex search, Arguments given)
    {
        var said = given.Text("text") is { Length: > 0 } words ? words : given.Text("query");
        if (said is not { Length: > 0 and <= 200 } text)
            return No("Say in 'text' what to look for, in at most 200 letters.");
        if (given.Count(10, MostHits) is not { } count)
            return No($"'count' is a whole number from 1 to {MostHits}.");
        var answer = search.Find(new SearchQuery { Text = text, PageSize = count });
        return Yes(
            new
            {
                Snapshot = snapshot.Id,
                snapshot.IsFictional,
                answer.Total,
                Hits = answer.Hits.Select(h => new
                {
                    h.Name,
                    h.Address,
                    Kind = h switch
                    {
                        SchoolHit => "school",
                        GroupHit => "group",
                        AuthorityHit => "local authority",
                        _ => "region",
                    },
                    Urn = (h as SchoolHit)?.School.Urn.Value,
                    Uid = (h as GroupHit)?.Group.Uid.Value,
                    Open = (h as SchoolHit)?.School.IsOpen ?? (h as GroupHit)?.Group.IsOpen,
                    Town = (h as SchoolHit)?.School.Current.Town,
                    LocalAuthority = (h as SchoolHit)?.School.Current.LaName,
                    Trust = (h as SchoolHit)?.Trust?.Name,
                    h.Note,
                }),
                Source = RegisterSource(snapshot),
            }
        );
    }

    private static CallToolResult School(Snapshot snapshot, Arguments given)
    {
        if (given.Urn() is not { } urn)
            return No("Say in 'urn' a URN: a whole number of six digits.");
        if (snapshot.SchoolOf(urn) is not { } school)
            return No($"No school with URN {urn} is in this snapshot.");
        var now = school.Current;
        return Yes(
            new
            {
                Snapshot = snapshot.Id,
                snapshot.IsFictional,
                Urn = school.Urn.Value,
                Urns = school.Urns.Select(u => u.Value),
                school.Name,
                Status = $"{now.Status}",
                StatusAsOf = now.AsOf,
                now.Type,
                Phase = $"{now.Phase}",
                LocalAuthority = now.LaName,
                now.Region,
                now.Town,
                now.Postcode,
                now.Opened,
                now.Closed,
                now.Capacity,
                Address = $"/school/{school.Urn}",
                Source = RegisterSource(snapshot),
                Groups = snapshot
                    .MembershipsOf(school)
                    .Select(m => new
                    {
                        Uid = m.Uid.Value,
                        snapshot.Find(m.Uid)?.Name,
                        Type = snapshot.Find(m.Uid)?.TypeOn(m.From).Words(),
                        m.From,
                        m.To,
                        Evidence = Evidence.Words(m),
                    }),
                Inspections = snapshot
                    .InspectionsOf(school)
                    .Take(5)
                    .Select(i => new
                    {
                        i.Date,
                        i.Grade,
                        i.GradeWords,
                        i.Category,
                        ReportCard = i.Areas.Select(a => new { a.Area, a.Standard }),
                        Source = "Ofsted",
                    }),
                Figures = snapshot
                    .Measures.All.Select(m => (Measure: m, Newest: snapshot.Latest(school, m.Id)))
                    .Where(f => f.Newest is not null)
                    .Select(f => new
                    {
                        f.Measure.Id,
                        f.Measure.Label,
                        Unit = $"{f.Measure.Unit}".ToLowerInvariant(),
                        Year = f.Measure.YearLabel(f.Newest!.Year),
                        Figure = f.Newest.Value.OrNull,
                        Missing = f.Newest.Value is Published.Figure
                            ? null
                            : Marks.Why(f.Newest.Value),
                        Source = snapshot.SourceOf(f.Newest.Source).Words,
                    }),
            }
        );
    }

    private static CallToolResult Similar(Snapshot snapshot, Arguments given)
    {
        if (given.Urn() is not { } urn)
            return No("Say in 'urn' a URN: a whole number of six digits.");
        if (given.Count(10, Likeness.Most) is not { } count)
            return No($"'count' is a whole number from 1 to {Likeness.Most}.");
        if (snapshot.SchoolOf(urn) is not { } school)
            return No($"No school with URN {urn} is in this snapshot.");
        if (PeersOf.School(school, snapshot) is not { } peers)
            return No(
                $"{school.Name} is not compared: only open state-funded primary, secondary and special schools are."
            );
        var method = given.Text("method") is { Length: > 0 } name
            ? SimilarMethods.Find(name)
            : SimilarMethods.DefaultFor(peers);
        if (method is null)
            return No(
                $"There is no method of that name: {string.Join(", ", SimilarMethods.All.Select(m => m.Id))}."
            );
        switch (Likeness.In(snapshot).Ask(urn, method, take: count))
        {
            case NoSimilarAnswer no:
                return No(no.Sentence);
            case SimilarAnswer answer:
                using (var buffer = new MemoryStream())
                {
                    using (
                        var json = new Utf8JsonWriter(
                            buffer,
                            new JsonWriterOptions { Encoder = Json.Encoder }
                        )
                    )
                        SimilarJson.Write(
                            answer,
                            json,
                            Likeness.In(snapshot).Belonging(urn, method, count)
                        );
                    return Yes(Encoding.UTF8.GetString(buffer.ToArray()));
                }
            default:
                return No("There is no answer.");
        }
    }

    private static CallToolResult Trust(Snapshot snapshot, Arguments given)
    {
        if (given.Whole("uid") is not { } number || snapshot.Find(new Uid(number)) is not { } group)
            return No("Say in 'uid' the UID of a group in this snapshot: a whole number.");
        return Yes(
            new
            {
                Snapshot = snapshot.Id,
                snapshot.IsFictional,
                Uid = group.Uid.Value,
                group.Name,
                Type = group.Type.Words(),
                group.IsOpen,
                group.CompanyNumber,
                group.Opened,
                group.Closed,
                Address = $"/trust/{group.Uid}",
                Source = RegisterSource(snapshot),
                Schools = snapshot
                    .MembershipsIn(group.Uid)
                    .OrderBy(m => m.To is not null)
                    .ThenBy(m => m.Urn)
                    .Select(m => new
                    {
                        Urn = m.Urn.Value,
                        Name = snapshot.Find(m.Urn)?.DisplayName,
                        m.From,
                        m.To,
                        Evidence = Evidence.Words(m),
                    }),
            }
        );
    }

    private static string RegisterSource(Snapshot snapshot) =>
        snapshot
            .Sources.Where(s => s.Key.StartsWith("gias/", StringComparison.Ordinal))
            .Where(s => s.Date == snapshot.RegisterDate)
            .Select(s => s.Words)
            .FirstOrDefault()
        ?? "no register in this snapshot";

    private static CallToolResult Yes(object answer) => Yes(JsonSerializer.Serialize(answer, Json));

    private static CallToolResult Yes(string json) =>
        new() { Content = [new TextContentBlock { Text = json }] };

    private static CallToolResult No(string sentence) =>
        new() { IsError = true, Content = [new TextContentBlock { Text = sentence }] };

    /// <summary>What the assistant gave: anything may be missing or of another kind.</summary>
    private sealed class Arguments(IDictionary<string, JsonElement>? given)
    {
        public string? Text(string name) =>
            given is not null
            && given.TryGetValue(name, out var value)
            && value.ValueKind == JsonValueKind.String
                ? value.GetString()
                : null;

        /// <summary>A whole number, also where it was written as text.</summary>
        public int? Whole(string name) =>
            given is null || !given.TryGetValue(name, out var value) ? null
            : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number
            : int.TryParse(Text(name), out var written) ? written
            : null;

        public Urn? Urn() =>
            Schools.Urn.TryParse(Whole("urn")?.ToString(), null, out var urn) ? urn : null;

        public int? Count(int usual, int most) =>
            given is null || !given.ContainsKey("count") ? usual
            : Whole("count") is >= 1 and var count && count <= most ? count
            : null;
    }
}
