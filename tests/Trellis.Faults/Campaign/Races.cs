using Trellis.Journal;
using Trellis.Statements;
using Trellis.Store;

namespace Trellis.Faults;

/// <summary>Editors who saw the same edition save at once: one is written, the others are told who was first, and nobody's words are lost without a word.</summary>
/// <param name="Editors">In all races together.</param>
/// <param name="Lost">Words that were answered as written and are not in the state or under it in the journal, or written over by somebody who had not seen them.</param>
public sealed record Races(int Held, int Editors, int Lost, IReadOnlyList<string> Wrong)
{
    public static async Task<Races> Run(Grounds grounds, Kind kind, int races, int seed)
    {
        var chance = new Random(seed);
        var wrong = new List<string>();
        var (editors, lost) = (0, 0);
        await using var store = await (await grounds.Fresh(kind)).Open();
        var written = new List<(long Entry, string Words)>();
        for (var race = 0; race < races; race++)
        {
            var many = chance.Next(2, 33);
            editors += many;
            var school = Deeds.School(race % 50);
            var key = school.ToString();
            var seen = await store.Find<SchoolStatement>(key);
            // Every tenth race goes on until all are in: each adds a mark to what it last saw.
            var on = race % 10 == 9;
            if (on)
                many = Math.Min(many, 8);
            var answers = await Task.WhenAll(
                Enumerable
                    .Range(0, many)
                    .Select(editor =>
                        Task.Run(() => Edit(store, key, seen, $"r{race}e{editor}", on))
                    )
            );
            var winners = answers.Where(a => a.Won is not null).Select(a => a.Won!).ToList();
            var now = (await store.Find<SchoolStatement>(key))!;
            if (winners.Count != (on ? many : 1))
                wrong.Add($"race {race} of {many} was won by {winners.Count}");
            if (now.Version != (seen?.Version ?? 0) + winners.Count)
                wrong.Add(
                    $"race {race}: {winners.Count} written, version {seen?.Version} to {now.Version}"
                );
            lost += answers.Count(a =>
                a.Won is { } won
                && (on ? !now.State.Text.Text!.Contains(a.Mark) : now.State.Text != won.State.Text)
            );
            // The losers were shown what stands now, and who was first.
            wrong.AddRange(
                answers
                    .Where(a => a.Told is { } told && told.Now.State.Text != now.State.Text && !on)
                    .Select(a => $"race {race}: {a.Mark} was shown something else")
            );
            written.AddRange(winners.Select(w => (w.Entry, w.State.Text.Text!)));
        }
        // Every winner's words are in the journal under the number they were told.
        var journal = new Dictionary<long, Entry>();
        while (await store.Entries(journal.Count + 1, 1000) is { Count: > 0 } some)
            foreach (var entry in some)
                journal.Add(entry.Number, entry);
        lost += written.Count(w =>
            !journal.TryGetValue(w.Entry, out var entry) || entry.Texts.All(t => t.Text != w.Words)
        );
        if (journal.Count != written.Count)
            wrong.Add($"{written.Count} were told written, the journal has {journal.Count}");
        return new Races(races, editors, lost, wrong);
    }

    private sealed record Result(
        string Mark,
        Kept<SchoolStatement>? Won,
        Done<SchoolStatement>.Overtaken? Told
    );

    private static async Task<Result> Edit(
        Casework store,
        string key,
        Kept<SchoolStatement>? seen,
        string mark,
        bool on
    )
    {
        while (true)
        {
            var words = on && seen is not null ? $"{Short(seen.State.Text.Text!)} {mark}" : mark;
            var done = await store.Say(
                Schools.Urn.Parse(key),
                words,
                new Conditions(seen?.Version ?? 0)
            );
            switch (done)
            {
                case Done<SchoolStatement>.Written written:
                    return new Result(mark, written.After, null);
                case Done<SchoolStatement>.Overtaken told when on:
                    seen = told.Now;
                    break;
                case Done<SchoolStatement>.Overtaken told:
                    return new Result(mark, null, told);
                default:
                    throw new InvalidOperationException($"Not an answer to expect: {done}");
            }
        }
    }

    /// <summary>The newest words: a race's marks are few enough to stay within them.</summary>
    private static string Short(string words) => words.Length > 600 ? words[^600..] : words;
}

/// <summary>Forms sent several times, at once and again later: each is done once, and every post gets the first answer.</summary>
/// <param name="Twice">Acts that were written a second time.</param>
/// <param name="Otherwise">Answers that were not the first one.</param>
public sealed record Duplicates(int Forms, int Posts, int Twice, int Otherwise)
{
    public static async Task<Duplicates> Run(Grounds grounds, Kind kind, int forms, int seed)
    {
        var chance = new Random(seed);
        var (posts, otherwise) = (0, 0);
        await using var store = await (await grounds.Fresh(kind)).Open();
        for (var number = 0; number < forms; number++)
        {
            var form = Deeds.Form(seed, 0, number);
            var school = Deeds.School(number % 20);
            var many = chance.Next(2, 9);
            posts += many + 1;
            List<Done<SchoolStatement>> answers =
            [
                .. await Task.WhenAll(
                    Enumerable.Range(0, many).Select(_ => Task.Run(() => Post(store, school, form)))
                ),
                await Post(store, school, form),
            ];
            var entries = answers
                .Select(a =>
                    a switch
                    {
                        Done<SchoolStatement>.Written written => written.After.Entry,
                        Done<SchoolStatement>.Again again => again.Entry,
                        _ => -1,
                    }
                )
                .ToList();
            otherwise += entries.Count(e => e != entries[0] || e < 1);
            if (answers.OfType<Done<SchoolStatement>.Written>().Count() != 1)
                otherwise++;
        }
        return new Duplicates(forms, posts, (int)(await store.Head()).Number - forms, otherwise);
    }

    private static Task<Done<SchoolStatement>> Post(
        Casework store,
        Schools.Urn school,
        string form
    ) => store.Say(school, $"fictional words {form}", new Conditions(Once: form));
}
