using Trellis.Inspections;
using Trellis.Schools;

namespace Trellis.Sources;

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
