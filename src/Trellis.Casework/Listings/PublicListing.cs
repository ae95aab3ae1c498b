using System.Text.Json;
using Trellis.PublicRecord;

namespace Trellis.Listings;

/// <summary>An entry of the directory as the public record has it; one that is closed is not in it.</summary>
/// <param name="By">Whose: "school:100000".</param>
/// <param name="Kind">"need", "offer", "post-wanted" or "post-offered".</param>
/// <param name="Role">Of a post; empty for others.</param>
/// <param name="TenthsOfDaysAWeek">Of a post; null for others.</param>
/// <param name="PostFrom">Of a post: its first day; null for others.</param>
/// <param name="TravelMinutes">Of a post: how far people can travel; null where nothing is said.</param>
public sealed record PublicListing(
    string Id,
    string By,
    string Kind,
    string Topic,
    string Words,
    int? DaysATerm,
    DateOnly From,
    DateOnly? Until,
    string TrackRecord,
    IReadOnlyList<string> Partnerships,
    string Quality,
    string Role,
    int? TenthsOfDaysAWeek,
    DateOnly? PostFrom,
    int? TravelMinutes,
    DateOnly PostedOn,
    DateOnly RenewedOn
)
{
    public const string RecordKind = "listing";

    /// <summary>What anybody may read of an entry: all that its party wrote into it, while it is not closed.</summary>
    public static PublicChange Of(Listing listing) =>
        new(
            RecordKind,
            listing.Key,
            listing.Closed is not null
                ? null
                : JsonSerializer.Serialize(
                    new PublicListing(
                        listing.Key,
                        listing.By.ToString(),
                        listing.Kind.Code(),
                        listing.Terms.Topic.ToString(),
                        listing.Terms.Words.ToString(),
                        listing.Terms.DaysATerm,
                        listing.Terms.From,
                        listing.Terms.Until,
                        listing.Terms.TrackRecord.ToString(),
                        [.. listing.Terms.Partnerships.Select(p => p.ToString())],
                        listing.Terms.Quality.ToString(),
                        listing.Terms.Post?.Role.ToString() ?? "",
                        listing.Terms.Post?.TenthsOfDaysAWeek,
                        listing.Terms.Post?.From,
                        listing.Terms.Post?.TravelMinutes,
                        listing.PostedOn,
                        listing.RenewedOn
                    )
                )
        );
}
