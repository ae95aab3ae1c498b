using Trellis.Enquiries;
using Trellis.Journal;
using Trellis.Listings;
using Trellis.Measures;
using Trellis.Models;
using Trellis.Pages.Joining;
using Trellis.Pages.Partnerships;
using Trellis.Partnerships;
using Trellis.People;
using Trellis.Procedures;
using Trellis.PublicRecord;
using Trellis.Schools;
using Trellis.Snapshots;
using Trellis.Store;
using Answer = Trellis.Procedures.Answer;

namespace Trellis.Access;

/// <summary>What the people of the demo did in the two years before: partnerships, entries of the directory, an enquiry, an introduction and a federation half-way.</summary>
/// <remarks>All of it came about by the acts that people do on the pages, so nothing is in the demo's register that could not be in another.</remarks>
public sealed class DemoRegister
{
    private readonly Casework casework;
    private readonly DateTimeOffset at;
    private readonly DateOnly today;
    private readonly CancellationToken stop;

    private Speaker own = null!;
    private Speaker trust = null!;
    private Speaker authority = null!;
    private IReadOnlyList<Speaker> neighbours = [];

    private DemoRegister(
        Casework casework,
        DateTimeOffset at,
        DateOnly today,
        CancellationToken stop
    ) => (this.casework, this.at, this.today, this.stop) = (casework, at, today, stop);

    /// <summary>Makes what is not there yet. What a visitor of the demo has changed since stays as it is.</summary>
    /// <param name="people">Those of the demo, prepared already.</param>
    /// <returns>Heads of the schools nearby, who were added so that a visitor can see both sides; none where the country has too few schools.</returns>
    /// <exception cref="InvalidOperationException">The country is not fictional: nobody's real school is said to do what it does not.</exception>
    /// <exception cref="StoreUnavailableException">It cannot be written now.</exception>
    public static async Task<IReadOnlyList<DemoPerson>> Prepare(
        Casework casework,
        Snapshot snapshot,
        IReadOnlyList<DemoPerson> people,
        TimeProvider time,
        string password,
        CancellationToken stop = default
    )
    {
        if (!snapshot.IsFictional)
            throw new InvalidOperationException(
                "Only a fictional country has a register that nobody wrote."
            );
        var register = new DemoRegister(
            casework,
            time.GetUtcNow(),
            new Serving.LondonDay(time).Today,
            stop
        );
        return await register.Write(snapshot, people, password);
    }

    private async Task<IReadOnlyList<DemoPerson>> Write(
        Snapshot snapshot,
        IReadOnlyList<DemoPerson> people,
        string password
    )
    {
        own = await Of(Role.Head);
        trust = await Of(Role.TrustOfficer);
        authority = await Of(Role.LocalAuthorityOfficer);
        var administrator = (await Of(Role.Administrator)).By;
        var schools = Near(snapshot, own.As);
        if (schools.Count < 3)
            return [];
        var turned = Passwords.Turn(password);
        var heads = new List<DemoPerson>();
        var members = new List<Speaker>();
        foreach (var (school, number) in schools.Select((s, i) => (s, i + 2)))
        {
            var head = new DemoPerson(
                new Appointment(Role.Head, Scope.School(school.Urn)),
                $"head{number}@demo.example"
            );
            heads.Add(head);
            members.Add(
                new Speaker(
                    await DemoPeople.Prepare(
                        casework,
                        head,
                        $"Demo head {number} (fictional)",
                        administrator,
                        new Occasion(administrator, at, today),
                        turned,
                        stop
                    ),
                    new Voice(Party.School(school.Urn), RolePlaces.BodyOf(snapshot, head.As.Over))
                )
            );
        }
        neighbours = members;
        await ReadingTogether(snapshot);
        await Moderation();
        await Attendance();
        await Office();
        await Directory();
        await Introduce();
        await Federate();
        return heads;

        async Task<Speaker> Of(Role role)
        {
            var person = people.Single(p => p.As.Role == role);
            var id = (await casework.PersonAt(person.Email, stop))!.Id;
            return new Speaker(
                new Holder(id, person.As),
                new Voice(
                    Party.Of(person.As.Over) ?? default,
                    RolePlaces.BodyOf(snapshot, person.As.Over)
                )
            );
        }
    }

    /// <summary>Three schools that a local authority maintains, of the own school's authority and phase where there are such.</summary>
    private static IReadOnlyList<Establishment> Near(Snapshot snapshot, Party own)
    {
        var here = snapshot.Find(Urn.Parse(own.Scope!.Value.Id, null))!;
        var maintained = snapshot
            .Schools.Where(s => s.IsOpen && s.Name.Length > 0)
            .Select(s => snapshot.Find(s.Urn)!)
            .Where(s =>
                s.Urn != here.Urn
                && s.La is not null
                && s.TypeGroup.Contains("maintained", StringComparison.OrdinalIgnoreCase)
                && snapshot.TrustOf(s.Urn) is null
            )
            .ToList();
        // All three of one authority: only those of one form a federation.
        return maintained
                .GroupBy(s => s.La)
                .Where(g => g.Count() >= 3)
                .OrderBy(g => g.Key != here.La)
                .ThenBy(g => g.Key.ToString(), StringComparer.Ordinal)
                .Select(g =>
                    (IReadOnlyList<Establishment>)
                        [
                            .. g.OrderBy(s => s.Phase != here.Phase)
                                .ThenBy(s => Far(s, here))
                                .ThenBy(s => s.Urn.Value)
                                .Take(3),
                        ]
                )
                .FirstOrDefault()
            ?? [];
    }

    private static double Far(Establishment one, Establishment other) =>
        one.Place is { } a && other.Place is { } b ? a.KilometresTo(b) : double.MaxValue;

    // --- partnerships --------------------------------------------------------------------------------------------------

    /// <summary>The school year that ended last.</summary>
    private Year LastYear => new(today.Month < 9 ? today.Year - 2 : today.Year - 1);

    private Task ReadingTogether(Snapshot snapshot)
    {
        var id = PartnershipId.From(DemoPeople.Ten("reading"));
        var (ash, beech) = (neighbours[0], neighbours[1]);
        var began = new DateOnly(LastYear.Starts - 1, 9, 1);
        var stated = new DateOnly(LastYear.Starts, 9, 20);
        return Tell(
            id.ToString(),
            Deed(
                own,
                stated,
                new RegisterPartnership(
                    id,
                    own.Voice,
                    "Fictional Reading Together",
                    ModelId.Parse("informal-collaboration"),
                    began,
                    [Purpose.StaffTraining, Purpose.StaffPractice, Purpose.PupilAttainment],
                    Depth.Informal,
                    Willingness.Willing,
                    default,
                    [
                        new(own.As, default, [MemberRole.Giver, MemberRole.Lead], began),
                        new(ash.As, default, [MemberRole.Taker], began),
                        new(beech.As, default, [MemberRole.Taker], stated),
                    ],
                    new Agreement(
                        true,
                        today.AddMonths(5),
                        60,
                        "In this fictional agreement each school gives three days a term."
                    ),
                    new Costs(500, 1800, [Funding.Members], "Each fictional school pays a third."),
                    []
                )
            ),
            Deed(ash, stated.AddDays(4), new ConfirmMembership(id, ash.Voice)),
            Deed(beech, stated.AddDays(9), new ConfirmMembership(id, beech.Voice)),
            Deed(
                own,
                stated.AddDays(30),
                new SetAim(
                    id,
                    own.Voice,
                    "Fewer pupils of these fictional schools miss a tenth of their lessons",
                    MeasureId.Parse("absence.persistent10"),
                    12_000,
                    new Year(LastYear.Starts + 2)
                )
            ),
            Deed(
                own,
                stated.AddDays(40),
                new DeepenPartnership(id, own.Voice, Depth.Planned, stated.AddDays(35))
            ),
            Deed(
                ash,
                stated.AddDays(60),
                new SharePost(
                    id,
                    ash.Voice,
                    "Reading lead (fictional)",
                    25,
                    ash.As,
                    stated.AddDays(50)
                )
            ),
            Deed(
                own,
                stated.AddDays(90),
                new ShareTraining(
                    id,
                    own.Voice,
                    "Fictional day on reading aloud",
                    TrainingProvider.Member,
                    stated.AddDays(80)
                )
            ),
            Deed(
                ash,
                today.AddDays(-2),
                new FileReturn(
                    id,
                    ash.Voice,
                    LastYear,
                    21,
                    140,
                    1650,
                    [Purpose.StaffTraining, Purpose.PupilAttainment],
                    4,
                    "Our fictional staff read plans together, and pupils changed schools for two days.",
                    "The fictional bus was late each time. This is for the members alone.",
                    Outlook.GoOn
                )
            )
        );
    }

    private Task Moderation()
    {
        var id = PartnershipId.From(DemoPeople.Ten("moderation"));
        var (ash, cedar) = (neighbours[0], neighbours[2]);
        var began = new DateOnly(LastYear.Starts - 1, 10, 3);
        var stated = new DateOnly(LastYear.Starts, 9, 12);
        return Tell(
            id.ToString(),
            Deed(
                cedar,
                stated,
                new RegisterPartnership(
                    id,
                    cedar.Voice,
                    "Fictional Moderation Circle",
                    ModelId.Parse("peer-review"),
                    began,
                    [Purpose.StaffPractice],
                    Depth.Planned,
                    Willingness.Willing,
                    default,
                    [
                        new(cedar.As, default, [MemberRole.Lead], began),
                        new(ash.As, default, [], began),
                    ],
                    Agreement.None,
                    Costs.NotSaid,
                    []
                )
            ),
            Deed(ash, stated.AddDays(7), new ConfirmMembership(id, ash.Voice)),
            Deed(
                cedar,
                stated.AddDays(200),
                new EndPartnership(
                    id,
                    cedar.Voice,
                    stated.AddDays(195),
                    EndReason.Drifted,
                    "Two fictional heads changed schools, and nobody took it up."
                )
            )
        );
    }

    /// <summary>What the own school is asked to confirm.</summary>
    private Task Attendance()
    {
        var id = PartnershipId.From(DemoPeople.Ten("attendance"));
        var (ash, cedar) = (neighbours[0], neighbours[2]);
        var began = today.AddDays(-70);
        return Tell(
            id.ToString(),
            Deed(
                ash,
                today.AddDays(-20),
                new RegisterPartnership(
                    id,
                    ash.Voice,
                    "Fictional Attendance Group",
                    ModelId.Parse("informal-collaboration"),
                    began,
                    [Purpose.PupilSocial, Purpose.SchoolImprovement],
                    Depth.Informal,
                    Willingness.Willing,
                    default,
                    [
                        new(ash.As, default, [], began),
                        new(own.As, default, [], began),
                        new(cedar.As, default, [], began),
                    ],
                    Agreement.None,
                    Costs.NotSaid,
                    []
                )
            )
        );
    }

    /// <summary>What binds: the trust acts for its school.</summary>
    private Task Office()
    {
        var id = PartnershipId.From(DemoPeople.Ten("office"));
        var beech = neighbours[1];
        var began = new DateOnly(LastYear.Starts + 1, 9, 1).AddDays(-60);
        var stated = began.AddDays(5);
        return Tell(
            id.ToString(),
            Deed(
                trust,
                stated,
                new RegisterPartnership(
                    id,
                    trust.Voice,
                    "Fictional Shared Office",
                    ModelId.Parse("service-agreement"),
                    began,
                    [Purpose.SchoolEconomic],
                    Depth.Agreed,
                    Willingness.Willing,
                    default,
                    [
                        new(trust.As, default, [MemberRole.Giver], began),
                        new(beech.As, default, [MemberRole.Taker], began),
                    ],
                    new Agreement(true, null, 90, "Fictional terms: pay, payroll and buying."),
                    new Costs(null, 6400, [Funding.Members], default),
                    []
                )
            ),
            Deed(beech, stated.AddDays(3), new ConfirmMembership(id, beech.Voice)),
            Deed(
                trust,
                stated.AddDays(8),
                new ShareService(id, trust.Voice, "Fictional payroll", began, 2300)
            )
        );
    }

    private Func<Conditions, Task<Done<Partnership>>> Deed<TEvent>(
        Speaker by,
        DateOnly day,
        Act<Partnership, TEvent> act
    )
        where TEvent : Event<Partnership> => Step(by.By, day, act, after => [after.Public]);

    // --- the directory, an enquiry, an introduction --------------------------------------------------------------------

    private async Task Directory()
    {
        var (ash, beech, cedar) = (neighbours[0], neighbours[1], neighbours[2]);
        var offer = ListingId.From(DemoPeople.Ten("offer"));
        await List(
            own,
            offer,
            ListingKind.Offer,
            "reading",
            "Fictional help with reading: our staff come to you.",
            -110,
            12
        );
        await List(
            ash,
            ListingId.From(DemoPeople.Ten("need")),
            ListingKind.Need,
            "attendance",
            "A fictional school looks for one that got its pupils back.",
            -25,
            6
        );
        await List(
            cedar,
            ListingId.From(DemoPeople.Ten("languages")),
            ListingKind.Offer,
            "send",
            "Fictional help with special educational needs: visit our base.",
            -40,
            4
        );
        await List(
            beech,
            ListingId.From(DemoPeople.Ten("post")),
            ListingKind.PostOffered,
            "leadership",
            "A fictional business manager has two days a week free.",
            -15,
            null,
            new Post("Business manager (fictional)", 20, today.AddDays(40), 45)
        );
        var offered = (await casework.Find<Listing>(offer.ToString(), stop))!.State;
        var agreed = EnquiryId.From(DemoPeople.Ten("agreed"));
        await Tell<Enquiry>(
            agreed.ToString(),
            Step(cedar.By, today.AddDays(-60), Ask(cedar, agreed), _ => []),
            Step(
                own.By,
                today.AddDays(-55),
                new ReplyToEnquiry(
                    agreed,
                    own.Voice,
                    ReplyKind.Yes,
                    null,
                    "Our fictional reading lead would be glad to come.",
                    5,
                    today.AddMonths(6)
                ),
                after => [PublicLoad.Of(offered, Load.Of(offer, [after], today))]
            )
        );
        var waiting = EnquiryId.From(DemoPeople.Ten("waiting"));
        await Tell<Enquiry>(
            waiting.ToString(),
            Step(ash.By, today.AddDays(-3), Ask(ash, waiting), _ => [])
        );

        AskSchool Ask(Speaker by, EnquiryId id) =>
            new(
                id,
                by.Voice,
                own.As,
                offer,
                TopicId.Parse("reading"),
                false,
                "Could two of our fictional teachers watch yours for a morning?",
                4,
                true
            );
    }

    private Task List(
        Speaker by,
        ListingId id,
        ListingKind kind,
        string topic,
        string words,
        int days,
        int? daysATerm,
        Post? post = null
    ) =>
        Tell(
            id.ToString(),
            Step(
                by.By,
                today.AddDays(days),
                new PostListing(
                    id,
                    by.Voice,
                    kind,
                    new ListingTerms(
                        TopicId.Parse(topic),
                        words,
                        daysATerm,
                        today.AddDays(days),
                        null,
                        kind == ListingKind.Offer
                            ? "We did this for two fictional schools."
                            : default(FreeText),
                        [],
                        default,
                        post
                    )
                ),
                after => [PublicListing.Of(after), PublicLoad.Of(after, [])]
            )
        );

    private Task Introduce()
    {
        var id = IntroductionId.From(DemoPeople.Ten("introduction"));
        var (ash, cedar) = (neighbours[0], neighbours[2]);
        return Tell(
            id.ToString(),
            Step(
                authority.By,
                today.AddDays(-12),
                new ProposeIntroduction(
                    id,
                    authority.Voice,
                    [own.As, ash.As, cedar.As],
                    [own.As],
                    TopicId.Parse("attendance"),
                    "These fictional schools share families, and each tries something else."
                ),
                Counted
            ),
            Step(
                ash.By,
                today.AddDays(-8),
                new AnswerIntroduction(id, ash.Voice, true, null, "Yes, after the fictional fair."),
                Counted
            )
        );

        static IReadOnlyList<PublicChange> Counted(Introduction after) =>
            [IntroductionCounts.Of(after.By, [after]).ToPublic()];
    }

    // --- a federation half-way -----------------------------------------------------------------------------------------

    private Task Federate()
    {
        var id = CaseId.From(DemoPeople.Ten("federation"));
        var (beech, cedar) = (neighbours[1], neighbours[2]);
        var body = beech.Voice.Body!.Value;
        var published = today.AddDays(-21);
        return Tell(
            id.ToString(),
            Step(
                beech.By,
                today.AddDays(-120),
                new BeginProcedure(
                    id,
                    ProcedureId.Parse("federation-formation"),
                    today.AddDays(-120),
                    beech.As.Scope!.Value,
                    [
                        new(Named("school"), beech.As.Scope!.Value, body),
                        new(Named("school"), cedar.As.Scope!.Value, body),
                        new(Named("authority"), body, null),
                    ]
                ),
                Shown
            ),
            Take(beech, "consider-report", -90, Report(-92)),
            Take(cedar, "consider-report", -85, Report(-88)),
            Take(beech, "agree-proposals", -50, Answer.Of(Named("agreed-on"), today.AddDays(-52))),
            Take(cedar, "agree-proposals", -45, Answer.Of(Named("agreed-on"), today.AddDays(-47))),
            Take(
                beech,
                "publish-proposals",
                -21,
                Answer.Of(Named("published-on"), published),
                Answer.Of(Named("closing-on"), published.AddDays(49)),
                Answer.Of(Named("federation-on"), published.AddDays(200)),
                Answer.Of(Named("governors"), 9),
                Answer.Of(
                    Named("contents"),
                    [
                        Named("partners"),
                        Named("size"),
                        Named("categories"),
                        Named("staffing"),
                        Named("federation-date"),
                        Named("admissions"),
                        Named("closing-date"),
                    ]
                ),
                Answer.Of(
                    Named("sent-to"),
                    [
                        Named("secretary-of-state"),
                        Named("authorities"),
                        Named("heads"),
                        Named("staff"),
                        Named("parents"),
                    ]
                ),
                Answer.Of(
                    Named("read-at"),
                    (FreeText)"At the offices of both schools, which are fictional."
                )
            )
        );

        Func<Conditions, Task<Done<ProcedureCase>>> Take(
            Speaker by,
            string step,
            int day,
            params IReadOnlyList<Answer> answers
        ) =>
            Step(
                by.By,
                today.AddDays(day),
                new TakeStep(id, Named(step), by.As.Scope!.Value, body, answers),
                Shown
            );

        Answer[] Report(int day) =>
            [
                Answer.Of(Named("report-on"), today.AddDays(day)),
                Answer.Of(Named("named-item"), Answer.Ticked),
                Answer.Of(Named("go-on"), Named("yes")),
            ];

        static Code Named(string code) => Code.Parse(code);

        static IReadOnlyList<PublicChange> Shown(ProcedureCase after) => [PublicCase.Of(after)];
    }

    // --- what all of it has in common ----------------------------------------------------------------------------------

    /// <summary>An act that somebody did on a day.</summary>
    private Func<Conditions, Task<Done<TState>>> Step<TState, TEvent>(
        Holder by,
        DateOnly day,
        Act<TState, TEvent> act,
        Func<TState, IReadOnlyList<PublicChange>> open
    )
        where TState : State
        where TEvent : Event<TState> =>
        conditions =>
            casework.Do(
                act,
                new Occasion(
                    by,
                    day == today ? at : new DateTimeOffset(day, new TimeOnly(10, 0), TimeSpan.Zero),
                    day
                ),
                conditions,
                (_, after) => new Alongside([], open(after)),
                stop
            );

    /// <summary>Does the acts that made something what it is, from where an earlier start broke off.</summary>
    private async Task Tell<TState>(
        string key,
        params IReadOnlyList<Func<Conditions, Task<Done<TState>>>> acts
    )
        where TState : State
    {
        // Each act makes an edition, so the number of the newest one tells how far it came.
        var begun = (await casework.Find<TState>(key, stop))?.Version ?? 0;
        for (var i = begun; i < acts.Count; i++)
            if (await acts[i](new Conditions(i)) is Done<TState>.Refused no)
            {
                // What visitors did in between may leave no room for the rest, and theirs counts.
                if (begun > 0)
                    return;
                throw new InvalidOperationException(
                    $"The register of the demo breaks a rule: {no.Why.Code}: {no.Why.Sentence}"
                );
            }
    }
}
