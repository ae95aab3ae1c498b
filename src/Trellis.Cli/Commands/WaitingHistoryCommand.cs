using System.CommandLine;
using System.Globalization;
using Trellis.Snapshots;
using Trellis.Survival;
using Trellis.Waits;

namespace Trellis.Commands;

/// <summary><c>trellis waiting-history</c>: how long schools that were judged inadequate waited until they opened with a sponsor, from published files alone.</summary>
internal static class WaitingHistoryCommand
{
    /// <remarks>Exit codes: 0 done · 1 there is no snapshot here · 3 the store cannot be read.</remarks>
    public static Command Create()
    {
        var store = Shared.Store();
        var json = Shared.AsJson();
        var command = new Command(
            "waiting-history",
            "Past waits: each maintained school that Ofsted judged inadequate, to its opening with a sponsor, or to the day it left the count; with the evidence."
        )
        {
            store,
            json,
        };
        command.SetAction(parsed =>
        {
            var waits = PastWaits.In(new SnapshotStore(parsed.GetValue(store)!.FullName).Load());
            if (parsed.GetValue(json))
            {
                Shared.Print(Told(waits));
                return 0;
            }
            foreach (var one in waits.Spells)
                Console.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{one.School.Urn}  {one.JudgedOn:yyyy-MM-dd}  {(one.On is { } on ? $"{on:yyyy-MM-dd}" : "          ")}  {one.Days, 5}  {one.Code, -18}  {one.School.Name}"
                    )
                );
            foreach (var group in waits.Groups)
                Console.WriteLine(
                    $"{group.Name}: {group.Spells.Count:N0} waits, {group.Figures.Number:N0} in the figures, {group.Figures.Happened:N0} openings; half were open after {Days(group.Percentile(.5))}."
                );
            return 0;
        });
        return command;
    }

    private static string Days(WaitPercentile? given) =>
        given switch
        {
            null => "a time that so few do not tell",
            { Length: { } days } some =>
                $"{days:N0} days ({Bound(some.Low)} to {Bound(some.High)})",
            _ => "a time that is not reached",
        };

    private static string Bound(double? days) => days is { } some ? $"{some:N0}" : "not reached";

    internal static object Told(PastWaits waits) =>
        new
        {
            waits.FollowedUntil,
            waits.JudgedUntil,
            waits.HistoryFrom,
            waits.Lists,
            Outcomes = Enum.GetValues<WaitOutcome>()
                .ToDictionary(WaitSpell.CodeOf, o => waits.Spells.Count(s => s.Outcome == o)),
            Figures = waits.Groups.Select(g => new
            {
                g.Kind,
                g.Name,
                Waits = g.Spells.Count,
                InFigures = g.Figures.Number,
                Openings = g.Figures.Happened,
                Quarter = g.Percentile(.25),
                Half = g.Percentile(.5),
                ThreeQuarters = g.Percentile(.75),
                StillWaiting = WaitGroup.Months.Select(m => new
                {
                    Months = m,
                    Share = g.After(m)?.StillWaiting,
                }),
            }),
            Spells = waits.Spells.Select(s => new
            {
                School = s.School.Urn.ToString(),
                s.School.Name,
                Urn = s.Urn.ToString(),
                s.JudgedOn,
                s.ListedOn,
                Outcome = s.Code,
                s.On,
                s.Days,
                Successor = s.Successor?.ToString(),
                s.BetterOn,
                s.LaterSponsoredOn,
                s.Counts,
                s.Evidence,
            }),
        };
}
