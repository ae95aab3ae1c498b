using Trellis.Journal;
using Trellis.People;
using Trellis.Procedures;

namespace Trellis.Closures;

/// <summary>Records that some schools moved to the trusts that were decided for them, all on the first day of a month.</summary>
public sealed record MoveSchools(CaseRef Ref, IReadOnlyList<Scope> Schools, DateOnly Day)
    : ClosureAct<SchoolsMoved>(Ref)
{
    protected override Outcome<SchoolsMoved> Apply(
        TrustClosure? before,
        ClosureTerms terms,
        Occasion now
    ) =>
        before is null ? ClosureTerms.NoClosure
        : terms.WhyNotAtDesk(now.By, ClosureTerms.Decided, ClosureTerms.Moving) is { } no ? no
        : Schools.Count == 0 ? new Refusal("none-chosen", "Choose one school or more.")
        : Schools.Distinct().Count() < Schools.Count
            ? new Refusal("named-twice", "A school is named twice.")
        : Day.Day != 1 ? new Refusal("not-the-first", "Schools move on the first day of a month.")
        : Day > now.Today
            ? new Refusal(
                "day-not-come",
                $"{Spans.InWords(Day)} has not come. Today is {Spans.InWords(now.Today)}."
            )
        : Schools.FirstOrDefault(s => terms.DecisionOn(s)?.To is null) is { Id: not null } undecided
            ? new Refusal(
                "not-decided",
                $"School {undecided.Id} is not decided to go to a trust, so it does not move."
            )
        : Schools.Any(s => Day < terms.DecisionOn(s)!.On)
            ? new Refusal("before-decision", "A school does not move before it is decided.")
        : before.Moved.Any(m => m.Group > terms.Groups)
            ? new Refusal(
                "group-named-already",
                "A group is named whose move is not recorded yet. Record that first."
            )
        : Schools.FirstOrDefault(s => before.Moved.Any(m => m.School == s)) is { Id: not null } gone
            ? new Refusal("moved-already", $"School {gone.Id} has moved already.")
        : new SchoolsMoved(
            Ref,
            [
                .. Schools.Select(s => new MovedSchool(
                    s,
                    terms.DecisionOn(s)!.To!.Value,
                    Day,
                    terms.Groups + 1
                )),
            ]
        );
}

/// <summary>Schools of a closing trust moved.</summary>
public sealed record SchoolsMoved(CaseRef Ref, IReadOnlyList<MovedSchool> Moved)
    : Event<TrustClosure>
{
    public override TrustClosure After(TrustClosure? before, DateTimeOffset at) =>
        before! with
        {
            Moved = [.. before.Moved.Concat(Moved).OrderBy(m => m.On)],
            Residuals = [.. before.Residuals.Where(r => Moved.All(m => m.School != r.School))],
        };
}

/// <summary>Names a school that nobody could take so far: why, who works on it, and until when they say what comes next. All of it is public.</summary>
public sealed record NameResidual(
    CaseRef Ref,
    Scope School,
    IReadOnlyList<Code> Because,
    Scope Owner,
    DateOnly By,
    FreeText Words
) : ClosureAct<ResidualNamed>(Ref)
{
    public const int LongestWords = 1000;

    /// <summary>Why a school may be left, as the case has it too.</summary>
    public static readonly IReadOnlyList<(Code Code, string Words)> Reasons =
    [
        (Code.Parse("pfi"), "a PFI contract"),
        (Code.Parse("debt"), "debt"),
        (Code.Parse("estate"), "the buildings"),
        (Code.Parse("size"), "its size"),
        (Code.Parse("isolation"), "the distance"),
        (Code.Parse("other"), "another reason"),
    ];

    protected override Outcome<ResidualNamed> Apply(
        TrustClosure? before,
        ClosureTerms terms,
        Occasion now
    ) =>
        before is null ? ClosureTerms.NoClosure
        : terms.WhyNotAtDesk(
            now.By,
            ClosureTerms.Revised,
            ClosureTerms.Decided,
            ClosureTerms.Moving,
            ClosureTerms.Left
        )
            is { } no
            ? no
        : before.Of(School) is null
            ? new Refusal("not-of-the-trust", "This school is not one of the closing trust.")
        : before.Moved.Any(m => m.School == School)
            ? new Refusal("moved-already", "This school has moved.")
        : Because.Count == 0 || Because.Any(b => Reasons.All(r => r.Code != b))
            ? new Refusal("reason-missing", "Say why no trust could take it so far.")
        : Owner.Kind
            is not (
                ScopeKind.Region
                or ScopeKind.LocalAuthority
                or ScopeKind.Diocese
                or ScopeKind.Trust
            )
            ? new Refusal("owner-missing", "Say who works on it.")
        : By < now.Today
            ? new Refusal("day-gone", $"{Spans.InWords(By)} has gone. Name a day to come.")
        : Words.Misfit("what is sought for it", LongestWords, "words", needed: true) is { } unfit
            ? unfit
        : new ResidualNamed(
            Ref,
            new Residual(School, [.. Because.Distinct()], Owner, By, Words.Kept(), now.Today)
        );
}

/// <summary>It was said of a school why nobody could take it so far, and who works on it.</summary>
public sealed record ResidualNamed(CaseRef Ref, Residual Residual) : Event<TrustClosure>
{
    public override TrustClosure After(TrustClosure? before, DateTimeOffset at) =>
        before! with
        {
            Residuals = [.. before.Residuals.Where(r => r.School != Residual.School), Residual],
        };
}
