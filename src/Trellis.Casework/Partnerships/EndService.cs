using Trellis.Journal;

namespace Trellis.Partnerships;

/// <summary>Says that a joint service is no more.</summary>
/// <param name="Service">Its place among the services, from 0; places never change.</param>
/// <param name="LastDay">Its last day, not after today.</param>
public sealed record EndService(PartnershipId Id, Voice By, int Service, DateOnly LastDay)
    : Act<Partnership, ServiceEnded>
{
    public override string Subject => Id.ToString();

    public override Outcome<ServiceEnded> Apply(Partnership? before, Occasion now)
    {
        if (before.MayNotChange(By, now) is { } why)
            return why;
        if (before!.Services.ElementAtOrDefault(Service) is not { } service)
            return Rights.NotThere;
        if (service.To is { } to)
            return to == LastDay.AddDays(1)
                ? new Outcome<ServiceEnded>.Unchanged()
                : new Refusal("ended-already", "This has ended already.");
        if (LastDay < service.From || LastDay > now.Today)
            return new Refusal(
                "day-out-of-time",
                $"Enter a day from {Stories.Day(service.From)} to today."
            );
        return new ServiceEnded(Id, By.As, Service, LastDay, now.Today);
    }
}

/// <summary>A joint service ended.</summary>
public sealed record ServiceEnded(
    PartnershipId Id,
    Party By,
    int Service,
    DateOnly LastDay,
    DateOnly On
) : Event<Partnership>
{
    public override Partnership After(Partnership? before, DateTimeOffset at) =>
        before! with
        {
            Services =
            [
                .. before.Services.Select(
                    (s, i) => i == Service ? s with { To = LastDay.AddDays(1) } : s
                ),
            ],
        };
}
