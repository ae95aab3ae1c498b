using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Answers;
using Trellis.Charts;
using Trellis.Components;
using Trellis.Evaluations;
using Trellis.Partnerships;
using Trellis.Protocols;
using Trellis.Serving;
using Trellis.Store;

namespace Trellis.Pages.Partnerships;

/// <summary>How one partnership is judged: the protocol that was registered with it, and its members' course beside schools like them.</summary>
[Access(Who.Everybody)]
public sealed class EvaluationPage(PublicRecordFile record) : SitePage
{
    internal static readonly IReadOnlyList<SheetColumn> Columns =
    [
        new("outcome", "Outcome", What: "An id of definitions/outcomes."),
        new("phase", "Phase", What: "primary or secondary."),
        new(
            "of",
            "Of whom",
            What: "treated: the members that count. givers: those that give support and take none, compared by themselves."
        ),
        new("judged", "Judged by it", "boolean", What: "Else it is shown beside."),
        new("year", "School year"),
        new("schools", "Members with results", "integer"),
        new("treated", "For how many of them the year counts", "integer"),
        new("bases", "For how many of them it is measured from", "integer"),
        new("members", "Mean of members", "number", What: "In the unit of the outcome."),
        new("comparators", "Mean of schools like them", "number", What: "In the same unit."),
        new(
            "difference",
            "Change beside schools like them",
            "number",
            What: "Since the year it is measured from, in the unit of the outcome."
        ),
        new(
            "difference_sd",
            "The same in standard deviations",
            "number",
            "standard deviations between schools"
        ),
        new(
            "low",
            "Chance allows from",
            "number",
            What: "In the unit of the outcome; empty in the year it is measured from."
        ),
        new("high", "Chance allows to", "number", What: "Likewise."),
    ];

    public PublicPartnership Open { get; private set; } = null!;

    /// <summary>Null where none is registered yet.</summary>
    public RegisteredEvaluation? Evaluation => Open.Evaluation;

    public PartnershipAnswer? Known { get; private set; }

    /// <summary>Why the data that are served could not be used; null where they could.</summary>
    public string? Failed { get; private set; }

    /// <summary>What was kept of earlier releases; null where nothing is yet.</summary>
    public PublicResults? Kept { get; private set; }

    public IActionResult OnGet(string id)
    {
        var book = PartnershipBook.Of(record, Snapshot, Today);
        if (!PartnershipId.TryParse(id, null, out var known) || book.Find(known) is not { } open)
            return NotHere(
                "No partnership that anybody may read is at this address. Look in the list of partnerships."
            );
        Open = open;
        try
        {
            Known = EvaluationBook.Answer(book, open, Snapshot);
        }
        catch (UnusableDataException wrong)
        {
            // The last kept answer is shown instead.
            Failed = wrong.Message;
        }
        Kept = EvaluationBook.Kept(record, known);
        return Answer(
            new PageFrame
            {
                Title = $"Evaluation of {Open.Name}",
                Description =
                    $"How {Open.Name} is judged, as it was registered with it, and what is known so far.",
                Section = "partnerships",
                Crumbs =
                [
                    new("Home", "/"),
                    new("Partnerships", "/partnerships"),
                    new(Open.Name.ToString(), $"/partnership/{Open.Id}"),
                    new("Evaluation"),
                ],
                Canonical = $"/partnership/{Open.Id}/evaluation",
            },
            new Sheet(
                $"evaluation-{Open.Id}",
                $"Members of {Open.Name} beside schools like them, year by year",
                Columns,
                [
                    .. (Known?.Findings ?? []).SelectMany(f =>
                        f.Years.Select(y =>
                            (IReadOnlyList<object?>)
                                [
                                    f.Outcome.Id,
                                    EvaluationWords.Phase(f.Phase),
                                    f.Of.Code(),
                                    f.IsJudged,
                                    $"{y.Year}",
                                    y.Schools,
                                    y.Treated,
                                    y.Bases,
                                    y.Members,
                                    y.Comparators,
                                    y.Difference * f.ScaleDeviation,
                                    y.Difference,
                                    Points(y.Low, f),
                                    Points(y.High, f),
                                ]
                        )
                    ),
                ]
            ),
            Facts()
        );
    }

    private static double? Points(double deviations, PartnershipFinding finding) =>
        double.IsFinite(deviations) ? deviations * finding.ScaleDeviation : null;

    /// <summary>The course of the members beside schools like them; null where they did not all begin in one year, for then no distance from the start is theirs together.</summary>
    public EventStudyChart? Chart(PartnershipFinding finding)
    {
        var compared = finding.Schools.Where(s => s.Case == ResultsCase.Compared).ToList();
        if (compared.Select(s => (s.First, s.Base)).Distinct().Count() != 1)
            return null;
        var first = compared[0].First;
        var shown = new ShownFinding(this, finding);
        return new EventStudyChart
        {
            Key = $"chart-{shown.Key}",
            Headline = $"{finding.Outcome.Label}: {shown.Who} beside schools like them",
            Subtitle =
                $"Change since {compared[0].Base} less that of schools like them, in {EvaluationWords.Unit(finding.Outcome)}, by school years from {first}; bars show what chance allows",
            Csv = $"/partnership/{Open.Id}/evaluation.csv",
            Unit = new Unit(1, $" {EvaluationWords.Unit(finding.Outcome)}"),
            Start = "the first year that counts",
            Base = compared[0].Base!.Value.Starts - first.Starts,
            Points =
            [
                .. finding.Years.Select(y => new EventStudyPoint(
                    y.Year.Starts - first.Starts,
                    y.Difference * finding.ScaleDeviation,
                    Points(y.Low, finding),
                    Points(y.High, finding)
                )),
                .. finding.Holes.Select(h => new EventStudyPoint(
                    h.Starts - first.Starts,
                    null,
                    Why: "no results were published"
                )),
            ],
        };
    }

    public PageLink Named(Party party) =>
        PartyNames.Of(Snapshot, party, PartnershipFeeds.NameOf(Open, Snapshot, party));

    public PageLink School(int position) =>
        new(Snapshot.Schools[position].Name, $"/school/{Snapshot.Schools[position].Urn}");

    /// <summary>Whether results of a year that counts could be known when the protocol was registered: tests of a school year are sat in May of it.</summary>
    public bool RegisteredAfterTests =>
        Evaluation is { } evaluation
        && Known is { } known
        && known
            .Members.Where(m => m.Case == MemberCase.Counts)
            .Any(m => evaluation.Protocol.On >= new DateOnly(m.First.Starts + 1, 5, 1));

    /// <summary>The last kept answer of an outcome that has none now; null where there was none, or there is one now.</summary>
    public (ResultsEdition Edition, KeptFinding Finding)? LastOf(PartnershipFinding finding)
    {
        if (finding.Effect is not null || Kept is null)
            return null;
        for (var e = Kept.Editions.Count - 1; e >= 0; e--)
            if (
                Kept.Editions[e]
                    .Findings.FirstOrDefault(f =>
                        f.Effect is not null
                        && f.Phase == finding.Phase
                        && f.Of == finding.Of
                        && f.Outcome.Id() == finding.Outcome.Id
                    ) is
                { } was
            )
                return (Kept.Editions[e], was);
        return null;
    }

    private Dictionary<string, object?> Facts() =>
        new(StringComparer.Ordinal)
        {
            ["partnership"] = $"{Open.Id}",
            ["protocol"] = Evaluation is { } evaluation
                ? new
                {
                    registered = evaluation.Protocol.On,
                    late = evaluation.Protocol.Late,
                    method = evaluation.Protocol.Method,
                    canonical = evaluation.Protocol.Canonical,
                    sha256 = $"{evaluation.Protocol.Hash}",
                    whole = evaluation.Protocol.IsWhole,
                    terms = ProtocolWords.Of(evaluation.Protocol.Terms),
                }
                : null,
            ["deviations"] = Evaluation?.Deviations.Select(d => new
            {
                on = d.On,
                by = $"{d.By}",
                reason = d.Reason.Text,
                afterResults = d.AfterResults,
                resultsUntil = d.ResultsUntil?.ToString(),
                changes = Evaluation.DiffTo(d.Terms),
            }),
            ["rating"] = Known?.Rating,
            ["failed"] = Failed,
            ["members"] = Known?.Members.Select(
                (m, i) =>
                    new
                    {
                        party = $"{Open.Members[i].Party}",
                        standing = m.Case.Code(),
                        counts = m.Case == MemberCase.Counts,
                        first = $"{m.First}",
                        words = EvaluationWords.Of(m, Known, i),
                    }
            ),
            ["findings"] = Known?.Findings.Select(f => new
            {
                outcome = f.Outcome.Id,
                phase = EvaluationWords.Phase(f.Phase),
                of = f.Of.Code(),
                judged = f.IsJudged,
                newest = f.Newest?.ToString(),
                nextTold = f.NextTold?.ToString(),
                effect = f.Effect?.Effect,
                low = f.Effect?.Low,
                high = f.Effect?.High,
                asFarByChance = f.Effect?.AsFar,
                smallestSeen = f.Effect?.SmallestSeen,
                placebos = f.Effect?.Placebos,
                standardDeviation = double.IsFinite(f.ScaleDeviation)
                    ? f.ScaleDeviation
                    : (double?)null,
                scale = f.Outcome.Scale.Name,
                sources = f.Sources,
                schools = f.Schools.Select(s => new
                {
                    party = $"{Open.Members[s.Member].Party}",
                    standing = s.Case.Code(),
                    first = $"{s.First}",
                    from = s.Base?.ToString(),
                    after = s.After.Select(y => $"{y}"),
                    change = double.IsFinite(s.Change) ? s.Change : (double?)null,
                    comparedWith = s.Comparators.Select(c => Snapshot.Schools[c].Urn.Value),
                }),
            }),
            ["editions"] = Kept?.Editions.Select(e => new
            {
                number = e.Number,
                on = e.On,
                snapshot = $"{e.Snapshot}",
                data = e.Data,
                method = e.Method,
                why = e.Why.Select(w => w.Code()),
                findings = e.Findings.Select(f => new
                {
                    outcome = f.Outcome.Id(),
                    phase = EvaluationWords.Phase(f.Phase),
                    of = f.Of.Code(),
                    judged = f.Judged,
                    compared = f.Compared,
                    newest = f.Newest?.ToString(),
                    effect = f.Effect,
                    low = f.Low,
                    high = f.High,
                }),
            }),
        };
}

/// <summary>A finding on the page.</summary>
public sealed record ShownFinding(EvaluationPage Page, PartnershipFinding Finding)
{
    /// <summary>Of no other one on the page: "ks2-primary".</summary>
    public string Key =>
        $"{(Finding.Of == FindingOf.Givers ? "givers-" : "")}{Finding.Outcome.Id}-{EvaluationWords.Phase(Finding.Phase)}";

    public string Title =>
        $"{Finding.Outcome.Label}: {EvaluationWords.Phase(Finding.Phase)} schools{(Finding.Of == FindingOf.Givers ? " that gave help" : "")}";

    /// <summary>Who is compared, in one word.</summary>
    public string Who => Finding.Of == FindingOf.Givers ? "givers" : "members";
}
