using System.Text.Json;
using Trellis.Journal;
using Trellis.PublicRecord;

namespace Trellis.Brokerage;

/// <summary>A case of brokerage as the public record has it; its published steps are in the entries of its procedures, which name it.</summary>
/// <param name="Main">The procedure that gives the case its kind.</param>
/// <param name="Schools">Whom it is about: "school:100000".</param>
/// <param name="OpenedBy">Who stated it first.</param>
/// <param name="AdoptedOn">The day on which the region took it on; null while it is only stated by <paramref name="OpenedBy"/>.</param>
/// <param name="BegunOn">The day on which it began; before <paramref name="OpenedOn"/> for one that was under way already.</param>
/// <param name="Targets">The days that were aimed at, in the order in which they were set.</param>
public sealed record PublicBrokerage(
    string Ref,
    string Main,
    IReadOnlyList<string> Schools,
    string? Body,
    string? Authority,
    string Region,
    DateOnly OpenedOn,
    string OpenedBy,
    DateOnly? AdoptedOn,
    DateOnly? BegunOn = null,
    IReadOnlyList<PublicTarget>? Targets = null
)
{
    public const string Kind = "case";

    /// <summary>What anybody may read of a case itself; never who works on it, an interest or a note.</summary>
    public static PublicChange Of(BrokerageCase given) =>
        new(
            Kind,
            given.Key,
            JsonSerializer.Serialize(
                new PublicBrokerage(
                    given.Key,
                    given.Main.ToString(),
                    [.. given.Schools.Select(s => s.ToString())],
                    given.Body?.ToString(),
                    given.Authority?.ToString(),
                    given.Region.ToString(),
                    given.OpenedOn,
                    given.OpenedBy.Over.ToString(),
                    given.AdoptedOn,
                    given.BegunOn,
                    [
                        .. given.Targets.Select(t => new PublicTarget(
                            Naming.Of(t.Kind.ToString()),
                            t.Day,
                            t.On,
                            t.Why?.InWords()
                        )),
                    ]
                )
            )
        );
}

/// <summary>A day that a case aims at.</summary>
/// <param name="Kind">"decision" or "opening".</param>
/// <param name="On">The day on which it was set.</param>
/// <param name="Why">Why it is another than before, in words; null for the first of its kind.</param>
public sealed record PublicTarget(string Kind, DateOnly Day, DateOnly On, string? Why);
