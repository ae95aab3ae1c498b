using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;
using Trellis.Groups;
using Trellis.Pages.MySchool;
using Trellis.Pages.Partnerships;
using Trellis.People;
using Trellis.Schools;
using Trellis.Serving;

namespace Trellis.Pages.MyTrust;

/// <summary>The trusts whose officer somebody is: their schools, and who speaks for each.</summary>
[Access(Who.Holders, Role.TrustOfficer)]
public sealed class MyTrustPage : ActingPage
{
    public static readonly IReadOnlyList<SheetColumn> Columns =
    [
        new("urn", "URN", "integer"),
        new("school", "School"),
        new("speaks", "Who speaks for it"),
    ];

    public IReadOnlyList<(
        Group Trust,
        IReadOnlyList<Appointed> Officers,
        IReadOnlyList<(School School, IReadOnlyList<Appointed> Speaks)> Schools
    )> Trusts { get; private set; } = [];

    /// <summary>The partnerships of those this visitor speaks for, and what waits to be done.</summary>
    public DeskPartnerships Partnerships { get; private set; } = null!;

    public string News { get; private set; } = "";

    public async Task<IActionResult> OnGetAsync(string? done = null)
    {
        var own = Visitor
            .Roles.Where(r => r.Role == Role.TrustOfficer)
            .Select(r => Uid.TryParse(r.Over.Id, null, out var uid) ? Snapshot.Find(uid) : null)
            .OfType<Group>()
            .Distinct()
            .ToList();
        var schools = own.ToDictionary(
            g => g.Uid,
            g =>
                Snapshot
                    .MembershipsIn(g.Uid)
                    .Where(m => m.To is null)
                    .Select(m => Snapshot.SchoolOf(m.Urn))
                    .OfType<School>()
                    .Where(s => s.IsOpen)
                    .Distinct()
                    .OrderBy(s => s.Name, StringComparer.Ordinal)
                    .ToList()
        );
        var people = await Casework.PeopleOver(
            own.Select(g => Scope.Trust(g.Uid))
                .Concat(schools.Values.SelectMany(s => s).Select(s => Scope.School(s.Urn))),
            Stop
        );
        var now = Time.GetUtcNow();
        Trusts =
        [
            .. own.Select(g =>
                (
                    g,
                    Appointed.Over(people, Scope.Trust(g.Uid), Today, now),
                    (IReadOnlyList<(School, IReadOnlyList<Appointed>)>)
                        [
                            .. schools[g.Uid]
                                .Select(s =>
                                    (s, Appointed.Over(people, Scope.School(s.Urn), Today, now))
                                ),
                        ]
                )
            ),
        ];
        News = done switch
        {
            "invited" => "The invitation is written. It leaves with the next letters.",
            "draft-gone" => "The answers you had given are thrown away.",
            _ => "",
        };
        Partnerships = await DeskPartnerships.Of(
            Casework,
            Visitor,
            Snapshot,
            Desk.Trust,
            Today,
            Stop
        );
        return AnswerPrivately(
            new PageFrame
            {
                Title = Trusts is [var one] ? one.Trust.Name : "Your trusts",
                Section = "mine",
                Crumbs = [new("Home", "/"), new("Your trust")],
            },
            new Sheet(
                "schools-of-my-trust",
                "Schools of your trust, and who speaks for them",
                Columns,
                [
                    .. Trusts
                        .SelectMany(t => t.Schools)
                        .Select(s =>
                            (IReadOnlyList<object?>)
                                [s.School.Urn.Value, s.School.Name, string.Join("; ", s.Speaks)]
                        ),
                ]
            )
        );
    }
}
