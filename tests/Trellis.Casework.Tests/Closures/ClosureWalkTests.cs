using System.Globalization;
using Trellis.Journal;
using Trellis.People;
using static Trellis.Closures.ClosureScene;

namespace Trellis.Closures;

/// <summary>Whatever trusts, schools and officers say, in whatever order: a plan is made, keeps what was said, and names why a school has no trust.</summary>
public sealed class ClosureWalkTests
{
    /// <summary>How many walks: more where the environment asks for them.</summary>
    private static int Walks =>
        int.TryParse(
            Environment.GetEnvironmentVariable("TRELLIS_WALKS"),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var asked
        )
            ? asked
            : 4;

    [Fact]
    public void No_order_of_acts_leads_to_facts_of_which_no_plan_can_be_made_and_kept()
    {
        for (var walk = 0; walk < Walks; walk++)
        {
            var chance = new Random(walk);
            var scene = new ClosureScene(walk % 2 == 0 ? 12 : 21).Offered();
            for (var step = 0; step < 30; step++)
            {
                Random(scene, chance);
                if (step % 10 != 9)
                    continue;
                var report = scene.Report();
                var plan = KeptPlan.Of(scene.Now!, report, Story.FirstDay);
                Assert.Null(KeepPlan.BrokenRule(scene.Now!, plan));
                Assert.Equal(
                    plan.Left.Select(l => l.School).ToHashSet(),
                    plan.Conflicts.Select(c => c.School).ToHashSet()
                );
                Assert.All(report.Conflicts, c => Assert.NotEmpty(c.Words));
                scene.Does(scene.Officer, new KeepPlan(Ref, plan));
                var told = PublicClosure.Of(scene.Now!).Json!;
                Assert.DoesNotContain("words of a fictional", told, StringComparison.Ordinal);
            }
        }
    }

    /// <summary>Some act by somebody: it may be refused, and then nothing has changed.</summary>
    private static void Random(ClosureScene scene, Random chance)
    {
        var school = scene.Tale.Schools[chance.Next(scene.Tale.Schools.Count)];
        var trust = scene.Tale.Trusts[chance.Next(scene.Tale.Trusts.Count)];
        switch (chance.Next(6))
        {
            case 0:
                Try(
                    scene.TrustOf(trust),
                    new OfferPlaces(
                        Ref,
                        trust,
                        chance.Next(-1, 6),
                        chance.Next(0, 18),
                        chance.Next(3) == 0 ? [school] : [],
                        "In words of a fictional trust."
                    )
                );
                break;
            case 1:
                Try(
                    scene.Head(school),
                    new StateWishes(
                        Ref,
                        school,
                        null,
                        [.. scene.Tale.Trusts.OrderBy(_ => chance.Next()).Take(chance.Next(0, 4))],
                        "In words of a fictional school."
                    )
                );
                break;
            case 2:
            case 3:
                Try(
                    scene.Officer,
                    new LockPlace(Ref, school, trust, "In words of a fictional officer.")
                );
                break;
            case 4:
                Try(scene.Officer, new UnlockPlace(Ref, school));
                break;
            default:
                Try(
                    scene.Officer,
                    new DescribeAcademy(
                        Ref,
                        school,
                        chance.Next(0, 7),
                        chance.Next(2) == 0,
                        chance.Next(2) == 0 ? "Fictional Town" : default(FreeText),
                        "In words of a fictional officer."
                    )
                );
                break;
        }

        void Try<TEvent>(Holder by, ClosureAct<TEvent> act)
            where TEvent : Event<TrustClosure>
        {
            var before = scene.Now;
            if (scene.Try(by, act) is Outcome<TEvent>.Happened)
                scene.Does(by, act);
            else
                Assert.Same(before, scene.Now);
        }
    }
}
