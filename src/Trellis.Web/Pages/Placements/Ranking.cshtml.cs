using System.Globalization;
using System.Reflection;
using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;
using Trellis.Groups;
using Trellis.Pages.Schools;
using Trellis.People;
using Trellis.Placements;
using Trellis.Schools;
using Trellis.Serving;
using Trellis.Snapshots;
using Trellis.Travel;

namespace Trellis.Pages.Placements;

/// <summary>The trusts that could take a school, ranked by the published criteria with the reasons; for those who speak or act for the school.</summary>
[Access(
    Who.Holders,
    Role.Head,
    Role.Governor,
    Role.TrustOfficer,
    Role.LocalAuthorityOfficer,
    Role.DiocesanOfficer,
    Role.RegionOfficer,
    Role.DecisionMaker,
    Over = "urn",
    Hidden = true
)]
public sealed class RankingView : OneSchool
{
    /// <summary>So many trusts stand on the page.</summary>
    public const int Shown = 10;

    /// <summary>So many trusts may be wished for.</summary>
    public const int MostWished = 3;

    private static readonly AccessAttribute rule =
        typeof(RankingView).GetCustomAttribute<AccessAttribute>()!;

    private static readonly int[] reaches = [20, 30, 45, 60, 90, 120];

    private readonly List<string> notices = [];

    public override string View => "ranking";

    public override string Caption => "Trusts that could take this school";

    /// <summary>Whether a school's ranking answers somebody: what the page's own attribute says.</summary>
    public static bool IsFor(Visitor visitor, Urn urn, Snapshot snapshot) =>
        visitor.Roles.Any(held =>
            rule.Roles.Contains(held.Role)
            && Covering.Holds(held, rule.Over, urn.ToString(), snapshot)
        );

    public IReadOnlyList<string> Notices => notices;

    public MatchAnswer Reply { get; private set; } = null!;

    /// <summary>What can be said of the ranking.</summary>
    public RankingWords Words => field ??= new RankingWords(Reply);

    /// <summary>Those on the page, the best first.</summary>
    public IReadOnlyList<RankedTrust> First => [.. Reply.Ranked.Take(Shown)];

    /// <summary>The trusts the school wishes for, as the address says.</summary>
    public IReadOnlyList<TrustOnDay> Wished { get; private set; } = [];

    public double Most { get; private set; } = MatchQuestion.UsualMostMinutes;

    /// <summary>The trust that is asked about; null where none is.</summary>
    public TrustOnDay? Asked { get; private set; }

    /// <summary>What was typed to ask about a trust.</summary>
    public string AskedWords { get; private set; } = "";

    /// <summary>The trust that runs the school; null where none does.</summary>
    public TrustOnDay? Own { get; private set; }

    public IActionResult OnGet(string urn)
    {
        Response.Headers["X-Robots-Tag"] = "noindex";
        if (Find(urn, "/trusts/ranking") is { } elsewhere)
            return elsewhere;
        var matching = TrustsToday.Of(Country);
        Own = matching.TrustOf(School);
        Wished = Read(matching, "prefer", MostWished);
        if (One("minutes") is { Length: > 0 } text)
        {
            if (
                int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var minutes)
                && minutes is >= 5 and <= 600
            )
                Most = minutes;
            else
                notices.Add(
                    $"'{Short(text)}' is no number of minutes between 5 and 600; {Journey.InWords(Most)} is taken."
                );
        }
        AskedWords = One("trust") ?? "";
        Asked = AskedWords.Length == 0 ? null : Named1(matching, AskedWords);
        Reply = matching.Answer(
            School,
            new MatchQuestion
            {
                MostMinutes = Most,
                Preferences = [.. Wished.Select(t => t.Uid)],
                Top = int.MaxValue,
            }
        );
        return Answer(
            new PageFrame
            {
                Title = $"Trusts that could take {School.Name}",
                Section = "mine",
                Crumbs =
                [
                    new("Home", "/"),
                    new(School.Name, $"/school/{School.Urn}"),
                    new("Trusts near this school", $"/school/{School.Urn}/trusts"),
                    new("Ranking"),
                ],
                Listed = false,
                Canonical = $"/school/{School.Urn}/trusts/ranking",
            },
            Sheet(),
            Facts()
        );
    }

    private List<TrustOnDay> Read(TrustMatching matching, string key, int most)
    {
        var found = new List<TrustOnDay>();
        if (!Request.Query.TryGetValue(key, out var values))
            return found;
        foreach (var text in values.Select(v => (v ?? "").Trim()).Where(v => v.Length > 0).Take(20))
            if (Named1(matching, text) is not { } trust)
                continue;
            else if (found.Contains(trust))
                continue;
            else if (found.Count == most)
                notices.Add($"Up to {most} trusts can be wished for; {trust.Name} is left out.");
            else
                found.Add(trust);
        return found;
    }

    /// <summary>The one trust that a text names; where it names none or several a notice says so.</summary>
    private TrustOnDay? Named1(TrustMatching matching, string text)
    {
        if (Uid.TryParse(text, null, out var uid) && matching.Find(uid) is { } numbered)
            return numbered;
        List<TrustOnDay> whole = [],
            begin = [],
            parts = [];
        foreach (var trust in matching.Trusts)
            if (string.Equals(trust.Name, text, StringComparison.OrdinalIgnoreCase))
                whole.Add(trust);
            else if (trust.Name.StartsWith($"{text} ", StringComparison.OrdinalIgnoreCase))
                begin.Add(trust);
            else if (trust.Name.Contains(text, StringComparison.OrdinalIgnoreCase))
                parts.Add(trust);
        var found =
            whole.Count > 0 ? whole
            : begin.Count > 0 ? begin
            : parts;
        if (found is [var one])
            return one;
        notices.Add(
            found.Count == 0
                ? $"No academy trust with schools on {matching.Day.InWords()} is called '{Short(text)}'."
                : $"{found.Count:N0} trusts are called '{Short(text)}' or much like it: {string.Join(", ", found.Take(5).Select(t => $"{t.Name} ({t.Uid})"))}{(found.Count > 5 ? " and others" : "")}. Give the number of the one you mean."
        );
        return null;
    }

    // --- what the page says --------------------------------------------------------------------------------------------

    public int InAll => Reply.Candidates + Reply.Excluded.Count;

    /// <summary>The answer in a sentence.</summary>
    public string FirstLine =>
        Reply.Candidates == 0
            ? $"None of the {InAll:N0} trusts could take {School.Name} within {Journey.InWords(Most)} by car."
            : $"{Reply.Candidates:N0} of {InAll:N0} trusts could take {School.Name}; {(Reply.Candidates == 1 ? "there is no other to set beside it" : Words.AtTheTop == 1 ? "one stands alone at the top" : $"{InWords(Words.AtTheTop)} stand level at the top")}.{(Words.TooLittleKnown == 0 ? "" : $" Of {InWords(Words.TooLittleKnown)} more too little is known to tell.")}";

    public static string Percent(double share) =>
        string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.#} %");

    public static string Points(double points) =>
        points.ToString("0.0", CultureInfo.InvariantCulture);

    /// <summary>The place of the trust that is asked about; null where it is left out.</summary>
    public RankedTrust? AskedPlace =>
        Asked is { } asked ? Reply.Ranked.FirstOrDefault(r => r.Trust.Uid == asked.Uid) : null;

    /// <summary>Why the trust that is asked about is left out; null where it is not.</summary>
    public ExcludedTrust? AskedOut =>
        Asked is { } asked ? Reply.Excluded.FirstOrDefault(r => r.Trust.Uid == asked.Uid) : null;

    /// <summary>How far the trust that is asked about is behind the first and by what, in a sentence.</summary>
    public string AskedBehind
    {
        get
        {
            if (AskedPlace is not { Rank: > 1 } place || Reply.Ranked is not [var first, ..])
                return "";
            var behind = place
                .Parts.Zip(
                    first.Parts,
                    (own, best) =>
                        (own.Criterion.Label, Points: 100 * own.Weight * (best.Value - own.Value))
                )
                .Where(p => p.Points >= .5)
                .OrderByDescending(p => p.Points)
                .Take(3)
                .ToArray();
            var gap = 100 * (first.Value - place.Value);
            return $"It is {Points(gap)} points behind {first.Trust.Name}"
                + (
                    behind.Length == 0
                        ? "."
                        : $", most of all by {Partners.PartnersView.And(behind.Select(b => $"{OneSchool.Lower(b.Label)} ({Points(b.Points)})"))}."
                )
                + (Words.IsTied(place) ? " The two cannot be told apart." : "");
        }
    }

    public IReadOnlyList<SelectItem> ReachItems =>
        [
            .. reaches
                .Append((int)Most)
                .Distinct()
                .Order()
                .Select(m => new SelectItem
                {
                    Value = m.ToString(CultureInfo.InvariantCulture),
                    Text = Journey.InWords(m),
                }),
        ];

    /// <summary>The names to choose from when a trust is typed: those that could take the school.</summary>
    public IEnumerable<TrustOnDay> Choices =>
        Reply.Ranked.Select(r => r.Trust).OrderBy(t => t.Name, StringComparer.Ordinal);

    public string SourceWords =>
        $"Department for Education, register of schools and lists of group members, up to {Reply.Day.InWords()}";

    private static string InWords(int many) =>
        many switch
        {
            2 => "two",
            3 => "three",
            4 => "four",
            5 => "five",
            6 => "six",
            7 => "seven",
            8 => "eight",
            9 => "nine",
            10 => "ten",
            1 => "one",
            _ => many.ToString("N0", CultureInfo.InvariantCulture),
        };

    private string? One(string key) =>
        Request.Query.TryGetValue(key, out var values) ? values[^1]?.Trim() : null;

    private static string Short(string text) => text.Length > 60 ? text[..60] + "..." : text;

    // --- for programs --------------------------------------------------------------------------------------------------

    private Sheet Sheet()
    {
        var criteria = Reply.Criteria.All;
        return new Sheet(
            $"trusts-for-{School.Urn}",
            $"Trusts that could take {School.Name}, and those left out",
            [
                new(
                    "rank",
                    "Rank",
                    "integer",
                    What: "1 is the first; empty for a trust that is left out."
                ),
                new("uid", "UID", "integer"),
                new("trust", "Trust"),
                new("value", "Value", "number", What: "0 to 1."),
                new("low", "Value at least", "number", What: "Nine times in ten."),
                new("high", "Value at most", "number", What: "Nine times in ten."),
                new("tied_with", "Cannot be told apart from", What: "UIDs, separated by blanks."),
                new("minutes", "Minutes by car to its nearest school", "number", "minutes"),
                .. criteria.SelectMany(c =>
                    (SheetColumn[])
                        [
                            new($"{c.Id}_weight", $"{c.Label}: weight", "number"),
                            new($"{c.Id}_value", $"{c.Label}: value", "number"),
                            new($"{c.Id}_words", $"{c.Label}: what was found"),
                        ]
                ),
                new("left_out_because", "Left out because"),
            ],
            [
                .. Reply.Ranked.Select(
                    IReadOnlyList<object?> (r) =>
                        [
                            r.Rank,
                            r.Trust.Uid.Value,
                            r.Trust.Name,
                            r.Value,
                            r.Low,
                            r.High,
                            string.Join(' ', r.TiedWith),
                            r.Minutes,
                            .. criteria.SelectMany(c =>
                                r.Parts.FirstOrDefault(p => p.Criterion.Id == c.Id) is { } part
                                    ? (object?[])[part.Weight, part.Value, part.Words]
                                    : [null, null, null]
                            ),
                            "",
                        ]
                ),
                .. Reply.Excluded.Select(
                    IReadOnlyList<object?> (e) =>
                        [
                            null,
                            e.Trust.Uid.Value,
                            e.Trust.Name,
                            null,
                            null,
                            null,
                            "",
                            null,
                            .. criteria.SelectMany(_ => (object?[])[null, null, null]),
                            string.Join(' ', e.Reasons),
                        ]
                ),
            ]
        );
    }

    private Dictionary<string, object?> Facts() =>
        new()
        {
            ["urn"] = School.Urn.Value,
            ["name"] = School.Name,
            ["answer"] = FirstLine,
            ["day"] = Reply.Day,
            ["criteria"] = Reply.Criteria.Version,
            ["candidates"] = Reply.Candidates,
            ["leftOut"] = Reply.Excluded.Count,
            ["mostMinutes"] = Most,
            ["preferences"] = Wished.Select(t => t.Uid.Value),
            ["unused"] = Reply.Unused.Select(u => new { u.Criterion.Id, u.Why }),
            ["notes"] = Reply.Notes,
            ["swap"] = Reply.Swap is { } swap
                ? new
                {
                    first = swap.First.Value,
                    second = swap.Second.Value,
                    criterion = swap.Smallest?.Criterion.Id,
                    weight = swap.Smallest?.Weight,
                    tieAt = swap.Smallest?.TieAt,
                    words = Words.SwapWords,
                }
                : null,
            ["asked"] = Asked is { } asked
                ? new
                {
                    uid = asked.Uid.Value,
                    asked.Name,
                    rank = AskedPlace?.Rank,
                    value = AskedPlace?.Value,
                    reasons = AskedOut?.Reasons,
                }
                : null,
        };
}
