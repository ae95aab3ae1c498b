using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;
using Trellis.People;
using Trellis.Serving;

namespace Trellis.Pages.Admin;

/// <summary>The security log: sign-ins, refusals and limits reached, newest first.</summary>
[Access(Who.Holders, Role.Administrator, Hidden = true)]
public sealed class SecurityPage : AdminPage
{
    private const int Downloaded = 10_000;

    public static readonly IReadOnlyList<SheetColumn> Columns =
    [
        new("at", "When"),
        new("kind", "What"),
        new("outcome", "Outcome"),
        new("person", "Who, where that is known"),
        new("path", "Page"),
        new("address", "From, as a digest"),
    ];

    public string? Kind => Query("kind");

    public string? Before => Query("before");

    public Sheet List { get; private set; } = null!;

    public string? Next { get; private set; }

    public static IReadOnlyList<SelectItem?> Kinds { get; } =
    [
        new SelectItem { Value = "", Text = "Everything" },
        new SelectItem { Value = "sign-in", Text = "Sign-ins" },
        new SelectItem { Value = "sign-out", Text = "Sign-outs" },
        new SelectItem { Value = "denied", Text = "Refused pages" },
        new SelectItem { Value = "forged", Text = "Forms from other sites" },
        new SelectItem { Value = "rate-limited", Text = "Limits reached" },
        new SelectItem { Value = "password", Text = "Passwords changed" },
        new SelectItem { Value = "reset", Text = "Password resets" },
        new SelectItem { Value = "provider", Text = "Other providers" },
    ];

    public async Task<IActionResult> OnGetAsync()
    {
        DateTimeOffset? before = null;
        if (!string.IsNullOrEmpty(Before))
        {
            if (
                !DateTimeOffset.TryParse(
                    Before,
                    CultureInfo.InvariantCulture,
                    DateTimeStyles.AssumeUniversal,
                    out var at
                )
            )
                return BadQuestion("before", "Give an instant as 2026-10-02T09:00:00Z.");
            before = at;
        }
        var take = Form.Ending.Length > 0 ? Downloaded : PageSize;
        var found = await Casework.SecurityEvents(
            string.IsNullOrEmpty(Kind) ? null : Kind,
            null,
            before,
            take + 1,
            Stop
        );
        var shown = found.Take(take).ToList();
        await Learn(shown.Select(e => e.Person?.ToString()));
        List = new Sheet(
            "security-log",
            "Security log, newest first",
            Columns,
            [
                .. shown.Select(e =>
                    (IReadOnlyList<object?>)
                        [
                            e.At,
                            e.Kind,
                            e.Outcome,
                            e.Person is { } person ? NameOfActor(person.ToString()) : null,
                            e.Path,
                            e.Address,
                        ]
                ),
            ]
        );
        if (found.Count > take)
            Next =
                $"/admin/security?kind={Uri.EscapeDataString(Kind ?? "")}&before={Uri.EscapeDataString(shown[^1].At.UtcDateTime.ToString("O"))}";
        return AnswerPrivately(
            new PageFrame { Title = "Security log", Crumbs = Crumbs(new PageLink("Security log")) },
            List,
            new Dictionary<string, object?> { ["next"] = Next }
        );
    }
}
