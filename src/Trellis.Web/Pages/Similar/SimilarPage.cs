using Microsoft.AspNetCore.Mvc;
using Trellis.Components;
using Trellis.Measures;
using Trellis.Pages.Partners;
using Trellis.Pages.Schools;
using Trellis.Schools;
using Trellis.SimilarSchools;
using Trellis.Travel;

namespace Trellis.Pages.Similar;

/// <summary>What the pages about a school's likeness share: the school of the address, and where a figure is from.</summary>
public abstract class SimilarPage : OneSchool
{
    public School Asked => School;

    public override string View => "similar";

    /// <summary>The kind of schools it is compared with; null where it is not compared.</summary>
    public Peers? Peers { get; private set; }

    /// <summary>The schools set aside so far.</summary>
    public Shortlist List { get; private set; } = null!;

    public SimilarQuestion Question { get; private set; } = null!;

    /// <summary>Finds the school and reads the question.</summary>
    /// <param name="rest">The address after the URN: "/similar", for the redirect from an earlier URN of the school.</param>
    /// <returns>Null where all is well; else the answer to give.</returns>
    protected IActionResult? Begin(string text, string rest)
    {
        if (Find(text, rest) is { } elsewhere)
            return elsewhere;
        Peers = PeersOf.School(Asked, Snapshot);
        List = Shortlist.Read(Request.Query, Snapshot, Asked);
        if (
            SimilarQuestion.Read(Request.Query, Snapshot, Peers, List, out var refusal)
            is not { } question
        )
            return BadQuestion("no-such-method", refusal);
        Question = question;
        return null;
    }

    /// <summary>Where the page lies: the school, then this.</summary>
    protected IReadOnlyList<PageLink> Crumbs(params ReadOnlySpan<PageLink> below) =>
        [
            new PageLink("Home", "/"),
            new PageLink("Schools", "/search"),
            new PageLink(Asked.Name, $"/school/{Asked.Urn}"),
            .. below,
        ];

    private readonly SortedSet<string> sources = new(StringComparer.Ordinal);

    /// <summary>The sources named so far on the page, in full: how a composed one was composed stands once, at the foot.</summary>
    public IReadOnlyCollection<string> Sources => sources;

    /// <summary>The source of a figure as it was read in a year, in a few words for a cell; empty where no file is known.</summary>
    public string SourceOf(Reading reading, Year year)
    {
        foreach (var term in reading.Terms)
            if (Snapshot.Measures.Of(term.Measure, year) is { } column)
                return SourceOf(column.Rows.Source);
        return "";
    }

    /// <summary>A source in a few words, remembered for the foot of the page.</summary>
    public string SourceOf(string key)
    {
        var note = Snapshot.SourceOf(key);
        sources.Add(note.Words);
        return $"{note.Title}{(note.Period.Length == 0 ? "" : $", {note.Period}")}{(note.Composed.Length == 0 ? "" : " (composed)")}";
    }

    /// <summary>How a year is written for a reading: a school year, or a calendar year.</summary>
    public string YearOf(Reading reading, Year year) =>
        Snapshot.Measures.Find(reading.Terms[0].Measure)?.YearLabel(year) ?? $"{year}";

    /// <summary>A text from an address, short enough to be said back.</summary>
    protected static string Short(string text) => text.Length > 20 ? text[..20] + "..." : text;

    /// <summary>"close", "fair", "loose".</summary>
    public static string Word(Closeness closeness) =>
        closeness switch
        {
            Closeness.Close => "close",
            Closeness.Fair => "fair",
            _ => "loose",
        };

    /// <summary>"100" for a share of .01: one in so many.</summary>
    public static string OneIn(double share) =>
        Math.Round(1 / share).ToString("N0", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The look of the word: the nearer, the stronger.</summary>
    public static string Colour(Closeness closeness) =>
        closeness switch
        {
            Closeness.Close => "govuk-tag--green",
            Closeness.Fair => "govuk-tag--grey",
            _ => "govuk-tag--orange",
        };

    /// <summary>"0.31": a distance as people read it.</summary>
    public static string Distance(double distance) =>
        distance.ToString(
            distance < .1 ? "F3" : "F2",
            System.Globalization.CultureInfo.InvariantCulture
        );

    /// <summary>"8 km", "600 m"; in a straight line.</summary>
    public static string Far(double kilometres) =>
        kilometres < 1
            ? $"{Math.Max(50, Math.Round(kilometres * 20) * 50):F0} m"
            : $"{kilometres:N0} km";

    /// <summary>"estimate", "times", or empty where there are no minutes: the word of a file.</summary>
    protected static string FromWhere(Journey? journey) =>
        journey?.Basis switch
        {
            JourneyBasis.Estimate => "estimate",
            JourneyBasis.Matrix => "times",
            _ => "",
        };

    /// <summary>A sentence out of words.</summary>
    public static string Sentence(string words) =>
        words.Length == 0 ? "" : char.ToUpperInvariant(words[0]) + words[1..] + ".";

    /// <summary>The name of a column for something that has an id: "part_pupil_premium".</summary>
    public static string Column(string prefix, string id) =>
        $"{prefix}_{id.Replace('-', '_').Replace('.', '_')}" is var name && name.Length > 50
            ? name[..50]
            : name;
}
