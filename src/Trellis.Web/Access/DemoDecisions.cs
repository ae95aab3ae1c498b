using Trellis.Brokerage;
using Trellis.Consistency;
using Trellis.Jobs;
using Trellis.Journal;
using Trellis.Pages.Joining;
using Trellis.People;
using Trellis.Placements;
using Trellis.Procedures;
using Trellis.Schools;
using Trellis.Serving;
using Trellis.Snapshots;
using Trellis.Store;
using Answer = Trellis.Procedures.Answer;

namespace Trellis.Access;

/// <summary>Decisions of the year before in three regions of the demo, some of them different about schools that are alike, so that a visitor sees what a quarter of them looks like, and what a decider answers.</summary>
/// <remarks>Each case is taken to its decision by the acts that people do on the pages, each on its day. All words in them say that they are fictional.</remarks>
public sealed class DemoDecisions
{
    private const int OfEachRegion = 7;
    private const int Regions = 3;

    // From the first day of a case to its decision, the summer holidays within it.
    private const int DaysToDecision = 130;

    private static readonly ProcedureId kind = ProcedureId.Parse("academy-order");

    private readonly Casework casework;
    private readonly Snapshot snapshot;
    private readonly DateOnly today;
    private readonly CancellationToken stop;

    private DemoDecisions(
        Casework casework,
        Snapshot snapshot,
        DateOnly today,
        CancellationToken stop
    ) => (this.casework, this.snapshot, this.today, this.stop) = (casework, snapshot, today, stop);

    /// <summary>Makes those that are not there yet, and publishes the quarters that are due. What visitors have done since stays.</summary>
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
                "Only a fictional country has decisions that nobody took."
            );
        var demo = new DemoDecisions(casework, snapshot, new LondonDay(time).Today, stop);
        var (officer, decider) = (await Of(Role.RegionOfficer), await Of(Role.DecisionMaker));
        var regions = snapshot
            .Schools.Where(s => s.IsOpen)
            .Select(s => snapshot.Find(s.Urn)!.Region)
            .Where(r => r.Length > 0)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .Select(r => new Scope(ScopeKind.Region, Places.Regions.Slug(r)))
            .OrderBy(r => r != officer.As.Over)
            .Take(Regions);
        foreach (var (region, i) in regions.Select((r, i) => (r, i)))
            // Whoever decides in the demo's region stands in for the others, whose people nobody signs in as.
            await demo.Write(
                new Holder(officer.Person, officer.As with { Over = region }),
                new Holder(decider.Person, decider.As with { Over = region }),
                i
            );
        using var record = PublicRecordFile.Open(casework.Folder);
        var published = await ComparingDecisions.Publish(
            casework,
            record,
            snapshot,
            time,
            demo.today,
            stop
        );
        foreach (var quarter in published)
            await demo.Answer(quarter, decider);

        async Task<Holder> Of(Role role)
        {
            var person = people.Single(p => p.As.Role == role);
            return new Holder((await casework.PersonAt(person.Email, stop))!.Id, person.As);
        }
    }

    private async Task Write(Holder officer, Holder decider, int number)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var given in casework.AllDocuments<BrokerageCase>(stop))
            taken.UnionWith(given.Schools.Select(s => s.ToString()));
        var made = 0;
        foreach (var school in snapshot.Schools)
        {
            var scope = Scope.School(school.Urn);
            if (
                !school.IsOpen
                || school.Current.Phase != Phase.Primary
                || Places.Regions.Slug(school.Current.Region) != officer.As.Over.Id
                || RolePlaces.BodyOf(snapshot, scope) is not { Kind: ScopeKind.LocalAuthority }
                // The consent of a diocese is another story.
                || Provisions.FaithOf([school.Current]).Length > 0
            )
                continue;
            var name = $"decided {number} {made}";
            var reference = CaseRef.From(DemoPeople.Ten($"case {name}"));
            if (await casework.Find<BrokerageCase>(reference.ToString(), stop) is null)
            {
                if (taken.Contains(scope.ToString()))
                    continue;
                // Two months apart, the youngest decided in the quarter that is published last.
                var decided = Quarter.Of(today).Before.Last.AddDays(-9 - number * 11 - made * 55);
                if (
                    !await Take(
                        name,
                        reference,
                        school.Urn,
                        officer,
                        decider,
                        decided,
                        number,
                        made
                    )
                )
                    continue;
            }
            if (++made == OfEachRegion)
                return;
        }
    }

    private async Task<bool> Take(
        string name,
        CaseRef reference,
        Urn school,
        Holder officer,
        Holder decider,
        DateOnly decided,
        int region,
        int number
    )
    {
        var day = decided.AddDays(-DaysToDecision);
        if (
            CaseKind.Of(kind) is not { } known
            || CaseOpening.From(snapshot, known, [school], null, day) is not { } opening
            || opening.Region != officer.As.Over
            || await casework.DoTogether(
                opening.Acts(reference, officer.As.Over, IdOf, day, once: $"demo-{reference}"),
                On(officer, day),
                stop
            )
                is not null
        )
            return false;
        // In each region one is decided otherwise than the rest.
        var yes = (number + 2 * region) % 6 != 1;
        var shortOf = yes && number != 6 ? "met" : "partly";
        var main = IdOf(kind);
        await Step(
            IdOf(CaseKind.Consultation),
            "bypass",
            officer,
            day.AddDays(20),
            ("not-because", "asked-before")
        );
        await Step(
            main,
            "record-concern",
            officer,
            day.AddDays(9),
            ("category", "warning-notice"),
            ("foundation", "no")
        );
        await Step(main, "weigh-options", officer, day.AddDays(18));
        await Step(main, "propose-order", decider, day.AddDays(27), ("proposed-because", "other"));
        await Step(main, "put-on-agenda", officer, day.AddDays(108));
        await Step(
            main,
            "record-advice",
            officer,
            decided.AddDays(-1),
            ("advice", yes ? "support" : "split")
        );
        await Step(
            main,
            "decide",
            decider,
            decided,
            ("decision", yes ? "approved" : "not-made"),
            ("education", "met"),
            ("improvement", shortOf),
            ("workforce", "met"),
            ("finance", number == 2 ? "partly" : "met"),
            ("governance", yes ? "met" : "not-met"),
            ("equality", "unlikely"),
            ("decided-by", "regional-director")
        );
        return true;

        CaseId IdOf(ProcedureId id) => CaseId.From(DemoPeople.Ten($"case {name} {id}"));

        async Task Step(
            CaseId id,
            string step,
            Holder by,
            DateOnly on,
            params (string Ask, string Choice)[] choices
        )
        {
            if (
                await casework.Find<ProcedureCase>(id.ToString(), stop) is not { State: var given }
                || given.Table.StepOf(Code.Parse(step)) is not { } found
            )
                return;
            var answers = new List<Answer>();
            foreach (var ask in found.Asks.Where(a => a.IsAsked(answers)))
                if (
                    choices.FirstOrDefault(c => ask.Id.ToString() == c.Ask) is
                    { Choice: { } choice }
                )
                    answers.Add(Trellis.Procedures.Answer.Of(ask.Id, [Code.Parse(choice)]));
                else if (DayOf($"{ask.Id}") is { } ahead)
                    answers.Add(Trellis.Procedures.Answer.Of(ask.Id, ahead));
                else if (DemoCases.Given(given.Table, found, ask, opening, on, 0) is { } answer)
                    answers.Add(answer);
            await casework.Do(
                new TakeStep(id, found.Id, by.As.Over, null, answers),
                On(by, on),
                Conditions.None,
                (_, after) => new Alongside([], [PublicCase.Of(after)]),
                stop
            );
        }

        DateOnly? DayOf(string ask) =>
            ask switch
            {
                "views-until" => day.AddDays(105),
                "board-on" or "advised-on" => decided.AddDays(-3),
                "decided-on" => decided,
                _ => null,
            };
    }

    private async Task Answer(Quarter quarter, Holder decider)
    {
        if (
            await casework.Find<ConsistencyReport>($"{quarter}", stop) is not { State: var report }
            || report.Editions is not [.., var newest]
            || report.Answers.Count > 0
            || newest.Audit.Pairs.FirstOrDefault(p =>
                newest.Find(p.Later)!.Region == decider.As.Over
            )
                is not { } pair
        )
            return;
        await casework.Do(
            new AnswerDifference(
                quarter,
                pair.Earlier,
                pair.Later,
                "A fictional answer: the governors of the second school had changed two months before, and a new head had begun. No open figure shows that."
            ),
            On(decider, today),
            beside: (_, after) => new Alongside([], [PublicConsistency.Of(after)]),
            stop: stop
        );
    }

    private static Occasion On(Holder by, DateOnly day) =>
        new(by, new DateTimeOffset(day, new TimeOnly(10, 0), TimeSpan.Zero), day);
}
