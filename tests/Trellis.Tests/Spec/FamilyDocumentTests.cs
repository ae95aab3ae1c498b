using Trellis.Families;

namespace Trellis.Tests.Spec;

/// <summary>Writes docs/methods/families.md: the published rule by which schools come together and stay together.</summary>
public sealed class FamilyDocumentTests
{
    public const string Path = "docs/methods/families.md";

    [Fact]
    public void The_document_of_families_says_what_the_code_does() =>
        Document.Is(
            Path,
            $"""
            # Families of schools

            Written by `tests/Trellis.Tests/Spec`; a test fails when it differs from the code.

            Every open state primary, secondary and special school is in one national and one regional family.

            | kind | schools in a family | begins with about | where |
            |---|---|---|---|
            | national | {FamilyKind.National.Least()} to {FamilyKind.National.Most()} | {FamilyKind.National.Wanted()} | anywhere in England |
            | regional | {FamilyKind.Regional.Least()} to {FamilyKind.Regional.Most()} | {FamilyKind.Regional.Wanted()} | every two within {FamilyRule.MinutesApart} minutes by car, estimated by the formula of `travel.md` |

            Alike is: near by the distance of the method a page opens with for that phase. The middle of a family is, in each
            figure, the mean of its schools that have it. A school's fit is its distance to the middle: the smaller, the better.

            ## The first draw

            National families are balanced k-means (Bradley, Bennett and Demiriz 2000): schools are put where the sum of squared
            distances to the middles is least within the bounds, exactly, as a cheapest flow; then middles are moved, until a step
            lessens the spread by no more than a thousandth. The first groups come from halving the schools across the way they
            spread most, seed {FamilyRule.Seed}. Schools are taken in the order of their URNs, so the order of a file changes nothing.

            Regional families begin with areas: the schools are halved along the longer way until every two in a part are within
            {FamilyRule.MinutesApart} minutes, or until a part could not be cut into families. An island without a road is an area of
            its own where it has enough schools, and goes with the rest where it has not. Within each area the draw is as above.
            Sizes come first: where too few schools are near, a family keeps its size and some of its pairs are further apart.
            `trellis families` counts them.

            ## From one release to the next

            The families of the last release are a published file, `family,kind,phase,urn,since`, and a source of the next snapshot.

            1. A school is followed to the URN it has now. Families take the middles of the schools they have now.
            2. A school stays unless more than {FamilyRule.Alternatives} families with room fit it better than its own: its own then falls below its
               {FamilyRule.Alternatives}th alternative. Where there are few families, one in {FamilyRule.OneIn} of them counts instead of {FamilyRule.Alternatives}: of 69 families,
               {FamilyRule.AlternativesAmong(69)}; of 336, {FamilyRule.AlternativesAmong(
                336
            )}. A family has room when it has fewer than its most schools. For regional families
               only those count whose schools are all within {FamilyRule.MinutesApart} minutes.
            3. Schools that move, and schools that are new, are placed together where the sum of squared distances is least within
               the bounds; a school may so come back to its own family.
            4. A family that is still out of bounds is drawn anew together with the fewest nearest families that make families
               possible. The parts keep the ids of the families they have most schools of; what is left over gets a new id.

            An id is never given again: a family that has ended keeps a row without a URN.

            ## How good they are

            `trellis families` prints sizes, the share of mates kept since the last release, and R2: each school predicted by the mean of
            the others of its family, 1 - SSE / SST. `trellis lab stability` prints what is kept from census to census. A school's mates
            kept are those of its mates before that are its mates still; the figure is the mean over schools.

            ## Where they are weak

            * A family is not a school's own list: a school at the edge of its family has nearer schools in others.
            * A school that changes slowly may wait a year or two before it moves.
            * Minutes are estimates; an estuary without a bridge looks crossable.
            * Too few special schools are near each other for {FamilyKind.Regional.Least()} within {FamilyRule.MinutesApart} minutes everywhere.

            """
        );
}
