using Trellis.Inspections;
using Trellis.Schools;

namespace Trellis.Sources;

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
