using Trellis.Journal;
using Trellis.Measures;

namespace Trellis.Partnerships;

/// <summary>Sets an aim. Once set it is never changed: one that no longer holds is dropped, and another set.</summary>
/// <param name="Measure">A measure of the catalogue; null where none fits.</param>
/// <param name="TargetThousandths">Thousandths of the unit of the measure; null where no figure is set.</param>
/// <param name="Until">The year whose results will tell.</param>
public sealed record SetAim(
    PartnershipId Id,
    Voice By,
    FreeText What,
    MeasureId? Measure,
    int? TargetThousandths,
    Year? Until
) : Act<Partnership, AimSet>
{
    public override string Subject => Id.ToString();

    public override Outcome<AimSet> Apply(Partnership? before, Occasion now)
    {
        if (before.MayNotChange(By, now, binds: true) is { } why)
            return why;
        if (Wrong(What, Measure, TargetThousandths, Until, now.Today) is { } wrong)
            return wrong;
        if (before!.Aims.Count >= Rights.Most)
            return Rights.Many;
        return before.Aims.Any(a =>
            (a.What, a.Measure, a.TargetThousandths, a.By, a.DroppedOn)
            == (What, Measure, TargetThousandths, Until, null)
        )
            ? new Outcome<AimSet>.Unchanged()
            : new AimSet(Id, By.As, What, Measure, TargetThousandths, Until, now.Today);
    }

    /// <summary>Why an aim cannot be set on a day; null where it can.</summary>
    internal static Refusal? Wrong(
        FreeText what,
        MeasureId? measured,
        int? target,
        Year? until,
        DateOnly today
    )
    {
        if (string.IsNullOrWhiteSpace(what.Text))
            return new Refusal("aim-missing", "Enter what should change, and for whom.");
        if (Rights.Unfit(what, "the aim") is { } unfit)
            return unfit;
        if (
            measured is { } measure
            && !Definitions.All.Any(d => d.Measure.Id == measure.ToString())
        )
            return new Refusal("measure-unknown", "Choose a measure of the list, or none.");
        if (target is not null && measured is null)
            return new Refusal("target-of-nothing", "Choose the measure that the figure is of.");
        if (until is { } year && (year.Starts < today.Year - 1 || year.Starts > today.Year + 10))
            return new Refusal("aim-year", "Choose a year whose results are still to come.");
        return null;
    }
}

/// <summary>An aim was set.</summary>
public sealed record AimSet(
    PartnershipId Id,
    Party By,
    FreeText What,
    MeasureId? Measure,
    int? TargetThousandths,
    Year? Until,
    DateOnly On
) : Event<Partnership>
{
    public override Partnership After(Partnership? before, DateTimeOffset at) =>
        before! with
        {
            Aims = [.. before.Aims, new Aim(What, Measure, TargetThousandths, Until, On, null)],
        };
}
