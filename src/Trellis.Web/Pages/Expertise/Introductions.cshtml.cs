using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;
using Trellis.Enquiries;
using Trellis.Pages.Partnerships;
using Trellis.Partnerships;
using Trellis.Serving;
using Trellis.Store;

namespace Trellis.Pages.Expertise;

/// <summary>What came of introductions by authorities, in counts: who was asked, agreed and declined, and why. No count is under five, and no school is named.</summary>
[Access(Who.Everybody)]
public sealed class Introductions(PublicRecordFile record) : SitePage
{
    internal static readonly IReadOnlyList<SheetColumn> Columns =
    [
        new("area", "Area", What: "local-authority: with its number."),
        new("name", "Local authority"),
        new("of", "Of", What: "answers, or reasons of those that declined."),
        new("what", "What", What: "Empty for those too few to be told apart, counted together."),
        new("schools", "Schools", "integer"),
    ];

    public Sheet Table { get; private set; } = null!;

    public IActionResult OnGet()
    {
        var rows = new List<IReadOnlyList<object?>>();
        foreach (var entry in record.List(IntroductionCounts.RecordKind, 1000))
        {
            var counts = JsonSerializer.Deserialize<IntroductionCounts>(entry.Json)!;
            var name = PartyNames.Of(Snapshot, Party.Parse(counts.Area)).Text;
            foreach (var one in counts.Answers)
                rows.Add([counts.Area, name, "answers", Words(one.Code, Answer), one.Count]);
            foreach (var one in counts.Reasons)
                rows.Add([
                    counts.Area,
                    name,
                    "reasons",
                    Words(one.Code, c => EnquiryWords.ReasonOf(c)?.InWords() ?? c),
                    one.Count,
                ]);
        }
        Table = new Sheet(
            "introductions",
            "What came of introductions by authorities",
            Columns,
            [.. rows.OrderBy(r => (string)r[1]!, StringComparer.Ordinal)]
        );
        return Answer(
            new PageFrame
            {
                Title = "What came of introductions",
                Description =
                    "How many schools agreed or declined when a local authority introduced them to others, and why.",
                Section = "find",
                Crumbs =
                [
                    new("Home", "/"),
                    new("Who can help with what", "/directory"),
                    new("What came of introductions"),
                ],
            },
            Table
        );
    }

    private static string Answer(string code) => code == "invited" ? "not answered" : code;

    private static string Words(string? code, Func<string, string> words) =>
        code is null ? "others, too few to be told apart" : words(code);
}
