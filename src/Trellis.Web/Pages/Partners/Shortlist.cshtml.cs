using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;
using Trellis.Pages.Schools;
using Trellis.Pages.Similar;
using Trellis.Partners;
using Trellis.Schools;
using Trellis.Serving;
using Trellis.SimilarSchools;
using Trellis.Travel;

namespace Trellis.Pages.Partners;

/// <summary>One school of a shortlist beside the school it was drawn up for.</summary>
/// <param name="Alike">Null where the two cannot be compared.</param>
/// <param name="Get">In what it is really better.</param>
/// <param name="Give">In what the asking school is really better.</param>
/// <param name="Capacity">How able it may be to help in the first thing it is better in; null where it is better in nothing measured.</param>
public sealed record Listed(
    School School,
    SimilarSchool? Alike,
    Journey Journey,
    IReadOnlyList<Better> Get,
    IReadOnlyList<Better> Give,
    Capacity? Capacity
)
{
    /// <summary>In what the two are alike; empty where in nothing.</summary>
    public string Like => Part("like you in ");

    /// <summary>In what they differ; empty where in nothing.</summary>
    public string Unlike => Part("differs in ");

    private string Part(string begin) =>
        (Alike?.Words ?? "")
            .Split("; ")
            .Where(p => p.StartsWith(begin, StringComparison.Ordinal))
            .Select(p => p[begin.Length..])
            .FirstOrDefault("");
}

/// <summary>The schools that a reader has set aside for one school, side by side.</summary>
[Access(Who.Everybody)]
public sealed class ShortlistView : OneSchool
{
    public override string View => "shortlist";

    public override string? Caption =>
        List.Schools.Count switch
        {
            0 => "An empty shortlist",
            1 => "1 school on your shortlist",
            var many => $"{many} schools on your shortlist",
        };

    public Shortlist List { get; private set; } = null!;

    public IReadOnlyList<Listed> Schools { get; private set; } = [];

    /// <summary>The figures that the schools are compared by, those a file holds; a row each.</summary>
    public IReadOnlyList<Variable> Variables { get; private set; } = [];

    public SimilarMethod Method { get; private set; } = null!;

    public IActionResult OnGet(string urn)
    {
        if (Find(urn) is { } elsewhere)
            return elsewhere;
        List = Shortlist.Read(Request.Query, Snapshot, School);
        Method = SimilarMethods.DefaultFor(PeersOf.School(School, Snapshot) ?? Peers.Secondary);
        Schools = [.. List.Schools.Select(Beside)];
        Variables =
        [
            .. Method.Variables.Where(v =>
                v.Axis.Length == 0
                && !v.IsPlace
                && Schools.Any(s => s.Alike is not null && Part(s, v) is { Other: not null })
            ),
        ];
        return Answer(
            new PageFrame
            {
                Title = $"Shortlist for {School.Name}",
                Description = $"Schools set aside for {School.Name}, side by side.",
                Section = "find",
                Crumbs =
                [
                    .. Crumbs("Shortlist").SkipLast(1),
                    new PageLink("Partners", $"/school/{School.Urn}/partners{List.Query}"),
                    new PageLink("Shortlist"),
                ],
                Listed = false,
                Canonical = List.Address,
            },
            Sheet(),
            Facts()
        );
    }

    private Listed Beside(School other)
    {
        var likeness = Country.Likeness;
        var alike = likeness.Pair(School.Urn, other.Urn, Method);
        var (get, give) = PartnerSearch.Between(likeness, School.Urn, other.Urn);
        Capacity? capacity = null;
        if (
            get is [var first, ..]
            && PeersOf.School(other, Snapshot) is { } peers
            && Strengths.In(likeness, peers, first.Need) is { } strengths
        )
            capacity = Capacities
                .In(likeness, peers)
                .Of(likeness.Population(peers).PositionOf(other), strengths);
        return new Listed(
            other,
            alike,
            Country.Journeys.Between(Entry, other.Current),
            get,
            give,
            capacity
        );
    }

    public static Contribution? Part(Listed listed, Variable variable) =>
        listed.Alike?.Contributions.FirstOrDefault(c => c.Variable == variable);

    /// <summary>The figure of the asking school; null where none is known.</summary>
    public double? Own(Variable variable) =>
        Schools.Select(s => Part(s, variable)?.Own).FirstOrDefault(f => f is not null);

    /// <summary>"Maths (chance 88 %; 3 years to 2018/19, about 90 pupils)".</summary>
    public static string Strong(Better better)
    {
        var years = better.Strength.Level.Years;
        return $"{better.Need.Label} (chance {Percent(better.Probability)} %; {years} {(years == 1 ? "year" : "years")} to {better.LastYear}{(better.Strength.Pupils is { } pupils ? $", about {pupils:N0} pupils" : "")})";
    }

    /// <summary>A chance in whole per cent, rounded down and never 100.</summary>
    public static int Percent(double probability) =>
        Math.Min(99, (int)Math.Floor((100 * probability) + 1e-9));

    /// <summary>A heading as within a sentence: "English" and "SEND" stay as they are.</summary>
    public static string LowerFirst(string label) =>
        label.StartsWith("English", StringComparison.Ordinal) ? label : Lower(label);

    private Sheet Sheet() =>
        new(
            $"shortlist-{School.Urn}",
            $"Shortlist for {School.Name}",
            Columns,
            [
                .. Schools.Select(
                    IReadOnlyList<object?> (s) =>
                        [
                            s.School.Urn.Value,
                            s.School.Name,
                            s.School.Current.LaName,
                            KindOf(s.School.Current),
                            s.Alike is null ? "" : SimilarPage.Word(s.Alike.Closeness),
                            s.Alike?.Distance,
                            s.Journey.Minutes,
                            s.Journey.Kilometres is { } far ? Math.Round(far, 3) : null,
                            s.Like,
                            s.Unlike,
                            string.Join("; ", s.Get.Select(Strong)),
                            string.Join("; ", s.Give.Select(Strong)),
                            s.Capacity?.Value,
                            s.Capacity?.Words,
                            Office.Telephone(s.School.Current),
                            s.School.Current.Website,
                        ]
                ),
            ]
        );

    /// <summary>The columns of the table, whatever is on the list.</summary>
    public static IReadOnlyList<SheetColumn> Columns { get; } =
    [
        new("urn", "URN", "integer"),
        new("name", "School"),
        new("local_authority", "Local authority"),
        new("kind", "Kind of school"),
        new("closeness", "Closeness", What: "close, fair or loose; empty where not compared."),
        new("distance", "Distance", "number"),
        new(
            "minutes",
            "Minutes by car",
            "number",
            "minutes",
            "Empty where no road leads there or a place is not known."
        ),
        new("kilometres", "Kilometres in a straight line", "number", "kilometres"),
        new("like", "Like the school in", What: "Own figure / its figure."),
        new("unlike", "Differs in", What: "Own figure / its figure."),
        new("better_at", "It is really better at", What: "With a chance of 80 % or more."),
        new("school_better_at", "The school is really better at"),
        new("capacity", "Ability to help", "number", What: "0 to 1."),
        new("capacity_words", "Ability to help in words"),
        new("telephone", "Telephone of the office"),
        new("website", "Website"),
    ];

    private Dictionary<string, object?> Facts() =>
        new()
        {
            ["urn"] = School.Urn.Value,
            ["name"] = School.Name,
            ["method"] = Method.Id,
            ["figures"] = Variables.Select(v => new
            {
                v.Id,
                v.Label,
                Own = Own(v),
                Others = Schools.ToDictionary(
                    s => s.School.Urn.Value.ToString(CultureInfo.InvariantCulture),
                    s => Part(s, v)?.Other
                ),
            }),
        };
}
