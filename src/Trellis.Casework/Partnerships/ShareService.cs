using Trellis.Journal;

namespace Trellis.Partnerships;

/// <summary>Records a service that members buy or run together.</summary>
/// <param name="From">Its first day, not after today.</param>
/// <param name="SavesEachYear">In pounds, by the members' own estimate; null where none was made.</param>
public sealed record ShareService(
    PartnershipId Id,
    Voice By,
    FreeText What,
    DateOnly From,
    int? SavesEachYear
) : Act<Partnership, ServiceShared>
{
    public override string Subject => Id.ToString();

    public override Outcome<ServiceShared> Apply(Partnership? before, Occasion now)
    {
        if (before.MayNotChange(By, now) is { } why)
            return why;
        if (string.IsNullOrWhiteSpace(What.Text))
            return new Refusal("service-missing", "Enter what the service is.");
        if (Rights.Unfit(What, "the service") is { } unfit)
            return unfit;
        if (SavesEachYear is < 0 or > Rights.Pounds)
            return new Refusal("cost", "Enter what it saves in whole pounds, 0 or more.");
        if (Rights.OutOfTime(before!, From, now.Today) is { } late)
            return late;
        if (before!.Services.Count >= Rights.Most)
            return Rights.Many;
        return before.Services.Contains(new JointService(What, From, null, SavesEachYear))
            ? new Outcome<ServiceShared>.Unchanged()
            : new ServiceShared(Id, By.As, What, From, SavesEachYear, now.Today);
    }
}

/// <summary>A service that members buy or run together was recorded.</summary>
public sealed record ServiceShared(
    PartnershipId Id,
    Party By,
    FreeText What,
    DateOnly From,
    int? SavesEachYear,
    DateOnly On
) : Event<Partnership>
{
    public override Partnership After(Partnership? before, DateTimeOffset at) =>
        before! with
        {
            Services = [.. before.Services, new JointService(What, From, null, SavesEachYear)],
        };
}
