using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;
using Trellis.Listings;
using Trellis.Pages.Partnerships;
using Trellis.Partners;
using Trellis.Partnerships;
using Trellis.Schools;
using Trellis.Serving;
using Trellis.SimilarSchools;
using Trellis.Store;

namespace Trellis.Pages.Expertise;

/// <summary>One entry of the directory: what a party says, and what published figures show beside it.</summary>
[Access(Who.Everybody)]
public sealed class Entry(PublicRecordFile record) : SitePage
{
    public DirectoryEntry Said { get; private set; } = null!;

    public PageLink Name { get; private set; } = null!;

    /// <summary>The school whose entry it is; null of a trust or an authority.</summary>
    public School? School { get; private set; }

    public ListingStanding Standing { get; private set; }

    /// <summary>What published figures say of a school's offer, with its source; empty where they say nothing.</summary>
    public string Figures { get; private set; } = "";

    public IActionResult OnGet(string id)
    {
        if (
            !ListingId.TryParse(id, null, out var listing)
            || DirectoryEntry.Find(record, listing) is not { } said
        )
            return NotHere("There is no such entry. It may have been closed.");
        Said = said;
        Name = PartyNames.Of(Snapshot, said.By);
        Standing = said.StandingOn(Today);
        School =
            said.By.Kind == PartyKind.School
                ? Entries.SchoolsOf(Snapshot, said.By).SingleOrDefault()
                : null;
        Figures = said.Kind == ListingKind.Offer && School is { } school ? FiguresOf(school) : "";
        return Answer(
            new PageFrame
            {
                Title = $"{said.KindWords}: {said.About}, {Name.Text}",
                Description = $"{Name.Text} {said.Kind.Verb()} {said.About}.",
                Section = "find",
                Crumbs =
                [
                    new("Home", "/"),
                    new("Who can help with what", "/directory"),
                    new(said.About),
                ],
            },
            facts: new Dictionary<string, object?>
            {
                ["entry"] = said.Said,
                ["standing"] = Journal.Naming.Of($"{Standing}"),
                ["taken"] = said.Load?.On(Today) ?? 0,
                ["figures"] = Figures,
            }
        );
    }

    public IReadOnlyList<SummaryRow?> Rows =>
        [
            SummaryRow.Of(
                "Who",
                Name.Href is { } href
                    ? new PlainLink(Name.Text, href)
                    : new PlainLink(Name.Text, "#")
            ),
            SummaryRow.Of("Topic", Topics.Of(Said.Topic)?.Label ?? $"{Said.Topic}"),
            Said.Said.Role.Length > 0 ? SummaryRow.Of("Post", Said.Said.Role) : null,
            Said.Amount(Today) is { Length: > 0 } amount ? SummaryRow.Of("How much", amount) : null,
            SummaryRow.Of("From", Said.Said.From.InWords()),
            Said.Said.Until is { } until ? SummaryRow.Of("Last day", until.InWords()) : null,
            Said.Said.TravelMinutes is { } travel
                ? SummaryRow.Of("Travel", $"up to {travel} minutes by car, one way")
                : null,
            SummaryRow.Of(
                "Said on",
                $"{Said.Said.PostedOn.InWords()}; last renewed {Said.Said.RenewedOn.InWords()}"
            ),
        ];

    private string FiguresOf(School school)
    {
        if (Topics.Of(Said.Topic)?.Need is not { } need)
            return "No published figure speaks of this topic.";
        if (PeersOf.School(school, Snapshot) is not { } peers)
            return "Schools of its kind are not compared by published figures.";
        if (Strengths.In(Country.Likeness, peers, need) is not { } strengths)
            return need.Silence.GetValueOrDefault(peers)
                ?? "No figures of enough years are in this snapshot.";
        var row = strengths.Population.PositionOf(school);
        if (row < 0 || !strengths.Of(row).IsKnown)
            return $"No figures of this school are published for {need.Results}.";
        var chance = (int)Math.Floor((100 * strengths.ProbabilityAboveUsual(row)) + 1e-9);
        var years = strengths.Of(row).Level.Years;
        return $"Its {need.Results} are better than those of schools with the same pupils with a chance of {Math.Clamp(chance, 1, 99)} % ({years} {(years == 1 ? "year" : "years")} to {strengths.Last}). {need.Cannot}";
    }
}
