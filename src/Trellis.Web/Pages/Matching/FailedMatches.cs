using System.Runtime.CompilerServices;
using System.Text.Json;
using Trellis.Brokerage;
using Trellis.Placements;
using Trellis.Places;
using Trellis.Procedures;
using Trellis.PublicRecord;
using Trellis.Serving;
using Trellis.Snapshots;
using Trellis.Store;
using Trellis.TrustPlaces;

namespace Trellis.Pages.Matching;

/// <summary>One time that a trust said no to a school, or no any more, as anybody may read it.</summary>
/// <param name="Case">The case, which names the school.</param>
/// <param name="Withdrew">Whether it had looked into it or offered before; else it declined.</param>
/// <param name="Barriers">Codes: "financial", "isolation".</param>
/// <param name="Phase">What the school teaches; "not known" where the register does not say.</param>
/// <param name="Trust">"trust:2044"; empty where the trust did not agree to be named.</param>
public sealed record FailedMatch(
    string Case,
    string Region,
    string Phase,
    DateOnly On,
    bool Withdrew,
    IReadOnlyList<string> Barriers,
    string Trust
);

/// <summary>How often matches failed, by one reason, region, phase and year.</summary>
/// <param name="Key">"others" for all that are counted together.</param>
/// <param name="Times">Null where even together they are fewer than five.</param>
public sealed record FailedCount(string Key, string Words, int? Times)
{
    /// <summary>Fewer than so many are counted together with others: they would tell of one school.</summary>
    public const int Fewest = 5;

    /// <summary>What is counted five times or more by itself, and all the rest together.</summary>
    public static IReadOnlyList<FailedCount> Merged(IEnumerable<FailedCount> counts)
    {
        var all = counts.Where(c => c.Times > 0).ToList();
        var few = all.Where(c => c.Times < Fewest).ToList();
        var kept = all.Where(c => c.Times >= Fewest)
            .OrderByDescending(c => c.Times)
            .ThenBy(c => c.Words, StringComparer.Ordinal)
            .ToList();
        if (few.Count > 0)
            kept.Add(
                new FailedCount(
                    "others",
                    kept.Count == 0
                        ? "All, each fewer than five"
                        : "All others, each fewer than five",
                    few.Sum(c => c.Times) is >= Fewest and var sum ? sum : null
                )
            );
        return kept;
    }

    /// <summary>"12", "fewer than 5".</summary>
    public string TimesWords => Times is { } times ? $"{times:N0}" : $"fewer than {Fewest}";
}

/// <summary>Every failed match that anybody may read of: made anew when the public record or the snapshot is another.</summary>
public sealed class FailedMatches
{
    private const string Unnamed = "";

    private static readonly ReadOnce<PublicBrokerage> cases = new(
        PublicBrokerage.Kind,
        entry => JsonSerializer.Deserialize<PublicBrokerage>(entry.Json)!
    );

    private static readonly ReadOnce<PublicCase> procedures = new(
        PublicCase.Kind,
        entry => JsonSerializer.Deserialize<PublicCase>(entry.Json)!
    );

    private static readonly ConditionalWeakTable<PublicRecordFile, FailedMatches> latest = [];

    private readonly object cameFrom;

    private FailedMatches(
        object cameFrom,
        Snapshot snapshot,
        IReadOnlyList<(PublicEntry Entry, PublicBrokerage Value)> wholes,
        IReadOnlyList<(PublicEntry Entry, PublicCase Value)> parts
    )
    {
        this.cameFrom = cameFrom;
        Snapshot = snapshot;
        var byRef = wholes.ToDictionary(w => w.Value.Ref, w => w.Value, StringComparer.Ordinal);
        All =
        [
            .. parts
                .Where(p =>
                    p.Value.Procedure == CaseKind.TrustInvitation.ToString()
                    && p.Value.StoppedOn is null
                    && p.Value.Case is { } of
                    && byRef.ContainsKey(of)
                )
                .SelectMany(p => Of(byRef[p.Value.Case!], p.Value))
                .OrderByDescending(f => f.On)
                .ThenBy(f => f.Case, StringComparer.Ordinal)
                .ThenBy(f => f.Trust, StringComparer.Ordinal),
        ];
    }

    public Snapshot Snapshot { get; }

    /// <summary>The newest first.</summary>
    public IReadOnlyList<FailedMatch> All { get; }

    /// <summary>The kinds of reason, with their words, as the newest table has them.</summary>
    public static IReadOnlyList<Option> Barriers { get; } =
        KnownProcedures
            .All.Last(p => p.Id == CaseKind.TrustInvitation)
            .AskOf(Code.Parse("barriers"))!
            .Options;

    /// <summary>What anybody may read now; the same one as long as nothing of it has changed.</summary>
    /// <exception cref="StoreUnavailableException">The record cannot be read.</exception>
    public static FailedMatches In(PublicRecordFile record, Snapshot snapshot)
    {
        var (wholes, parts) = (cases.All(record), procedures.All(record));
        if (
            latest.TryGetValue(record, out var kept)
            && ReferenceEquals(kept.Snapshot, snapshot)
            && kept.cameFrom is (object was, object had)
            && ReferenceEquals(was, wholes)
            && ReferenceEquals(had, parts)
        )
            return kept;
        var made = new FailedMatches(((object)wholes, (object)parts), snapshot, wholes, parts);
        latest.AddOrUpdate(record, made);
        return made;
    }

    private IEnumerable<FailedMatch> Of(PublicBrokerage whole, PublicCase asked)
    {
        foreach (var step in asked.Steps.Where(s => s.Step is "decline" or "withdraw"))
        {
            var withdrew = step.Step == "withdraw";
            var words = Answer(step, withdrew ? "withdrawn-barriers" : "barriers")?.Chosen ?? [];
            yield return new FailedMatch(
                whole.Ref,
                whole.Region.Split(':')[^1],
                PhaseOf(whole.Schools[0]),
                Answer(step, withdrew ? "withdrawn-on" : "declined-on")?.Day ?? step.On,
                withdrew,
                [
                    .. Barriers
                        .Where(b => words.Contains(b.Words, StringComparer.Ordinal))
                        .Select(b => b.Id.ToString()),
                ],
                Answer(step, withdrew ? "withdrawn-trust" : "named-trust")?.Party ?? Unnamed
            );
        }
    }

    private static PublicAnswer? Answer(Trellis.Procedures.PublicStep step, string ask) =>
        step.Answers.FirstOrDefault(a => a.Ask == ask);

    private string PhaseOf(string school)
    {
        if (!People.Scope.TryParse(school, null, out var scope))
            return "not known";
        var teaches = PlaceBeside.Teaches(Snapshot, scope);
        return
            (teaches & Provision.Primary) != Provision.None
            && (teaches & Provision.Secondary) != Provision.None
            ? "all-through schools"
            : CapacityPhases.All.Where(p => teaches == p).Select(p => p.InWords()).FirstOrDefault()
                ?? "not known";
    }

    /// <summary>"North West" for its slug.</summary>
    public static string RegionWords(string slug) => Regions.FromSlug(slug) ?? slug;

    /// <summary>In which school year a match failed, as "2026 to 2027": from September to August.</summary>
    public static string YearOf(DateOnly day) =>
        day.Month >= 9 ? $"{day.Year} to {day.Year + 1}" : $"{day.Year - 1} to {day.Year}";
}
