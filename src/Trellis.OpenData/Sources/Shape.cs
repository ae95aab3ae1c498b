using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace Trellis.Sources;

/// <summary>What the entries of one folder under <c>definitions/</c> have to look like: every field that may stand in them, and what may stand in it.</summary>
/// <remarks>A field that is not named is refused, because a field with a slip in its name would otherwise be a field left out. Every shape but a <see cref="Part"/> has <c>reviewed</c> and <c>review-by</c>.</remarks>
public sealed class Shape
{
    private readonly Dictionary<string, Field> fields;
    private readonly bool isPart;

    /// <param name="fields">All but the days of review, which every entry has.</param>
    public Shape(params Field[] fields)
        : this(
            [.. fields, new Field("reviewed", Content.Day), new Field("review-by", Content.Day)],
            isPart: false
        ) { }

    private Shape(IEnumerable<Field> fields, bool isPart)
    {
        this.fields = fields.ToDictionary(f => f.Name);
        this.isPart = isPart;
    }

    /// <summary>What the entries of a list inside an entry look like. They are reviewed with the entry they are in, and have no days of their own.</summary>
    public static Shape Part(params Field[] fields) => new(fields, isPart: true);

    /// <summary>What may stand in a field.</summary>
    public enum Content
    {
        Text,

        /// <summary>A word of <see cref="Field.Among"/>.</summary>
        Choice,
        Whole,
        Number,

        /// <summary>As 2026-11-22.</summary>
        Day,

        /// <summary>"true"; left out where it does not hold.</summary>
        Flag,

        /// <summary>A list of texts, at least one.</summary>
        Texts,

        /// <summary>A list of numbers, at least one.</summary>
        Numbers,

        /// <summary>A list of entries, at least one, each as <see cref="Field.Of"/> says.</summary>
        Entries,
    }

    /// <summary>One field.</summary>
    /// <param name="Among">The words it may be, where it is a choice.</param>
    public sealed record Field(
        string Name,
        Content Content = Content.Text,
        bool Optional = false,
        params IReadOnlyList<string> Among
    )
    {
        /// <summary>What each entry looks like, where it is a list of entries; else null.</summary>
        public Shape? Of { get; private init; }

        /// <summary>A field that is a list of entries.</summary>
        /// <param name="each">A <see cref="Part"/>.</param>
        public static Field List(string name, Shape each, bool optional = false) =>
            new(name, Content.Entries, optional) { Of = each };
    }

    /// <summary>The first thing about an entry that does not fit, with its line counted from 1; null where all fits.</summary>
    internal (int Line, string Why)? Misfit(YamlMappingNode entry)
    {
        foreach (var (key, value) in entry.Children)
        {
            var name = (key as YamlScalarNode)?.Value ?? "";
            if (!fields.TryGetValue(name, out var field))
                return (
                    Line(key),
                    $"there is no field '{name}' in such a file; there are: {string.Join(", ", fields.Keys.Order(StringComparer.Ordinal))}."
                );
            if (field.Of is { } each)
            {
                if (MisfitAmong(field, each, value) is { } misfit)
                    return misfit;
            }
            else if (Misfit(field, value) is { } why)
                return (Line(value), why);
        }
        foreach (var field in fields.Values)
            if (!field.Optional && !entry.Children.ContainsKey(new YamlScalarNode(field.Name)))
                return (Line(entry), $"'{field.Name}' is missing.");
        if (isPart)
            return null;
        var (reviewed, by) = (Day(entry, "reviewed"), Day(entry, "review-by"));
        return by <= reviewed
            ? (
                Line(entry.Children[new YamlScalarNode("review-by")]),
                "'review-by' is not after 'reviewed'."
            )
            : null;
    }

    internal static int Line(YamlNode node) => (int)node.Start.Line;

    private static DateOnly Day(YamlMappingNode entry, string name) =>
        DateOnly.ParseExact(
            ((YamlScalarNode)entry.Children[new YamlScalarNode(name)]).Value!,
            "yyyy-MM-dd"
        );

    private static (int Line, string Why)? MisfitAmong(Field field, Shape each, YamlNode value)
    {
        if (value is not YamlSequenceNode { Children.Count: > 0 } list)
            return (
                Line(value),
                $"'{field.Name}' has to be a list of entries, each begun with '-'."
            );
        foreach (var one in list.Children)
            if (one is not YamlMappingNode entry)
                return (Line(one), $"'{field.Name}' has an entry that is not named fields.");
            else if (each.Misfit(entry) is { } misfit)
                return (misfit.Line, $"in '{field.Name}': {misfit.Why}");
        return null;
    }

    private static string? Misfit(Field field, YamlNode value)
    {
        if (field.Content is Content.Texts or Content.Numbers)
        {
            if (value is not YamlSequenceNode { Children.Count: > 0 } list)
                return $"'{field.Name}' has to be a list, as [a, b].";
            foreach (var one in list.Children)
                if (one is not YamlScalarNode { Value: { Length: > 0 } part })
                    return $"'{field.Name}' has something in its list that is no {(field.Content == Content.Texts ? "text" : "number")}.";
                else if (field.Content == Content.Numbers && !IsNumber(part))
                    return $"'{field.Name}': '{part}' is no number.";
            return null;
        }
        if (value is not YamlScalarNode { Value: var text } || string.IsNullOrWhiteSpace(text))
            return value is YamlScalarNode
                ? $"'{field.Name}' is empty."
                : $"'{field.Name}' has to be one value and not a list.";
        return field.Content switch
        {
            Content.Choice when !field.Among.Contains(text, StringComparer.OrdinalIgnoreCase) =>
                $"'{field.Name}' is '{text}'; it can be: {string.Join(", ", field.Among)}.",
            Content.Whole
                when !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _) =>
                $"'{field.Name}': '{text}' is no whole number.",
            Content.Number when !IsNumber(text) => $"'{field.Name}': '{text}' is no number.",
            Content.Day when !DateOnly.TryParseExact(text, "yyyy-MM-dd", out _) =>
                $"'{field.Name}': '{text}' is no day as 2026-11-22.",
            Content.Flag when text != "true" =>
                $"'{field.Name}' is 'true' or is left out; '{text}' is neither.",
            _ => null,
        };
    }

    private static bool IsNumber(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        && double.IsFinite(number);
}
