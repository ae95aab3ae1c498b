using System.Globalization;
using Trellis.Charts;
using Trellis.Placements;

namespace Trellis.Pages.Placements;

/// <summary>A plan as a page shows it.</summary>
/// <param name="Closing">What open files say of the trust; null where the plan is made of what schools and trusts said themselves.</param>
/// <param name="Open">Whether everybody reads it: then no school's challenge points stand on it, nor what would tell them.</param>
public sealed record PlanView(ClosingTrust? Closing, ClosureReport Report, bool Open)
{
    public ClosurePlan Plan => Report.Plan;

    /// <summary>The trusts that are given a school, those with most first.</summary>
    public IReadOnlyList<TrustUse> Used =>
        [
            .. Report
                .Trusts.Where(t => t.Schools.Count > 0)
                .OrderByDescending(t => t.Schools.Count)
                .ThenBy(t => t.Trust.Name, StringComparer.Ordinal),
        ];

    // In public a total of so few schools would tell what each of them counts.
    private const int FewestInTotal = 3;

    /// <summary>Whether the points a trust is given may be read here: in public only where they do not tell any one school's.</summary>
    public bool ShowsPoints(TrustUse use) =>
        !Open
        || (
            use.Schools.Count >= FewestInTotal
            && use.Points > use.Schools.Count * ChallengeRules.Current.Least
            && use.Points < use.Schools.Count * ChallengeRules.Current.Most
        );

    /// <summary>What a place with a trust costs at the prices of the plan, in words.</summary>
    public static string PriceOf(TrustUse use) =>
        use.PlacesLeft > 0 ? "none: it has room"
        : use.Price is not { } price ? "none: it has no places"
        : price > 1 ? "more than any match is worth"
        : $"{OneCriteria.Digits(Math.Round(price, 3))} of value";

    /// <summary>How sure the plan is, in a sentence.</summary>
    public string Proof =>
        Plan.Proven ? "It is proven that no plan under these rules is better."
        : !Plan.PlacingProven
            ? $"It is not proven that no plan places more: {Plan.LeastUnplaced} at least stay without a trust in any plan."
        : $"Not proven to be the best: no plan under these rules is worth more than {Percent(Plan.Gap)} above it.";

    /// <summary>The plan in a sentence.</summary>
    public string FirstLine
    {
        get
        {
            var all = Plan.Placements.Count;
            var placed = all - Plan.Unplaced.Count;
            var trusts = Used.Count;
            return $"{(placed == all ? $"All {all}" : $"{placed} of {all}")} schools would find a place with {trusts} {(trusts == 1 ? "trust" : "trusts")}"
                + (
                    Report.Distances.Known > 0
                        ? $", {Whole(Report.Distances.Mean)} minutes by car from their new trust's nearest school on average and {Whole(Report.Distances.Furthest!.Minutes!.Value)} at most."
                        : "."
                );
        }
    }

    /// <summary>Why a school does not go to a trust, as it may be read here.</summary>
    public string WhyNot(NotThere why) =>
        !Open
            ? why.Words
            : why.Kind switch
            {
                NotThereKind.Points => "The help it is taken to have room for is given to others.",
                NotThereKind.FairShareThere or NotThereKind.FairShareHere =>
                    "A trust would then take too little of the hard work, and another too much.",
                _ => why.Words,
            };

    /// <summary>What rules cost, as far as it may be read here: who would go elsewhere if a trust had more challenge points tells in public how many that school counts.</summary>
    public IEnumerable<RulePrice> Prices =>
        Report.Prices.Where(p => !Open || p.Rule.Kind != ClosureRuleKind.Points);

    /// <summary>Where another plan sends a school; null where it is left without a trust.</summary>
    public static Placement In(AlternativePlan plan, ClosingSchool school) =>
        plan.Placements.First(p => p.School.Id == school.Id);

    /// <summary>The help that a school is owed, in words of what has to be given.</summary>
    public static string OwedTo(ChallengePoints points)
    {
        var owed = points
            .Parts.Where(p => p.Adds > 0)
            .OrderByDescending(p => p.Adds)
            .Select(p => p.Rule.Id);
        return Owed([.. owed]);
    }

    /// <summary>The same of parts of the rules for challenge points, by their ids, the largest first.</summary>
    public static string Owed(IReadOnlyList<string> parts) =>
        parts.Count == 0
            ? "no more than any school that changes its trust"
            : Partners.PartnersView.And([
                .. parts.Select(id =>
                    id switch
                    {
                        "residual" => "teaching help that has worked with such pupils",
                        "category" =>
                            "people who can change by a date what Ofsted asked to be changed",
                        "deficit" => "money until income covers what the school needs",
                        "roll" => "help to plan for fewer pupils",
                        "building" => "money for the building or its contract",
                        "leadership" => "leaders for posts without a lasting holder",
                        "isolation" => "time for people to travel to it",
                        _ => OneLower(
                            ChallengeRules.Current.Parts.FirstOrDefault(p => p.Id == id)?.Label
                                ?? id
                        ),
                    }
                ),
            ]);

    private static string OneLower(string words) => Schools.OneSchool.Lower(words);

    public static string Percent(double share) =>
        string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.##} %");

    public static string Two(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);

    public static string Whole(double number) =>
        Math.Round(number, MidpointRounding.AwayFromZero)
            .ToString("0", CultureInfo.InvariantCulture);

    public static ValueBar Bar(Placement placement) =>
        new(placement.Value, placement.Value, placement.Value);

    /// <summary>A bar of what is used of what there is.</summary>
    public static ValueBar Bar(int used, int most, string what) =>
        new(most == 0 ? 0 : (double)used / most, 0, 0) { Said = $"{used} of {most} {what}" };
}
