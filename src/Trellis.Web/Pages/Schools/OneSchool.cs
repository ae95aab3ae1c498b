using System.Globalization;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Trellis.Components;
using Trellis.Distributions;
using Trellis.Measures;
using Trellis.Places;
using Trellis.Schools;
using Trellis.Search;
using Trellis.Serving;
using Trellis.Snapshots;

namespace Trellis.Pages.Schools;

/// <summary>What the pages of one school share: who it is, where its other pages are, and the way from any of its numbers.</summary>
public abstract class OneSchool : SitePage
{
    // A URN, a LAESTAB with its slash, a UKPRN: nothing longer names a school.
    private const int LongestNumber = 12;

    public School School { get; private set; } = null!;

    public Establishment Entry => School.Current;

    /// <summary>"overview", "similar", "partners", "performance" or "history": which of the school's pages this is; another word for a page that is not among its tabs.</summary>
    public abstract string View { get; }

    /// <summary>What stands over the school's name; null for the name of the view.</summary>
    public virtual string? Caption => null;

    /// <summary>Finds the school, or says what to answer instead: 303 from an earlier URN, a LAESTAB or a UKPRN; 404 for what is no school.</summary>
    /// <param name="number">As it stands in the address.</param>
    /// <param name="below">The address after the number, for the redirect: "/similar/weights"; null for the view itself.</param>
    /// <returns>Null where <see cref="School"/> is found.</returns>
    protected IActionResult? Find(string number, string? below = null)
    {
        if (
            Urn.TryParse(number, null, out var urn)
            && Snapshot.SchoolOf(urn) is { } school
            && school.Urn == urn
            // One address a page: "0100049" is not another.
            && urn.ToString() == number
        )
        {
            School = school;
            return null;
        }
        if (
            number.Length <= LongestNumber
            && Resolver.Resolve(Snapshot, number) is { } address
            && address.StartsWith("/school/", StringComparison.Ordinal)
        )
        {
            var rest = below ?? (View == "overview" ? "" : $"/{View}");
            Response.Headers.Location = $"{address}{rest}{Form.Ending}{Request.QueryString}";
            return new StatusCodeResult(StatusCodes.Status303SeeOther);
        }
        return NotHere(
            "No school in this snapshot has that number. Search by its name, town or postcode instead."
        );
    }

    /// <summary>The page's place: home, search, the school, then the view.</summary>
    protected IReadOnlyList<PageLink> Crumbs(string? view = null) =>
        view is null
            ? [new("Home", "/"), new("Schools", "/search"), new(School.Name)]
            :
            [
                new("Home", "/"),
                new("Schools", "/search"),
                new(School.Name, $"/school/{School.Urn}"),
                new(view),
            ];

    /// <summary>The date of the register file that says whether the school is open; null where no register speaks of it.</summary>
    public DateOnly? StatusDate => StatusDateOf(Entry);

    private DateOnly? StatusDateOf(Establishment entry) =>
        Snapshot.Sources.Any(s =>
            s.Date == entry.AsOf && s.Key.StartsWith("gias/", StringComparison.Ordinal)
        )
            ? entry.AsOf
            : Snapshot.RegisterDate;

    /// <summary>"Open when the register was last published, 22 July 2022".</summary>
    public string StatusWords => StatusOf(Entry);

    /// <summary>The same of any school's entry.</summary>
    public string StatusOf(Establishment entry)
    {
        var date = StatusDateOf(entry);
        var when = date is { } day
            ? $"when the register was last published, {day.InWords()}"
            : "as far as the files say";
        return entry.Status switch
        {
            Status.Open => $"Open {when}",
            Status.ProposedToClose => $"Open, with a proposal to close, {when}",
            Status.ProposedToOpen => $"Proposed to open, {when}",
            Status.Closed when entry.Closed is { } closed =>
                $"Closed on {closed.InWords()}, as the register of {(date ?? entry.AsOf).InWords()} states",
            Status.Closed => $"Closed {when}; the register gives no day",
            _ => "The register does not say whether it is open",
        };
    }

    public static string PhaseWords(Phase phase) =>
        phase switch
        {
            Phase.Nursery => "Nursery",
            Phase.Primary => "Primary",
            Phase.MiddleDeemedPrimary => "Middle school, deemed primary",
            Phase.MiddleDeemedSecondary => "Middle school, deemed secondary",
            Phase.Secondary => "Secondary",
            Phase.AllThrough => "All-through",
            Phase.SixteenPlus => "16 plus",
            _ => "",
        };

    public string? Ages => AgesOf(Entry);

    private static string? AgesOf(Establishment entry) =>
        (entry.LowAge, entry.HighAge) switch
        {
            ({ } low, { } high) => $"ages {low} to {high}",
            ({ } low, null) => $"from age {low}",
            (null, { } high) => $"to age {high}",
            _ => null,
        };

    /// <summary>What kind of school it is, without where: "Secondary, ages 11 to 18, academy converter".</summary>
    public string KindWords => KindOf(Entry);

    /// <summary>The same of any school's entry.</summary>
    public static string KindOf(Establishment entry)
    {
        string?[] parts = [PhaseWords(entry.Phase), AgesOf(entry), Lower(entry.Type)];
        var words = string.Join(", ", parts.Where(p => p is { Length: > 0 }));
        return words.Length == 0
            ? "The register does not say what kind of school"
            : char.ToUpper(words[0], CultureInfo.InvariantCulture) + words[1..];
    }

    public LocalAuthority? Authority => Entry.La is { } la ? Snapshot.Find(la) : null;

    /// <summary>The name of its authority as we or the register have it; empty where neither does.</summary>
    public string AuthorityName => Authority?.Name ?? Entry.LaName;

    /// <summary>The schools it is seen among, whatever the measure; null where there is no such group.</summary>
    public PhaseGroup? Group => PhaseGroups.Counted(PhaseGroups.Stated(Snapshot, School));

    /// <summary>A name with its first letter small, unless it begins with an abbreviation.</summary>
    public static string Lower(string words) =>
        words.Length > 1 && char.IsLower(words[1])
            ? char.ToLowerInvariant(words[0]) + words[1..]
            : words;

    /// <summary>A source in a few words for a cell: "Key stage 4 results, 2018/19 (composed)". The full words stand once, at the foot of a page.</summary>
    public string SourceInShort(string key)
    {
        var note = Snapshot.SourceOf(key);
        return $"{note.Title}{(note.Period.Length == 0 ? "" : $", {note.Period}")}{(note.Composed.Length == 0 ? "" : " (composed)")}";
    }

    /// <summary>The same for a figure; its year stands first where the source's period does not say it.</summary>
    public string SourceInShort(YearFigure figure, Measure measure)
    {
        var year = measure.YearLabel(figure.Year);
        var words = SourceInShort(figure.Source);
        return (words.Contains(year, StringComparison.Ordinal) ? words : $"{year}. {words}")
            + (figure.Urn == School.Urn ? "" : $", under URN {figure.Urn}");
    }

    /// <summary>A sentence in which every name that has a page is a link to it, where it last stands.</summary>
    /// <param name="names">Names as they stand in the sentence, with their addresses.</param>
    public static IHtmlContent Linked(
        string sentence,
        IEnumerable<(string Name, string Href)> names
    )
    {
        var at = new List<(int Start, string Name, string Href)>();
        foreach (var (name, href) in names.OrderByDescending(n => n.Name.Length))
        {
            var start = sentence.LastIndexOf(name, StringComparison.Ordinal);
            if (
                name.Length > 0
                && start >= 0
                && at.TrueForAll(a =>
                    start + name.Length <= a.Start || a.Start + a.Name.Length <= start
                )
            )
                at.Add((start, name, href));
        }
        var content = new HtmlContentBuilder();
        var done = 0;
        foreach (var (start, name, href) in at.OrderBy(a => a.Start))
        {
            content.Append(sentence[done..start]);
            content.AppendHtml(new PlainLink(name, href));
            done = start + name.Length;
        }
        return content.Append(sentence[done..]);
    }
}
