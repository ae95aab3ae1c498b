using System.Runtime.CompilerServices;
using System.Text.Json;
using Trellis.Enquiries;
using Trellis.Listings;
using Trellis.Partnerships;
using Trellis.PublicRecord;
using Trellis.Serving;
using Trellis.Store;

namespace Trellis.Pages.Expertise;

/// <summary>An entry of the directory, as the public record has it.</summary>
/// <param name="Load">How much of it is taken; null where nothing is.</param>
public sealed record DirectoryEntry(
    PublicEntry Published,
    PublicListing Said,
    Party By,
    ListingKind Kind,
    TopicId Topic,
    PublicLoad? Load
)
{
    public ListingStanding StandingOn(DateOnly day) =>
        Said.Until < day ? ListingStanding.Over
        : Lapse.Of(Said.RenewedOn) <= day ? ListingStanding.Lapsed
        : ListingStanding.Open;

    /// <summary>What it is about, in a few words: "SENCO", or the topic.</summary>
    public string About =>
        Said.Role.Length > 0 ? Said.Role : Topics.Of(Topic)?.Label ?? Topic.ToString();

    /// <summary>How much there is: "2.5 days a week", "10 days a term, 40 % taken"; empty where nothing is said.</summary>
    public string Amount(DateOnly today)
    {
        if (Said.TenthsOfDaysAWeek is { } tenths)
            return $"{tenths / 10.0:0.#} {(tenths == 10 ? "day" : "days")} a week";
        if (Said.DaysATerm is not { } days)
            return "";
        var taken = Load?.On(today) ?? 0;
        return $"{days} {(days == 1 ? "day" : "days")} a term{(taken > 0 ? $", {taken} % taken" : "")}";
    }

    /// <summary>"Offers help with", in the words of a heading.</summary>
    public string KindWords =>
        Kind switch
        {
            ListingKind.Need => "Need",
            ListingKind.Offer => "Offer",
            ListingKind.PostWanted => "Post wanted",
            _ => "Post offered",
        };

    /// <summary>Every entry that is not closed, the newest first; the same list as long as none of them has changed.</summary>
    public static IReadOnlyList<DirectoryEntry> All(PublicRecordFile record)
    {
        var (said, taken) = (listings.All(record), loads.All(record));
        if (
            latest.TryGetValue(record, out var kept)
            && ReferenceEquals(kept.Listings, said)
            && ReferenceEquals(kept.Loads, taken)
        )
            return kept.All;
        var byKey = taken.ToDictionary(l => l.Entry.Key, l => l.Value, StringComparer.Ordinal);
        DirectoryEntry[] all =
        [
            .. said.Select(l =>
                byKey.TryGetValue(l.Entry.Key, out var load)
                    ? l.Value with
                    {
                        Load = load,
                    }
                    : l.Value
            ),
        ];
        latest.AddOrUpdate(record, new Kept(said, taken, all));
        return all;
    }

    /// <summary>One entry; null where there is none, or it is closed.</summary>
    public static DirectoryEntry? Find(PublicRecordFile record, ListingId id) =>
        record.Find(PublicListing.RecordKind, id.ToString()) is { } published
            ? Of(
                published,
                record.Find(PublicLoad.RecordKind, id.ToString()) is { } load
                    ? JsonSerializer.Deserialize<PublicLoad>(load.Json)
                    : null
            )
            : null;

    private static DirectoryEntry Of(PublicEntry published, PublicLoad? load)
    {
        var said = JsonSerializer.Deserialize<PublicListing>(published.Json)!;
        return new DirectoryEntry(
            published,
            said,
            Party.Parse(said.By),
            ListingKinds.Of(said.Kind),
            TopicId.Parse(said.Topic),
            load
        );
    }

    private static readonly ReadOnce<DirectoryEntry> listings = new(
        PublicListing.RecordKind,
        published => Of(published, null)
    );

    private static readonly ReadOnce<PublicLoad> loads = new(
        PublicLoad.RecordKind,
        load => JsonSerializer.Deserialize<PublicLoad>(load.Json)!
    );

    private sealed record Kept(
        IReadOnlyList<(PublicEntry, DirectoryEntry)> Listings,
        IReadOnlyList<(PublicEntry, PublicLoad)> Loads,
        IReadOnlyList<DirectoryEntry> All
    );

    private static readonly ConditionalWeakTable<PublicRecordFile, Kept> latest = [];
}
