using System.Diagnostics;
using Trellis.Boards;
using Trellis.Journal;
using Trellis.People;
using Trellis.Procedures;
using Trellis.Redactions;

namespace Trellis.Bench;

/// <summary>What walks through meetings and the publication of their notes came to.</summary>
/// <param name="Done">Acts that were done.</param>
/// <param name="Refused">Acts that were drawn and refused.</param>
/// <param name="Stages">How many of the stages of a meeting were reached.</param>
/// <param name="Acts">How many kinds of acts were done at least once.</param>
/// <param name="Illegal">Stages and acts that the tables here do not have so; 0 is the aim.</param>
/// <param name="Unjournalled">Changes of a meeting that no event made; 0 is the aim.</param>
public sealed record MeetingsWalked(
    int Walks,
    long Done,
    long Refused,
    int Stages,
    int OfStages,
    int Acts,
    int OfActs,
    long Illegal,
    long Unjournalled,
    double Seconds
);

/// <summary><c>trellis bench meetings</c>: random acts by random people on random days, each looked at again by tables that are written a second time here.</summary>
internal static class MeetingsBench
{
    public static MeetingsWalked Run(int walks)
    {
        var clock = Stopwatch.StartNew();
        var (stages, acts) = (new HashSet<MeetingStage>(), new HashSet<string>());
        var (done, refused, illegal, unjournalled) = (0L, 0L, 0L, 0L);
        for (var seed = 0; seed < walks; seed++)
        {
            var walk = new MeetingWalk(seed);
            walk.Go();
            stages.UnionWith(walk.Stages);
            acts.UnionWith(walk.Acts);
            done += walk.Done;
            refused += walk.Refused;
            illegal += walk.Illegal;
            unjournalled += walk.Unjournalled;
        }
        return new MeetingsWalked(
            walks,
            done,
            refused,
            stages.Count,
            Enum.GetValues<MeetingStage>().Length,
            acts.Count,
            MeetingWalk.Table.Count,
            illegal,
            unjournalled,
            clock.Elapsed.TotalSeconds
        );
    }
}

/// <summary>One random walk of one meeting.</summary>
internal sealed class MeetingWalk(int seed)
{
    private const int Longest = 150;

    /// <summary>The stages in which each event may happen, as the list of states in the description of boards has them.</summary>
    public static readonly IReadOnlyDictionary<string, MeetingStage[]> Table = new Dictionary<
        string,
        MeetingStage[]
    >(StringComparer.Ordinal)
    {
        [nameof(MeetingScheduled)] = [],
        [nameof(MeetingCancelled)] = [.. Before],
        [nameof(AgendaPublished)] = [.. Before],
        [nameof(PapersSent)] = [MeetingStage.AgendaPublished],
        [nameof(MeetingHeld)] =
        [
            MeetingStage.AgendaPublished,
            MeetingStage.PapersSent,
            MeetingStage.Held,
            MeetingStage.NoteDrafted,
        ],
        [nameof(PartiesTold)] = [.. After],
        [nameof(NoteSet)] = [.. After],
        [nameof(NoteFinished)] = [MeetingStage.Held],
        [nameof(NoteRedacted)] = [.. After],
        [nameof(NoteChecked)] = [.. After],
        [nameof(NotePublished)] = [MeetingStage.NoteDrafted, MeetingStage.NotePublished],
        [nameof(NoteReviewed)] = [MeetingStage.NotePublished],
    };

    private static IEnumerable<MeetingStage> Before =>
        [MeetingStage.Scheduled, MeetingStage.AgendaPublished, MeetingStage.PapersSent];

    private static IEnumerable<MeetingStage> After =>
        [MeetingStage.Held, MeetingStage.NoteDrafted, MeetingStage.NotePublished];

    private static readonly Scope region = Scope.Parse("region:fictional-1");
    private static readonly Holder officer = Who(1, Role.RegionOfficer, region);
    private static readonly Holder second = Who(2, Role.RegionOfficer, region);
    private static readonly Holder decider = Who(3, Role.DecisionMaker, region);
    private static readonly Holder member = Who(4, Role.BoardMember, region);
    private static readonly Holder elsewhere = Who(
        5,
        Role.RegionOfficer,
        Scope.Parse("region:fictional-2")
    );
    private static readonly Actor[] people =
    [
        officer,
        officer,
        second,
        decider,
        member,
        elsewhere,
        new Journal.Program("release-redactions"),
    ];

    // No letter of it is in any other word that the walk writes.
    private const string Secret = "zzqxj";

    private readonly Random chance = new(seed);

    // Each is another one, so that what hides one has not to hide all.
    private int secrets = 100;
    private DecisionMeeting? now;
    private DateOnly today = new(2026, 1, 5);

    public HashSet<MeetingStage> Stages { get; } = [];
    public HashSet<string> Acts { get; } = new(StringComparer.Ordinal);
    public long Done { get; private set; }
    public long Refused { get; private set; }
    public long Illegal { get; private set; }
    public long Unjournalled { get; private set; }

    private static Holder Who(byte number, Role role, Scope over) =>
        new(PersonId.From([number, 0, 1, 1, 1, 1, 1, 1, 1, 1]), new Appointment(role, over));

    private static AgendaItem Item(int number) =>
        new(
            CaseRef.From([(byte)number, 0, 1, 1, 1, 1, 1, 1, 1, 1]),
            CaseId.From([(byte)number, 0, 1, 1, 1, 1, 1, 1, 1, 1])
        );

    public void Go()
    {
        var day = today.AddDays(5 + chance.Next(25));
        for (var step = 0; step < Longest; step++)
        {
            if (chance.Next(4) == 0)
                today = today.AddDays(chance.Next(8));
            Next(MeetingRef.Of(region, day));
            if (now is { Stage: MeetingStage.Cancelled } && chance.Next(3) == 0)
                return;
        }
    }

    private void Next(MeetingRef meeting)
    {
        var item = Item(chance.Next(4)).Case;
        switch (chance.Next(now is null ? 2 : 15))
        {
            case 0:
                Do(new ScheduleMeeting(meeting));
                break;
            case 1:
                Do(
                    new PublishAgenda(
                        meeting,
                        "board@fictional.example",
                        today.AddDays(chance.Next(6) - 1),
                        chance.Next(2) == 0 ? "It came late." : ""
                    )
                    {
                        Items =
                        [
                            .. Enumerable
                                .Range(0, 4)
                                .Where(i => chance.Next(3) > 0 || now?.Agenda is not null)
                                .Select(Item),
                        ],
                    }
                );
                break;
            case 2:
                Do(new SendPapers(meeting));
                break;
            case 3:
                Hold(meeting);
                break;
            case 4:
                foreach (var one in now!.Items)
                    Do(new TellParties(meeting, one.Case, today.AddDays(chance.Next(6) - 1)));
                break;
            case 5 or 6:
                Do(
                    new SetNote(
                        meeting,
                        chance.Next(6) == 0 ? null : item,
                        chance.Next(6) == 0 ? NotePart.General : NotePart.Discussion,
                        [.. Enumerable.Range(0, chance.Next(4)).Select(_ => Paragraph())]
                    )
                );
                break;
            case 7:
                foreach (var one in now!.Items)
                    Do(new SetNote(meeting, one.Case, NotePart.Discussion, [Paragraph()]));
                Do(new FinishNote(meeting));
                break;
            case 8 or 9:
                Do(new RedactNote(meeting, Passage()));
                break;
            case 10:
                Do(new CheckNote(meeting));
                break;
            case 11:
                Do(new PublishNote(meeting, chance.Next(2) == 0 ? "A name was wrong." : ""));
                break;
            case 12:
                Do(new AskNoteReview(meeting, 1 + chance.Next(5)));
                break;
            case 13:
                Do(
                    new AnswerNoteReview(
                        meeting,
                        1 + chance.Next(2),
                        chance.Next(2) == 0 ? ReviewOutcome.Released : ReviewOutcome.Upheld,
                        "It was looked at."
                    )
                );
                break;
            default:
                if (chance.Next(12) == 0)
                    Do(new CancelMeeting(meeting, "Too few can come."));
                else
                    Do(new ReleaseNoteRedaction(meeting, 1 + chance.Next(5)));
                break;
        }
    }

    private void Hold(MeetingRef meeting)
    {
        var interested = now!.Items.Where(_ => chance.Next(4) == 0).Select(i => i.Case).ToList();
        Do(
            new HoldMeeting(
                meeting,
                [
                    new Attendee(decider.Person, "Fictional Chair", BoardSeat.Chair),
                    new Attendee(member.Person, "Fictional Member", BoardSeat.Member),
                ],
                chance.Next(4),
                [
                    .. now.Items.Select(i => new ItemRecord(
                        i.Case,
                        interested.Contains(i.Case) && chance.Next(4) > 0 ? [1] : [],
                        chance.Next(9)
                    )),
                ]
            )
            {
                Interests = [.. interested.Select(i => new ItemInterest(i, member.Person))],
            }
        );
    }

    private FreeText Paragraph() =>
        string.Join(
            ' ',
            Enumerable
                .Range(0, 3 + chance.Next(30))
                .Select(_ => chance.Next(9) == 0 ? $"{Secret}{secrets++}" : "words")
        );

    private Passage Passage()
    {
        var paragraph = now!.Texts.Count == 0 ? null : now.Texts[chance.Next(now.Texts.Count)];
        var at = paragraph?.Text.IndexOf(Secret, StringComparison.Ordinal) ?? -1;
        return new Passage(
            paragraph?.At ?? NoteParagraph.PlaceOf(99),
            chance.Next(9) == 0 ? 9999 : Math.Max(0, at),
            Secret.Length + 3,
            chance.Next(9) == 0 ? null : RedactionCode.PersonalData,
            chance.Next(9) == 0 ? null : today.AddDays(chance.Next(60)),
            "It names somebody."
        );
    }

    private void Do<TEvent>(Act<DecisionMeeting, TEvent> act)
        where TEvent : Event<DecisionMeeting>
    {
        var by = people[chance.Next(people.Length)];
        var (was, stage) = (now, now?.Stage);
        var at = new DateTimeOffset(today, new TimeOnly(9, 0), TimeSpan.Zero);
        var outcome = act.Apply(was, new Occasion(by, at, today));
        if (outcome is not Outcome<TEvent>.Happened { Event: var happened })
        {
            Refused++;
            return;
        }
        Done++;
        var name = typeof(TEvent).Name;
        Acts.Add(name);
        now = happened.After(was, at);
        Stages.Add(now.Stage);
        // What the journal keeps gives the same state again, so that nothing changed that it does not have.
        if (
            ActJson.Write(ActJson.Read<TEvent>(ActJson.Write(happened)).After(was, at))
            != ActJson.Write(now)
        )
            Unjournalled++;
        if (!MayBy(act, by) || !MayFrom(name, stage) || !Holds(was))
            Illegal++;
    }

    private static bool MayFrom(string name, MeetingStage? stage) =>
        stage is { } from ? Table[name].Contains(from) : name == nameof(MeetingScheduled);

    private static bool MayBy(object act, Actor by) =>
        act switch
        {
            AskNoteReview => true,
            ReleaseNoteRedaction => by is Journal.Program,
            _ => by is Holder { As: { Role: Role.RegionOfficer or Role.DecisionMaker } held }
                && held.Over == region,
        };

    /// <summary>What has to hold of every meeting after every act.</summary>
    private bool Holds(DecisionMeeting? was)
    {
        var days = Calendar.WorkingDays.England;
        var given = now!;
        if (given.Agendas is [var first, ..] && days.Add(first.On, 5) > given.Day)
            return false;
        if (given.Record is not null && given.Record.On < given.Day)
            return false;
        if (given.DraftedOn is not null && given.Record is null)
            return false;
        if (given.Editions.Count > (was?.Editions.Count ?? 0))
        {
            if (
                given.Items.Any(i =>
                    given.ToldOf(i.Case) is not { } told || told.RepliesUntil >= today
                )
            )
                return false;
            if (given.Items.Any(i => given.Open.All(p => p.Case != i.Case)))
                return false;
            var (words, hidden) = Count(given);
            if (
                hidden * 10 > words
                && given.Redactions.Holding.Any(r => r.Second is null || r.Second == r.By)
            )
                return false;
        }
        if (was is not null && was.Redactions.All.Count > given.Redactions.All.Count)
            return false;
        // Public are the words of the published paragraphs that nothing hides, and no others.
        var open = PublicMeeting.Of(given).Json!;
        var shown = given.Open.Sum(p =>
            Places(p.Words.ToString())
                .Count(start =>
                    given.Redactions.All.All(r =>
                        r.Ended is not null
                        || r.At != p.At
                        || r.Start >= start + Secret.Length
                        || r.Start + r.Length <= start
                    )
                )
        );
        return Places(open).Count() == shown;
    }

    private static (int Words, int Hidden) Count(DecisionMeeting given)
    {
        var (words, hidden) = (0, 0);
        foreach (var paragraph in given.Open)
        {
            var start = 0;
            foreach (var word in paragraph.Words.ToString().Split(' '))
            {
                words++;
                if (
                    given.Redactions.Holding.Any(r =>
                        r.At == paragraph.At
                        && r.Start < start + word.Length
                        && start < r.Start + r.Length
                    )
                )
                    hidden++;
                start += word.Length + 1;
            }
        }
        return (words, hidden);
    }

    private static IEnumerable<int> Places(string text)
    {
        for (
            var at = text.IndexOf(Secret, StringComparison.Ordinal);
            at >= 0;
            at = text.IndexOf(Secret, at + 1, StringComparison.Ordinal)
        )
            yield return at;
    }
}
