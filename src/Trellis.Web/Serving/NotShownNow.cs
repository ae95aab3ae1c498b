using Trellis.Procedures;

namespace Trellis.Serving;

/// <summary>What a node shows in the place of words that people wrote while it cannot know whether they may still be read: days, codes and numbers stay.</summary>
/// <remarks>A redaction that was made elsewhere is gone from all public bytes within a minute, also on a node that is cut off from the casework.</remarks>
public static class NotShownNow
{
    public const string Words =
        "[not shown now: this site has not heard from its casework for more than a minute]";

    /// <summary>A procedure without the words of its answers.</summary>
    public static PublicCase Of(PublicCase open) =>
        open with
        {
            Steps =
            [
                .. open.Steps.Select(s =>
                    s with
                    {
                        Answers =
                        [
                            .. s.Answers.Select(a => a.Text is null ? a : a with { Text = Words }),
                        ],
                    }
                ),
            ],
        };
}
