using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Trellis.Components;
using Trellis.Enquiries;
using Trellis.Journal;
using Trellis.Listings;
using Trellis.Pages.Joining;
using Trellis.Pages.Partners;
using Trellis.Partnerships;
using Trellis.People;
using Trellis.PublicRecord;
using Trellis.Schools;
using Trellis.Store;

namespace Trellis.Pages.Expertise;

/// <summary>Asks another party, and shows one enquiry to the two: answered by whom was asked, withdrawn by whoever asked.</summary>
/// <remarks>To a school with nobody here nothing is sent, and the page does not say that it was: it gives the office's telephone and a letter to copy.</remarks>
public abstract class EnquiryPage : PartyPage
{
    private Kept<Enquiry>? kept;

    /// <summary>The enquiry; null while one is being written.</summary>
    public Enquiry? Asked => kept?.State;

    public int Version { get; private set; }

    /// <summary>"form", "check" or "nobody".</summary>
    public string Step { get; private set; } = "form";

    /// <summary>The entry of the directory that it is about; null for none.</summary>
    public Listing? About { get; private set; }

    /// <summary>Whom the form means; null while nobody is understood.</summary>
    public Party? To { get; private set; }

    /// <summary>The school that is asked, where it is one.</summary>
    public School? ToSchool =>
        (Asked?.To ?? To) is { Kind: PartyKind.School } party
            ? Entries.SchoolsOf(Snapshot, party).SingleOrDefault()
            : null;

    public string ToTyped =>
        Typed("to") is { Length: > 0 } typed ? typed : Request.Query["to"].ToString();

    public string Code(string name) =>
        Typed(name) is { Length: > 0 } typed ? typed : Request.Query[name].ToString();

    public TypedDay Until => TypedDayOf("until");

    public bool MayReply => Asked is { WithdrawnOn: null } asked && asked.To == Own;

    public bool MayWithdraw => Asked is { WithdrawnOn: null } asked && asked.From == Own;

    public string TopicWords =>
        (Asked?.Topic ?? About?.Terms.Topic) is { } topic
            ? Topics.Of(topic)?.Label ?? topic.ToString()
            : "";

    public string AboutWords =>
        About is null ? ""
        : About.Terms.Post is { } post ? $"{About.Kind.InWords()}: {post.Role}"
        : $"{About.Kind.InWords()}: {TopicWords}";

    public static IReadOnlyList<SelectItem?> TopicItems =>
        [
            new SelectItem { Value = "", Text = "None of these" },
            .. Topics.All.Select(t => new SelectItem { Value = t.Id.ToString(), Text = t.Label }),
        ];

    public static IReadOnlyList<Choice?> ReplyChoices { get; } =
    [
        new Choice { Value = "yes", Text = "Yes" },
        new Choice { Value = "not-now", Text = "Not now" },
        new Choice { Value = "no", Text = "No" },
    ];

    public IReadOnlyList<SummaryRow?> Answers =>
        [
            SummaryRow.Answer("To", To is { } to ? NameOf(to).Text : "", "to"),
            AboutWords.Length > 0 ? SummaryRow.Of("About", AboutWords) : null,
            AboutWords.Length == 0
                ? SummaryRow.Answer(
                    "Topic",
                    TopicId.TryParse(Code("topic"), null, out var topic)
                        ? Topics.Of(topic)?.Label ?? ""
                        : "",
                    "topic"
                )
                : null,
            SummaryRow.Answer("Days a term", Typed("days"), "days"),
            SummaryRow.Answer("What you ask", Typed("words"), "words"),
        ];

    /// <summary>A letter to copy, for a school that has nobody here.</summary>
    public string ReadyLetter
    {
        get
        {
            var own = Entries.SchoolsOf(Snapshot, Own);
            var office = own is [var school] ? Office.Telephone(school.Current) : "";
            return $"Dear head of {(To is { } to ? NameOf(to).Text : "your school")},\n\nwe are {OwnName}.\n\n{Typed("words")}\n\n"
                + (
                    Typed("days") is { Length: > 0 } days
                        ? $"We think of about {days} days a term.\n\n"
                        : ""
                )
                + (office.Length > 0 ? $"You reach us on {office}.\n\n" : "")
                + $"Yours sincerely,\n{Visitor.Person.Name}\n{Visitor.Holder.As.Role.InWords()}, {OwnName}";
        }
    }

    public async Task<IActionResult> OnGetAsync()
    {
        if (!await Find())
            return NotHere("There is no page at this address.");
        return Show();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (!await Find())
            return NotHere("There is no page at this address.");
        if (int.TryParse(Typed("version"), CultureInfo.InvariantCulture, out var seen))
            Version = seen;
        return Asked is null ? await Ask()
            : Typed("step") == "withdraw" ? await Withdraw()
            : await Reply();
    }

    private async Task<IActionResult> Ask()
    {
        if (Typed("step") == "form")
            return Show();
        var days = WholeOf("days", "days a term");
        TopicId? topic = About?.Terms.Topic;
        if (topic is null && Code("topic").Length > 0)
        {
            if (TopicId.TryParse(Code("topic"), null, out var chosen))
                topic = chosen;
            else
                Refuse("topic", "Choose a topic");
        }
        if (To is not { } to)
        {
            Refuse("to", "Enter the school's URN or whole name");
            return Show();
        }
        var people = await PeopleOf(to);
        var act = new AskSchool(
            EnquiryId.From(Drawn("enquiry")),
            Voice,
            to,
            About?.Id,
            topic,
            About?.Kind.IsPost() ?? false,
            Typed("words"),
            days,
            people.Count > 0
        );
        if (Wrong.Count > 0)
            return Show();
        if (act.Apply(null, Now()) is Outcome<SchoolAsked>.Refused no)
        {
            if (no.Why.Code != "nobody-there")
                return Told(no.Why);
            Step = "nobody";
            return Show();
        }
        if (Typed("step") != "send")
        {
            Step = "check";
            return Show();
        }
        var done = await Casework.Do(
            act,
            Now(),
            new Conditions(Once: Once),
            (_, after) =>
                new Alongside(
                    Tell(
                        people,
                        "An enquiry waits for you on Trellis",
                        $"{OwnName} asks {NameOf(to).Text} something.",
                        $"{DeskOf(to)}/enquiries/{after.Id}"
                    ),
                    []
                ),
            Stop
        );
        return done is Done<Enquiry>.Refused refused
            ? Told(refused.Why)
            : Lead($"{At}/enquiries?done=sent");
    }

    private async Task<IActionResult> Reply()
    {
        var asked = Asked!;
        ReplyKind? kind = Typed("answer") switch
        {
            "yes" => ReplyKind.Yes,
            "not-now" => ReplyKind.NotNow,
            "no" => ReplyKind.No,
            _ => null,
        };
        if (kind is null)
            Refuse("answer", "Choose an answer");
        var days = WholeOf("days", "days a term");
        var until = TypedDayOf("until").Read();
        if (!TypedDayOf("until").IsEmpty && until is null)
            Refuse("until-day", "Enter the last day as a date, like 31 7 2027");
        if (Wrong.Count > 0)
            return Show();
        return await Do(
            new ReplyToEnquiry(
                asked.Id,
                Voice,
                kind!.Value,
                EnquiryWords.ReasonOf(Typed("reason")),
                Typed("words"),
                days,
                until
            ),
            asked.From,
            "An answer waits for you on Trellis",
            $"{OwnName} has answered {NameOf(asked.From).Text}.",
            "answered"
        );
    }

    private Task<IActionResult> Withdraw() =>
        Do(
            new WithdrawEnquiry(Asked!.Id, Voice),
            Asked.To,
            "An enquiry to you was withdrawn on Trellis",
            $"{OwnName} no longer asks {NameOf(Asked.To).Text}.",
            "withdrawn"
        );

    /// <summary>Does an act that may change how much of an entry is taken, and tells the other party.</summary>
    private async Task<IActionResult> Do<TEvent>(
        Act<Enquiry, TEvent> act,
        Party other,
        string subject,
        string sentence,
        string news
    )
        where TEvent : Event<Enquiry>
    {
        var people = await PeopleOf(other);
        // Only of entries of the party that was asked: what it has is taken, not what others have.
        var whole = (await Casework.Documents<Enquiry>(Asked!.To.ToString(), stop: Stop))
            .Select(e => e.State)
            .Where(e => e.Id != Asked.Id)
            .ToList();
        var done = await Casework.Do(
            act,
            Now(),
            new Conditions(Version, OnceFor(news)),
            (_, after) =>
                new Alongside(
                    Tell(people, subject, sentence, $"{DeskOf(other)}/enquiries/{after.Id}"),
                    About is { } entry && entry.By == after.To
                        ? [PublicLoad.Of(entry, Load.Of(entry.Id, whole.Append(after), Today))]
                        : Array.Empty<PublicChange>()
                ),
            Stop
        );
        switch (done)
        {
            case Done<Enquiry>.Refused refused:
                return Told(refused.Why);
            case Done<Enquiry>.Overtaken late:
                kept = late.Now;
                Version = late.Now.Version;
                Refuse(
                    Asked.To == Own ? "answer" : "withdraw",
                    "Somebody else changed this while you were writing. Look at how it stands now"
                );
                return Show();
            case Done<Enquiry>.Unchanged:
                return Lead($"{At}/enquiries?done=unchanged");
            default:
                return Lead($"{At}/enquiries?done={news}");
        }
    }

    private IActionResult Told(Refusal why)
    {
        Refuse(
            BoxOf(why) switch
            {
                "words" or "days" or "topic" or "reason" => BoxOf(why),
                "until" => "until-day",
                _ => Asked is null ? "to" : "answer",
            },
            why.Sentence
        );
        return Show();
    }

    private async Task<bool> Find()
    {
        if (!FindOwn())
            return false;
        var id = (string)RouteData.Values["id"]!;
        if (id == "ask")
        {
            if (ListingId.TryParse(Code("about"), null, out var about))
                About = (await Casework.Find<Listing>(about.ToString(), Stop))?.State
                    is { Closed: null } open
                    ? open
                    : null;
            To =
                About?.By
                ?? (
                    RolePlaces.Read(Country, ScopeKind.School, ToTyped) is { } scope
                        ? Party.Of(scope)
                        : null
                );
            return true;
        }
        if (
            !EnquiryId.TryParse(id, null, out var enquiry)
            || await Casework.Find<Enquiry>(enquiry.ToString(), Stop) is not { } found
            || (found.State.From != Own && found.State.To != Own)
        )
            return false;
        (kept, Version) = (found, found.Version);
        if (found.State.About is { } entry)
            About = (await Casework.Find<Listing>(entry.ToString(), Stop))?.State;
        return true;
    }

    private IActionResult Show() =>
        AnswerPrivately(
            Frame(
                Asked is not null ? "An enquiry"
                    : Step == "check" ? "Check your enquiry"
                    : "Ask a school",
                new PageLink("Enquiries", $"{At}/enquiries")
            )
        );
}
