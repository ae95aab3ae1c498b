using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Brokerage;
using Trellis.Closures;
using Trellis.Components;
using Trellis.Consultations;
using Trellis.Journal;
using Trellis.Pages.Brokerage;
using Trellis.Pages.Joining;
using Trellis.People;
using Trellis.Procedures;
using Trellis.Schools;
using Trellis.Serving;
using Trellis.Store;

namespace Trellis.Pages.Consultations;

/// <summary>A mark of a fair consultation, and how this one stands by it.</summary>
public sealed record Mark(string Name, bool Holds, string Words);

/// <summary>The consultation of a case at the desk: what comes next, every reply to read, and the marks of a fair consultation.</summary>
[Access(Who.SignedIn)]
public sealed class ConsultationOfCase : CaseDeskPage
{
    /// <summary>Replies that are read and marked at a time.</summary>
    public const int AtOnce = 20;

    internal static readonly IReadOnlyList<SheetColumn> Columns =
    [
        new("who", "Who replied"),
        new("view", "View", What: "for, against or neither."),
        new("words", "What they said"),
        new("on", "Replied on", "date"),
        new("read_on", "Read on", "date"),
        new("ranking", "Trusts in order", What: "UIDs, with upright strokes between them."),
    ];

    public override string Tab => "consultation";

    /// <summary>Whether it is asked for the views on the plan of a closing trust, and not for the consultation of its schools.</summary>
    public bool IsPlan => Request.Query["of"] == "plan";

    /// <summary>Where the same is read again.</summary>
    private string Again => $"/case/{Case.Ref}/consultation?{(IsPlan ? "of=plan&" : "")}done=";

    /// <summary>The procedure; null where the case has none yet.</summary>
    public DeskProcedure? Procedure { get; private set; }

    public ConsultationTerms? Terms { get; private set; }

    public Consultation? Replies { get; private set; }

    public IReadOnlyList<PersonReply> People { get; private set; } = [];

    /// <summary>The visitor in the role in which they read every reply; null where they do not.</summary>
    public Holder? Reader { get; private set; }

    public string News { get; private set; } = "";

    public int All => People.Count + (Replies?.Organisations.Count ?? 0);

    public int Read =>
        People.Count(p => p.ReadOn is not null)
        + (Replies?.Organisations.Count(o => o.ReadOn is not null) ?? 0);

    /// <summary>Those that wait to be read, so many at a time.</summary>
    public IReadOnlyList<PersonReply> Waiting =>
        [.. People.Where(p => p.ReadOn is null).Take(AtOnce)];

    public IReadOnlyList<PersonReply> Done => [.. People.Where(p => p.ReadOn is not null)];

    /// <summary>The next window that fits, by the school days of the authority.</summary>
    public ConsultationWindow? Proposed =>
        ConsultationDays
            .In(
                Case.Authority is { } over && LaCode.TryParse(over.Id, null, out var la) ? la : null
            )
            .Next(Today);

    /// <summary>Whether a consultation can be begun in this case by the visitor.</summary>
    public bool MayBegin =>
        MayWork
        && Desk is { As.Role: Role.RegionOfficer }
        && Procedure is null or { Case.Stopped: not null };

    public string Said(string ask) =>
        Procedure?.Case.AnswerTo(Code.Parse(ask))?.Text.ToString() ?? "";

    /// <summary>Who is asked, in words; empty before it is planned.</summary>
    public string AskedWords =>
        Procedure?.Case.AnswerTo(Code.Parse("asked")) is { } answer ? InWords(answer) : "";

    private string InWords(Trellis.Procedures.Answer answer) =>
        Trellis.Pages.Procedures.CaseWords.Of(
            Procedure!.Table.AskOf(answer.Ask)!,
            answer,
            Snapshot
        );

    public IReadOnlyList<Mark> Marks
    {
        get
        {
            var ticked = Procedure?.Case.AnswerTo(Code.Parse("marks"))?.Chosen ?? [];
            return
            [
                new(
                    "While nothing is decided",
                    ticked.Contains(Code.Parse("formative")),
                    "Replies can still change what is proposed."
                ),
                new(
                    "Enough to judge by",
                    ticked.Contains(Code.Parse("information")),
                    "What is proposed, what else is possible, the criteria and the figures are written down."
                ),
                new(
                    "Enough time",
                    Terms?.Closes is not null,
                    Terms is { Opens: { } opens, Closes: { } closes }
                        ? $"Open from {opens.InWords()} to {closes.InWords()}, at least {ConsultationDays.LeastSchoolDays} school days."
                        : $"At least {ConsultationDays.LeastSchoolDays} school days, and never opened on a Friday, in the holidays or in the last week of a term."
                ),
                new(
                    "Weighed before the decision",
                    All > 0 ? Read == All : Terms?.At == ConsultationTerms.Reported,
                    All == 0
                        ? "No reply waits."
                        : $"{Read:N0} of {All:N0} {(All == 1 ? "reply is" : "replies are")} read."
                ),
            ];
        }
    }

    public string NameOf(Scope over) => RolePlaces.Words(Snapshot, over).Text;

    public async Task<IActionResult> OnGetAsync(string reference, string? done)
    {
        if (await Open(reference) is { } instead)
            return instead;
        News = done switch
        {
            "read" => "Marked as read.",
            "begun" => "The consultation has begun. Write down what is proposed.",
            _ => "",
        };
        return Show();
    }

    public async Task<IActionResult> OnPostAsync(string reference)
    {
        if (await Open(reference) is { } instead)
            return instead;
        return Typed("step") == "begin" ? await Begin() : await MarkRead();
    }

    private async Task<IActionResult> Begin()
    {
        if (!MayBegin || CaseOpening.Of(Case, Today) is not { } opening)
            return NotHere(Nowhere);
        var id = CaseId.From(
            SHA256.HashData(Encoding.UTF8.GetBytes($"consultation {Once}")).AsSpan(0, 10)
        );
        var done = await Casework.Do(
            opening.Begin(Case.Ref, CaseKind.Consultation, Case.Region, _ => id, Today),
            new Occasion(Desk!, Time.GetUtcNow(), Today),
            new Conditions(Once: Once),
            stop: Stop
        );
        if (done is not Done<ProcedureCase>.Refused refused)
            return Lead($"/case/{Case.Ref}/consultation?done=begun");
        Refuse("begin", refused.Why.Sentence);
        return Show();
    }

    private async Task<IActionResult> MarkRead()
    {
        if (Reader is not { } reader || Terms is not { } terms)
            return NotHere(Nowhere);
        var people = Chosen("reply")
            .Select(k => ReplyKey.TryParse(k, null, out var key) ? key : default)
            .Where(k => People.Any(p => p.Id == k))
            .ToList();
        var organisations = Chosen("organisation")
            .Select(o => Scope.TryParse(o, null, out var over) ? over : default)
            .Where(o => Replies?.ReplyOf(o) is not null)
            .ToList();
        var why =
            people.Count + organisations.Count == 0
                ? null
                : await Casework.DoTogether(
                    [
                        .. organisations.Select(o =>
                            Doing.Of(new ReadOrganisationReply(terms.Id, o))
                        ),
                        .. people.Select(k => Doing.Of(new ReadPersonReply(k))),
                    ],
                    new Occasion(reader, Time.GetUtcNow(), Today),
                    Stop
                );
        if (why is null)
            return Lead($"{Again}read#replies");
        Refuse("read", why.Sentence);
        return Show();
    }

    private IEnumerable<string> Chosen(string box) =>
        Request.Form[box].OfType<string>().Distinct(StringComparer.Ordinal).Take(AtOnce);

    private async Task<IActionResult?> Open(string reference)
    {
        if (await Find(reference, forDesk: false) is { } instead)
            return instead;
        Procedure = (IsPlan ? Of(ClosureTerms.Table) : Of(CaseKind.Consultation))
            .OrderBy(p => p.Case.Stopped is null)
            .ThenBy(p => p.Case.BegunOn)
            .LastOrDefault();
        Terms = ConsultationTerms.Of(Procedure?.Case);
        Reader = Visitor
            .Roles.Select(r => new Holder(Visitor.Person.Id, r))
            .FirstOrDefault(h => Terms?.MayRead(h) == true);
        if (Desk is null && Reader is null)
            return NotHere(Nowhere);
        if (Procedure is null)
            return null;
        if (Terms!.TakesRepliesOn(Today))
            await Consulting.Take(HttpContext, Casework, Procedure.Case.Id);
        Replies = (await Casework.Find<Consultation>(Procedure.Case.Key, Stop))?.State;
        if (Reader is not null)
            People = await Casework.PeopleIn(Procedure.Case.Id, Stop);
        return null;
    }

    private IActionResult Show() =>
        AnswerPrivately(
            Frame("Consultation"),
            new Sheet(
                $"replies-{Case.Ref}",
                "Replies",
                Columns,
                [
                    .. (Replies?.Organisations ?? []).Select(o =>
                        (IReadOnlyList<object?>)
                            [
                                NameOf(o.From),
                                Naming.Of(o.View.ToString()),
                                o.Words.Text,
                                o.On,
                                o.ReadOn,
                                string.Join('|', o.Ranking),
                            ]
                    ),
                    .. People.Select(p =>
                        (IReadOnlyList<object?>)
                            [
                                p.As.InWords(),
                                Naming.Of(p.View.ToString()),
                                p.Words.Text,
                                p.On,
                                p.ReadOn,
                                null,
                            ]
                    ),
                ]
            )
        );
}
