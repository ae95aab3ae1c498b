using System.Security.Cryptography;
using System.Text;
using Trellis.Components;
using Trellis.Groups;
using Trellis.Journal;
using Trellis.Mail;
using Trellis.Pages.Joining;
using Trellis.Pages.Partnerships;
using Trellis.Partnerships;
using Trellis.People;
using Trellis.Schools;
using Trellis.Serving;

namespace Trellis.Pages.Expertise;

/// <summary>What the pages of a school, a trust or an authority share on which it says what it needs and offers, and asks others: whose they are, and who is told.</summary>
public abstract class PartyPage : ActingPage
{
    /// <summary>In whose name the visitor speaks here.</summary>
    public Voice Voice { get; private set; }

    public Party Own => Voice.As;

    public string OwnName => NameOf(Own).Text;

    /// <summary>The address of its pages: "/my-school/100000".</summary>
    public string At { get; private set; } = "";

    /// <summary>"Your school" with its page.</summary>
    public PageLink Mine =>
        Own.Kind switch
        {
            PartyKind.Trust => new("Your trust", "/my-trust"),
            PartyKind.LocalAuthority => new("Your area", "/my-area"),
            _ => new("Your school", "/my-school"),
        };

    public bool IsSchool => Own.Kind == PartyKind.School;

    public PageLink NameOf(Party party) => PartyNames.Of(Snapshot, party);

    /// <summary>Whose page the address means; the visitor may say what is so in its name.</summary>
    /// <returns>False where there is no such party, or it is not theirs to speak for.</returns>
    protected bool FindOwn()
    {
        Party? party = RouteData.Values["urn"] is string urn
            ? Urn.TryParse(urn, null, out var number)
            && Snapshot.SchoolOf(number) is { } school
            && school.Urn == number
                ? Party.School(number)
                : null
            : RouteData.Values["uid"] is string uid
                ? Uid.TryParse(uid, null, out var trust) && Snapshot.Find(trust) is not null
                    ? Party.Trust(trust)
                    : null
                : RouteData.Values["code"] is string code
                    ? LaCode.TryParse(code, null, out var area) && Snapshot.Find(area) is not null
                        ? Party.LocalAuthority(area)
                        : null
                    : null;
        if (party is not { Scope: { } scope } found)
            return false;
        Voice = VoiceOf(found);
        At = DeskOf(found);
        return Voice.MaySpeak(Visitor.Holder);
    }

    /// <summary>A party with whoever is responsible for it, as the register of schools says.</summary>
    protected Voice VoiceOf(Party party) => RolePlaces.VoiceOf(Snapshot, party);

    /// <summary>Ten bytes for an id, drawn with the form's own key: a form that is sent twice means one thing.</summary>
    protected byte[] Drawn(string what) =>
        SHA256.HashData(Encoding.UTF8.GetBytes($"{what} {Once}"))[..10];

    /// <summary>The key of one of several forms of a page: they are shown together, and each is sent once.</summary>
    protected string OnceFor(string form) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{form} {Once}"))[..16]);

    /// <summary>Those here who answer for a party: its own people, or, where a school has none, the officers of its trust.</summary>
    protected async Task<IReadOnlyList<Person>> PeopleOf(Party party)
    {
        if (party.Scope is not { } own)
            return [];
        var body = VoiceOf(party).Body is { Kind: ScopeKind.Trust } trust ? trust : (Scope?)null;
        var people = await Casework.PeopleOver(body is { } also ? [own, also] : [own], Stop);
        var now = Time.GetUtcNow();
        var active = people
            .Where(p => p is { Status: PersonStatus.Active, Email.IsThere: true })
            .ToList();
        var theirs = Holding(own);
        return theirs.Count > 0 || body is null ? theirs : Holding(body.Value);

        List<Person> Holding(Scope over) =>
            active.FindAll(p => p.Roles(Today, now).Any(r => r.Over == over));
    }

    /// <summary>A letter to each of some people, which says that something waits for them and where; what it is about stands behind the sign-in.</summary>
    protected IReadOnlyList<Letter> Tell(
        IEnumerable<Person> people,
        string subject,
        string sentence,
        string path
    ) =>
        [
            .. people
                .Where(p => p.Id != Visitor.Person.Id)
                .Select(p => new Letter(
                    p.Email,
                    subject,
                    $"Hello {p.Name}\n\n{sentence}\n\nSign in to read it and to answer:\n\n{new Uri(Site, path)}\n"
                )),
        ];

    /// <summary>The address of the pages of a party: where its people find what waits for them.</summary>
    internal static string DeskOf(Party party) =>
        party.Kind switch
        {
            PartyKind.Trust => $"/my-trust/{party.Scope!.Value.Id}",
            PartyKind.LocalAuthority => $"/my-area/{party.Scope!.Value.Id}",
            _ => $"/my-school/{party.Scope!.Value.Id}",
        };

    /// <summary>The box that a refusal is about, by the beginning of its code.</summary>
    protected static string BoxOf(Refusal why) => why.Code.Split('-')[0];

    /// <summary>A whole number as somebody typed it; null where nothing is typed. What is no number is said to be wrong.</summary>
    protected int? WholeOf(string name, string what)
    {
        var typed = Typed(name);
        if (typed.Length == 0)
            return null;
        if (
            int.TryParse(
                typed,
                System.Globalization.NumberStyles.None,
                System.Globalization.CultureInfo.InvariantCulture,
                out var number
            )
        )
            return number;
        Refuse(name, $"Enter {what} as a whole number, like 6, or leave it empty");
        return null;
    }

    /// <summary>The frame of one of these pages.</summary>
    protected PageFrame Frame(string title, params PageLink[] above) =>
        new()
        {
            Title = title,
            Section = "mine",
            Crumbs = [new("Home", "/"), Mine, .. above, new(title)],
        };
}
