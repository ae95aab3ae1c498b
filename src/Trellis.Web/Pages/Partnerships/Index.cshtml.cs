using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Areas;
using Trellis.Components;
using Trellis.Models;
using Trellis.Partnerships;
using Trellis.Places;
using Trellis.Schools;
using Trellis.Serving;
using Trellis.Store;

namespace Trellis.Pages.Partnerships;

/// <summary>Every partnership anybody may read of: those that schools stated here, and the trusts and federations of the Department's register.</summary>
[Access(Who.Everybody)]
public sealed class PartnershipsPage(PublicRecordFile record) : SitePage
{
    private const int APage = 50;
    private const int MostEvents = 100;
    private const int MostPageSize = 10_000;

    // The whole list is what most begin with.
    private static readonly ConditionalWeakTable<PartnershipBook, Counted> everything = [];

    internal static readonly IReadOnlyList<SheetColumn> Columns =
    [
        new("id", "Id", What: "In the address: /partnership/{id}."),
        new("name", "Name"),
        new("model", "Model", What: "The id of a way of working together."),
        new("from", "From", What: "stated: here, by a member; gias: the Department's register."),
        new(
            "standing",
            "Whose word",
            What: "confirmed: at least two members say so; stated: one; empty for the Department's register."
        ),
        new("began", "Began", "date"),
        new("ended", "First day no more", "date", What: "Empty while it goes on."),
        new("goes_on", "Goes on", "boolean"),
        new("members", "Members", "integer", What: "Now; where it has ended, ever."),
        new("phases", "Phases", What: "Of its schools, with upright strokes between them."),
        new("regions", "Regions", What: "Of its schools, with upright strokes between them."),
        new(
            "purposes",
            "Purposes",
            What: "Codes with upright strokes; the Department's register states none."
        ),
        new(
            "depth",
            "Depth",
            "integer",
            What: "1 informal to 5 governed by one body; of the model where it is from the Department's register."
        ),
    ];

    private static readonly (string Key, string Label, int From, int To)[] spans =
    [
        ("before-2010", "Before 2010", 0, 2009),
        ("2010-2014", "2010 to 2014", 2010, 2014),
        ("2015-2019", "2015 to 2019", 2015, 2019),
        ("2020-2024", "2020 to 2024", 2020, 2024),
        ("since-2025", "2025 or later", 2025, 9999),
        ("unknown", "The day is not known", -1, -1),
    ];

    private static readonly Facet[] facets =
    [
        new(
            "from",
            "From",
            [("stated", "Stated here"), ("gias", "The Department's register")],
            (r, i) => r.IsStated == (i == 0)
        ),
        new(
            "model",
            "Way of working together",
            [.. PartnershipModels.All.Select(m => ($"{m.Id}", m.Name))],
            (r, i) => r.Model == PartnershipModels.All[i].Id
        ),
        new(
            "phase",
            "Phase of its schools",
            [
                .. Enum.GetValues<Phase>()
                    .Where(p => p != Phase.NotKnown)
                    .Select(p => (p.Code(), PhaseRows.Words(p))),
            ],
            (r, i) => (r.Phases & (1 << (i + 1))) != 0
        ),
        new(
            "purpose",
            "What it is for",
            [.. Enum.GetValues<Purpose>().Select(p => (p.Code(), p.InWords()))],
            (r, i) => (r.Purposes & (1 << i)) != 0
        ),
        new(
            "region",
            "Region",
            [.. Regions.Names.Select(n => (Regions.Slug(n), n))],
            (r, i) => (r.Regions & (1 << i)) != 0
        ),
        new(
            "started",
            "Began",
            [.. spans.Select(s => (s.Key, s.Label))],
            (r, i) =>
                r.Began is { } day
                    ? day.Year >= spans[i].From && day.Year <= spans[i].To
                    : spans[i].From < 0
        ),
        new("going", "Still going", [("yes", "Yes"), ("no", "No")], (r, i) => r.GoesOn == (i == 0)),
    ];

    /// <param name="Fits">Whether a partnership has the value at an index.</param>
    private sealed record Facet(
        string Key,
        string Name,
        IReadOnlyList<(string Value, string Label)> Values,
        Func<ListedPartnership, int, bool> Fits
    );

    private sealed record Counted(
        IReadOnlyList<ListedPartnership> Rows,
        IReadOnlyList<ListFilter> Filters
    );

    private List<(int Facet, int Value)> asked = [];

    public PartnershipBook Book { get; private set; } = null!;

    public IReadOnlyList<ListFilter> Filters { get; private set; } = [];

    /// <summary>What was chosen, each with the address without it.</summary>
    public IReadOnlyList<(string Words, string Without)> Chosen { get; private set; } = [];

    /// <summary>What of the question could not be understood, in sentences; the rest was answered.</summary>
    public List<string> Notices { get; } = [];

    public int Total { get; private set; }

    public int Number { get; private set; } = 1;

    public int Pages { get; private set; } = 1;

    public IReadOnlyList<ListedPartnership> Shown { get; private set; } = [];

    public IActionResult OnGet()
    {
        Book = PartnershipBook.Of(record, Snapshot, Today);
        asked = Asked();
        var counted =
            asked.Count == 0 ? everything.GetValue(Book, b => Count(b, [])) : Count(Book, asked);
        (Filters, Total) = (counted.Filters, counted.Rows.Count);
        Chosen =
        [
            .. asked.Select(a =>
                (
                    $"{facets[a.Facet].Name}: {facets[a.Facet].Values[a.Value].Label}",
                    Address(asked.Where(o => o != a))
                )
            ),
        ];
        var size =
            Form.Ending == ".csv" ? int.MaxValue
            : Form == AnswerForm.Page ? APage
            : Math.Clamp(Whole("pageSize", 1000), 1, MostPageSize);
        Pages = Math.Max(1, (int)(((long)Total + size - 1) / size));
        Number = Form.Ending == ".csv" ? 1 : Math.Clamp(Whole("page", 1), 1, Pages);
        Shown = [.. counted.Rows.Skip((Number - 1) * size).Take(size)];
        return Answer(
            new PageFrame
            {
                Title = Number > 1 ? $"Partnerships, page {Number} of {Pages}" : "Partnerships",
                Description =
                    "Who works with whom: every partnership that schools in England registered, and the trusts and federations of the Department's register.",
                Section = "partnerships",
                Crumbs = [new("Home", "/"), new("Partnerships")],
                Listed = asked.Count == 0 && Number == 1,
            },
            Sheet(),
            ListFilter.Facts(Filters, Number, Math.Min(size, MostPageSize), Pages, Total),
            Feed()
        );
    }

    /// <summary>The address of another page of the same list.</summary>
    public string PageAddress(int page) => Address(asked, page);

    /// <summary>The address of the feed: it tells of all that was stated here.</summary>
    public string FeedAddress => $"{Request.Path}.atom";

    private List<(int Facet, int Value)> Asked()
    {
        var known = new List<(int, int)>();
        for (var f = 0; f < facets.Length; f++)
        {
            var typed = Request.Query[facets[f].Key].ToString();
            if (typed.Length == 0)
                continue;
            var value = facets[f].Values.ToList().FindIndex(v => v.Value == typed);
            if (value >= 0)
                known.Add((f, value));
            else
                Notices.Add(
                    $"There is no “{(typed.Length > 40 ? typed[..40] : typed)}” under “{facets[f].Name}”, so it was left out."
                );
        }
        return known;
    }

    private static Counted Count(PartnershipBook book, List<(int Facet, int Value)> asked)
    {
        var counts = facets.Select(f => new int[f.Values.Count]).ToArray();
        var kept = new List<ListedPartnership>();
        foreach (var row in book.All)
        {
            // A value is counted among those that pass every other filter.
            int failed = 0,
                failedAt = -1;
            foreach (var (facet, value) in asked)
                if (!facets[facet].Fits(row, value) && ++failed > 0)
                    failedAt = facet;
            if (failed > 1)
                continue;
            if (failed == 0)
                kept.Add(row);
            for (var f = 0; f < facets.Length; f++)
                if (failed == 0 || f == failedAt)
                    for (var v = 0; v < counts[f].Length; v++)
                        if (facets[f].Fits(row, v))
                            counts[f][v]++;
        }
        return new Counted(
            kept,
            [
                .. facets.Select(
                    (facet, f) =>
                    {
                        var chosen = asked.FindIndex(a => a.Facet == f);
                        var value = chosen < 0 ? "" : facet.Values[asked[chosen].Value].Value;
                        return new ListFilter(
                            facet.Key,
                            facet.Name,
                            value,
                            [
                                .. facet
                                    .Values.Select((v, i) => (v.Value, v.Label, counts[f][i]))
                                    .Where(v => v.Item3 > 0 || v.Value == value),
                            ]
                        );
                    }
                ),
            ]
        );
    }

    private string Address(IEnumerable<(int Facet, int Value)> asked, int page = 1)
    {
        var parts = asked
            .Select(a => $"{facets[a.Facet].Key}={facets[a.Facet].Values[a.Value].Value}")
            .ToList();
        if (page > 1)
            parts.Add($"page={page}");
        return parts.Count == 0 ? "/partnerships" : $"/partnerships?{string.Join('&', parts)}";
    }

    private int Whole(string key, int usual) =>
        int.TryParse(
            Request.Query[key],
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var value
        )
            ? value
            : usual;

    /// <summary>What kind of partnership it is and how big, in a line.</summary>
    public static string Marks(ListedPartnership row) =>
        string.Join(
            " · ",
            new[]
            {
                PartnershipWords.Name(row.Model),
                $"{row.Members} {(row.IsStated ? row.Members == 1 ? "member" : "members" : row.Members == 1 ? "school" : "schools")}{(row.GoesOn ? "" : " in its time")}",
                row.Began is { } began ? $"since {began.InWords()}" : "",
                row.GoesOn ? ""
                : row.Ended is { } ended ? $"ended {ended.InWords()}"
                : "ended",
            }.Where(m => m.Length > 0)
        );

    /// <summary>Whose word it is.</summary>
    public static string WhoseWord(ListedPartnership row) =>
        row.Standing switch
        {
            Standing.Confirmed => "Confirmed by its members",
            Standing.Stated => "Stated by one member, not confirmed by another",
            _ => "From the Department's register of schools",
        };

    private Sheet Sheet() =>
        new(
            "partnerships",
            "Partnerships",
            Columns,
            [
                .. Shown.Select(r =>
                    (IReadOnlyList<object?>)
                        [
                            r.Id,
                            r.Page.Text,
                            $"{r.Model}",
                            r.IsStated ? "stated" : "gias",
                            r.Standing is { } standing ? standing.Code() : "",
                            r.Began,
                            r.Ended,
                            r.GoesOn,
                            r.Members,
                            Listed(r, 2),
                            Listed(r, 4),
                            Listed(r, 3),
                            r.Depth is { } depth ? (int)depth : null,
                        ]
                ),
            ]
        );

    private static string Listed(ListedPartnership row, int facet) =>
        string.Join(
            '|',
            facets[facet].Values.Where((_, i) => facets[facet].Fits(row, i)).Select(v => v.Value)
        );

    /// <summary>The newest events of all; none on the page itself, which only leads to its feed.</summary>
    private Feed Feed() =>
        new(
            "Partnerships: what happened",
            PartnershipFeeds.Begun,
            Form.Ending == ".atom" ? PartnershipFeeds.Newest(Book, Snapshot, Today, MostEvents) : []
        );
}
