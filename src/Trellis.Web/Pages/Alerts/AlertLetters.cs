using Trellis.Access;
using Trellis.Alerts;
using Trellis.Components;
using Trellis.Mail;
using Trellis.Pages.Decisions;
using Trellis.Pages.Joining;
using Trellis.Procedures;
using Trellis.Snapshots;

namespace Trellis.Pages.Alerts;

/// <summary>What is new in a case since somebody was last told.</summary>
public sealed record CaseNews(CaseOnRecord Case, IReadOnlyList<CaseEvent> Events);

/// <summary>The letters to those who want to know what happens to a school, a trust or an area.</summary>
public static class AlertLetters
{
    /// <summary>So many lines a letter has at most; the rest is counted, and the page has them all.</summary>
    private const int MostLines = 40;

    /// <summary>The digest by which the store knows the link with a secret again.</summary>
    public static LinkDigest Digest(string secret) => LinkDigest.Parse(Secrets.Digest(secret));

    public static string NameOf(Snapshot snapshot, Alert alert) =>
        RolePlaces.Words(snapshot, alert.About).Text;

    /// <summary>How much of each case there is to tell.</summary>
    public static IReadOnlyList<ToldSoFar> Stand(IEnumerable<CaseOnRecord> cases) =>
        [
            .. cases
                .OrderBy(c => c.Ref, StringComparer.Ordinal)
                .SelectMany(c =>
                    DecisionFeeds
                        .Timeline(c)
                        .GroupBy(l => l.Part?.Open.Id)
                        .OrderBy(g => g.Key, StringComparer.Ordinal)
                        .Select(g => new ToldSoFar(
                            CaseRef.Parse(c.Ref),
                            g.Key is { } part ? CaseId.Parse(part) : null,
                            g.Count()
                        ))
                ),
        ];

    /// <summary>What an alert has not told yet of some cases; none where all is told.</summary>
    public static IReadOnlyList<CaseNews> News(Alert alert, IEnumerable<CaseOnRecord> cases)
    {
        var told = alert.Told.ToDictionary(t => (t.Of, t.Part), t => t.Events);
        return
        [
            .. cases
                .Select(c => new CaseNews(
                    c,
                    [
                        .. DecisionFeeds
                            .Timeline(c)
                            .GroupBy(l => l.Part?.Open.Id)
                            .SelectMany(g =>
                                g.Skip(
                                    told.GetValueOrDefault(
                                        (
                                            CaseRef.Parse(c.Ref),
                                            g.Key is { } part ? CaseId.Parse(part) : null
                                        )
                                    )
                                )
                            )
                            .OrderBy(l => l.On),
                    ]
                ))
                .Where(n => n.Events.Count > 0),
        ];
    }

    /// <summary>The letter that asks whether letters are wanted.</summary>
    public static Letter First(string address, string name, Uri site, AlertId id, string secret) =>
        new(
            address,
            $"Do you want letters about {name}?",
            $"""
            Somebody asked for a letter to this address whenever something is proposed or decided about {name}.

            If it was you, confirm it here. The link works for {Alert.DaysToConfirm} days:

            {new Uri(site, $"/alert/{id}/confirm/{secret}")}

            If it was not you, leave this letter. Nothing else will be sent.

            """
        );

    /// <summary>The letter that tells what is new.</summary>
    public static Letter Next(
        Alert alert,
        string name,
        IReadOnlyList<CaseNews> news,
        Uri site,
        string secret
    )
    {
        var leave = new Uri(site, $"/alert/{alert.Id}/leave/{secret}");
        var lines = new List<string> { $"This is new about {name}.", "" };
        var left = MostLines;
        foreach (var (one, events) in news)
        {
            if (left <= 0)
                break;
            lines.Add($"{one.Names}: {CaseSentences.Lower(one.KindWords)}");
            foreach (var line in events.Take(left))
                lines.Add($"- {line.On.InWords()}: {Words(one, line)}");
            left -= events.Count;
            lines.Add(
                $"Where it stands: {CaseSentences.Lower(one.StateWords)}. {CaseSentences.Next(one)}".TrimEnd()
            );
            if (one.Consultation is { State: "open" } consultation)
                lines.Add(
                    $"{CaseSentences.Consultation(one)} Say what you think: {new Uri(site, $"/consultation/{consultation.Open.Id}")}"
                );
            lines.Add($"Read it here: {new Uri(site, one.Address)}");
            lines.Add("");
        }
        var all = news.Sum(n => n.Events.Count);
        if (all > MostLines)
        {
            lines.Add($"There is more: {new Uri(site, $"/decisions?about={alert.About}")}");
            lines.Add("");
        }
        lines.Add(
            $"You get this because you asked for letters about {name}. To end them, one click is enough:"
        );
        lines.Add("");
        lines.Add(leave.ToString());
        lines.Add("");
        return new Letter(
            alert.Address,
            news is [{ Events: [var only] } single]
                ? $"{single.Case.Names}: {CaseSentences.Lower(Words(single.Case, only))}"
                : $"{name}: {all:N0} things are new",
            string.Join('\n', lines),
            leave
        );
    }

    /// <summary>What happened, with what was decided by it.</summary>
    private static string Words(CaseOnRecord one, CaseEvent line) =>
        line.Step is { } step && one.Decisions.FirstOrDefault(d => d.Step == step) is { } decided
            ? $"{line.Words}. Decided: {CaseSentences.Lower(decided.Words)}"
            : line.Words;
}
