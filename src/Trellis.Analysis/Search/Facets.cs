namespace Trellis.Search;

/// <summary>One facet of every entry: a code each, and what the codes mean.</summary>
internal sealed class FacetColumn(Facet facet, string name, int entries)
{
    private readonly short[] codes = Empty(entries);
    private readonly List<(string Key, string Label)> values = [];
    private readonly Dictionary<string, short> codeOf = [];

    public Facet Facet => facet;

    public string Name => name;

    public int Count => values.Count;

    /// <summary>The code of an entry, or -1 where the facet says nothing of it.</summary>
    public int this[int entry] => codes[entry];

    /// <param name="label">Empty says nothing of the entry.</param>
    public void Set(int entry, string key, string label)
    {
        if (label.Length > 0)
            codes[entry] = CodeFor(key, label);
    }

    /// <summary>The key is made of the label: "Special schools" gives "special-schools".</summary>
    public void Set(int entry, string label) => Set(entry, label, label);

    public short CodeFor(string key, string label)
    {
        if (codeOf.TryGetValue(key, out var code))
            return code;
        code = (short)values.Count;
        codeOf[key] = code;
        values.Add((ReferenceEquals(key, label) ? KeyOf(label) : key, label));
        return code;
    }

    /// <summary>Which codes a filter lets pass; null for all.</summary>
    public bool[]? Allowed(IReadOnlyCollection<string>? keys) =>
        keys is not { Count: > 0 } ? null : values.Select(v => keys.Contains(v.Key)).ToArray();

    /// <summary>The values found and those chosen.</summary>
    public FacetCounts Counted(ReadOnlySpan<int> counts, bool[]? allowed)
    {
        var found = new List<FacetCount>();
        for (var code = 0; code < values.Count; code++)
        {
            var chosen = allowed is not null && allowed[code];
            if (counts[code] > 0 || chosen)
                found.Add(
                    new FacetCount(values[code].Key, values[code].Label, counts[code], chosen)
                );
        }
        // Kinds, states and phases have an order of their own: that in which they were declared.
        if (
            facet
            is Facet.LocalAuthority
                or Facet.Region
                or Facet.TypeGroup
                or Facet.ReligiousCharacter
        )
            found.Sort((a, b) => string.CompareOrdinal(a.Label, b.Label));
        return new FacetCounts(facet, name, found);
    }

    private static string KeyOf(string label)
    {
        var key = string.Join('-', NameWords.Plain(label).Split(' '));
        return key.Length > 0 ? key : "other";
    }

    private static short[] Empty(int entries)
    {
        var codes = new short[entries];
        Array.Fill(codes, (short)-1);
        return codes;
    }
}
