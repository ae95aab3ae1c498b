using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Areas;
using Trellis.Components;
using Trellis.Groups;
using Trellis.Library;
using Trellis.Models;
using Trellis.Pages.Partnerships;
using Trellis.Partnerships;
using Trellis.Schools;
using Trellis.Serving;

namespace Trellis.Pages.Guide;

/// <summary>An answer of the decision aid that can be ticked.</summary>
/// <param name="Key">Its name in the address.</param>
public sealed record AidItem(string Key, string Value, string Words, bool Ticked, bool IsRadio);

/// <summary>One of the decision aid's questions.</summary>
/// <param name="Short">What it is called where the answers are told again.</param>
public sealed record AidQuestion(
    string Id,
    string Legend,
    string Short,
    string Hint,
    IReadOnlyList<AidItem> Items
);

/// <summary>The decision aid: six questions at most, and every model held against the answers, none before another.</summary>
[Access(Who.Everybody)]
public sealed class ChooseView : GuidePage
{
    private readonly List<string> notices = [];

    /// <summary>The columns of the comparison, in their order.</summary>
    public static IReadOnlyList<FitStanding> Standings { get; } =
    [FitStanding.Fits, FitStanding.Against, FitStanding.ToNote, FitStanding.NotKnown];

    /// <summary>The columns of the table, whatever is asked.</summary>
    public static IReadOnlyList<SheetColumn> Columns { get; } =
    [
        new("id", "Id"),
        new("name", "Way"),
        new("short_list", "Among the six for small schools", "boolean"),
        new("over", "Ended", "boolean"),
        new("fits", "What fits"),
        new("against", "What does not, or may not"),
        new("to_note", "To note"),
        new("not_known", "Not known"),
    ];

    public IReadOnlyList<string> Notices => notices;

    public Situation Said { get; private set; } = null!;

    public IReadOnlyList<ModelFit> Fits { get; private set; } = [];

    /// <summary>The URN the answers began with; empty where none was given.</summary>
    public string Urn { get; private set; } = "";

    /// <summary>The school of the URN; empty where there is none.</summary>
    public string SchoolName { get; private set; } = "";

    public IReadOnlyList<AidQuestion> Questions =>
        [
            new(
                "kind",
                "What kind of school are you?",
                "Our school",
                "The law differs from kind to kind.",
                [
                    .. Enum.GetValues<SchoolKind>()
                        .Where(k => k != SchoolKind.Special)
                        .Select(k => Radio("kind", k, GuideWords.Of(k), Said.Kind)),
                    new("special", "yes", "It is a special school", Said.IsSpecial, false),
                ]
            ),
            new(
                "size",
                "How many pupils have you?",
                "Our size",
                "Below 210 you see six ways first.",
                [
                    .. Enum.GetValues<SchoolSize>()
                        .Select(s => Radio("size", s, GuideWords.Of(s), Said.Size)),
                ]
            ),
            new(
                "aim",
                "What is it for?",
                "Our aims",
                "Tick what matters most to you.",
                [.. Enum.GetValues<Purpose>().Select(a => Box("aim", a, a.InWords(), Said.Aims))]
            ),
            new(
                "keep",
                "What must we keep?",
                "We want to keep",
                "Tick what you would not give up.",
                [
                    .. Enum.GetValues<Wish>()
                        .Select(w => Box("keep", w, ModelFit.WishWords(w), Said.Keeps)),
                ]
            ),
            new(
                "offer",
                "What can we put in?",
                "We can put in",
                "Tick nothing to leave this out.",
                [
                    .. Enum.GetValues<Ask>()
                        .Select(a => Box("offer", a, ModelFit.AskWords(a).Capital(), Said.Offers)),
                ]
            ),
            new(
                "time",
                "How long may it take to begin?",
                "It may take",
                "A term is about 13 weeks.",
                [
                    .. Enum.GetValues<TimeGiven>()
                        .Select(t => Radio("time", t, GuideWords.Of(t), Said.Time)),
                ]
            ),
        ];

    /// <summary>The tables of the comparison: for a small school its six first.</summary>
    public IReadOnlyList<(string Title, string Id, IReadOnlyList<ModelFit> Fits)> Tables =>
        Said.IsSmall && Fits.Any(f => f.OnShortList)
            ?
            [
                ("Ways to look at first", "first", [.. Fits.Where(f => f.OnShortList)]),
                ("All other ways", "others", [.. Fits.Where(f => !f.OnShortList)]),
            ]
            : [("All ways", "all", Fits)];

    public string OrderLine =>
        Tables.Count == 1
            ? $"All {Fits.Count} ways stand in the order of the alphabet."
            : $"All {Fits.Count} ways are here. In each list they stand in the order of the alphabet.";

    public IActionResult OnGet()
    {
        Read();
        Fits = Said.IsEmpty ? [] : ModelFit.Compare(Said, Today);
        return Guide(
            "Choose a way of working together",
            "Six short questions, and every way for schools to work together: what fits, what does not, and why.",
            new Sheet(
                "choose-a-way",
                "Every way, and how it fits",
                Columns,
                [
                    .. Fits.Select(
                        IReadOnlyList<object?> (f) =>
                            [
                                f.Model.Id.ToString(),
                                f.Model.Name,
                                f.OnShortList,
                                f.Model.IsOver(Today),
                                .. Standings.Select(s =>
                                    (object?)string.Join(' ', f.Of(s).Select(r => r.Words))
                                ),
                            ]
                    ),
                ]
            ),
            new Dictionary<string, object?>
            {
                ["school"] = SchoolName.Length > 0 ? SchoolName : null,
                ["said"] = Questions.ToDictionary(
                    q => q.Id,
                    q => q.Items.Where(i => i.Ticked).Select(i => i.Value)
                ),
            },
            listed: Said.IsEmpty
        );
    }

    private void Read()
    {
        var school = FindSchool();
        var own = school?.Current;
        Said = new Situation(
            One<SchoolKind>("kind") is { } kind and not SchoolKind.Special ? kind : KindOf(own),
            Request.Query["special"].Contains("yes") || (own is not null && IsSpecial(own)),
            own?.Religion switch
            {
                null or "" => null,
                "None" or "Does not apply" => false,
                _ => true,
            },
            One<SchoolSize>("size")
                ?? own?.Pupils switch
                {
                    null => null,
                    < 100 => SchoolSize.Below100,
                    < 210 => SchoolSize.Below210,
                    _ => SchoolSize.Larger,
                },
            Ticked<Purpose>("aim"),
            Ticked<Wish>("keep"),
            Ticked<Ask>("offer"),
            One<TimeGiven>("time")
        );
        if (
            Odd<SchoolKind>("kind")
            || Odd<SchoolSize>("size")
            || Odd<Purpose>("aim")
            || Odd<Wish>("keep")
            || Odd<Ask>("offer")
            || Odd<TimeGiven>("time")
        )
            notices.Add("The address holds an answer we do not know. It was left out.");
    }

    private School? FindSchool()
    {
        if (
            !Request.Query.TryGetValue("urn", out var given)
            || given[^1] is not { Length: > 0 } text
        )
            return null;
        if (
            Trellis.Schools.Urn.TryParse(text, null, out var urn)
            && Snapshot.SchoolOf(urn) is { } school
        )
        {
            Urn = school.Urn.ToString();
            SchoolName = school.Name;
            return school;
        }
        notices.Add("No school has that number, so its answers were not filled in.");
        return null;
    }

    private SchoolKind? KindOf(Establishment? own) =>
        own is null
            ? null
            : Sectors.Of(own) switch
            {
                Sector.Maintained => SchoolKind.Maintained,
                Sector.Academy => Snapshot.TrustOf(own.Urn)?.Type switch
                {
                    GroupType.MultiAcademyTrust => SchoolKind.AcademyInATrust,
                    _ => SchoolKind.Academy,
                },
                Sector.Independent => SchoolKind.Independent,
                _ => null,
            };

    private static bool IsSpecial(Establishment own) =>
        own.Type.Contains("special", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the address gives a key a word that is none of it.</summary>
    private bool Odd<T>(string key)
        where T : struct, Enum =>
        Request.Query[key].Any(word => word is { Length: > 0 } && CodeWord.Parse<T>(word) is null);

    private static AidItem Radio<T>(string key, T value, string words, T? said)
        where T : struct, Enum =>
        new(key, CodeWord.Of(value), words, said is { } one && Equals(one, value), true);

    private static AidItem Box<T>(string key, T value, string words, IReadOnlyList<T> said)
        where T : struct, Enum => new(key, CodeWord.Of(value), words, said.Contains(value), false);
}
