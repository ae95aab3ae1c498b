using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Brokerage;
using Trellis.Components;
using Trellis.Matching;
using Trellis.Pages.Procedures;
using Trellis.Procedures;
using Trellis.Redactions;
using Trellis.Serving;
using Trellis.Store;
using PublicStep = Trellis.Procedures.PublicStep;

namespace Trellis.Pages.Decisions;

/// <summary>What one published criterion was found to be, with the reason.</summary>
public sealed record CriterionRow(string Name, string Found, string Why);

/// <summary>One case of brokerage, as anybody may read it: what was decided, why, what comes next, and what happened.</summary>
[Access(Who.Everybody)]
public sealed class DecisionPage(PublicRecordFile record) : SitePage
{
    /// <summary>The kind of case for which the law gives no right.</summary>
    private const string Leaving = "request-to-leave";

    internal static readonly IReadOnlyList<SheetColumn> Columns =
    [
        new("on", "Recorded on", "date"),
        new(
            "day",
            "Day of the case",
            "integer",
            "days",
            "Counted from its first day, which is day 0."
        ),
        new("procedure", "Procedure", What: "Empty for the case itself."),
        new(
            "step",
            "Step",
            What: "As the table of the procedure names it; empty for what is not one."
        ),
        new("what", "What happened"),
        new("by", "By", What: "As kind:number; empty where it is never named."),
        new("late", "Late", "boolean"),
        new("question", "Question", What: "Empty where the step has no public answer."),
        new("answer", "Answer"),
    ];

    public CaseOnRecord Case { get; private set; } = null!;

    public IReadOnlyList<CaseEvent> Timeline { get; private set; } = [];

    /// <summary>Whether it is about leaving a trust against its wish.</summary>
    public bool IsLeaving => Case.Whole.Main == Leaving;

    /// <summary>Whether rankings of trusts were kept in it, which anybody can work out again.</summary>
    public bool HasRankings => record.Find(PublicRanking.Kind, Case.Ref) is not null;

    /// <summary>The earlier cases most like this one; null where it cannot be held beside others.</summary>
    public Consistency.EarlierCases? Earlier { get; private set; }

    public IActionResult OnGet(string reference)
    {
        if (
            !CaseRef.TryParse(reference, null, out var known)
            || DecisionBook.Of(record, Snapshot, Today).Find(known) is not { } found
        )
            return NotHere("No case that anybody may read is at this address.");
        Case = found;
        Earlier = Consistency.EarlierCases.Of(this, record, found);
        Timeline = DecisionFeeds.Timeline(found);
        var title = found.LastDecision is { } last
            ? $"Decision: {found.Names}: {CaseSentences.Lower(last.Words)}"
            : $"{found.Names}: {CaseSentences.Lower(found.KindWords)}";
        return Answer(
            new PageFrame
            {
                Title = title,
                Description =
                    $"{found.KindWords}, {found.Names}. {CaseSentences.InShort(found)} {CaseSentences.WhoseWord(found)}",
                Section = "decisions",
                Crumbs = [new("Home", "/"), new("Decisions", "/decisions"), new(found.Names)],
                Canonical = found.Address,
            },
            Sheet(),
            Facts(),
            new Feed(
                $"{found.KindWords}: {found.Names}",
                DecisionFeeds.Begun,
                DecisionFeeds.Of(found)
            )
        );
    }

    /// <summary>The meetings of the advisory board that had it on their agenda, the latest first.</summary>
    public IReadOnlyList<Boards.MeetingOnRecord> Meetings =>
        [.. Boards.MeetingBook.Of(record, Snapshot, Today).With(Case.Ref)];

    public PageLink Named(string over) => PublishedProcedures.NameOf(over, Snapshot);

    /// <summary>The latest decision that was held against the published criteria; empty where none was.</summary>
    public IReadOnlyList<CriterionRow> Criteria =>
        [
            .. Case.Decisions.LastOrDefault(d => d.Criteria.Count > 0)
                ?.Criteria.Select(c => new CriterionRow(
                    c.Found.Name,
                    string.Join("; ", c.Found.Chosen),
                    c.Why ?? ""
                ))
                ?? [],
        ];

    /// <summary>What is proposed, as whoever consults on it wrote it down; null where nobody has.</summary>
    public string? Proposed => Case.Consultation?.AnswerTo("proposed")?.Text;

    /// <summary>What else was weighed, each with the reason for it or against it; of several times the latest.</summary>
    public IReadOnlyList<PublicAnswer> Weighed =>
        [
            .. Case
                .Parts.SelectMany(p => p.Open.Steps)
                .OrderByDescending(s => s.On)
                .SelectMany(AskKinds.Weighed)
                .DistinctBy(a => a.Ask),
        ];

    /// <summary>What was said and what changed because of it, or in a sentence or two why nobody was asked.</summary>
    public IReadOnlyList<PublicAnswer> Said =>
        Case.Consultation is { } asked
            ?
            [
                .. new[] { "said", "did", "did-not", "not-because-words" }
                    .Select(asked.AnswerTo)
                    .OfType<PublicAnswer>(),
            ]
            : [];

    public string Words(PublicAnswer answer) =>
        answer.Party is { } party ? Named(party).Text
        : answer.Chosen.Count > 0 ? PublicProcedure.Words(answer).Capital()
        : PublicProcedure.Words(answer);

    /// <summary>Whether the answers of a step are told before what happened is: those of decisions, and of what was weighed last.</summary>
    public bool IsToldAbove(PublicStep step) =>
        Case.Decisions.Any(d => d.Step == step)
        || Weighed.Count > 0 && AskKinds.Weighed(step).Any(a => Weighed.Contains(a));

    /// <summary>Whether a ranking of trusts is published with it.</summary>
    public bool IsRanked => record.Find(PublicRanking.Kind, Case.Ref) is not null;

    /// <summary>The trusts that were asked, counted; null where none was.</summary>
    public string? Asked
    {
        get
        {
            var asked = Case.Parts.Where(CaseOnRecord.IsAsking).ToList();
            if (asked.Count == 0)
                return null;
            var states = asked
                .CountBy(p => p.Words)
                .OrderByDescending(s => s.Value)
                .ThenBy(s => s.Key, StringComparer.Ordinal)
                .Select(s => $"{CaseSentences.Lower(s.Key)}: {s.Value:N0}");
            return $"{asked.Count:N0} {(asked.Count == 1 ? "trust was" : "trusts were")} asked. {string.Join("; ", states)}.";
        }
    }

    /// <summary>Steps that were taken later than the rule says, and those that are late now.</summary>
    public IReadOnlyList<string> Late =>
        [
            .. Timeline
                .Where(l => l.Step is { Late: true })
                .Select(l => $"{l.Words}: recorded on {l.On.InWords()}, later than the rule says."),
            .. Case
                .Coming.Where(c => c.Step.IsLate(Today))
                .Select(c =>
                    $"{c.Step.Step.Name}: it was due by {c.Step.Due!.Value.InWords()}, {Today.DayNumber - c.Step.Due.Value.DayNumber:N0} days ago."
                ),
        ];

    /// <summary>The procedures of the case in which words are not shown, or were not once; none of a trust that is asked and has not agreed to be named.</summary>
    public IReadOnlyList<(ProcedureOnRecord Part, PublicWithheld Withheld)> Withheld =>
        [
            .. Case
                .Parts.Where(p => !CaseOnRecord.IsAsking(p) || p.State == "agreed")
                .Where(p => p.Open.Withheld is not null)
                .Select(p => (p, p.Open.Withheld!)),
        ];

    /// <summary>Who takes part and is named, with the procedures of the case in which they do.</summary>
    public IReadOnlyList<(PageLink Name, string As, bool Spoke)> Parties =>
        [
            .. Case
                .Parts.Where(p => !CaseOnRecord.IsAsking(p) || p.State == "agreed")
                .SelectMany(p => p.Open.Parties)
                .GroupBy(p => p.Over)
                .Select(g =>
                    (
                        Named(g.Key),
                        string.Join(
                            ", ",
                            g.Select(p => CaseSentences.Lower(p.As))
                                .Distinct(StringComparer.Ordinal)
                        ),
                        g.Any(p => p.Spoke)
                    )
                ),
        ];

    private Sheet Sheet() =>
        new(
            $"decision-{Case.Ref}",
            $"{Case.KindWords}: {Case.Names}",
            Columns,
            [
                .. Timeline.SelectMany(l =>
                    (l.Step?.Answers ?? [])
                        .Select(a => (PublicAnswer?)a)
                        .DefaultIfEmpty(null)
                        .Select(a =>
                            (IReadOnlyList<object?>)
                                [
                                    l.On,
                                    l.On.DayNumber - Case.BegunOn.DayNumber,
                                    l.Part?.Open.Procedure,
                                    l.Step?.Step,
                                    l.Words,
                                    l.By,
                                    l.Step?.Late == true,
                                    a?.Name,
                                    a is null ? null : Words(a),
                                ]
                        )
                ),
            ]
        );

    private Dictionary<string, object?> Facts() =>
        new(StringComparer.Ordinal)
        {
            ["ref"] = Case.Ref,
            ["kind"] = Case.Whole.Main,
            ["schools"] = Case.Whole.Schools,
            ["names"] = Case.Schools.Select(s => s.Text),
            ["body"] = Case.Whole.Body,
            ["authority"] = Case.Whole.Authority,
            ["region"] = Case.Whole.Region,
            ["beganOn"] = Case.Began,
            ["openedOn"] = Case.Whole.OpenedOn,
            ["openedBy"] = Case.Whole.OpenedBy,
            ["adoptedOn"] = Case.Whole.AdoptedOn,
            ["state"] = Case.State,
            ["stateWords"] = Case.StateWords,
            ["since"] = Case.Since,
            ["days"] = Case.Days,
            ["standing"] = DecisionsPage.Code(Case.Standing),
            ["decider"] = Case.Decider,
            ["decisions"] = Case.Decisions.Select(d => new
            {
                decision = d.Code,
                words = d.Words,
                on = d.On,
                recordedOn = d.RecordedOn,
                decider = Case.DeciderOf(d),
                statedBy = d.StatedBy,
                reasons = d.Reasons,
            }),
            ["criteria"] = Criteria.Select(c => new
            {
                criterion = c.Name,
                found = c.Found,
                why = c.Why,
            }),
            ["coming"] = Case.Coming.Select(c => new
            {
                procedure = c.Part?.Open.Procedure ?? Case.Whole.Main,
                step = c.Step.Step.Id.ToString(),
                name = c.Step.Step.Name,
                who = c.Step.Who,
                by = c.Step.Due,
                late = c.Step.IsLate(Today),
            }),
            ["procedures"] = Case
                .Parts.Where(p => !CaseOnRecord.IsAsking(p) || p.State == "agreed")
                .Select(p => new
                {
                    id = p.Open.Id,
                    procedure = p.Open.Procedure,
                    version = p.Open.Version,
                    state = p.State,
                    words = p.Words,
                    since = p.Since,
                    over = p.IsOver,
                }),
            ["trustsAsked"] = Case.Parts.Count(CaseOnRecord.IsAsking),
            ["notConsultedBecause"] = Case.NotConsultedBecause,
            ["earlierCases"] = Earlier?.Told,
            ["withheld"] = Withheld.Select(w => new
            {
                procedure = w.Part.Open.Id,
                words = w.Withheld.Words,
                redacted = w.Withheld.Redacted,
                percent = w.Withheld.Share.Percent,
                waitsForSecondPerson = w.Withheld.WaitsForSecond,
                passages = w.Withheld.Passages,
            }),
            ["rightInLaw"] = IsLeaving ? false : (bool?)null,
        };
}
