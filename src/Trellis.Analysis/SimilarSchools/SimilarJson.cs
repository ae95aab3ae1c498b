using System.Text.Json;
using Trellis.Schools;

namespace Trellis.SimilarSchools;

/// <summary>Answers as JSON: numbers in full precision, contributions by the ids of the variables, unknown ones left out.</summary>
public static class SimilarJson
{
    /// <summary>Writes {"urn","method","neighbours":[{"urn","distance","rank","contributions":{...},"known","of"}]} and, beside these, the snapshot, names and closeness.</summary>
    /// <param name="membership">How sure it is that each belongs to the list, by URN; null leaves it out.</param>
    public static void Write(
        SimilarAnswer answer,
        Utf8JsonWriter json,
        IReadOnlyDictionary<Urn, double>? membership = null
    )
    {
        json.WriteStartObject();
        json.WriteNumber("urn", answer.School.Urn.Value);
        json.WriteString("name", answer.School.Name);
        json.WriteString("method", answer.Method.Id);
        json.WriteString("snapshot", answer.SnapshotId);
        json.WriteNumber("compared", answer.Compared);
        json.WriteNumber("close", answer.Close);
        json.WriteNumber("fair", answer.Fair);
        json.WriteNumber("loose", answer.Loose);
        json.WriteStartArray("variables");
        foreach (var own in answer.Own)
        {
            json.WriteStartObject();
            json.WriteString("id", own.Variable.Id);
            json.WriteString("label", own.Variable.Label);
            json.WriteNumber("weight", own.Variable.Weight);
            json.WriteNumber("coefficient", own.Coefficient);
            if (own is { Figure: { } figure, Reading: { } reading })
            {
                json.WriteNumber("figure", figure);
                json.WriteString("year", own.YearLabel);
                json.WriteString("source", reading.Words);
                json.WriteBoolean("composed", reading.Composed);
            }
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("neighbours");
        foreach (var neighbour in answer.Neighbours)
        {
            json.WriteStartObject();
            json.WriteNumber("urn", neighbour.School.Urn.Value);
            json.WriteString("name", neighbour.School.Name);
            json.WriteNumber("distance", neighbour.Distance);
            json.WriteNumber("rank", neighbour.Rank);
            json.WriteString("closeness", neighbour.Closeness.ToString().ToLowerInvariant());
            if (membership is not null)
                json.WriteNumber("membership", membership.GetValueOrDefault(neighbour.School.Urn));
            if (neighbour.Kilometres is { } kilometres)
                json.WriteNumber("kilometres", Math.Round(kilometres, 3));
            if (neighbour.Journey is { Minutes: { } minutes } journey)
            {
                json.WriteNumber("minutes", minutes);
                json.WriteBoolean("estimated", journey.IsEstimate);
            }
            json.WriteStartObject("contributions");
            foreach (var contribution in neighbour.Contributions)
                if (contribution.Squared is { } squared)
                    json.WriteNumber(contribution.Variable.Id, squared);
            json.WriteEndObject();
            json.WriteNumber("known", neighbour.Known);
            json.WriteNumber("of", neighbour.Of);
            json.WriteString("words", neighbour.Words);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
