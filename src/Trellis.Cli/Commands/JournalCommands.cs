using System.CommandLine;
using System.Globalization;
using Trellis.Journal;
using Trellis.People;
using Trellis.Store;

namespace Trellis.Commands;

/// <summary>Questions about what people did: <c>verify-audit</c>, <c>held</c>, <c>person-data</c>.</summary>
internal static class JournalCommands
{
    /// <remarks>Exit codes: 0 the journal verifies · 1 there is no casework here · 2 the file of heads cannot be read · 3 the store cannot be read · 4 the journal does not verify.</remarks>
    public static Command VerifyAudit()
    {
        var store = Shared.Store();
        var json = Shared.AsJson();
        var heads = new Option<FileInfo?>("--heads")
        {
            Description =
                "Heads kept outside the store, a JSON object a line with day, number and hash, as the public page of the journal gives them.",
        };
        var command = new Command(
            "verify-audit",
            "Walk the whole journal and name the first entry that is not as it was written. Ends with 0 where all is well and 4 where it is not."
        )
        {
            store,
            heads,
            json,
        };
        command.SetAction(
            async (parsed, stop) =>
            {
                IReadOnlyList<HeadOfDay> kept = [];
                if (parsed.GetValue(heads) is { } file)
                {
                    if (!file.Exists)
                        return Shared.Refuse(2, $"There is no file '{file.FullName}'.");
                    if (Heads(file.FullName, out var line) is not { } read)
                        return Shared.Refuse(
                            2,
                            $"{file.Name}, line {line}: this is no head, as {{\"day\":\"2026-11-22\",\"number\":5,\"hash\":\"...\"}}."
                        );
                    kept = read;
                }
                return await Asked(
                    parsed.GetValue(store)!,
                    async casework =>
                    {
                        var found = await casework.Verify(kept, stop);
                        if (parsed.GetValue(json))
                            Shared.Print(
                                new
                                {
                                    Verifies = found.Fault is null,
                                    found.Reached.Number,
                                    found.Reached.Hash,
                                    found.Words,
                                    found.Erased,
                                    found.Heads,
                                    FirstBad = found.Fault?.Entry,
                                    found.Fault?.Sentence,
                                }
                            );
                        else if (found.Fault is { } fault)
                            Console.Out.WriteLine(
                                $"The journal does not verify. {fault.Sentence} All before it is as it was written."
                            );
                        else
                            Console.Out.WriteLine(
                                $"The journal verifies: {found.Reached.Number:N0} entries, {found.Words:N0} words as their digests say, {found.Erased:N0} erased, {found.Heads:N0} published heads on the chain. Head {found.Reached.Hash}."
                            );
                        return found.Fault is null ? 0 : 4;
                    },
                    stop
                );
            }
        );
        return command;
    }

    /// <remarks>Exit codes: 0 answered, also where nobody held anything · 1 there is no casework here · 2 no such scope, day or instant · 3 the store cannot be read.</remarks>
    public static Command Held()
    {
        var store = Shared.Store();
        var json = Shared.AsJson();
        var over = new Argument<string>("SCOPE")
        {
            Description = "As school:100000, trust:1234, region:north-east, everywhere.",
        };
        var on = new Option<string?>("--on")
        {
            Description = "The day, as 2026-11-22; today where it is left out.",
        };
        var known = new Option<string?>("--known")
        {
            Description =
                "As known at the end of this day, or at this instant as 2026-11-22T10:15:00Z; now where it is left out.",
        };
        var command = new Command(
            "held",
            "Who held which role over something on a day, as it was known on another."
        )
        {
            over,
            on,
            known,
            store,
            json,
        };
        command.SetAction(
            async (parsed, stop) =>
            {
                if (!Scope.TryParse(parsed.GetValue(over), null, out var scope))
                    return Shared.Refuse(
                        2,
                        $"'{parsed.GetValue(over)}' is not a scope, as school:100000."
                    );
                var time = TimeProvider.System;
                var day = new Serving.LondonDay(time).Today;
                if (
                    parsed.GetValue(on) is { } asked
                    && !DateOnly.TryParseExact(asked, "yyyy-MM-dd", out day)
                )
                    return Shared.Refuse(2, $"--on takes a day, as 2026-11-22; '{asked}' is none.");
                var instant = time.GetUtcNow();
                if (parsed.GetValue(known) is { } then && !Instant(then, out instant))
                    return Shared.Refuse(
                        2,
                        $"--known takes a day or an instant, as 2026-11-22 or 2026-11-22T10:15:00Z; '{then}' is neither."
                    );
                return await Asked(
                    parsed.GetValue(store)!,
                    async casework =>
                    {
                        var held = await casework.WhoHeld(scope, day, instant, stop);
                        if (parsed.GetValue(json))
                            Shared.Print(
                                new
                                {
                                    Scope = scope.ToString(),
                                    On = $"{day:yyyy-MM-dd}",
                                    Known = Writing.Instant(instant),
                                    Held = held.Select(h => new
                                    {
                                        Person = h.Person.ToString(),
                                        Name = h.Name.Text,
                                        Role = h.Role.Role.Code(),
                                        LentBy = h.Role.From?.ToString(),
                                        From = $"{h.Stretch.From:yyyy-MM-dd}",
                                        To = h.Stretch.To is { } to ? $"{to:yyyy-MM-dd}" : null,
                                        KnownFrom = Writing.Instant(h.Stretch.KnownFrom),
                                    }),
                                }
                            );
                        else if (held.Count == 0)
                            Console.Out.WriteLine(
                                $"Nobody held a role over {scope} on {day:yyyy-MM-dd}, as known then."
                            );
                        else
                            foreach (var one in held)
                                Console.Out.WriteLine(
                                    $"{one.Role.Role.InWords(), -24} {one.Person}  {(one.Name.IsThere ? one.Name.Text : "erased")}  from {one.Stretch.From:yyyy-MM-dd}{(one.Stretch.To is { } to ? $" to {to:yyyy-MM-dd}" : "")}"
                                );
                        return 0;
                    },
                    stop
                );
            }
        );
        return command;
    }

    /// <remarks>Exit codes: 0 answered · 1 nobody of this id, or no casework here · 2 no id · 3 the store cannot be read.</remarks>
    public static Command PersonData()
    {
        var store = Shared.Store();
        var json = Shared.AsJson();
        var who = new Argument<string>("ID")
        {
            Description = "The id of a person, as p0123456789abcdef.",
        };
        var command = new Command(
            "person-data",
            "All that is held about a person, for that person to read."
        )
        {
            who,
            store,
            json,
        };
        command.SetAction(
            async (parsed, stop) =>
            {
                if (!PersonId.TryParse(parsed.GetValue(who), null, out var person))
                    return Shared.Refuse(2, $"'{parsed.GetValue(who)}' is not the id of a person.");
                return await Asked(
                    parsed.GetValue(store)!,
                    async casework =>
                    {
                        if (
                            await casework.Everything(person, TimeProvider.System.GetUtcNow(), stop)
                            is not { } data
                        )
                            return Shared.Refuse(1, "There is nobody of this id.");
                        if (parsed.GetValue(json))
                            Shared.Print(
                                new
                                {
                                    Person = person.ToString(),
                                    At = Writing.Instant(data.At),
                                    data.Parts,
                                }
                            );
                        else
                            Console.Out.Write(data.InWords());
                        return 0;
                    },
                    stop
                );
            }
        );
        return command;
    }

    /// <summary>Asks the casework of a store; 1 where there is none, so that a slip in a folder's name makes no empty one.</summary>
    private static async Task<int> Asked(
        DirectoryInfo folder,
        Func<Casework, Task<int>> ask,
        CancellationToken stop
    )
    {
        await using var casework = Shared.CaseworkOf(folder);
        if (!casework.IsServer && !File.Exists(casework.Place))
            return Shared.Refuse(1, $"There is no casework in '{folder.FullName}'.");
        await casework.Upgrade(TimeProvider.System, stop);
        return await ask(casework);
    }

    private static bool Instant(string text, out DateTimeOffset instant)
    {
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", out var day))
        {
            // The last moment of the day in UTC, as fine as the tables keep time.
            instant = new DateTimeOffset(
                day.AddDays(1).ToDateTime(TimeOnly.MinValue),
                TimeSpan.Zero
            ).AddMicroseconds(-1);
            return true;
        }
        return DateTimeOffset.TryParse(
            text,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out instant
        );
    }

    private static List<HeadOfDay>? Heads(string file, out int line)
    {
        var heads = new List<HeadOfDay>();
        line = 0;
        foreach (var text in File.ReadLines(file))
        {
            line++;
            if (string.IsNullOrWhiteSpace(text))
                continue;
            if (Casework.HeadIn(text) is not { } head)
                return null;
            heads.Add(head);
        }
        return heads;
    }
}
