using System.CommandLine;
using System.Globalization;
using Trellis.Schools;
using Trellis.SimilarSchools;
using Trellis.Snapshots;

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
        var json = Shared.AsJson();
        var command = new Command("similar", "The schools most like a school, with the reasons.")
        {
            urn,
            store,
            method,
            weights,
            take,
            json,
        };
        command.SetAction(parsed =>
        {
            var asked = parsed.GetValue(urn)!;
            if (parsed.GetValue(take) is { } k && k is < 1 or > Likeness.Most)
                return Refuse(2, $"-k is between 1 and {Likeness.Most}; it was {k}.");
            if (parsed.GetValue(method) is { } name && SimilarMethods.Find(name) is null)
                return Refuse(
                    2,
                    $"There is no method '{name}'. There are: {string.Join(", ", SimilarMethods.All.Select(m => m.Id))}."
                );
            if (!Urn.TryParse(asked, null, out var school))
                return Refuse(1, $"'{asked}' is not a URN: six digits, as 100049.");
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
                return Refuse(2, refusal);
            switch (Likeness.In(snapshot).Ask(school, chosen, take: parsed.GetValue(take)))
            {
                case SimilarAnswer answer when parsed.GetValue(json):
                    Shared.Print(AsJson(answer));
                    return 0;
                case SimilarAnswer answer:
                    Write(answer, Console.Out);
                    return 0;
                case NoSimilarAnswer none:
                    return Refuse(1, none.Sentence);
                default:
                    throw new InvalidOperationException("A reply of an unknown kind.");
            }
        });
        return command;
    }

    private static int Refuse(int code, string sentence)
    {
        Console.Error.WriteLine(sentence);
        return code;
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

    private static object AsJson(SimilarAnswer answer) =>
        new
        {
            Urn = answer.School.Urn.Value,
            Method = answer.Method.Id,
            Neighbours = answer.Neighbours.Select(n => new
            {
                Urn = n.School.Urn.Value,
                n.Distance,
                n.Rank,
                Contributions = n
                    .Contributions.Where(c => c.Squared is not null)
                    .ToDictionary(c => c.Variable.Id, c => c.Squared!.Value),
                n.Known,
                n.Of,
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
        to.WriteLine("  rank  urn     distance          km  known  school");
        foreach (var n in answer.Neighbours)
        {
            var kilometres = n.Kilometres is { } far
                ? far.ToString("F1", CultureInfo.InvariantCulture)
                : "";
            to.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"  {n.Rank, 4}  {n.School.Urn}  {n.Distance:F4} {Word(n.Closeness), -5}  {kilometres, 6}  {n.Known} of {n.Of}  {n.School.Name}"
                )
            );
            if (n.Words.Length > 0)
                to.WriteLine($"        {n.Words}");
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
