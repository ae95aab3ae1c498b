using Trellis.Journal;
using Trellis.Procedures;

namespace Trellis.Consultations;

/// <summary>The reply of somebody without an account, whose address was confirmed by letter. Who decides reads its words; anybody reads only that it was counted.</summary>
/// <param name="Address">An e-mail address; erased some time after the report.</param>
/// <param name="ReadOn">The day on which it was marked as read; null before.</param>
public sealed record PersonReply(
    ReplyKey Id,
    CaseId To,
    Replier As,
    ReplyView View,
    FreeText Words,
    FreeText Address,
    DateOnly On,
    DateOnly? ReadOn
) : Document
{
    public const int LongestWords = 2000;

    public override string Key => Id.ToString();

    public override IReadOnlyList<string> Involves => [PartyOf(To)];

    /// <summary>By what the replies to a consultation are found.</summary>
    public static string PartyOf(CaseId consultation) => $"consultation:{consultation}";
}
