using Trellis.Inspections;
using Trellis.Schools;

namespace Trellis.Sources;

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
