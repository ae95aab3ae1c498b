using System.Globalization;
using System.Text.Json;
using Trellis.Placements;
using Trellis.Sources;

namespace Trellis.Lab;

/// <summary>One pass over a file that somebody wrote: what in it was put right and what cannot be, each with its place.</summary>
internal sealed class FileReading
{
    // A refusal of thousands of lines helps nobody.
    private const int ShownRefusals = 20;

    private readonly List<FileRemark> cleaned = [];
    private readonly List<FileRemark> refused = [];

    /// <summary>What was put right, in the order of the file.</summary>
    public IReadOnlyList<FileRemark> Cleaned => [.. cleaned.OrderBy(r => r.Line)];

    public bool AnyRefused => refused.Count > 0;

    public void Clean(LinedJson at, string why) =>
        cleaned.Add(new FileRemark(at.Line, at.Place, why));

    public void Refuse(LinedJson at, string why) =>
        refused.Add(new FileRemark(at.Line, at.Place, why));

    /// <exception cref="UnreadableSourceException">Something was refused; a line for each, where and why.</exception>
    public void End(string file)
    {
        if (!AnyRefused)
            return;
        var shown = refused.OrderBy(r => r.Line).Take(ShownRefusals).Select(r => r.ToString());
        if (refused.Count > ShownRefusals)
            shown = shown.Append(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"and {refused.Count - ShownRefusals} more."
                )
            );
        throw new UnreadableSourceException(file, string.Join('\n', shown));
    }

    /// <summary>The fields of an object by name. One that is missing, and one that stands twice, are refused.</summary>
    /// <param name="what">What has the fields, for sentences: "the file", "an arc".</param>
    /// <param name="passOver">Whether a field of another name is passed over and said so, or refused.</param>
    public Dictionary<string, LinedJson> Fields(
        LinedJson at,
        string what,
        string[] required,
        string[] optional,
        bool passOver
    )
    {
        var fields = new Dictionary<string, LinedJson>(StringComparer.Ordinal);
        if (at.Kind != JsonTokenType.StartObject)
        {
            Refuse(at, $"{what} has named fields; there is {at.Words}.");
            return fields;
        }
        foreach (var (name, value) in at.Fields)
            if (!required.Contains(name) && !optional.Contains(name))
            {
                var known = string.Join(", ", required.Concat(optional));
                if (passOver)
                    Clean(
                        value,
                        $"'{name}' is no field of {what} and was passed over; there are {known}."
                    );
                else
                    Refuse(value, $"'{name}' is no field of {what}; there are {known}.");
            }
            else if (!fields.TryAdd(name, value))
                Refuse(value, $"'{name}' is there twice.");
        foreach (var name in required)
            if (!at.Fields.Any(f => f.Key == name))
                Refuse(at, $"{what} has no '{name}'.");
        return fields;
    }

    /// <summary>The entries of an object whose fields are names that the file's writer chose, each with its number; what stands twice or is blank is refused.</summary>
    /// <param name="what">What is named: "resident".</param>
    public Names Named(LinedJson? at, string what)
    {
        var names = new Names(what);
        if (at is null)
            return names;
        if (at.Kind != JsonTokenType.StartObject)
            Refuse(at, $"an object with a field for each {what} is expected; there is {at.Words}.");
        foreach (var (name, value) in at.Fields)
            if (string.IsNullOrWhiteSpace(name))
                Refuse(value, $"a {what} has no name.");
            else if (!names.Add(name, value))
                Refuse(
                    value,
                    $"{what} '{name}' is there twice, first in line {names.At(name).Line}."
                );
        return names;
    }

    /// <summary>The items of a list; what is no list is refused and gives none.</summary>
    public IReadOnlyList<LinedJson> Items(LinedJson at, string what)
    {
        if (at.Kind == JsonTokenType.StartArray)
            return at.Items;
        Refuse(at, $"a list of {what} is expected; there is {at.Words}.");
        return [];
    }
}

/// <summary>Names that a file gives to things of one kind, numbered from 0 in the order of the file.</summary>
public sealed class Names(string what)
{
    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);
    private readonly List<string> all = [];
    private readonly List<LinedJson> places = [];

    /// <summary>What is named: "resident".</summary>
    public string What => what;

    public IReadOnlyList<string> All => all;

    /// <summary>What the file says of each.</summary>
    public IReadOnlyList<LinedJson> Places => places;

    public int Count => all.Count;

    public string this[int number] => all[number];

    public bool Add(string name, LinedJson at)
    {
        if (!numbers.TryAdd(name, all.Count))
            return false;
        all.Add(name);
        places.Add(at);
        return true;
    }

    public LinedJson At(string name) => places[numbers[name]];

    /// <summary>The number of a name; -1 where it names nothing.</summary>
    public int Find(string name) => numbers.GetValueOrDefault(name, -1);
}
