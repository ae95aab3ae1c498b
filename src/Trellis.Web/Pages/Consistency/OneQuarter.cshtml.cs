using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;
using Trellis.Consistency;
using Trellis.Pages.Decisions;
using Trellis.Placements;
using Trellis.Serving;
using Trellis.Store;

namespace Trellis.Pages.Consistency;

/// <summary>Two like cases that were decided differently, as people read them.</summary>
/// <param name="Facts">What both schools were like, figure by figure.</param>
/// <param name="Criteria">The criteria that were found otherwise, with both findings.</param>
public sealed record PairBeside(
    DecidedDifferently Pair,
    DecidedCase Earlier,
    DecidedCase Later,
    IReadOnlyList<FactApart> Facts,
    IReadOnlyList<(string Criterion, string Earlier, string Later)> Criteria,
    IReadOnlyList<PublicAnswerToDifference> Answers
)
{
    /// <summary>The pairs of an edition, the most alike first.</summary>
    public static IReadOnlyList<PairBeside> Of(
        ReportEdition edition,
        IReadOnlyList<PublicAnswerToDifference> answers,
        DateOnly today
    )
    {
        var cases = edition.Cases.ToDictionary(c => c.Ref);
        return
        [
            .. edition.Audit.Pairs.Select(p =>
            {
                var (earlier, later) = (cases[p.Earlier], cases[p.Later]);
                return new PairBeside(
                    p,
                    earlier,
                    later,
                    LikeCases.Apart(earlier.Then, later.Then),
                    [
                        .. p.JudgedDifferently.Select(c =>
                            (
                                ConsistencyBook.Criterion(later.Kind, c, today),
                                ConsistencyBook.InWords(earlier.Of(c)!.Value),
                                ConsistencyBook.InWords(later.Of(c)!.Value)
                            )
                        ),
                    ],
                    [.. answers.Where(a => a.Earlier == $"{p.Earlier}" && a.Later == $"{p.Later}")]
                );
            }),
        ];
    }
}

/// <summary>A quarter's decisions beside the earlier cases most like them, as it was published.</summary>
[Access(Who.Everybody)]
public sealed class ConsistencyQuarter(PublicRecordFile record) : SitePage
{
    private const int MostShown = 50;

    internal static readonly IReadOnlyList<SheetColumn> Columns =
    [
        new("later", "Decided in the quarter", What: "A case, as in /decision/{reference}."),
        new("later_on", "Decided on", "date"),
        new("later_region", "Region"),
        new("later_school", "School", What: "As kind:number."),
        new("later_outcome", "Outcome", What: "The state it led to, as its table names it."),
        new("earlier", "Earlier case"),
        new("earlier_on", "Decided on", "date"),
        new("earlier_region", "Region"),
        new("earlier_school", "School"),
        new("earlier_outcome", "Outcome"),
        new("kind", "Kind", What: "The procedure that leads both."),
        new(
            "distance",
            "How far apart",
            "number",
            "steps",
            "The root of the mean squared steps over the figures known of both."
        ),
        new("facts", "Figures known of both", "integer"),
        new(
            "judged_differently",
            "Criteria found otherwise",
            What: "Their codes, with upright strokes between them."
        ),
        new(
            "answers",
            "What deciders say",
            What: "Each with its region, with upright strokes between them; empty where nobody answered."
        ),
    ];

    public PublicConsistency Published { get; private set; } = null!;

    public ReportEdition Newest => Published.Editions[^1];

    public Quarter Quarter => Published.Quarter;

    public IReadOnlyList<PairBeside> Pairs { get; private set; } = [];

    public IReadOnlyList<PairBeside> Shown => [.. Pairs.Take(MostShown)];

    /// <summary>Regions that have cases with like ones elsewhere.</summary>
    public IReadOnlyList<RegionBeside> Regions => [.. Newest.Audit.Regions.Where(r => r.Cases > 0)];

    /// <summary>Whether the public record has the same decisions today.</summary>
    public bool IsAsNow { get; private set; }

    public IActionResult OnGet(string quarter)
    {
        if (!Quarter.TryParse(quarter, null, out var asked))
            return NotHere("A quarter is written as 2026Q3: the year, Q, and 1 to 4.");
        if (ConsistencyBook.Find(record, asked) is not { } found)
            return NotHere(
                Today >= PublishConsistency.FirstDay(asked)
                    ? $"Nothing is published for {asked.Words}."
                    : $"{asked.Words} is published on {PublishConsistency.FirstDay(asked).InWords()}."
            );
        Published = found;
        Pairs = PairBeside.Of(Newest, found.Answers, Today);
        IsAsNow = Newest.RestsOn(
            DecidedCases.Of(DecisionBook.Of(record, Snapshot, Today), Snapshot).All
        );
        return Answer(
            new PageFrame
            {
                Title = $"Consistency of decisions, {Quarter.Words}",
                Description = ConsistencyBook.InShort(Newest.Audit),
                Section = "decisions",
                Crumbs =
                [
                    new("Home", "/"),
                    new("Decisions", "/decisions"),
                    new("Consistency", "/consistency"),
                    new(Quarter.Words),
                ],
                Canonical = $"/consistency/{Quarter}",
            },
            new Sheet(
                $"consistency-{Quarter}",
                $"Like cases decided differently, {Quarter.Words}",
                Columns,
                [.. Pairs.Select(Row)]
            ),
            Facts(Newest, Published, IsAsNow),
            new Feed(
                $"Consistency of decisions, {Quarter.Words}",
                Newest.On.BeginsInLondon(),
                ConsistencyBook.Feed(Published, Snapshot)
            )
        );
    }

    public string NameOf(DecidedCase one) => ConsistencyBook.Named(Snapshot, one.School).Text;

    public string RegionOf(DecidedCase one) => ConsistencyBook.Named(Snapshot, one.Region).Text;

    public string RegionOf(string region) =>
        ConsistencyBook.Named(Snapshot, People.Scope.Parse(region)).Text;

    /// <summary>Whether two cases were decided under different versions of a table, and with it perhaps of the criteria.</summary>
    public static string Versions(PairBeside pair) =>
        pair.Earlier.Version == pair.Later.Version
            ? ""
            : $"The earlier followed version {pair.Earlier.Version} of its table, the later version {pair.Later.Version}.";

    /// <summary>"said yes 15 times of 20, 75 % (53 to 89 %)".</summary>
    public static string InWords(ShareInterval share) =>
        $"{share.Number:N0} of {share.Of:N0}, {ConsistencyBook.Percent(share.Share)} ({100 * share.Low:0} to {100 * share.High:0} %)";

    private static IReadOnlyList<object?> Row(PairBeside pair) =>
        [
            pair.Later.Ref,
            pair.Later.On,
            pair.Later.Region.Id,
            pair.Later.School,
            pair.Later.Outcome,
            pair.Earlier.Ref,
            pair.Earlier.On,
            pair.Earlier.Region.Id,
            pair.Earlier.School,
            pair.Earlier.Outcome,
            pair.Later.Kind,
            pair.Pair.Distance,
            pair.Pair.Facts,
            string.Join('|', pair.Pair.JudgedDifferently),
            string.Join('|', pair.Answers.Select(a => $"{a.Region.Split(':')[^1]}: {a.Words}")),
        ];

    /// <summary>All of an edition beside its pairs: with it anybody works it out again.</summary>
    public static Dictionary<string, object?> Facts(
        ReportEdition edition,
        PublicConsistency? published,
        bool isAsNow
    ) =>
        new(StringComparer.Ordinal)
        {
            ["quarter"] = $"{edition.Audit.Quarter}",
            ["decided"] = edition.Audit.Decided,
            ["withLike"] = edition.Audit.WithLike,
            ["edition"] = published is null ? null : edition.Number,
            ["publishedOn"] = published is null ? null : edition.On,
            ["computedFrom"] = new
            {
                snapshot = $"{edition.Snapshot}",
                journalEntry = edition.Entry,
                method = edition.Method,
            },
            ["sameDecisionsToday"] = isAsNow,
            ["regions"] = edition.Audit.Regions.Select(r => new
            {
                kind = $"{r.Kind}",
                region = r.Region.Id,
                cases = r.Cases,
                likeElsewhere = r.Elsewhere,
                compared = r.For is not null,
                yes = r.For?.Number,
                share = r.For is null ? (double?)null : Math.Round(r.For.Share, 4),
                low = r.For is null ? (double?)null : Math.Round(r.For.Low, 4),
                high = r.For is null ? (double?)null : Math.Round(r.For.High, 4),
                expected = r.Expected,
            }),
            ["criteria"] = edition.Audit.Criteria.Select(c => new
            {
                kind = $"{c.Kind}",
                criterion = $"{c.Criterion}",
                met = c.Met,
                metYes = c.MetFor,
                notFullyMet = c.Short,
                notFullyMetYes = c.ShortFor,
                mattered = ConsistencyBook.Code(c.Mattering),
            }),
            ["answers"] = (published?.Answers ?? []).Select(a => new
            {
                earlier = a.Earlier,
                later = a.Later,
                region = a.Region,
                on = a.On,
                changedOn = a.ChangedOn,
                words = a.Words,
            }),
            ["editions"] = (published?.Editions ?? []).Select(e => new
            {
                number = e.Number,
                on = e.On,
                snapshot = $"{e.Snapshot}",
                journalEntry = e.Entry,
                decided = e.Audit.Decided,
                pairs = e.Audit.Pairs.Select(p => new
                {
                    earlier = $"{p.Earlier}",
                    later = $"{p.Later}",
                    distance = p.Distance,
                }),
            }),
            ["cases"] = edition.Cases.Select(c => new
            {
                reference = $"{c.Ref}",
                kind = $"{c.Kind}",
                version = c.Version,
                school = $"{c.School}",
                region = c.Region.Id,
                on = c.On,
                outcome = $"{c.Outcome}",
                yes = c.For,
                phase = c.Then.Phase.Words(),
                figures = LikeCases.Facts.ToDictionary(f => $"{f.Id}", f => f.Of(c.Then)),
                judged = c.Judged.ToDictionary(
                    j => $"{j.Criterion}",
                    j => ConsistencyBook.InWords(j.Found)
                ),
            }),
        };
}
