using System.Text.Json;

namespace Trellis.Journal;

/// <summary>An entry as it lies in the tables, nothing of it believed.</summary>
/// <param name="Texts">The words kept for it.</param>
/// <param name="Erased">Where words stood whose rows say that this entry erased them.</param>
public sealed record Line(
    long Number,
    string At,
    string Act,
    string Kind,
    string Subject,
    string By,
    string Role,
    string Scope,
    string? Second,
    string Payload,
    string Previous,
    string Hash,
    IReadOnlyList<EntryText> Texts,
    IReadOnlyList<TextPlace> Erased
)
{
    /// <summary>An entry as it would lie in the tables.</summary>
    public static Line Of(Entry entry, IReadOnlyList<TextPlace> erased) =>
        new(
            entry.Number,
            Writing.Instant(entry.At),
            entry.Act,
            entry.Kind,
            entry.Subject,
            entry.By,
            entry.Role,
            entry.Scope,
            entry.Second,
            entry.Payload,
            entry.Previous,
            entry.Hash,
            entry.Texts,
            erased
        );
}

/// <summary>What is wrong with a journal.</summary>
/// <param name="Entry">The first entry that is not as it was written, or that is missing.</param>
/// <param name="Sentence">What is wrong with it, for people.</param>
public sealed record Fault(long Entry, string Sentence);

/// <summary>A head that was published, from wherever it was kept.</summary>
public sealed record HeadOfDay(DateOnly Day, long Number, string Hash);

/// <summary>A walk along the journal, entry by entry, that ends at the first fault. Pure, and as large after a million entries as after one.</summary>
/// <remarks>
/// <para>What it finds: an entry changed, taken out, put in or moved; a column that says otherwise than the payload beside it;
/// words that are not those of their digest, are missing without an erasure that names them, or are still there after one;
/// a head or a published head that is not on the chain.</para>
/// <para>What it cannot find: entries taken off the end above the newest published head, by somebody who also wrote the head
/// anew. Nothing outside the database knows of them yet, which is why the head is published each day.</para>
/// </remarks>
public sealed record Verification
{
    private ILookup<long, HeadOfDay> Heads { get; init; }
    private HeadOfDay? Farthest { get; init; }

    /// <summary>The published head that was last found on the chain.</summary>
    private HeadOfDay? Held { get; init; }
    private Head BeforeThat { get; init; } = Head.Empty;

    /// <summary>The entry last walked over.</summary>
    public Head Reached { get; private init; } = Head.Empty;

    /// <summary>How many words were found as their digests say.</summary>
    public long Words { get; private init; }

    /// <summary>How many words were found to be erased, by an entry that names them.</summary>
    public long Erased { get; private init; }

    /// <summary>What is wrong; null as long as all is well.</summary>
    public Fault? Fault { get; private init; }

    /// <summary>A walk that has not begun.</summary>
    /// <param name="heads">Every published head that has to lie on the chain.</param>
    public Verification(IReadOnlyList<HeadOfDay> heads)
    {
        Heads = heads.ToLookup(h => h.Number);
        Farthest = heads.MaxBy(h => h.Number);
    }

    /// <summary>Walks over the next entry; a walk that has found a fault stays where it is.</summary>
    /// <param name="namedBy">The places that an entry's payload says were erased by it; nothing for an entry that is no erasure or is not there.</param>
    public Verification Next(Line line, Func<long, IReadOnlySet<TextPlace>> namedBy)
    {
        if (Fault is not null)
            return this;
        if (line.Number > Reached.Number + 1)
            return Wrong(
                Reached.Number + 1,
                $"it is missing; the next that is there is {line.Number}"
            );
        if (line.Number != Reached.Number + 1)
            return Wrong(line.Number, $"it stands after entry {Reached.Number}");
        JsonDocument payload;
        try
        {
            payload = JsonDocument.Parse(line.Payload);
        }
        catch (JsonException)
        {
            return Wrong(line.Number, "its payload cannot be read");
        }
        using (payload)
        {
            var root = payload.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
                return Wrong(line.Number, "its payload cannot be read");
            if ((Unchained(line, root) ?? Unlike(line, root)) is { } fault)
                return this with { Fault = fault };
            var digests = Digests(root);
            if (
                (
                    OffWords(line, root, digests, namedBy)
                    ?? StillThere(line, root)
                    ?? OffHead(line)
                ) is
                { } also
            )
                return this with { Fault = also };
            var gone = line.Texts.Count(t => t.ErasedBy is not null);
            return this with
            {
                BeforeThat = Reached,
                Reached = new Head(line.Number, line.Hash),
                Held = Heads[line.Number].FirstOrDefault() ?? Held,
                Words = Words + line.Texts.Count - gone,
                Erased = Erased + gone,
            };
        }
    }

    /// <summary>Ends the walk: the last entry has to be the one that the head names, and no published head may lie beyond it.</summary>
    public Verification End(Head head)
    {
        if (Fault is not null)
            return this;
        if (Farthest is { } far && far.Number > Reached.Number)
            return Wrong(
                Reached.Number + 1,
                $"it is missing; the head published on {far.Day:yyyy-MM-dd} names entry {far.Number}"
            );
        if (head.Number > Reached.Number)
            return Wrong(
                Reached.Number + 1,
                $"it is missing; the journal's head names entry {head.Number}"
            );
        if (head.Number < Reached.Number)
            return Wrong(
                head.Number + 1,
                $"the journal's head names entry {head.Number} as the newest"
            );
        return head.Hash == Reached.Hash
            ? this
            : Wrong(Reached.Number, "its hash is not that of the journal's head");
    }

    /// <summary>The walk with a fault that lies outside the chain, where none was found before it.</summary>
    public Verification With(Fault? outside) =>
        Fault is null && outside is not null ? this with { Fault = outside } : this;

    /// <summary>The places that a payload says were erased by its entry.</summary>
    public static IReadOnlySet<TextPlace> NamedIn(string payload)
    {
        try
        {
            using var read = JsonDocument.Parse(payload);
            return NamedIn(read.RootElement);
        }
        catch (JsonException)
        {
            return Nothing;
        }
    }

    private static readonly HashSet<TextPlace> Nothing = [];

    private static HashSet<TextPlace> NamedIn(JsonElement root)
    {
        if (
            root.ValueKind != JsonValueKind.Object
            || !root.TryGetProperty("event", out var happened)
            || happened.ValueKind != JsonValueKind.Object
            || !happened.TryGetProperty("erased", out var list)
            || list.ValueKind != JsonValueKind.Array
        )
            return Nothing;
        var named = new HashSet<TextPlace>();
        foreach (var one in list.EnumerateArray())
            if (
                one.ValueKind == JsonValueKind.String
                && TextPlace.TryParse(one.GetString(), null, out var place)
            )
                named.Add(place);
        return named;
    }

    private Verification Wrong(long entry, string what) =>
        this with
        {
            Fault = new Fault(entry, $"Entry {entry}: {what}."),
        };

    private static Fault Of(Line line, string what) =>
        new(line.Number, $"Entry {line.Number}: {what}.");

    /// <summary>Whether the entry follows on the one before; which of the two is at fault is told by what the later was chained on.</summary>
    private Fault? Unchained(Line line, JsonElement root)
    {
        var own = Writing.Hash(line.Previous, line.Payload) == line.Hash;
        if (line.Previous == Reached.Hash)
            return own ? null : Of(line, "its hash is not that of its payload");
        if (Writing.Hash(Reached.Hash, line.Payload) == line.Hash)
            return Of(line, "the hash it gives for the entry before is another");
        if (!own)
            return Of(line, "its hash is not that of its payload");
        var inPlace = Number(root, "number") == line.Number;
        // What follows was chained on the entry before that: the one between was put in.
        if (Reached.Number > 0 && line.Previous == BeforeThat.Hash)
            return new Fault(
                Reached.Number,
                $"Entry {Reached.Number}: it was put in; the entry after it follows on the one before it."
            );
        return inPlace && Reached.Number > 0
            ? new Fault(
                Reached.Number,
                $"Entry {Reached.Number}: it was written anew; the entry after it follows on another."
            )
            : Of(line, "it does not follow on the entry before it");
    }

    /// <summary>Whether the columns say what the payload says.</summary>
    private static Fault? Unlike(Line line, JsonElement root)
    {
        if (Number(root, "number") != line.Number)
            return Of(line, "its payload is of another number");
        (string Name, string? Column)[] columns =
        [
            ("at", line.At),
            ("act", line.Act),
            ("kind", line.Kind),
            ("subject", line.Subject),
            ("by", line.By),
            ("role", line.Role),
            ("scope", line.Scope),
            ("second", line.Second),
        ];
        foreach (var (name, column) in columns)
            if (Text(root, name) != column)
                return Of(line, $"the column '{name}' says otherwise than the payload");
        return null;
    }

    /// <summary>The digests of the payload by where they stand; null where a path it names leads to none.</summary>
    private static Dictionary<string, string?> Digests(JsonElement root)
    {
        var digests = new Dictionary<string, string?>(StringComparer.Ordinal);
        if (root.TryGetProperty("words", out var words) && words.ValueKind == JsonValueKind.Array)
            foreach (var path in words.EnumerateArray())
                if (path.GetString() is { } named)
                    digests[named] = At(root, named);
        return digests;
    }

    private static string? At(JsonElement from, string path)
    {
        foreach (var step in path.Split('.'))
            if (from.ValueKind == JsonValueKind.Object && from.TryGetProperty(step, out var field))
                from = field;
            else if (
                from.ValueKind == JsonValueKind.Array
                && int.TryParse(step, out var place)
                && place >= 0
                && place < from.GetArrayLength()
            )
                from = from[place];
            else
                return null;
        return from.ValueKind == JsonValueKind.String ? from.GetString() : null;
    }

    private static Fault? OffWords(
        Line line,
        JsonElement root,
        Dictionary<string, string?> digests,
        Func<long, IReadOnlySet<TextPlace>> namedBy
    )
    {
        var found = 0;
        foreach (var text in line.Texts)
        {
            if (!digests.TryGetValue(text.Path, out var digest))
                return Of(line, $"words were put in at '{text.Path}'");
            found++;
            if (text is { ErasedBy: null, Salt: { } salt, Text: { } words })
            {
                if (Writing.Digest(salt, words) != digest)
                    return Of(line, $"the words at '{text.Path}' were changed");
            }
            else if (text is not { ErasedBy: { } by, Salt: null, Text: null })
                return Of(line, $"the words at '{text.Path}' are neither whole nor erased");
            else if (
                by == line.Number
                    // The words that an erasure took out of a state were never written to its entry.
                    ? !IsErasure(root)
                        || !text.Path.StartsWith("changes.", StringComparison.Ordinal)
                    : by < line.Number || !namedBy(by).Contains(new(line.Number, text.Path))
            )
                return Of(
                    line,
                    $"the words at '{text.Path}' are gone, and entry {by} does not say that it erased them"
                );
        }
        if (found == digests.Count)
            return null;
        var there = line.Texts.Select(t => t.Path).ToHashSet(StringComparer.Ordinal);
        return Of(
            line,
            $"the words at '{digests.Keys.First(p => !there.Contains(p))}' are missing, and no erasure names them"
        );
    }

    private static bool IsErasure(JsonElement root) =>
        root.TryGetProperty("event", out var happened)
        && happened.ValueKind == JsonValueKind.Object
        && happened.TryGetProperty("erased", out _);

    /// <summary>Whether all that the entry says it erased is gone.</summary>
    private static Fault? StillThere(Line line, JsonElement root)
    {
        var named = NamedIn(root);
        var gone = 0;
        foreach (var place in line.Erased)
            if (named.Contains(place))
                gone++;
        if (gone == named.Count)
            return null;
        var still = named.Except(line.Erased).MinBy(p => p.Entry);
        return Of(line, $"it says that it erased the words at '{still}', and they are not");
    }

    private Fault? OffHead(Line line)
    {
        foreach (var head in Heads[line.Number])
            if (head.Hash != line.Hash)
                return Of(
                    line,
                    $"its hash is not the head published on {head.Day:yyyy-MM-dd}; it was rewritten, or one after entry {Held?.Number ?? 0} with all that follow"
                );
        return null;
    }

    private static long? Number(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.Number
        && value.TryGetInt64(out var number)
            ? number
            : null;

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
