using System.Runtime.CompilerServices;
using Trellis.Areas;
using Trellis.Groups;
using Trellis.Placements;
using Trellis.Schools;
using Trellis.Serving;

namespace Trellis.Pages.Placements;

/// <summary>A school of a past closure: where the plan would send it, and where it really went.</summary>
/// <param name="Reasons">Why it goes where it goes in the plan, and not elsewhere.</param>
/// <param name="Went">The group it was in next; null where the files show none.</param>
/// <param name="Left">The first day it was no longer in the trust that closed; null where no file says.</param>
/// <param name="Chose">What the plan says of the trust it really joined; null where that was no candidate, or is the plan's own.</param>
public sealed record PastPlacement(
    School School,
    SchoolReasons Reasons,
    Group? Went,
    DateOnly? Left,
    NotThere? Chose
)
{
    public Placement Placement => Reasons.Placement;

    /// <summary>Whether the plan names the trust that it really joined.</summary>
    public bool Agrees => Went is { } went && Placement.Trust?.Id == went.Uid.ToString();
}

/// <summary>A past closure worked through from open files: which trusts could have taken its schools all at once.</summary>
/// <param name="Group">The trust that closed.</param>
/// <param name="MostHelp">The schools that needed most support to place, under their names of the day, each with where the plan sends it, the help that was owed and how many trusts could have given it.</param>
public sealed record PastClosure(
    Group Group,
    ClosingTrust Closing,
    ClosureReport Report,
    IReadOnlyList<PastPlacement> Schools,
    IReadOnlyList<(Placement Placement, string Owed, int Takers)> MostHelp
)
{
    private const int Wakefield = 5195;

    /// <summary>The day on which its schools are placed: the month after it said that it would give them up.</summary>
    public static readonly DateOnly Day = new(2017, 10, 1);

    private const ulong Seed = 2017;

    // Long enough for the best plan to be proven on a slow machine; what stops it all is a fault, not the question.
    private static readonly TimeSpan each = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan whole = TimeSpan.FromSeconds(20);

    private static readonly ConditionalWeakTable<Country, Task<PastClosure?>> kept = [];

    /// <summary>The closure of Wakefield City Academies Trust as a country's files tell of it: worked out once, and kept with the country.</summary>
    /// <returns>Null where the snapshot does not hold that trust.</returns>
    public static Task<PastClosure?> Of(Country country, TimeProvider time) =>
        kept.GetValue(country, c => Task.Run(() => Work(c, time)));

    public PlanView View => new(Closing, Report, Open: true);

    /// <summary>In how many cases the plan names the trust that the school really joined.</summary>
    public int Agreeing => Schools.Count(s => s.Agrees);

    private static PastClosure? Work(Country country, TimeProvider time)
    {
        var snapshot = country.Snapshot;
        var uid = new Uid(Wakefield);
        if (
            snapshot.IsFictional
            || snapshot.Find(uid) is not { } group
            || !group.Name.Contains("Wakefield City", StringComparison.OrdinalIgnoreCase)
            || ClosingTrust.Of(snapshot, uid, Day) is not { } closing
        )
            return null;
        using var planning = new CancellationTokenSource(each, time);
        var plan = ClosurePlan.Of(closing.Instance, Seed, ClosureTime.Until(planning.Token));
        using var explaining = new CancellationTokenSource(whole, time);
        // Each plan made again is short; the token of the whole ends what is left.
        var report = ClosureReport.Of(
            plan,
            Seed,
            new ExplanationTime(() => explaining.Token, explaining.Token)
        );
        var left = GroupStory.Of(snapshot, group).Left;
        var schools = report
            .Schools.Select(reasons =>
            {
                var school = snapshot.SchoolOf(Urn.Parse(reasons.Placement.School.Id, null))!;
                var gone = left.FirstOrDefault(d => d.School == school);
                return new PastPlacement(
                    school,
                    reasons,
                    gone?.Next,
                    gone?.Membership.To,
                    gone?.Next is { } next
                        ? reasons.Others.FirstOrDefault(o => o.Trust.Id == next.Uid.ToString())
                        : null
                );
            })
            .OrderBy(s => s.Placement.School.Name, StringComparer.Ordinal)
            .ToArray();
        return new PastClosure(
            group,
            closing,
            report,
            schools,
            [
                .. closing
                    .NeedMost(plan, 2)
                    .Select(n =>
                        (
                            plan.Placements.First(p => p.School.Id == n.School.Id),
                            PlanView.OwedTo(closing.Schools[n.School.Id]),
                            closing.Instance.Places.Count(p =>
                                p.School == n.School.Id
                                && closing.Instance.Trusts.First(t => t.Id == p.Trust)
                                    is { Places: > 0 } taker
                                && taker.ChallengePoints >= n.School.Challenge
                            )
                        )
                    ),
            ]
        );
    }
}
