using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Charts;
using Trellis.Components;
using Trellis.Measures;
using Trellis.Pages.Partners;
using Trellis.Partners;
using Trellis.Places;
using Trellis.Schools;
using Trellis.Serving;
using Trellis.SimilarSchools;
using Trellis.Snapshots;
using Trellis.Travel;
using Contribution = Trellis.SimilarSchools.Contribution;

namespace Trellis.Pages.Similar;

/// <summary>The schools most like a school, with the reasons; or who has it in their list.</summary>
[Access(Who.Everybody)]
public sealed class IndexView : SimilarPage
{
    private MethodPopulation population = null!;

    /// <summary>The answer; null where the school has no list.</summary>
    public SimilarAnswer? Reply { get; private set; }

    /// <summary>Why there is no list; null where there is one.</summary>
    public NoSimilarAnswer? None { get; private set; }

    /// <summary>Where to go instead of a list there is none of.</summary>
    public IReadOnlyList<PageLink> Instead { get; private set; } = [];

    /// <summary>Who has the school in their list, where that is asked.</summary>
    public IReadOnlyList<NamedBy> Naming { get; private set; } = [];

    public RankedBars? Bars { get; private set; }

    public IReadOnlyList<SimilarMethod> Methods =>
        [.. SimilarMethods.All.Where(m => Peers is { } peers && m.Peers.Contains(peers))];

    public IActionResult OnGet(string urn)
    {
        if (Begin(urn, "/similar") is { } refused)
            return refused;
        switch (
            Country.Likeness.Ask(
                Asked.Urn,
                Question.Method,
                Question.Filter,
                Question.Take,
                Country.Journeys
            )
        )
        {
            case NoSimilarAnswer none:
                return WithoutList(none);
            case SimilarAnswer answer:
                Reply = answer;
                break;
        }
        population = Country.Likeness.Population(Peers!.Value, Question.Method);
        if (Question.NamedBy)
            Naming = WhoNames();
        else if (Question.View == "bars")
            Bars = Chart();
        var frame = new PageFrame
        {
            Title = Question.NamedBy
                ? $"Who has {Asked.Name} in their list"
                : $"Schools like {Asked.Name}",
            Description =
                $"The schools most like {Asked.Name}, how near each is and why, by published figures.",
            Section = "find",
            Crumbs = Crumbs(new PageLink("Similar schools")),
            Listed = Question.Pairs.Count == 0,
            Canonical = $"/school/{Asked.Urn}/similar{Question.With()}",
            Csv = Ending(".csv"),
        };
        return Form.Ending switch
        {
            ".json" => Answer(frame, null, Facts()),
            "" => Answer(frame),
            _ => Answer(frame, Question.NamedBy ? NamingSheet() : Sheet()),
        };
    }

    private IActionResult WithoutList(NoSimilarAnswer none)
    {
        None = none;
        var links = new List<PageLink>();
        foreach (var link in Snapshot.LinksOf(Asked.Urn))
            if (
                link.Kind
                    is LinkKind.Successor
                        or LinkKind.SuccessorMerged
                        or LinkKind.SuccessorSplit
                && Snapshot.SchoolOf(link.To) is { IsOpen: true } after
            )
                links.Add(
                    new PageLink(
                        $"Schools like {after.Name}, which came after it",
                        $"/school/{after.Urn}/similar"
                    )
                );
        foreach (var method in Methods)
            if (
                method.Id != Question.Method.Id
                && Country.Likeness.Ask(Asked.Urn, method, take: 1) is SimilarAnswer
            )
                links.Add(
                    new PageLink(
                        $"The list by {method.Label}",
                        $"/school/{Asked.Urn}/similar?method={method.Id}"
                    )
                );
        if (Peers is not null)
            links.Add(
                new PageLink("Choose what counts yourself", $"/school/{Asked.Urn}/similar/weights")
            );
        if (Asked.Current.Postcode.Length > 0)
            links.Add(
                new PageLink(
                    $"Schools near {Asked.Current.Postcode}",
                    $"/search?q={Uri.EscapeDataString(Asked.Current.Postcode)}"
                )
            );
        Instead = [.. links.DistinctBy(l => l.Href)];
        return Answer(
            new PageFrame
            {
                Title = $"{Asked.Name}: no list of similar schools",
                Section = "find",
                Crumbs = Crumbs(new PageLink("Similar schools")),
                Listed = false,
                Canonical = $"/school/{Asked.Urn}/similar{Question.With()}",
            },
            null,
            new Dictionary<string, object?>
            {
                ["urn"] = Asked.Urn.Value,
                ["method"] = Question.Method.Id,
                ["neighbours"] = Array.Empty<object>(),
                ["why"] = new { none.Code, none.Sentence },
            }
        );
    }

    /// <summary>Why a school of this kind has no list, in a sentence more than the answer's own.</summary>
    public string Because =>
        None!.Code switch
        {
            "not-compared" when !Asked.IsOpen =>
                "Lists are drawn for open schools, because they are for working together now.",
            "not-compared" when Asked.Current.TypeGroup.Length == 0 =>
                "The register in use does not say what kind of school it is, so its peers are not known yet.",
            "not-compared" when Asked.Current.Phase == Phase.Nursery =>
                "No figures are published for nursery schools by which to tell which are alike.",
            "not-compared"
                when Asked.Current.TypeGroup.Contains(
                    "independent",
                    StringComparison.OrdinalIgnoreCase
                ) =>
                "Independent schools do not take part in most of the published collections, so too little could be compared.",
            "not-compared" =>
                "Too few of the figures are published for schools and colleges of its kind.",
            "method-not-for-peers" => "Another method does.",
            _ => "Newly opened and very small schools often have no published figures yet.",
        };

    /// <summary>How many of the figures behind a pair are stand-ins, counting each characteristic once.</summary>
    public int Composed(SimilarSchool other)
    {
        var places = population.Population;
        int own = places.PositionOf(Asked),
            there = places.PositionOf(other.School),
            count = 0;
        for (var k = 0; k < other.Contributions.Count; k++)
            if (
                other.Contributions[k].Squared is not null
                && (
                    population.ReadingOf(k, own) is { Composed: true }
                    || population.ReadingOf(k, there) is { Composed: true }
                )
            )
                count++;
        return count;
    }

    /// <summary>"based on 6 of 9 figures, 2 of them composed"; empty where all are known and published.</summary>
    public string Basis(SimilarSchool other)
    {
        var composed = Composed(other);
        return other.Known == other.Of && composed == 0 ? ""
            : composed == 0 ? $"based on {other.Known} of {other.Of} figures"
            : $"based on {other.Known} of {other.Of} figures, {composed} of them composed";
    }

    private HashSet<School>? twins;

    /// <summary>Whether each of the two is among the first five of the other's list by the method, whatever filters are set.</summary>
    public bool IsTwin(School other)
    {
        if (twins is null)
        {
            var places = population.Population;
            twins = Twins
                .In(population)
                .Of(places.PositionOf(Asked))
                .Select(row => places.Schools[row])
                .ToHashSet();
        }
        return twins.Contains(other);
    }

    /// <summary>In what a neighbour is really better, most sure first, the first three: "maths (likely, 88 %)"; empty where the figures are not sure of anything.</summary>
    public string BetterAt(SimilarSchool other) =>
        string.Join(
            ", ",
            BetterIn(other)
                .Take(3)
                .Select(b =>
                    $"{ShortlistView.LowerFirst(b.Need.Label)} (likely, {ShortlistView.Percent(b.Probability)} %)"
                )
        );

    private IReadOnlyList<Better> BetterIn(SimilarSchool other)
    {
        // Strengths are of schools, not of a method: one place a school whatever the method.
        var places = Country.Likeness.Population(Peers!.Value);
        return PartnerSearch.Over(
            Country.Likeness,
            Peers.Value,
            places.PositionOf(other.School),
            places.PositionOf(Asked)
        );
    }

    /// <summary>Whether the page shows the list that a release publishes: by a named method, of its usual length, with every school.</summary>
    public bool IsPublishedList =>
        Question
            is { NamedBy: false, Method.Named: true, View: "list", Filters.Count: 0, Take: null };

    /// <summary>What changed since the last release; null where no release names this school.</summary>
    public ListChanges? Changes =>
        IsPublishedList ? ListChanges.Of(Country.Likeness, Reply!) : null;

    /// <summary>In what the school stands out, within a sentence; empty where in nothing.</summary>
    public string UnusualIn =>
        string.Join("; ", Reply!.Unusual.Take(4).Select(u => u.Words(Reply.Peers)));

    /// <summary>How far the minutes of the list can be trusted, a sentence; empty where there are none.</summary>
    public string JourneysAre
    {
        get
        {
            var from = Reply!
                .Neighbours.Select(n => n.Journey?.Basis)
                .Where(b => b is JourneyBasis.Estimate or JourneyBasis.Matrix)
                .ToHashSet();
            return from.Count switch
            {
                0 => "",
                2 => "Minutes by car are from a router's times, or estimated where it says so.",
                _ => from.Contains(JourneyBasis.Matrix)
                    ? "Minutes by car are from a router's times."
                    : "Minutes by car are estimated from the straight line.",
            };
        }
    }

    /// <summary>The heading of the list: how many schools of which, as filtered.</summary>
    public override string? Caption =>
        None is not null ? "There is no list of similar schools"
        : Question.NamedBy ? NamingCaption
        : Reply!.Neighbours.Count switch
        {
            0 => "No similar school passes these filters",
            1 => "1 similar school",
            var many => $"{many} similar schools",
        };

    private string NamingCaption =>
        Naming.Count switch
        {
            0 => "No school has this school in its list",
            1 => "1 school has this school in its list",
            _ => $"{Naming.Count} schools have this school in their list",
        };

    private NamedBy[] WhoNames()
    {
        var trust = Question.Filter.ExcludeOwnTrust ? Snapshot.TrustOf(Asked.Urn)?.Uid : null;
        return
        [
            .. Country
                .Likeness.WhoNames(Asked.Urn, Question.Method)
                .Where(n =>
                    Question.Filter.Passes(Asked.Current, n.School.Current, Country.Journeys)
                    && (trust is null || Snapshot.TrustOf(n.School.Urn)?.Uid != trust)
                ),
        ];
    }

    /// <summary>The measures that bars can show: those of the school's kind that the snapshot has.</summary>
    public IReadOnlyList<SelectItem> MeasureItems =>
        [
            new SelectItem { Value = "", Text = "Distance from the school" },
            .. Snapshot
                .Measures.All.Where(m => SuitsPhase(m, Peers!.Value))
                .OrderBy(m => m.Subject, StringComparer.Ordinal)
                .ThenBy(m => m.Label, StringComparer.Ordinal)
                .Select(m => new SelectItem { Value = m.Id, Text = $"{m.Subject}: {m.Label}" }),
        ];

    internal static bool SuitsPhase(Measure measure, Peers peers) =>
        measure.Phases switch
        {
            "primary" => peers != SimilarSchools.Peers.Secondary,
            "secondary" or "post16" => peers != SimilarSchools.Peers.Primary,
            _ => true,
        };

    /// <summary>The measure the bars begin with.</summary>
    public string FirstMeasure =>
        new[]
        {
            Peers switch
            {
                SimilarSchools.Peers.Primary => "ks2.rwm-expected",
                SimilarSchools.Peers.Secondary => "ks4.attainment8",
                _ => "absence.overall",
            },
            "pupils.number",
        }.FirstOrDefault(m => Snapshot.Measures.Find(m) is not null) ?? "";

    private RankedBars Chart()
    {
        if (Snapshot.Measures.Find(Question.Measure) is not { } measure)
            return new RankedBars
            {
                Key = "distances",
                Headline = $"How far each school is from {Asked.Name}",
                Subtitle =
                    $"Distance by {Question.Method.Label}; 0 would be the same in every figure compared",
                Measure = "Distance",
                Unit = new Charts.Unit(3),
                Csv = Ending(".csv"),
                Middle = population.Limits.Close,
                MiddleOf = "limit of what is called close",
                LeastFirst = true,
                Bars =
                [
                    .. Reply!.Neighbours.Select(n => new RankedBar(
                        n.School.Name,
                        n.Distance,
                        Href: $"/school/{n.School.Urn}"
                    )),
                ],
            };
        var (year, figures) = InOneYear(measure);
        return new RankedBars
        {
            Key = "bars",
            Headline = $"{measure.Label}: {Asked.Name} among the schools most like it",
            Subtitle = year is { } of
                ? $"{measure.What} {measure.YearLabel(of)}."
                : $"{measure.What} No figure is published for any of them.",
            Measure = measure.Label,
            Unit = UnitOf(measure),
            Csv = Ending(".csv"),
            Bars =
            [
                .. figures.Select(f => new RankedBar(
                    f.School.Name,
                    f.Figure.OrNull,
                    f.Figure is Published.Figure ? null : Marks.Why(f.Figure),
                    f.School == Asked,
                    $"/school/{f.School.Urn}"
                )),
            ],
        };
    }

    internal static Charts.Unit UnitOf(Measure measure) =>
        measure.Unit switch
        {
            Trellis.Measures.Unit.Percent => new(measure.Decimals, "%"),
            Trellis.Measures.Unit.Pounds => new(measure.Decimals, Prefix: "£"),
            _ => new(measure.Decimals),
        };

    /// <summary>A measure of the school and its neighbours in the newest year that most of them have; none is shown as the reason why.</summary>
    private (Year? Year, IReadOnlyList<(School School, Published Figure)> Figures) InOneYear(
        Measure measure
    )
    {
        var schools = Reply!.Neighbours.Select(n => n.School).Prepend(Asked).ToArray();
        var series = schools.Select(s => Snapshot.Series(s, measure.Id)).ToArray();
        var years = series
            .SelectMany(s => s.Where(f => f.Value is Published.Figure).Select(f => f.Year))
            .CountBy(y => y)
            .OrderByDescending(y => y.Key)
            .ToArray();
        Year? year =
            years.Length == 0 ? null
            : years.FirstOrDefault(y => 2 * y.Value >= schools.Length) is { Value: > 0 } most
                ? most.Key
            : years[0].Key;
        return (
            year,
            [
                .. schools.Select(
                    (s, i) =>
                        (
                            s,
                            series[i].FirstOrDefault(f => f.Year == year)?.Value
                                ?? Published.NotCollected.It
                        )
                ),
            ]
        );
    }

    /// <summary>Where the figures of the bars come from.</summary>
    public string BarsSource =>
        Snapshot.Measures.Find(Question.Measure) is { } measure
        && InOneYear(measure).Year is { } year
        && Snapshot.Measures.Of(measure.Id, year) is { } column
            ? Snapshot.SourceOf(column.Rows.Source).Words
            : "";

    /// <summary>In which share of 200 draws each school is in the list, worked out for the view that shows it; empty for other views, null for a method whose figures have no known chance, and where only some schools may be named.</summary>
    public IReadOnlyDictionary<Urn, double>? Certain =>
        Question.Method.Variables.All(v => v.Axis.Length == 0)
        || Question.Filter != SimilarFilter.None
            ? null
        : Question.View == "sure"
            ? certain ??= Country.Likeness.Belonging(
                Asked.Urn,
                Question.Method,
                Reply!.Neighbours.Count
            )
        : Empty;

    private static readonly IReadOnlyDictionary<Urn, double> Empty = new Dictionary<Urn, double>();

    private IReadOnlyDictionary<Urn, double>? certain;

    private Sheet Sheet()
    {
        var variables = Question.Method.Variables;
        var measure = Question.View == "bars" ? Snapshot.Measures.Find(Question.Measure) : null;
        var (year, figures) = measure is null ? (null, []) : InOneYear(measure);
        var columns = new List<SheetColumn>
        {
            new("rank", "Rank", "integer", What: "1 is the most similar."),
            new("urn", "URN", "integer"),
            new("name", "School"),
            new("local_authority", "Local authority"),
            new("closeness", "Closeness", What: "close, fair or loose."),
            new("distance", "Distance", "number"),
            new(
                "distance_squared",
                "Squared distance",
                "number",
                What: "The sum of the columns part_..."
            ),
            new("kilometres", "Kilometres in a straight line", "number", "kilometres"),
            new(
                "minutes",
                "Minutes by car",
                "number",
                "minutes",
                "Empty where no road leads there or a place is not known."
            ),
            new("minutes_from", "Minutes are from", What: "estimate, or times: a router's."),
            new("known", "Figures compared", "integer"),
            new("of", "Figures the method has", "integer"),
            new("composed", "Figures composed", "integer", What: "How many are stand-ins."),
            new(
                "twin",
                "Twin",
                "boolean",
                What: "Whether each is among the first five of the other's list."
            ),
            new(
                "better_at",
                "Really better at",
                What: "Needs with the chance, from .8 to 1; empty where the figures are not sure."
            ),
        };
        var sure = Question.View == "sure" ? Certain : null;
        if (sure is not null)
            columns.Add(
                new(
                    "in_draws",
                    "Share of draws in which it is in the list",
                    "number",
                    What: "Of 200 draws of the figures about what chance may make of them; 0 to 1."
                )
            );
        foreach (var v in variables)
        {
            columns.Add(new(Column("own", v.Id), $"{v.Label}, {Asked.Name}", "number"));
            columns.Add(new(Column("figure", v.Id), v.Label, "number"));
            columns.Add(
                new(
                    Column("part", v.Id),
                    $"{v.Label}: part of the squared distance",
                    "number",
                    What: "Empty where one of the two figures is not known."
                )
            );
        }
        if (measure is not null)
            columns.Add(
                new(
                    Column("measure", measure.Id),
                    $"{measure.Label}, {(year is { } of ? measure.YearLabel(of) : "no year")}",
                    "number",
                    $"{measure.Unit}".ToLowerInvariant(),
                    measure.What
                )
            );
        return new Sheet(
            $"similar-schools-{Asked.Urn}",
            $"Schools most like {Asked.Name}, method {Question.Method.Id}",
            columns,
            [
                .. Reply!.Neighbours.Select(
                    IReadOnlyList<object?> (n, i) =>
                    {
                        var row = new List<object?>
                        {
                            n.Rank,
                            n.School.Urn.Value,
                            n.School.Name,
                            n.School.Current.LaName,
                            Word(n.Closeness),
                            n.Distance,
                            n.Distance * n.Distance,
                            n.Kilometres is { } far ? Math.Round(far, 3) : null,
                            n.Journey?.Minutes,
                            FromWhere(n.Journey),
                            n.Known,
                            n.Of,
                            Composed(n),
                            IsTwin(n.School),
                            string.Join(
                                "; ",
                                BetterIn(n)
                                    .Select(b =>
                                        string.Create(
                                            System.Globalization.CultureInfo.InvariantCulture,
                                            $"{b.Need.Id} {b.Probability:0.000}"
                                        )
                                    )
                            ),
                        };
                        if (sure is not null)
                            row.Add(sure.GetValueOrDefault(n.School.Urn));
                        foreach (var c in n.Contributions)
                            row.AddRange([c.Own, c.Other, c.Squared]);
                        if (measure is not null)
                            row.Add(figures[i + 1].Figure);
                        return row;
                    }
                ),
            ]
        );
    }

    private Sheet NamingSheet() =>
        new(
            $"who-names-{Asked.Urn}",
            $"Schools that have {Asked.Name} in their list, method {Question.Method.Id}",
            [
                new("urn", "URN", "integer"),
                new("name", "School"),
                new("local_authority", "Local authority"),
                new("rank", "Rank in its list", "integer"),
                new("closeness", "Closeness"),
                new("distance", "Distance", "number"),
            ],
            [
                .. Naming.Select(
                    IReadOnlyList<object?> (n) =>
                        [
                            n.School.Urn.Value,
                            n.School.Name,
                            n.School.Current.LaName,
                            n.Rank,
                            Word(n.Closeness),
                            n.Distance,
                        ]
                ),
            ]
        );

    /// <summary>The places of the list for the map, the school itself first; a school without a place is not on it.</summary>
    private IEnumerable<object> Points() =>
        Reply!
            .Neighbours.Select(n => n.School)
            .Prepend(Asked)
            .Where(s => s.Current.Place is not null)
            .Select(s =>
            {
                var (lon, lat) = NationalGrid.ToDegrees(s.Current.Place!.Value);
                return new
                {
                    s.Name,
                    Href = $"/school/{s.Urn}",
                    Lat = Math.Round(lat, 5),
                    Lon = Math.Round(lon, 5),
                    Mine = s == Asked,
                };
            });

    private Dictionary<string, object?> Facts()
    {
        var facts = new Dictionary<string, object?>
        {
            ["urn"] = Asked.Urn.Value,
            ["name"] = Asked.Name,
            ["method"] = Question.Method.Id,
            ["compared"] = Reply!.Compared,
            ["closeUpTo"] = population.Limits.Close,
            ["fairUpTo"] = population.Limits.Fair,
        };
        if (Question.NamedBy)
        {
            facts["namedBy"] = Naming.Select(n => new
            {
                Urn = n.School.Urn.Value,
                n.School.Name,
                n.Rank,
                n.Distance,
                Closeness = Word(n.Closeness),
            });
            return facts;
        }
        facts["points"] = Points();
        facts["close"] = Reply.Close;
        facts["fair"] = Reply.Fair;
        facts["loose"] = Reply.Loose;
        facts["unusual"] = Reply.Unusual.Select(u => new
        {
            Variable = u.Variable.Id,
            u.Figure,
            u.ShareBelow,
            Words = u.Words(Reply.Peers),
        });
        facts["variables"] = Reply.Own.Select(o => new
        {
            o.Variable.Id,
            o.Variable.Label,
            o.Variable.Weight,
            o.Coefficient,
            o.Figure,
            Year = o.Year?.Starts,
            Reading = o.Reading?.Words,
            Composed = o.Reading?.Composed,
            Source = o is { Reading: { } reading, Year: { } year } ? SourceOf(reading, year) : null,
        });
        facts["changes"] = Changes is { } changes
            ? new
            {
                Joined = changes.Joined.Select(c => new { Urn = c.School.Urn.Value, c.Why }),
                Left = changes.Left.Select(c => new { Urn = c.School.Urn.Value, c.Why }),
            }
            : null;
        facts["neighbours"] = Reply.Neighbours.Select(n => new
        {
            Urn = n.School.Urn.Value,
            n.School.Name,
            n.Distance,
            n.Rank,
            Closeness = Word(n.Closeness),
            Kilometres = n.Kilometres is { } far ? Math.Round(far, 3) : (double?)null,
            n.Journey?.Minutes,
            Estimated = n.Journey is { Minutes: not null } ? n.Journey.IsEstimate : (bool?)null,
            Contributions = n
                .Contributions.Where(c => c.Squared is not null)
                .ToDictionary(c => c.Variable.Id, c => c.Squared!.Value),
            Figures = n
                .Contributions.Where(c => c.Other is not null)
                .ToDictionary(c => c.Variable.Id, c => c.Other!.Value),
            n.Known,
            n.Of,
            Composed = Composed(n),
            Twin = IsTwin(n.School),
            BetterAt = BetterIn(n).ToDictionary(b => b.Need.Id, b => Math.Round(b.Probability, 4)),
            n.Words,
        });
        return facts;
    }

    /// <summary>A part of a squared distance for the table of parts: short for the eye, whole in the element's value.</summary>
    public static string Part(Contribution part) =>
        part.Squared is { } squared
            ? squared.ToString("F4", System.Globalization.CultureInfo.InvariantCulture)
            : "not known";
}
