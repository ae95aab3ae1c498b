using Trellis.Journal;
using Trellis.Listings;
using Trellis.Partnerships;

namespace Trellis.Enquiries;

/// <summary>Answers an enquiry, or answers it anew: a "yes" that no longer holds becomes a "no" or a "not now".</summary>
/// <param name="Reason">Of a "not now".</param>
/// <param name="DaysATerm">Of a "yes" that is not about a post.</param>
/// <param name="Until">Of a "yes": its last day.</param>
public sealed record ReplyToEnquiry(
    EnquiryId Id,
    Voice By,
    ReplyKind Kind,
    Reluctance? Reason,
    FreeText Words,
    int? DaysATerm,
    DateOnly? Until
) : Act<Enquiry, EnquiryAnswered>
{
    public override string Subject => Id.ToString();

    public override Outcome<EnquiryAnswered> Apply(Enquiry? before, Occasion now)
    {
        if (before is null || before.To != By.As || !By.MaySpeak(now.By))
            return new Refusal("no-enquiry", "There is no such enquiry to you.");
        if (before.WithdrawnOn is not null)
            return new Refusal("withdrawn", "Whoever asked has withdrawn the enquiry.");
        if (Words.Misfit("your answer", Enquiry.LongestWords, "words") is { } unfit)
            return unfit;
        var yes = Kind == ReplyKind.Yes;
        if (yes && before.Binds && !By.MayAct(now.By))
            return new Refusal(
                "others-act",
                "A post binds the school. Ask those who act for it: its trust, or its head and governors."
            );
        if (yes && !before.Binds && DaysATerm is not (>= 1 and <= ListingTerms.MostDaysATerm))
            return new Refusal(
                "days-unfit",
                $"Enter days in a term as a whole number from 1 to {ListingTerms.MostDaysATerm}."
            );
        if (yes && !(Until >= now.Today && Until <= now.Today.AddYears(1)))
            return new Refusal("until-unfit", "Enter a last day within the next year.");
        if (Kind == ReplyKind.NotNow && Reason is null)
            return new Refusal("reason-missing", "Choose the reason that fits best.");
        var answer = new Reply(
            Kind,
            Kind == ReplyKind.NotNow ? Reason : null,
            Words.Kept(),
            yes && !before.Binds ? DaysATerm : null,
            yes ? Until : null,
            now.Today
        );
        return before.Answer is { } was && was with { On = now.Today } == answer
            ? new Outcome<EnquiryAnswered>.Unchanged()
            : new EnquiryAnswered(Id, answer);
    }
}

/// <summary>An enquiry was answered.</summary>
public sealed record EnquiryAnswered(EnquiryId Id, Reply Answer) : Event<Enquiry>
{
    public override Enquiry After(Enquiry? before, DateTimeOffset at) =>
        before! with
        {
            Answer = Answer,
        };
}
