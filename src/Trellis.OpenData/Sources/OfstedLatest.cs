using Trellis.Inspections;
using Trellis.Schools;

namespace Trellis.Sources;

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
