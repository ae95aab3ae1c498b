using Trellis.Journal;
using Trellis.Measures;

namespace Trellis.Partnerships;

/// <summary>Says what a school year brought, in a member's name, in at most ten answers. Filed again it corrects what the same member filed.</summary>
/// <remarks>Who left files for the years in which it was a member, and so do all after the end.</remarks>
public sealed record FileReturn(
    PartnershipId Id,
    Voice By,
    Year Year,
    int? DaysGiven,
    int? Pupils,
    int? Cost,
    IReadOnlyList<Purpose> Gains,
    int Worth,
    FreeText WentWell,
    FreeText WentBadly,
    Outlook Next
) : Act<Partnership, ReturnFiled>
{
    public override string Subject => Id.ToString();

    public override Outcome<ReturnFiled> Apply(Partnership? before, Occasion now)
    {
        if (before is null)
            return Rights.None;
        if (!By.MaySpeak(now.By))
            return new Refusal(
                "not-your-party",
                "Only people of this member, or of who is responsible for it, can do this."
            );
        if (!before.WasInDuring(By.As, Year))
            return new Refusal(
                "not-a-member-then",
                "Choose a school year in which you were a member by your own word."
            );
        if (Partnership.Begins(Year) > now.Today)
            return new Refusal("year-ahead", "Choose a school year that has begun.");
        if (Worth is < 1 or > 5)
            return new Refusal("worth-missing", "Choose how much it was worth, from 1 to 5.");
        if (!Rights.Known(Gains) || !Enum.IsDefined(Next))
            return new Refusal("choice-unknown", "Choose from the answers of the list, each once.");
        if (DaysGiven is < 0 or > 100_000 || Pupils is < 0 or > 1_000_000)
            return new Refusal(
                "count",
                "Enter whole numbers, 0 or more. Leave empty what nobody counted."
            );
        if (Cost is < 0 or > Rights.Pounds)
            return new Refusal("cost", "Enter a cost in whole pounds, 0 or more.");
        if (
            (
                Rights.Unfit(WentWell, "what went well")
                ?? Rights.Unfit(WentBadly, "what went badly")
            ) is
            { } unfit
        )
            return unfit;
        var happened = new ReturnFiled(
            Id,
            By.As,
            Year,
            DaysGiven,
            Pupils,
            Cost,
            Gains,
            Worth,
            WentWell,
            WentBadly,
            Next,
            now.Today
        );
        return
            before.Returns.FirstOrDefault(r => r.Year == Year && r.By == By.As) is { } filed
            && ActJson.Write(happened.Filed(filed.FiledOn)) == ActJson.Write(filed)
            ? new Outcome<ReturnFiled>.Unchanged()
            : happened;
    }
}

/// <summary>A member said what a school year brought.</summary>
public sealed record ReturnFiled(
    PartnershipId Id,
    Party By,
    Year Year,
    int? DaysGiven,
    int? Pupils,
    int? Cost,
    IReadOnlyList<Purpose> Gains,
    int Worth,
    FreeText WentWell,
    FreeText WentBadly,
    Outlook Next,
    DateOnly On
) : Event<Partnership>
{
    public override Partnership After(Partnership? before, DateTimeOffset at) =>
        before! with
        {
            Returns = before.Returns.Any(r => r.Year == Year && r.By == By)
                ?
                [
                    .. before.Returns.Select(r =>
                        r.Year == Year && r.By == By ? Filed(r.FiledOn) : r
                    ),
                ]
                : [.. before.Returns, Filed(On)],
        };

    /// <param name="first">The day on which it was filed first.</param>
    internal AnnualReturn Filed(DateOnly first) =>
        new(Year, By, first, DaysGiven, Pupils, Cost, Gains, Worth, WentWell, WentBadly, Next);
}
