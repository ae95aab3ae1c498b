using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Trellis.Components;
using Trellis.Consultations;
using Trellis.Groups;
using Trellis.Journal;
using Trellis.Mail;
using Trellis.Pages.Joining;
using Trellis.Pages.Placements;
using Trellis.People;
using Trellis.Procedures;
using Trellis.Schools;
using Trellis.Serving;
using Trellis.Store;

namespace Trellis.Pages.Consultations;

/// <summary>A trust that a school may put on its list.</summary>
/// <param name="Schools">How many it has; null where it is not among the nearest.</param>
/// <param name="Kilometres">To its nearest school; null where the school or the trust has no place.</param>
public sealed record RankableTrust(Uid Uid, string Name, int? Schools, double? Kilometres);

/// <summary>The reply of an organisation to a consultation: for a school of the case also the order of the trusts that it would join, and what it asks them; for a trust what it is asked.</summary>
public abstract class OrganisationReplyPage : ActingPage
{
    private const int TrustsShown = 12;

    public ConsultationOnRecord One { get; private set; } = null!;

    public ProcedureCase Procedure { get; private set; } = null!;

    public ConsultationTerms Terms { get; private set; } = null!;

    /// <summary>The replies; null before it takes any.</summary>
    public Consultation? Replies { get; private set; }

    /// <summary>Those in whose name the visitor replies, as the address of this page says.</summary>
    public IReadOnlyList<Scope> Voices { get; private set; } = [];

    /// <summary>In whose name.</summary>
    public Scope Own { get; private set; }

    public string OwnName => RolePlaces.Words(Snapshot, Own).Text;

    public string Names => One.Names(Snapshot);

    public string News { get; private set; } = "";

    /// <summary>The kinds of role that reply here.</summary>
    protected abstract IReadOnlyList<Role> Repliers { get; }

    /// <summary>"Your school" with its page.</summary>
    protected abstract PageLink Mine { get; }

    public OrganisationReply? Reply => Replies?.ReplyOf(Own);

    public bool IsOpen => Terms.TakesRepliesOn(Today);

    /// <summary>Whether the school is asked to put trusts in order.</summary>
    public bool MayRank => Terms.Ranks && Terms.Schools.Contains(Own);

    /// <summary>The trusts nearest to the school, and those on its list already.</summary>
    public IReadOnlyList<RankableTrust> Trusts { get; private set; } = [];

    /// <summary>What the school asked, or what the trust is asked.</summary>
    public IReadOnlyList<TrustQuestion> Questions =>
        Replies is null ? []
        : Own.Kind == ScopeKind.Trust
            ?
            [
                .. Replies.Questions.Where(q =>
                    Uid.TryParse(Own.Id, null, out var uid) && q.To.Contains(uid)
                ),
            ]
        : [.. Replies.Questions.Where(q => q.From == Own)];

    public string NameOf(Uid trust) => RolePlaces.Words(Snapshot, Scope.Trust(trust)).Text;

    public string NameOf(Scope over) => RolePlaces.Words(Snapshot, over).Text;

    /// <summary>What stands in a box: what was typed, else what is recorded.</summary>
    public string Given(string box) =>
        Request.HasFormContentType ? Typed(box)
        : Reply is not { } reply ? ""
        : box == "view" ? Naming.Of(reply.View.ToString())
        : box == "words" ? reply.Words.ToString()
        : box.StartsWith("rank-", StringComparison.Ordinal)
        && Uid.TryParse(box["rank-".Length..], null, out var trust)
        && reply.Ranking.ToList().IndexOf(trust) is >= 0 and var place
            ? $"{place + 1}"
        : "";

    public async Task<IActionResult> OnGetAsync(string id, string? done)
    {
        if (!await Find(id))
            return NotHere("There is no page at this address.");
        News = done switch
        {
            "replied" => "Your reply is recorded. You can change it until the consultation closes.",
            "answered" => "Your answer is recorded. The school can read it.",
            "unchanged" => "Nothing was changed.",
            _ => "",
        };
        return Show();
    }

    public async Task<IActionResult> OnPostAsync(string id)
    {
        if (!await Find(id))
            return NotHere("There is no page at this address.");
        if (Replies is null)
        {
            await Consulting.Take(HttpContext, Casework, Procedure.Id);
            Replies = (await Casework.Find<Consultation>(Procedure.Key, Stop))?.State;
        }
        return Typed("step") == "answer" ? await AnswerQuestion() : await SendReply();
    }

    private async Task<IActionResult> SendReply()
    {
        if (ConsultationWords.ViewOf(Typed("view")) is not { } view)
        {
            Refuse("view", "Say whether you are for or against it");
            return Show();
        }
        var ranking = ReadRanking();
        if (Wrong.Count > 0)
            return Show();
        var by = new Holder(
            Visitor.Person.Id,
            Visitor.Roles.First(r => Repliers.Contains(r.Role) && r.Over == Own)
        );
        var questions = Typed("questions")
            .ReplaceLineEndings("\n")
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(q => new FreeText(q))
            .ToList();
        var act = new ReplyAsOrganisation(
            Procedure.Id,
            Own,
            RolePlaces.BodyOf(Snapshot, Own),
            view,
            Typed("words"),
            ranking,
            questions
        );
        var asked = questions.Count > 0 ? await PeopleOf(ranking) : [];
        var done = await Casework.Do(
            act,
            new Occasion(by, Time.GetUtcNow(), Today),
            new Conditions(Once: Once),
            (happened, after) =>
                new Alongside(
                    happened.Asked.Count > 0 ? Letters(asked) : [],
                    [PublicConsultation.Of(after)]
                ),
            Stop
        );
        if (done is not Done<Consultation>.Refused refused)
            return Lead(
                $"{Request.Path}?as={Own}&done={(done is Done<Consultation>.Unchanged ? "unchanged" : "replied")}"
            );
        Refuse(
            refused.Why.Code.Split('-')[0] switch
            {
                "ranking" or "ranked" => Trusts.Count > 0 ? $"rank-{Trusts[0].Uid}" : "view",
                "question" or "questions" or "nobody" => "questions",
                "words" => "words",
                _ => "view",
            },
            refused.Why.Sentence
        );
        return Show();
    }

    private async Task<IActionResult> AnswerQuestion()
    {
        var box = $"answer-{Typed("number")}";
        if (
            !int.TryParse(
                Typed("number"),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var number
            ) || !Uid.TryParse(Own.Id, null, out var trust)
        )
            return NotHere("There is no such question.");
        var question = Replies?.Questions.FirstOrDefault(q => q.Number == number);
        var readers = question is null ? [] : await PeopleOver(question.From);
        var done = await Casework.Do(
            new AnswerTrustQuestion(Procedure.Id, number, trust, Typed(box)),
            new Occasion(
                new Holder(
                    Visitor.Person.Id,
                    Visitor.Roles.First(r => Repliers.Contains(r.Role) && r.Over == Own)
                ),
                Time.GetUtcNow(),
                Today
            ),
            new Conditions(Once: Once),
            (_, after) =>
                new Alongside(
                    Told(
                        readers,
                        "A trust has answered your question",
                        $"{OwnName} has answered what your school asked in the consultation on {Names}.",
                        Consulting.DeskOf(question!.From, Procedure.Id)
                    ),
                    []
                ),
            Stop
        );
        if (done is not Done<Consultation>.Refused refused)
            return Lead($"{Request.Path}?as={Own}&done=answered");
        Refuse(box, refused.Why.Sentence);
        return Show();
    }

    /// <summary>The numbers that were put beside trusts, as an order; equal ones and holes are said to be wrong only where they leave the order open.</summary>
    private List<Uid> ReadRanking()
    {
        var places = new List<(int Place, Uid Trust)>();
        if (!MayRank)
            return [];
        foreach (var trust in Trusts)
        {
            var typed = Typed($"rank-{trust.Uid}");
            if (typed.Length == 0)
                continue;
            if (
                int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var place)
                && place is >= 1 and <= Consultation.MostRanked
            )
                places.Add((place, trust.Uid));
            else
                Refuse(
                    $"rank-{trust.Uid}",
                    $"{trust.Name}: enter a number from 1 to {Consultation.MostRanked}, or leave it empty"
                );
        }
        if (Typed("trust-other") is { Length: > 0 } other)
        {
            if (
                RolePlaces.Read(Country, ScopeKind.Trust, other) is { } named
                && Uid.TryParse(named.Id, null, out var uid)
            )
                places.Add((Consultation.MostRanked + 1, uid));
            else
                Refuse("trust-other", "Enter the trust's UID or its whole name");
        }
        foreach (var same in places.GroupBy(p => p.Place).Where(g => g.Count() > 1))
            Refuse(
                $"rank-{same.Last().Trust}",
                $"Two trusts have the number {same.Key}. Give each its own"
            );
        return [.. places.OrderBy(p => p.Place).Select(p => p.Trust)];
    }

    private async Task<bool> Find(string id)
    {
        if (
            !CaseId.TryParse(id, null, out var known)
            || await Casework.Find<ProcedureCase>(known.ToString(), Stop)
                is not { State: var given }
            || ConsultationTerms.Of(given) is not { Opens: not null } terms
        )
            return false;
        Procedure = given;
        Terms = terms;
        Replies = (await Casework.Find<Consultation>(given.Key, Stop))?.State;
        One = new ConsultationOnRecord(
            System.Text.Json.JsonSerializer.Deserialize<PublicCase>(PublicCase.Of(given).Json!)!,
            Replies is null
                ? null
                : System.Text.Json.JsonSerializer.Deserialize<PublicConsultation>(
                    PublicConsultation.Of(Replies).Json!
                ),
            Today
        );
        Voices =
        [
            .. Visitor
                .Roles.Where(r => Repliers.Contains(r.Role))
                .Select(r => r.Over)
                .Distinct()
                // Those whom the case is about come first: who is head of two schools replies for that one.
                .OrderByDescending(o => given.Parties.Any(p => p.Over == o)),
        ];
        if (Voices.Count == 0)
            return false;
        var wanted = Typed("as") is { Length: > 0 } typed ? typed : Request.Query["as"].ToString();
        Own = Voices.FirstOrDefault(v => v.ToString() == wanted, Voices[0]);
        if (MayRank)
            Trusts = TrustsFor();
        return true;
    }

    private List<RankableTrust> TrustsFor()
    {
        if (!Urn.TryParse(Own.Id, null, out var urn) || Snapshot.SchoolOf(urn) is not { } school)
            return [];
        var matching = TrustsToday.Of(Country);
        var own = matching.TrustOf(school)?.Uid;
        var near = matching
            .TrustsNear(school, 60)
            .Where(t => t.Trust.Uid != own)
            .OrderBy(t => t.KilometresOfPhase ?? double.PositiveInfinity)
            .ThenBy(t => t.Trust.Uid)
            .Take(TrustsShown)
            .Select(t => new RankableTrust(
                t.Trust.Uid,
                NameOf(t.Trust.Uid),
                t.Trust.Schools.Count,
                t.KilometresOfPhase ?? t.Kilometres
            ))
            .ToList();
        // A trust that was named by hand stands among them, so that its number can be changed.
        foreach (var trust in Reply?.Ranking ?? [])
            if (!near.Exists(t => t.Uid == trust))
                near.Add(new RankableTrust(trust, NameOf(trust), null, null));
        return near;
    }

    private Task<IReadOnlyList<Person>> PeopleOver(Scope over) => Casework.PeopleOver([over], Stop);

    private async Task<IReadOnlyList<(Uid Trust, Person Person)>> PeopleOf(
        IReadOnlyList<Uid> trusts
    )
    {
        var found = new List<(Uid, Person)>();
        foreach (var trust in trusts)
            found.AddRange((await PeopleOver(Scope.Trust(trust))).Select(p => (trust, p)));
        return found;
    }

    private IReadOnlyList<Letter> Letters(IReadOnlyList<(Uid Trust, Person Person)> asked) =>
        Told(
            [.. asked.Select(a => a.Person).DistinctBy(p => p.Id)],
            "A school asks your trust something",
            $"{OwnName} has put your trust on the list of trusts that it would join, and asks questions first. Only the school, the trusts it asks and those who decide read the answers.",
            Consulting.DeskOf(new Scope(ScopeKind.Trust, ""), Procedure.Id)
        );

    private IReadOnlyList<Letter> Told(
        IReadOnlyList<Person> people,
        string subject,
        string sentence,
        string path
    ) =>
        [
            .. people
                .Where(p =>
                    p is { Status: PersonStatus.Active, Email.IsThere: true }
                    && p.Id != Visitor.Person.Id
                )
                .Select(p => new Letter(
                    p.Email,
                    subject,
                    $"Hello {p.Name}\n\n{sentence}\n\nSign in to read it:\n\n{new Uri(Site, path)}\n"
                )),
        ];

    private IActionResult Show() =>
        AnswerPrivately(
            new PageFrame
            {
                Title = $"Reply: {Names}",
                Section = "mine",
                ForPrograms = false,
                Crumbs =
                [
                    new("Home", "/"),
                    Mine,
                    new($"Consultation: {Names}", One.Address),
                    new("Reply"),
                ],
            }
        );
}
