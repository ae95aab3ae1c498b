using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Mvc;
using Trellis.Components;
using Trellis.People;
using Trellis.Serving;
using Trellis.Store;

namespace Trellis.Pages.Joining;

/// <summary>The three steps by which somebody is invited: the form, check answers, done. One page for all who may invite; what they may give differs.</summary>
public abstract class InvitePage : ActingPage
{
    /// <summary>The roles this visitor may give.</summary>
    public abstract IReadOnlyList<Role> Offered { get; }

    /// <summary>What a role is over where the visitor has no choice; null where they name it.</summary>
    public abstract Scope? FixedOver(Role role);

    /// <summary>The pages above this one.</summary>
    protected abstract IReadOnlyList<PageLink> Above { get; }

    /// <summary>Where it leads when it is done, with what came of it in the query.</summary>
    protected abstract string DoneAt(PersonId person);

    /// <summary>Why the visitor cannot invite anybody here; empty where they can.</summary>
    public virtual string Unable => "";

    /// <summary>Whether the answers are shown to be checked.</summary>
    public bool Checking { get; private set; }

    public string Name => Typed("name");

    public string Email => Typed("email");

    public string RoleCode => Offered is [var only] ? only.Code() : Typed("role");

    public string Place => Typed("place");

    public TypedDay From => Asked ? TypedDayOf("from") : TypedDay.Of(Today);

    public TypedDay To => TypedDayOf("to");

    public string Why => Typed("why");

    /// <summary>The id the person will have, drawn with the form's own key: a form that is sent twice means one person.</summary>
    private PersonId New =>
        PersonId.From(SHA256.HashData(Encoding.UTF8.GetBytes(Once)).AsSpan(0, 10));

    /// <summary>Whether the form was sent at all.</summary>
    private bool Asked => Request.HasFormContentType;

    /// <summary>What was read of the answers; null while something is wrong with them.</summary>
    public InvitePerson? Read { get; private set; }

    /// <summary>Whether any role that is offered needs to be told over what.</summary>
    public bool AsksPlace => Offered.Any(r => FixedOver(r) is null);

    public string PlaceHint =>
        $"Enter {string.Join(", or ", Offered.Where(r => FixedOver(r) is null).Select(r => RolePlaces.Asked(r.Over())).OfType<string>().Distinct())}.{(Offered.Any(r => FixedOver(r) is not null) && Offered.Count > 1 ? " Leave it empty for the other roles." : "")}";

    public IReadOnlyList<Choice?> RoleChoices =>
        [
            .. Offered.Select(r => new Choice
            {
                Value = r.Code(),
                Text = r.InWords().Capital(),
                Hint = new Hint { Text = RoleWords.What(r) },
            }),
        ];

    public IReadOnlyList<SummaryRow?> Answers =>
        Read is not { } act
            ? []
            :
            [
                SummaryRow.Answer("Name", act.Name.ToString(), "name"),
                SummaryRow.Answer("E-mail address", act.Email.ToString(), "email"),
                Offered.Count == 1
                    ? SummaryRow.Of("Role", act.As.Role.InWords().Capital())
                    : SummaryRow.Answer("Role", act.As.Role.InWords().Capital(), "role"),
                FixedOver(act.As.Role) is null
                    ? SummaryRow.Answer("For", OverWords(act.As.Over), "place")
                    : SummaryRow.Of("For", OverWords(act.As.Over)),
                act.Body is { } body
                    ? SummaryRow.Of(
                        "Who acts for the school",
                        RolePlaces.Words(Snapshot, body).Text
                    )
                    : null,
                SummaryRow.Answer("First day", act.From.InWords(), "from-day"),
                SummaryRow.Answer(
                    "First day no longer in the role",
                    act.To?.InWords() ?? "No end is set",
                    "to-day"
                ),
                SummaryRow.Answer("Reason, for the journal", Why, "why"),
            ];

    /// <summary>What was typed, carried on the page that shows the answers.</summary>
    public IEnumerable<(string Name, string Value)> Carried =>
        [
            ("name", Name),
            ("email", Email),
            ("role", RoleCode),
            ("place", Place),
            ("from-day", From.Day),
            ("from-month", From.Month),
            ("from-year", From.Year),
            ("to-day", To.Day),
            ("to-month", To.Month),
            ("to-year", To.Year),
            ("why", Why),
        ];

    protected IActionResult Begin() => Show();

    protected async Task<IActionResult> Take()
    {
        if (Typed("step") == "form" || Unable.Length > 0)
            return Show();
        Read = await Understand();
        if (Read is null)
            return Show();
        // The rule itself says whether it may be done, before anybody is asked to check the answers.
        if (Read.Apply(null, Now(Why)) is Journal.Outcome<PersonInvited>.Refused no)
            return Told(no.Why);
        if (Typed("step") != "send")
        {
            Checking = true;
            return Show();
        }
        // Sent again after it was done, the form is answered as it was the first time, and the letter's link stays good.
        if (await Casework.Find<Person>(New.ToString(), Stop) is not null)
            return Lead(DoneAt(New));
        var (done, _) = await Invitations.Invite(
            Read,
            Now(Why),
            Site,
            new Conditions(Once: Once),
            Stop
        );
        return done switch
        {
            Done<Person>.Refused refused => Told(refused.Why),
            Done<Person>.Again again => Lead(DoneAt(PersonId.Parse(again.Subject))),
            _ => Lead(DoneAt(Read.New)),
        };
    }

    private async Task<InvitePerson?> Understand()
    {
        if (Name.Length == 0)
            Refuse("name", "Enter the person's name");
        if (!Addresses.Fit(Email))
            Refuse("email", "Enter an e-mail address, like name@school.example");
        var known = Roles.TryParse(RoleCode, out var role) && Offered.Contains(role);
        if (!known)
            Refuse("role", "Choose a role");
        Scope? over = known ? FixedOver(role) : null;
        if (known && over is null)
        {
            over = RolePlaces.Read(Country, role.Over(), Place);
            if (over is null)
                Refuse(
                    "place",
                    Place.Length == 0
                        ? $"Enter {RolePlaces.Asked(role.Over())}"
                        : $"'{Place}' was not found. Enter {RolePlaces.Asked(role.Over())}"
                );
        }
        if (From.Read() is not { } from)
        {
            Refuse("from-day", "Enter the first day, like 1 9 2026");
            from = default;
        }
        var to = To.Read();
        if (!To.IsEmpty && to is null)
            Refuse("to-day", "Enter the last day as a date, like 31 8 2027, or leave it empty");
        if (
            Wrong.Count == 0
            && await Casework.PersonAt(Email, Stop) is { } there
            && there.Id != New
        )
            Refuse("email", AlreadyThere(there));
        return Wrong.Count > 0
            ? null
            : new InvitePerson(
                New,
                Name,
                Email,
                new Appointment(role, over!.Value),
                from,
                to,
                RolePlaces.BodyOf(Snapshot, over.Value)
            );
    }

    /// <summary>What is said where the address is known already.</summary>
    protected virtual string AlreadyThere(Person there) =>
        "Somebody with this address is in Trellis already. Ask an administrator to give them the role";

    private IActionResult Told(Journal.Refusal why)
    {
        Refuse(
            why.Code switch
            {
                "name-missing" or "name-unfit" => "name",
                "email-unfit" or "address-taken" => "email",
                "scope-unfit" => "place",
                "dates-unfit" => "to-day",
                _ => Offered.Count > 1 ? "role" : "name",
            },
            why.Sentence
        );
        return Show();
    }

    private IActionResult Show() =>
        AnswerPrivately(
            new PageFrame
            {
                Title = Checking ? "Check your answers" : "Invite somebody",
                Crumbs = [new("Home", "/"), .. Above, new("Invite somebody")],
            }
        );

    public string OverWords(Scope over) => RolePlaces.Words(Snapshot, over).Text.Capital();
}
