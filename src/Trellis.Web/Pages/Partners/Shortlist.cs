using Microsoft.AspNetCore.Http;
using Trellis.Schools;
using Trellis.Snapshots;

namespace Trellis.Pages.Partners;

/// <summary>The schools a reader has set aside for one school. They stand in the address and nowhere else: nobody signs in, nothing is kept.</summary>
public sealed class Shortlist
{
    /// <summary>More than five cannot be read side by side.</summary>
    public const int Most = 5;

    private readonly School asked;

    private Shortlist(School asked, IReadOnlyList<School> schools, IReadOnlyList<string> notices) =>
        (this.asked, Schools, Notices) = (asked, schools, notices);

    /// <summary>In the order they were added, each once.</summary>
    public IReadOnlyList<School> Schools { get; }

    /// <summary>What in the address could not be used, a sentence each.</summary>
    public IReadOnlyList<string> Notices { get; }

    public bool IsFull => Schools.Count >= Most;

    /// <summary>Reads "add=100049&amp;add=100050"; any URN of a school's chain stands for the school.</summary>
    public static Shortlist Read(IQueryCollection query, Snapshot snapshot, School asked)
    {
        var schools = new List<School>();
        var notices = new List<string>();
        if (query.TryGetValue("add", out var values))
            foreach (var text in values.Take(4 * Most))
            {
                if (
                    !Urn.TryParse(text, null, out var urn)
                    || snapshot.SchoolOf(urn) is not { } school
                )
                    notices.Add("One of the numbers in the address is no school; it is left out.");
                else if (school == asked)
                    notices.Add($"{asked.Name} cannot be on its own shortlist.");
                else if (schools.Contains(school))
                    continue;
                else if (schools.Count == Most)
                    notices.Add(
                        $"A shortlist has up to {Most} schools; {school.Name} is left out."
                    );
                else
                    schools.Add(school);
            }
        return new Shortlist(asked, schools, [.. notices.Distinct()]);
    }

    public bool Has(School school) => Schools.Contains(school);

    /// <summary>The pairs that carry the list in another address.</summary>
    public IEnumerable<(string Key, string Value)> Pairs =>
        Schools.Select(s => ("add", s.Urn.ToString()));

    /// <summary>"?add=100049&amp;add=100050", or empty: the list behind an address that has no other question.</summary>
    public string Query => QueryOf(Schools);

    /// <summary>The page of the list.</summary>
    public string Address => $"/school/{asked.Urn}/shortlist{Query}";

    /// <summary>The page of the list with one school more.</summary>
    public string With(School school) =>
        $"/school/{asked.Urn}/shortlist{QueryOf(Has(school) ? Schools : Schools.Append(school))}";

    /// <summary>The page of the list with several schools more, as many as fit.</summary>
    public string With(IEnumerable<School> schools) =>
        $"/school/{asked.Urn}/shortlist{QueryOf(Schools.Concat(schools).Distinct().Take(Most))}";

    /// <summary>The page of the list without a school.</summary>
    public string Without(School school) =>
        $"/school/{asked.Urn}/shortlist{QueryOf(Schools.Where(s => s != school))}";

    private static string QueryOf(IEnumerable<School> schools)
    {
        var query = string.Join('&', schools.Select(s => $"add={s.Urn}"));
        return query.Length == 0 ? "" : "?" + query;
    }
}
