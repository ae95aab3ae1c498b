using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;
using Trellis.Pages.Procedures;
using Trellis.People;
using Trellis.Procedures;
using Trellis.Schools;
using Trellis.Serving;

namespace Trellis.Pages.MySchool;

/// <summary>The procedures a school takes part in, and those it may begin.</summary>
[Access(Who.Holders, Role.Head, Role.Governor, Over = "urn", Hidden = true)]
public sealed class ProceduresOfSchool : ActingPage
{
    public School School { get; private set; } = null!;

    public IReadOnlyList<CaseLine> Cases { get; private set; } = [];

    public IReadOnlyList<Procedure> CanBegin { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(string urn)
    {
        if (!Urn.TryParse(urn, null, out var known) || Snapshot.SchoolOf(known) is not { } school)
            return NotHere("There is no page at this address.");
        School = school;
        Cases = await OwnProcedures.Of(
            [Scope.School(known)],
            Visitor,
            Casework,
            Snapshot,
            Today,
            Stop
        );
        CanBegin = OwnProcedures.Beginnable([ScopeKind.School], Today);
        return AnswerPrivately(
            new PageFrame
            {
                Title = $"Procedures of {School.Name}",
                Section = "mine",
                Crumbs = [new("Home", "/"), new("Your school", "/my-school"), new("Procedures")],
            },
            OwnProcedures.Listed("procedures-of-my-school", Cases)
        );
    }
}
