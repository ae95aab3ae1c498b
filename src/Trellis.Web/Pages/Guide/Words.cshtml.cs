using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Library;
using Trellis.Serving;

namespace Trellis.Pages.Guide;

/// <summary>What the words of the field were, when, and what stands in their place.</summary>
[Access(Who.Everybody)]
public sealed class WordsView : GuidePage
{
    public static IReadOnlyList<SheetColumn> Columns { get; } =
    [
        new("id", "Id"),
        new("word", "Word"),
        new("used", "When", What: "Empty where that was not read."),
        new("now", "Now"),
        new("sure", "How sure", What: "seen or memory."),
        new("doubt", "Doubt"),
    ];

    public IActionResult OnGet() =>
        Guide(
            "Words, old and new",
            "Words about schools that work together: what they were called, when, and what is said now.",
            new Sheet(
                "words",
                "Words, old and new",
                Columns,
                [
                    .. FieldWord.All.Select(
                        IReadOnlyList<object?> (w) =>
                            [w.Id, w.Word, w.Used, w.Now, CodeWord.Of(w.Sure), w.Doubt]
                    ),
                ]
            )
        );
}
