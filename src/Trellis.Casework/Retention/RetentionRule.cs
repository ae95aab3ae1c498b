using System.Globalization;
using System.Reflection;
using Trellis.Sources;

namespace Trellis.Retention;

/// <summary>What becomes of what is kept when its time is over.</summary>
public enum AfterKeeping
{
    /// <summary>It is gone whole.</summary>
    Deleted,

    /// <summary>Names and typed words are gone, the record of what happened stays.</summary>
    Erased,

    /// <summary>Nothing: it is kept for good.</summary>
    Kept,
}

/// <summary>How long one kind of thing is kept: a reviewed file under definitions/retention.</summary>
/// <param name="What">What it is, for people.</param>
/// <param name="Basis">Why it may be kept.</param>
/// <param name="Source">Where the basis can be read.</param>
/// <param name="Keep">How long, in words: "90 days", "12 months", "for good".</param>
/// <param name="From">From which moment, in words: "the day the letter was sent".</param>
/// <param name="ByHand">What a person has to do because the program cannot; empty where the daily job does it.</param>
/// <param name="Who">Who answers for it.</param>
public sealed record RetentionRule(
    RuleId Id,
    string What,
    string Basis,
    string Source,
    string Keep,
    string From,
    AfterKeeping Then,
    string ByHand,
    string Who,
    DateOnly Reviewed,
    DateOnly ReviewBy
)
{
    private int Days { get; init; }
    private int Months { get; init; }

    /// <summary>Whether the daily job carries it out.</summary>
    public bool IsCarriedOut => Then != AfterKeeping.Kept && ByHand.Length == 0;

    /// <summary>The first day that is still kept: what began before it is due on that day. Null where it is kept for good.</summary>
    /// <remarks>Twelve months before 29 February are 28 February: a day more is kept, never a day less.</remarks>
    public DateOnly? FirstKept(DateOnly today) =>
        Then == AfterKeeping.Kept ? null : today.AddDays(-Days).AddMonths(-Months);

    private static readonly Shape Shape = new(
        new("id"),
        new("what"),
        new("basis"),
        new("source"),
        new("keep"),
        new("from"),
        new("then", Shape.Content.Choice, false, "deleted", "erased", "kept"),
        new("by-hand", Optional: true),
        new("who")
    );

    /// <exception cref="UnreadableSourceException">The file does not fit; the message says in which line and why.</exception>
    public static RetentionRule Parse(string file, string yaml)
    {
        var given = ReviewedFile.One(file, yaml, Shape);
        var keep = given.Field("keep");
        var (number, unit) = keep.Split(' ') switch
        {
            ["for", "good"] => (0, ""),
            [var count, ("days" or "months") and var each]
                when int.TryParse(
                    count,
                    NumberStyles.None,
                    CultureInfo.InvariantCulture,
                    out var times
                )
                    && times > 0 => (times, each),
            _ => throw given.Wrong(
                $"'keep' is '{keep}'; it can be as '90 days', '12 months' or 'for good'.",
                "keep"
            ),
        };
        var then = Enum.Parse<AfterKeeping>(given.Field("then"), ignoreCase: true);
        if ((then == AfterKeeping.Kept) != (number == 0))
            throw given.Wrong("what is kept is kept 'for good', and nothing else is.", "then");
        return new RetentionRule(
            RuleId.TryParse(given.Field("id"), null, out var id)
                ? id
                : throw given.Wrong("'id' is small letters with hyphens.", "id"),
            given.Field("what"),
            given.Field("basis"),
            given.Field("source"),
            keep,
            given.Field("from"),
            then,
            given.Optional("by-hand"),
            given.Field("who"),
            given.Day("reviewed"),
            given.Day("review-by")
        )
        {
            Days = unit == "days" ? number : 0,
            Months = unit == "months" ? number : 0,
        };
    }
}

/// <summary>The rules of keeping, as they were built in.</summary>
public static class RetentionRules
{
    private static readonly Lazy<IReadOnlyList<RetentionRule>> Read = new(() =>
        ReviewedFile.BuiltIn(Assembly.GetExecutingAssembly(), "retention/", RetentionRule.Parse)
    );

    /// <summary>Every rule, by id.</summary>
    public static IReadOnlyList<RetentionRule> All => Read.Value;
}
