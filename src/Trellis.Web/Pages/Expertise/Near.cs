using Trellis.Schools;
using Trellis.Search;
using Trellis.Serving;
using Trellis.Travel;

namespace Trellis.Pages.Expertise;

/// <summary>Where journeys begin: a school, or the school nearest to a postcode.</summary>
/// <param name="School">From it minutes are worked out.</param>
/// <param name="Words">"Example School", "the postcode BR1 4PB".</param>
public sealed record Near(Establishment School, string Words)
{
    /// <summary>Reads a URN or a postcode.</summary>
    /// <param name="refusal">What to type in its place; empty where it was understood.</param>
    public static Near? Read(Country country, string typed, out string refusal)
    {
        refusal = "";
        var text = typed.Trim();
        if (text.Length == 0)
            return null;
        if (Urn.TryParse(text, null, out var urn))
        {
            if (country.Snapshot.SchoolOf(urn) is { } school)
                return new Near(school.Current, school.Name);
            refusal = $"There is no school with the URN {urn}.";
            return null;
        }
        if (!Postcode.TryParse(text, out var postcode))
        {
            refusal = "Enter a postcode, like BR1 4PB, or a school's URN of six digits.";
            return null;
        }
        var found = country.Search.Find(
            new SearchQuery
            {
                Near = text,
                Filters = new Dictionary<Facet, IReadOnlyCollection<string>>
                {
                    [Facet.Kind] = ["school"],
                },
                Order = SearchOrder.Distance,
                PageSize = 1,
            }
        );
        if (
            found.Hits.OfType<SchoolHit>().FirstOrDefault() is { } nearest
            && found.Origin is not null
        )
            return new Near(nearest.School.Current, $"the postcode {postcode}");
        refusal =
            $"No school in the files has the postcode {postcode}. Try its first half, or a school's URN.";
        return null;
    }

    /// <summary>Minutes by car to the nearest of some schools; null where there is no journey or its minutes are not known.</summary>
    public double? MinutesTo(Journeys journeys, IEnumerable<School> schools)
    {
        double? least = null;
        foreach (var school in schools)
            if (
                journeys.Between(School, school.Current).Minutes is { } minutes
                && !(minutes >= least)
            )
                least = minutes;
        return least;
    }
}
