using Trellis.Groups;
using Trellis.Schools;

namespace Trellis.Sources;

/// <summary>Who is in which group on a day: grouplinks_edubaseall*.csv. The header grows from 17 columns (2016) to 21 (2021), "Linked UID" becomes "Group UID", and every row ends with a comma too many.</summary>
public sealed class GiasGroupLinks : RegisterFormat
{
    private static readonly Dictionary<Field, string[]> Names = new()
    {
        [Field.Name] = ["EstablishmentName"],
        [Field.La] = ["LA (code)"],
        [Field.LaName] = ["LA (name)"],
        [Field.Type] = ["TypeOfEstablishment (name)"],
        [Field.Phase] = ["PhaseOfEducation (name)"],
    };

    private readonly List<GroupStated> groups = [];
    private readonly List<Sighting> sightings = [];
    private readonly HashSet<GroupType> types = [];
    private readonly HashSet<Uid> known = [];
    private DateOnly date;
    private int uid,
        name,
        type,
        joined,
        company,
        closed,
        opened,
        status;

    public override string Key => "gias-group-links";

    public override string Title => "Get Information about Schools, members of groups";

    public override int Order => 2;

    protected override IReadOnlyDictionary<Field, string[]> Columns => Names;

    public override bool Recognises(Header header) =>
        header.HasAll("URN", "Group Type", "Joined date")
        && (header.Has("Linked UID") || header.Has("Group UID"));

    public override Period PeriodOf(InputFile file, Header header, Func<Table> open)
    {
        var day = Day(file, open, "Joined date");
        // The list of all groups and the list of academies of one day are two sources.
        return header.Has("Group ID") ? day with { Key = $"all-{day.Key}" } : day;
    }

    protected override void Prepare(Table table)
    {
        uid = table.Column("Group UID", "Linked UID");
        name = table.Column("Group Name");
        type = table.Column("Group Type");
        joined = table.Column("Joined date");
        company = table.Find("Companies House Number");
        closed = table.Find("Closed Date");
        opened = table.Find("Open date");
        status = table.Find("Group Status");
    }

    protected override (int Column, string Expected)? AlsoWrong(Table table) =>
        table.WrongDate(joined, closed, opened) is >= 0 and var wrong
            ? (wrong, "a date as 31-12-2021, or nothing")
            : null;

    protected override void Also(
        Table table,
        Period period,
        Harvest harvest,
        Register register,
        Urn urn
    )
    {
        date = period.Date;
        if (!Uid.TryParse(table.Text(uid), null, out var number))
            return;
        var kind = GroupTypes.FromWords(table.Text(type));
        types.Add(kind);
        if (known.Add(number))
            groups.Add(
                new GroupStated(
                    date,
                    number,
                    table.Text(name),
                    kind,
                    "",
                    GiasGroups.Company(table.Text(company)),
                    null,
                    table.Date(opened),
                    table.Date(closed),
                    table.Text(status) is { Length: > 0 } words
                        ? words.StartsWith("Open", StringComparison.OrdinalIgnoreCase)
                        : null,
                    ""
                )
            );
        // A sponsor is no trust: a sponsored academy has a row for its trust and another for its sponsor.
        if (kind is not (GroupType.SchoolSponsor or GroupType.ChildrensCentres or GroupType.Other))
            sightings.Add(
                new Sighting(date, urn, number, kind, table.Date(joined), IsRegister: false)
            );
    }

    protected override void Finish(Harvest harvest)
    {
        var (day, newGroups, newSightings, newTypes) = (
            date,
            groups.ToArray(),
            sightings.ToArray(),
            types.ToArray()
        );
        groups.Clear();
        sightings.Clear();
        types.Clear();
        known.Clear();
        harvest.Add(h =>
        {
            h.Groups.AddRange(newGroups);
            h.Sightings.AddRange(newSightings);
            h.Complete.AddRange(newTypes.Select(t => (day, t)));
        });
    }
}
