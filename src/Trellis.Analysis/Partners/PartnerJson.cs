using System.Text.Json;

namespace Trellis.Partners;

/// <summary>Answers as JSON, numbers in full precision.</summary>
public static class PartnerJson
{
    /// <summary>Writes {"urn","matches":[{"urn","probabilityBetter","minutes","distance","quality","capacity","reasons":[...]}],"note"} and, beside these, names, needs, parts and what would have to give.</summary>
    public static void Write(PartnerAnswer answer, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("urn", answer.School.Urn.Value);
        json.WriteString("name", answer.School.Name);
        json.WriteString("method", answer.Method.Id);
        json.WriteString("snapshot", answer.SnapshotId);
        json.WriteString("within", answer.Within.Words);
        json.WriteStartArray("needs");
        foreach (var standing in answer.Asked)
        {
            json.WriteStartObject();
            json.WriteString("need", standing.Need.Id);
            json.WriteString("to", standing.LastYear);
            json.WriteNumber("years", standing.Own.Level.Years);
            json.WriteNumber("strength", standing.Own.Level.Mean);
            json.WriteNumber("variance", standing.Own.Level.OfNextFigure);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteNumber("found", answer.Found);
        json.WriteStartArray("matches");
        foreach (var match in answer.Matches)
            Write(match, json);
        json.WriteEndArray();
        json.WriteStartArray("wouldGive");
        foreach (var give in answer.Gives)
        {
            json.WriteStartObject();
            json.WriteString("id", give.Id);
            json.WriteNumber("count", give.Count);
            if (give.Best is { } best)
                json.WriteNumber("best", best.Urn.Value);
            json.WriteString("words", give.Words);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteString("note", answer.Note);
        json.WriteEndObject();
    }

    /// <summary>Writes a reason for no answer in the same form: no matches, and the reason as the note.</summary>
    public static void Write(int urn, NoPartnerAnswer none, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("urn", urn);
        json.WriteStartArray("matches");
        json.WriteEndArray();
        json.WriteString("code", none.Code);
        json.WriteString("note", none.Sentence);
        json.WriteEndObject();
    }

    private static void Write(PartnerMatch match, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("urn", match.School.Urn.Value);
        json.WriteString("name", match.School.Name);
        json.WriteNumber("probabilityBetter", match.ProbabilityBetter);
        json.WriteNumber("minutes", match.Journey.Minutes!.Value);
        json.WriteBoolean("estimated", match.Journey.IsEstimate);
        json.WriteNumber("kilometres", match.Journey.Kilometres ?? 0);
        json.WriteNumber("distance", match.Likeness.Distance);
        json.WriteString("quality", match.Quality);
        json.WriteNumber("capacity", match.Capacity.Value);
        json.WriteString("capacityWords", match.Capacity.Words);
        json.WriteBoolean("oftenAsked", match.OftenAsked);
        json.WriteNumber("score", match.Score);
        Write("byNeed", match.ByNeed, json);
        Write("return", match.Return, json);
        json.WriteStartArray("reasons");
        foreach (var reason in match.Reasons)
            json.WriteStringValue(reason);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(string name, IReadOnlyList<Better> list, Utf8JsonWriter json)
    {
        json.WriteStartArray(name);
        foreach (var better in list)
        {
            json.WriteStartObject();
            json.WriteString("need", better.Need.Id);
            json.WriteNumber("probability", better.Probability);
            json.WriteNumber("advantage", better.Advantage);
            json.WriteNumber("years", better.Strength.Level.Years);
            if (better.Strength.Pupils is { } pupils)
                json.WriteNumber("pupils", pupils);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
