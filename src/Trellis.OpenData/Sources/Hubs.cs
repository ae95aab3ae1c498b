using Trellis.Places;

namespace Trellis.Sources;

/// <summary>Teaching school hubs and the districts each serves.</summary>
public sealed class Hubs : SourceFormat
{
    public override string Key => "hubs";

    public override string Title => "Teaching school hubs and their areas";

    public override bool Recognises(Header header) =>
        header.HasAll("hub_region", "hub_name", "lead_school", "districts");

    /// <summary>The list carries no date: the designation that runs to August 2028 began in September 2024.</summary>
    public override Period PeriodOf(InputFile file, Header header, Func<Table> open) =>
        Period.Of(Dates.InName(file.Name) ?? new DateOnly(2024, 9, 1));

    public override void Read(Table table, Period period, Harvest harvest)
    {
        int region = table.Column("hub_region"),
            name = table.Column("hub_name"),
            lead = table.Column("lead_school"),
            districts = table.Column("districts");
        var hubs = new List<TeachingSchoolHub>();
        while (table.Read())
        {
            if (table[region].IsEmpty)
            {
                table.Reject(region, "the code of a hub");
                continue;
            }
            hubs.Add(
                new TeachingSchoolHub(
                    table.Text(region),
                    table.Text(name),
                    table.Text(lead),
                    table
                        .Text(districts)
                        .Split(
                            ',',
                            StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries
                        )
                )
            );
            table.Keep();
        }
        harvest.Add(h => h.Hubs.AddRange(hubs));
    }
}
