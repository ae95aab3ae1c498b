using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;
using Trellis.EvidenceLibrary;
using Trellis.Library;
using Trellis.Serving;

namespace Trellis.Pages.Claims;

/// <summary>Every claim about partnerships, how strong it is and where it stands; and what nobody has tested.</summary>
[Access(Who.Everybody)]
public sealed class ClaimsPage : SitePage
{
    /// <summary>Of a claim that has no grade, as an address writes it.</summary>
    private const string NoGrade = "none";

    private static readonly int?[] grades = [5, 4, 3, 2, 1, 0, null];

    /// <summary>Every claim, whatever was asked.</summary>
    public static IReadOnlyList<EvidenceClaim> All => EvidenceClaims.All;

    public string About { get; private set; } = "";

    public string Strength { get; private set; } = "";

    public string Status { get; private set; } = "";

    public string Gain { get; private set; } = "";

    /// <summary>The claims that fit what was asked, the strongest first.</summary>
    public IReadOnlyList<EvidenceClaim> Fitting { get; private set; } = [];

    public IReadOnlyList<EvidenceClaim> Gaps =>
        [.. Fitting.Where(c => c.Status == ClaimStatus.NotTested)];

    public bool IsFiltered => About.Length + Strength.Length + Status.Length + Gain.Length > 0;

    /// <summary>How many claims stand on schools that were held against schools like them.</summary>
    public static int Compared => All.Count(c => c.Strength.Grade >= 2);

    /// <summary>How many claims have each grade, the strongest first; those that are not graded last.</summary>
    public static IReadOnlyList<(int? Grade, string Word, int Count)> Counts =>
        [
            .. grades.Select(grade =>
                (grade, WordOf(grade), All.Count(c => c.Strength.Grade == grade))
            ),
        ];

    public IReadOnlyList<SelectItem> AboutItems =>
        Items<ClaimTopic>("Anything", ClaimWords.Of, (c, topic) => c.Topic == topic);

    public IReadOnlyList<SelectItem> StatusItems =>
        Items<ClaimStatus>("Anywhere", ClaimWords.Of, (c, status) => c.Status == status);

    public IReadOnlyList<SelectItem> GainItems =>
        Items<Gainers>("Anybody", ClaimWords.Of, (c, who) => c.WhoGains.Contains(who));

    public IReadOnlyList<SelectItem> StrengthItems =>
        [
            new() { Value = "", Text = "Any" },
            .. Counts.Select(g => new SelectItem
            {
                Value = g.Word,
                Text = Counted(ClaimWords.InShort(g.Grade), g.Count),
            }),
        ];

    public IActionResult OnGet(
        string? about = null,
        string? strength = null,
        string? status = null,
        string? gains = null
    )
    {
        var topic = CodeWord.Parse<ClaimTopic>(about ?? "");
        var standing = CodeWord.Parse<ClaimStatus>(status ?? "");
        var gainers = CodeWord.Parse<Gainers>(gains ?? "");
        Strength = grades.Select(WordOf).FirstOrDefault(word => word == strength) ?? "";
        About = topic is { } t ? CodeWord.Of(t) : "";
        Status = standing is { } s ? CodeWord.Of(s) : "";
        Gain = gainers is { } g ? CodeWord.Of(g) : "";
        Fitting =
        [
            .. All.Where(c =>
                (topic is null || c.Topic == topic)
                && (standing is null || c.Status == standing)
                && (gainers is not { } who || c.WhoGains.Contains(who))
                && (Strength.Length == 0 || WordOf(c.Strength.Grade) == Strength)
            ),
        ];
        return Answer(
            new PageFrame
            {
                Title = "What is known",
                Description =
                    "What is claimed of schools that work together: who said it, how it is known, how strong that is, and what nobody has tested.",
                Section = "what-works",
                Crumbs = [new("Home", "/"), new("What works", "/what-works"), new("What is known")],
                Listed = !IsFiltered,
            },
            ClaimsSheet.Of("evidence", "Claims about schools that work together", Fitting),
            new Dictionary<string, object?>
            {
                ["claims"] = All.Count,
                ["byStrength"] = Counts.ToDictionary(c => c.Word, c => c.Count),
                ["byStatus"] = Enum.GetValues<ClaimStatus>()
                    .ToDictionary(CodeWord.Of, kind => All.Count(c => c.Status == kind)),
                ["gaps"] = Gaps.Select(c => c.Id),
            },
            references: Citation.Of(Fitting)
        );
    }

    private static string WordOf(int? grade) =>
        grade?.ToString(CultureInfo.InvariantCulture) ?? NoGrade;

    private static string Counted(string words, int count) => $"{words} ({count:N0})";

    private static IReadOnlyList<SelectItem> Items<T>(
        string all,
        Func<T, string> words,
        Func<EvidenceClaim, T, bool> fits
    )
        where T : struct, Enum =>
        [
            new() { Value = "", Text = all },
            .. Enum.GetValues<T>()
                .Select(value => new SelectItem
                {
                    Value = CodeWord.Of(value),
                    Text = Counted(words(value), All.Count(c => fits(c, value))),
                }),
        ];
}
