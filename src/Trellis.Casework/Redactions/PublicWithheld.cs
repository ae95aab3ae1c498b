namespace Trellis.Redactions;

/// <summary>What the public record says of words of a document that are not shown: how many, why, until when; never where in a text or how long one passage is.</summary>
/// <param name="Words">Of all public texts of the document, with those that are not shown.</param>
/// <param name="Redacted">How many of them are not shown.</param>
/// <param name="WaitsForSecond">Whether more is hidden than one person may hide, and another has yet to agree.</param>
public sealed record PublicWithheld(
    int Words,
    int Redacted,
    bool WaitsForSecond,
    IReadOnlyList<PublicRedaction> Passages
)
{
    /// <summary>Null where nothing of the document was ever hidden.</summary>
    public static PublicWithheld? Of(RedactionBook book, IReadOnlyList<PlacedText> texts)
    {
        if (book.All.Count == 0)
            return null;
        var share = book.Share(texts);
        return new PublicWithheld(
            share.Words,
            share.Redacted,
            book.WaitsForSecond(texts),
            [
                .. book.All.Select(r => new PublicRedaction(
                    r.Number,
                    r.Code,
                    r.On,
                    r.Expires,
                    r.Ended,
                    r.Second is not null,
                    [
                        .. book
                            .Reviews.Where(v => v.Of == r.Number)
                            .Select(v => new PublicReview(
                                v.AskedOn,
                                v.Due,
                                v.Outcome,
                                v.AnsweredOn,
                                v.Words.Text
                            )),
                    ]
                )),
            ]
        );
    }

    /// <summary>How much of it is not shown.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public WordShare Share => new(Words, Redacted);
}

/// <summary>A passage that is not shown, or was not.</summary>
/// <param name="Ended">The day from which it is shown again; null while it is not.</param>
/// <param name="Second">Whether a second person agreed.</param>
public sealed record PublicRedaction(
    int Number,
    RedactionCode Code,
    DateOnly On,
    DateOnly Expires,
    DateOnly? Ended,
    bool Second,
    IReadOnlyList<PublicReview> Reviews
);

/// <summary>That a passage was to be looked at again, and what came of it.</summary>
/// <param name="Words">Of the answer; null while there is none.</param>
public sealed record PublicReview(
    DateOnly AskedOn,
    DateOnly? Due,
    ReviewOutcome? Outcome,
    DateOnly? AnsweredOn,
    string? Words
);
