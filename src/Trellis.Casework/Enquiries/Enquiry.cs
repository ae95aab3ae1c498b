using System.Text.Json.Serialization;
using Trellis.Journal;
using Trellis.Listings;
using Trellis.Partnerships;

namespace Trellis.Enquiries;

/// <summary>What a party answered to an enquiry.</summary>
public enum ReplyKind
{
    Yes,
    NotNow,
    No,
}

/// <summary>The latest answer to an enquiry.</summary>
/// <param name="Reason">Of a "not now"; null else.</param>
/// <param name="DaysATerm">Of a "yes": how much was agreed; null for a post.</param>
/// <param name="Until">Of a "yes": the last day of it; null else.</param>
public sealed record Reply(
    ReplyKind Kind,
    Reluctance? Reason,
    FreeText Words,
    int? DaysATerm,
    DateOnly? Until,
    DateOnly On
);

/// <summary>One party asks another for help or offers it. Nobody but the two reads it.</summary>
/// <param name="From">Who asks.</param>
/// <param name="To">Who is asked.</param>
/// <param name="About">The entry of the directory that it is about; null where it is about none.</param>
/// <param name="Binds">Whether a "yes" fills a post, which only those who may act for the party can say.</param>
/// <param name="DaysATerm">How much is asked for; null where nothing is said.</param>
/// <param name="Answer">Null before there is one; a party may answer anew.</param>
/// <param name="WithdrawnOn">Null while whoever asked still asks.</param>
public sealed record Enquiry(
    EnquiryId Id,
    Party From,
    Party To,
    ListingId? About,
    TopicId? Topic,
    bool Binds,
    FreeText Words,
    int? DaysATerm,
    DateOnly AskedOn,
    Reply? Answer,
    DateOnly? WithdrawnOn
) : Document
{
    public const int LongestWords = 1000;

    public override string Key => Id.ToString();

    public override IReadOnlyList<string> Involves => [From.ToString(), To.ToString()];

    /// <summary>The day from which nothing happens in it any more: withdrawn, answered, or the last day of what was agreed. While it is not answered, the day on which it was asked.</summary>
    [JsonIgnore]
    public DateOnly LastDay =>
        WithdrawnOn
        ?? (
            Answer is { } answer
                ? answer.Until is { } until && until > answer.On
                    ? until
                    : answer.On
                : AskedOn
        );

    /// <summary>Whether days are taken by it on a day.</summary>
    public bool TakesDaysOn(DateOnly day) =>
        WithdrawnOn is null && Answer is { Kind: ReplyKind.Yes, Until: { } until } && day <= until;
}
