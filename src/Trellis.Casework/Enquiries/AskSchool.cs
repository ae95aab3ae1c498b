using Trellis.Journal;
using Trellis.Listings;
using Trellis.Partnerships;

namespace Trellis.Enquiries;

/// <summary>Asks another party, which has people here who can answer. To one that has none nothing is sent, so nothing can be asked.</summary>
/// <param name="Id">Drawn where the form was shown.</param>
/// <param name="About">The entry of the directory it is about; null for none.</param>
/// <param name="Topic">Null where none is named.</param>
/// <param name="Binds">Whether the entry is a post.</param>
/// <param name="SomebodyThere">Whether anybody who may answer for the party has an account.</param>
public sealed record AskSchool(
    EnquiryId Id,
    Voice By,
    Party To,
    ListingId? About,
    TopicId? Topic,
    bool Binds,
    FreeText Words,
    int? DaysATerm,
    bool SomebodyThere
) : Act<Enquiry, SchoolAsked>
{
    public override string Subject => Id.ToString();

    public override Outcome<SchoolAsked> Apply(Enquiry? before, Occasion now)
    {
        if (before is not null)
            return new Refusal("asked-already", "This enquiry was sent already.");
        if (!By.MaySpeak(now.By))
            return new Refusal(
                "not-your-party",
                "Ask in the name of your own school, trust or area."
            );
        if (To == By.As)
            return new Refusal("asks-itself", "Choose another school to ask.");
        if (!To.CanAnswer)
            return new Refusal(
                "cannot-answer",
                "Only schools, trusts and authorities answer here."
            );
        if (!SomebodyThere)
            return new Refusal(
                "nobody-there",
                "Nobody there has an account, so nothing can be sent. Ring the school or write to it."
            );
        if (Topic is { } topic && Topics.Of(topic) is null)
            return new Refusal("topic-unknown", "Choose a topic.");
        if (Words.Misfit("what you ask", Enquiry.LongestWords, "words", needed: true) is { } unfit)
            return unfit;
        if (DaysATerm is < 1 or > ListingTerms.MostDaysATerm)
            return new Refusal(
                "days-unfit",
                $"Enter days in a term as a whole number from 1 to {ListingTerms.MostDaysATerm}."
            );
        return new SchoolAsked(
            Id,
            By.As,
            To,
            About,
            Topic,
            Binds,
            Words.Kept(),
            DaysATerm,
            now.Today
        );
    }
}

/// <summary>A party was asked.</summary>
public sealed record SchoolAsked(
    EnquiryId Id,
    Party From,
    Party To,
    ListingId? About,
    TopicId? Topic,
    bool Binds,
    FreeText Words,
    int? DaysATerm,
    DateOnly On
) : Event<Enquiry>
{
    public override Enquiry After(Enquiry? before, DateTimeOffset at) =>
        new(Id, From, To, About, Topic, Binds, Words, DaysATerm, On, null, null);
}
