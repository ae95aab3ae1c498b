using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;
using Trellis.Pages.Placements;
using Trellis.People;
using Trellis.Procedures;
using Trellis.Schools;
using Trellis.Serving;
using Trellis.Store;

namespace Trellis.Pages.Closures;

/// <summary>One school of a closing trust, for anybody: where the plan would send it and why, what was decided and why, when it moved, or who works on it.</summary>
[Access(Who.Everybody)]
public sealed class ClosureOfSchool(PublicRecordFile record) : SitePage
{
    internal static readonly IReadOnlyList<SheetColumn> Columns =
    [
        new("criterion", "Criterion"),
        new("found", "Found", What: "met, partly met or not met."),
        new("why", "Why"),
    ];

    public ClosureOnRecord One { get; private set; } = null!;

    public SchoolOnRecord School { get; private set; } = null!;

    public string NameOf(string over) => ClosureWords.NameOf(Snapshot, over).Text;

    public PageLink LinkOf(string over) => ClosureWords.NameOf(Snapshot, over);

    /// <summary>How it stands, in a sentence.</summary>
    public string Sentence =>
        School switch
        {
            { Facts: { Moved: { } to, MovedOn: { } on } } =>
                $"It moved to {NameOf(to)} on {on.InWords()}.",
            { Ruling: { To: { } to, On: var on } } =>
                $"On {on.InWords()} it was decided that it goes to {NameOf($"{to}")}.",
            { Ruling.On: var on } =>
                $"On {on.InWords()} it was decided that no trust can take it yet.",
            { Proposed: { } proposed } =>
                $"{ClosureWords.Proposal(Snapshot, proposed)} Nothing is decided yet.",
            _ => "Nothing is decided yet, and no plan is published.",
        };

    public IActionResult OnGet(string reference, string urn)
    {
        if (
            !CaseRef.TryParse(reference, null, out var known)
            || !Urn.TryParse(urn, null, out var number)
            || ClosureBook.Of(record, Snapshot, Today).Find(known) is not { } one
            || one.Schools.FirstOrDefault(s => s.School == Scope.School(number)) is not { } school
        )
            return NotHere("There is no school of a closing trust at this address.");
        (One, School) = (one, school);
        return Answer(
            new PageFrame
            {
                Title = $"{School.Name.Text}: its trust closes",
                Description = Sentence,
                Section = "decisions",
                Crumbs =
                [
                    new("Home", "/"),
                    new("Trusts that close", "/closures"),
                    new(One.Trust.Text, One.Address),
                    new(School.Name.Text),
                ],
                Canonical = $"{One.Address}/{number}",
            },
            new Sheet(
                $"closure-{One.Ref}-{number}",
                $"The decision about {School.Name.Text}",
                Columns,
                [
                    .. (School.Ruling?.Criteria ?? []).Select(
                        IReadOnlyList<object?> (c) => [c.Name, c.Found, c.Why]
                    ),
                ]
            ),
            new Dictionary<string, object?>
            {
                ["ref"] = One.Ref,
                ["school"] = School.School.ToString(),
                ["name"] = School.Name.Text,
                ["answer"] = Sentence,
                ["standing"] = School.Standing,
                ["helpOwed"] = School.Facts?.Owed,
                ["plannedTo"] = School.Proposed?.To,
                ["decidedTo"] = School.Ruling?.To?.ToString(),
                ["decidedOn"] = School.Ruling?.On,
                ["decisionBecause"] = School.Ruling?.Said("decision-because"),
                ["movedTo"] = School.Moved,
                ["movedOn"] = School.Facts?.MovedOn,
                ["left"] = School.Facts?.Left,
            }
        );
    }

    /// <summary>What help it is owed, in words; empty before a plan is published.</summary>
    public string Owed =>
        School.Proposed is null || School.Facts is null ? "" : PlanView.Owed(School.Facts.Owed);
}
