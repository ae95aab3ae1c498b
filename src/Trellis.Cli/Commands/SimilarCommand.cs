using System.CommandLine;
using System.Globalization;
using Trellis.Schools;
using Trellis.SimilarSchools;
using Trellis.Snapshots;
using Trellis.Travel;

namespace Trellis.Commands;

/// <summary><c>trellis similar URN --store DIR</c>: the schools most like one, with what each figure adds to the distance.</summary>
internal static class SimilarCommand
{
    public static Command Create()
    {
        var urn = new Argument<string>("URN")
        {
            Description =
                "A school's unique reference number, or an earlier one of the same school.",
        };
        var store = Shared.Store();
        var method = new Option<string?>("--method")
        {
            Description =
                "One of "
                + string.Join(", ", SimilarMethods.All.Select(m => m.Id))
                + "; without it the one for the school's phase.",
        };
        var weights = new Option<string?>("--weights")
        {
            Description =
                "Instead of a method: measures and what they count for, as pupils.fsm6:2,pupils.eal:1.",
        };
        var take = new Option<int?>("-k")
        {
            Description =
                $"How many schools, 1 to {Likeness.Most}; without it the method's own number.",
        };
        var within = new Option<string?>("--within")
        {
            Description = "Only schools so near: 60min by car, or 40km in a straight line.",
        };
        var travel = Shared.Travel();
        var json = Shared.AsJson();
        var command = new Command("similar", "The schools most like a school, with the reasons.")
        {
            urn,
            store,
            method,
            weights,
            take,
            within,
            travel,
            json,
        };
        command.SetAction(parsed =>
        {
            var asked = parsed.GetValue(urn)!;
            if (parsed.GetValue(take) is { } k && k is < 1 or > Likeness.Most)
                return Shared.Refuse(2, $"-k is between 1 and {Likeness.Most}; it was {k}.");
            if (parsed.GetValue(method) is { } name && SimilarMethods.Find(name) is null)
                return Shared.Refuse(
                    2,
                    $"There is no method '{name}'. There are: {string.Join(", ", SimilarMethods.All.Select(m => m.Id))}."
                );
            if (!Urn.TryParse(asked, null, out var school))
                return Shared.Refuse(1, $"'{asked}' is not a URN: six digits, as 100049.");
            if (Within(parsed.GetValue(within), out var wrong) is not { } filter)
                return Shared.Refuse(2, wrong);
            var times = Shared.Times(parsed.GetValue(travel), out var unusable);
            if (unusable.Length > 0)
                return Shared.Refuse(2, unusable);
            var snapshot = new SnapshotStore(parsed.GetValue(store)!.FullName).Load();
            if (
                Choose(
                    snapshot,
                    school,
                    parsed.GetValue(method),
                    parsed.GetValue(weights),
                    out var refusal
                )
                is not { } chosen
            )
                return Shared.Refuse(2, refusal);
            switch (
                Likeness
                    .In(snapshot)
                    .Ask(
                        school,
                        chosen,
                        filter,
                        parsed.GetValue(take),
                        Shared.JourneysOf(snapshot, times)
                    )
            )
            {
                case SimilarAnswer answer when parsed.GetValue(json):
                    Shared.Print(
                        AsJson(
                            answer,
                            Likeness.In(snapshot).Belonging(school, chosen, parsed.GetValue(take))
                        )
                    );
                    return 0;
                case SimilarAnswer answer:
                    Write(answer, Console.Out);
                    return 0;
                case NoSimilarAnswer none:
                    return Shared.Refuse(1, none.Sentence);
                default:
                    throw new InvalidOperationException("A reply of an unknown kind.");
            }
        });
        return command;
    }

    /// <summary>The method of a name, or the one made of weights, or the one for the school's phase; null with a sentence where the weights make none.</summary>
    private static SimilarMethod? Choose(
        Snapshot snapshot,
        Urn urn,
        string? method,
        string? weights,
        out string refusal
    )
    {
        refusal = "";
        if (method is not null && weights is not null)
        {
            refusal = "Give --method or --weights, not both.";
            return null;
        }
        if (weights is not null)
            return SimilarMethods.YourWeights(snapshot.Measures, weights, out refusal);
        if (method is not null)
            return SimilarMethods.Find(method);
        var peers = snapshot.SchoolOf(urn) is { } school ? PeersOf.School(school, snapshot) : null;
        return SimilarMethods.DefaultFor(peers ?? Peers.Secondary);
    }

    /// <summary>The filter of "60min" or "40km"; none for null; null with a sentence for anything else.</summary>
    internal static SimilarFilter? Within(string? text, out string refusal)
    {
        refusal = "";
        if (text is null)
            return SimilarFilter.None;
        var unit = text.AsSpan().TrimStart("0123456789. ");
        if (
            double.TryParse(
                text.AsSpan(0, text.Length - unit.Length),
                NumberStyles.AllowDecimalPoint | NumberStyles.AllowTrailingWhite,
                CultureInfo.InvariantCulture,
                out var many
            ) && many is > 0 and <= TravelMatrix.MostMinutes
        )
            switch (unit)
            {
                case "min":
                    return new SimilarFilter { WithinMinutes = many };
                case "km":
                    return new SimilarFilter { WithinKilometres = many };
            }
        refusal =
            $"--within takes minutes by car or kilometres, as 60min or 40km; it was '{text}'.";
        return null;
    }

    private static object AsJson(
        SimilarAnswer answer,
        IReadOnlyDictionary<Urn, double>? membership
    ) =>
        new
        {
            Urn = answer.School.Urn.Value,
            Method = answer.Method.Id,
            Neighbours = answer.Neighbours.Select(n => new
            {
                Urn = n.School.Urn.Value,
                n.Distance,
                n.Rank,
                Membership = membership is null
                    ? (double?)null
                    : membership.GetValueOrDefault(n.School.Urn),
                Contributions = n
                    .Contributions.Where(c => c.Squared is not null)
                    .ToDictionary(c => c.Variable.Id, c => c.Squared!.Value),
                n.Known,
                n.Of,
                n.Kilometres,
                n.Journey?.Minutes,
                Estimated = n.Journey is { Minutes: not null } ? n.Journey.IsEstimate : (bool?)null,
            }),
        };

    private static void Write(SimilarAnswer answer, TextWriter to)
    {
        to.WriteLine(
            $"{answer.Neighbours.Count} schools most like {answer.School.Name} ({answer.School.Urn}), of {answer.Compared:N0} {answer.Peers.Words()}; method {answer.Method.Id}"
        );
        to.WriteLine(
            $"{answer.Close} close, {answer.Fair} fair, {answer.Loose} loose. {answer.Warning}"
        );
        foreach (var unusual in answer.Unusual)
            to.WriteLine($"Unusual in {unusual.Words(answer.Peers)}.");
        to.WriteLine();
        to.WriteLine("  rank  urn     distance          km  minutes  known  school");
        foreach (var n in answer.Neighbours)
        {
            var kilometres = n.Kilometres is { } far
                ? far.ToString("F1", CultureInfo.InvariantCulture)
                : "";
            var minutes = n.Journey is { Minutes: { } time }
                ? time.ToString("F0", CultureInfo.InvariantCulture)
                    + (n.Journey.IsEstimate ? "" : "*")
                : "";
            to.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"  {n.Rank, 4}  {n.School.Urn}  {n.Distance:F4} {Word(n.Closeness), -5}  {kilometres, 6}  {minutes, 7}  {n.Known} of {n.Of}  {n.School.Name}"
                )
            );
            if (n.Words.Length > 0)
                to.WriteLine($"        {n.Words}");
        }
        if (answer.Neighbours.Count > 0)
        {
            to.WriteLine();
            to.WriteLine(
                answer.Neighbours.Any(n => n.Journey is { Basis: JourneyBasis.Matrix })
                    ? "Kilometres are in a straight line. Minutes by car are estimated, but for those with *, which are from the file of times."
                    : "Kilometres are in a straight line. Minutes by car are estimated from them and from town or country."
            );
        }
    }

    private static string Word(Closeness closeness) =>
        closeness switch
        {
            Closeness.Close => "close",
            Closeness.Fair => "fair",
            _ => "loose",
        };
}
