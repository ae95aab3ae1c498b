using Trellis.Consistency;
using Trellis.Pages.Decisions;
using Trellis.Procedures;
using Trellis.Serving;
using Trellis.Store;

namespace Trellis.Pages.Consistency;

/// <summary>An earlier case beside one, as a row of its page.</summary>
public sealed record EarlierCase(
    LikeCase Like,
    string Address,
    string Names,
    string Region,
    string Outcome,
    string HowAlike
);

/// <summary>The earlier cases most like one, for the page of its decision.</summary>
/// <param name="IsDecided">Whether the case itself is decided; else they are what those who decide can look at first.</param>
/// <param name="Quarter">The published quarter in which it was decided; null where it is not decided or not published.</param>
public sealed record EarlierCases(
    DecidedCase Case,
    bool IsDecided,
    IReadOnlyList<EarlierCase> Rows,
    Quarter? Quarter
)
{
    /// <summary>Those of a case; null where it cannot be held beside others: it is about several schools, or over without a decision.</summary>
    public static EarlierCases? Of(SitePage page, PublicRecordFile record, CaseOnRecord one)
    {
        if (!CaseRef.TryParse(one.Ref, null, out var reference))
            return null;
        var book = DecisionBook.Of(record, page.Snapshot, page.Today);
        var cases = DecidedCases.Of(book, page.Snapshot);
        var decided = cases.Find(reference);
        if (
            (decided ?? (one.IsOver ? null : DecidedCases.AsOf(one, page.Snapshot, page.Today)))
            is not { } known
        )
            return null;
        var quarter = decided is null ? (Quarter?)null : Trellis.Consistency.Quarter.Of(known.On);
        return new EarlierCases(
            known,
            decided is not null,
            [
                .. LikeCases
                    .EarlierThan(known, cases.All)
                    .Select(l => new EarlierCase(
                        l,
                        $"/decision/{l.Case.Ref}",
                        book.Find(l.Case.Ref)?.Names ?? $"{l.Case.Ref}",
                        ConsistencyBook.Named(page.Snapshot, l.Case.Region).Text,
                        ConsistencyBook.Outcome(l.Case),
                        HowAlike(l)
                    )),
            ],
            quarter is { } its && ConsistencyBook.Find(record, its) is not null ? its : null
        );
    }

    /// <summary>"close, .31 apart, by 6 of 6 figures".</summary>
    public static string HowAlike(LikeCase like) => HowAlike(like.Distance, like.Facts);

    /// <inheritdoc cref="HowAlike(LikeCase)"/>
    public static string HowAlike(double distance, int facts) =>
        $"{LikeCases.InWords(distance)}, {distance:0.00} apart, by {facts} of {LikeCases.Facts.Count} figures";

    /// <summary>What the JSON of its page says of them.</summary>
    public object Told =>
        Rows.Select(r => new
        {
            reference = $"{r.Like.Case.Ref}",
            on = r.Like.Case.On,
            region = $"{r.Like.Case.Region}",
            outcome = $"{r.Like.Case.Outcome}",
            yes = r.Like.Case.For,
            distance = Math.Round(r.Like.Distance, 4),
            facts = r.Like.Facts,
        });
}
