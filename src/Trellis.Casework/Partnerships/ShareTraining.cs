using Trellis.Journal;

namespace Trellis.Partnerships;

/// <summary>Records training that members have together; it may lie up to a year ahead.</summary>
public sealed record ShareTraining(
    PartnershipId Id,
    Voice By,
    FreeText What,
    TrainingProvider Provider,
    DateOnly Day
) : Act<Partnership, TrainingShared>
{
    public override string Subject => Id.ToString();

    public override Outcome<TrainingShared> Apply(Partnership? before, Occasion now)
    {
        if (before.MayNotChange(By, now) is { } why)
            return why;
        if (string.IsNullOrWhiteSpace(What.Text))
            return new Refusal("training-missing", "Enter what the training is about.");
        if (Rights.Unfit(What, "the training") is { } unfit)
            return unfit;
        if (!Enum.IsDefined(Provider))
            return new Refusal("choice-unknown", "Choose who leads the training.");
        if (Rights.OutOfTime(before!, Day, now.Today.AddYears(1)) is { } late)
            return late;
        if (before!.Training.Count >= Rights.Most)
            return Rights.Many;
        return before.Training.Contains(new SharedTraining(What, Provider, Day))
            ? new Outcome<TrainingShared>.Unchanged()
            : new TrainingShared(Id, By.As, What, Provider, Day, now.Today);
    }
}

/// <summary>Training together was recorded.</summary>
public sealed record TrainingShared(
    PartnershipId Id,
    Party By,
    FreeText What,
    TrainingProvider Provider,
    DateOnly Day,
    DateOnly On
) : Event<Partnership>
{
    public override Partnership After(Partnership? before, DateTimeOffset at) =>
        before! with
        {
            Training = [.. before.Training, new SharedTraining(What, Provider, Day)],
        };
}
