using System.Text.Json.Serialization;
using Trellis.Journal;
using Trellis.People;
using Trellis.Procedures;

namespace Trellis.Alerts;

/// <summary>Somebody's wish for a letter when something is published of a case that concerns a school, a trust or an area. They need no account.</summary>
/// <param name="About">The school, the trust, the local authority or the region.</param>
/// <param name="Address">Where letters go; erased once nobody wants them any more.</param>
/// <param name="AskedAt">When a letter to confirm it was last asked for.</param>
/// <param name="Confirm">Of the link that confirms it; none once it is confirmed.</param>
/// <param name="Leave">Of the links that end it, one in each letter, the newest last.</param>
/// <param name="ConfirmedOn">Null until whoever reads letters at the address has confirmed it.</param>
/// <param name="LeftOn">The day on which it ended; null while it goes on.</param>
/// <param name="Told">How much of each case has been told.</param>
public sealed record Alert(
    AlertId Id,
    Scope About,
    FreeText Address,
    DateTimeOffset AskedAt,
    LinkDigest Confirm,
    IReadOnlyList<LinkDigest> Leave,
    DateOnly? ConfirmedOn,
    DateOnly? LeftOn,
    IReadOnlyList<ToldSoFar> Told
) : Document
{
    /// <summary>For so many days the link in the first letter works.</summary>
    public const int DaysToConfirm = 7;

    /// <summary>The links of so many letters end it; older ones lead to the page that asks for the address.</summary>
    public const int MostLinks = 200;

    public override string Key => Id.ToString();

    public override IReadOnlyList<string> Involves => [About.ToString()];

    /// <summary>Whether letters go.</summary>
    [JsonIgnore]
    public bool IsOn => ConfirmedOn is not null && LeftOn is null;

    /// <summary>Whether the link in the first letter works on a day.</summary>
    public bool MayConfirm(DateOnly today) =>
        ConfirmedOn is null
        && LeftOn is null
        && today <= DateOnly.FromDateTime(AskedAt.UtcDateTime).AddDays(DaysToConfirm);

    /// <summary>From which day the address is of no use; null while letters go.</summary>
    [JsonIgnore]
    public DateOnly? LastDay =>
        LeftOn
        ?? (
            ConfirmedOn is null
                ? DateOnly.FromDateTime(AskedAt.UtcDateTime).AddDays(DaysToConfirm)
                : null
        );

    internal IReadOnlyList<LinkDigest> LeaveWith(LinkDigest next) =>
        [.. Leave.TakeLast(MostLinks - 1), next];
}

/// <summary>How much of a case has been told: how many events of the case itself, or of one of its procedures.</summary>
/// <param name="Of">The case.</param>
/// <param name="Part">The procedure; null for the case itself.</param>
public sealed record ToldSoFar(CaseRef Of, CaseId? Part, int Events);
