using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;
using Trellis.Groups;
using Trellis.Partnerships;
using Trellis.Serving;
using Trellis.Store;

namespace Trellis.Pages.Partnerships;

/// <summary>One partnership that was stated here: who is in it since when, what for, what it costs, what came of it. One of the Department's register has the page of its group.</summary>
[Access(Who.Everybody)]
public sealed class PartnershipPage(PublicRecordFile record) : SitePage
{
    internal static readonly IReadOnlyList<SheetColumn> Columns =
    [
        new("party", "Member", What: "The kind of member and its number: school:100000."),
        new("name", "Name"),
        new("roles", "Roles", What: "giver, taker, lead, with upright strokes between them."),
        new("from", "First day", "date"),
        new("to", "First day no member", "date", What: "Empty where none is known."),
        new("status", "Status", What: "stated, confirmed or left."),
        new("confirmed_on", "Confirmed on", "date", What: "Empty where it has not said so itself."),
        new("stated_by", "Stated by"),
        new("stated_on", "Stated on", "date"),
        new("why_left", "Why it left"),
    ];

    public PublicPartnership Open { get; private set; } = null!;

    public PartnershipBook Book { get; private set; } = null!;

    public bool IsOver => Open.EndedOn is { } end && end <= Today;

    public IActionResult OnGet(string id)
    {
        if (
            id.StartsWith("gias-", StringComparison.Ordinal)
            && Uid.TryParse(id["gias-".Length..], null, out var uid)
            && Snapshot.Find(uid) is not null
        )
            return new Elsewhere($"/trust/{uid}{Form.Ending}");
        Book = PartnershipBook.Of(record, Snapshot, Today);
        if (!PartnershipId.TryParse(id, null, out var known) || Book.Find(known) is not { } open)
            return NotHere(
                "No partnership that anybody may read is at this address. Look in the list of partnerships."
            );
        Open = open;
        return Answer(
            new PageFrame
            {
                Title = Open.Name.ToString(),
                Description =
                    $"{Open.Name}, {Model.ToLowerInvariant()}: who is in it since when, what it is for and what came of it.",
                Section = "partnerships",
                Crumbs =
                [
                    new("Home", "/"),
                    new("Partnerships", "/partnerships"),
                    new(Open.Name.ToString()),
                ],
                Canonical = $"/partnership/{Open.Id}",
            },
            new Sheet(
                $"partnership-{Open.Id}",
                $"Members of {Open.Name}",
                Columns,
                [
                    .. Open.Members.Select(m =>
                        (IReadOnlyList<object?>)
                            [
                                $"{m.Party}",
                                Named(m.Party).Text,
                                string.Join('|', m.Roles.Select(r => r.Code())),
                                m.From,
                                m.To,
                                m.Status.Code(),
                                m.ConfirmedOn,
                                m.StatedBy is { } by ? $"{by}" : "",
                                m.StatedOn,
                                m.Why is { } why ? why.Code() : "",
                            ]
                    ),
                ]
            ),
            Facts(),
            new Feed(
                $"{Open.Name}: what happened",
                PartnershipFeeds.Begun,
                PartnershipFeeds.Of(Open, Book, Snapshot, Today)
            )
        );
    }

    /// <summary>The name of its way of working together.</summary>
    public string Model => PartnershipWords.Name(Open.Model);

    /// <summary>A member with its page.</summary>
    public PageLink Named(Party party) =>
        PartyNames.Of(Snapshot, party, PartnershipFeeds.NameOf(Open, Snapshot, party));

    private string Words(Party party) => Named(party).Text;

    /// <summary>Whose word the whole of it is.</summary>
    public string WhoseWord =>
        Open.Standing == Standing.Confirmed
            ? "At least two of its members say themselves that they are in it."
            : "One member states it. No other has confirmed it yet, so it is that member's word.";

    /// <summary>Whose word a membership is.</summary>
    public string WordOf(PublicMember member) => member.InWords(Words).Capital();

    /// <summary>A line of the story.</summary>
    public string Line(StoryLine line) => line.InWords(Words, later => Book.NameOf(later).Text);

    /// <summary>The names in a line that have a page.</summary>
    public IEnumerable<(string Name, string Href)> NamesIn(StoryLine line)
    {
        foreach (var party in new[] { line.Party, line.By }.OfType<Party>().Distinct())
            if (Named(party) is { Href: { } href } name)
                yield return (name.Text, href);
        if (line.Later is { } later && Book.NameOf(later) is { Href: { } at } led)
            yield return (led.Text, at);
    }

    public IReadOnlyList<SummaryRow> About
    {
        get
        {
            var rows = new List<SummaryRow>
            {
                SummaryRow.Of(
                    "Way of working together",
                    new PlainLink(Model, $"/guide/models/{Open.Model}")
                ),
                SummaryRow.Of("Began", Open.Began.InWords()),
                SummaryRow.Of(
                    "What it is for",
                    string.Join("; ", Open.Purposes.Select(p => p.InWords()))
                ),
                SummaryRow.Of(
                    "How deep it goes",
                    string.Join(
                        ", then ",
                        Open.Depths.Select(
                            (d, i) =>
                                i == 0
                                    ? $"{(int)d.Depth}, {d.Depth.InWords().ToLowerInvariant()}"
                                    : $"{(int)d.Depth}, {d.Depth.InWords().ToLowerInvariant()}, from {d.From.InWords()}"
                        )
                    ) + " (of 5)"
                ),
                SummaryRow.Of(
                    "Whose choice",
                    Open.Willingness == Willingness.Willing
                        ? "The members chose it"
                        : $"It was required: {Open.RequiredBecause}"
                ),
                SummaryRow.Of("Agreement", PartnershipSentences.Of(Open.Agreement)),
                SummaryRow.Of("Costs, and who pays", PartnershipSentences.Of(Open.Costs)),
            };
            if (Open.EndedOn is { } end)
                rows.Insert(
                    2,
                    SummaryRow.Of(
                        end > Today ? "Ends" : "Ended",
                        $"{end.AddDays(-1).InWords()} is its last day{(Open.EndedWhy is { } why ? $": {Stories.Of(why)}" : "")}"
                    )
                );
            return rows;
        }
    }

    /// <summary>Posts, training and services in a line each.</summary>
    public IReadOnlyList<string> Shared =>
        [
            .. Open.Posts.Select(p =>
                $"{p.Role}, {PartnershipWords.DaysAWeek(p.TenthsOfDaysAWeek)}, employed by {Words(p.Employer)}, {Span(p.From, p.To)}"
            ),
            .. Open.Services.Select(s =>
                $"{s.What}, {Span(s.From, s.To)}{(s.SavesEachYear is { } saves ? $"; saves {PartnershipWords.Pounds(saves)} each year by the members' own estimate" : "")}"
            ),
            .. Open
                .Training.OrderByDescending(t => t.On)
                .Select(t =>
                    $"Training on {t.On.InWords()}: {t.What}, led by {t.Provider.InWords()}"
                ),
        ];

    private string Span(DateOnly from, DateOnly? to) =>
        to is { } end
            ? $"{from.InWords()} to {end.AddDays(-1).InWords()}"
            : $"{(from > Today ? "from" : "since")} {from.InWords()}";

    /// <summary>An aim with how it will be judged.</summary>
    public string AimWords(Aim aim)
    {
        var measure = aim.Measure is { } id
            ? Snapshot.Measures.Find($"{id}")?.Label ?? $"{id}"
            : null;
        var parts = new List<string> { aim.What.ToString() };
        if (measure is not null)
            parts.Add(
                aim.TargetThousandths is { } target
                    ? $"judged by {measure}, target {target / 1000m:0.###}"
                    : $"judged by {measure}"
            );
        if (aim.By is { } year)
            parts.Add($"results of {year} will tell");
        parts.Add($"set on {aim.SetOn.InWords()}");
        if (aim.DroppedOn is { } dropped)
            parts.Add($"dropped on {dropped.InWords()}");
        return string.Join("; ", parts);
    }

    private Dictionary<string, object?> Facts() =>
        new(StringComparer.Ordinal)
        {
            ["id"] = $"{Open.Id}",
            ["name"] = Open.Name.ToString(),
            ["model"] = $"{Open.Model}",
            ["standing"] = Open.Standing.Code(),
            ["began"] = Open.Began,
            ["endedOn"] = Open.EndedOn,
            ["endedWhy"] = Open.EndedWhy?.Code(),
            ["purposes"] = Open.Purposes.Select(p => p.Code()),
            ["depths"] = Open.Depths.Select(d => new { from = d.From, depth = (int)d.Depth }),
            ["willing"] = Open.Willingness == Willingness.Willing,
            ["requiredBecause"] = Open.RequiredBecause.Text,
            ["agreement"] = new
            {
                written = Open.Agreement.Written,
                reviewOn = Open.Agreement.ReviewOn,
                noticeDays = Open.Agreement.NoticeDays,
                terms = Open.Agreement.Terms.Text,
            },
            ["costs"] = new
            {
                setUp = Open.Costs.SetUp,
                eachYear = Open.Costs.EachYear,
                from = Open.Costs.From.Select(f => f.Code()),
                whoPays = Open.Costs.WhoPays.Text,
            },
            ["posts"] = Open.Posts.Select(p => new
            {
                role = p.Role.Text,
                daysAWeek = p.TenthsOfDaysAWeek / 10m,
                employer = $"{p.Employer}",
                from = p.From,
                to = p.To,
            }),
            ["training"] = Open.Training.Select(t => new
            {
                what = t.What.Text,
                provider = t.Provider.Code(),
                on = t.On,
            }),
            ["services"] = Open.Services.Select(s => new
            {
                what = s.What.Text,
                from = s.From,
                to = s.To,
                savesEachYear = s.SavesEachYear,
            }),
            ["aims"] = Open.Aims.Select(a => new
            {
                what = a.What.Text,
                measure = a.Measure?.ToString(),
                target = a.TargetThousandths / 1000m,
                by = a.By?.ToString(),
                setOn = a.SetOn,
                droppedOn = a.DroppedOn,
            }),
            ["returns"] = Open.Returns.Select(r => new
            {
                year = $"{r.Year}",
                by = $"{r.By}",
                filedOn = r.FiledOn,
                daysGiven = r.DaysGiven,
                pupils = r.Pupils,
                cost = r.Cost,
                gains = r.Gains.Select(g => g.Code()),
                worth = r.Worth,
                wentWell = r.WentWell.Text,
                next = r.Next.Code(),
            }),
            ["ledTo"] = Open.LedTo.Select(l => Book.NameOf(l).Href),
            ["evaluation"] = Open.Evaluation is { } evaluation
                ? new
                {
                    registered = evaluation.Protocol.On,
                    sha256 = $"{evaluation.Protocol.Hash}",
                    deviations = evaluation.Deviations.Count,
                    page = $"/partnership/{Open.Id}/evaluation",
                }
                : null,
            ["statedBy"] = Open.StatedBy?.ToString(),
            ["statedOn"] = Open.StatedOn,
            ["story"] = Open.Story.Select(l => new
            {
                on = l.On,
                kind = l.Kind.Code(),
                what = Line(l),
            }),
        };
}
