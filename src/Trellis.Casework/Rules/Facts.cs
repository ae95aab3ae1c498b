using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;

namespace Trellis.Rules;

/// <summary>Why a fact cannot be taken.</summary>
/// <param name="Field">The fact; "facts" for the whole.</param>
/// <param name="Sentence">What was told and what may be.</param>
public sealed record FactTrouble(string Field, string Sentence);

/// <summary>What is told of a school and its case: all that the rules ask, and nothing that names the school.</summary>
/// <remarks>Whatever is not told is not known; each field of <see cref="FactField"/> says what then is taken.</remarks>
public sealed class Facts
{
    public static readonly Facts None = new(new Dictionary<string, object>());

    private readonly FrozenDictionary<string, object> told;

    private Facts(IReadOnlyDictionary<string, object> told) =>
        this.told = told.ToFrozenDictionary();

    /// <summary>Whether a fact is told.</summary>
    public bool Has(string field) => told.ContainsKey(field);

    /// <summary>The word told for a choice, "yes" and "no" included; null where it is not told.</summary>
    public string? Word(string field) => told.GetValueOrDefault(field) as string;

    public DateOnly? Day(string field) =>
        told.TryGetValue(field, out var value) ? value as DateOnly? : null;

    public decimal? Number(string field) =>
        told.TryGetValue(field, out var value) ? value as decimal? : null;

    public IReadOnlyList<decimal> Numbers(string field) =>
        told.GetValueOrDefault(field) as IReadOnlyList<decimal> ?? [];

    /// <summary>Inspections by day, the latest last; one of the field "grade" where they are not told one by one.</summary>
    public IReadOnlyList<Inspected> Inspections =>
        told.GetValueOrDefault("inspections") as IReadOnlyList<Inspected> ?? [];

    /// <summary>The latest grade; null where none is told.</summary>
    public string? Grade => Inspections is [.., var last] ? last.Grade : Word("grade");

    /// <summary>The day of the latest inspection or report; null where none is told.</summary>
    public DateOnly? InspectedOn =>
        new[] { Day("report-on"), Inspections is [.., var last] ? last.On : null }.Max();

    /// <summary>What is told, as files write it, in the order of the fields.</summary>
    public IReadOnlyList<(FactField Field, string Text)> Told =>
        [.. FactField.All.Where(f => Has(f.Name)).Select(f => (f, Written(told[f.Name])))];

    /// <summary>The facts as an address asks them: "school=community&amp;category=special-measures".</summary>
    public string Query =>
        string.Join('&', Told.Select(t => $"{t.Field.Name}={Uri.EscapeDataString(t.Text)}"));

    /// <summary>The same with one fact more, or changed.</summary>
    /// <exception cref="ArgumentException">It cannot be taken.</exception>
    public Facts With(string field, string text)
    {
        var read = Read([
            .. Told.Where(t => t.Field.Name != field)
                .Select(t => KeyValuePair.Create(t.Field.Name, t.Text)),
            KeyValuePair.Create(field, text),
        ]);
        return read.Troubles is [var trouble, ..]
            ? throw new ArgumentException(trouble.Sentence, nameof(text))
            : read.Facts;
    }

    /// <summary>Reads facts as an address or a form tells them; empty ones are not told.</summary>
    public static (Facts Facts, IReadOnlyList<FactTrouble> Troubles) Read(
        IEnumerable<KeyValuePair<string, string>> given
    )
    {
        var told = new Dictionary<string, object>();
        var troubles = new List<FactTrouble>();
        foreach (var (name, text) in given)
        {
            if (FactField.Of(name) is not { } field)
                troubles.Add(
                    new(
                        name,
                        $"There is no fact '{name}'. There are: {string.Join(", ", FactField.All.Select(f => f.Name))}."
                    )
                );
            else if (text.Trim().Length == 0)
                continue;
            else if (ValueOf(field, text.Trim()) is not { } value)
                troubles.Add(
                    new(field.Name, $"'{field.Name}' cannot be '{text}'. {field.Allowed}")
                );
            else if (!told.TryAdd(field.Name, value))
                troubles.Add(new(field.Name, $"'{field.Name}' is told twice."));
        }
        var facts = new Facts(told);
        return (facts, troubles.Count > 0 ? troubles : [.. facts.AtOdds()]);
    }

    /// <summary>Reads facts from a file.</summary>
    public static (Facts Facts, IReadOnlyList<FactTrouble> Troubles) ReadJson(string json)
    {
        try
        {
            using var file = JsonDocument.Parse(json);
            if (file.RootElement.ValueKind != JsonValueKind.Object)
                return (
                    None,
                    [new("facts", "The facts are one object, as {\"school\": \"community\"}.")]
                );
            var given = new List<KeyValuePair<string, string>>();
            foreach (var property in file.RootElement.EnumerateObject())
                given.Add(KeyValuePair.Create(property.Name, Text(property.Value)));
            return Read(given);
        }
        catch (JsonException wrong)
        {
            return (
                None,
                [
                    new(
                        "facts",
                        $"The facts are not JSON: line {(wrong.LineNumber ?? 0) + 1}, place {(wrong.BytePositionInLine ?? 0) + 1}."
                    ),
                ]
            );
        }
    }

    /// <summary>Facts that have not happened on the day asked about.</summary>
    public IEnumerable<FactTrouble> LaterThan(DateOnly day)
    {
        foreach (var (field, text) in Told)
            if (field.Kind == FactKind.Day && field.Name != "closing-on" && Day(field.Name) > day)
                yield return new(
                    field.Name,
                    $"'{field.Name}' is {text}, after the day asked about, {Written(day)}."
                );
        if (Inspections is [.., var last] && last.On > day)
            yield return new(
                "inspections",
                $"'inspections' has {Written(last.On)}, after the day asked about, {Written(day)}."
            );
    }

    /// <summary>Facts that cannot both be so.</summary>
    private IEnumerable<FactTrouble> AtOdds()
    {
        foreach (var later in (string[])["converted-on", "revoked-on"])
            if (Day(later) is { } day)
                if (Day("order-on") is not { } order)
                    yield return new(later, $"'{later}' needs 'order-on': the day of the order.");
                else if (day < order)
                    yield return new(later, $"'{later}' is before 'order-on'.");
        if (Word("limb") == "duty" && Day("order-on") is { } made)
            if (LegalRules.Of(FactWords.DutyRule) is { } duty && !duty.HeldOn(made))
                yield return new(
                    "limb",
                    $"'limb' cannot be 'duty' for an order of that day. {duty.Says} This rule {duty.WhenHeld}. Source: {duty.Source}."
                );
        foreach (
            var (part, whole) in ((string, string)[])
                [("pupils-signed", "pupils-all"), ("staff-signed", "staff-all")]
        )
            if (Number(part) is { } some && Number(whole) is { } all && some > all)
                yield return new(part, $"'{part}' is more than '{whole}'.");
        if (Day("published-on") is { } from && Day("closing-on") is { } to && to < from)
            yield return new("closing-on", "'closing-on' is before 'published-on'.");
    }

    private static object? ValueOf(FactField field, string text) =>
        field.Kind switch
        {
            FactKind.Choice or FactKind.YesNo => field.WordFor(text),
            FactKind.Day => DayIn(text),
            FactKind.Number => NumberIn(text),
            FactKind.Numbers => Each(text, NumberIn),
            _ => Each<Inspected>(text, InspectedIn) is { } all
                ? (IReadOnlyList<Inspected>)[.. all.OrderBy(i => i.On)]
                : null,
        };

    private static IReadOnlyList<T>? Each<T>(string text, Func<string, T?> read)
        where T : class
    {
        var all = text.Split(
                [',', ';'],
                StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries
            )
            .Select(read)
            .ToList();
        return all.Count == 0 || all.Contains(null) ? null : [.. all.OfType<T>()];
    }

    private static IReadOnlyList<decimal>? Each(string text, Func<string, decimal?> read)
    {
        var all = text.Split(
                [',', ';'],
                StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries
            )
            .Select(read)
            .ToList();
        return all.Count == 0 || all.Contains(null) ? null : [.. all.OfType<decimal>()];
    }

    private static DateOnly? DayIn(string text) =>
        DateOnly.TryParseExact(
            text,
            "yyyy-MM-dd",
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out var day
        )
            ? day
            : null;

    private static decimal? NumberIn(string text) =>
        decimal.TryParse(
            text,
            NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture,
            out var number
        )
            ? number
            : null;

    private static Inspected? InspectedIn(string text) =>
        text.Length > 11
        && DayIn(text[..10]) is { } on
        && FactField.Of("grade")!.WordFor(text[11..]) is { } grade
            ? new Inspected(on, grade)
            : null;

    private static string Text(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.True => "yes",
            JsonValueKind.False => "no",
            JsonValueKind.Null => "",
            JsonValueKind.Array => string.Join(", ", value.EnumerateArray().Select(Text)),
            // An inspection as an object has its day and its grade, in whichever order.
            JsonValueKind.Object => string.Join(
                ' ',
                value.EnumerateObject().Select(p => Text(p.Value)).OrderBy(t => DayIn(t) is null)
            ),
            _ => value.GetRawText(),
        };

    private static string Written(object value) =>
        value switch
        {
            DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            decimal number => number.ToString(CultureInfo.InvariantCulture),
            IReadOnlyList<decimal> numbers => string.Join(", ", numbers.Select(n => Written(n))),
            IReadOnlyList<Inspected> all => string.Join(
                ", ",
                all.Select(i => $"{Written(i.On)} {i.Grade}")
            ),
            _ => (string)value,
        };
}
