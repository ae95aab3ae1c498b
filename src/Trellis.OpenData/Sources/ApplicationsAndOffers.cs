namespace Trellis.Sources;

/// <summary>Preferences and places offered on national offer day: AppsandOffers_YYYY_SchoolLevel.csv, a row a school and phase.</summary>
public sealed class ApplicationsAndOffers : MeasureFormat
{
    public override string Key => "admissions";

    public override string Title => "Applications and offers";

    public override bool Recognises(Header header) =>
        header.HasAll("school_phase", "total_number_places_offered", "times_put_as_1st_preference");

    protected override string[] UrnColumns => ["school_urn"];

    public override Period PeriodOf(InputFile file, Header header, Func<Table> open)
    {
        using var table = open();
        var year = table.Column("entry_year", "time_period");
        while (table.Read())
            if (
                table.Text(year) is { Length: >= 4 } text
                && int.TryParse(text[..4], out var starts)
                && starts is > 1990 and < 2100
            )
                return Period.OfCalendar(starts);
        throw new UnreadableSourceException(
            file.Path,
            "no row carries an entry year of four digits."
        );
    }

    protected override bool IsSchool(Table table, out string reason)
    {
        var level = table.Find("geographic_level");
        reason = "totals and other rows that are no school";
        return level < 0 || table.Text(level) == "School";
    }
}
