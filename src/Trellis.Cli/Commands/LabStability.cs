using System.CommandLine;
using System.Globalization;
using Trellis.Families;
using Trellis.Measures;
using Trellis.SimilarSchools;
using Trellis.Snapshots;

namespace Trellis.Commands;

/// <summary><c>trellis lab stability</c>: what stays from one census to the next, of similar schools and of families.</summary>
internal static class LabStability
{
    public static Command Create()
    {
        var store = Shared.Store();
        var phase = new Option<string>("--phase")
        {
            Description = "primary, secondary or special.",
            Required = true,
        };
        var method = new Option<string>("--method")
        {
            Description = "One of " + string.Join(", ", SimilarMethods.All.Select(m => m.Id)) + ".",
            Required = true,
        };
        var until = new Option<string?>("--until")
        {
            Description = "The last year compared, as 2018-2019; without it the newest.",
        };
        var json = Shared.AsJson();
        var command = new Command(
            "stability",
            "The share of similar schools and of family mates kept from year to year."
        )
        {
            store,
            phase,
            method,
            until,
            json,
        };
        command.SetAction(parsed =>
        {
            if (PeersOf.Named(parsed.GetValue(phase)!) is not { } peers)
                return Shared.Refuse(
                    2,
                    $"--phase is primary, secondary or special; it was '{parsed.GetValue(phase)}'."
                );
            if (SimilarMethods.Find(parsed.GetValue(method)!) is not { } chosen)
                return Shared.Refuse(
                    2,
                    $"There is no method '{parsed.GetValue(method)}'. There are: {string.Join(", ", SimilarMethods.All.Select(m => m.Id))}."
                );
            if (!chosen.Peers.Contains(peers))
                return Shared.Refuse(2, $"{chosen.Label} does not compare {peers.Words()}.");
            Year? last = null;
            if (parsed.GetValue(until) is { } text)
            {
                if (!Year.TryParse(text, null, out var year))
                    return Shared.Refuse(
                        2,
                        $"--until is a school year, as 2018-2019; it was '{text}'."
                    );
                last = year;
            }
            var snapshot = new SnapshotStore(parsed.GetValue(store)!.FullName).Load();
            var years = Stability.CensusYears(snapshot, last);
            if (years.Count < 2)
                return Shared.Refuse(
                    2,
                    "The snapshot has fewer than two years of the school census."
                );
            var s = Stability.Of(snapshot, peers, chosen, years);
            if (parsed.GetValue(json))
                Shared.Print(
                    new
                    {
                        Phase = peers.Key(),
                        Method = chosen.Id,
                        Years = s.Years.Select(y => y.ToString()),
                        s.Kept,
                        s.KeptWithoutRule,
                        s.FamiliesKept,
                        s.FamiliesKeptWithoutRule,
                        s.Moved,
                        s.R2,
                        s.R2WithoutRule,
                        s.R2OfLists,
                        s.R2OfListsWithoutRule,
                    }
                );
            else
                Console.Out.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{peers.Words()}, {chosen.Id}, {s.Years[0]} to {s.Years[^1]}: {s.Kept:F3} of similar schools kept a year ({s.KeptWithoutRule:F3} without the rule; R2 {s.R2OfLists:F3}, {s.R2OfListsWithoutRule:F3} without); {s.FamiliesKept:F3} of family mates ({s.FamiliesKeptWithoutRule:F3} drawn anew), {s.Moved:P1} of schools move a year; R2 {s.R2:F3} ({s.R2WithoutRule:F3} drawn anew)"
                    )
                );
            return 0;
        });
        return command;
    }
}
