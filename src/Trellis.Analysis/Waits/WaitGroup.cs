using Trellis.Schools;
using Trellis.Survival;

namespace Trellis.Waits;

/// <summary>Some waits together, with the share that still waited by months.</summary>
/// <param name="Kind">By what they are grouped: "all", "law", "region", "phase".</param>
/// <param name="Name">Which of them, in words.</param>
/// <param name="Spells">All of the group, also those that do not count in the figures.</param>
public sealed record WaitGroup(
    string Kind,
    string Name,
    IReadOnlyList<WaitSpell> Spells,
    KaplanMeier Figures
)
{
    /// <summary>Under so many openings a group has no percentiles of its own: one school more or less would change them.</summary>
    public const int Fewest = 5;

    /// <summary>The months at which a school that waits is looked at higher up.</summary>
    public static readonly IReadOnlyList<int> Months = [6, 9, 12, 24];

    public bool IsTooSmall => Figures.Happened < Fewest;

    /// <summary>The days by which it was over for a share of them; nothing where the group is too small to say.</summary>
    public WaitPercentile? Percentile(double share) =>
        IsTooSmall ? null : Figures.Percentile(share);

    /// <summary>The step that holds after so many months; null where the group is too small to say.</summary>
    /// <param name="months">Of 365.25 / 12 days each, to the nearest day.</param>
    public KaplanMeierStep? After(int months) =>
        IsTooSmall ? null : Figures.StepAt(DaysOf(months)) ?? new KaplanMeierStep(0, 0, 0, 1, 0);

    public static int DaysOf(int months) =>
        (int)Math.Round(months * 365.25 / 12, MidpointRounding.AwayFromZero);

    /// <summary>All waits, then by what the law was on the day of the judgement, by region and by phase.</summary>
    internal static IReadOnlyList<WaitGroup> Of(PastWaits waits) =>
        [
            Group("all", "All", waits.Spells),
            .. By(
                "law",
                waits,
                s =>
                    s.JudgedOn < PastWaits.DutyFrom
                        ? "Judged before 18 April 2016"
                        : "Judged from 18 April 2016, when an order became a duty"
            ),
            .. By("region", waits, s => s.Region.Length > 0 ? s.Region : "Not known"),
            .. By("phase", waits, s => PhaseOf(s.School.Current)),
        ];

    private static IEnumerable<WaitGroup> By(
        string kind,
        PastWaits waits,
        Func<WaitSpell, string> name
    ) =>
        waits
            .Spells.GroupBy(name)
            .OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => Group(kind, g.Key, [.. g]));

    private static WaitGroup Group(string kind, string name, IReadOnlyList<WaitSpell> spells) =>
        new(kind, name, spells, PastWaits.Figures(spells));

    private static string PhaseOf(Establishment school) =>
        school.Phase switch
        {
            Phase.Nursery or Phase.Primary or Phase.MiddleDeemedPrimary => "Primary and nursery",
            Phase.Secondary or Phase.MiddleDeemedSecondary or Phase.AllThrough => "Secondary",
            _ => "Special, alternative and not known",
        };
}
