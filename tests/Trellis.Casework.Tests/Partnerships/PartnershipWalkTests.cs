using System.Globalization;
using Trellis.Journal;
using Trellis.Protocols;
using Trellis.Store;

namespace Trellis.Partnerships;

/// <summary>Whatever anybody tries in whatever order, no partnership is in a state that cannot be, and nothing is done that is not in the journal.</summary>
/// <remarks>TRELLIS_WALKS=10000 walks as often; without it the tests walk 500 times, and 25 times in each database.</remarks>
public sealed class PartnershipWalkTests(Databases databases)
{
    private const int Steps = 60;

    private static int Walks(int usual) =>
        int.TryParse(
            Environment.GetEnvironmentVariable("TRELLIS_WALKS"),
            CultureInfo.InvariantCulture,
            out var asked
        )
            ? asked
            : usual;

    private static readonly HashSet<Type> acts =
    [
        .. typeof(RegisterPartnership)
            .Assembly.GetTypes()
            .Where(t =>
                t.BaseType is { IsGenericType: true } of
                && of.GetGenericTypeDefinition() == typeof(Act<,>)
                && of.GetGenericArguments()[0] == typeof(Partnership)
                // Only done to those of an earlier program, which no walk begins with.
                && t != typeof(RegisterProtocol)
            ),
    ];

    [Fact]
    public void No_walk_leads_to_a_state_that_cannot_be()
    {
        var done = new HashSet<Type>();
        var refused = new SortedSet<string>(StringComparer.Ordinal);
        var statuses = new HashSet<MemberStatus>();
        var told = new HashSet<StoryKind>();
        var (happened, ended) = (0, 0);
        for (var seed = 1; seed <= Walks(500); seed++)
        {
            var walk = new Walk(seed);
            Partnership? whole = null;
            var pictures = new List<(DateTimeOffset At, Partnership Whole)>();
            for (var step = 0; step < Steps; step++)
            {
                var (now, one) = walk.Next(whole);
                var (outcome, after) = one.Pure(whole, now);
                if (outcome != "happened")
                {
                    refused.Add(outcome);
                    continue;
                }
                var wrongs = Legal.Wrongs(whole, after!).ToArray();
                Assert.True(
                    wrongs.Length == 0,
                    $"seed {seed}, step {step}, {one.Act.Name}: {string.Join("; ", wrongs)}"
                );
                done.Add(one.Act);
                happened++;
                whole = after!;
                pictures.RemoveAll(p => p.At == now.At);
                pictures.Add((now.At, whole));
                statuses.UnionWith(whole.Members.Select(m => m.Status));
                if (whole.Public.Json is { } json)
                    told.UnionWith(ActJson.Read<PublicPartnership>(json).Story.Select(l => l.Kind));
                ended += whole.Ended is null ? 0 : 1;
                AssertNoDeadEnd(whole, now);
            }
            AssertKnown(pictures);
        }

        Assert.Equal(acts.Select(a => a.Name).Order(), done.Select(a => a.Name).Order());
        Assert.Equal(Enum.GetValues<MemberStatus>().ToHashSet(), statuses);
        Assert.Equal(Enum.GetValues<StoryKind>().ToHashSet(), told);
        Assert.True(ended > 0);
        TestContext.Current.SendDiagnosticMessage(
            $"{happened} acts done; refused, or nothing changed, for: {string.Join(' ', refused)}"
        );
    }

    // The oracle keeps every state there was; the newest has to know what each of them said.
    private static void AssertKnown(IReadOnlyList<(DateTimeOffset At, Partnership Whole)> pictures)
    {
        foreach (var (at, then) in pictures)
        foreach (
            var day in then.Members.SelectMany(m =>
                new[] { m.From.AddDays(-1), m.From, m.To ?? m.From.AddDays(9) }
            )
        )
            Assert.Equal(
                then.Members.Where(m =>
                        m.Status != MemberStatus.Denied
                        && m.From <= day
                        && (m.To is not { } to || day < to)
                    )
                    .Select(m => $"{m.Party} {m.HasConfirmed}")
                    .Order(StringComparer.Ordinal),
                pictures[^1]
                    .Whole.WhoWasIn(day, at)
                    .Select(s => $"{s.Party} {s.Confirmed}")
                    .Order(StringComparer.Ordinal)
            );
    }

    // One that has begun by somebody's own word and has not ended can be ended by somebody: only an ending is final.
    private static void AssertNoDeadEnd(Partnership whole, Occasion now)
    {
        if (whole.Ended is not null || !whole.Members.Any(m => m.HasConfirmed))
            return;
        Assert.Contains(
            Walk.Everybody,
            who =>
                new EndPartnership(
                    whole.Id,
                    who.Voice,
                    now.Today,
                    EndReason.Achieved,
                    default
                ).Apply(whole, now with { By = who.Actor }) is Outcome<PartnershipEnded>.Happened
        );
    }

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task Every_act_that_was_done_is_in_the_journal_once_and_no_other(Database database)
    {
        await using var store = await databases.Store(database);
        for (var seed = 100_001; seed <= 100_000 + Math.Min(Walks(25), 300); seed++)
        {
            var walk = new Walk(seed);
            Partnership? whole = null;
            var written = new List<string>();
            for (var step = 0; step < Steps; step++)
            {
                var (now, one) = walk.Next(whole);
                var (outcome, after) = one.Pure(whole, now);
                switch (await one.Stored(store, now))
                {
                    case Done<Partnership>.Written { After: var kept }:
                        Assert.Equal("happened", outcome);
                        Assert.Equal(ActJson.Write(after!), ActJson.Write(kept.State));
                        Assert.Empty(Legal.Wrongs(whole, kept.State));
                        written.Add(Naming.Of(one.Act));
                        Assert.Equal(written.Count, kept.Version);
                        whole = kept.State;
                        break;
                    case Done<Partnership>.Refused { Why: var why }:
                        Assert.Equal(why.Code, outcome);
                        break;
                    case Done<Partnership>.Unchanged:
                        Assert.Equal("unchanged", outcome);
                        break;
                    case var other:
                        Assert.Fail($"{one.Act.Name} came to {other}");
                        break;
                }
            }
            var entries = await store.SearchJournal(
                new JournalQuestion(Kind: "partnership", Subject: walk.Id.ToString()),
                1000
            );
            Assert.Equal(written, entries.Reverse().Select(e => e.Act));
            Assert.DoesNotContain(
                entries,
                e => e.Payload.Contains(Walk.Private, StringComparison.Ordinal)
            );
            if (whole is not null)
                Assert.Equal(
                    ActJson.Write(whole),
                    ActJson.Write((await store.Find<Partnership>(whole.Key))!.State)
                );
        }
    }
}
