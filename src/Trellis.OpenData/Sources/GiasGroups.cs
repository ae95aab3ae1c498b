using Trellis.Groups;
using Trellis.Schools;

namespace Trellis.Sources;

/// <summary>Every group: allgroupsdata*.csv. No dates until 2019, dd/mm/yyyy from 2020; the names of heads of groups are never read.</summary>
public sealed class GiasGroups : SourceFormat
{
    public override string Key => "gias-groups";

    public override string Title => "Get Information about Schools, groups";

    public override bool Recognises(Header header) =>
        header.HasAll("Group UID", "Group Name", "Group Type") && !header.Has("URN");

    public override Period PeriodOf(InputFile file, Header header, Func<Table> open) =>
        Day(file, open, "Closed Date", "Open date");

    public override void Read(Table table, Period period, Harvest harvest)
    {
        int uid = table.Column("Group UID"),
            name = table.Column("Group Name"),
            type = table.Column("Group Type");
        int id = table.Find("Group ID"),
            company = table.Find("Companies House Number"),
            closed = table.Find("Closed Date"),
            opened = table.Find("Open date"),
            incorporated = table.Find("Incorporated on (open date)"),
            status = table.Find("Group Status"),
            postcode = table.Find("Group Postcode", "Group Contact Postcode"),
            ukprn = table.Find("UKPRN");
        var groups = new List<GroupStated>();
        while (table.Read())
        {
            if (!Uid.TryParse(table.Text(uid), null, out var number))
            {
                table.Reject(uid, "a UID of one to seven digits");
                continue;
            }
            if (table.WrongDate(closed, opened, incorporated) is >= 0 and var wrong)
            {
                table.Reject(wrong, "a date as 31/12/2021, or nothing");
                continue;
            }
            groups.Add(
                new GroupStated(
                    period.Date,
                    number,
                    table.Text(name),
                    GroupTypes.FromWords(table.Text(type)),
                    table.Text(id),
                    Company(table.Text(company)),
                    Ukprn.TryParse(table.Text(ukprn), null, out var provider) ? provider : null,
                    table.Date(incorporated) ?? table.Date(opened),
                    table.Date(closed),
                    table.Text(status) is { Length: > 0 } words
                        ? words.StartsWith("Open", StringComparison.OrdinalIgnoreCase)
                        : null,
                    table.Text(postcode) is "Not recorded" ? "" : table.Text(postcode)
                )
            );
            table.Keep();
        }
        harvest.Add(h => h.Groups.AddRange(groups));
    }

    /// <summary>Eight characters: a spreadsheet drops the zeros at the front.</summary>
    internal static string Company(string text) =>
        text.Length is > 0 and < 8 && text.All(char.IsAsciiDigit) ? text.PadLeft(8, '0') : text;
}
