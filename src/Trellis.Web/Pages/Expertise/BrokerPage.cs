using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Trellis.Components;
using Trellis.Enquiries;
using Trellis.Journal;
using Trellis.Listings;
using Trellis.Pages.Joining;
using Trellis.Pages.Partnerships;
using Trellis.Partnerships;
using Trellis.People;
using Trellis.Serving;
using Trellis.Store;

namespace Trellis.Pages.Expertise;

/// <summary>One introduction by an authority: proposed, its schools' answers logged where they have nobody here, closed.</summary>
public abstract class BrokerPage(PublicRecordFile record) : PartyPage
{
    /// <summary>The furthest offer that is suggested, in minutes by car.</summary>
    public const int SuggestedWithin = 60;

    private Kept<Introduction>? kept;

    /// <summary>Null while one is being proposed.</summary>
    public Introduction? One => kept?.State;

    public int Version { get; private set; }

    /// <summary>Schools of the introduction for which nobody can answer here.</summary>
    public IReadOnlySet<Party> Silent { get; private set; } = new HashSet<Party>();

    public bool Checking { get; private set; }

    /// <summary>As typed; in an address they stand beside each other, in the box one a line.</summary>
    public string Schools =>
        Request.HasFormContentType
            ? Typed("schools")
            : Request.Query["schools"].ToString().Replace(',', '\n');

    public string TopicCode => Value("topic");

    public string Words => Value("words");

    public string News { get; private set; } = "";

    /// <summary>The schools that were typed and understood.</summary>
    public IReadOnlyList<Party> Named { get; private set; } = [];

    public string TopicWords =>
        One is { } one ? IntroductionsPage.TopicOf(one)
        : TopicId.TryParse(TopicCode, null, out var topic) ? Topics.Of(topic)?.Label ?? ""
        : "";

    public IReadOnlyList<SummaryRow?> Answers =>
        [
            SummaryRow.Answer(
                "Schools",
                string.Join(", ", Named.Select(s => NameOf(s).Text)),
                "schools"
            ),
            SummaryRow.Answer("Topic", TopicWords, "topic"),
            SummaryRow.Answer("Why you propose it", Words, "words"),
        ];

    private string Value(string name) =>
        Request.HasFormContentType ? Typed(name) : Request.Query[name].ToString();

    public async Task<IActionResult> OnGetAsync()
    {
        if (!await Find())
            return NotHere("There is no page at this address.");
        News = Request.Query["done"].ToString() switch
        {
            "proposed" =>
                "The introduction is proposed. People of the schools who have an account get a letter.",
            "logged" => "The answer is written down.",
            "closed" => "The introduction is closed.",
            "unchanged" => "Nothing was different, so nothing was written.",
            _ => "",
        };
        return Show();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (!await Find())
            return NotHere("There is no page at this address.");
        if (int.TryParse(Typed("version"), CultureInfo.InvariantCulture, out var seen))
            Version = seen;
        if (One is null)
            return await Propose();
        return Typed("step") == "close" ? await Close() : await Log();
    }

    private async Task<IActionResult> Propose()
    {
        if (Typed("step") == "form")
            return Show();
        var named = new List<Party>();
        foreach (
            var text in Schools.Split(
                ['\n', '\r', ',', ';'],
                StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
            )
        )
            if (
                RolePlaces.Read(Country, ScopeKind.School, text) is { } scope
                && Party.Of(scope) is { } school
            )
                named.Add(school);
            else if (Wrong.Count < 5)
                Refuse(
                    "schools",
                    $"'{(text.Length > 60 ? text[..60] : text)}' was not found. Enter each school's URN or whole name"
                );
        Named = named;
        if (!TopicId.TryParse(TopicCode, null, out var topic))
            Refuse("topic", "Choose a topic");
        if (Wrong.Count > 0)
            return Show();
        var act = new ProposeIntroduction(
            IntroductionId.From(Drawn("introduction")),
            Voice,
            named,
            [.. named.Where(IsOurs)],
            topic,
            Words
        );
        if (act.Apply(null, Now()) is Outcome<IntroductionProposed>.Refused no)
            return Told(no.Why);
        if (Typed("step") != "send")
        {
            Checking = true;
            return Show();
        }
        var letters = new List<Mail.Letter>();
        foreach (var school in named.Distinct())
            letters.AddRange(
                Tell(
                    await PeopleOf(school),
                    "An introduction waits for you on Trellis",
                    $"{OwnName} would like to introduce {NameOf(school).Text} to others.",
                    $"{DeskOf(school)}/introductions"
                )
            );
        var others = await Broker.Of(Casework, Own.ToString(), Stop);
        var done = await Casework.Do(
            act,
            Now(),
            new Conditions(Once: Once),
            (_, after) => new Alongside(letters, [Broker.Counts(after, others)]),
            Stop
        );
        return done switch
        {
            Done<Introduction>.Refused refused => Told(refused.Why),
            Done<Introduction>.Again again => Lead($"{At}/broker/{again.Subject}?done=proposed"),
            _ => Lead($"{At}/broker/{act.Id}?done=proposed"),
        };
    }

    private bool IsOurs(Party school) =>
        Entries.SchoolsOf(Snapshot, school) is [var one]
        && one.Current.La?.ToString() == Own.Scope!.Value.Id;

    private async Task<IActionResult> Log()
    {
        if (!Party.TryParse(Typed("school"), null, out var school))
            return Show();
        if (Typed("answer") is not ("yes" or "no"))
        {
            Refuse("answer", "Choose what the school said");
            return Show();
        }
        return await Do(
            new LogAnswer(
                One!.Id,
                Voice,
                school,
                Typed("answer") == "yes",
                EnquiryWords.ReasonOf(Typed("reason")),
                Typed("said"),
                !Silent.Contains(school)
            ),
            "logged"
        );
    }

    private async Task<IActionResult> Close()
    {
        PartnershipId? led = null;
        if (Typed("led") is { Length: > 0 } typed)
        {
            if (
                PartnershipId.TryParse(typed.Split('/')[^1], null, out var id)
                && await Casework.Find<Partnership>(id.ToString(), Stop) is not null
            )
                led = id;
            else
            {
                Refuse("led", "This is not the address of a registered partnership");
                return Show();
            }
        }
        return await Do(new CloseIntroduction(One!.Id, Voice, led), "closed");
    }

    private async Task<IActionResult> Do<TEvent>(Act<Introduction, TEvent> act, string news)
        where TEvent : Event<Introduction>
    {
        var others = await Broker.OthersOf(Casework, One!, Stop);
        var done = await Casework.Do(
            act,
            Now(),
            new Conditions(Version, OnceFor($"{news} {Typed("school")}")),
            (_, after) => new Alongside([], [Broker.Counts(after, others)]),
            Stop
        );
        switch (done)
        {
            case Done<Introduction>.Refused refused:
                return Told(refused.Why);
            case Done<Introduction>.Overtaken late:
                (kept, Version) = (late.Now, late.Now.Version);
                Refuse("answer", "Somebody else changed this. Look at how it stands now");
                return Show();
            case Done<Introduction>.Unchanged:
                return Lead($"{At}/broker/{One!.Id}?done=unchanged");
            default:
                return Lead($"{At}/broker/{One!.Id}?done={news}");
        }
    }

    private IActionResult Told(Refusal why)
    {
        Refuse(
            One is not null
                    ? BoxOf(why) switch
                    {
                        "reason" => "reason",
                        "words" => "said",
                        _ => "answer",
                    }
                : BoxOf(why) is "topic" or "words" ? BoxOf(why)
                : "schools",
            why.Sentence
        );
        return Show();
    }

    private async Task<bool> Find()
    {
        if (!FindOwn())
            return false;
        var id = (string)RouteData.Values["id"]!;
        if (id == "new")
            return true;
        if (
            !IntroductionId.TryParse(id, null, out var introduction)
            || await Casework.Find<Introduction>(introduction.ToString(), Stop) is not { } found
            || found.State.By != Own
        )
            return false;
        (kept, Version) = (found, found.Version);
        var silent = new HashSet<Party>();
        foreach (var invited in found.State.Schools)
            if ((await PeopleOf(invited.School)).Count == 0)
                silent.Add(invited.School);
        Silent = silent;
        return true;
    }

    /// <summary>Offers of help with the chosen topic that lie near a school which was named.</summary>
    public IReadOnlyList<(FoundEntry Entry, Party School)> Suggested =>
        TopicId.TryParse(TopicCode, null, out var topic)
            ? Suggestions.For(Country, record, Today, topic, Named.Count > 0 ? Named : FromQuery)
            : [];

    private IReadOnlyList<Party> FromQuery =>
        [
            .. Schools
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Take(Introduction.MostSchools)
                .Select(text => RolePlaces.Read(Country, ScopeKind.School, text))
                .OfType<Scope>()
                .Select(Party.Of)
                .OfType<Party>(),
        ];

    private IActionResult Show() =>
        AnswerPrivately(
            Frame(
                One is not null ? "An introduction"
                    : Checking ? "Check the introduction"
                    : "Introduce schools",
                new PageLink("Bring schools together", "/my-area/broker")
            )
        );
}

/// <summary>Offers near a school that needs help.</summary>
internal static class Suggestions
{
    private const int Most = 5;

    /// <summary>The nearest offers with a topic, each beside the school it is nearest to.</summary>
    public static IReadOnlyList<(FoundEntry Entry, Party School)> For(
        Country country,
        PublicRecordFile record,
        DateOnly today,
        TopicId topic,
        IReadOnlyList<Party> schools
    )
    {
        var found = new List<(FoundEntry Entry, Party School)>();
        var offers = DirectoryEntry
            .All(record)
            .Where(e =>
                e.Kind == ListingKind.Offer
                && e.Topic == topic
                && e.StandingOn(today) == ListingStanding.Open
                && (e.Load?.On(today) ?? 0) < 100
                && Entries.IsThereStill(country.Snapshot, e.By)
            )
            .ToList();
        foreach (var school in schools)
        {
            if (Entries.SchoolsOf(country.Snapshot, school) is not [var needy])
                continue;
            var from = new Near(needy.Current, needy.Name);
            foreach (var offer in offers.Where(o => o.By != school))
            {
                var givers = Entries.SchoolsOf(country.Snapshot, offer.By);
                if (
                    from.MinutesTo(country.Journeys, givers) is { } minutes
                    && minutes <= BrokerPage.SuggestedWithin
                )
                    found.Add(
                        (
                            new FoundEntry(
                                offer,
                                PartyNames.Of(country.Snapshot, offer.By),
                                givers,
                                minutes
                            ),
                            school
                        )
                    );
            }
        }
        return [.. found.OrderBy(f => f.Entry.Minutes).Take(Most)];
    }
}
