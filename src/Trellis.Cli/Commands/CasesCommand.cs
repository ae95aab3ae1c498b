using System.CommandLine;
using System.Globalization;
using Trellis.Brokerage;
using Trellis.Journal;
using Trellis.Pages.Decisions;
using Trellis.Pages.Waiting;
using Trellis.Serving;
using Trellis.Snapshots;
using Trellis.Sources;
using Trellis.Store;

namespace Trellis.Commands;

/// <summary><c>trellis cases</c>: the caseload of all regions; <c>trellis cases import CASES.csv</c>: opens many from a file.</summary>
internal static class CasesCommand
{
    /// <remarks>Exit codes: 0 done · 1 there is no casework or no snapshot here, or lines were refused · 2 the file is no table of cases · 3 the store cannot be read.</remarks>
    public static Command Create()
    {
        var store = Shared.Store();
        var json = Shared.AsJson();
        var waiting = new Option<bool>("--waiting")
        {
            Description =
                "Only those in which a school waits for its trust, as anybody may read them, with their clocks.",
        };
        var command = new Command(
            "cases",
            "Cases of brokerage: how each stands, since when, what is due next."
        )
        {
            store,
            waiting,
            json,
            Import(),
        };
        command.SetAction(
            async (parsed, stop) =>
            {
                var folder = parsed.GetValue(store)!;
                await using var casework = Shared.CaseworkOf(folder);
                if (!casework.IsServer && !File.Exists(casework.Place))
                    return Shared.Refuse(1, $"There is no casework in '{folder.FullName}'.");
                await casework.Upgrade(TimeProvider.System, stop);
                var today = new LondonDay(TimeProvider.System).Today;
                if (parsed.GetValue(waiting))
                    return await Waiting(folder, casework, today, parsed.GetValue(json), stop);
                var all = await Caseload.Of(casework, null, today, stop);
                if (parsed.GetValue(json))
                    Shared.Print(all.Select(Row));
                else if (all.Count == 0)
                    await Console.Out.WriteLineAsync("There are no cases.");
                else
                    foreach (var one in all)
                        await Console.Out.WriteLineAsync(
                            string.Create(
                                CultureInfo.InvariantCulture,
                                $"{one.Case.Ref}  {one.Main.Procedure, -26} {string.Join(",", one.Case.Schools.Select(s => s.Id)), -13} {one.Case.Region.Id, -26} {one.Clock.Days, 5} days  {one.StateWords}{(one.Next is { } next ? $"; {next.Step.Step.Name}, by {next.Step.Due:yyyy-MM-dd}{(next.Step.Late ? ", late" : "")}" : "")}"
                            )
                        );
                return 0;
            }
        );
        return command;
    }

    /// <summary>From the public record alone, brought up to date first.</summary>
    private static async Task<int> Waiting(
        DirectoryInfo folder,
        Casework casework,
        DateOnly today,
        bool json,
        CancellationToken stop
    )
    {
        using var record = PublicRecordFile.Open(folder.FullName);
        await record.Follow(casework, TimeProvider.System, stop);
        var book = WaitBook.Of(
            DecisionBook.Of(record, new SnapshotStore(folder.FullName).Load(), today)
        );
        if (json)
            Shared.Print(
                book.Waiting.Select(c =>
                    WaitingSheet
                        .Columns.Zip(WaitingSheet.Row(c))
                        .ToDictionary(x => x.First.Name, x => x.Second)
                )
            );
        else if (book.Waiting.Count == 0)
            await Console.Out.WriteLineAsync("No school waits for a trust.");
        else
            foreach (var one in book.Waiting)
                await Console.Out.WriteLineAsync(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{one.Case.Ref}  {one.Days, 5} days  {WaitClock.CodeOf(one.Stage), -13} {one.Case.Whole.Region.Split(':')[^1], -26} {one.Case.Names}{(one.Next is { } next ? $"; {next.Words}{(next.By is { } by ? $", by {by:yyyy-MM-dd}" : "")}{(next.IsLate(today) ? ", late" : "")}" : "")}"
                    )
                );
        return 0;
    }

    private static object Row(WholeCase one) =>
        new
        {
            Reference = one.Case.Key,
            Kind = one.Main.Procedure.ToString(),
            Schools = one.Case.Schools.Select(s => s.Id),
            Region = one.Case.Region.Id,
            State = one.Main.At.ToString(),
            StatedBy = one.Case.OpenedBy.Over.ToString(),
            one.Case.AdoptedOn,
            one.Clock.Since,
            one.Clock.SinceOrder,
            one.Clock.Days,
            Over = one.IsOver,
            Next = one.Next?.Step.Step.Id.ToString(),
            one.Next?.Step.Due,
            Late = one.IsLate,
        };

    private static Command Import()
    {
        var store = Shared.Store();
        var json = Shared.AsJson();
        var file = new Argument<FileInfo>("CASES.csv")
        {
            Description = "A table with the columns of docs/formats/cases.md.",
        };
        var dry = new Option<bool>("--dry-run")
        {
            Description = "Say what would be opened and which lines are refused; write nothing.",
        };
        var command = new Command(
            "import",
            "Open the cases of a file. A line that cannot be opened is named with its reason, and the others are opened; the same file again opens nothing."
        )
        {
            file,
            store,
            dry,
            json,
        };
        command.SetAction(
            async (parsed, stop) =>
            {
                var (from, folder) = (parsed.GetValue(file)!, parsed.GetValue(store)!);
                if (!from.Exists)
                    return Shared.Refuse(2, $"There is no file '{from.FullName}'.");
                var snapshot = new SnapshotStore(folder.FullName).Load();
                await using var casework = Shared.CaseworkOf(folder);
                await casework.Upgrade(TimeProvider.System, stop);
                var (now, today) = (
                    TimeProvider.System.GetUtcNow(),
                    new LondonDay(TimeProvider.System).Today
                );
                CaseFile read;
                try
                {
                    read = await CaseFile.Read(
                        from.Name,
                        await File.ReadAllBytesAsync(from.FullName, stop),
                        casework,
                        snapshot,
                        null,
                        now,
                        today,
                        stop
                    );
                }
                catch (UnreadableSourceException wrong)
                {
                    return Shared.Refuse(2, wrong.Message);
                }
                var refused = read.Refused.ToList();
                var opened = new List<CaseOfFile>();
                foreach (var one in read.Cases)
                    if (parsed.GetValue(dry))
                        opened.Add(one);
                    else if (
                        await CaseFile.Open(one, casework, new Terminal(), now, today, stop) is
                        { } no
                    )
                        refused.Add(new LineRefused(one.Line, "", no.Sentence));
                    else
                        opened.Add(one);
                if (parsed.GetValue(json))
                    Shared.Print(
                        new
                        {
                            DryRun = parsed.GetValue(dry),
                            Opened = opened.Select(o => new
                            {
                                o.Line,
                                o.Reference,
                                Case = o.Ref.ToString(),
                            }),
                            Already = read.Already.Select(o => new
                            {
                                o.Line,
                                o.Reference,
                                Case = o.Ref.ToString(),
                            }),
                            Refused = refused,
                        }
                    );
                else
                {
                    foreach (var one in refused)
                        await Console.Out.WriteLineAsync(
                            $"line {one.Line}{(one.Column.Length > 0 ? $", {one.Column}" : "")}: {one.Why}"
                        );
                    await Console.Out.WriteLineAsync(
                        $"{opened.Count:N0} {(parsed.GetValue(dry) ? "would be opened" : "opened")}, {read.Already.Count:N0} here already, {refused.Count:N0} refused."
                    );
                }
                return refused.Count == 0 ? 0 : 1;
            }
        );
        return command;
    }
}
