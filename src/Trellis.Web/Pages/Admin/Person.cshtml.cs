using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;
using Trellis.Journal;
using Trellis.Pages.Joining;
using Trellis.People;
using Trellis.Serving;
using Trellis.Store;

namespace Trellis.Pages.Admin;

/// <summary>One person: their roles as they held them and as that was known, their sessions, and what was done to them.</summary>
[Access(Who.Holders, Role.Administrator, Hidden = true)]
public sealed class PersonPage : AdminPage
{
    public static readonly IReadOnlyList<SheetColumn> Columns =
    [
        new("role", "Role"),
        new("over", "For"),
        new("from", "First day", "date"),
        new("to", "First day no longer", "date"),
        new("known_from", "Known since"),
        new("known_to", "Known until"),
        new("lent_by", "Lent by"),
    ];

    public Person Person { get; private set; } = null!;

    /// <summary>The day on which the roles were held, as asked for or today.</summary>
    public DateOnly HeldOn { get; private set; }

    /// <summary>The day at whose end it was known, as asked for or today.</summary>
    public DateOnly KnownOn { get; private set; }

    public bool IsToday => HeldOn == Today && KnownOn == Today;

    public IReadOnlyList<PageLink> RolesThen { get; private set; } = [];

    public Sheet History { get; private set; } = null!;

    public Sheet Sessions { get; private set; } = null!;

    public Sheet Entries { get; private set; } = null!;

    /// <summary>What was just done, in a sentence; empty where nothing was.</summary>
    public string News { get; private set; } = "";

    public bool CanEndRole => Person.Appointments.Any(h => h.HoldsAfter(Today));

    public async Task<IActionResult> OnGetAsync(
        string id,
        string? held = null,
        string? known = null,
        string? done = null
    )
    {
        if (
            !PersonId.TryParse(id, null, out var which)
            || await Casework.Find<Person>(id, Stop) is not { } kept
        )
            return NotHere("There is no such person.");
        Person = kept.State;
        if (Day(held) is not { } heldOn)
            return BadQuestion("held", "Give the day as 2026-10-02.");
        if (Day(known) is not { } knownOn)
            return BadQuestion("known", "Give the day as 2026-10-02.");
        (HeldOn, KnownOn) = (heldOn, knownOn);
        var now = Time.GetUtcNow();
        // What was known on a day is what was known when it ended; of today, what is known now.
        var instant = KnownOn >= Today ? now : KnownOn.AddDays(1).BeginsInLondon().AddTicks(-1);
        RolesThen =
        [
            .. Person
                .Appointments.On(HeldOn, instant)
                .Select(a => new PageLink(
                    RolePlaces.InWords(Snapshot, a),
                    RolePlaces.Words(Snapshot, a.Over).Href
                )),
        ];
        var acts = await Casework.SearchJournal(
            new JournalQuestion(Kind: "person", Subject: id),
            20,
            Stop
        );
        await Learn([
            .. acts.Select(e => e.By),
            .. Person.Appointments.Select(h => h.Value.From?.ToString()),
            id,
        ]);
        History = new Sheet(
            $"roles-{id}",
            "Every role, as it was known",
            Columns,
            [
                .. Person
                    .Appointments.OrderByDescending(h => h.KnownFrom)
                    .ThenBy(h => h.From)
                    .Select(h =>
                        (IReadOnlyList<object?>)
                            [
                                h.Value.Role.InWords(),
                                RolePlaces.Words(Snapshot, h.Value.Over),
                                h.From,
                                h.To,
                                h.KnownFrom,
                                h.KnownTo,
                                h.Value.From is { } lender ? NameOfActor(lender.ToString()) : null,
                            ]
                    ),
            ]
        );
        Sessions = new Sheet(
            $"sessions-{id}",
            "Where they are signed in",
            [
                new("began", "Signed in"),
                new("seen", "Last seen"),
                new("how", "How"),
                new("device", "What the browser says it is"),
            ],
            [
                .. (await Casework.SessionsOf(which, now, Options.Limits.Idle, Stop)).Select(s =>
                    (IReadOnlyList<object?>)[s.BeganAt, s.SeenAt, s.How, s.Device]
                ),
            ]
        );
        Entries = new Sheet(
            $"entries-{id}",
            "What was done to this account",
            [new("number", "Entry"), new("at", "When"), new("act", "What"), new("by", "By")],
            [
                .. acts.Select(e =>
                    (IReadOnlyList<object?>)
                        [
                            new PageLink(
                                e.Number.ToString(CultureInfo.InvariantCulture),
                                $"/admin/journal/{e.Number}"
                            ),
                            e.At,
                            ActWords(e.Act),
                            NameOfActor(e.By),
                        ]
                ),
            ]
        );
        News = done switch
        {
            "invited" => "The invitation is written. It leaves with the next letters.",
            "invited-again" =>
                "A new invitation is written. The link in the old one no longer works.",
            "appointed" => "The role is given.",
            "ended" => "The role is ended.",
            "suspended" => "This person can no longer sign in, and is signed out everywhere.",
            "restored" => "This person can sign in again.",
            "sessions" => "This person is signed out everywhere.",
            "asked" => "The erasure waits for a second administrator.",
            "unchanged" => "That was so already, so nothing was written.",
            _ => "",
        };
        return AnswerPrivately(
            new PageFrame
            {
                Title = PeoplePage.NameOf(Person),
                Crumbs = Crumbs(
                    new PageLink("People", "/admin/people"),
                    new PageLink(PeoplePage.NameOf(Person))
                ),
            },
            History,
            new Dictionary<string, object?>
            {
                ["id"] = id,
                ["name"] = Person.Name.Text,
                ["email"] = Person.Email.Text,
                ["status"] = Person.Status.ToString(),
                ["heldOn"] = HeldOn,
                ["knownOn"] = KnownOn,
                ["rolesThen"] = RolesThen.Select(r => r.Text),
            }
        );
    }

    private DateOnly? Day(string? typed) =>
        string.IsNullOrEmpty(typed) ? Today
        : DateOnly.TryParseExact(
            typed,
            "yyyy-MM-dd",
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out var day
        )
            ? day
        : null;
}
