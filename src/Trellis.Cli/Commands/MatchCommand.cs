using System.CommandLine;
using System.Globalization;
using Trellis.Placements;
using Trellis.Schools;
using Trellis.Snapshots;

namespace Trellis.Commands;

/// <summary><c>trellis match URN</c>: the trusts that may suit a school, with what speaks for each.</summary>
internal static class MatchCommand
{
    public static Command Create()
    {
        var urn = new Argument<string>("URN")
        {
            Description =
                "A school's unique reference number, or an earlier one of the same school.",
        };
        var store = Shared.Store();
        var on = new Option<DateOnly?>("--on")
        {
            Description =
                "As known on a day, as 2021-09-01; without it on the day of the register.",
        };
        var top = new Option<int>("--top")
        {
            Description = "How many trusts are worded out, 1 to 100.",
            DefaultValueFactory = _ => 10,
        };
        var most = new Option<double>("--most-minutes")
        {
            Description = "A trust whose nearest school is farther by car is left out.",
            DefaultValueFactory = _ => MatchQuestion.UsualMostMinutes,
        };
        var travel = Shared.Travel();
        var json = Shared.AsJson();
        var command = new Command(
            "match",
            "The trusts that may suit a school: who is left out and why, the value of the others with its parts, and what would change the order."
        )
        {
            urn,
            store,
            on,
            top,
            most,
            travel,
            json,
        };
        command.SetAction(parsed =>
        {
            if (!Urn.TryParse(parsed.GetValue(urn), null, out var asked))
                return Shared.Refuse(
                    1,
                    $"'{parsed.GetValue(urn)}' is not a URN: six digits, as 100049."
                );
            if (parsed.GetValue(top) is < 1 or > 100)
                return Shared.Refuse(
                    2,
                    $"--top is between 1 and 100; it was {parsed.GetValue(top)}."
                );
            if (!(parsed.GetValue(most) is > 0 and <= 600))
                return Shared.Refuse(2, "--most-minutes is more than 0 and up to 600.");
            var times = Shared.Times(parsed.GetValue(travel), out var refusal);
            if (refusal.Length > 0)
                return Shared.Refuse(2, refusal);
            var snapshot = new SnapshotStore(parsed.GetValue(store)!.FullName).Load();
            if (snapshot.SchoolOf(asked) is not { } school)
                return Shared.Refuse(1, $"No school has the URN {asked}.");
            var day =
                parsed.GetValue(on)
                ?? snapshot.RegisterDate
                ?? snapshot.Sources.Select(s => s.Date).DefaultIfEmpty().Max();
            var matching = times is null
                ? TrustMatching.On(snapshot, day)
                : new TrustMatching(snapshot, day, Shared.JourneysOf(snapshot, times));
            var answer = matching.Answer(
                school,
                new MatchQuestion
                {
                    Top = parsed.GetValue(top),
                    MostMinutes = parsed.GetValue(most),
                }
            );
            if (parsed.GetValue(json))
                Shared.Print(MatchJson.Of(answer));
            else
                Write(answer, Console.Out);
            return 0;
        });
        return command;
    }

    private static void Write(MatchAnswer answer, TextWriter to)
    {
        to.WriteLine(
            $"{answer.School.Name} ({answer.School.Urn}): trusts as known on {answer.Day:d MMMM yyyy}; criteria version {answer.Criteria.Version}"
        );
        to.WriteLine(
            $"{Count(answer.Candidates, "trust")} ranked, {answer.Excluded.Count.ToString("N0", CultureInfo.InvariantCulture)} left out. A value says how well the published criteria fit, and nothing of what people know."
        );
        foreach (var unused in answer.Unused)
            to.WriteLine($"  Not counted: {unused.Criterion.Label}. {unused.Why}");
        foreach (var note in answer.Notes)
            to.WriteLine($"  {note}");
        foreach (var trust in answer.Ranked)
        {
            to.WriteLine();
            to.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"  {trust.Rank}. {trust.Trust.Name} ({trust.Trust.Uid}): {trust.Value:0.000}, between {trust.Low:0.00} and {trust.High:0.00}{Ties(answer, trust)}"
                )
            );
            foreach (var part in trust.Parts)
                to.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"     {part.Criterion.Label, -32} {part.Weight:0.000} x {part.Value:0.00}  {part.Words}"
                    )
                );
        }
        if (answer.Swap is { Smallest: { } smallest } swap)
        {
            to.WriteLine();
            to.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"  The first two ({swap.First}, {swap.Second}) would stand level if '{smallest.Criterion.Label}' weighed {smallest.TieAt:0.000} in place of {smallest.Weight:0.000}; no other weight would have to move less."
                )
            );
        }
        else if (answer.Swap is not null)
        {
            to.WriteLine();
            to.WriteLine("  No weight alone would bring the first two level.");
        }
    }

    private static string Ties(MatchAnswer answer, RankedTrust trust)
    {
        var shown = answer
            .Ranked.Where(r => trust.TiedWith.Contains(r.Trust.Uid))
            .Select(r => r.Rank.ToString(CultureInfo.InvariantCulture))
            .ToArray();
        var beyond = trust.TiedWith.Count - shown.Length;
        return trust.TiedWith.Count == 0
            ? ""
            : $"; not told apart from {(shown.Length > 0 ? "rank " + string.Join(", ", shown) : "")}{(beyond == 0 ? "" : (shown.Length > 0 ? " and " : "") + Count(beyond, "trust") + " below")}";
    }

    private static string Count(int many, string what) =>
        string.Create(CultureInfo.InvariantCulture, $"{many:N0} {what}{(many == 1 ? "" : "s")}");
}
