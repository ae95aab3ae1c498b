using Trellis.Inspections;
using Trellis.Schools;

namespace Trellis.Sources;

/// <summary>What Ofsted's several lists share: a judgement of a school on a day.</summary>
public abstract class OfstedFormat : SourceFormat
{
    public override string Publisher => "Ofsted";

    /// <summary>The headline grade from 1 to 4 or in words; anything else (9, "-", "Not judged") is none.</summary>
    protected static int? Grade(string text) =>
        text.ToUpperInvariant() switch
        {
            "1" or "OUTSTANDING" => 1,
            "2" or "GOOD" => 2,
            "3" or "REQUIRES IMPROVEMENT" or "SATISFACTORY" => 3,
            "4" or "INADEQUATE" or "SPECIAL MEASURES" or "SERIOUS WEAKNESSES" => 4,
            _ => null,
        };

    protected static string Category(string text) =>
        text.ToUpperInvariant() switch
        {
            "SM" or "SPECIAL MEASURES" => "Special measures",
            "NTI" or "NOTICE TO IMPROVE" => "Notice to improve",
            "SWK" or "SERIOUS WEAKNESSES" => "Serious weaknesses",
            "RSI" or "REQUIRES SIGNIFICANT IMPROVEMENT" => "Requires significant improvement",
            _ => "",
        };
}

/// <summary>Dated judgements since 2005: URN, Rating, Inspection Date.</summary>
public sealed class OfstedHistory : OfstedFormat
{
    public override string Key => "ofsted-history";

    public override string Title => "Inspection outcomes, history";

    public override bool Recognises(Header header) =>
        header.HasAll("URN", "Rating", "Inspection Date");

    public override Period PeriodOf(InputFile file, Header header, Func<Table> open)
    {
        using var table = open();
        var column = table.Column("Inspection Date");
        DateOnly? latest = null;
        while (table.Read())
            if (table.Date(column) is { } date && (latest is null || date > latest))
                latest = date;
        return Period.Of(
            latest
                ?? throw new UnreadableSourceException(
                    file.Path,
                    "no row carries an inspection date."
                )
        );
    }

    public override void Read(Table table, Period period, Harvest harvest)
    {
        int urn = table.Column("URN"),
            rating = table.Column("Rating"),
            day = table.Column("Inspection Date");
        var list = new List<InspectionStated>();
        while (table.Read())
        {
            if (!Urn.TryParse(table.Text(urn), null, out var school))
                table.Reject(urn, "a URN of five to seven digits");
            else if (table.Date(day) is not { } date)
                table.Reject(day, "a date as 20211231");
            else
            {
                list.Add(
                    new(
                        new Inspection(
                            school,
                            date,
                            Grade(table.Text(rating)),
                            Category(table.Text(rating)),
                            null,
                            []
                        ),
                        0
                    )
                );
                table.Keep();
            }
        }
        harvest.Add(h => h.Inspections.AddRange(list));
    }
}

/// <summary>Ofsted's monthly list with the latest inspection of each school and the one before: Management_information_-_schools_-_....csv.</summary>
public sealed class OfstedManagementInformation : OfstedFormat
{
    public override string Key => "ofsted-mi";

    public override string Title => "Management information, state-funded schools";

    public override bool Recognises(Header header) =>
        header.HasAll(
            "URN",
            "Latest inspection date",
            "Overall effectiveness: how good is the school"
        );

    public override Period PeriodOf(InputFile file, Header header, Func<Table> open) =>
        Day(file, open, "Latest inspection date");

    public override void Read(Table table, Period period, Harvest harvest)
    {
        int urn = table.Column("URN"),
            latest = table.Column("Latest inspection date"),
            grade = table.Column("Overall effectiveness: how good is the school"),
            category = table.Find("Category"),
            before = table.Find("Previous inspection date"),
            gradeBefore = table.Find("Previous overall effectiveness"),
            categoryBefore = table.Find("Previous category", "Previous_Category");
        var list = new List<InspectionStated>();
        while (table.Read())
        {
            if (!Urn.TryParse(table.Text(urn), null, out var school))
            {
                table.Reject(urn, "a URN of five to seven digits");
                continue;
            }
            if (!table[latest].IsEmpty && table.Date(latest) is null)
            {
                table.Reject(latest, "a date as 2021-12-31, or nothing");
                continue;
            }
            if (table.Date(latest) is { } date && Grade(table.Text(grade)) is { } now)
                list.Add(
                    new(
                        new Inspection(school, date, now, Category(table.Text(category)), null, []),
                        1
                    )
                );
            if (table.Date(before) is { } earlier && Grade(table.Text(gradeBefore)) is { } then)
                list.Add(
                    new(
                        new Inspection(
                            school,
                            earlier,
                            then,
                            Category(table.Text(categoryBefore)),
                            null,
                            []
                        ),
                        2
                    )
                );
            table.Keep();
        }
        harvest.Add(h => h.Inspections.AddRange(list));
    }
}

/// <summary>The latest outcome of each school with its publication date: england_ofsted-schools.csv.</summary>
public sealed class OfstedLatest : OfstedFormat
{
    public override string Key => "ofsted-latest";

    public override string Title => "Latest inspection outcomes";

    public override bool Recognises(Header header) =>
        header.HasAll("URN", "Inspection date", "Publication date", "Overall effectiveness");

    public override Period PeriodOf(InputFile file, Header header, Func<Table> open) =>
        Day(file, open, "Publication date", "Inspection date");

    public override void Read(Table table, Period period, Harvest harvest)
    {
        int urn = table.Column("URN"),
            day = table.Column("Inspection date"),
            published = table.Column("Publication date"),
            grade = table.Column("Overall effectiveness");
        var list = new List<InspectionStated>();
        while (table.Read())
        {
            if (!Urn.TryParse(table.Text(urn), null, out var school))
                table.Reject(urn, "a URN of five to seven digits");
            else if (table.Date(day) is not { } date)
                table.SetAside("schools without an inspection date");
            else
            {
                list.Add(
                    new(
                        new Inspection(
                            school,
                            date,
                            Grade(table.Text(grade)),
                            "",
                            table.Date(published),
                            []
                        ),
                        1
                    )
                );
                table.Keep();
            }
        }
        harvest.Add(h => h.Inspections.AddRange(list));
    }
}

/// <summary>Report cards, since November 2025: a standard for each area and no headline grade.</summary>
public sealed class OfstedReportCards : OfstedFormat
{
    private static readonly string[] Areas =
    [
        "Safeguarding",
        "Inclusion",
        "Curriculum and teaching",
        "Achievement",
        "Attendance and behaviour",
        "Personal development and well-being",
        "Early years",
        "Post-16 provision",
        "Leadership and governance",
    ];

    public override string Key => "ofsted-report-cards";

    public override string Title => "Management information, report cards";

    public override bool Recognises(Header header) =>
        header.HasAll("URN", "Inspection start date", "Inclusion", "Leadership and governance");

    public override Period PeriodOf(InputFile file, Header header, Func<Table> open) =>
        Day(file, open, "Publication date", "Inspection start date");

    public override void Read(Table table, Period period, Harvest harvest)
    {
        int urn = table.Column("URN"),
            day = table.Column("Inspection start date"),
            published = table.Find("Publication date"),
            category = table.Find("Category of concern", "Category");
        var columns = Areas
            .Select(area => (Area: area, Column: table.Find(area)))
            .Where(a => a.Column >= 0)
            .ToArray();
        var list = new List<InspectionStated>();
        while (table.Read())
        {
            if (!Urn.TryParse(table.Text(urn), null, out var school))
                table.Reject(urn, "a URN of five to seven digits");
            else if (table[day].IsEmpty)
                table.SetAside("schools without an inspection under report cards");
            else if (table.Date(day) is not { } date)
                table.Reject(day, "a date as 31/12/2025");
            else
            {
                var areas = columns
                    .Where(a => !table[a.Column].IsEmpty)
                    .Select(a => new ReportArea(a.Area, table.Text(a.Column)))
                    .ToArray();
                list.Add(
                    new(
                        new Inspection(
                            school,
                            date,
                            null,
                            Category(table.Text(category)),
                            table.Date(published),
                            areas
                        ),
                        0
                    )
                );
                table.Keep();
            }
        }
        harvest.Add(h => h.Inspections.AddRange(list));
    }
}

/// <summary>A list of grades without dates, as at 2024: kept as the grade the register repeats, never as an inspection.</summary>
public sealed class OfstedRatings : RegisterFormat
{
    private static readonly Dictionary<Field, string[]> Names = new()
    {
        [Field.OfstedRating] = ["rating"],
    };

    public override string Key => "ofsted-ratings";

    public override string Title => "Ratings, without dates of inspection";

    public override string Publisher => "Ofsted";

    public override int Order => 3;

    protected override IReadOnlyDictionary<Field, string[]> Columns => Names;

    public override bool Recognises(Header header) =>
        header.HasAll("unique_reference_number", "rating");

    protected override string[] UrnColumns => ["unique_reference_number"];

    public override Period PeriodOf(InputFile file, Header header, Func<Table> open)
    {
        for (var at = 0; at + 4 <= file.Name.Length; at++)
            if (int.TryParse(file.Name.AsSpan(at, 4), out var year) && year is > 1990 and < 2100)
                return Period.OfCalendar(year);
        throw new UnreadableSourceException(file.Path, "its year is not in its name.");
    }
}
