using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;
using Trellis.Pages.Expertise;
using Trellis.Pages.Guide;
using Trellis.Pages.Joining;
using Trellis.Pages.Partnerships;
using Trellis.Partnerships;
using Trellis.People;
using Trellis.Schools;
using Trellis.Serving;
using Trellis.Statements;
using Trellis.Store;

namespace Trellis.Pages.MySchool;

/// <summary>A school as its head or governor sees it: what there is to do, who speaks for it and who acts for it.</summary>
/// <param name="Statement">What it says of itself; null where it never said anything.</param>
/// <param name="Law">Where it stands under the law of today, as far as the register knows it; null where the register says neither that a council maintains it nor that it is an academy.</param>
public sealed record OwnSchool(
    School School,
    Standing Standing,
    Kept<SchoolStatement>? Statement,
    IReadOnlyList<TaskItem?> Tasks,
    Rules.Standing? Law
);

/// <summary>The schools whose head or governor somebody is.</summary>
[Access(Who.Holders, Role.Head, Role.Governor)]
public sealed class MySchoolPage : ActingPage
{
    public static readonly IReadOnlyList<SheetColumn> Columns =
    [
        new("urn", "URN", "integer"),
        new("school", "School"),
        new("name", "Name"),
        new("role", "Role"),
        new("joined", "Has joined", "boolean"),
    ];

    public IReadOnlyList<OwnSchool> Schools { get; private set; } = [];

    /// <summary>The partnerships of those this visitor speaks for, and what waits to be done.</summary>
    public DeskPartnerships Partnerships { get; private set; } = null!;

    public string News { get; private set; } = "";

    public async Task<IActionResult> OnGetAsync(string? done = null)
    {
        var own = Visitor
            .Roles.Where(r => r.Role is Role.Head or Role.Governor)
            .Select(r => r.Over)
            .Distinct()
            .ToList();
        var bodies = own.ToDictionary(s => s, s => RolePlaces.BodyOf(Snapshot, s));
        var people = await Casework.PeopleOver(own.Concat(bodies.Values.OfType<Scope>()), Stop);
        var now = Time.GetUtcNow();
        var schools = new List<OwnSchool>();
        foreach (var over in own)
        {
            if (
                !Urn.TryParse(over.Id, null, out var urn)
                || Snapshot.SchoolOf(urn) is not { } school
            )
                continue;
            var standing = new Standing(
                Appointed.Over(people, over, Today, now),
                bodies[over],
                bodies[over] is { } body ? Appointed.Over(people, body, Today, now) : []
            );
            var statement = await Casework.Find<SchoolStatement>(over.Id, Stop);
            schools.Add(
                new OwnSchool(
                    school,
                    standing,
                    statement,
                    [
                        .. Tasks(urn, standing, statement),
                        .. await DirectoryTasks.Of(Casework, Party.School(urn), Today, Stop),
                    ],
                    RegisterFacts.Of(Snapshot, school) is var facts && facts.Has("school")
                        ? Rules.Standing.Of(facts, Today)
                        : null
                )
            );
        }
        Schools = schools;
        News = done switch
        {
            "published" =>
                "What your school says is published. It stands on the school's page within a minute.",
            "withdrawn" =>
                "What your school said is taken back. It leaves the school's page within a minute.",
            "unchanged" => "The words are the same as before, so nothing was written.",
            "draft-gone" => "The answers you had given are thrown away.",
            "invited" => "The invitation is written. It leaves with the next letters.",
            _ => "",
        };
        Partnerships = await DeskPartnerships.Of(
            Casework,
            Visitor,
            Snapshot,
            Desk.School,
            Today,
            Stop
        );
        return AnswerPrivately(
            new PageFrame
            {
                Title = Schools is [var one] ? one.School.Name : "Your schools",
                Section = "mine",
                Crumbs = [new("Home", "/"), new("Your school")],
            },
            new Sheet(
                "people-of-my-schools",
                "Who speaks for your schools",
                Columns,
                [
                    .. Schools.SelectMany(s =>
                        s.Standing.Speaks.Select(a =>
                            (IReadOnlyList<object?>)
                                [
                                    s.School.Urn.Value,
                                    s.School.Name,
                                    a.Name,
                                    a.Role.InWords(),
                                    !a.Waits,
                                ]
                        )
                    ),
                ]
            )
        );
    }

    private static IReadOnlyList<TaskItem?> Tasks(
        Urn urn,
        Standing standing,
        Kept<SchoolStatement>? statement
    ) =>
        [
            TaskItem.Of(
                "Say what your school is like to possible partners",
                $"/my-school/{urn}/statement",
                statement is { State.Text.IsThere: true }
                    ? TaskState.Completed
                    : TaskState.NotStarted,
                statement is { State.Text.IsThere: true }
                    ? $"Last said on {statement.State.SaidOn.InWords()}. You can change it at any time."
                    : "Up to 1,000 characters, in your own words. Everybody can read it."
            ),
            standing.TrustActs
                ? TaskItem.Of(
                    "Invite a head or governor",
                    null,
                    TaskState.CannotStart,
                    "Your trust acts for the school. Ask one of its officers to invite people."
                )
                : TaskItem.Of(
                    "Invite a head or governor",
                    $"/my-school/{urn}/people/invite",
                    standing.Speaks.Count > 1 ? TaskState.Completed : TaskState.NotStarted,
                    standing.Speaks.Count > 1
                        ? $"{standing.Speaks.Count} people speak for your school. You can invite more."
                        : "So far only you speak for your school."
                ),
        ];
}
