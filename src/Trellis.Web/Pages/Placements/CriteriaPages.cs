using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;
using Trellis.Placements;
using Trellis.Serving;

namespace Trellis.Pages.Placements;

/// <summary>Every version of the criteria by which trusts are ranked.</summary>
[Access(Who.Everybody)]
public sealed class AllCriteria : SitePage
{
    /// <summary>The newest first.</summary>
    public IReadOnlyList<Criteria> Versions => [.. Criteria.Versions.Reverse()];

    /// <summary>What each version has otherwise than the one before, the newest first; empty while there is one only.</summary>
    public IReadOnlyList<(Criteria Now, IReadOnlyList<CriteriaChange> Changes)> History =>
        HistoryOf(Criteria.Versions);

    /// <summary>What each of some versions has otherwise than the one before it, the newest first.</summary>
    /// <param name="versions">The oldest first.</param>
    public static IReadOnlyList<(Criteria Now, IReadOnlyList<CriteriaChange> Changes)> HistoryOf(
        IReadOnlyList<Criteria> versions
    ) =>
        [
            .. versions
                .Zip(versions.Skip(1))
                .Select(pair =>
                    (
                        pair.Second,
                        (IReadOnlyList<CriteriaChange>)
                            [.. OneCriteria.ChangesOf(pair.First, pair.Second)]
                    )
                )
                .Reverse(),
        ];

    public static IReadOnlyList<SheetColumn> Columns { get; } =
    [
        new("version", "Version", "integer"),
        new("label", "Name"),
        new("reviewed", "Reviewed", "date"),
        new("criteria", "Criteria", "integer"),
        new("in_use", "In use", "boolean"),
    ];

    public IActionResult OnGet() =>
        Answer(
            new PageFrame
            {
                Title = "Criteria for placing schools with trusts",
                Description =
                    "Every version of the published criteria by which trusts are ranked for a school, with weights and curves.",
                Section = "methods",
                Crumbs =
                [
                    new PageLink("Home", "/"),
                    new PageLink("Methods", "/method"),
                    new PageLink("Criteria"),
                ],
                Canonical = "/criteria",
            },
            new Sheet(
                "criteria",
                "Versions of the criteria for placing schools with trusts",
                Columns,
                [
                    .. Versions.Select(
                        IReadOnlyList<object?> (c) =>
                            [
                                c.Version,
                                c.Label,
                                c.Reviewed,
                                c.All.Count,
                                c.Version == Criteria.Current.Version,
                            ]
                    ),
                ]
            ),
            new Dictionary<string, object?>
            {
                ["history"] = History.Select(h => new
                {
                    version = h.Now.Version,
                    reviewed = h.Now.Reviewed,
                    why = h.Now.Changed,
                    changes = h.Changes,
                }),
            }
        );
}

/// <summary>A weight, a number of a curve or what is measured, that one version has otherwise than the one before.</summary>
public sealed record CriteriaChange(string What, string Before, string Now);

/// <summary>One version of the criteria: each with its weight, pillar, curve and reason.</summary>
[Access(Who.Everybody)]
public sealed class OneCriteria : SitePage
{
    public Criteria Criteria { get; private set; } = null!;

    public bool IsCurrent => Criteria.Version == Criteria.Current.Version;

    /// <summary>What the version before had otherwise; empty for the first.</summary>
    public IReadOnlyList<CriteriaChange> Changes { get; private set; } = [];

    public bool IsFirst => Criteria.Versions[0].Version == Criteria.Version;

    public static IReadOnlyList<SheetColumn> Columns { get; } =
    [
        new("criterion", "Criterion"),
        new("label", "Name"),
        new("weight", "Weight", "number", What: "Its share of the value; they add up to 1."),
        new("pillar", "Pillar", What: "Of the Department's frame, or ours."),
        new("curve", "Curve"),
        new("parameters", "Numbers of the curve"),
        new("what", "What is measured"),
        new("why", "Why"),
        new("source", "Source"),
    ];

    public static string PillarWords(string pillar) =>
        Criteria.Pillars.First(p => p.Key == pillar).Words;

    public static string Percent(double share) =>
        string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.#} %");

    public static string Digits(double value) =>
        value.ToString("0.####", CultureInfo.InvariantCulture);

    public IActionResult OnGet(string version)
    {
        if (
            !int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || Criteria.Versions.FirstOrDefault(c => c.Version == number) is not { } found
            || number.ToString(CultureInfo.InvariantCulture) != version
        )
            return NotHere(
                "There is no such version of the criteria. The list of all has those there are."
            );
        Criteria = found;
        Changes = Criteria.Versions.LastOrDefault(c => c.Version < number) is { } before
            ? [.. ChangesOf(before, found)]
            : [];
        return Answer(
            new PageFrame
            {
                Title = $"Criteria for placing schools with trusts, version {found.Version}",
                Description = found.Why,
                Section = "methods",
                Crumbs =
                [
                    new PageLink("Home", "/"),
                    new PageLink("Methods", "/method"),
                    new PageLink("Criteria", "/criteria"),
                    new PageLink($"Version {found.Version}"),
                ],
                Canonical = $"/criteria/{found.Version}",
            },
            SheetOf(found),
            new Dictionary<string, object?>
            {
                ["version"] = found.Version,
                ["label"] = found.Label,
                ["why"] = found.Why,
                ["frame"] = found.Frame,
                ["reviewed"] = found.Reviewed,
                ["inUse"] = IsCurrent,
                ["changed"] = found.Changed,
                ["changes"] = Changes,
            }
        );
    }

    /// <summary>One version as a table.</summary>
    public static Sheet SheetOf(Criteria criteria) =>
        new Sheet(
            $"criteria-{criteria.Version}",
            $"Criteria for placing schools with trusts, version {criteria.Version}",
            Columns,
            [
                .. criteria.All.Select(
                    IReadOnlyList<object?> (c) =>
                        [
                            c.Id,
                            c.Label,
                            c.Weight,
                            PillarWords(c.Pillar),
                            c.Curve,
                            string.Join(
                                "; ",
                                c.Parameters.Select(p => $"{p.Name} {Digits(p.Value)} {p.Unit}")
                            ),
                            c.What,
                            c.Why,
                            c.Source,
                        ]
                ),
            ]
        );

    /// <summary>What one version has otherwise than another, in the order of the newer.</summary>
    public static IEnumerable<CriteriaChange> ChangesOf(Criteria before, Criteria now)
    {
        foreach (var criterion in now.All)
        {
            if (before.PlaceOf(criterion.Id) < 0)
            {
                yield return new(criterion.Label, "not there", Percent(criterion.Weight));
                continue;
            }
            var was = before[criterion.Id];
            if (was.Pillar != criterion.Pillar)
                yield return new(
                    $"{criterion.Label}: pillar",
                    PillarWords(was.Pillar),
                    PillarWords(criterion.Pillar)
                );
            if (was.What != criterion.What)
                yield return new($"{criterion.Label}: what is measured", was.What, criterion.What);
            if (was.Curve != criterion.Curve)
                yield return new($"{criterion.Label}: kind of curve", was.Curve, criterion.Curve);
            if (was.Weight != criterion.Weight)
                yield return new(
                    $"{criterion.Label}: weight",
                    Percent(was.Weight),
                    Percent(criterion.Weight)
                );
            foreach (var parameter in criterion.Parameters)
                if (
                    was.Parameters.FirstOrDefault(p => p.Name == parameter.Name) is var old
                    && old?.Value != parameter.Value
                )
                    yield return new(
                        $"{criterion.Label}: {parameter.Unit}",
                        old is null ? "not there" : Digits(old.Value),
                        Digits(parameter.Value)
                    );
        }
        foreach (var gone in before.All.Where(c => now.PlaceOf(c.Id) < 0))
            yield return new(gone.Label, Percent(gone.Weight), "not there");
    }
}
