using Trellis.Journal;
using Trellis.Partnerships;
using Trellis.People;
using Trellis.Procedures;

namespace Trellis.Closures;

/// <summary>Says what a school of a closing trust wants, or changes it: a school that does well puts invited trusts in order; any school says what counts for its pupils.</summary>
/// <param name="Body">The trust that closes, as the register of schools names it.</param>
/// <param name="Wishes">The first choice first; empty where it puts none in order.</param>
public sealed record StateWishes(
    CaseRef Ref,
    Scope School,
    Scope? Body,
    IReadOnlyList<Scope> Wishes,
    FreeText Words
) : ClosureAct<WishesStated>(Ref)
{
    public const int MostWishes = 10;
    public const int LongestWords = 2000;

    protected override Outcome<WishesStated> Apply(
        TrustClosure? before,
        ClosureTerms terms,
        Occasion now
    )
    {
        if (before is null)
            return ClosureTerms.NoClosure;
        if (before.Of(School) is not { } school)
            return new Refusal("not-of-the-trust", "This school is not one of the closing trust.");
        // The trust that closes speaks for its schools elsewhere; here their own people say what they want.
        if (Party.Of(School) is not { } party || !new Voice(party, null).MaySpeak(now.By))
            return new Refusal(
                "not-your-school",
                "The head and the governors of the school say what it wants."
            );
        if (terms.WhyNotNow([ClosureTerms.Preferences]) is { } no)
            return no;
        if (terms.WishesUntil is { } last && now.Today > last)
            return new Refusal(
                "wishes-over",
                $"Wishes came in until {Spans.InWords(last)}. Send a view on the plan once it is published."
            );
        if (Wishes.Count > 0 && !school.Performing)
            return new Refusal(
                "words-only",
                "A school that does well puts trusts in order. For this school the region decides, and reads what it says: write that in words."
            );
        if (Wishes.Count > MostWishes)
            return new Refusal("wishes-too-many", $"Put {MostWishes} trusts in order at most.");
        if (Wishes.Distinct().Count() < Wishes.Count)
            return new Refusal("ranked-twice", "A trust stands on your list twice. Remove one.");
        if (Wishes.FirstOrDefault(w => before.Receiving(w) is null) is { Id: not null } stranger)
            return new Refusal(
                "not-invited",
                $"Trust {stranger.Id} is not invited. Ask for it in words, and the region can invite it."
            );
        if (Words.Misfit("what counts for your pupils", LongestWords, "words") is { } unfit)
            return unfit;
        if (Wishes.Count == 0 && !Words.Kept().IsThere)
            return new Refusal("words-missing", "Write what counts for your pupils.");
        return school.Wishes.SequenceEqual(Wishes) && school.Words == Words.Kept()
            ? new Outcome<WishesStated>.Unchanged()
            : new WishesStated(Ref, School, Wishes, Words.Kept(), now.Today);
    }
}

/// <summary>A school of a closing trust said what it wants.</summary>
public sealed record WishesStated(
    CaseRef Ref,
    Scope School,
    IReadOnlyList<Scope> Wishes,
    FreeText Words,
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
                            Wishes = Wishes,
                            Words = Words,
                            WishedOn = On,
                        }
                        : s
                ),
            ],
        };
}
