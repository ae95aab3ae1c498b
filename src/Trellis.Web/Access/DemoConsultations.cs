using Trellis.Brokerage;
using Trellis.Consultations;
using Trellis.Journal;
using Trellis.Mail;
using Trellis.People;
using Trellis.Procedures;
using Trellis.Schools;
using Trellis.Serving;
using Trellis.Snapshots;
using Trellis.Store;
using Answer = Trellis.Procedures.Answer;

namespace Trellis.Access;

/// <summary>Consultations of the demo's cases: one that is open and asks the demo's own head, some that are reported, one where nobody was asked. Whoever replies in them is fictional.</summary>
/// <remarks>Each is done by the acts that people do on the pages, each on its day. What visitors have done in a consultation stays.</remarks>
public sealed class DemoConsultations
{
    private readonly Casework casework;
    private readonly Snapshot snapshot;
    private readonly DateOnly today;
    private readonly CancellationToken stop;
    private readonly Holder officer;

    private DemoConsultations(
        Casework casework,
        Snapshot snapshot,
        Holder officer,
        DateOnly today,
        CancellationToken stop
    ) =>
        (this.casework, this.snapshot, this.officer, this.today, this.stop) = (
            casework,
            snapshot,
            officer,
            today,
            stop
        );

    /// <summary>Takes them as far as their day allows.</summary>
    /// <param name="people">Those of the demo, prepared already, with the cases.</param>
    /// <exception cref="InvalidOperationException">The country is not fictional.</exception>
    /// <exception cref="StoreUnavailableException">It cannot be written now.</exception>
    public static async Task Prepare(
        Casework casework,
        Snapshot snapshot,
        IReadOnlyList<DemoPerson> people,
        TimeProvider time,
        CancellationToken stop = default
    )
    {
        if (!snapshot.IsFictional)
            throw new InvalidOperationException(
                "Only a fictional country has replies that nobody gave."
            );
        var region = people.Single(p => p.As.Role == Role.RegionOfficer);
        var demo = new DemoConsultations(
            casework,
            snapshot,
            new Holder((await casework.PersonAt(region.Email, stop))!.Id, region.As),
            new LondonDay(time).Today,
            stop
        );
        await demo.Write(people.First(p => p.As.Role == Role.Head).As.Over);
    }

    private async Task Write(Scope own)
    {
        if (
            (await casework.Documents<ProcedureCase>(own.ToString(), stop: stop)).All(p =>
                p.State.Procedure != CaseKind.Consultation
            )
        )
            await OpenFor(own);
        var planned = new List<ProcedureCase>();
        await foreach (var given in casework.AllDocuments<ProcedureCase>(stop))
            if (
                given.Procedure == CaseKind.Consultation
                && given is { Stopped: null, History.Count: 0 }
                && given.Parties.Any(p => p.Over == officer.As.Over)
            )
                planned.Add(given);
        var bypassed = false;
        foreach (var given in planned.OrderBy(p => p.BegunOn).ThenBy(p => p.Key))
        {
            var isOwn = given.Parties.Any(p => p.Over == own);
            var age = today.DayNumber - given.BegunOn.DayNumber;
            if (!isOwn && age > 100 && !bypassed)
            {
                bypassed = true;
                await Step(
                    given,
                    "bypass",
                    given.BegunOn.AddDays(7),
                    Chosen("not-because", "body-ends"),
                    Words("not-because-words", "A fictional trust was wound up by a court.")
                );
            }
            else if (isOwn || age > 20)
                await Hold(given, isOwn);
        }
    }

    /// <summary>A case about the school of the demo's own head, so that there is something to reply to.</summary>
    private async Task OpenFor(Scope own)
    {
        var reference = CaseRef.From(DemoPeople.Ten("consultation case"));
        var day = today.AddDays(-40);
        if (
            !Urn.TryParse(own.Id, null, out var urn)
            || await casework.Find<BrokerageCase>(reference.ToString(), stop) is not null
        )
            return;
        var kind = snapshot.TrustOf(urn) is null ? "academy-order" : "transfer-by-consent";
        if (
            CaseKind.Of(ProcedureId.Parse(kind)) is { } known
            && CaseOpening.From(snapshot, known, [urn], Other(urn), day) is { } opening
            && opening.Region == officer.As.Over
        )
            await casework.DoTogether(
                opening.Acts(
                    reference,
                    officer.As.Over,
                    id => CaseId.From(DemoPeople.Ten($"consultation case {id}")),
                    day,
                    once: $"demo-{reference}"
                ),
                On(day),
                stop
            );
    }

    private Scope? Other(Urn school) =>
        snapshot
            .Schools.Where(s => s.IsOpen)
            .Select(s => snapshot.TrustOf(s.Urn))
            .FirstOrDefault(t =>
                t is not null
                && t.Uid != snapshot.TrustOf(school)?.Uid
                && snapshot.MembershipsIn(t.Uid).Count(m => m.To is null) > 2
            )
            is { } trust
            ? Scope.Trust(trust.Uid)
            : null;

    /// <summary>Plans it, opens it on the first day that fits, has people reply, and reports once it is over.</summary>
    /// <param name="isOpen">Whether it is to be open today, however long ago its case began.</param>
    private async Task Hold(ProcedureCase given, bool isOpen)
    {
        var from = isOpen ? today.AddDays(-14) : given.BegunOn.AddDays(10);
        if (ConsultationDays.Usual.Next(from) is not { } window || window.Opens > today.AddDays(60))
            return;
        var planned = from < window.Opens ? from : window.Opens;
        await Step(
            given,
            "plan",
            planned,
            Words(
                "proposed",
                "That this fictional school joins another fictional trust. Its name, its uniform and its places stay."
            ),
            Words(
                "other-ways",
                "It stays where it is, with help from a school nearby. Or it forms a federation with two neighbours."
            ),
            Words(
                "criteria",
                "The published criteria, version 4. The regional director decides, after advice by the board."
            ),
            Words(
                "if-nothing",
                "The school goes on alone. It has had three heads in four years, and a deficit."
            ),
            Words(
                "figures",
                "Results and numbers of pupils as on the page of this school, all of them fictional."
            ),
            Answer.Of(Code.Parse("decides-on"), window.Closes.AddDays(40)),
            Chosen("asked", "school", "parents", "staff", "authority", "trusts", "pupils"),
            Chosen("ranking", "yes"),
            Chosen("marks", "formative", "information")
        );
        await Step(
            given,
            "open",
            planned,
            Answer.Of(Code.Parse("opens-on"), window.Opens),
            Answer.Of(Code.Parse("closes-on"), window.Closes)
        );
        if (window.Opens > today)
            return;
        await Keep(given.Id, window.Opens);
        for (var i = 0; i < People.Count; i++)
            if (window.Opens.AddDays(i) is var day && day <= today && day <= window.Closes)
                await Reply(given.Id, i, day);
        if (window.Closes >= today)
            return;
        await Keep(given.Id, window.Closes.AddDays(1));
        var read = window.Closes.AddDays(3);
        if (read > today)
            return;
        foreach (var reply in await casework.PeopleIn(given.Id, stop))
            await casework.Do(new ReadPersonReply(reply.Id), On(read), stop: stop);
        await Step(
            given,
            "report",
            read,
            Words(
                "said",
                "Fictional parents asked about the name, the uniform and places for younger children. Staff asked about their pay."
            ),
            Words(
                "did",
                "The name stays for five years, and the trust has written so. Places for younger children are part of the agreement."
            ),
            Words(
                "did-not",
                "The day of the change stays, because the school cannot plan a budget without it."
            ),
            Chosen("considered", "yes")
        );
    }

    private static readonly IReadOnlyList<(Replier As, ReplyView View, string Words)> People =
    [
        (Replier.Parent, ReplyView.For, "A fictional parent: it should have happened sooner."),
        (Replier.Parent, ReplyView.Against, "A fictional parent: the bus does not go there."),
        (Replier.Staff, ReplyView.Neither, "Fictional staff: what becomes of our pay?"),
        (Replier.Parent, ReplyView.For, ""),
        (Replier.Parent, ReplyView.For, "A fictional parent: please keep the name."),
        (Replier.Neighbour, ReplyView.For, ""),
        (Replier.Parent, ReplyView.Against, "A fictional parent: not another head."),
        (Replier.Pupil, ReplyView.Neither, "A fictional pupil: do we keep the uniform?"),
    ];

    private async Task Reply(CaseId id, int number, DateOnly day)
    {
        var (replier, view, words) = People[number];
        var at = new DateTimeOffset(day, new TimeOnly(18, 0), TimeSpan.Zero);
        var address = $"reply{number}@fictional.example";
        var digest = Secrets.Digest($"demo {id} {number}");
        // A demo writes to nobody: the letter with the link is made and answered in one go.
        await casework.KeepUnconfirmed(
            digest,
            new UnconfirmedReply(id, replier, view, words, address),
            at,
            at.AddDays(7),
            null,
            stop
        );
        await casework.ConfirmReply(digest, at, day, stop);
    }

    private async Task Keep(CaseId id, DateOnly day) =>
        await casework.KeepConsultation(
            (await casework.Find<ProcedureCase>(id.ToString(), stop))!.State,
            new Occasion(
                new Journal.Program("consultations"),
                new DateTimeOffset(day, new TimeOnly(1, 0), TimeSpan.Zero),
                day
            ),
            Secrets.Draw,
            () => Task.FromResult<IReadOnlyList<Letter>>([]),
            address => new Letter(address, "", ""),
            stop
        );

    private Task<Done<ProcedureCase>> Step(
        ProcedureCase given,
        string step,
        DateOnly day,
        params IReadOnlyList<Answer> answers
    ) =>
        casework.Do(
            new TakeStep(given.Id, Code.Parse(step), officer.As.Over, null, answers),
            On(day),
            Conditions.None,
            (_, after) => new Alongside([], [PublicCase.Of(after)]),
            stop
        );

    private static Answer Words(string ask, string words) =>
        Answer.Of(Code.Parse(ask), (FreeText)words);

    private static Answer Chosen(string ask, params IReadOnlyList<string> chosen) =>
        Answer.Of(Code.Parse(ask), [.. chosen.Select(c => Code.Parse(c))]);

    private Occasion On(DateOnly day) =>
        new(officer, new DateTimeOffset(day, new TimeOnly(10, 0), TimeSpan.Zero), day);
}
