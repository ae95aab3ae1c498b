using Microsoft.Extensions.DependencyInjection;
using Trellis.Pages.Waiting;
using Trellis.Serving;
using Trellis.Store;

namespace Trellis.Pages.Decisions;

/// <summary>The cases that concern a school, a trust or an area, for its own page.</summary>
/// <param name="Party">As scopes are written: "school:100000".</param>
/// <param name="Letters">Whether the site can write a letter when something happens: it keeps casework.</param>
public sealed record CasesHere(string Party, IReadOnlyList<CaseOnRecord> Cases, bool Letters)
{
    /// <summary>The cases that concern any of some parties; none in a view that is kept for good, which holds nothing that those who stated it may take back.</summary>
    /// <param name="party">The first: where letters are asked for.</param>
    /// <param name="others">A school has its earlier numbers too.</param>
    public static CasesHere Of(
        SitePage page,
        PublicRecordFile record,
        string party,
        params IEnumerable<string> others
    )
    {
        var http = page.HttpContext;
        return http.Features.Get<ForGood>() is not null
            ? new CasesHere(party, [], false)
            : new CasesHere(
                party,
                DecisionBook
                    .Of(record, page.Snapshot, page.Today)
                    .OfAny(others.Prepend(party).Distinct()),
                http.RequestServices.GetRequiredService<SiteOptions>().Casework is not null
            );
    }

    /// <summary>Those that are not over, the newest first.</summary>
    public IReadOnlyList<CaseOnRecord> Open => [.. Cases.Where(c => !c.IsOver)];

    /// <summary>The one that ended last; null where none did.</summary>
    public CaseOnRecord? LastOver => Cases.Where(c => c.IsOver).MaxBy(c => c.Since);

    /// <summary>Those under way by state, the most frequent first, each with the address of its list.</summary>
    public IReadOnlyList<(string Words, int Number, string Address)> States =>
        [
            .. Open.GroupBy(c => (c.State, c.StateWords))
                .OrderByDescending(g => g.Count())
                .ThenBy(g => g.Key.StateWords, StringComparer.Ordinal)
                .Select(g =>
                    (
                        g.Key.StateWords,
                        g.Count(),
                        $"{ListAddress}&state={Uri.EscapeDataString(g.Key.State)}"
                    )
                ),
        ];

    /// <summary>The clocks of those in which a school waits, the longest first.</summary>
    public IReadOnlyList<WaitClock> Waiting =>
        [
            .. Open.Select(WaitClock.Of)
                .OfType<WaitClock>()
                .Where(c => c.GoesOn)
                .OrderByDescending(c => c.Days),
        ];

    /// <summary>Where they are listed: a region has its own list.</summary>
    public string WaitingAddress =>
        Party.StartsWith("region:", StringComparison.Ordinal)
            ? $"/waiting?region={Party["region:".Length..]}"
            : "/waiting";

    public string ListAddress => $"/decisions?about={Party}";

    public string LettersAddress => $"/alerts/{Party}";

    /// <summary>What the JSON of its page says of them.</summary>
    public object Told =>
        Cases.Select(c => new
        {
            reference = c.Ref,
            kind = c.Whole.Main,
            state = c.State,
            stateWords = c.StateWords,
            since = c.Since,
            standing = DecisionsPage.Code(c.Standing),
            decider = c.Decider,
            next = c.Next?.Step.Name,
            nextBy = c.Next?.Due,
            consultation = c.Consultation?.Open.Id,
            consultationState = c.Consultation?.State,
            waiting = WaitClock.Of(c) is { GoesOn: true } clock
                ? new
                {
                    stage = WaitClock.CodeOf(clock.Stage),
                    since = clock.Since,
                    days = clock.Days,
                    owed = clock.Next?.Words,
                    owedBy = clock.Next?.By,
                }
                : null,
        });
}
