using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Trellis.Components;
using Trellis.Enquiries;
using Trellis.Journal;
using Trellis.Listings;
using Trellis.Partnerships;
using Trellis.Serving;
using Trellis.Store;

namespace Trellis.Pages.Expertise;

/// <summary>Puts an entry into the directory, changes, renews or closes it: the form, check answers, published.</summary>
public abstract class OfferPage : PartyPage
{
    private Kept<Listing>? kept;

    public ListingKind Kind { get; private set; } = ListingKind.Offer;

    /// <summary>The entry as it stands; null where it is a new one.</summary>
    public Listing? Entry => kept?.State;

    public bool IsPost => Kind.IsPost();

    public int Version { get; private set; }

    public bool Checking { get; private set; }

    /// <summary>What was read of the answers; null while something is wrong with them.</summary>
    public ListingTerms? Read { get; private set; }

    private bool Asked => Request.HasFormContentType && Typed("step") != "renew";

    public string Value(string name, string? stands) => Asked ? Typed(name) : stands ?? "";

    public string TopicCode => Value("topic", Entry?.Terms.Topic.ToString());

    public string Words => Value("words", Entry?.Terms.Words.ToString());

    public string Days => Value("days", Whole(Entry?.Terms.DaysATerm));

    public TypedDay From => Asked ? TypedDayOf("from") : TypedDay.Of(Entry?.Terms.From ?? Today);

    public TypedDay Until =>
        Asked ? TypedDayOf("until")
        : Entry?.Terms.Until is { } until ? TypedDay.Of(until)
        : TypedDay.Empty;

    public string Record => Value("record", Entry?.Terms.TrackRecord.ToString());

    public string Partnerships =>
        Value("partnerships", string.Join(", ", Entry?.Terms.Partnerships ?? []));

    public string Quality => Value("quality", Entry?.Terms.Quality.ToString());

    public string PostRole => Value("role", Entry?.Terms.Post?.Role.ToString());

    public string Week =>
        Value(
            "week",
            Entry?.Terms.Post is { } post
                ? (post.TenthsOfDaysAWeek / 10.0).ToString("0.#", CultureInfo.InvariantCulture)
                : ""
        );

    public string Travel => Value("travel", Whole(Entry?.Terms.Post?.TravelMinutes));

    public string Heading =>
        (Entry is null, Kind) switch
        {
            (false, _) => "Change this entry",
            (_, ListingKind.Need) => "Say what help you need",
            (_, ListingKind.Offer) => "Offer help",
            (_, ListingKind.PostWanted) => "Look for a post to share",
            _ => "Offer a post to share",
        };

    public string WordsLabel =>
        Kind switch
        {
            ListingKind.Need => "What do you need?",
            ListingKind.Offer => "What do you offer?",
            _ => "What should others know of the post?",
        };

    public static IReadOnlyList<SelectItem?> TopicItems =>
        [
            new SelectItem { Value = "", Text = "Choose a topic" },
            .. Topics.All.Select(t => new SelectItem { Value = t.Id.ToString(), Text = t.Label }),
        ];

    /// <summary>What was typed, carried on the page that shows the answers.</summary>
    public IEnumerable<(string Name, string Value)> Carried =>
        [
            ("topic", TopicCode),
            ("days", Days),
            ("from-day", From.Day),
            ("from-month", From.Month),
            ("from-year", From.Year),
            ("until-day", Until.Day),
            ("until-month", Until.Month),
            ("until-year", Until.Year),
            ("partnerships", Partnerships),
            ("role", PostRole),
            ("week", Week),
            ("travel", Travel),
        ];

    public IReadOnlyList<SummaryRow?> Answers =>
        Read is not { } terms
            ? []
            :
            [
                SummaryRow.Answer("Topic", Topics.Of(terms.Topic)?.Label ?? "", "topic"),
                IsPost ? SummaryRow.Answer("Post", PostRole, "role") : null,
                IsPost ? SummaryRow.Answer("Days a week", Week, "week") : null,
                IsPost ? SummaryRow.Answer("Minutes people can travel", Travel, "travel") : null,
                SummaryRow.Answer(WordsLabel, Words, "words"),
                IsPost ? null : SummaryRow.Answer("Days a term", Days, "days"),
                SummaryRow.Answer("From", terms.From.InWords(), "from-day"),
                SummaryRow.Answer(
                    "Last day",
                    terms.Until?.InWords() ?? "No end is set",
                    "until-day"
                ),
                SummaryRow.Answer("What you did before", Record, "record"),
                SummaryRow.Answer("Partnerships named", Partnerships, "partnerships"),
                SummaryRow.Answer("How others can see its quality", Quality, "quality"),
            ];

    public async Task<IActionResult> OnGetAsync() => await Find() ? Show() : Missing();

    public async Task<IActionResult> OnPostAsync()
    {
        if (!await Find())
            return Missing();
        if (int.TryParse(Typed("version"), CultureInfo.InvariantCulture, out var seen))
            Version = seen;
        switch (Typed("step"))
        {
            case "renew" when Entry is { } entry:
                return await Do(new RenewListing(entry.Id, Voice), "renewed");
            case "filled" or "no-longer" when Entry is { } entry:
                return await Do(
                    new CloseListing(
                        entry.Id,
                        Voice,
                        Typed("step") == "filled" ? CloseReason.Filled : CloseReason.NoLonger
                    ),
                    "closed"
                );
            case "form":
                return Show();
        }
        Read = await Understand();
        if (Read is null)
            return Show();
        Outcome<ListingPosted>? posting = Entry is null ? Posting(Read).Apply(null, Now()) : null;
        Outcome<ListingChanged>? changing = Entry is { } old
            ? Changing(old, Read).Apply(old, Now())
            : null;
        var why =
            (posting as Outcome<ListingPosted>.Refused)?.Why
            ?? (changing as Outcome<ListingChanged>.Refused)?.Why;
        if (why is not null)
        {
            Tell(why);
            return Show();
        }
        if (Typed("step") != "publish")
        {
            Checking = true;
            return Show();
        }
        return Entry is { } before
            ? await Do(Changing(before, Read), "changed")
            : await Do(Posting(Read), "posted");
    }

    private PostListing Posting(ListingTerms terms) =>
        new(ListingId.From(Drawn("listing")), Voice, Kind, terms);

    private ChangeListing Changing(Listing entry, ListingTerms terms) =>
        new(entry.Id, Voice, terms);

    private async Task<IActionResult> Do<TEvent>(Act<Listing, TEvent> act, string news)
        where TEvent : Event<Listing>
    {
        var enquiries = (await Casework.Documents<Enquiry>(Own.ToString(), stop: Stop))
            .Select(e => e.State)
            .ToList();
        var done = await Casework.Do(
            act,
            Now(),
            new Conditions(Entry is null ? null : Version, OnceFor(news)),
            (_, after) =>
                new Alongside(
                    [],
                    [
                        PublicListing.Of(after),
                        PublicLoad.Of(after, Load.Of(after.Id, enquiries, Today)),
                    ]
                ),
            Stop
        );
        switch (done)
        {
            case Done<Listing>.Refused refused:
                Tell(refused.Why);
                return Show();
            case Done<Listing>.Overtaken late:
                var names = await Casework.Names([late.Theirs.By], Stop);
                Version = late.Now.Version;
                Refuse(
                    "words",
                    $"{names.GetValueOrDefault(late.Theirs.By, "Somebody")} changed this on {late.Theirs.At.InLondon()}. Sending yours replaces it"
                );
                return Show();
            case Done<Listing>.Unchanged:
                return Lead($"{At}/offers?done=unchanged");
            default:
                return Lead($"{At}/offers?done={news}");
        }
    }

    private void Tell(Refusal why) =>
        Refuse(
            BoxOf(why) switch
            {
                "from" => "from-day",
                "until" => "until-day",
                "others" or "not" or "closed" or "over" or "no" or "posted" or "post" => "topic",
                var box => box,
            },
            why.Sentence
        );

    private async Task<ListingTerms?> Understand()
    {
        if (!TopicId.TryParse(TopicCode, null, out var topic))
            Refuse("topic", "Choose a topic");
        var days = IsPost ? null : WholeOf("days", "days a term");
        if (From.Read() is not { } from)
        {
            Refuse("from-day", "Enter the first day, like 1 9 2026");
            from = Today;
        }
        var until = Until.Read();
        if (!Until.IsEmpty && until is null)
            Refuse("until-day", "Enter the last day as a date, like 31 7 2027, or leave it empty");
        var named = new List<PartnershipId>();
        foreach (
            var text in Partnerships.Split(
                [',', ' ', '\n', '\r'],
                StringSplitOptions.RemoveEmptyEntries
            )
        )
            if (
                PartnershipId.TryParse(text.Split('/')[^1], null, out var id)
                && await Casework.Find<Partnership>(id.ToString(), Stop) is { } found
                && found.State.Members.Any(m => m.HasConfirmed && IsOwn(m.Party))
            )
                named.Add(id);
            else
                Refuse(
                    "partnerships",
                    $"'{(text.Length > 40 ? text[..40] : text)}' is not the address of a partnership that you are or were in by your own word"
                );
        Post? post = null;
        if (IsPost)
        {
            var fits = decimal.TryParse(
                Week,
                NumberStyles.AllowDecimalPoint,
                CultureInfo.InvariantCulture,
                out var week
            );
            if (!fits || week * 10 != decimal.Truncate(week * 10) || week is <= 0 or > 5)
                Refuse("week", "Enter days a week from 0.1 to 5, like 2.5");
            else
                post = new Post(
                    PostRole,
                    (int)(week * 10),
                    from,
                    WholeOf("travel", "minutes of travel")
                );
        }
        return Wrong.Count > 0
            ? null
            : new ListingTerms(topic, Words, days, from, until, Record, named, Quality, post);
    }

    /// <summary>Whether a party is this one, under an earlier number too.</summary>
    private bool IsOwn(Party party) =>
        party == Own
        || Pages.Partnerships.PartyNames.School(Snapshot, party) is { } school
            && Party.School(school.Urn) == Own;

    private async Task<bool> Find()
    {
        if (!FindOwn())
            return false;
        var id = (string)RouteData.Values["id"]!;
        if (id == "new")
        {
            Kind = ListingKinds.TryParse(Request.Query["kind"].ToString(), out var kind)
                ? kind
                : ListingKind.Offer;
            return true;
        }
        if (
            !ListingId.TryParse(id, null, out var listing)
            || await Casework.Find<Listing>(listing.ToString(), Stop) is not { } found
            || found.State.By != Own
        )
            return false;
        kept = found;
        (Kind, Version) = (found.State.Kind, found.Version);
        return true;
    }

    private static string Whole(int? number) =>
        number?.ToString(CultureInfo.InvariantCulture) ?? "";

    private IActionResult Missing() => NotHere("There is no page at this address.");

    private IActionResult Show() =>
        AnswerPrivately(
            Frame(
                Checking ? "Check your answers" : Heading,
                new PageLink("Needs, offers and posts", $"{At}/offers")
            )
        );
}
