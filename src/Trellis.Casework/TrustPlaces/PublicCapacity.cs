using System.Text.Json;
using Trellis.Journal;
using Trellis.PublicRecord;

namespace Trellis.TrustPlaces;

/// <summary>What a trust states of its places, as the public record has it: never what it would need in its own words, or which school it promised one.</summary>
/// <param name="Trust">"trust:2044".</param>
/// <param name="Needs">"grant", "debt", "works", "people".</param>
/// <param name="StatedOn">The day on which it stated this.</param>
public sealed record PublicCapacity(
    string Trust,
    int Primary,
    int Secondary,
    int Special,
    int Alternative,
    int InAll,
    int? DaysATerm,
    int? MostMinutes,
    int? HardCasesAYear,
    DateOnly From,
    DateOnly? Until,
    string Words,
    IReadOnlyList<string> Needs,
    DateOnly StatedOn
)
{
    public const string Kind = "capacity";

    /// <summary>What anybody may read of what a trust states.</summary>
    public static PublicChange Of(TrustCapacity given) =>
        new(
            Kind,
            given.Key,
            JsonSerializer.Serialize(
                new PublicCapacity(
                    given.Key,
                    given.Terms.Primary,
                    given.Terms.Secondary,
                    given.Terms.Special,
                    given.Terms.Alternative,
                    given.Terms.InAll,
                    given.Terms.DaysATerm,
                    given.Terms.MostMinutes,
                    given.Terms.HardCasesAYear,
                    given.Terms.From,
                    given.Terms.Until,
                    given.Terms.Words.ToString(),
                    [.. given.Terms.Needs.Select(n => Naming.Of(n.ToString()))],
                    given.StatedOn
                )
            )
        );
}
