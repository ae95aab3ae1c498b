using Trellis.Groups;
using Trellis.Measures;
using Trellis.Schools;

namespace Trellis.Snapshots;

/// <summary>A snapshot as plain tables, one a kind of thing and one a file of measures: what is downloaded and exported.</summary>
/// <remarks>
/// Measures stand wide, a table a subject and year as published, never a row a figure: England has millions of figures and
/// a few hundred columns. Where a column of measures has rows without a figure, a column "..._missing" stands beside it
/// with the publisher's own mark, or "empty" for an empty cell; the table "marks" says what each mark means.
/// </remarks>
public static class OpenTables
{
    /// <summary>What stands in a "..._missing" column for an empty cell of the published file.</summary>
    public const string Empty = "empty";

    /// <summary>Every table: the register first, then places, inspections, definitions, then measures by source.</summary>
    public static IReadOnlyList<OpenTable> Of(Snapshot snapshot) =>
        [
            Establishments(snapshot),
            SchoolsChain(snapshot),
            Links(snapshot),
            GroupsOf(snapshot),
            Memberships(snapshot),
            Inspections(snapshot),
            LocalAuthorities(snapshot),
            Neighbours(snapshot),
            Hubs(snapshot),
            Sources(snapshot),
            MeasuresOf(snapshot),
            MarksOf(snapshot),
            .. Figures(snapshot),
        ];

    private static OpenTable Establishments(Snapshot snapshot) =>
        new(
            "establishments",
            "Establishments",
            "Every entry of the register: one row a URN, as last stated by the published files. An empty cell means the files do not say.",
            [
                new(
                    "urn",
                    "URN",
                    "integer",
                    What: "Unique reference number: six digits, never used again.",
                    Required: true
                ),
                new("name", "Name"),
                new("la_code", "Local authority number", "integer"),
                new("la_name", "Local authority"),
                new(
                    "laestab",
                    "DfE number",
                    What: "Three digits of the authority, a slash and four of the establishment."
                ),
                new("ukprn", "UKPRN", "integer"),
                new("type", "Type", What: "In the register's own words."),
                new("type_group", "Group of types"),
                new("status", "Status", Required: true),
                new("reason_opened", "Why it opened"),
                new("opened", "Opened", "date"),
                new("closed", "Closed", "date"),
                new("phase", "Phase", Required: true),
                new("low_age", "Lowest age", "integer", "years"),
                new("high_age", "Highest age", "integer", "years"),
                new("sixth_form", "Sixth form"),
                new("gender", "Gender"),
                new("religion", "Religious character"),
                new("diocese", "Diocese"),
                new("admissions", "Admissions policy"),
                new("capacity", "Places", "integer", "pupils"),
                new("pupils", "Pupils on the register", "integer", "pupils"),
                new("percent_fsm", "Free school meals", "number", "percent"),
                new("street", "Street"),
                new("locality", "Locality"),
                new("address3", "Address, third line"),
                new("town", "Town"),
                new("county", "County"),
                new("postcode", "Postcode"),
                new("website", "Website"),
                new("telephone", "Telephone"),
                new("region", "Region"),
                new("district", "District"),
                new("ward", "Ward"),
                new("constituency", "Constituency"),
                new("urban_rural", "Urban or rural"),
                new("easting", "Easting", "integer", "metres", "British National Grid."),
                new("northing", "Northing", "integer", "metres", "British National Grid."),
                new("msoa", "MSOA"),
                new("lsoa", "LSOA"),
                new(
                    "ofsted_rating",
                    "Headline grade as the register repeats it",
                    What: "The inspections themselves are in the table inspections."
                ),
                new(
                    "as_of",
                    "As of",
                    "date",
                    What: "The date of the newest file that speaks of it."
                ),
            ],
            ["urn"],
            [],
            "",
            snapshot.Establishments.Count,
            snapshot.Establishments.Select(e =>
                new object?[]
                {
                    e.Urn.Value,
                    e.Name,
                    e.La?.Value,
                    e.LaName,
                    e.LaEstab?.ToString() ?? "",
                    e.Ukprn?.Value,
                    e.Type,
                    e.TypeGroup,
                    Word(e.Status),
                    e.ReasonOpened,
                    e.Opened,
                    e.Closed,
                    Word(e.Phase),
                    e.LowAge,
                    e.HighAge,
                    e.SixthForm,
                    e.Gender,
                    e.Religion,
                    e.Diocese,
                    e.Admissions,
                    e.Capacity,
                    e.Pupils,
                    e.PercentFsm,
                    e.Street,
                    e.Locality,
                    e.Address3,
                    e.Town,
                    e.County,
                    e.Postcode,
                    e.Website,
                    e.Telephone,
                    e.Region,
                    e.District,
                    e.Ward,
                    e.Constituency,
                    e.UrbanRural,
                    e.Place?.Easting,
                    e.Place?.Northing,
                    e.Msoa,
                    e.Lsoa,
                    e.OfstedRating,
                    e.AsOf == default ? null : e.AsOf,
                }
            )
        );

    private static OpenTable SchoolsChain(Snapshot snapshot) =>
        new(
            "schools-chain",
            "Schools through their URNs",
            "A continuing school through its URNs, chained along one-to-one successor links only. A merger or a split ends and begins schools.",
            [
                new("school_urn", "The school's present URN", "integer", Required: true),
                new("position", "Position in the chain, from 1", "integer", Required: true),
                new("urn", "URN", "integer", Required: true),
                new("present", "Whether this is the present entry", "boolean", Required: true),
            ],
            ["urn"],
            [new("urn", "establishments", "urn"), new("school_urn", "establishments", "urn")],
            "",
            snapshot.Establishments.Count,
            snapshot.Schools.SelectMany(school =>
                school.Urns.Select(
                    (urn, i) =>
                        new object?[] { school.Urn.Value, i + 1, urn.Value, urn == school.Urn }
                )
            )
        );

    private static OpenTable Links(Snapshot snapshot) =>
        new(
            "links",
            "Links between establishments",
            "What one establishment is to another, as the register's links file states it.",
            [
                new("urn", "URN", "integer", Required: true),
                new("linked_urn", "The other's URN", "integer", Required: true),
                new("kind", "What the other is to it", Required: true),
                new("established", "Date stated", "date"),
                new("words", "The register's own words"),
            ],
            [],
            [],
            "",
            snapshot.Links.Count,
            snapshot.Links.Select(l =>
                new object?[]
                {
                    l.From.Value,
                    l.To.Value,
                    Spaced($"{l.Kind}"),
                    l.Established,
                    l.Words,
                }
            )
        );

    private static OpenTable GroupsOf(Snapshot snapshot) =>
        new(
            "groups",
            "Groups",
            "Trusts, federations, sponsors and other groups of the register.",
            [
                new("uid", "UID", "integer", Required: true),
                new("name", "Name"),
                new("type", "What it is now, or was last", Required: true),
                new("group_id", "Group id"),
                new("company_number", "Company number"),
                new("ukprn", "UKPRN", "integer"),
                new("opened", "Opened or incorporated", "date"),
                new("closed", "Closed", "date"),
                new("open", "Open", "boolean", Required: true),
                new("postcode", "Postcode"),
                new("as_of", "As of", "date"),
            ],
            ["uid"],
            [],
            "",
            snapshot.Groups.Count,
            snapshot.Groups.Select(g =>
                new object?[]
                {
                    g.Uid.Value,
                    g.Name,
                    g.Type.Words(),
                    g.GroupId,
                    g.CompanyNumber,
                    g.Ukprn?.Value,
                    g.Opened,
                    g.Closed,
                    g.IsOpen,
                    g.Postcode,
                    g.AsOf == default ? null : g.AsOf,
                }
            )
        );

    private static OpenTable Memberships(Snapshot snapshot) =>
        new(
            "memberships",
            "Memberships of groups",
            "An establishment in a group from a day to the first day no longer in it, with how each end is known.",
            [
                new("urn", "URN", "integer", Required: true),
                new("uid", "UID of the group", "integer", Required: true),
                new("from", "First day in the group", "date", Required: true),
                new(
                    "to",
                    "First day no longer in it",
                    "date",
                    What: "Empty while it lasts as far as the files know."
                ),
                new("from_evidence", "How the beginning is known", Required: true),
                new("to_evidence", "How the end is known", Required: true),
                new("first_seen", "Date of the first file that shows it", "date", Required: true),
                new("last_seen", "Date of the last file that shows it", "date", Required: true),
            ],
            [],
            [new("urn", "establishments", "urn"), new("uid", "groups", "uid")],
            "",
            snapshot.Memberships.Count,
            snapshot.Memberships.Select(m =>
                new object?[]
                {
                    m.Urn.Value,
                    m.Uid.Value,
                    m.From,
                    m.To,
                    Evidence.Words(m.FromEvidence),
                    Evidence.Words(m.ToEvidence),
                    m.FirstSeen,
                    m.LastSeen,
                }
            )
        );

    private static OpenTable Inspections(Snapshot snapshot) =>
        new(
            "inspections",
            "Inspections",
            "Dated judgements by Ofsted. Headline grades were given until August 2024, report cards from November 2025.",
            [
                new("urn", "URN", "integer", Required: true),
                new("date", "Day the inspection began", "date", Required: true),
                new("grade", "Headline grade, 1 to 4", "integer"),
                new("grade_words", "Headline grade in words"),
                new("category", "Category of concern"),
                new("published", "Report published", "date"),
                new(
                    "report_card",
                    "Areas of the report card",
                    What: "\"Area: standard\", separated by semicolons."
                ),
            ],
            [],
            [],
            "",
            snapshot.Inspections.Count,
            snapshot.Inspections.Select(i =>
                new object?[]
                {
                    i.Urn.Value,
                    i.Date,
                    i.Grade,
                    i.GradeWords,
                    i.Category,
                    i.Published,
                    string.Join("; ", i.Areas.Select(a => $"{a.Area}: {a.Standard}")),
                }
            )
        );

    private static OpenTable LocalAuthorities(Snapshot snapshot) =>
        new(
            "local-authorities",
            "Local authorities",
            "The authorities with their codes and regions.",
            [
                new("code", "Number with the Department", "integer", Required: true),
                new("name", "Name"),
                new("ons_code", "ONS code"),
                new("region", "Region"),
            ],
            ["code"],
            [],
            "",
            snapshot.LocalAuthorities.Count,
            snapshot.LocalAuthorities.Select(a =>
                new object?[] { a.Code.Value, a.Name, a.OnsCode, a.Region }
            )
        );

    private static OpenTable Neighbours(Snapshot snapshot) =>
        new(
            "statistical-neighbours",
            "Statistical neighbours of local authorities",
            "The authorities most like each, nearest first, as published.",
            [
                new("code", "Number of the authority", "integer", Required: true),
                new("rank", "Rank, 1 the nearest", "integer", Required: true),
                new("neighbour_code", "Number of the neighbour", "integer", Required: true),
                new("closeness", "Closeness in the publisher's words"),
            ],
            [],
            [new("code", "local-authorities", "code")],
            "",
            snapshot.LocalAuthorities.Sum(a => a.Neighbours.Count),
            snapshot.LocalAuthorities.SelectMany(a =>
                a.Neighbours.Select(n =>
                    new object?[] { a.Code.Value, n.Rank, n.Code.Value, n.Closeness }
                )
            )
        );

    private static OpenTable Hubs(Snapshot snapshot) =>
        new(
            "hubs",
            "Teaching school hubs",
            "A row a hub and a district it serves.",
            [
                new("code", "Code of the hub"),
                new("name", "Name"),
                new("lead_school", "Lead school"),
                new("district", "District served"),
            ],
            [],
            [],
            "",
            snapshot.Hubs.Sum(h => h.Districts.Count),
            snapshot.Hubs.SelectMany(h =>
                h.Districts.Select(d => new object?[] { h.Code, h.Name, h.LeadSchool, d })
            )
        );

    private static OpenTable Sources(Snapshot snapshot) =>
        new(
            "sources",
            "Sources",
            "Every published file in this snapshot. A composed source is no file the publisher published.",
            [
                new("key", "Key", Required: true),
                new("title", "Title"),
                new("publisher", "Publisher"),
                new("period", "Period"),
                new("date", "The day it speaks of", "date"),
                new("composed", "How it differs from what was published"),
            ],
            ["key"],
            [],
            "",
            snapshot.Sources.Count,
            snapshot.Sources.Select(s =>
                new object?[] { s.Key, s.Title, s.Publisher, s.Period, s.Date, s.Composed }
            )
        );

    private static OpenTable MeasuresOf(Snapshot snapshot) =>
        new(
            "measures",
            "Measures",
            "The definition of every measure that has figures in this snapshot.",
            [
                new("id", "Id", Required: true),
                new("label", "Label", Required: true),
                new("subject", "Subject", Required: true),
                new("unit", "Unit", Required: true),
                new("decimals", "Decimals shown", "integer", Required: true),
                new("higher", "Whether higher is better", Required: true),
                new("phases", "Phases", Required: true),
                new("what", "What it says", Required: true),
                new("publisher", "Publisher", Required: true),
                new("calendar", "Whether its years are calendar years", "boolean", Required: true),
                new("reviewed", "Definition last checked", "date", Required: true),
            ],
            ["id"],
            [],
            "",
            snapshot.Measures.All.Count,
            snapshot.Measures.All.Select(m =>
                new object?[]
                {
                    m.Id,
                    m.Label,
                    m.Subject,
                    Word(m.Unit),
                    m.Decimals,
                    m.Higher,
                    m.Phases,
                    m.What,
                    m.Publisher,
                    m.Calendar,
                    m.Reviewed,
                }
            )
        );

    private static OpenTable MarksOf(Snapshot snapshot)
    {
        var marks = snapshot
            .Measures.Columns.SelectMany(c => c.Marks)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .ToArray();
        return new(
            "marks",
            "Marks where there is no figure",
            "What the publishers write where there is no figure, and what it means.",
            [
                new(
                    "mark",
                    "Mark",
                    What: "As it stands in the \"..._missing\" columns.",
                    Required: true
                ),
                new("meaning", "Meaning", Required: true),
            ],
            ["mark"],
            [],
            "",
            marks.Length,
            marks.Select(m =>
                new object?[]
                {
                    m.Length == 0 ? Empty : m,
                    m.Length == 0 ? "the published file has no figure for it" : Meaning(m),
                }
            )
        );
    }

    private static string Meaning(string mark) =>
        Marks.Read(mark) is Published.NotCollected
            ? "not available in the published file"
            : Marks.Why(Marks.Read(mark));

    private static IEnumerable<OpenTable> Figures(Snapshot snapshot)
    {
        foreach (
            var file in snapshot
                .Measures.Columns.GroupBy(c => c.Rows.Source)
                .OrderBy(g => g.Key, StringComparer.Ordinal)
        )
        {
            var years = file.GroupBy(c => c.Year).OrderBy(g => g.Key).ToArray();
            foreach (var year in years)
            {
                var name = file.Key.Replace('/', '-').Replace('_', '-');
                yield return Wide(
                    snapshot,
                    years.Length == 1 ? name : $"{name}-in-{year.Key.Starts}",
                    snapshot.SourceOf(file.Key),
                    [.. year.OrderBy(c => c.Measure.Id, StringComparer.Ordinal)]
                );
            }
        }
    }

    private static OpenTable Wide(
        Snapshot snapshot,
        string name,
        SourceNote source,
        IReadOnlyList<MeasureColumn> figures
    )
    {
        var first = figures[0];
        var columns = new List<OpenColumn> { new("urn", "URN", "integer", Required: true) };
        foreach (var column in figures)
        {
            var measure = column.Measure;
            var of = Name(measure.Id);
            columns.Add(new(of, measure.Label, "number", Word(measure.Unit), measure.What));
            if (column.Marks.Count > 0)
                columns.Add(
                    new(
                        $"{of}_missing",
                        $"{measure.Label}: why there is none",
                        What: "The publisher's mark, or \"empty\"; empty where there is a figure. The table marks says what each means."
                    )
                );
        }
        // Columns of one file share their rows; where a second file of the same source adds some, rows are those of either.
        var establishments = figures.All(c => ReferenceEquals(c.Rows, first.Rows))
            ? first.Rows.Establishments
            : [.. figures.SelectMany(c => c.Rows.Establishments).Distinct().Order()];
        return new(
            name,
            $"{source.Title}, {first.Measure.YearLabel(first.Year)}",
            $"Figures of schools from {source.Words}.",
            columns,
            ["urn"],
            [new("urn", "establishments", "urn")],
            source.Key,
            establishments.Length,
            establishments.Select(at => Row(snapshot, at, figures, columns.Count))
        );
    }

    private static object?[] Row(
        Snapshot snapshot,
        int establishment,
        IReadOnlyList<MeasureColumn> figures,
        int width
    )
    {
        var row = new object?[width];
        row[0] = snapshot.Establishments[establishment].Urn.Value;
        var at = 1;
        foreach (var column in figures)
        {
            var inFile = column.Rows.Find(establishment);
            var mark = "";
            var value = inFile < 0 ? double.NaN : column.RowOrNaN(inFile);
            if (inFile >= 0 && double.IsNaN(value))
                mark = column.MarkAtRow(inFile) is { Length: > 0 } written ? written : Empty;
            row[at++] = double.IsNaN(value) ? null : value;
            if (column.Marks.Count > 0)
                row[at++] = mark;
        }
        return row;
    }

    /// <summary>The name of a measure's column: "ks4.attainment8" is "ks4_attainment8".</summary>
    public static string Name(string measure) => measure.Replace('.', '_').Replace('-', '_');

    private static string Word(Status status) => Spaced($"{status}");

    private static string Word(Phase phase) => Spaced($"{phase}");

    private static string Word(Unit unit) => Spaced($"{unit}");

    /// <summary>"MiddleDeemedPrimary" as "middle deemed primary".</summary>
    private static string Spaced(string name) =>
        string.Concat(
            name.Select(
                (c, i) =>
                    i > 0 && char.IsAsciiLetterUpper(c)
                        ? $" {char.ToLowerInvariant(c)}"
                        : $"{char.ToLowerInvariant(c)}"
            )
        );
}
