using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;
using Trellis.Journal;
using Trellis.Pages.Joining;
using Trellis.People;
using Trellis.Serving;
using Trellis.Store;

namespace Trellis.Pages.Admin;

/// <summary>Everybody who may do something, by name.</summary>
[Access(Who.Holders, Role.Administrator, Hidden = true)]
public sealed class PeoplePage : AdminPage
{
    private const int Downloaded = 10_000;

    public static readonly IReadOnlyList<SheetColumn> Columns =
    [
        new("name", "Name"),
        new("status", "Status"),
        new("roles", "Roles held today"),
        new("email", "E-mail address"),
        new("id", "Id"),
    ];

    public string? Words => Query("q");

    public string? RoleCode => Query("role");

    public string? StatusName => Query("status");

    public string? After => Query("after");

    public Sheet List { get; private set; } = null!;

    /// <summary>The address of the next page; null on the last.</summary>
    public string? Next { get; private set; }

    public static IReadOnlyList<SelectItem?> RoleItems { get; } =
    [
        new SelectItem { Value = "", Text = "Any role" },
        .. Roles.All.Select(r => new SelectItem { Value = r.Code(), Text = r.InWords().Capital() }),
    ];

    public static IReadOnlyList<SelectItem?> StatusItems { get; } =
    [
        new SelectItem { Value = "", Text = "Any but erased" },
        .. Enum.GetValues<PersonStatus>()
            .Select(s => new SelectItem
            {
                Value = s.ToString().ToLowerInvariant(),
                Text = StatusWords(s),
            }),
    ];

    public static string StatusWords(PersonStatus status) =>
        status switch
        {
            PersonStatus.Invited => "Invited, has not answered",
            PersonStatus.Active => "Active",
            PersonStatus.Suspended => "Suspended",
            _ => "Erased",
        };

    /// <summary>A person's name, or that it is erased.</summary>
    public static string NameOf(Person person) =>
        person.Name.IsThere ? person.Name.ToString() : $"Name erased ({person.Id})";

    public async Task<IActionResult> OnGetAsync()
    {
        Role? role = null;
        if (!string.IsNullOrEmpty(RoleCode))
        {
            if (!Roles.TryParse(RoleCode, out var named))
                return BadQuestion("role", $"There is no role '{RoleCode}'.");
            role = named;
        }
        PersonStatus? status = null;
        if (!string.IsNullOrEmpty(StatusName))
        {
            if (!Enum.TryParse<PersonStatus>(StatusName, ignoreCase: true, out var named))
                return BadQuestion("status", $"There is no status '{StatusName}'.");
            status = named;
        }
        PersonId? after = PersonId.TryParse(After, null, out var last) ? last : null;
        var take = Form.Ending.Length > 0 ? Downloaded : PageSize;
        var found = await Casework.People(
            new PeopleQuestion(Words, role, status),
            after,
            take + 1,
            Stop
        );
        var now = Time.GetUtcNow();
        var shown = found.Take(take).ToList();
        List = new Sheet(
            "people",
            "People",
            Columns,
            [
                .. shown.Select(p =>
                    (IReadOnlyList<object?>)
                        [
                            new PageLink(NameOf(p), $"/admin/people/{p.Id}"),
                            StatusWords(p.Status),
                            string.Join(
                                "; ",
                                p.Appointments.On(Today, now)
                                    .Select(a => RolePlaces.InWords(Snapshot, a))
                            ),
                            p.Email.ToString(),
                            p.Id.ToString(),
                        ]
                ),
            ]
        );
        if (found.Count > take)
            Next =
                $"/admin/people?q={Uri.EscapeDataString(Words ?? "")}&role={RoleCode}&status={StatusName}&after={shown[^1].Id}";
        return AnswerPrivately(
            new PageFrame { Title = "People", Crumbs = Crumbs(new PageLink("People")) },
            List,
            new Dictionary<string, object?> { ["next"] = Next }
        );
    }
}
