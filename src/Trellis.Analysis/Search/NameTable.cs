using System.Buffers;

namespace Trellis.Search;

/// <summary>How well a name answers what was typed, the best first.</summary>
internal enum Answers
{
    /// <summary>The number, the code or the postcode itself.</summary>
    Number,

    /// <summary>The name, letter for letter but for case.</summary>
    Letters,

    /// <summary>The name but for punctuation.</summary>
    Said,

    /// <summary>The name with abbreviations resolved.</summary>
    Words,
    FormerName,

    /// <summary>The name begins so.</summary>
    Beginning,
    FormerBeginning,

    /// <summary>Every word is in the name.</summary>
    AllWords,

    /// <summary>Every word is in the name or the place.</summary>
    AllWordsWithPlace,

    /// <summary>Near enough.</summary>
    Near,
}

/// <summary>Every name, now and formerly, with its words and the words of its place; answers which names are like a text.</summary>
internal sealed class NameTable
{
    private const float PlaceWorth = .5f;
    private const int MostWords = 16;

    /// <summary>A word that no name has says as much as one that 100 in a hundred thousand have: enough to matter, too little to spoil the rest.</summary>
    private const float UnknownWorth = 5;

    private readonly Vocabulary vocabulary;
    private readonly int[] wordStarts;
    private readonly int[] words;
    private readonly float[] weights;
    private readonly int[] postingStarts;
    private readonly int[] postings;
    private readonly int[] owners;
    private readonly int[] formerUrns;
    private readonly long[] neighbours;

    private NameTable(
        Vocabulary vocabulary,
        Builder builder,
        int[] words,
        int[] postingStarts,
        int[] postings
    )
    {
        this.vocabulary = vocabulary;
        this.words = words;
        this.postingStarts = postingStarts;
        this.postings = postings;
        wordStarts = [.. builder.WordStarts, words.Length];
        owners = [.. builder.Owners];
        formerUrns = [.. builder.FormerUrns];
        weights = new float[owners.Length];
        var pairs = new HashSet<long>(owners.Length);
        for (var row = 0; row < weights.Length; row++)
        {
            var name = WordsOf(row);
            for (var i = 0; i < name.Length; i++)
            {
                weights[row] += vocabulary.Rarity[name[i]];
                if (i > 0)
                    pairs.Add(Pair(name[i - 1], name[i]));
            }
        }
        neighbours = [.. pairs];
        Array.Sort(neighbours);
    }

    private ReadOnlySpan<int> WordsOf(int row) =>
        words.AsSpan(wordStarts[row], wordStarts[row + 1] - wordStarts[row]);

    /// <summary>Calls back for each name that answers.</summary>
    /// <param name="nameOf">The name of a row's owner as it stands in the register.</param>
    /// <param name="found">Given the owner, the former URN (0 for a name borne now), how it answers, and how alike it is, 0 to 1.</param>
    public void Search(
        string text,
        Func<int, string> nameOf,
        Action<int, int, Answers, float> found
    )
    {
        var typed = Typed(text);
        if (typed.Count == 0)
            return;
        Search(text, typed, nameOf, found);
        if (Apart(typed) is { } apart)
            Search(text, apart, nameOf, found);
    }

    private void Search(
        string text,
        List<string> typed,
        Func<int, string> nameOf,
        Action<int, int, Answers, float> found
    )
    {
        var begun = text.Length > 0 && char.IsLetterOrDigit(text[^1]);
        var meanings = new List<Meaning>[typed.Count];
        for (var i = 0; i < typed.Count; i++)
            meanings[i] = vocabulary.MeaningsOf(typed[i], begun && i == typed.Count - 1);
        AddJoined(typed, meanings);

        var worth = new float[typed.Count];
        var all = 0f;
        for (var i = 0; i < typed.Count; i++)
        {
            // A beginning or a slip most often stands for the commonest of the words it may mean.
            var known = float.MaxValue;
            foreach (var meaning in meanings[i])
                if (meaning.Likeness >= meanings[i][0].Likeness - .1f)
                    known = Math.Min(known, vocabulary.Rarity[meaning.Term]);
            all += worth[i] = known < float.MaxValue ? known : UnknownWorth;
        }

        var rows = owners.Length;
        var covered = ArrayPool<float>.Shared.Rent(rows);
        var named = ArrayPool<float>.Shared.Rent(rows);
        var last = ArrayPool<byte>.Shared.Rent(rows);
        var whole = ArrayPool<byte>.Shared.Rent(rows);
        var placed = ArrayPool<bool>.Shared.Rent(rows);
        Array.Clear(covered, 0, rows);
        Array.Clear(named, 0, rows);
        Array.Clear(last, 0, rows);
        Array.Clear(whole, 0, rows);
        Array.Clear(placed, 0, rows);
        for (var i = 0; i < typed.Count; i++)
        {
            var turn = (byte)(i + 1);
            foreach (var (term, likeness, isWhole) in meanings[i])
            {
                var gain = worth[i] * likeness;
                var nameGain = vocabulary.Rarity[term] * likeness;
                for (var p = postingStarts[term]; p < postingStarts[term + 1]; p++)
                {
                    var row = postings[p] >> 1;
                    if (last[row] == turn)
                        continue;
                    last[row] = turn;
                    if (isWhole)
                        whole[row]++;
                    if ((postings[p] & 1) == 0)
                    {
                        covered[row] += gain;
                        named[row] += nameGain;
                    }
                    else
                    {
                        covered[row] += gain * PlaceWorth;
                        placed[row] = true;
                    }
                }
            }
        }

        var best = 0f;
        for (var row = 0; row < rows; row++)
            best = Math.Max(best, covered[row]);
        var enough = Math.Max(.3f * all, .75f * best);
        var terms = typed.Select(vocabulary.IndexOf).ToArray();
        var wording = new Wording(text);
        for (var row = 0; row < rows; row++)
        {
            var hasAll = whole[row] == typed.Count;
            if (covered[row] <= 0 || (covered[row] < enough && !hasAll))
                continue;
            var fullness = Math.Min(1, named[row] / weights[row]);
            var alike = Math.Min(1, covered[row] / all * (.7f + (.3f * fullness)));
            // Of names that differ in wording only, "RC" and "Roman Catholic", the one worded as typed comes first.
            if (fullness > .7f && covered[row] > .8f * all)
                alike *= .97f + (.03f * wording.LikenessTo(nameOf(owners[row])));
            var answers =
                !hasAll ? Answers.Near
                : placed[row] ? Answers.AllWordsWithPlace
                : InOrder(row, terms, typed[^1], begun, nameOf, wording);
            if (answers == Answers.Letters)
                alike = nameOf(owners[row]) == wording.Text ? 1 : .99f;
            found(owners[row], formerUrns[row], answers, alike);
        }
        ArrayPool<float>.Shared.Return(covered);
        ArrayPool<float>.Shared.Return(named);
        ArrayPool<byte>.Shared.Return(last);
        ArrayPool<byte>.Shared.Return(whole);
        ArrayPool<bool>.Shared.Return(placed);
    }

    /// <summary>The words of a text, a postcode's second half left out.</summary>
    private static List<string> Typed(string text)
    {
        var read = new List<string>();
        NameWords.Read(text, read, new WordPool(), typed: true);
        var typed = new List<string>();
        for (var i = 0; i < read.Count && typed.Count < MostWords; i++)
            if (
                i == 0
                || read[i].Length != 3
                || !Postcode.IsInward(read[i])
                || !Postcode.IsOutward(read[i - 1])
            )
                typed.Add(read[i]);
        return typed;
    }

    /// <summary>"Oaktree" told apart into "oak tree" where some name has those two side by side; null where nothing can be.</summary>
    private List<string>? Apart(List<string> typed)
    {
        List<string>? apart = null;
        for (var i = 0; i < typed.Count && typed.Count < MostWords; i++)
        {
            var (word, parted) = (typed[i], false);
            for (var at = 2; at <= word.Length - 2 && !parted; at++)
            {
                int first = vocabulary.IndexOf(word[..at]),
                    second = vocabulary.IndexOf(word[at..]);
                parted =
                    first >= 0
                    && second >= 0
                    && Array.BinarySearch(neighbours, Pair(first, second)) >= 0;
                if (!parted)
                    continue;
                apart ??= typed[..i];
                apart.AddRange([word[..at], word[at..]]);
            }
            if (!parted)
                apart?.Add(word);
        }
        return apart;
    }

    private static long Pair(int first, int second) => ((long)first << 32) | (uint)second;

    /// <summary>"Wood lands" may mean "Woodlands": each of two neighbours may mean the word they make.</summary>
    private void AddJoined(List<string> typed, List<Meaning>[] meanings)
    {
        for (var i = 0; i + 1 < typed.Count; i++)
        {
            var joined = vocabulary.IndexOf(typed[i] + typed[i + 1]);
            if (joined < 0)
                continue;
            foreach (var side in (ReadOnlySpan<int>)[i, i + 1])
            {
                var at = meanings[side].FindIndex(m => m.Likeness < .95f);
                meanings[side]
                    .Insert(at < 0 ? meanings[side].Count : at, new Meaning(joined, .95f, true));
            }
        }
    }

    private Answers InOrder(
        int row,
        int[] terms,
        string lastTyped,
        bool begun,
        Func<int, string> nameOf,
        Wording wording
    )
    {
        var name = WordsOf(row);
        if (name.Length < terms.Length || !name.StartsWith(terms.AsSpan(0, terms.Length - 1)))
            return Answers.AllWords;
        var former = formerUrns[row] != 0;
        var end = name[terms.Length - 1];
        if (end == terms[^1] && name.Length == terms.Length)
        {
            if (former)
                return Answers.FormerName;
            var borne = nameOf(owners[row]);
            return string.Equals(borne, wording.Text, StringComparison.OrdinalIgnoreCase)
                    ? Answers.Letters
                : NameWords.Plain(borne) == wording.Plain ? Answers.Said
                : Answers.Words;
        }
        if (
            end == terms[^1]
            || (begun && vocabulary[end].StartsWith(lastTyped, StringComparison.Ordinal))
        )
            return former ? Answers.FormerBeginning : Answers.Beginning;
        return Answers.AllWords;
    }

    /// <summary>What was typed, before abbreviations are resolved.</summary>
    private sealed class Wording
    {
        private readonly HashSet<string> said;

        public Wording(string text)
        {
            Text = text.Trim();
            Plain = NameWords.Plain(text);
            said = [.. Plain.Split(' ')];
        }

        public string Text { get; }

        public string Plain { get; }

        /// <summary>Twice the words in common by the words of both (Dice 1945), abbreviations left as they are: 0 to 1.</summary>
        public float LikenessTo(string name)
        {
            var words = NameWords.Plain(name).Split(' ');
            return 2f * words.Count(said.Contains) / (words.Length + said.Count);
        }
    }

    /// <summary>Takes the names in, one row each.</summary>
    internal sealed class Builder
    {
        private readonly WordPool pool = new();
        private readonly List<string> read = [];
        private readonly Dictionary<string, int> numbers = [];
        private readonly List<string> terms = [];
        private readonly List<int> counts = [];
        private readonly List<int> lastRow = [];
        private readonly List<int> nameWords = [];
        private readonly List<(int Term, int Posting)> seen = [];
        private readonly Dictionary<string, int[]> places = [];

        public List<int> WordStarts { get; } = [];

        public List<int> Owners { get; } = [];

        public List<int> FormerUrns { get; } = [];

        /// <param name="formerUrn">The earlier URN that bore the name; 0 for a name borne now.</param>
        /// <param name="place">Towns and authorities; each is read once, however many lie there.</param>
        public void Add(int owner, int formerUrn, string name, params ReadOnlySpan<string> place)
        {
            var row = Owners.Count;
            Owners.Add(owner);
            FormerUrns.Add(formerUrn);
            WordStarts.Add(nameWords.Count);
            read.Clear();
            NameWords.Read(name, read, pool, typed: false);
            foreach (var word in read)
            {
                var term = NumberOf(word);
                nameWords.Add(term);
                See(term, row, 0);
            }
            foreach (var text in place)
            {
                if (text.Length == 0)
                    continue;
                if (!places.TryGetValue(text, out var termsThere))
                {
                    read.Clear();
                    NameWords.Read(text, read, pool, typed: false);
                    places[text] = termsThere = read.Select(NumberOf).ToArray();
                }
                foreach (var term in termsThere)
                    See(term, row, 1);
            }
        }

        public NameTable Build()
        {
            var sorted = terms.ToArray();
            var order = Enumerable.Range(0, sorted.Length).ToArray();
            Array.Sort(sorted, order, StringComparer.Ordinal);
            var ranks = new int[order.Length];
            var names = new int[order.Length];
            var starts = new int[order.Length + 1];
            for (var rank = 0; rank < order.Length; rank++)
            {
                ranks[order[rank]] = rank;
                names[rank] = counts[order[rank]];
                starts[rank + 1] = starts[rank] + names[rank];
            }
            var postings = new int[seen.Count];
            var next = starts.AsSpan(0, order.Length).ToArray();
            foreach (var (term, posting) in seen)
                postings[next[ranks[term]]++] = posting;
            var words = new int[nameWords.Count];
            for (var i = 0; i < words.Length; i++)
                words[i] = ranks[nameWords[i]];
            var vocabulary = new Vocabulary(sorted, names, Owners.Count);
            return new NameTable(vocabulary, this, words, starts, postings);
        }

        private int NumberOf(string word)
        {
            if (numbers.TryGetValue(word, out var term))
                return term;
            term = terms.Count;
            numbers[word] = term;
            terms.Add(word);
            counts.Add(0);
            lastRow.Add(-1);
            return term;
        }

        private void See(int term, int row, int inPlace)
        {
            if (lastRow[term] == row)
                return;
            lastRow[term] = row;
            counts[term]++;
            seen.Add((term, (row << 1) | inPlace));
        }
    }
}
