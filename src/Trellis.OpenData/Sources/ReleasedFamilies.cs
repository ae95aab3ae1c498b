using Trellis.Publications;
using Trellis.Schools;

namespace Trellis.Sources;

/// <summary>The families of schools as the last release of Trellis published them: the next release keeps them where it can.</summary>
public sealed class ReleasedFamilies : SourceFormat
{
    public override string Key => "families";

    public override string Title => "Families of schools";

    public override string Publisher => "Trellis";

    public override bool Recognises(Header header) =>
        header.HasAll("family", "kind", "phase", "urn", "since");

    public override Period PeriodOf(InputFile file, Header header, Func<Table> open) =>
        Day(file, open, "since");

    public override void Read(Table table, Period period, Harvest harvest)
    {
        int family = table.Column("family"),
            kind = table.Column("kind"),
            phase = table.Column("phase"),
            urn = table.Column("urn"),
            since = table.Column("since");
        var rows = new List<PublishedFamily>();
        while (table.Read())
        {
            if (table[family].IsEmpty)
                table.Reject(family, "the id of a family");
            else if (table.Text(kind) is not ("national" or "regional"))
                table.Reject(kind, "national or regional");
            else if (table.Text(phase) is not ("primary" or "secondary" or "special"))
                table.Reject(phase, "primary, secondary or special");
            else if (table.Date(since) is not { } day)
                table.Reject(since, "a day, as 2026-09-01");
            else if (table[urn].IsEmpty)
                Add(null, day);
            else if (Urn.TryParse(table.Text(urn), null, out var school))
                Add(school, day);
            else
                table.Reject(urn, "a URN, or nothing for a family that has ended");
        }
        harvest.Add(h => h.Families.Add((period.Date, rows)));

        void Add(Urn? school, DateOnly day)
        {
            rows.Add(
                new PublishedFamily(
                    table.Text(family),
                    table.Text(kind),
                    table.Text(phase),
                    school,
                    day
                )
            );
            table.Keep();
        }
    }
}
