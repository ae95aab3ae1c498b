using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Trellis.Partners;
using Trellis.Schools;
using Trellis.SimilarSchools;
using Trellis.Snapshots;

namespace Trellis.Commands;

/// <summary><c>trellis partners URN --need reading --within 60min</c>: like us, near us, better than us at this, able to help.</summary>
internal static class PartnersCommand
{
    public static Command Create()
    {
        var urn = new Argument<string>("URN")
        {
            Description =
                "A school's unique reference number, or an earlier one of the same school.",
        };
        var store = Shared.Store();
        var need = new Option<string>("--need")
        {
            Description =
                "What help is needed with, one or several: "
                + string.Join(", ", Needs.All.Select(n => n.Id)),
            Required = true,
        };
        var offer = new Option<string?>("--offer")
        {
            Description = "What the school can offer in return, of the same list.",
        };
        var within = new Option<string>("--within")
        {
            Description = "How far a partner may be: 60min or 40km.",
            DefaultValueFactory = _ => "60min",
        };
        var method = new Option<string?>("--method")
        {
            Description =
                "How schools are compared: "
                + string.Join(", ", SimilarMethods.All.Select(m => m.Id))
                + "; without it the one for the school's phase.",
        };
        var take = new Option<int?>("-k")
        {
            Description =
                $"How many schools, 1 to {PartnerQuestion.Most}; {PartnerAnswer.Short} without it.",
        };
        var travel = Shared.Travel();
        var json = Shared.AsJson();
        var command = new Command(
            "partners",
            "Schools like a school, near it, really better at what it needs, and able to help."
        )
        {
            urn,
            store,
            need,
            offer,
            within,
            method,
            take,
            travel,
            json,
        };
        command.SetAction(parsed =>
        {
            if (!Urn.TryParse(parsed.GetValue(urn), null, out var school))
                return Shared.Refuse(
                    1,
                    $"'{parsed.GetValue(urn)}' is not a URN: six digits, as 100049."
                );
            if (Needs.Parse(parsed.GetValue(need)!, out var refusal) is not { } needs)
                return Shared.Refuse(2, refusal);
            IReadOnlyList<Need>? offers = [];
            if (
                parsed.GetValue(offer) is { } offered
                && (offers = Needs.Parse(offered, out refusal)) is null
            )
                return Shared.Refuse(2, refusal);
            if (Reach.Parse(parsed.GetValue(within)!) is not { } reach)
                return Shared.Refuse(
                    2,
                    $"'{parsed.GetValue(within)}' is not how far: 60min or 40km, up to 600."
                );
            if (parsed.GetValue(take) is { } k && k is < 1 or > PartnerQuestion.Most)
                return Shared.Refuse(2, $"-k is between 1 and {PartnerQuestion.Most}; it was {k}.");
            SimilarMethod? chosen = null;
            if (parsed.GetValue(method) is { } name && (chosen = SimilarMethods.Find(name)) is null)
                return Shared.Refuse(
                    2,
                    $"There is no method '{name}'. There are: {string.Join(", ", SimilarMethods.All.Select(m => m.Id))}."
                );
            var times = Shared.Times(parsed.GetValue(travel), out refusal);
            if (refusal.Length > 0)
                return Shared.Refuse(2, refusal);
            var snapshot = new SnapshotStore(parsed.GetValue(store)!.FullName).Load();
            var reply = PartnerSearch.Ask(
                Likeness.In(snapshot),
                new PartnerQuestion(school, needs, reach)
                {
                    Offers = offers!,
                    Method = chosen,
                    Take = parsed.GetValue(take) ?? PartnerAnswer.Short,
                },
                Shared.JourneysOf(snapshot, times)
            );
            if (parsed.GetValue(json))
                Print(school, reply);
            else if (reply is PartnerAnswer answer)
                Write(answer, Console.Out);
            if (reply is not NoPartnerAnswer none)
                return 0;
            // A need that nothing open speaks of is an answer; a school that is not there is not.
            if (none.Code != "no-open-figure")
                return parsed.GetValue(json) ? 1 : Shared.Refuse(1, none.Sentence);
            if (!parsed.GetValue(json))
                Console.Out.WriteLine(none.Sentence);
            return 0;
        });
        return command;
    }

    private static void Print(Urn urn, PartnerReply reply)
    {
        using var bytes = new MemoryStream();
        using (
            var json = new Utf8JsonWriter(
                bytes,
                new JsonWriterOptions { Encoder = Shared.Json.Encoder }
            )
        )
            if (reply is PartnerAnswer answer)
                PartnerJson.Write(answer, json);
            else
                PartnerJson.Write(urn.Value, (NoPartnerAnswer)reply, json);
        Console.Out.WriteLine(System.Text.Encoding.UTF8.GetString(bytes.ToArray()));
    }

    private static void Write(PartnerAnswer answer, TextWriter to)
    {
        to.WriteLine(
            $"{answer.School.Name} ({answer.School.Urn}): {string.Join(", ", answer.Asked.Select(a => a.Need.Label))}, within {answer.Within.Words}; method {answer.Method.Id}"
        );
        to.WriteLine(
            answer.Found == 0 ? $"No good match within {answer.Within.Words}."
            : answer.Found == answer.Matches.Count ? $"{answer.Found} found:"
            : $"{answer.Found} found; the best {answer.Matches.Count}:"
        );
        foreach (var match in answer.Matches)
        {
            to.WriteLine();
            to.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"  {match.Rank}. {match.School.Name} ({match.School.Urn}), {match.School.Current.Town}: {match.Quality}, {match.Journey.Kilometres:0.0} km"
                )
            );
            foreach (var reason in match.Reasons)
                to.WriteLine($"     {reason}");
        }
        if (answer.Note.Length > 0)
        {
            to.WriteLine();
            to.WriteLine(answer.Note);
        }
    }
}
