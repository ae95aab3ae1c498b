using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Trellis.Charts;
using Trellis.Components;
using Trellis.Families;
using Trellis.Measures;
using Trellis.Schools;
using Trellis.Serving;

namespace Trellis.Pages.Families;

/// <summary>What the page of a family and its booklet share.</summary>
public abstract class FamilyPage : SitePage
{
    public Family Family { get; private set; } = null!;

    public FamilyStandings Standings { get; private set; } = null!;

    public Quadrants? Picture { get; private set; }

    /// <summary>Who published the figures, and when.</summary>
    public string Source { get; private set; } = "";

    public string KindWords =>
        Family.Kind == FamilyKind.National
            ? "schools alike, anywhere in the country"
            : $"schools alike within {FamilyRule.MinutesApart:F0} minutes of each other by car, estimated";

    /// <summary>The families of the other kind in which its members are, with how many of them.</summary>
    public string LevelWords =>
        Standings.LevelMeasure is { } level && Standings.To is { } year
            ? $"{level.Label}, {level.YearLabel(year)}"
            : "No results in these files";

    /// <summary>Finds the family, or says what to answer instead.</summary>
    protected IActionResult? Find(string id)
    {
        if (Trellis.Families.Families.In(Snapshot).Find(id) is not { } family)
            return NotHere(
                "No family has this name in this snapshot. The list of families is at /families."
            );
        Family = family;
        Standings = FamilyStandings.Of(Snapshot, family);
        Picture = Draw();
        Source = string.Join(
            "; ",
            Standings
                .Measures.Append(Standings.LevelMeasure)
                .OfType<Measure>()
                .SelectMany(m => Snapshot.Measures.Of(m.Id).TakeLast(1))
                .Select(c => Snapshot.SourceOf(c.Rows.Source).Words)
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal)
        );
        return null;
    }

    public static string GainWords(MemberStanding school, Measure level) =>
        school.YearlyGain is { } gain
            ? (
                gain > 0 ? "+"
                : gain < 0 ? "−"
                : ""
            )
                + Math.Abs(gain)
                    .ToString(
                        "F" + Math.Max(1, level.Decimals).ToString(CultureInfo.InvariantCulture),
                        CultureInfo.InvariantCulture
                    )
            : "no figures of both years";

    public static string FigureWords(Measure measure, Standing standing) =>
        MeasureUnit.Words(measure, standing.Value) ?? Marks.Why(standing.Value);

    /// <summary>Where to reach a school: a role and what the register has, never a person's name.</summary>
    public static string? Website(Establishment school) =>
        school.Website.Length == 0 ? null
        : school.Website.StartsWith("http", StringComparison.OrdinalIgnoreCase) ? school.Website
        : $"https://{school.Website}";

    private Quadrants? Draw()
    {
        if (
            Standings.LevelMeasure is not { } level
            || Standings.To is not { } to
            || Standings.From is not { } from
        )
            return null;
        var disadvantage = IndexOf(FamilyStandings.Disadvantage);
        var language = IndexOf(FamilyStandings.Language);
        var shares = Standings
            .Schools.Select(s => Share(s, language))
            .OfType<double>()
            .Order()
            .ToArray();
        var middle = shares.Length == 0 ? double.PositiveInfinity : shares[shares.Length / 2];
        return new Quadrants
        {
            Key = "quadrants",
            Headline = $"{level.Label}: where each school stands, and what it gained",
            Subtitle =
                $"Up: {level.YearLabel(to)}. Across: change a year from {level.YearLabel(from)} to {level.YearLabel(to)}. Numbers are those of the table.",
            Across = new Charts.Unit(Math.Max(1, level.Decimals)),
            Up = MeasureUnit.Of(level),
            AcrossLabel = "change a year",
            UpLabel = level.Label,
            SizeLabel = "disadvantaged pupils",
            MarkedLabel = "pupils learning English: at or above the middle of these schools",
            LowerIsBetter = level.Higher == "worse",
            Csv = $"/family/{Family.Id}.csv",
            Bubbles =
            [
                .. Standings.Schools.Select(
                    (s, i) =>
                        new Bubble(
                            i + 1,
                            s.Member.School.Name,
                            s.YearlyGain,
                            s.Level,
                            Share(s, disadvantage) / 100,
                            Share(s, language) >= middle,
                            $"/school/{s.Member.School.Urn}"
                        )
                ),
            ],
        };

        int IndexOf(string measure)
        {
            for (var i = 0; i < Standings.Measures.Count; i++)
                if (Standings.Measures[i].Id == measure)
                    return i;
            return -1;
        }

        static double? Share(MemberStanding school, int at) =>
            at < 0 ? null : school.Figures[at].Value.OrNull;
    }

    /// <summary>The table of the page: a row a school.</summary>
    protected Sheet Table()
    {
        var columns = new List<SheetColumn>
        {
            new("urn", "URN", "integer"),
            new("name", "School"),
            new("local_authority", "Local authority"),
            new("since", "In this family since", "date"),
            new("level", LevelWords, "number"),
            new("change_a_year", "Change a year", "number"),
        };
        columns.AddRange(
            Standings.Measures.Select(m => new SheetColumn(
                m.Id.Replace('.', '_').Replace('-', '_'),
                m.Label,
                "number"
            ))
        );
        columns.Add(new("strengths", "Among the best fifth of the family in"));
        return new Sheet(
            $"family-{Family.Id}",
            Family.Name,
            columns,
            [
                .. Standings.Schools.Select(
                    IReadOnlyList<object?> (s) =>
                        [
                            s.Member.School.Urn.Value,
                            s.Member.School.Name,
                            s.Member.School.Current.LaName,
                            s.Member.Since,
                            s.Level,
                            s.YearlyGain,
                            .. s.Figures.Select(f => f.Value),
                            string.Join("; ", s.Strengths.Select(m => m.Label)),
                        ]
                ),
            ]
        );
    }

    protected IReadOnlyList<PageLink> Crumbs =>
        [
            new("Home", "/"),
            new("Families of schools", "/families"),
            new(Family.Name, $"/family/{Family.Id}"),
        ];
}
