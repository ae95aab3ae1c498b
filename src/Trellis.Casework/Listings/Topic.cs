using System.Collections.Frozen;
using System.Reflection;
using Trellis.Partners;
using Trellis.Sources;

namespace Trellis.Listings;

/// <summary>What a need, an offer or a post may be about: a need of definitions/needs, or an entry of definitions/expertise.</summary>
/// <param name="Label">As a heading: "Early years".</param>
/// <param name="Group">Under which heading a list shows it: "subject"; "figures" for those that published figures speak of.</param>
/// <param name="What">What it means, in a sentence.</param>
/// <param name="Need">What published figures say of it; null where they say nothing.</param>
public sealed record Topic(TopicId Id, string Label, string Group, string What, Need? Need)
{
    private static readonly Shape Shape = new(
        new("id"),
        new("label"),
        new(
            "group",
            Shape.Content.Choice,
            false,
            "subject",
            "teaching",
            "pupils",
            "staff",
            "phase",
            "running"
        ),
        new("what")
    );

    /// <exception cref="UnreadableSourceException">The file does not fit; the message says in which line and why.</exception>
    public static IReadOnlyList<Topic> ParseFile(string file, string yaml) =>
        [
            .. ReviewedFile
                .List(file, yaml, Shape)
                .Select(given => new Topic(
                    TopicId.TryParse(given.Field("id"), null, out var id)
                        ? id
                        : throw given.Wrong("'id' is small letters with hyphens.", "id"),
                    given.Field("label"),
                    given.Field("group"),
                    given.Field("what"),
                    null
                )),
        ];
}

/// <summary>The topics of the directory, as they were built in.</summary>
public static class Topics
{
    private static readonly Lazy<FrozenDictionary<TopicId, Topic>> Read = new(() =>
        Index(
            Needs
                .All.Select(n => new Topic(TopicId.Parse(n.Id), n.Label, "figures", n.What, n))
                .Concat(
                    ReviewedFile
                        .BuiltIn(Assembly.GetExecutingAssembly(), "expertise/", Topic.ParseFile)
                        .SelectMany(topics => topics)
                )
        )
    );

    /// <exception cref="UnreadableSourceException">Two topics, or a topic and a need, have one id.</exception>
    internal static FrozenDictionary<TopicId, Topic> Index(IEnumerable<Topic> topics)
    {
        var index = new Dictionary<TopicId, Topic>();
        foreach (var topic in topics)
            if (!index.TryAdd(topic.Id, topic))
                throw new UnreadableSourceException(
                    "expertise/topics.yaml",
                    $"'{topic.Id}' is there twice, or is a need of definitions/needs."
                );
        return index.ToFrozenDictionary();
    }

    /// <summary>Every topic, by label.</summary>
    public static IReadOnlyList<Topic> All { get; } =
    [.. Read.Value.Values.OrderBy(t => t.Label, StringComparer.Ordinal)];

    /// <summary>The topic of an id; null where there is none.</summary>
    public static Topic? Of(TopicId id) => Read.Value.GetValueOrDefault(id);
}
