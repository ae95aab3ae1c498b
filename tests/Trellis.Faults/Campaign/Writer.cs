using System.Globalization;
using System.Text;
using Trellis.Journal;
using Trellis.Statements;
using Trellis.Store;

namespace Trellis.Faults;

/// <summary>The child process that is killed: clients write as fast as they are answered, others read, and each answer is a line on its output.</summary>
/// <remarks>
/// The lines: "did FORM ENTRY"; "later SENTENCE" where the store says that it cannot now, and the client then sends the
/// same form again; "read" of the casework store; "public" of the public record; "behind SENTENCE" where the public
/// record, a file of its own, cannot follow now, which no client is told. Anything else ends it.
/// </remarks>
public static class Writer
{
    /// <summary>So few schools that clients meet.</summary>
    private const int Schools = 8;

    private static readonly Stream output = Console.OpenStandardOutput();
    private static readonly Lock one = new();

    /// <param name="arguments">Folder, connection or "-", how many clients, seed.</param>
    public static async Task<int> Run(IReadOnlyList<string> arguments)
    {
        var ground = new Ground(arguments[0], arguments[1] == "-" ? null : arguments[1]);
        var clients = int.Parse(arguments[2], CultureInfo.InvariantCulture);
        var seed = int.Parse(arguments[3], CultureInfo.InvariantCulture);
        await using var store = await ground.Open();
        using var record = PublicRecordFile.Open(ground.Folder);
        var first = await Task.WhenAny([
            Task.Run(() => Read(store)),
            Task.Run(() => Follow(store, record)),
            Task.Run(() => ReadPublic(record)),
            .. Enumerable.Range(0, clients).Select(c => Task.Run(() => Write(store, seed, c))),
        ]);
        await first;
        return 1;
    }

    private static async Task Write(Casework store, int seed, int client)
    {
        var chance = new Random(seed * 1000 + client);
        for (var number = 0; ; number++)
        {
            var form = Deeds.Form(seed, client, number);
            var person = Deeds.Somebody(((long)seed * 1000 + client) << 24 | (uint)number);
            var invite = chance.Next(4) == 0;
            var school = Deeds.School(chance.Next(Schools));
            long? entry;
            // Until the form is answered; who was overtaken looks again, as a person would.
            do entry = await Patiently(async () =>
                invite
                    ? Answer(await store.Invite(person, form))
                    : Answer(
                        await store.Say(
                            school,
                            $"fictional words {form}",
                            new Conditions(
                                (await store.Find<SchoolStatement>(school.ToString()))?.Version
                                    ?? 0,
                                form
                            )
                        )
                    )
            );
            while (entry is null);
            Tell($"did {form} {entry}");
        }
    }

    private static long? Answer<TState>(Done<TState> done)
        where TState : State =>
        done switch
        {
            Done<TState>.Written written => written.After.Entry,
            Done<TState>.Again again => again.Entry,
            Done<TState>.Overtaken => null,
            _ => throw new InvalidOperationException($"Not an answer to expect: {done}"),
        };

    private static async Task Read(Casework store)
    {
        for (var i = 0; ; i++)
        {
            await Patiently(() =>
                store.Find<SchoolStatement>(Deeds.School(i % Schools).ToString())
            );
            Tell("read");
            await Task.Delay(20);
        }
    }

    private static async Task Follow(Casework store, PublicRecordFile record)
    {
        while (true)
        {
            await Patiently(() => record.Follow(store, TimeProvider.System), "behind");
            await Task.Delay(100);
        }
    }

    private static async Task ReadPublic(PublicRecordFile record)
    {
        for (var i = 0; ; i++)
        {
            record.Find(PublicStatement.Kind, Deeds.School(i % Schools).ToString());
            Tell("public");
            await Task.Delay(20);
        }
    }

    private static async Task<T> Patiently<T>(Func<Task<T>> ask, string otherwise = "later")
    {
        while (true)
        {
            try
            {
                return await ask();
            }
            catch (StoreUnavailableException later)
            {
                Tell($"{otherwise} {later.Message.ReplaceLineEndings(" ")}");
                await Task.Delay(50);
            }
        }
    }

    private static void Tell(string line)
    {
        var bytes = Encoding.UTF8.GetBytes(line + "\n");
        // One write: a line that is there at all is there whole.
        lock (one)
            output.Write(bytes);
    }
}
