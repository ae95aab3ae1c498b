using System.Text.Json;
using Trellis.Assignment;
using Trellis.Placements;
using Trellis.Sources;

namespace Trellis.Lab;

/// <summary>Residents, hospitals and places as one file, for "lab residents": docs/formats/markets.md.</summary>
public sealed record ResidentsFile(
    Names Residents,
    Names Hospitals,
    HospitalResidents Market,
    IReadOnlyList<int> Capacities,
    int Ties,
    IReadOnlyList<FileRemark> Cleaned
)
{
    /// <param name="file">Its name, for messages.</param>
    /// <param name="seed">Of the published order that breaks ties.</param>
    /// <exception cref="UnreadableSourceException">It is no JSON, or says what cannot be; a line for each such thing, where and why.</exception>
    public static ResidentsFile Read(string file, ReadOnlySpan<byte> json, long seed)
    {
        var reading = new FileReading();
        var root = LinedJson.Read(file, json);
        var fields = reading.Fields(
            root,
            "the file",
            ["residents", "hospitals", "capacities"],
            [],
            passOver: true
        );
        var residents = reading.Named(fields.GetValueOrDefault("residents"), "resident");
        var hospitals = reading.Named(fields.GetValueOrDefault("hospitals"), "hospital");
        var listed = new PreferenceLists(reading, residents, hospitals);
        var taken = new PreferenceLists(reading, hospitals, residents);
        PreferenceLists.TakeOffOneSided(reading, (residents, listed), (hospitals, taken));
        var capacities = PlacesOf(reading, fields.GetValueOrDefault("capacities"), hospitals);
        reading.End(file);
        return new ResidentsFile(
            residents,
            hospitals,
            new HospitalResidents(
                listed.Strict(PublishedOrder.Of(hospitals.All, seed)),
                taken.Strict(PublishedOrder.Of(residents.All, seed)),
                capacities
            ),
            capacities,
            listed.Ties + taken.Ties,
            reading.Cleaned
        );
    }

    // Nobody else may say how many places a hospital has: a number that is missing is not guessed.
    private static int[] PlacesOf(FileReading reading, LinedJson? at, Names hospitals)
    {
        var capacities = new int[hospitals.Count];
        if (at is null)
            return capacities;
        var stated = reading.Named(at, "hospital");
        for (var i = 0; i < stated.Count; i++)
            if (hospitals.Find(stated[i]) is var hospital && hospital < 0)
                reading.Clean(
                    stated.Places[i],
                    $"'{stated[i]}' is no hospital of this file; its places were passed over."
                );
            else if (
                stated.Places[i].Kind != JsonTokenType.Number
                || stated.Places[i].Whole is null
            )
                reading.Refuse(
                    stated.Places[i],
                    $"a whole number of places is expected; there is {stated.Places[i].Words}."
                );
            else if (stated.Places[i].Whole < 0)
                reading.Refuse(
                    stated.Places[i],
                    $"'{stated[i]}' has {stated.Places[i].Text} places; the least is 0."
                );
            else
                capacities[hospital] = stated.Places[i].Whole!.Value;
        for (var h = 0; h < hospitals.Count; h++)
            if (stated.Find(hospitals[h]) < 0)
                reading.Refuse(
                    hospitals.Places[h],
                    $"capacities does not say how many places '{hospitals[h]}' has."
                );
        return capacities;
    }
}
