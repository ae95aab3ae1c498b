namespace Trellis.Search;

/// <summary>A word of the index that a typed word may mean.</summary>
/// <param name="Likeness">1 for the word itself, less for a beginning or a slip.</param>
/// <param name="Whole">Whether the typed word is this word or its beginning, with no slip.</param>
internal readonly record struct Meaning(int Term, float Likeness, bool Whole);

/// <summary>Every word of every name and place in alphabetical order, with how much finding it tells.</summary>
internal sealed class Vocabulary
{
    /// <summary>A slip in a short word makes another word too easily.</summary>
    private const int ShortestMisspelt = 3;

    private const int ShortestTwiceMisspelt = 8;

    private readonly string[] terms;
    private readonly ulong[] masks;
    private readonly Dictionary<string, int> byWord;
    private readonly (string Said, ulong Mask, int Term)[] spellings;

    /// <param name="sorted">The words, each once, in ordinal order.</param>
    /// <param name="names">For each word the number of names and places that have it.</param>
    /// <param name="of">The number of all names.</param>
    public Vocabulary(string[] sorted, int[] names, int of)
    {
        terms = sorted;
        masks = new ulong[terms.Length];
        Rarity = new float[terms.Length];
        byWord = new Dictionary<string, int>(terms.Length);
        for (var term = 0; term < terms.Length; term++)
        {
            masks[term] = Edits.Mask(terms[term]);
            Rarity[term] = (float)Math.Log(1 + ((double)of / Math.Max(1, names[term])));
            byWord[terms[term]] = term;
        }
        spellings = NameWords
            .Spellings.Where(s => byWord.ContainsKey(s.Meant))
            .Select(s => (s.Said, Edits.Mask(s.Said), byWord[s.Meant]))
            .ToArray();
    }

    /// <summary>For each word ln(1 + names / names with it): the inverse document frequency (Spärck Jones 1972), smoothed.</summary>
    public float[] Rarity { get; }

    public string this[int term] => terms[term];

    /// <summary>The position of a word, or -1.</summary>
    public int IndexOf(string word) => byWord.GetValueOrDefault(word, -1);

    /// <summary>The words a typed word may mean, the likeliest first.</summary>
    /// <param name="begun">Whether the typed word may be only the beginning of what is meant.</param>
    public List<Meaning> MeaningsOf(string typed, bool begun)
    {
        var meanings = new List<Meaning>();
        var same = IndexOf(typed);
        if (same >= 0)
            meanings.Add(new Meaning(same, 1, Whole: true));
        if (begun)
        {
            for (
                var term =
                    same >= 0
                        ? same + 1
                        : ~Array.BinarySearch(terms, typed, StringComparer.Ordinal);
                term < terms.Length && terms[term].StartsWith(typed, StringComparison.Ordinal);
                term++
            )
            {
                var share = (float)typed.Length / terms[term].Length;
                meanings.Add(new Meaning(term, .8f + (.15f * share), Whole: true));
            }
        }
        if (typed.Length >= ShortestMisspelt)
            AddMisspelt(typed, begun, same, meanings);
        meanings.Sort(
            (a, b) =>
                b.Likeness.CompareTo(a.Likeness) is not 0 and var order
                    ? order
                    : a.Term.CompareTo(b.Term)
        );
        return meanings;
    }

    private void AddMisspelt(string typed, bool begun, int same, List<Meaning> meanings)
    {
        // A word that is known is seldom a slip for one two letters away.
        var most = typed.Length >= ShortestTwiceMisspelt && same < 0 ? 2 : 1;
        var mask = Edits.Mask(typed);
        for (var term = 0; term < terms.Length; term++)
        {
            var word = terms[term];
            if (
                term == same
                || Math.Abs(word.Length - typed.Length) > most
                || word.Length < ShortestMisspelt
                || !Edits.CouldBeWithin(mask, masks[term], most)
            )
                continue;
            var slips = Edits.Between(typed, word, most);
            if (slips is > 0 && slips <= most)
                meanings.Add(new Meaning(term, Likeness(typed, slips), Whole: false));
        }
        foreach (var (said, saidMask, term) in spellings)
            if (
                said.Length >= ShortestMisspelt
                && Edits.CouldBeWithin(mask, saidMask, 1)
                && Edits.Between(typed, said, 1) == 1
            )
                meanings.Add(new Meaning(term, Likeness(typed, 1), Whole: false));
        if (!begun || typed.Length < 5)
            return;
        for (var term = 0; term < terms.Length; term++)
            if (
                terms[term].Length > typed.Length + 1
                && System.Numerics.BitOperations.PopCount(mask & ~masks[term]) <= 1
                && Edits.ToBeginning(typed, terms[term], 1) == 1
            )
                meanings.Add(new Meaning(term, .6f, Whole: false));
    }

    private static float Likeness(string typed, int slips) =>
        slips > 1 ? .6f
        : typed.Length < 5 ? .7f
        : .8f;
}
