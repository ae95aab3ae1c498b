using Trellis.Journal;

namespace Trellis.Partnerships;

/// <summary>Says that an aim no longer holds; it stays to be read, with the day.</summary>
/// <param name="Aim">Its place among the aims, from 0; places never change.</param>
public sealed record DropAim(PartnershipId Id, Voice By, int Aim) : Act<Partnership, AimDropped>
{
    public override string Subject => Id.ToString();

    public override Outcome<AimDropped> Apply(Partnership? before, Occasion now)
    {
        if (before.MayNotChange(By, now, binds: true) is { } why)
            return why;
        if (before!.Aims.ElementAtOrDefault(Aim) is not { } aim)
            return Rights.NotThere;
        return aim.DroppedOn is not null
            ? new Outcome<AimDropped>.Unchanged()
            : new AimDropped(Id, By.As, Aim, now.Today);
    }
}

/// <summary>An aim was dropped.</summary>
public sealed record AimDropped(PartnershipId Id, Party By, int Aim, DateOnly On)
    : Event<Partnership>
{
    public override Partnership After(Partnership? before, DateTimeOffset at) =>
        before! with
        {
            Aims = [.. before.Aims.Select((a, i) => i == Aim ? a with { DroppedOn = On } : a)],
        };
}
