namespace Trellis.Sources;

/// <summary>The rural-urban class of each neighbourhood (2011): it fills in where the register gives a neighbourhood and no class.</summary>
public sealed class UrbanRuralClass : SourceFormat
{
    public override string Key => "rural-urban";

    public override string Title => "Rural-urban classification of neighbourhoods";

    public override string Publisher => "Office for National Statistics";

    public override bool Recognises(Header header) => header.HasAll("LSOA11CD", "RUC11");

    public override Period PeriodOf(InputFile file, Header header, Func<Table> open) =>
        Period.OfCalendar(2011);

    public override void Read(Table table, Period period, Harvest harvest)
    {
        int code = table.Column("LSOA11CD"),
            words = table.Column("RUC11");
        var classes = new Dictionary<string, string>(StringComparer.Ordinal);
        while (table.Read())
        {
            if (table.Text(code) is not { Length: 9 } area)
            {
                table.Reject(code, "the code of a neighbourhood, as E01000001");
                continue;
            }
            if (area[0] != 'E')
            {
                table.SetAside("neighbourhoods in Wales");
                continue;
            }
            classes[area] = table.Text(words);
            table.Keep();
        }
        harvest.Add(h =>
        {
            foreach (var (area, text) in classes)
                h.RuralClasses[area] = text;
        });
    }
}
