using System.CommandLine;
using System.Globalization;
using Trellis.Consistency;
using Trellis.Pages.Consistency;
using Trellis.Pages.Decisions;
using Trellis.Serving;
using Trellis.Snapshots;
using Trellis.Store;

namespace Trellis.Commands;

/// <summary><c>trellis consistency --quarter 2026Q3</c>: pairs of like cases that were decided differently.</summary>
internal static class ConsistencyCommand
{
    /// <remarks>Exit codes: 0 done · 1 there is no casework or no snapshot here · 2 the quarter is none · 3 the store cannot be read.</remarks>
    public static Command Create()
    {
        var store = Shared.Store();
        var json = Shared.AsJson();
        var asked = new Option<string?>("--quarter")
        {
            Description = "As 2026Q3; the last one that has ended where nothing is said.",
        };
        var command = new Command(
            "consistency",
            "Pairs of like cases that were decided differently in a quarter: as published, or worked out now where it is not published yet."
        )
        {
            store,
            asked,
            json,
        };
        command.SetAction(
            async (parsed, stop) =>
            {
                var folder = parsed.GetValue(store)!;
                var today = new LondonDay(TimeProvider.System).Today;
                var quarter = Quarter.Of(today).Before;
                if (
                    parsed.GetValue(asked) is { } said
                    && !Quarter.TryParse(said, null, out quarter)
                )
                    return Shared.Refuse(2, $"'{said}' is no quarter as 2026Q3.");
                await using var casework = Shared.CaseworkOf(folder);
                if (!casework.IsServer && !File.Exists(casework.Place))
                    return Shared.Refuse(1, $"There is no casework in '{folder.FullName}'.");
                await casework.Upgrade(TimeProvider.System, stop);
                var snapshot = new SnapshotStore(folder.FullName).Load();
                using var record = PublicRecordFile.Open(folder.FullName);
                await record.Follow(casework, TimeProvider.System, stop);
                var now = DecidedCases
                    .Of(DecisionBook.Of(record, snapshot, today), snapshot)
                    .Edition(quarter, record, snapshot);
                var published = ConsistencyBook.Find(record, quarter);
                var edition = published?.Editions[^1] ?? now;
                var pairs = PairBeside.Of(edition, published?.Answers ?? [], today);
                if (parsed.GetValue(json))
                {
                    var facts = ConsistencyQuarter.Facts(
                        edition,
                        published,
                        edition.RestsOnTheSame(now)
                    );
                    facts["pairs"] = pairs.Select(p => new
                    {
                        Later = $"{p.Later.Ref}",
                        LaterOn = p.Later.On,
                        LaterRegion = p.Later.Region.Id,
                        LaterSchool = $"{p.Later.School}",
                        LaterOutcome = $"{p.Later.Outcome}",
                        Earlier = $"{p.Earlier.Ref}",
                        EarlierOn = p.Earlier.On,
                        EarlierRegion = p.Earlier.Region.Id,
                        EarlierSchool = $"{p.Earlier.School}",
                        EarlierOutcome = $"{p.Earlier.Outcome}",
                        Kind = $"{p.Later.Kind}",
                        p.Pair.Distance,
                        p.Pair.Facts,
                        JudgedDifferently = p.Pair.JudgedDifferently.Select(c => $"{c}"),
                        Answers = p.Answers,
                    });
                    Shared.Print(facts);
                    return 0;
                }
                await Console.Out.WriteLineAsync(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{quarter.Words}, {(published is null ? "not published yet" : $"edition {edition.Number} of {edition.On:d MMMM yyyy}")}. {ConsistencyBook.InShort(edition.Audit)}"
                    )
                );
                foreach (var pair in pairs)
                    await Console.Out.WriteLineAsync(
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"{pair.Later.Ref} {pair.Later.On:yyyy-MM-dd} {pair.Later.Region.Id, -24} {pair.Later.Outcome, -12} {pair.Earlier.Ref} {pair.Earlier.On:yyyy-MM-dd} {pair.Earlier.Region.Id, -24} {pair.Earlier.Outcome, -12} {pair.Pair.Distance:0.00} apart by {pair.Pair.Facts} of {LikeCases.Facts.Count}{(pair.Answers.Count > 0 ? ", answered" : "")}"
                        )
                    );
                if (pairs.Count > 0)
                    await Console.Out.WriteLineAsync("A difference is a question, not a finding.");
                return 0;
            }
        );
        return command;
    }
}
