using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;
using Trellis.Pages.Schools;
using Trellis.Partners;
using Trellis.Serving;
using Trellis.SimilarSchools;
using Trellis.Travel;

namespace Trellis.Pages.Partners;

/// <summary>Who could help a school: three questions, and the three schools to ring first, with the reasons.</summary>
[Access(Who.Everybody)]
public sealed class PartnersView : OneSchool
{
    /// <summary>So many needs, and so many offers, may be ticked.</summary>
    public const int MostTicked = 3;

    private static readonly (string Minutes, string Words)[] reaches =
    [
        ("20", "20 minutes"),
        ("30", "30 minutes"),
        ("45", "45 minutes"),
        ("60", "an hour"),
        ("90", "an hour and a half"),
        ("120", "two hours"),
        ("180", "three hours"),
    ];

    private readonly List<string> notices = [];

    public override string View => "partners";

    /// <summary>The kind of schools it is compared with; null where it is not compared, and then nobody can be found for it.</summary>
    public Peers? Peers { get; private set; }

    public Shortlist List { get; private set; } = null!;

    public IReadOnlyList<string> Notices => notices;

    /// <summary>What the school needs; empty before anything is ticked.</summary>
    public IReadOnlyList<Need> Wanted { get; private set; } = [];

    /// <summary>What it can offer; empty for whatever it is really better in.</summary>
    public IReadOnlyList<Need> Offered { get; private set; } = [];

    public Reach Within { get; private set; } = Reach.AnHour;

    /// <summary>Whether a chance of 70 % is enough.</summary>
    public bool LessSure { get; private set; }

    /// <summary>Whether schools may be less alike than fair.</summary>
    public bool LessAlike { get; private set; }

    /// <summary>Whether all that were found are shown, instead of three.</summary>
    public bool All { get; private set; }

    /// <summary>The answer; null before anything is ticked, and where there is none.</summary>
    public PartnerAnswer? Reply { get; private set; }

    /// <summary>Why nobody can be found at all; null where somebody might.</summary>
    public NoPartnerAnswer? None { get; private set; }

    /// <summary>The needs that an open figure speaks of for schools of its kind.</summary>
    public IReadOnlyList<Need> Measured { get; private set; } = [];

    /// <summary>The needs that none speaks of, each with the reason.</summary>
    public IReadOnlyList<(Need Need, string Why)> Silent { get; private set; } = [];

    public override string? Caption =>
        Reply is null ? "Find a partner"
        : Reply.Found == 0 ? $"No good match within {Within.Words}"
        : Shown.Count == 1 ? "1 school to ring"
        : $"{Shown.Count} schools to ring";

    /// <summary>The matches on the page: three, or all that were asked for.</summary>
    public IReadOnlyList<PartnerMatch> Shown =>
        Reply is null ? []
        : All ? Reply.Matches
        : Reply.Shortlist;

    /// <summary>Whether there is anything to print on one sheet for the governors.</summary>
    public bool HasMatches => Reply is { Matches.Count: > 0 };

    public IReadOnlyList<SelectItem> ReachItems =>
        [
            .. reaches.Select(r => new SelectItem { Value = r.Minutes, Text = r.Words }),
            .. reaches.Any(r => r.Minutes == WithinWord)
                ? Array.Empty<SelectItem>()
                : [new SelectItem { Value = WithinWord, Text = Within.Words }],
        ];

    /// <summary>How far, as in the address: "60", or "40km".</summary>
    public string WithinWord => Word(Within);

    public IActionResult OnGet(string urn)
    {
        if (Find(urn) is { } elsewhere)
            return elsewhere;
        List = Shortlist.Read(Request.Query, Snapshot, School);
        notices.AddRange(List.Notices);
        Peers = PeersOf.School(School, Snapshot);
        Read();
        if (Peers is { } peers)
        {
            var likeness = Country.Likeness;
            var strong = Needs.All.ToLookup(n => Strengths.In(likeness, peers, n) is not null);
            Measured = [.. strong[true].OrderBy(n => n.Label, StringComparer.Ordinal)];
            Silent =
            [
                .. strong[false]
                    .OrderBy(n => n.Label, StringComparer.Ordinal)
                    .Select(n => (n, PartnerSearch.SilenceOf(n, peers))),
            ];
        }
        Ask();
        return Answer(
            new PageFrame
            {
                Title = HasMatches
                    ? $"Schools that could help {School.Name}"
                    : $"Find a partner for {School.Name}",
                Description =
                    $"Schools like {School.Name} and near it that are really better at what it needs, with the reasons.",
                Section = "find",
                Crumbs = Crumbs("Partners"),
                Listed = Request.QueryString.Value is null or "",
                Canonical = $"/school/{School.Urn}/partners{With()}",
            },
            Sheet(),
            Facts()
        );
    }

    private void Read()
    {
        Wanted = Ticked("need", "needs");
        Offered = Ticked("offer", "offers");
        if (One("within") is { Length: > 0 } text)
        {
            if (Reach.Parse(text) is { } within)
                Within = within;
            else
                notices.Add(
                    $"'{Short(text)}' is no way to say how far, such as 60 for minutes or 40km; an hour is taken."
                );
        }
        LessSure = One("sure") is "less";
        LessAlike = One("alike") is "less";
        All = One("show") is "all";

        IReadOnlyList<Need> Ticked(string key, string what)
        {
            var found = new List<Need>();
            if (!Request.Query.TryGetValue(key, out var values))
                return found;
            foreach (
                var id in values
                    .Take(20)
                    .SelectMany(v =>
                        (v ?? "").Split(
                            ',',
                            StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries
                        )
                    )
            )
                if (Needs.Find(id) is not { } need)
                    notices.Add(
                        $"'{Short(id)}' is none of the things one can tick; it is left out."
                    );
                else if (found.Contains(need))
                    continue;
                else if (found.Count == MostTicked)
                    notices.Add($"Up to {MostTicked} {what} count; {need.Label} is left out.");
                else
                    found.Add(need);
            return found;
        }
    }

    private void Ask()
    {
        if (Peers is null || Wanted.Count == 0)
        {
            // A question without a need still tells whether the school can be compared at all.
            if (
                Country.Likeness.Ask(
                    School.Urn,
                    SimilarMethods.DefaultFor(Peers ?? SimilarSchools.Peers.Secondary),
                    take: 1
                )
                is NoSimilarAnswer no
            )
                None = new NoPartnerAnswer(no.Code, no.Sentence);
            return;
        }
        var question = new PartnerQuestion(School.Urn, Wanted, Within)
        {
            Offers = Offered,
            Least = LessSure ? PartnerSearch.LessSure : PartnerQuestion.Sure,
            Loosest = LessAlike ? Closeness.Loose : Closeness.Fair,
        };
        switch (PartnerSearch.Ask(Country.Likeness, question, Country.Journeys))
        {
            case PartnerAnswer answer:
                Reply = answer;
                break;
            case NoPartnerAnswer no:
                None = no;
                break;
        }
    }

    /// <summary>What was found, in a sentence: the limits it was found by stand in it.</summary>
    public string FirstLine
    {
        get
        {
            var needs = And(Reply!.Asked.Select(s => s.Need.Results));
            var who =
                $"within {Within.Words}{(Within.Minutes is null ? "" : " by car")} {(Reply.Found is 0 or 1 ? "is" : "are")} {(LessAlike ? "of the same kind" : "like yours")}";
            var better =
                $"with really better {needs} (a chance of at least {(LessSure ? "70" : "80")} %)";
            return Reply.Found switch
            {
                0 => $"No school {who}, {better}.",
                1 => $"1 school {who}, {better}.",
                var many => $"{many:N0} schools {who}, {better}.",
            };
        }
    }

    /// <summary>How the school's own figures stand, a sentence a need: where they are high, few can be really better.</summary>
    public IEnumerable<string> OwnStandings
    {
        get
        {
            foreach (var standing in Reply!.Asked)
                if (standing.Own.IsKnown)
                {
                    var years = standing.Own.Level.Years;
                    var share = Math.Clamp((int)(100 * ShareBelow(standing)), 1, 99);
                    yield return $"Your own {standing.Need.Results} are better than those of {share} % of {Reply.Peers.Words()} with the same kind of pupils ({years} {(years == 1 ? "year" : "years")} to {standing.LastYear}).";
                }
        }
    }

    /// <summary>The share of the schools with figures whose strength is less.</summary>
    private static double ShareBelow(Standing standing)
    {
        int known = 0,
            less = 0;
        for (var row = 0; row < standing.Strengths.Population.Schools.Count; row++)
            if (standing.Strengths.Of(row) is { IsKnown: true } strength)
            {
                known++;
                less += strength.Level.Mean < standing.Own.Level.Mean ? 1 : 0;
            }
        return known == 0 ? 0 : (double)less / known;
    }

    /// <summary>The limits that would have to give, each with the address that lets it go; no address where that would help nobody.</summary>
    public IEnumerable<(string Words, string? Href)> Alternatives =>
        Reply!.Gives.Select(g =>
            (
                WordsOf(g),
                g.Count <= Reply.Found
                    ? null
                    : $"/school/{School.Urn}/partners"
                        + g.Id switch
                        {
                            "farther" => With(("within", Word(Within.Farther()))),
                            "looser" => With(("alike", "less")),
                            "less-sure" => With(("sure", "less")),
                            var need => With(("need", null), ("need", need)),
                        }
            )
        );

    /// <summary>"7 schools within 90 minutes: the best is Millbrook, 70 minutes by car"; the best is named where it is not on the page already.</summary>
    private string WordsOf(WouldGive give)
    {
        var how = give.Id switch
        {
            "farther" => $"within {Within.Farther().Words}",
            "looser" => "with less likeness to yours",
            "less-sure" => $"with a chance of {100 * PartnerSearch.LessSure:0} %",
            var id => $"for {Needs.Find(id)!.Results} alone",
        };
        if (give.Count <= Reply!.Found)
            return $"{(Reply.Found == 0 ? "None" : "No more")} {how}.";
        var words = $"{give.Count:N0} {(give.Count == 1 ? "school" : "schools")} {how}";
        return give.Best is { } best && !Shown.Any(m => m.School == best)
            ? $"{words}: the best is {best.Name}, {Country.Journeys.Between(Entry, best.Current).Words}."
            : $"{words}.";
    }

    /// <summary>Why nobody can be reached by car, where that is so of the schools most like it; empty elsewhere.</summary>
    public string NoRoad =>
        Reply is { Found: 0 }
        && Country.Likeness.Ask(School.Urn, Reply.Method, null, 5, Country.Journeys)
            is SimilarAnswer { Neighbours: [{ Journey: { } first }, ..] near }
        && near.All(n => n.Journey is { Minutes: null })
            ? first.Why
            : "";

    /// <summary>The reasons that stand in a list: how long it takes stands beside the name already.</summary>
    public static IEnumerable<string> Reasons(PartnerMatch match) =>
        match.Reasons.Where(r => r != $"{match.Journey.Words}.");

    /// <summary>The address of a pair; the shortlist goes with it.</summary>
    public string Pair(PartnerMatch match) =>
        $"/school/{School.Urn}/similar/{match.School.Urn}{List.Query}";

    /// <summary>The question as a query, with some of it changed; null takes a key away.</summary>
    public string With(params ReadOnlySpan<(string Key, string? Value)> changes)
    {
        var pairs = new List<(string Key, string Value)>();
        pairs.AddRange(Wanted.Select(n => ("need", n.Id)));
        pairs.AddRange(Offered.Select(n => ("offer", n.Id)));
        if (Within != Reach.AnHour)
            pairs.Add(("within", WithinWord));
        if (LessAlike)
            pairs.Add(("alike", "less"));
        if (LessSure)
            pairs.Add(("sure", "less"));
        if (All)
            pairs.Add(("show", "all"));
        pairs.AddRange(List.Pairs);
        foreach (var (key, value) in changes)
        {
            pairs.RemoveAll(p => p.Key == key);
            if (value is not null)
                pairs.Add((key, value));
        }
        return pairs.Count == 0
            ? ""
            : "?" + string.Join('&', pairs.Select(p => $"{p.Key}={p.Value}"));
    }

    private static string Word(Reach reach) =>
        reach.Minutes is { } minutes
            ? Math.Min(minutes, 600).ToString("0.#", CultureInfo.InvariantCulture)
            : Math.Min(reach.Kilometres!.Value, 600).ToString("0.#", CultureInfo.InvariantCulture)
                + "km";

    private string? One(string key) =>
        Request.Query.TryGetValue(key, out var values) ? values[^1]?.Trim() : null;

    private static string Short(string text) => text.Length > 20 ? text[..20] + "..." : text;

    /// <summary>"a", "a and b", "a, b and c".</summary>
    internal static string And(IEnumerable<string> items) =>
        items.ToArray() switch
        {
            [] => "",
            [var one] => one,
            [.. var first, var last] => $"{string.Join(", ", first)} and {last}",
        };

    private Sheet Sheet() =>
        new(
            $"partners-{School.Urn}",
            $"Schools that could help {School.Name}",
            Columns,
            [
                .. (Reply?.Matches ?? []).Select(
                    IReadOnlyList<object?> (m) =>
                        [
                            m.Rank,
                            m.School.Urn.Value,
                            m.School.Name,
                            m.School.Current.LaName,
                            m.ProbabilityBetter,
                            string.Join("; ", m.ByNeed.Select(Behind)),
                            m.Journey.Minutes,
                            m.Journey.Basis switch
                            {
                                JourneyBasis.Estimate => "estimate",
                                JourneyBasis.Matrix => "times",
                                _ => "",
                            },
                            m.Journey.Kilometres is { } far ? Math.Round(far, 3) : null,
                            m.Quality,
                            m.Likeness.Distance,
                            m.Capacity.Value,
                            m.Capacity.Words,
                            m.OftenAsked,
                            string.Join("; ", m.Return.Select(Behind)),
                            Office.Telephone(m.School.Current),
                            m.School.Current.Website,
                            string.Join(' ', m.Reasons),
                        ]
                ),
            ]
        );

    private static string Behind(Better better) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{better.Need.Id} {better.Probability:0.000} ({better.Strength.Level.Years} years to {better.LastYear}{(better.Strength.Pupils is { } pupils ? $", {pupils:0} pupils" : "")})"
        );

    /// <summary>The columns of the table, whatever is asked.</summary>
    public static IReadOnlyList<SheetColumn> Columns { get; } =
    [
        new("rank", "Rank", "integer", What: "1 is the first to ring."),
        new("urn", "URN", "integer"),
        new("name", "School"),
        new("local_authority", "Local authority"),
        new(
            "probability_better",
            "Chance that it is really better",
            "number",
            What: "The least of those of the needs asked, 0 to 1."
        ),
        new("by_need", "Chance for each need", What: "With the years and pupils behind it."),
        new(
            "minutes",
            "Minutes by car",
            "number",
            "minutes",
            "Empty where no road leads there or a place is not known."
        ),
        new("minutes_from", "Minutes are from", What: "estimate, or times: a router's."),
        new("kilometres", "Kilometres in a straight line", "number", "kilometres"),
        new("closeness", "Closeness", What: "close, fair or loose."),
        new("distance", "Distance", "number"),
        new(
            "capacity",
            "Ability to help",
            "number",
            What: "0 to 1: size, steady results, no recent change, teachers for its pupils."
        ),
        new("capacity_words", "Ability to help in words"),
        new(
            "often_asked",
            "Often asked",
            "boolean",
            What: "Whether more schools would ask it than it can be expected to help."
        ),
        new("give_in_return", "What the school could give in return"),
        new("telephone", "Telephone of the office"),
        new("website", "Website"),
        new("reasons", "Reasons in plain words"),
    ];

    private Dictionary<string, object?> Facts() =>
        new()
        {
            ["urn"] = School.Urn.Value,
            ["name"] = School.Name,
            ["needs"] = Wanted.Select(n => n.Id),
            ["offers"] = Offered.Select(n => n.Id),
            ["within"] = Within.Words,
            ["least"] = LessSure ? PartnerSearch.LessSure : PartnerQuestion.Sure,
            ["method"] = Reply?.Method.Id,
            ["found"] = Reply?.Found,
            ["notes"] = Reply?.Notes,
            ["wouldGive"] = Reply?.Gives.Select(g => new
            {
                g.Id,
                g.Words,
                g.Count,
                Best = g.Best?.Urn.Value,
            }),
            ["measured"] = Measured.Select(n => new { n.Id, n.Label }),
            ["silent"] = Silent.Select(s => new
            {
                s.Need.Id,
                s.Need.Label,
                s.Why,
            }),
            ["why"] = None is { } none ? new { none.Code, none.Sentence } : null,
        };
}
