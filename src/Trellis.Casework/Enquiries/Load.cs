using System.Text.Json;
using Trellis.Listings;
using Trellis.PublicRecord;

namespace Trellis.Enquiries;

/// <summary>How much of an entry's capacity is taken, up to and with a day.</summary>
/// <param name="Until">The last day on which it is so.</param>
/// <param name="DaysATerm">Taken by all that was agreed and lasts until then or longer.</param>
public readonly record struct Taken(DateOnly Until, int DaysATerm);

/// <summary>What agreed enquiries take of the days that an entry offers.</summary>
public static class Load
{
    /// <summary>The days taken, falling from step to step as agreements end, the nearest end first; empty where nothing is agreed.</summary>
    /// <param name="enquiries">Of the party whose entry it is; those about other entries are passed over.</param>
    public static IReadOnlyList<Taken> Of(
        ListingId entry,
        IEnumerable<Enquiry> enquiries,
        DateOnly today
    )
    {
        var agreed = enquiries
            .Where(e => e.About == entry && e.TakesDaysOn(today))
            .Select(e => (Until: e.Answer!.Until!.Value, Days: e.Answer.DaysATerm ?? 0))
            .ToList();
        return
        [
            .. agreed
                .Select(a => a.Until)
                .Distinct()
                .Order()
                .Select(until => new Taken(
                    until,
                    agreed.Where(a => a.Until >= until).Sum(a => a.Days)
                )),
        ];
    }

    /// <summary>The days taken on a day; 0 where nothing is.</summary>
    public static int On(this IReadOnlyList<Taken> taken, DateOnly day) =>
        taken.FirstOrDefault(t => day <= t.Until).DaysATerm;
}

/// <summary>A step of an entry's load as anybody may read it.</summary>
/// <param name="Until">The last day of the step.</param>
/// <param name="Percent">Of the days offered, to the next ten and at most 100: a share, so that nobody reads from it what one school was given.</param>
public sealed record PublicTaken(DateOnly Until, int Percent);

/// <summary>An entry's load as the public record has it: a share, never whose.</summary>
public sealed record PublicLoad(string Listing, IReadOnlyList<PublicTaken> Steps)
{
    public const string RecordKind = "listing-load";

    /// <summary>What anybody may read of a load; nothing where nothing is taken, or the entry offers no number of days, or is closed.</summary>
    public static PublicChange Of(Listing listing, IReadOnlyList<Taken> taken) =>
        new(
            RecordKind,
            listing.Key,
            listing.Closed is null
            && listing.Terms.DaysATerm is { } offered
            && taken.Any(t => t.DaysATerm > 0)
                ? JsonSerializer.Serialize(
                    new PublicLoad(
                        listing.Key,
                        [
                            .. taken.Select(t => new PublicTaken(
                                t.Until,
                                Math.Min(100, (int)Math.Ceiling(10.0 * t.DaysATerm / offered) * 10)
                            )),
                        ]
                    )
                )
                : null
        );

    /// <summary>The share taken on a day; 0 where nothing is.</summary>
    public int On(DateOnly day) => Steps.FirstOrDefault(s => day <= s.Until)?.Percent ?? 0;
}
