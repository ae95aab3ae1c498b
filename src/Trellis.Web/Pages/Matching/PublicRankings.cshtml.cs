using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;
using Trellis.Matching;
using Trellis.Pages.Joining;
using Trellis.Pages.Placements;
using Trellis.People;
using Trellis.Placements;
using Trellis.Procedures;
using Trellis.Schools;
using Trellis.Serving;
using Trellis.Store;

namespace Trellis.Pages.Matching;

/// <summary>The rankings on which choices in a case rest: with which snapshot, criteria and question each was made, and the same worked out again now.</summary>
[Access(Who.Everybody)]
public sealed class PublicRankings(PublicRecordFile record) : SitePage
{
    internal static readonly IReadOnlyList<SheetColumn> Columns =
    [
        new("made_on", "Made on", "date"),
        new("for", "For", What: "shortlist or invitation"),
        new("rank", "Rank", "integer"),
        new("uid", "UID", "integer"),
        new("trust", "Trust"),
        new("value", "Value", "number", What: "0 to 1."),
        new("low", "Value at least", "number", What: "Nine times in ten."),
        new("high", "Value at most", "number", What: "Nine times in ten."),
    ];

    public string Reference { get; private set; } = "";

    public PublicRanking Told { get; private set; } = null!;

    public PageLink NameOf(Scope over) => RolePlaces.Words(Snapshot, over);

    /// <summary>Whether a ranking comes out the same when it is worked out again now.</summary>
    /// <returns>Null where this site no longer shows the snapshot it was made from, or not those criteria.</returns>
    public bool? ComesOutTheSame(PublicKeptRanking kept)
    {
        if (
            kept.Snapshot != Snapshot.Id
            || !Urn.TryParse(kept.Question.School.Id, null, out var urn)
            || Snapshot.SchoolOf(urn) is not { } school
            || Criteria.Versions.FirstOrDefault(c => c.Version == kept.Criteria) is not { } criteria
        )
            return null;
        var matching = TrustsToday.Of(Country);
        if (matching.Day != kept.Question.Day)
            return null;
        var again = matching.Answer(school, kept.Question.Ask(criteria, PublicRanking.Named));
        return again.Candidates == kept.Candidates
            && again
                .Ranked.Select(r => (Scope.Trust(r.Trust.Uid), Math.Round(r.Value, 6)))
                .SequenceEqual(kept.Ranked.Select(r => (r.Trust, r.Value)));
    }

    public IActionResult OnGet(string reference)
    {
        if (
            !CaseRef.TryParse(reference, null, out var known)
            || record.Find(PublicRanking.Kind, known.ToString()) is not { } entry
        )
            return NotHere("No ranking of trusts is published for this case.");
        Reference = known.ToString();
        Told = PublicRanking.Read(entry.Json);
        return Answer(
            new PageFrame
            {
                Title = "Rankings of trusts in a case",
                Section = "decisions",
                Crumbs =
                [
                    new("Home", "/"),
                    new("Cases and decisions", "/decisions"),
                    new("The case", $"/decision/{Reference}"),
                    new("Rankings of trusts"),
                ],
            },
            new Sheet(
                $"rankings-{Reference}",
                "The first ten trusts of each ranking, without the school's own list",
                Columns,
                [
                    .. from kept in Told.Kept
                    from rank in kept.Ranked
                    select (IReadOnlyList<object?>)
                        [
                            kept.On,
                            kept.Use,
                            rank.Rank,
                            int.Parse(rank.Trust.Id, CultureInfo.InvariantCulture),
                            NameOf(rank.Trust).Text,
                            rank.Value,
                            rank.Low,
                            rank.High,
                        ],
                ]
            ),
            new Dictionary<string, object?>
            {
                ["case"] = Reference,
                ["rankings"] = Told.Kept.Select(kept => new
                {
                    kept.Use,
                    kept.On,
                    kept.Snapshot,
                    kept.Criteria,
                    kept.Candidates,
                    kept.LeftOut,
                    kept.Chosen,
                    kept.TookFirst,
                    kept.Why,
                    SchoolsOwnListCounted = kept.SchoolListCounted,
                    ComesOutTheSame = ComesOutTheSame(kept),
                    Question = new
                    {
                        School = kept.Question.School.ToString(),
                        kept.Question.Day,
                        kept.Question.MostMinutes,
                        kept.Question.Challenge,
                        Statements = kept.Question.Statements.Select(s => new
                        {
                            Trust = s.Trust.ToString(),
                            s.Places,
                            s.HardCasesLeft,
                            s.MostMinutes,
                        }),
                    },
                }),
            }
        );
    }
}
