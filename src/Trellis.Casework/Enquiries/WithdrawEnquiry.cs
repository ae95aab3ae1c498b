using Trellis.Journal;
using Trellis.Partnerships;

namespace Trellis.Enquiries;

/// <summary>Says that one no longer asks, answered or not; days that were agreed are free again.</summary>
public sealed record WithdrawEnquiry(EnquiryId Id, Voice By) : Act<Enquiry, EnquiryWithdrawn>
{
    public override string Subject => Id.ToString();

    public override Outcome<EnquiryWithdrawn> Apply(Enquiry? before, Occasion now) =>
        before is null || before.From != By.As || !By.MaySpeak(now.By)
            ? new Refusal("no-enquiry", "There is no such enquiry of yours.")
        : before.WithdrawnOn is not null ? new Outcome<EnquiryWithdrawn>.Unchanged()
        : new EnquiryWithdrawn(Id, now.Today);
}

/// <summary>Whoever asked asks no longer.</summary>
public sealed record EnquiryWithdrawn(EnquiryId Id, DateOnly On) : Event<Enquiry>
{
    public override Enquiry After(Enquiry? before, DateTimeOffset at) =>
        before! with
        {
            WithdrawnOn = On,
        };
}
