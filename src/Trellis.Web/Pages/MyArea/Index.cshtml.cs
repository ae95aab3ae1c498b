using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;
using Trellis.Pages.Joining;
using Trellis.Pages.MySchool;
using Trellis.Pages.Partnerships;
using Trellis.People;
using Trellis.Places;
using Trellis.Schools;
using Trellis.Serving;

namespace Trellis.Pages.MyArea;

/// <summary>The areas whose officer somebody is: who is appointed there, and for which schools nobody speaks yet.</summary>
[Access(Who.Holders, Role.LocalAuthorityOfficer)]
public sealed class MyAreaPage : ActingPage
{
    public static readonly IReadOnlyList<SheetColumn> Columns =
    [
        new("urn", "URN", "integer"),
        new("school", "School"),
        new("acts", "Who acts for it"),
        new("speaks", "Who speaks for it"),
    ];

    public IReadOnlyList<(
        LocalAuthority Area,
        IReadOnlyList<Appointed> Officers,
        IReadOnlyList<(School School, string Acts, IReadOnlyList<Appointed> Speaks)> Schools
    )> Areas { get; private set; } = [];

    /// <summary>The partnerships of those this visitor speaks for, and what waits to be done.</summary>
    public DeskPartnerships Partnerships { get; private set; } = null!;

    public string News { get; private set; } = "";

    public async Task<IActionResult> OnGetAsync(string? done = null)
    {
        var own = Visitor
            .Roles.Where(r => r.Role == Role.LocalAuthorityOfficer)
            .Select(r =>
                LaCode.TryParse(r.Over.Id, null, out var code) ? Snapshot.Find(code) : null
            )
            .OfType<LocalAuthority>()
            .Distinct()
            .ToList();
        var schools = own.ToDictionary(
            a => a.Code,
            a =>
                Snapshot
                    .Schools.Where(s => s.IsOpen && s.Current.La == a.Code)
                    .OrderBy(s => s.Name, StringComparer.Ordinal)
                    .ToList()
        );
        var people = await Casework.PeopleOver(
            own.Select(a => new Scope(ScopeKind.LocalAuthority, a.Code.ToString()))
                .Concat(schools.Values.SelectMany(s => s).Select(s => Scope.School(s.Urn))),
            Stop
        );
        var now = Time.GetUtcNow();
        Areas =
        [
            .. own.Select(a =>
                (
                    a,
                    Appointed.Over(
                        people,
                        new Scope(ScopeKind.LocalAuthority, a.Code.ToString()),
                        Today,
                        now
                    ),
                    (IReadOnlyList<(School, string, IReadOnlyList<Appointed>)>)
                        [
                            .. schools[a.Code]
                                .Select(s =>
                                    (
                                        s,
                                        RolePlaces.BodyOf(Snapshot, Scope.School(s.Urn))
                                            is { Kind: ScopeKind.Trust } trust
                                            ? RolePlaces.Words(Snapshot, trust).Text
                                            : "itself",
                                        Appointed.Over(people, Scope.School(s.Urn), Today, now)
                                    )
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
            Desk.Area,
            Today,
            Stop
        );
        return AnswerPrivately(
            new PageFrame
            {
                Title = Areas is [var one] ? one.Area.Name : "Your areas",
                Section = "mine",
                Crumbs = [new("Home", "/"), new("Your area")],
            },
            new Sheet(
                "schools-of-my-area",
                "Schools of your area, who acts and who speaks for them",
                Columns,
                [
                    .. Areas
                        .SelectMany(a => a.Schools)
                        .Select(s =>
                            (IReadOnlyList<object?>)
                                [
                                    s.School.Urn.Value,
                                    s.School.Name,
                                    s.Acts,
                                    string.Join("; ", s.Speaks),
                                ]
                        ),
                ]
            )
        );
    }
}
