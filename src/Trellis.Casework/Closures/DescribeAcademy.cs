using Trellis.Journal;
using Trellis.People;
using Trellis.Placements;
using Trellis.Procedures;

namespace Trellis.Closures;

/// <summary>Corrects what is said of one school: its challenge points, whether it does well, and the place whose schools are kept together.</summary>
/// <param name="Why">What the files do not say, or say wrongly; read by those who see the points.</param>
public sealed record DescribeAcademy(
    CaseRef Ref,
    Scope School,
    int Challenge,
    bool Performing,
    FreeText Cluster,
    FreeText Why
) : ClosureAct<AcademyDescribed>(Ref)
{
    public const int LongestCluster = 60;
    public const int LongestWhy = 500;

    protected override Outcome<AcademyDescribed> Apply(
        TrustClosure? before,
        ClosureTerms terms,
        Occasion now
    )
    {
        if (before is null)
            return ClosureTerms.NoClosure;
        if (terms.WhyNotAtDesk(now.By, ClosureStages.BeforeDecided) is { } no)
            return no;
        if (before.Of(School) is not { } was)
            return new Refusal("not-of-the-trust", "This school is not one of the closing trust.");
        if (WhyNot(Challenge, Cluster) is { } unfit)
            return unfit;
        if (
            was.Challenge == Challenge
            && was.Performing == Performing
            && was.Cluster.Kept() == Cluster.Kept()
        )
            return new Outcome<AcademyDescribed>.Unchanged();
        return Why.Misfit("why it is otherwise", LongestWhy, "why", needed: true) is { } missing
            ? missing
            : new AcademyDescribed(
                Ref,
                School,
                Challenge,
                Performing,
                Cluster.Kept(),
                Why.Kept(),
                now.Today
            );
    }

    internal static Refusal? WhyNot(int challenge, FreeText cluster)
    {
        var rules = ChallengeRules.Current;
        return challenge < rules.Least || challenge > rules.Most
            ? new Refusal(
                "challenge-unfit",
                $"Challenge points are between {rules.Least} and {rules.Most}."
            )
            : cluster.Misfit("the place", LongestCluster, "cluster", oneLine: true);
    }
}

/// <summary>What is said of a school of a closing trust was corrected.</summary>
public sealed record AcademyDescribed(
    CaseRef Ref,
    Scope School,
    int Challenge,
    bool Performing,
    FreeText Cluster,
    FreeText Why,
    DateOnly On
) : Event<TrustClosure>
{
    public override TrustClosure After(TrustClosure? before, DateTimeOffset at) =>
        before! with
        {
            Schools =
            [
                .. before.Schools.Select(s =>
                    s.School == School
                        ? s with
                        {
                            Challenge = Challenge,
                            Performing = Performing,
                            Cluster = Cluster,
                        }
                        : s
                ),
            ],
        };
}

/// <summary>The stretches of a closure in which something can be done.</summary>
internal static class ClosureStages
{
    public static ReadOnlySpan<Code> BeforeDecided =>
        new[]
        {
            ClosureTerms.Trigger,
            ClosureTerms.Programme,
            ClosureTerms.DataRoom,
            ClosureTerms.Preferences,
            ClosureTerms.AssignmentDraft,
            ClosureTerms.PublicViews,
            ClosureTerms.Revised,
        };

    public static ReadOnlySpan<Code> WithOffers =>
        new[]
        {
            ClosureTerms.Preferences,
            ClosureTerms.AssignmentDraft,
            ClosureTerms.PublicViews,
            ClosureTerms.Revised,
        };

    /// <summary>Whether two lists name the same schools, each once.</summary>
    public static bool SameOnce(IEnumerable<Scope> some, IEnumerable<Scope> others)
    {
        var left = some.ToList();
        var right = others.ToHashSet();
        return left.Count == right.Count && right.SetEquals(left);
    }

    public static ReadOnlySpan<Code> AfterDecided =>
        new[] { ClosureTerms.Decided, ClosureTerms.Moving, ClosureTerms.Left };
}
