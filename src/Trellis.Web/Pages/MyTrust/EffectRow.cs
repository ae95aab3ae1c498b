using System.Globalization;
using Trellis.Components;
using Trellis.Distributions;
using Trellis.Evaluations;
using Trellis.Groups;
using Trellis.Serving;
using Trellis.Snapshots;

namespace Trellis.Pages.MyTrust;

/// <summary>One trust's figure of one kind of school, phase and outcome, or why there is none to show.</summary>
/// <param name="Effect">Null where no school of the trust is in the comparison.</param>
/// <param name="Withheld">Why no figure is shown; null where one is.</param>
public sealed record EffectRow(
    PageLink Trust,
    Uid Uid,
    StudyKey Key,
    TrustEffectKind Kind,
    TrustEffect? Effect,
    string? Withheld
)
{
    internal static readonly IReadOnlyList<SheetColumn> Columns =
    [
        new("trust_uid", "Trust's UID", "integer"),
        new("trust", "Trust"),
        new("results", "Results"),
        new("phase", "Phase"),
        new("joined", "How schools joined"),
        new("from", "First school year", What: "Of the results."),
        new("until", "Last school year", What: "Of the results."),
        new("schools", "Schools", "integer"),
        new("raw", "As measured", "number", "standard deviations between schools"),
        new("shrunk", "Drawn to the average", "number", "standard deviations between schools"),
        new(
            "low",
            "At least",
            "number",
            "standard deviations between schools",
            "The lower end of the 95 % interval of the figure drawn to the average."
        ),
        new(
            "high",
            "At most",
            "number",
            "standard deviations between schools",
            "The upper end of it."
        ),
        new(
            "scale_deviation",
            "One standard deviation",
            "number",
            What: "In the unit of the results, in the newest year."
        ),
        new("why_none", "Why there is no figure"),
    ];

    /// <summary>Every figure of a trust there could be, in the order of the studies: where one is missing it says why.</summary>
    public static IReadOnlyList<EffectRow> Of(Snapshot snapshot, TrustEffects effects, Uid trust)
    {
        var name = new PageLink(snapshot.Find(trust)?.Name ?? $"{trust}", $"/trust/{trust}");
        var own = effects.Of(trust).ToLookup(e => (e.Arm, e.Phase, e.Outcome));
        return
        [
            .. from key in Programmes.Find("joining-a-trust")!.Studies
            let phase = key.Phase == PhaseGroup.Primary ? "primary" : "secondary"
            let kind = effects.Kinds.FirstOrDefault(k =>
                k.Arm == key.Arm.Id && k.Phase == phase && k.Outcome == key.Outcome.Id
            )
            where kind is not null
            let effect = own[(kind.Arm, kind.Phase, kind.Outcome)].FirstOrDefault()
            select new EffectRow(
                name,
                trust,
                key,
                kind,
                effect,
                effect is null
                    ? kind.NoAnswer
                        ?? "None of its schools joined so with results before and after."
                    : effect.Withheld
            ),
        ];
    }

    public string Results => Key.Outcome.Label;

    public string Phase => Kind.Phase;

    /// <summary>"schools that chose to join".</summary>
    public string Joined => $"{char.ToLowerInvariant(Key.Arm.Label[0])}{Key.Arm.Label[1..]}";

    /// <summary>"+0.12", two decimals; empty where no figure is shown.</summary>
    public string Words(Func<TrustEffect, double> figure) =>
        Effect is null || Withheld is not null
            ? ""
            : figure(Effect).ToString("+0.00;−0.00;0.00", CultureInfo.InvariantCulture);

    internal IReadOnlyList<object?> Cells()
    {
        object? Shown(Func<TrustEffect, double> figure) =>
            Effect is null || Withheld is not null ? null : figure(Effect);
        return
        [
            Uid.Value,
            Trust.Text,
            Results,
            Phase,
            Key.Arm.Label,
            Kind.Years.Count == 0 ? null : Kind.Years[0].ToString(),
            Kind.Years.Count == 0 ? null : Kind.Years[^1].ToString(),
            Effect?.Schools ?? 0,
            Shown(e => e.Raw),
            Shown(e => e.Shrunk),
            Shown(e => e.ShrunkLow),
            Shown(e => e.ShrunkHigh),
            double.IsFinite(Kind.ScaleDeviation) ? Kind.ScaleDeviation : null,
            Withheld,
        ];
    }
}

/// <summary>What stands around figures of trusts on every page that shows them.</summary>
/// <param name="Effects">Null where they have not been worked out.</param>
/// <param name="Rows">In the order in which they are shown, which says nothing of how well anybody did.</param>
/// <param name="NamesTrusts">Whether each row says of which trust it is.</param>
public sealed record EffectTable(
    TrustEffects? Effects,
    IReadOnlyList<EffectRow> Rows,
    bool NamesTrusts,
    string Caption
)
{
    /// <summary>A sentence for each kind of results: what one standard deviation is.</summary>
    public IEnumerable<string> Units =>
        Rows.Select(r => (r.Key.Outcome, r.Kind))
            .Where(r => double.IsFinite(r.Kind.ScaleDeviation))
            .DistinctBy(r => (r.Outcome, r.Kind.Phase))
            .Select(r =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{r.Outcome.Label}, {r.Kind.Phase}: {r.Kind.ScaleDeviation:0.0} in {r.Outcome.Scale.Name}, {r.Kind.Years[0]} to {r.Kind.Years[^1]}. Source: {r.Outcome.Source}."
                )
            );
}
