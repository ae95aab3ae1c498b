using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;
using Trellis.Pages.Schools;
using Trellis.Placements;
using Trellis.Schools;
using Trellis.Serving;
using Trellis.Travel;

namespace Trellis.Pages.Placements;

/// <summary>A trust near a school, as its line of the list says it.</summary>
/// <param name="Journey">To its nearest school of the list's kind.</param>
/// <param name="Own">Whether the school is in it.</param>
public sealed record NearLine(NearbyTrust Trust, School To, Journey Journey, bool Own);

/// <summary>Trusts near a school: facts and distances, in order of distance, and no order of merit.</summary>
[Access(Who.Everybody)]
public sealed class NearView : OneSchool
{
    /// <summary>As many as are shown at first.</summary>
    public const int Few = 20;

    /// <summary>As many as are shown to whoever asks for more.</summary>
    public const int Many = 60;

    // The nearest so many by any of their schools hold the nearest by a school of the phase, as far as they reach.
    private const int Looked = 400;

    public override string View => "trusts";

    /// <summary>What the school teaches; none where the register does not say.</summary>
    public Provision Provision { get; private set; }

    /// <summary>Whether only trusts with a school of the same phase are listed.</summary>
    public bool SamePhase { get; private set; }

    public bool All { get; private set; }

    public IReadOnlyList<NearLine> Lines { get; private set; } = [];

    /// <summary>How many trusts would be listed if all were asked for, up to <see cref="Many"/>.</summary>
    public int Found { get; private set; }

    /// <summary>The day the files last showed who is in which trust.</summary>
    public DateOnly Day { get; private set; }

    /// <summary>The day from which a school counts as one that joined lately.</summary>
    public DateOnly Since => Day.AddMonths(-Months);

    private static int Months => (int)Criteria.Current["capacity"]["months"];

    /// <summary>Whether whoever asks may see the ranking.</summary>
    public bool MayRank =>
        HttpContext.Features.Get<Visitor>() is { } visitor
        && RankingView.IsFor(visitor, School.Urn, Snapshot);

    /// <summary>"primary schools"; "schools" where the register does not say what the school teaches.</summary>
    public string Kind =>
        Provision == Provision.None || !SamePhase ? "schools" : $"{Provision.Words()} schools";

    public string OneOfKind =>
        Provision == Provision.None || !SamePhase ? "school" : $"{Provision.Words()} school";

    public IActionResult OnGet(string urn)
    {
        // The page is for whoever looks the school up here; a search engine would show it as a ranking of trusts.
        Response.Headers["X-Robots-Tag"] = "noindex";
        if (Find(urn) is { } elsewhere)
            return elsewhere;
        var matching = TrustsToday.Of(Country);
        Day = matching.Day;
        Provision = Provisions.Of(Provisions.EntriesOn(Snapshot, School, Day));
        SamePhase = Provision != Provision.None && Request.Query["with"] != "any";
        All = Request.Query["show"] == "all";
        Read(matching);
        return Answer(
            new PageFrame
            {
                Title = $"Trusts near {School.Name}",
                Description =
                    $"The academy trusts with {Kind} nearest to {School.Name}, by distance: facts only.",
                Section = "find",
                Crumbs = Crumbs("Trusts near this school"),
                Listed = false,
                Canonical = $"/school/{School.Urn}/trusts",
            },
            Sheet(),
            new Dictionary<string, object?>
            {
                ["urn"] = School.Urn.Value,
                ["name"] = School.Name,
                ["order"] =
                    "by distance in a straight line; nothing here says which trust is better",
                ["day"] = Day,
                ["phase"] = Provision.Words(),
                ["samePhaseOnly"] = SamePhase,
                ["source"] = SourceWords,
            }
        );
    }

    private void Read(TrustMatching matching)
    {
        var own = matching.TrustOf(School)?.Uid;
        var near = matching.TrustsNear(School, Looked);
        var reach = near.Count < Looked ? double.PositiveInfinity : near[^1].Kilometres;
        var lines = near.Select(n =>
                (
                    Trust: n,
                    To: SamePhase ? n.NearestOfPhase : n.Nearest,
                    Kilometres: SamePhase ? n.KilometresOfPhase : n.Kilometres
                )
            )
            .Where(n => n.To is not null && n.Kilometres <= reach)
            .OrderBy(n => n.Kilometres)
            .ThenBy(n => n.Trust.Trust.Uid)
            .Take(Many)
            .ToList();
        Found = lines.Count;
        Lines =
        [
            .. lines
                .Take(All ? Many : Few)
                .Select(n => new NearLine(
                    n.Trust,
                    n.To!,
                    Country.Journeys.Between(Entry, n.To!.Current),
                    n.Trust.Trust.Uid == own
                )),
        ];
    }

    /// <summary>What the list is, in a sentence.</summary>
    public string FirstLine =>
        Lines.Count == 0
            ? Entry.Place is null
                ? "The register gives no place for this school, so nobody can say what is near it."
                : SamePhase
                    ? $"The files show no trust with {Kind} beside this one."
                    : "The files show no trust with schools beside this one."
            : $"The {(Lines.Count == 1 ? "trust" : $"{Lines.Count} trusts")} with the nearest {Kind}, by distance in a straight line. The order says nothing of how good a trust is.";

    /// <summary>Why there are no minutes to a school of the list; empty where there are to all.</summary>
    public string NoRoad => Lines.FirstOrDefault(l => l.Journey.Minutes is null)?.Journey.Why ?? "";

    public string SourceWords =>
        $"Department for Education, register of schools and lists of group members, up to {Day.InWords()}";

    /// <summary>How many schools of each religious character: "5 of none, 3 Church of England".</summary>
    public static string FaithWords(TrustOnDay trust) =>
        string.Join(
            ", ",
            trust
                .Faiths.CountBy(f => f)
                .OrderByDescending(f => f.Value)
                .ThenBy(f => f.Key, StringComparer.Ordinal)
                .Select(f => $"{f.Value} {(f.Key.Length == 0 ? "of none" : f.Key)}")
        );

    /// <summary>The columns of the table, whatever is asked.</summary>
    public static IReadOnlyList<SheetColumn> Columns { get; } =
    [
        new("uid", "UID", "integer"),
        new("trust", "Trust"),
        new("own", "The school is in it", "boolean"),
        new("nearest_urn", "URN of its nearest school", "integer"),
        new("nearest", "Its nearest school"),
        new("kilometres", "Kilometres in a straight line", "number", "kilometres"),
        new(
            "minutes",
            "Minutes by car",
            "number",
            "minutes",
            "Empty where no road leads there or a place is not known."
        ),
        new("minutes_from", "Minutes are from", What: "estimate, or times: a router's."),
        new("schools", "Schools it runs", "integer"),
        new("of_phase", "Of them of this school's phase", "integer"),
        new("religious_character", "Religious character of its schools"),
        new("joined_lately", "Joined it in the last 24 months", "integer"),
        new("day", "As files show it on", "date"),
        new("source", "Source"),
    ];

    private Sheet Sheet() =>
        new(
            $"trusts-near-{School.Urn}",
            $"Trusts near {School.Name}, by distance",
            Columns,
            [
                .. Lines.Select(
                    IReadOnlyList<object?> (l) =>
                        [
                            l.Trust.Trust.Uid.Value,
                            l.Trust.Trust.Name,
                            l.Own,
                            l.To.Urn.Value,
                            l.To.Name,
                            l.Journey.Kilometres is { } far ? Math.Round(far, 3) : null,
                            l.Journey.Minutes,
                            l.Journey.Basis switch
                            {
                                JourneyBasis.Estimate => "estimate",
                                JourneyBasis.Matrix => "times",
                                _ => "",
                            },
                            l.Trust.Trust.Schools.Count,
                            Provision == Provision.None ? null : l.Trust.Trust.Teaching(Provision),
                            FaithWords(l.Trust.Trust),
                            l.Trust.Trust.TakenOn,
                            Day,
                            SourceWords,
                        ]
                ),
            ]
        );
}
