using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Microsoft.AspNetCore.Html;

namespace Trellis.Components;

/// <summary>The design system's own examples: the options given to a component and the HTML that must come of them.</summary>
internal static class Fixtures
{
    /// <summary>Properties that hold an object or nothing; the fixtures write "nothing" in many ways.</summary>
    private static readonly HashSet<string> Objects = new(StringComparer.Ordinal)
    {
        "label",
        "hint",
        "errorMessage",
        "fieldset",
        "legend",
        "formGroup",
        "prefix",
        "suffix",
        "inputWrapper",
        "card",
        "conditional",
        "beforeInput",
        "afterInput",
        "beforeInputs",
        "afterInputs",
        "previous",
        "next",
    };

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Converters =
        {
            new HtmlReader(),
            new TextReaderOfAnything(),
            new AttributesReader(),
            new FlagReader(),
        },
        NumberHandling = JsonNumberHandling.AllowReadingFromString,
    };

    public static IEnumerable<(string Name, string Ours, string Theirs)> Of<TComponent>(
        string component
    )
        where TComponent : Component
    {
        var path = Repository.PathTo(
            "src",
            "Trellis.Web",
            "node_modules",
            "govuk-frontend",
            "dist",
            "govuk",
            "components",
            component,
            "fixtures.json"
        );
        Assert.True(
            File.Exists(path),
            $"The design system's fixtures are not there ({Path.GetRelativePath(Repository.Root, path)}). Run 'sh src/Trellis.Web/build/assets.sh', which installs them."
        );
        using var stream = File.OpenRead(path);
        foreach (var fixture in JsonNode.Parse(stream)!["fixtures"]!.AsArray())
        {
            var name = fixture!["name"]!.GetValue<string>();
            var options = Clean(fixture["options"]!.DeepClone());
            var made = options.Deserialize<TComponent>(Options)!;
            yield return (name, Normal(made.ToHtml()), Normal(fixture["html"]!.GetValue<string>()));
        }
    }

    private static JsonNode Clean(JsonNode node)
    {
        if (node is JsonObject map)
        {
            foreach (var (key, value) in map.ToList())
            {
                // A part of a date has a label that is only words.
                var words =
                    key == "label"
                    && value?.GetValueKind() == JsonValueKind.String
                    && value.GetValue<string>().Length > 0;
                if (value is null || (Objects.Contains(key) && value is not JsonObject && !words))
                    map.Remove(key);
                else if (
                    key == "value"
                    && value is JsonValue given
                    && given.GetValueKind() == JsonValueKind.False
                )
                    map[key] = "false";
                else if (
                    key is ("day" or "month" or "year")
                    && value.GetValueKind() == JsonValueKind.False
                )
                    map.Remove(key);
                else if (key != "attributes")
                    Clean(value);
            }
        }
        else if (node is JsonArray list)
        {
            for (var i = 0; i < list.Count; i++)
            {
                // An example's way to leave an item out.
                if (list[i] is JsonValue value && value.GetValueKind() is JsonValueKind.False)
                    list[i] = null;
                else if (
                    list[i] is JsonValue text
                    && text.GetValueKind() is JsonValueKind.String
                    && text.GetValue<string>() == ""
                )
                    list[i] = null;
                else if (list[i] is JsonObject { Count: 0 })
                    list[i] = null;
                else if (list[i] is { } item)
                    Clean(item);
            }
        }

        return node;
    }

    /// <summary>One line an element, attributes in order of name, blank space folded: what a browser makes of it.</summary>
    private static string Normal(string html)
    {
        var document = new HtmlParser().ParseDocument($"<body>{html}</body>");
        var lines = new List<string>();
        foreach (var node in document.Body!.ChildNodes)
            Lines(node, 0, lines);
        return string.Join('\n', lines);
    }

    private static void Lines(INode node, int depth, List<string> lines)
    {
        var margin = new string(' ', depth);
        if (node is IText text)
        {
            var folded = string.Join(
                ' ',
                text.Data.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            );
            if (folded.Length > 0)
                lines.Add(margin + folded);
        }
        else if (node is IElement element)
        {
            var attributes = element
                .Attributes.OrderBy(a => a.Name, StringComparer.Ordinal)
                .Select(a =>
                    $" {a.Name}=\"{string.Join(' ', a.Value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))}\""
                );
            lines.Add($"{margin}<{element.LocalName}{string.Concat(attributes)}>");
            foreach (var child in element.ChildNodes)
                Lines(child, depth + 1, lines);
        }
    }

    private sealed class HtmlReader : JsonConverter<IHtmlContent>
    {
        public override IHtmlContent? Read(
            ref Utf8JsonReader reader,
            Type type,
            JsonSerializerOptions options
        ) =>
            reader.TokenType == JsonTokenType.String && reader.GetString() is { Length: > 0 } html
                ? new HtmlString(html)
                : null;

        public override void Write(
            Utf8JsonWriter writer,
            IHtmlContent value,
            JsonSerializerOptions options
        ) => throw new NotSupportedException();
    }

    private sealed class TextReaderOfAnything : JsonConverter<string>
    {
        public override string? Read(
            ref Utf8JsonReader reader,
            Type type,
            JsonSerializerOptions options
        ) =>
            reader.TokenType switch
            {
                JsonTokenType.String => reader.GetString(),
                JsonTokenType.Number => reader.GetDouble().ToString(),
                JsonTokenType.True => "true",
                JsonTokenType.False => null,
                _ => throw new JsonException($"A text was expected, not {reader.TokenType}."),
            };

        public override void Write(
            Utf8JsonWriter writer,
            string value,
            JsonSerializerOptions options
        ) => throw new NotSupportedException();
    }

    private sealed class FlagReader : JsonConverter<bool>
    {
        public override bool Read(
            ref Utf8JsonReader reader,
            Type type,
            JsonSerializerOptions options
        ) =>
            reader.TokenType switch
            {
                JsonTokenType.True => true,
                JsonTokenType.String => reader.GetString()!.Length > 0,
                _ => false,
            };

        public override void Write(
            Utf8JsonWriter writer,
            bool value,
            JsonSerializerOptions options
        ) => throw new NotSupportedException();
    }

    private sealed class AttributesReader : JsonConverter<IReadOnlyDictionary<string, string?>>
    {
        public override IReadOnlyDictionary<string, string?> Read(
            ref Utf8JsonReader reader,
            Type type,
            JsonSerializerOptions options
        )
        {
            var attributes = new Dictionary<string, string?>(StringComparer.Ordinal);
            var node = JsonNode.Parse(ref reader);
            if (node is JsonValue text)
            {
                // Attributes written as they stand in a tag.
                var element = new HtmlParser()
                    .ParseDocument($"<i{text.GetValue<string>()}></i>")
                    .QuerySelector("i")!;
                foreach (var attribute in element.Attributes)
                    attributes[attribute.Name] = attribute.Value;
                return attributes;
            }

            foreach (var (name, value) in node!.AsObject())
            {
                var optional = value is JsonObject o && o["optional"]?.GetValue<bool>() == true;
                var given = value is JsonObject pair ? pair["value"] : value;
                if (optional && (given is null || given.GetValueKind() == JsonValueKind.False))
                    continue;
                attributes[name] = given switch
                {
                    null => "",
                    _ when optional && given.GetValueKind() == JsonValueKind.True => "",
                    _ => given.ToString(),
                };
            }

            return attributes;
        }

        public override void Write(
            Utf8JsonWriter writer,
            IReadOnlyDictionary<string, string?> value,
            JsonSerializerOptions options
        ) => throw new NotSupportedException();
    }
}
