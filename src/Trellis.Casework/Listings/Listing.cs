using Trellis.Journal;
using Trellis.Partnerships;

namespace Trellis.Listings;

/// <summary>What an entry of the directory says: that a party needs help, offers it, looks for a post or has one to fill.</summary>
public enum ListingKind
{
    Need,
    Offer,

    /// <summary>A party would share somebody whom another employs.</summary>
    PostWanted,

    /// <summary>A party has somebody whose time others may share.</summary>
    PostOffered,
}

/// <summary>A post as the directory has it.</summary>
/// <param name="Role">"SENCO"; never a person's name.</param>
/// <param name="TenthsOfDaysAWeek">25 is two and a half days; 1 to 50.</param>
/// <param name="From">The first day of it.</param>
/// <param name="TravelMinutes">How far whoever fills it can travel, by car, one way; null where nothing is said.</param>
public sealed record Post(FreeText Role, int TenthsOfDaysAWeek, DateOnly From, int? TravelMinutes);

/// <summary>What an entry of the directory says, and may be changed.</summary>
/// <param name="DaysATerm">How much there is of it in a term; null where nothing is said.</param>
/// <param name="From">Since when, or from when on; it may lie before the entry.</param>
/// <param name="Until">The last day; null where no end is known.</param>
/// <param name="TrackRecord">What the party did before, in its own words.</param>
/// <param name="Partnerships">Registered partnerships that it names beside these words.</param>
/// <param name="Quality">By what others may see that it is good, in its own words; what published figures say stands beside it and is not typed.</param>
/// <param name="Post">Of a post, and of nothing else.</param>
public sealed record ListingTerms(
    TopicId Topic,
    FreeText Words,
    int? DaysATerm,
    DateOnly From,
    DateOnly? Until,
    FreeText TrackRecord,
    IReadOnlyList<PartnershipId> Partnerships,
    FreeText Quality,
    Post? Post
)
{
    public const int LongestWords = 1000;
    public const int LongestRole = 80;
    public const int MostDaysATerm = 200;
    public const int MostPartnerships = 5;

    /// <summary>Why nobody can list this; null where it is fit.</summary>
    public Refusal? Misfit(ListingKind kind, DateOnly today)
    {
        if (Topics.Of(Topic) is null)
            return new Refusal("topic-unknown", "Choose a topic.");
        var unfit =
            Words.Misfit("what it is about", LongestWords, "words", needed: true)
            ?? TrackRecord.Misfit("what you did before", LongestWords, "record")
            ?? Quality.Misfit("how others can see its quality", LongestWords, "quality");
        if (unfit is not null)
            return unfit;
        if (DaysATerm is < 1 or > MostDaysATerm)
            return new Refusal(
                "days-unfit",
                $"Enter days in a term as a whole number from 1 to {MostDaysATerm}."
            );
        if (From < today.AddYears(-50) || From > today.AddYears(2))
            return new Refusal("from-unfit", "Enter a first day within the next two years.");
        if (Until < From || Until < today)
            return new Refusal(
                "until-unfit",
                "The last day cannot lie before the first, or today."
            );
        if (Partnerships.Count > MostPartnerships)
            return new Refusal(
                "partnerships-too-many",
                $"Name {MostPartnerships} partnerships or fewer."
            );
        if (kind.IsPost() != Post is not null)
            return new Refusal("post-unfit", "Say what post it is.");
        return Post is null
            ? null
            : Post.Role.Misfit("the role", LongestRole, "role", needed: true, oneLine: true)
                ?? (
                    Post.TenthsOfDaysAWeek is < 1 or > 50
                        ? new Refusal("week-unfit", "Enter days a week from 0.1 to 5.")
                    : Post.TravelMinutes is < 5 or > 180
                        ? new Refusal("travel-unfit", "Enter minutes of travel from 5 to 180.")
                    : null
                );
    }

    /// <summary>The same, its words as they are kept.</summary>
    public ListingTerms Tidy() =>
        this with
        {
            Words = Words.Kept(),
            TrackRecord = TrackRecord.Kept(),
            Quality = Quality.Kept(),
            Partnerships = [.. Partnerships.Distinct()],
            Post = Post is null ? null : Post with { Role = Post.Role.Kept() },
        };

    /// <summary>Whether two say the same: lists are compared by what is in them.</summary>
    public bool Says(ListingTerms other) =>
        Partnerships.SequenceEqual(other.Partnerships)
        && this == other with { Partnerships = Partnerships };
}

/// <summary>Why an entry was closed.</summary>
public enum CloseReason
{
    Filled,
    NoLonger,
}

/// <summary>How an entry was closed.</summary>
public sealed record Closing(CloseReason Reason, DateOnly On);

/// <summary>How an entry stands on a day.</summary>
public enum ListingStanding
{
    Open,

    /// <summary>Nobody said for a year that it still holds.</summary>
    Lapsed,

    /// <summary>Its last day is past.</summary>
    Over,
    Closed,
}

/// <summary>One entry of the directory: what a school, a trust or an authority needs or offers.</summary>
/// <param name="By">Whose it is.</param>
/// <param name="RenewedOn">The day on which the party last said that it holds.</param>
/// <param name="Closed">Null while it is not closed.</param>
public sealed record Listing(
    ListingId Id,
    Party By,
    ListingKind Kind,
    ListingTerms Terms,
    DateOnly PostedOn,
    DateOnly RenewedOn,
    Closing? Closed
) : Document
{
    public override string Key => Id.ToString();

    public override IReadOnlyList<string> Involves => [By.ToString()];

    /// <summary>The first day on which it counts as lapsed.</summary>
    public DateOnly LapsesOn => Lapse.Of(RenewedOn);

    public ListingStanding StandingOn(DateOnly day) =>
        Closed is not null ? ListingStanding.Closed
        : Terms.Until < day ? ListingStanding.Over
        : LapsesOn <= day ? ListingStanding.Lapsed
        : ListingStanding.Open;
}

/// <summary>When an entry that nobody renews lapses.</summary>
public static class Lapse
{
    /// <summary>A year after it was last renewed.</summary>
    public static DateOnly Of(DateOnly renewed) => renewed.AddYears(1);
}

/// <summary>What the kinds of entry have in common and are called.</summary>
public static class ListingKinds
{
    public static bool IsPost(this ListingKind kind) =>
        kind is ListingKind.PostWanted or ListingKind.PostOffered;

    /// <summary>"needs", as after a name: "Example School needs".</summary>
    public static string Verb(this ListingKind kind) =>
        kind switch
        {
            ListingKind.Need => "needs help with",
            ListingKind.Offer => "offers help with",
            ListingKind.PostWanted => "looks for a shared post:",
            _ => "has a post to share:",
        };

    /// <summary>"post wanted".</summary>
    public static string InWords(this ListingKind kind) => kind.Code().Replace('-', ' ');

    /// <summary>As addresses and the public record have it: "post-wanted".</summary>
    public static string Code(this ListingKind kind) => Naming.Of(kind.ToString());

    /// <summary>The kind of a code.</summary>
    /// <exception cref="FormatException">There is no such kind.</exception>
    public static ListingKind Of(string code) =>
        TryParse(code, out var kind)
            ? kind
            : throw new FormatException($"'{code}' is no kind of entry of the directory.");

    /// <summary>The kind of a code; false where there is none.</summary>
    public static bool TryParse(string? code, out ListingKind kind)
    {
        foreach (var one in Enum.GetValues<ListingKind>())
            if (one.Code() == code)
            {
                kind = one;
                return true;
            }
        kind = default;
        return false;
    }
}
